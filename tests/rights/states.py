"""The state of what an action is about, as the matrix names it."""

from __future__ import annotations

from bot.dialog.actions import (
    Action,
    AgreeTo,
    AskCancelling,
    AskMeetingDay,
    AskMove,
    BringMemberBack,
    CannotTake,
    CheckIn,
    Claim,
    ClaimAs,
    Confirm,
    ConfirmAll,
    DeclineRequest,
    EraseMe,
    ForgetAccount,
    HandOver,
    InviteMember,
    InviteNamed,
    NothingDone,
    RemoveMember,
    Return,
    SetRole,
    SignOut,
    TakeOn,
    TakeOver,
    UndoDecision,
    Unlink,
    Withdraw,
    WithdrawRequest,
)
from bot.domain.members import mark_of_account
from bot.domain.plan import Role
from bot.domain.reports import OUTCOMES, Outcome
from tests.rights.asked import SENT
from tests.rights.world import OURS, PEOPLE, World, account

STEPS = (Claim, Confirm, Return, TakeOn, Withdraw, UndoDecision)
FORGED = ("1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "1.7")
ROLES = tuple(Role)
ANOTHER_DOOR = "another door"


def state_of(world: World, door: str, action: Action) -> str:
    """Tell a thing of the plan by its number, a meeting by its quarter, and what is a person's by whose it is."""
    return _of_plan(world, action) or _of_account(world, door, action) or _of_person(world, action)


def _of_plan(world: World, action: Action) -> str:
    match action:
        case Claim() | ClaimAs() | Confirm() | Return() | TakeOn() | Withdraw() | UndoDecision():
            return _key(world.occurrence, action.occurrence)
        case CheckIn() | NothingDone() | AskMove() | HandOver() | AskCancelling():
            return _key(world.activity, action.activity)
        case AskMeetingDay():
            return str(action.meeting)
        case AgreeTo() | DeclineRequest() | TakeOver() | CannotTake() | WithdrawRequest():
            return _key(world.request, action.request)
        case _:
            return ""


def _of_account(world: World, door: str, action: Action) -> str:
    match action:
        case Unlink():
            return world.owner[action.identity][0]
        case SignOut() | ForgetAccount():
            whose, where = world.owner[action.identity]
            return whose if where == door else ANOTHER_DOOR
        case _:
            return ""


def _of_person(world: World, action: Action) -> str:
    match action:
        case SetRole() | RemoveMember() | InviteMember():
            return _key(world.people | world.folk.others, action.member)
        case InviteNamed():
            return "sure" if action.sure else _key(world.named, action.party)
        case ConfirmAll():
            return "+".join(sorted(world.claims.get(action.mark, ())))
        case EraseMe():
            return _key(world.marks, action.mark)
        case _:
            return ""


def _key(of: dict[str, int], wanted: int) -> str:
    return next((key for key, each in of.items() if each == wanted), "")


def hand_typed(world: World, door: str) -> dict[type[Action], list[Action]]:
    """Buttons that nobody is shown, as somebody who knows their codes would type them: every act in every state."""
    made: list[Action] = []
    for number in FORGED:
        seen = (world.occurrence[number], world.revision[number])
        made += [step(*seen) for step in STEPS]
        made += [ClaimAs(*seen, OUTCOMES.index(each)) for each in (Outcome.PARTLY, Outcome.HELP)]
    for number in ("1.5", "1.6", "1.7"):
        made += [CheckIn(world.activity[number], 2), NothingDone(world.activity[number], 2)]
    for request in (world.request["move"], world.request["substitute"]):
        made += [decide(request, SENT) for decide in (AgreeTo, DeclineRequest, TakeOver, CannotTake, WithdrawRequest)]
    for who in ("head", "secretary", "removed"):
        was = ROLES.index(PEOPLE[who][2])
        made += [RemoveMember(world.people[who]), SetRole(world.people[who], ROLES.index(Role.MEMBER), was)]
    made += [InviteMember(world.people["removed"]), BringMemberBack(world.people["removed"])]
    made += [EraseMe(mark) for mark in world.marks.values()]
    for identity, (who, where) in world.owner.items():
        if who in OURS and where == door and identity in world.own_accounts:
            made += [SignOut(identity), Unlink(identity)]
            mark = mark_of_account(door, str(account(door, who)))
            made += [ForgetAccount(world.people[who], identity, mark)] if who in {"head", "secretary"} else []
    found: dict[type[Action], list[Action]] = {}
    for each in made:
        found.setdefault(type(each), []).append(each)
    return found
