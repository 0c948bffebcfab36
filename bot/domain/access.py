"""The one place that decides who may do what, from the state as it is at the moment of the action."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from enum import Enum, StrEnum, auto

from bot.domain.duties import CALLED_ROLES, CALLING_ROLES, PRESIDIUM_ROLES, is_responsible, judges_of
from bot.domain.notices import told_about
from bot.domain.plan import Activity, Member, Occurrence, Role, Snapshot
from bot.domain.steps import Step, possible
from bot.domain.word import closes

UNDO_WITHIN = timedelta(hours=24)
"""After a decision: for how long it can be taken back."""


class Who(StrEnum):
    """What somebody is to an occurrence."""

    RESPONSIBLE = "responsible"
    """Theirs to answer for, as lead or beside one."""
    CLOSER = "closer"
    """Theirs is the word that counts (see `bot.domain.word`)."""
    AUTHOR = "author"
    """They have made the claim that stands, or written it down for its author."""
    JUDGE = "judge"
    KEEPER = "keeper"
    """They keep the plan."""


MAY: Mapping[Step, Who] = {
    Step.TAKE: Who.RESPONSIBLE,
    Step.CLAIM: Who.CLOSER,
    Step.WITHDRAW: Who.AUTHOR,
    Step.CONFIRM: Who.JUDGE,
    Step.RETURN: Who.JUDGE,
    Step.UNDO: Who.JUDGE,
    Step.CANCEL: Who.KEEPER,
    Step.REVIVE: Who.KEEPER,
}
"""Who may take a step, from the states in which it can be taken at all (see `bot.domain.steps`)."""


def _is_responsible(snapshot: Snapshot, member: Member, occurrence: Occurrence) -> bool:
    return _speaks_for(snapshot, member, snapshot.activity_of[occurrence.activity_id])


def _is_closer(snapshot: Snapshot, member: Member, occurrence: Occurrence) -> bool:
    return closes(snapshot, member.id, snapshot.activity_of[occurrence.activity_id])


def _is_author(_snapshot: Snapshot, member: Member, occurrence: Occurrence) -> bool:
    return member.id in {occurrence.claimed_by, occurrence.recorded_by}


def _is_judge(snapshot: Snapshot, member: Member, occurrence: Occurrence) -> bool:
    judges = member.role in RIGHTS[Right.JUDGE]
    return judges and any(judge.id == member.id for judge in judges_of(snapshot, occurrence))


def _is_keeper(_snapshot: Snapshot, member: Member, _occurrence: Occurrence) -> bool:
    return may_correct(member)


_IS: Mapping[Who, Callable[[Snapshot, Member, Occurrence], bool]] = {
    Who.RESPONSIBLE: _is_responsible,
    Who.CLOSER: _is_closer,
    Who.AUTHOR: _is_author,
    Who.JUDGE: _is_judge,
    Who.KEEPER: _is_keeper,
}


def may_take(step: Step, snapshot: Snapshot, member: Member, occurrence: Occurrence) -> bool:
    """Tell whether the member may take the step with the occurrence as it stands."""
    return possible(occurrence.state, step) and _IS[MAY[step]](snapshot, member, occurrence)


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
    READ_DELIVERIES = auto()
    ANNOUNCE = auto()
    SET_RULES = auto()
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
    Right.READ_DELIVERIES: CALLED_ROLES,
    Right.ANNOUNCE: CALLING_ROLES,
    Right.SET_RULES: CALLING_ROLES,
    Right.BE_ONESELF: frozenset(Role),
}
"""Which roles have each right: `CALLING_ROLES` are head and secretary, `CALLED_ROLES` these and the presidium."""


def may_claim(snapshot: Snapshot, member: Member, occurrence: Occurrence) -> bool:
    """Tell whether the member may report the occurrence done, so that the presidium decides on it."""
    return may_take(Step.CLAIM, snapshot, member, occurrence)


def may_contribute(snapshot: Snapshot, member: Member, occurrence: Occurrence) -> bool:
    """Tell whether the member may add their part to an occurrence that nobody has decided on as done."""
    return not occurrence.closed and _is_responsible(snapshot, member, occurrence)


def may_report(snapshot: Snapshot, member: Member, occurrence: Occurrence) -> bool:
    """Tell whether the member may say what was done: as a claim, or as their part where the word is another's."""
    theirs = _is_closer(snapshot, member, occurrence)
    return may_claim(snapshot, member, occurrence) if theirs else may_contribute(snapshot, member, occurrence)


def may_ask_help(snapshot: Snapshot, member: Member, occurrence: Occurrence) -> bool:
    """Tell whether the member may say that help is needed: it is open, and theirs to answer for or to close."""
    theirs = _is_responsible(snapshot, member, occurrence) or _is_closer(snapshot, member, occurrence)
    return occurrence.open and theirs


def may_confirm(snapshot: Snapshot, member: Member, occurrence: Occurrence) -> bool:
    """Tell whether the member may confirm: the presidium, from a claim or straight, but not one's own claim."""
    return may_take(Step.CONFIRM, snapshot, member, occurrence)


def may_return(snapshot: Snapshot, member: Member, occurrence: Occurrence) -> bool:
    """Tell whether the member may return the occurrence to its people: there must be a claim to return."""
    return may_take(Step.RETURN, snapshot, member, occurrence)


def may_undo(snapshot: Snapshot, member: Member, occurrence: Occurrence, now: datetime) -> bool:
    """Tell whether the member may take the decision on the occurrence back: any judge, within a day."""
    at = occurrence.decided_at
    return at is not None and now - at <= UNDO_WITHIN and may_take(Step.UNDO, snapshot, member, occurrence)


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


def may_set_rules(role: Role) -> bool:
    """Tell whether a holder of the role sets the rules of the branch."""
    return role in RIGHTS[Right.SET_RULES]


def may_keep_accounts(role: Role) -> bool:
    """Tell whether a holder of the role joins messengers to themselves and parts them: everybody does, their own."""
    return role in RIGHTS[Right.BE_ONESELF]


def may_be_erased(role: Role) -> bool:
    """Tell whether a holder of the role takes themselves out of everything: everybody does, once others keep on.

    Who would leave a branch with nobody that keeps its people must see to that first (`left_without_keeper()`).
    """
    return role in RIGHTS[Right.BE_ONESELF]


def may_ask_for_silence(role: Role) -> bool:
    """Tell whether a holder of the role has the bot write to them no more, or again: everybody does."""
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


def may_read_deliveries(role: Role) -> bool:
    """Tell whether a holder of the role reads what was sent to whom; of notices about people, those who keep them."""
    return role in RIGHTS[Right.READ_DELIVERIES]


def may_announce(role: Role) -> bool:
    """Tell whether a holder of the role writes announcements to the branch's people, and sees who got them."""
    return role in RIGHTS[Right.ANNOUNCE]


def may_correct(member: Member) -> bool:
    """Tell whether the member corrects the activities of a plan, adds and cancels them, and takes that back."""
    return member.role in RIGHTS[Right.CORRECT]


def may_edit_plan(member: Member) -> bool:
    """Tell whether the member answers the doubts about the plan."""
    return member.role in RIGHTS[Right.ANSWER_DOUBTS]
