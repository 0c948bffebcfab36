"""Who may ask for a change and who may agree to it, as things are now; and when nothing is left to decide."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator

from bot.domain.access import may_correct
from bot.domain.correcting import seen_mark
from bot.domain.duties import is_responsible
from bot.domain.people.model import Kind as PartyKind
from bot.domain.plan import Activity, Member, Snapshot, State
from bot.domain.requests import TERMS, Request, RequestKind, Side

_ACTED = frozenset({State.CLAIMED, State.CONFIRMED})


def request_mark(snapshot: Snapshot, activity: Activity) -> int:
    """Return a number that tells an activity with what was done on it from what it becomes.

    A request is about what its author saw: moved, cancelled, given to others, reported or confirmed since, it is over.
    """
    acted = sorted(each.id for each in snapshot.occurrences_of[activity.id] if each.state in _ACTED)
    return zlib.crc32(json.dumps([seen_mark(activity), acted]).encode())


def is_named(snapshot: Snapshot, member_id: int, activity: Activity) -> bool:
    """Tell whether the activity names the member, not just a body that they are of."""
    parties = (snapshot.parties[duty.party_id] for duty in activity.duties)
    return any(each.member_id == member_id and each.kind is PartyKind.PERSON for each in parties)


def may_at_once(kind: RequestKind, member: Member) -> bool:
    """Tell whether the member makes such a change without asking anybody."""
    return TERMS[kind].at_once is Side.KEEPER and may_correct(member)


def may_request(snapshot: Snapshot, member: Member, kind: RequestKind, activity: Activity | None = None) -> bool:
    """Tell whether the member may ask for such a change; who can make it at once does not ask."""
    return not may_at_once(kind, member) and _may_ask(snapshot, member, kind, activity)


def _may_ask(snapshot: Snapshot, member: Member, kind: RequestKind, activity: Activity | None) -> bool:
    side = TERMS[kind].asks
    if side is Side.ANYBODY:
        return True
    if activity is None or activity.cancelled_on is not None:
        return False
    named = side is Side.NAMED
    return (is_named if named else is_responsible)(snapshot, member.id, activity)


def may_settle(member: Member, request: Request) -> bool:
    """Tell whether it is for the member to agree or to decline."""
    side = TERMS[request.kind].agrees
    return request.asked_id == member.id if side is Side.ASKED else may_correct(member)


def may_withdraw(member: Member, request: Request) -> bool:
    """Tell whether the member may take the request back: its author may, while nobody has decided."""
    return request.open and request.member_id == member.id


def may_see(member: Member, request: Request) -> bool:
    """Tell whether the member sees the request: its author does, who is asked, and those who keep the plan."""
    return member.id in {request.member_id, request.asked_id} or may_correct(member)


def is_stale(snapshot: Snapshot, request: Request) -> bool:
    """Tell whether nothing is left to decide on an open request: it is about what is otherwise by now."""
    author = snapshot.members.get(request.member_id)
    if author is None or (request.asked_id is not None and request.asked_id not in snapshot.members):
        return True
    if request.kind is RequestKind.ADD:
        return request.number("plan") not in snapshot.plan_of
    activity = snapshot.activity_of.get(request.activity_id or 0)
    if activity is None or request.number("mark") != request_mark(snapshot, activity):
        return True
    return not _may_ask(snapshot, author, request.kind, activity)


def undecided(snapshot: Snapshot) -> Iterator[Request]:
    """Return the requests that wait for a decision and can have one."""
    return (each for each in snapshot.requests if each.open and not is_stale(snapshot, each))


def for_decision(snapshot: Snapshot, member: Member) -> tuple[Request, ...]:
    """Return the requests that wait for the member's word."""
    return tuple(each for each in undecided(snapshot) if may_settle(member, each))


def listed_for(snapshot: Snapshot, member: Member) -> tuple[Request, ...]:
    """Return the requests that the member's list has: those that wait for their word, then their own that wait."""
    theirs = for_decision(snapshot, member)
    own = tuple(each for each in undecided(snapshot) if each.member_id == member.id and each not in theirs)
    return theirs + own


def able_to_take(snapshot: Snapshot, member: Member) -> tuple[Member, ...]:
    """Return whom the member can ask to take something over: those who can be written to, but not themselves."""
    return tuple(each for each in snapshot.members.values() if each.reachable and each.id != member.id)
