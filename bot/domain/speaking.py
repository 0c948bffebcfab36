"""Speaking for people who will never join: what is passed on to them, and by whom."""

from __future__ import annotations

from bot.domain.duties import responsible_for
from bot.domain.notices import Kind, Notice
from bot.domain.plan import Member, Role, Snapshot

PASSED_ON = frozenset({
    Kind.DEADLINE, Kind.OVERDUE, Kind.CHECK_IN, Kind.MEETING, Kind.DECISION, Kind.UNDONE, Kind.ANNOUNCEMENT,
})  # fmt: skip
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


def stood_for(snapshot: Snapshot, notice: Notice, recipient: int) -> frozenset[int]:
    """Return the people in whose stead the recipient hears of an activity; nobody where they are one of them.

    Of one reminder nobody who stands in hears twice, nor after those whom it is about have heard.
    """
    if notice.kind not in _OF_ACTIVITIES:
        return frozenset()
    activity_id = notice.subject
    if notice.kind is not Kind.CHECK_IN:
        activity_id = snapshot.occurrence_of[notice.subject].activity_id
    people = frozenset(member.id for member in responsible_for(snapshot, snapshot.activity_of[activity_id]))
    return frozenset() if recipient in people else people
