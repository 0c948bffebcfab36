"""Speaking for people who will never join: what is passed on to them, and by whom."""

from __future__ import annotations

from bot.domain.duties import is_responsible
from bot.domain.notices import Kind, Notice
from bot.domain.plan import Member, Role, Snapshot

PASSED_ON = frozenset({Kind.DEADLINE, Kind.OVERDUE, Kind.CHECK_IN, Kind.MEETING, Kind.DECISION})
"""Of what a person is owed, that which they can be told by word of mouth; a claim is judged in the chat alone."""
_OF_ACTIVITIES = frozenset({Kind.DEADLINE, Kind.OVERDUE, Kind.CHECK_IN})
_SPEAKERS = (Role.SECRETARY, Role.HEAD)


def hears(member: Member, kind: Kind) -> bool:
    """Tell whether a notice of the kind comes to the member, by a messenger or by word of mouth."""
    return member.reachable or (member.by_proxy and kind in PASSED_ON)


def speaker_for(snapshot: Snapshot, member: Member) -> Member | None:
    """Return who speaks for a member: the secretary, or the head where she cannot be reached herself."""
    able = [each for each in snapshot.members.values() if each.reachable and each.id != member.id]
    return next((each for role in _SPEAKERS for each in able if each.role is role), None)


def recipient_of(snapshot: Snapshot, notice: Notice) -> int:
    """Return the member to whom a notice goes: its own, or who speaks for them. The obligation stays its own's."""
    member = snapshot.members.get(notice.member_id)
    if member is None or not member.spoken_for or notice.kind not in PASSED_ON:
        return notice.member_id
    speaker = speaker_for(snapshot, member)
    return speaker.id if speaker else notice.member_id


def stands_in(snapshot: Snapshot, notice: Notice, recipient: int) -> bool:
    """Tell whether the recipient hears of the activity in the stead of its people, and not as one of them.

    Whoever stands in for them all is told of it once, whoever of them is spoken for by then.
    """
    if notice.kind not in _OF_ACTIVITIES:
        return False
    activity_id = notice.subject
    if notice.kind is not Kind.CHECK_IN:
        activity_id = snapshot.occurrence_of[notice.subject].activity_id
    return not is_responsible(snapshot, recipient, snapshot.activity_of[activity_id])
