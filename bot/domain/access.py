"""The one place that decides who may do what, from the state as it is at the moment of the action."""

from __future__ import annotations

from bot.domain.duties import CALLED_ROLES, CALLING_ROLES, PRESIDIUM_ROLES, is_responsible, judges_of
from bot.domain.notices import told_about
from bot.domain.plan import Activity, Member, Occurrence, Role, Snapshot, State


def may_claim(snapshot: Snapshot, member: Member, occurrence: Occurrence) -> bool:
    """Tell whether the member may report the occurrence done: it is open, and theirs to answer for.

    Where none of its people is in the bot, the secretary answers in their stead, as she is the one reminded.
    """
    activity = snapshot.activity_of[occurrence.activity_id]
    return occurrence.open and _speaks_for(snapshot, member, activity)


def may_confirm(snapshot: Snapshot, member: Member, occurrence: Occurrence) -> bool:
    """Tell whether the member may confirm: the presidium, from a claim or straight, but not one's own claim."""
    if member.role not in PRESIDIUM_ROLES or occurrence.closed:
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
    return member.role in CALLING_ROLES


def may_review(role: Role) -> bool:
    """Tell whether a holder of the role sees plans that are not published, settles their doubts and publishes them.

    By role, as there need not be a plan yet that a member could stand before.
    """
    return role in CALLING_ROLES


def may_keep_people(role: Role) -> bool:
    """Tell whether a holder of the role invites and admits people, changes their roles and bodies, and lets them go."""
    return role in CALLING_ROLES


def may_keep_accounts(_role: Role) -> bool:
    """Tell whether a holder of the role joins messengers to themselves and parts them: everybody does, their own."""
    return True


def may_keep_members(role: Role) -> bool:
    """Tell whether a holder of the role keeps the association's members' list and has its people reminded to renew."""
    return role in CALLING_ROLES


def may_speak_for(role: Role) -> bool:
    """Tell whether a holder of the role speaks for people who will never join, and writes down what they say.

    The author of what they say stays the person: it is they whom the judges decide on.
    """
    return role in CALLING_ROLES


def may_decide_on(keeper_id: int, member_id: int) -> bool:
    """Tell whether who keeps the people may change the role of a member or let them go: anybody's but their own.

    So somebody always stays who keeps the people: whoever takes that from another one has it.
    """
    return keeper_id != member_id


def may_read_trail(role: Role) -> bool:
    """Tell whether a holder of the role reads who did what in the branch, and when."""
    return role in CALLED_ROLES


def may_correct(member: Member) -> bool:
    """Tell whether the member corrects the activities of a plan, adds and cancels them, and takes that back."""
    return member.role in CALLING_ROLES


def may_edit_plan(member: Member) -> bool:
    """Tell whether the member answers the doubts about the plan."""
    return member.role is Role.SECRETARY
