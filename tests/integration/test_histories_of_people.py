"""Whatever people invite, open, undo and appoint, in any order and by old buttons: who must not come in does not.

Somebody always keeps the people; a link works once and as long as it may; who was removed or forgotten is not known.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from bot.dialog.actions import (
    AskName,
    BringMemberBack,
    ForgetAccount,
    InviteMember,
    InviteNamed,
    JoinNamed,
    RemoveMember,
    SetRole,
)
from bot.dialog.model import Address
from bot.domain.duties import CALLING_ROLES
from bot.domain.members import mark_of_account
from bot.domain.plan import Role
from bot.usecases import enlisting, inviting, keeping
from bot.usecases.house import House
from bot.usecases.inviting import Invited
from bot.usecases.joining import hashed, join
from bot.usecases.keeping import Kept, Outcome
from db.caller import Caller
from db.tables import AuditRow, Base, IdentityRow, InviteRow, MemberRow, PartyRow
from tests.integration.builders import SetClock
from tests.integration.drafting import AUTUMN, PLAN, Desk, a_desk
from tests.integration.houses import a_house, quick_store, update_key

ROLES = tuple(Role)
DEEDS = ("invite", "named", "same", "everybody", "remove", "back", "role", "rename", "forget", "enlist")
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["open"] * 5 + ["invite"] * 3 + ["forget", "remove", "role"] * 3 + ["wait", *DEEDS]),
        st.integers(0, 30),
        st.integers(0, 30),
        st.integers(0, 30),
    ),
    min_size=5,
    max_size=20,
)
MOSTLY = 26
NAMES = ("Зозуля Ганна", "Лелека М.", "Тополя Сергій", "Дрізд Іван\nСинично О.", "5.1")


@pytest.fixture(scope="session")
def branches(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two branches, each with a draft before its secretary, made once."""
    path = tmp_path_factory.mktemp("people") / "planovyk.db"

    async def make() -> None:
        store = quick_store(path)
        async with store.engine.begin() as connection:
            await connection.run_sync(Base.metadata.create_all)
        for name in ("Калинівське відділення", "Верболозівське відділення"):
            desk: Desk = await a_desk(store, name)
            await desk.brings(words=PLAN)
        await store.close()

    asyncio.run(make())
    return path


