"""One account in several branches: it talks to one at a time, and a button of another goes there first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields

from bot.dialog.actions import Action
from bot.dialog.model import Address
from bot.usecases.house import House
from db import belonging
from db.belonging import Belonging
from db.caller import Caller


async def branches_of(house: House, address: Address) -> tuple[Belonging, ...]:
    """Return the branches that an account is known in, by their names."""
    async with house.store.reading() as session:
        return await belonging.belongings(session, address)


async def switch(house: House, address: Address, branch_id: int) -> bool:
    """Have an account talk to a branch from now on; False where it is not known there."""
    async with house.store.writing() as session:
        return await belonging.talk_about(session, address, branch_id)


async def go_where(house: House, address: Address, caller: Caller, action: Action) -> Caller:
    """Switch to the branch of what an action speaks of, if its account is known there; return who is talking then.

    What the account has no part in stays where it is: the action then finds nothing in the branch talked to.
    """
    async with house.store.reading() as session:
        branch_id = await belonging.branch_of(session, _subjects(action))
    if branch_id is None or branch_id == caller.branch_id or not await switch(house, address, branch_id):
        return caller
    return await house.store.caller(address) or caller


def _subjects(action: Action) -> Iterable[tuple[str, int]]:
    return ((field.name, getattr(action, field.name)) for field in fields(action))
