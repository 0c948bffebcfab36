"""The one place that decides who may do what, from the state as it is at the moment of the action."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto

from bot.domain.duties import CALLED_ROLES, CALLING_ROLES, PRESIDIUM_ROLES, is_responsible, judges_of
from bot.domain.notices import told_about
from bot.domain.plan import Activity, Member, Occurrence, Role, Snapshot, State


class Right(Enum):
    """What a person may do by their role alone; what the state of a thing says beside it is in the functions below."""

    JUDGE = auto()
    CALL_MEETING = auto()
    REVIEW = auto()
    CORRECT = auto()
    ANSWER_DOUBTS = auto()
    KEEP_PEOPLE = auto()
    KEEP_MEMBERS = auto()
    SPEAK_FOR = auto()
    READ_TRAIL = auto()
    BE_ONESELF = auto()


RIGHTS: Mapping[Right, frozenset[Role]] = {
    Right.JUDGE: PRESIDIUM_ROLES,
    Right.CALL_MEETING: CALLING_ROLES,
    Right.REVIEW: CALLING_ROLES,
    Right.CORRECT: CALLING_ROLES,
    Right.ANSWER_DOUBTS: frozenset({Role.SECRETARY}),
    Right.KEEP_PEOPLE: CALLING_ROLES,
    Right.KEEP_MEMBERS: CALLING_ROLES,
    Right.SPEAK_FOR: CALLING_ROLES,
    Right.READ_TRAIL: CALLED_ROLES,
    Right.BE_ONESELF: frozenset(Role),
}
"""Which roles have each right: `CALLING_ROLES` are head and secretary, `CALLED_ROLES` these and the presidium."""


def may_claim(snapshot: Snapshot, member: Member, occurrence: Occurrence) -> bool:
    """Tell whether the member may report the occurrence done: it is open, and theirs to answer for.

    Where none of its people is in the bot, the secretary answers in their stead, as she is the one reminded.
    """
    activity = snapshot.activity_of[occurrence.activity_id]
    return occurrence.open and _speaks_for(snapshot, member, activity)


def may_confirm(snapshot: Snapshot, member: Member, occurrence: Occurrence) -> bool:
    """Tell whether the member may confirm: the presidium, from a claim or straight, but not one's own claim."""
    if member.role not in RIGHTS[Right.JUDGE] or occurrence.closed:
        return False
    return any(judge.id == member.id for judge in judges_of(snapshot, occurrence))


def may_return(snapshot: Snapshot, member: Member, occurrence: Occurrence) -> bool:
    """Tell whether the member may return the occurrence to its people: there must be a claim to return."""
    return occurrence.state is State.CLAIMED and may_confirm(snapshot, member, occurrence)


def may_check_in(snapshot: Snapshot, member: Member, activity: Activity) -> bool:
    """Tell whether the member may say what a quarter brought: whoever answers for it or was asked, until cancelled."""
    return activity.cancelled_on is None and _speaks_for(snapshot, member, activity)


def _speaks_for(snapshot: Snapshot, member: Member, activity: Activity) -> bool:
    asked = any(each.id == member.id for each in told_about(snapshot, activity))
    return asked or is_responsible(snapshot, member.id, activity)


def may_call_meeting(member: Member) -> bool:
    """Tell whether the member sets the date of a presidium meeting."""
    return member.role in RIGHTS[Right.CALL_MEETING]


def may_review(role: Role) -> bool:
    """Tell whether a holder of the role sees plans that are not published, settles their doubts and publishes them.

    By role, as there need not be a plan yet that a member could stand before.
    """
    return role in RIGHTS[Right.REVIEW]


def may_keep_people(role: Role) -> bool:
    """Tell whether a holder of the role invites and admits people, changes their roles and bodies, and lets them go."""
    return role in RIGHTS[Right.KEEP_PEOPLE]


def may_keep_accounts(role: Role) -> bool:
    """Tell whether a holder of the role joins messengers to themselves and parts them: everybody does, their own."""
    return role in RIGHTS[Right.BE_ONESELF]


def may_be_erased(role: Role) -> bool:
    """Tell whether a holder of the role takes themselves out of everything: everybody does, once others keep on.

    Who would leave a branch with nobody that keeps its people must see to that first (`left_without_keeper()`).
    """
    return role in RIGHTS[Right.BE_ONESELF]


def may_keep_members(role: Role) -> bool:
    """Tell whether a holder of the role keeps the association's members' list and has its people reminded to renew."""
    return role in RIGHTS[Right.KEEP_MEMBERS]


def may_speak_for(role: Role) -> bool:
    """Tell whether a holder of the role speaks for people who will never join, and writes down what they say.

    The author of what they say stays the person: it is they whom the judges decide on.
    """
    return role in RIGHTS[Right.SPEAK_FOR]


def may_decide_on(keeper_id: int, member_id: int) -> bool:
    """Tell whether who keeps the people may change the role of a member or let them go: anybody's but their own.

    So somebody always stays who keeps the people: whoever takes that from another one has it.
    """
    return keeper_id != member_id


def may_read_trail(role: Role) -> bool:
    """Tell whether a holder of the role reads who did what in the branch, and when."""
    return role in RIGHTS[Right.READ_TRAIL]


def may_correct(member: Member) -> bool:
    """Tell whether the member corrects the activities of a plan, adds and cancels them, and takes that back."""
    return member.role in RIGHTS[Right.CORRECT]


def may_edit_plan(member: Member) -> bool:
    """Tell whether the member answers the doubts about the plan."""
    return member.role in RIGHTS[Right.ANSWER_DOUBTS]
