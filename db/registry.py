"""The stored members' list of a branch: its people in numbers, a page at a time, and one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, case, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, aliased

from bot.domain.names import fold
from bot.domain.registry import RENEW_WITHIN, Counts, Known, Listed, Registered
from db.tables import IdentityRow, MemberRow, RegistrationRow

_NOTER = aliased(MemberRow)
_IN_BOT = and_(MemberRow.id == RegistrationRow.member_id, MemberRow.left_at.is_(None))
REACHABLE = exists().where(IdentityRow.member_id == MemberRow.id, IdentityRow.blocked_at.is_(None))
"""Whether the member whom a query joins can be written to."""


class Which(StrEnum):
    """Some of the list's people."""

    ALL = "all"
    DUE = "due"
    """To renew: the day has passed, is near, or is not known."""
    UNREACHABLE = "unreachable"
    """To renew, and the bot cannot write to them."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some of the people in their order, and how many there are in all."""

    people: tuple[Listed, ...]
    count: int


def listed_in(branch_id: int) -> ColumnElement[bool]:
    """Return the condition that a registration is one of the branch's present list."""
    return and_(RegistrationRow.branch_id == branch_id, RegistrationRow.left_at.is_(None))


def due_on(today: date) -> ColumnElement[bool]:
    """Return the condition that a registration is to be renewed, seen from today (see `bot.domain.registry`)."""
    last = today + timedelta(days=RENEW_WITHIN)
    return or_(RegistrationRow.paid_until.is_(None), RegistrationRow.paid_until <= last)


async def counts_of(session: AsyncSession, branch_id: int, today: date) -> Counts:
    """Return the list in numbers; all are 0 where there is none."""
    day = RegistrationRow.paid_until

    def number(condition: ColumnElement[bool]) -> ColumnElement[int]:
        return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)

    query = (
        select(
            func.count(),
            func.count(func.distinct(func.nullif(RegistrationRow.library, ""))),
            number(MemberRow.id.is_not(None)),
            number(day < today),
            number(and_(day >= today, due_on(today))),
            number(day.is_(None)),
        )
        .select_from(RegistrationRow)
        .outerjoin(MemberRow, _IN_BOT)
        .where(listed_in(branch_id))
    )
    return Counts(*(await session.execute(query)).one())


async def stretch_of(
    session: AsyncSession, branch_id: int, which: Which, today: date, *, start: int = 0, most: int | None = None
) -> Stretch:
    """Return so many of these people from the place `start` on; those to renew with the soonest day first."""
    condition = _condition(branch_id, which, today)
    number = select(func.count()).select_from(RegistrationRow).outerjoin(MemberRow, _IN_BOT).where(condition)
    count = await session.scalar(number) or 0
    query = _people().where(condition).order_by(*_order(which)).offset(start).limit(most)
    return Stretch(tuple(map(_listed, await session.execute(query))), count)


def _condition(branch_id: int, which: Which, today: date) -> ColumnElement[bool]:
    match which:
        case Which.ALL:
            return listed_in(branch_id)
        case Which.DUE:
            return and_(listed_in(branch_id), due_on(today))
        case Which.UNREACHABLE:
            return and_(listed_in(branch_id), due_on(today), or_(MemberRow.id.is_(None), ~REACHABLE))


def _order(which: Which) -> Sequence[ColumnElement[Any] | InstrumentedAttribute[Any]]:
    in_list = (RegistrationRow.position, RegistrationRow.id)
    if which is Which.ALL:
        return in_list
    if which is Which.UNREACHABLE:
        return (RegistrationRow.library, *in_list)
    return (RegistrationRow.paid_until.is_(None), RegistrationRow.paid_until, *in_list)


def _people() -> Select[int, str, str, date | None, str, bool, datetime | None, str]:
    return (
        select(
            RegistrationRow.id,
            RegistrationRow.name,
            RegistrationRow.library,
            RegistrationRow.paid_until,
            MemberRow.name,
            REACHABLE,
            RegistrationRow.renewed_at,
            _NOTER.name,
        )
        .select_from(RegistrationRow)
        .outerjoin(MemberRow, _IN_BOT)
        .outerjoin(_NOTER, _NOTER.id == RegistrationRow.renewed_by)
    )


def _listed(row: Row[int, str, str, date | None, str, bool, datetime | None, str]) -> Listed:
    key, name, library, paid_until, member, reachable, noted_at, noted_by = row
    person = Registered(name, library, paid_until)
    return Listed(key, person, member or "", bool(member and reachable), noted_at, noted_by or "")


async def listed(session: AsyncSession, branch_id: int, registration_id: int) -> Listed | None:
    """Return a person of the branch's list; None when there is none of that id."""
    query = _people().where(listed_in(branch_id), RegistrationRow.id == registration_id)
    row = (await session.execute(query)).one_or_none()
    return _listed(row) if row else None


async def known_people(session: AsyncSession, branch_id: int) -> tuple[Known, ...]:
    """Return everybody of the list in its order."""
    query = select(
        RegistrationRow.id,
        RegistrationRow.name,
        RegistrationRow.library,
        RegistrationRow.paid_until,
        RegistrationRow.renewed_at.is_not(None),
        RegistrationRow.member_id,
    ).where(listed_in(branch_id))
    rows = await session.execute(query.order_by(RegistrationRow.position, RegistrationRow.id))
    return tuple(
        Known(key, Registered(name, library, paid_until), noted, member_id)
        for key, name, library, paid_until, noted, member_id in rows
    )


async def found_by_name(session: AsyncSession, branch_id: int, words: str, most: int) -> Stretch:
    """Return the people in whose name every one of the words begins a word, whatever its case, in the list's order.

    Letters of every alphabet are compared in the program: SQLite knows the case of Latin ones alone.
    """
    wanted = fold(words).replace(".", " ").split()
    names = select(RegistrationRow.id, RegistrationRow.name).where(listed_in(branch_id))
    rows = await session.execute(names.order_by(RegistrationRow.position, RegistrationRow.id))
    keys = [key for key, name in rows if wanted and all(_begins(name, word) for word in wanted)]
    found = await session.execute(_people().where(RegistrationRow.id.in_(keys[:most])).order_by(*_order(Which.ALL)))
    return Stretch(tuple(map(_listed, found)), len(keys))


def _begins(name: str, word: str) -> bool:
    return any(each.startswith(word) for each in fold(name).replace(".", " ").split())
