"""A branch whose people are kept from the chat: what its keepers tap, and what strangers do with their links."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

from sqlalchemy import select

from bot.dialog.actions import Action, InviteMember, ShowMember, ShowMembers, encode
from bot.dialog.model import Address, Arrival, Incoming, Reply, Tap, What, Words
from bot.dialog.pages.notices import notices_reply
from bot.domain.people.model import Kind
from bot.usecases.channels import remember_handle
from bot.usecases.house import House
from db.store import Store
from db.tables import InviteRow, MemberRow, PartyRow
from scheduler.pacing import Pace
from scheduler.post import Post
from tests.integration.builders import PlayedDoor
from tests.integration.drafting import BRANCH, Desk, a_desk, button, whole
from tests.integration.houses import update_key

TOKEN = re.compile(r"код: (\S+)")


@dataclass
class Keepers:
    """The branch of a desk, whose bot is known in both messengers."""

    desk: Desk
    heard: list[Reply] = field(default_factory=list)

    async def send(self, who: str | Address, what: What, key: str | None = None) -> tuple[Reply, ...]:
        """Send something; returns every reply."""
        address = who if isinstance(who, Address) else self.desk.address(who)
        found = await self.desk.answer(Incoming(address, key or update_key(), what))
        assert all(each.lines[0].text.key != "went-wrong" for each in found.replies)
        self.heard.extend(found.replies)
        return found.replies

    async def taps(self, who: str, action: Action, key: str | None = None) -> Reply:
        return (await self.send(who, Tap(encode(action)), key))[-1]

    async def presses(self, who: str, page: Reply, words: str) -> Reply:
        return (await self.send(who, Tap(button(page, words).code)))[-1]

    async def says(self, who: str, words: str, key: str | None = None) -> Reply:
        return (await self.send(who, Words(words), key))[-1]

    async def roll(self, who: str = "secretary", page: int = 0) -> Reply:
        return await self.taps(who, ShowMembers(page))

    async def card(self, name: str, who: str = "secretary") -> Reply:
        return await self.taps(who, ShowMember(await self.id_of(name)))

    async def invites(self, name: str, who: str = "secretary", key: str | None = None) -> tuple[str, Reply]:
        """Make a link; returns the token and the card below the message."""
        action = Tap(encode(InviteMember(await self.id_of(name)), keep=True))
        message, card = await self.send(who, action, key)
        return token_of(message), card

    async def comes(self, account: str, token: str, door: str = "telegram") -> Reply:
        """Open a link as somebody with an account."""
        [reply] = await self.send(Address(door, account), Arrival(token))
        return reply

    def passes(self, minutes: float = 1) -> None:
        self.desk.clock.moment += timedelta(minutes=minutes)

    async def id_of(self, name: str) -> int:
        return (await self.present(name)).id

    async def present(self, name: str) -> MemberRow:
        """The person of a name, who must be there."""
        found = await self.row(name)
        assert found is not None, name
        return found

    async def row(self, name: str) -> MemberRow | None:
        async with self.desk.store.reading() as session:
            return await session.scalar(
                select(MemberRow).where(MemberRow.branch_id == self.desk.branch, MemberRow.name == name)
            )

    async def behind(self, spelling: str) -> int | None:
        """The member behind a name of the plan."""
        async with self.desk.store.reading() as session:
            query = select(PartyRow).where(
                PartyRow.branch_id == self.desk.branch, PartyRow.name == spelling, PartyRow.kind == Kind.PERSON
            )
            return (await session.scalars(query)).one().member_id

    async def invitations(self) -> list[InviteRow]:
        async with self.desk.store.reading() as session:
            return list(await session.scalars(select(InviteRow).order_by(InviteRow.id)))

    async def knows(self, account: str, door: str = "telegram") -> int | None:
        """The member whom an account is taken for."""
        caller = await self.desk.store.caller(Address(door, account))
        return caller.member_id if caller else None


def token_of(message: Reply) -> str:
    found = TOKEN.search(whole(message))
    assert found, whole(message)
    return found[1]


async def keepers(store: Store, plan: str | None = None, name: str = BRANCH) -> Keepers:
    """Set a branch up, with a draft before its secretary if `plan` is given."""
    desk = await a_desk(store, name)
    for door, handle in (("telegram", "kalyna_bot"), ("viber", "kalyna")):
        await remember_handle(desk.house, door, handle)
    if plan:
        await desk.brings(words=plan)
    return Keepers(desk)


def a_post(house: House, door: PlayedDoor) -> Post:
    """Return what delivery works with, at one door and without waiting."""

    async def no_time(_seconds: float) -> None:
        """Nobody waits here."""

    pace = Pace(lambda: 0.0, no_time)
    return Post(house.store, house.clock, {door.name: door}, notices_reply, Random(1), pace, house.files)  # noqa: S311 - no secret
