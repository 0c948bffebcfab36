"""`invite`: a personal way in for one person."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import sys

from bot.commands.voice import spoken
from bot.domain.plan import Role
from bot.errors import PlanovykError
from bot.settings import Settings, load_settings
from bot.usecases.channels import TELEGRAM, VIBER, Links, links_for, remember_handle
from bot.usecases.house import House
from bot.usecases.joining import invite as make_invitation


def invite(name: str, branch: str, role: str, *, new_branch: bool, as_json: bool) -> None:
    """Print the links and the bare start token for one person; with `new_branch` the branch may be made for them."""
    links = asyncio.run(_invite(load_settings(), name, branch, Role(role), new_branch=new_branch))
    if as_json:
        print(json.dumps(dataclasses.asdict(links), ensure_ascii=False))
        return
    print(spoken("cli.invited", name=name))
    for door, link in (("Telegram", links.telegram), ("Viber", links.viber)):
        print(f"{door}: {link}" if link else spoken("cli.no-link", door=door))
    print(spoken("cli.token", token=links.token))


async def _invite(settings: Settings, name: str, branch: str, role: Role, *, new_branch: bool) -> Links:
    from bot.app import house_of, opened_store
    from bot.clock import clock_from
    from db import schema

    if not (new_branch or schema.exists(settings.database_url)):
        raise PlanovykError("error.no-branch", branch=branch)
    async with opened_store(settings) as store:
        house = house_of(store, clock_from(settings))
        token = await make_invitation(house, branch, name, role, new_branch=new_branch)
        links = await links_for(house, token)
        if await _learn_handles(settings, house, links):
            links = await links_for(house, token)
        return links


async def _learn_handles(settings: Settings, house: House, links: Links) -> bool:
    """Ask the messengers for the bot's public names where they are not known yet; tell whether one was learnt."""
    from bot.doors import handle_of

    learnt = False
    for door, link in ((TELEGRAM, links.telegram), (VIBER, links.viber)):
        if link is not None:
            continue
        try:
            handle = await handle_of(door, settings)
        except PlanovykError as error:
            print(spoken(error.key, **error.args_), file=sys.stderr)
            continue
        if handle:
            await remember_handle(house, door, handle)
            learnt = True
    return learnt
