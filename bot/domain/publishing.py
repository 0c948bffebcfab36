"""What publishing a draft sets going: who will be written to and when, and who cannot be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot.domain.duties import CALLING_ROLES, PRESIDIUM_ROLES, parties_of, with_roles
from bot.domain.in_force import begins_on, in_force, matters_from
from bot.domain.notices import Notice, hours_of
from bot.domain.obligations import Obligation, obligations
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


@dataclass(frozen=True, slots=True)
class Following:
    """What follows from a change of the plan in force; `plan` is that plan as it is then.

    `first` is the first letter to each member that comes of the change, the soonest first; `dropped` the names of those
    who are written to no more; `unreachable` the names of those who would be from now on but have not joined.
    """

    plan: Snapshot
    first: tuple[Letter, ...]
    dropped: tuple[str, ...]
    unreachable: tuple[str, ...]


def following(
    before: Snapshot,
    after: Snapshot,
    published: AbstractSet[Period],
    written: AbstractSet[str],
    now: datetime,
    zone: ZoneInfo,
) -> Following:
    """Look ahead as if the plan in force became `after` now; `written` are the keys of what the branch was owed."""
    owed = {each.key for each in obligations(before, zone, now.astimezone(zone).date())}
    was, will = outlook(before, published, now, zone), outlook(after, published, now, zone)
    still = {letter.member.id for letter in will.first}
    return Following(
        after,
        outlook(after, published, now, zone, owed | written).first,
        tuple(letter.member.name for letter in was.first if letter.member.id not in still),
        tuple(name for name in will.unreachable if name not in was.unreachable),
    )


def outlook(
    draft: Snapshot,
    published: AbstractSet[Period],
    now: datetime,
    zone: ZoneInfo,
    known: AbstractSet[str] = frozenset(),
) -> Outlook:
    """Look ahead as if the draft were published now, beside the branch's plans that are.

    Obligations whose keys are `known` are no news and left out.
    """
    today = now.astimezone(zone).date()
    begins, since = begins_on(draft.period, published, today), matters_from(draft.period, published, today)
    letters: list[Letter] = []
    if begins is not None and since is not None:
        leads = in_force({*published, draft.period}, begins)[0] == draft.period
        ahead = draft if leads else replace(draft, meetings=())
        owed = [each for each in obligations(ahead, zone, today) if each.key not in known]
        letters = sorted(_letters(ahead, owed, max(now, at(since, time(0), zone)), zone), key=lambda each: each.leaves)
    first: dict[int, Letter] = {}
    for letter in letters:
        first.setdefault(letter.member.id, letter)
    return Outlook(begins, tuple(first.values()), _unreachable(draft))


def _letters(draft: Snapshot, owed: Iterable[Obligation], begun: datetime, zone: ZoneInfo) -> Iterator[Letter]:
    for each in owed:
        leaves = next_allowed(max(each.due, begun), hours_of(each.notice.kind), zone)
        if leaves < each.until:
            yield Letter(draft.members[each.notice.member_id], each.notice, leaves)


def _unreachable(draft: Snapshot) -> tuple[str, ...]:
    names: dict[object, str] = {}
    for party in (party for activity in draft.activities for party in parties_of(draft, activity)):
        member = draft.members.get(party.member_id or 0)
        if party.kind is Kind.PERSON and not (member and member.told):
            names.setdefault(member.id if member else party.name, party.name)
    for member in with_roles(draft, PRESIDIUM_ROLES | CALLING_ROLES):
        if not member.told:
            names.setdefault(member.id, member.name)
    return tuple(names.values())
