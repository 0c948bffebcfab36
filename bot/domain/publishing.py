"""What publishing a draft sets going: who will be written to and when, and who cannot be."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot.domain.duties import CALLING_ROLES, PRESIDIUM_ROLES, parties_of, with_roles
from bot.domain.notices import Notice, hours_of
from bot.domain.obligations import obligations
from bot.domain.people.model import Kind
from bot.domain.plan import Member, Snapshot
from bot.domain.worktime import at, next_allowed


@dataclass(frozen=True, slots=True)
class Letter:
    """A notice to a member and the moment (UTC) from which it leaves."""

    member: Member
    notice: Notice
    leaves: datetime


@dataclass(frozen=True, slots=True)
class Outlook:
    """What follows from publishing.

    `begins` is the day from which the plan is the one in force, None when a later one is; `first` the first letter to
    each member, the soonest first; `unreachable` the names of those who would be written to but have not joined.
    """

    begins: date | None
    first: tuple[Letter, ...]
    unreachable: tuple[str, ...]


def outlook(draft: Snapshot, published: AbstractSet[int], now: datetime, zone: ZoneInfo) -> Outlook:
    """Look ahead as if the draft were published now, beside the branch's plans that are (their years)."""
    begins = begins_on(draft.period.year, published, now.astimezone(zone).date())
    letters = sorted(_letters(draft, begins, now, zone), key=lambda each: each.leaves) if begins else []
    first: dict[int, Letter] = {}
    for letter in letters:
        first.setdefault(letter.member.id, letter)
    return Outlook(begins, tuple(first.values()), _unreachable(draft))


def begins_on(year: int, published: AbstractSet[int], today: date) -> date | None:
    """Return the day from which the plan of a year is the one that people are asked and reminded about.

    As the store chooses: the plan of this year, else the latest before it, else the first after it; in January the one
    of the year before comes along.
    """
    past = [each for each in published if each <= today.year]
    if year > today.year:
        first = not past and year < min(published, default=year + 1)
        return today if first else date(year, 1, 1)
    comes_along = today.month == 1 and year == today.year - 1
    return today if comes_along or year >= max(past, default=year) else None


def _letters(draft: Snapshot, begins: date, now: datetime, zone: ZoneInfo) -> Iterator[Letter]:
    begun = max(now, at(begins, time(0), zone))
    for owed in obligations(draft, zone, now.astimezone(zone).date()):
        leaves = next_allowed(max(owed.due, begun), hours_of(owed.notice.kind), zone)
        if leaves < owed.until:
            yield Letter(draft.members[owed.notice.member_id], owed.notice, leaves)


def _unreachable(draft: Snapshot) -> tuple[str, ...]:
    names: dict[object, str] = {}
    for party in (party for activity in draft.activities for party in parties_of(draft, activity)):
        member = draft.members.get(party.member_id or 0)
        if party.kind is Kind.PERSON and not (member and member.reachable):
            names.setdefault(member.id if member else party.name, party.name)
    for member in with_roles(draft, PRESIDIUM_ROLES | CALLING_ROLES):
        if not member.reachable:
            names.setdefault(member.id, member.name)
    return tuple(names.values())
