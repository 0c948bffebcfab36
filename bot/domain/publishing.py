"""What publishing a draft sets going: who will be written to and when, and who cannot be."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot.domain.duties import CALLING_ROLES, PRESIDIUM_ROLES, parties_of, with_roles
from bot.domain.in_force import begins_on, in_force, matters_from
from bot.domain.notices import Notice, hours_of
from bot.domain.obligations import obligations
from bot.domain.people.model import Kind
from bot.domain.plan import Member, Snapshot
from bot.domain.windows import Period
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


def outlook(draft: Snapshot, published: AbstractSet[Period], now: datetime, zone: ZoneInfo) -> Outlook:
    """Look ahead as if the draft were published now, beside the branch's plans that are."""
    today = now.astimezone(zone).date()
    begins, since = begins_on(draft.period, published, today), matters_from(draft.period, published, today)
    letters: list[Letter] = []
    if begins is not None and since is not None:
        leads = in_force({*published, draft.period}, begins)[0] == draft.period
        ahead = draft if leads else replace(draft, meetings=())
        letters = sorted(_letters(ahead, since, now, zone), key=lambda each: each.leaves)
    first: dict[int, Letter] = {}
    for letter in letters:
        first.setdefault(letter.member.id, letter)
    return Outlook(begins, tuple(first.values()), _unreachable(draft))


def _letters(draft: Snapshot, since: date, now: datetime, zone: ZoneInfo) -> Iterator[Letter]:
    begun = max(now, at(since, time(0), zone))
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