@dataclass
class History:
    """People of two branches, each with whatever they have ever held: links, and who they once were."""

    house: House
    clock: SetClock
    tokens: list[str] = field(default_factory=list)
    callers: list[Caller] = field(default_factory=list)
    accounts: int = 0

    async def step(self, what: str, who: int, whom: int, which: int) -> None:
        self.clock.moment += timedelta(minutes=1)
        if what == "wait":
            self.clock.moment += timedelta(hours=30)
        elif what == "open":
            await self._open(which)
        else:
            await self._deed(what, self.callers[who % len(self.callers)], whom, which)
        await self.check()

    async def _open(self, which: int) -> None:
        """Open a link, and at once again as somebody else: it works if it may, and never twice."""
        if not self.tokens:
            return
        token = self.tokens[-1 - which % len(self.tokens)]
        allowed = await self._works(token)
        for may in (allowed, False):
            self.accounts += 1
            address = Address("telegram", f"newcomer {self.accounts}")
            joined = await join(self.house, address, token)
            assert (joined is not None) == may
            caller = await self.house.store.caller(address)
            assert (caller is not None) == may
            if caller is not None:
                self.callers.append(caller)

    async def _works(self, token: str) -> bool:
        async with self.house.store.reading() as session:
            row = (await session.scalars(select(InviteRow).where(InviteRow.token_hash == hashed(token)))).one()
            member = await session.get_one(MemberRow, row.member_id)
            unused = row.used_at is None and row.revoked_at is None
            return unused and row.expires_at > self.clock.moment and member.left_at is None

    async def _deed(self, what: str, caller: Caller, whom: int, which: int) -> None:
        may, before = await self._may(caller), await self._entries()
        made = await self._done(what, caller, whom, which)
        if isinstance(made, Invited):
            self.tokens += [each.token for each in made.invitations]
        assert may or made.outcome is Outcome.REFUSED
        assert may or await self._entries() == before

    async def _done(self, what: str, caller: Caller, whom: int, which: int) -> Kept | Invited:
        # People try things on themselves, too: that is how a branch would lose who keeps it.
        own = whom % 5 == 4
        member = caller.member_id if own else await self._one(MemberRow, caller, whom)
        party = await self._one(PartyRow, caller, whom)
        house, key, words = self.house, update_key(), NAMES[which % len(NAMES)]
        role, account = await self._role(member, which), await self._account(caller.identity_id if own else 0, whom)
        made: dict[str, Callable[[], Awaitable[Kept | Invited]]] = {
            "invite": lambda: inviting.invite_member(house, caller, InviteMember(member), key),
            "named": lambda: inviting.invite_named(house, caller, InviteNamed(party, which % 2), key),
            "same": lambda: inviting.join_named(house, caller, JoinNamed(party, member), key),
            "everybody": lambda: inviting.invite_everybody(house, caller, key),
            "remove": lambda: keeping.remove(house, caller, RemoveMember(member), key),
            "back": lambda: keeping.bring_back(house, caller, BringMemberBack(member), key),
            "role": lambda: keeping.give_role(house, caller, role, key),
            "rename": lambda: keeping.rename(house, caller, AskName(member), words, key),
            "forget": lambda: keeping.forget_account(house, caller, account, key),
            "enlist": lambda: enlisting.enlist(house, caller, words, key),
        }
        return await made[what]()

    async def _one(self, table: type[MemberRow | PartyRow], caller: Caller, which: int) -> int:
        """The id of somebody: mostly of the same branch, now and then of the other one."""
        async with self.house.store.reading() as session:
            theirs = select(table.id).where(table.branch_id == caller.branch_id).order_by(table.id)
            ids = (await session.scalars(theirs if which < MOSTLY else select(table.id))).all()
            return ids[which % len(ids)]

    async def _role(self, member: int, which: int) -> SetRole:
        async with self.house.store.reading() as session:
            was = Role((await session.get_one(MemberRow, member)).role)
            return SetRole(member, which % len(ROLES), ROLES.index(was))

    async def _account(self, wanted: int, which: int) -> ForgetAccount:
        async with self.house.store.reading() as session:
            rows = (await session.scalars(select(IdentityRow).order_by(IdentityRow.id.desc()))).all()
            row = next((each for each in rows if each.id == wanted), rows[which % len(rows)])
            return ForgetAccount(row.member_id, row.id, mark_of_account(row.door, row.account))

    async def _may(self, caller: Caller) -> bool:
        async with self.house.store.reading() as session:
            member = await session.get_one(MemberRow, caller.member_id)
            account = await session.get(IdentityRow, caller.identity_id)
            theirs = account is not None and account.member_id == member.id
            return theirs and member.left_at is None and member.role in CALLING_ROLES

    async def _entries(self) -> int | None:
        async with self.house.store.reading() as session:
            return await session.scalar(select(func.count()).select_from(AuditRow))

    async def check(self) -> None:
        async with self.house.store.reading() as session:
            members = {row.id: row for row in await session.scalars(select(MemberRow))}
            accounts = (await session.scalars(select(IdentityRow))).all()
            invites = (await session.scalars(select(InviteRow))).all()
            parties = (await session.scalars(select(PartyRow).where(PartyRow.member_id.is_not(None)))).all()
        keeping_people = {
            members[each.member_id].branch_id
            for each in accounts
            if members[each.member_id].role in CALLING_ROLES and members[each.member_id].left_at is None
        }
        assert keeping_people == {member.branch_id for member in members.values()}
        assert all(members[each.member_id].left_at is None for each in accounts)
        for invite in invites:
            assert invite.made_by is not None
            assert members[invite.made_by].branch_id == members[invite.member_id].branch_id
            assert invite.identity_id is None or invite.used_at is not None
        assert all(members[each.member_id or 0].branch_id == each.branch_id for each in parties)
        assert all(members[each.member_id or 0].left_at is None for each in parties)
        for member in members.values():
            still_open = [each for each in invites if each.member_id == member.id and each.used_at is None]
            assert sum(each.revoked_at is None for each in still_open) <= 1


@given(steps=STEPS)
@example(steps=[("remove", 0, 1, 0), ("remove", 0, 4, 0), ("forget", 0, 4, 0)])
@example(steps=[("role", 1, 0, 0), ("role", 1, 4, 0), ("remove", 0, 1, 0)])
@example(steps=[("open", 0, 0, 0), ("remove", 1, 3, 0), ("back", 1, 3, 0), ("invite", 1, 3, 0), ("open", 0, 0, 0)])
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_history_lets_anybody_in_who_must_not(
    branches: Path, tmp_path: Path, steps: list[tuple[str, int, int, int]]
) -> None:
    path = tmp_path / "planovyk.db"
    path.unlink(missing_ok=True)
    shutil.copy(branches, path)
    asyncio.run(_live(path, steps))


async def _live(path: Path, steps: list[tuple[str, int, int, int]]) -> None:
    store = quick_store(path)
    house, clock, _ = a_house(store, AUTUMN)
    history = History(house, clock)
    for branch in ("Калинівське відділення", "Верболозівське відділення"):
        for who in ("secretary", "head"):
            caller = await store.caller(Address("telegram", f"{branch}/{who}"))
            assert caller is not None
            history.callers.append(caller)
        await history.step("invite", -1, 3, 0)
    try:
        for step in steps:
            await history.step(*step)
    finally:
        await store.close()
