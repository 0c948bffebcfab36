"""How a change is made: once for an update, on the state as it is now, with its trail."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncSession

from bot.dialog.actions import Action, decode, encode
from bot.domain.access import may_speak_for
from bot.domain.plan import Member, Snapshot
from bot.usecases.house import House
from db import branches, inbox
from db.caller import Caller
from db.snapshot import load_snapshot
from db.tables import AuditRow, MemberRow

ANSWER_WITHIN = timedelta(hours=24)


class Verdict(StrEnum):
    """What came of an action."""

    DONE = "done"
    STALE = "stale"
    """The state is no longer the one the person saw; nothing was changed."""
    REFUSED = "refused"
    """The person has no right to it now; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Act:
    """A member acting on their branch's plan inside one transaction; `fresh` is False for an update taken before."""

    session: AsyncSession
    snapshot: Snapshot
    member: Member
    now: datetime
    today: date
    fresh: bool


@asynccontextmanager
async def acting(house: House, caller: Caller, update_key: str, about: Action) -> AsyncIterator[Act | None]:
    """Open the transaction of a change: take the update, read the plan and the member's role as they are now.

    Yields None when there is no published plan, or the member is no longer of the branch. `about` is the action that
    shows what came of it, should the same update be delivered again.
    """
    now = house.now()
    today = house.today()
    async with house.store.writing() as session:
        snapshot = await load_snapshot(session, caller.branch_id, today, house.zone)
        member = snapshot.members.get(caller.member_id) if snapshot else None
        if snapshot is None or member is None:
            yield None
            return
        fresh = await inbox.take(session, update_key, encode(about), now)
        yield Act(session, snapshot, member, now, today, fresh)


def speaking_as(act: Act, member_id: int) -> Member | None:
    """Return in whose name the member acts: their own (0), or that of somebody for whom they speak.

    None when they may not speak, or that person is in the bot by now and speaks for themselves.
    """
    if not member_id:
        return act.member
    author = act.snapshot.members.get(member_id)
    may = author is not None and author.spoken_for and may_speak_for(act.member.role)
    return author if may else None


def recorder(act: Act, author: Member) -> int | None:
    """Return who wrote down what an author says; None where they did it themselves."""
    return act.member.id if author.id != act.member.id else None


async def record(act: Act, verb: str, subject: str, words: str = "", *, author: Member | None = None) -> None:
    """Write the trail of a change and let the whole branch see it; `author` is in whose name it was made."""
    on_behalf_of = author.id if author and recorder(act, author) else None
    act.session.add(
        AuditRow(
            branch_id=act.snapshot.branch_id,
            member_id=act.member.id,
            at=act.now,
            verb=verb,
            subject=subject,
            words=words,
            on_behalf_of=on_behalf_of,
        )
    )
    await branches.changed(act.session, act.snapshot.branch_id, act.now)


async def await_words(house: House, caller: Caller, action: Action | None) -> None:
    """Remember which action the member's next words belong to, or that none is waited for any more."""
    code = encode(action) if action is not None else None
    if code is None and caller.awaiting is None:
        return
    async with house.store.writing() as session:
        member = await session.get_one(MemberRow, caller.member_id)
        member.awaiting = code
        member.awaiting_since = house.now() if code else None


def awaited(house: House, caller: Caller) -> Action | None:
    """Return the action whose answer the member's words are; a question that nobody answered for a day is over."""
    if caller.awaiting is None or caller.awaiting_since is None:
        return None
    return decode(caller.awaiting) if house.now() - caller.awaiting_since < ANSWER_WITHIN else None


async def words_came(act: Act) -> None:
    """Forget the question that the member has just answered; words that came before have answered theirs already."""
    if not act.fresh:
        return
    member = await act.session.get_one(MemberRow, act.member.id)
    member.awaiting = None
