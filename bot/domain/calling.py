"""What there is to say to somebody by word of mouth: what they owe, and who is to be called today."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.agenda import Item, mine
from bot.domain.check_ins import CHECK_IN_BEFORE
from bot.domain.duties import CALLED_ROLES, parties_of, responsible_for
from bot.domain.erasing import is_nobody
from bot.domain.obligations import FIRST_REMINDER
from bot.domain.occurrences import goes_on
from bot.domain.people.model import Kind
from bot.domain.plan import Activity, Meeting, Member, Occurrence, Snapshot, State
from bot.domain.windows import quarter_of, slices


class Why(StrEnum):
    """Why something is worth a call; the last two are not."""

    LATE = "late"
    RETURNED = "returned"
    SOON = "soon"
    ASKED = "asked"
    """A quarter ends or has ended, and nothing was said of it."""
    LATER = "later"
    GOING = "going"


PRESSING = frozenset({Why.LATE, Why.RETURNED, Why.SOON, Why.ASKED})
_ORDER = tuple(Why)


@dataclass(frozen=True, slots=True)
class Matter:
    """Something that a person still owes: an occurrence, or word of a quarter (1–4) on what goes on all year."""

    why: Why
    activity: Activity
    occurrence: Occurrence | None = None
    quarter: int = 0


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody to call today, and what about."""

    member: Member
    matters: tuple[Matter, ...]
    meetings: tuple[Meeting, ...]


@dataclass(frozen=True, slots=True)
class Unjoined:
    """Somebody responsible who is not in the bot; no member where only the plan knows them, by its party."""

    name: str
    party: int
    member: Member | None

    @property
    def member_id(self) -> int:
        """Their id among the members, 0 for none."""
        return self.member.id if self.member else 0

    @property
    def spoken_for(self) -> bool:
        """Tell whether somebody speaks for them already."""
        return self.member is not None and self.member.spoken_for


def unjoined(snapshot: Snapshot) -> tuple[Unjoined, ...]:
    """Return those responsible, themselves or through a body, who cannot be written to; by name."""
    found: dict[tuple[int, str], Unjoined] = {}
    for activity in snapshot.activities:
        for party in parties_of(snapshot, activity):
            unknown = party.member_id not in snapshot.members and not is_nobody(party.name)
            if party.kind is Kind.PERSON and unknown:
                found[0, party.name] = Unjoined(party.name, party.id, None)
        for member in responsible_for(snapshot, activity):
            found[member.id, ""] = Unjoined(member.name, 0, member)
    spoken_for = (member for member in snapshot.members.values() if member.spoken_for)
    found.update({(member.id, ""): Unjoined(member.name, 0, member) for member in spoken_for})
    silent = (each for each in found.values() if each.member is None or not each.member.reachable)
    return tuple(sorted(silent, key=lambda each: (each.name.casefold(), each.member_id)))


def matters_of(snapshot: Snapshot, member_id: int, today: date) -> tuple[Matter, ...]:
    """Return what a member still owes, the most pressing first."""
    found = {
        (each.activity.id, each.occurrence.id if each.occurrence else 0, each.quarter): each
        for item in mine(snapshot, member_id, today)
        for each in _matters(snapshot, item, today)
    }
    return tuple(sorted(found.values(), key=lambda each: _ORDER.index(each.why)))


def _matters(snapshot: Snapshot, item: Item, today: date) -> Iterator[Matter]:
    if goes_on(item.activity.mode):
        yield from _quarters(snapshot, item.activity, today)
    elif item.occurrence.open:
        yield Matter(_why(item.occurrence, today), item.activity, item.occurrence)


def _why(occurrence: Occurrence, today: date) -> Why:
    if occurrence.overdue(today):
        return Why.LATE
    if occurrence.state is State.RETURNED:
        return Why.RETURNED
    return Why.SOON if occurrence.window.last - FIRST_REMINDER <= today else Why.LATER


def _quarters(snapshot: Snapshot, activity: Activity, today: date) -> Iterator[Matter]:
    """Return the quarter that is being asked about, else the one that is going on; none once it has been told."""
    told = {each.quarter for each in snapshot.check_ins if each.activity_id == activity.id}
    for piece in (piece for window in activity.windows for piece in slices(window, 3)):
        quarter = quarter_of(piece.last)
        if quarter in told or not piece.first <= today <= piece.last + CHECK_IN_BEFORE:
            continue
        asked = today >= piece.last - CHECK_IN_BEFORE
        yield Matter(Why.ASKED if asked else Why.GOING, activity, quarter=quarter)


def calls(snapshot: Snapshot, today: date) -> tuple[Call, ...]:
    """Return whom to call today of those who are spoken for, by name."""
    found: list[Call] = []
    for member in snapshot.members.values():
        if member.spoken_for:
            pressing = [each for each in matters_of(snapshot, member.id, today) if each.why in PRESSING]
            call = Call(member, tuple(pressing), _meetings(snapshot, member, today))
            found += [call] if call.matters or call.meetings else []
    return tuple(sorted(found, key=lambda each: each.member.name.casefold()))


def _meetings(snapshot: Snapshot, member: Member, today: date) -> tuple[Meeting, ...]:
    if member.role not in CALLED_ROLES:
        return ()
    near = (each for each in snapshot.meetings if each.day and each.day - FIRST_REMINDER <= today <= each.day)
    return tuple(near)
