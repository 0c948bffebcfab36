"""Who may do what: a table of roles, actions and states."""

from dataclasses import dataclass

import pytest

from bot.domain.access import (
    RIGHTS,
    Right,
    may_call_meeting,
    may_check_in,
    may_claim,
    may_confirm,
    may_edit_plan,
    may_return,
)
from bot.domain.plan import Role, State
from bot.domain.windows import Mode
from tests.unit.plans import WHOLE_YEAR, Plan, quarter

RULES = {"claim": may_claim, "confirm": may_confirm, "return": may_return}

# Who may, in each state. The author is the member who claimed; a presidium author never decides on their own claim.
ALLOWED: dict[tuple[str, State, str], frozenset[str]] = {}


def allow(action: str, state: State, author: str, *who: str) -> None:
    ALLOWED[action, state, author] = frozenset(who)


for _state in State:
    for _author in ("responsible", "head"):
        for _action in RULES:
            allow(_action, _state, _author)
for _author in ("responsible", "head"):
    allow("claim", State.PLANNED, _author, "responsible", "head")
    allow("claim", State.TAKEN, _author, "responsible", "head")
    allow("claim", State.RETURNED, _author, "responsible", "head")
    allow("confirm", State.PLANNED, _author, "presidium", "head")
allow("confirm", State.CLAIMED, "responsible", "presidium", "head")
allow("confirm", State.TAKEN, "responsible", "presidium", "head")
allow("confirm", State.RETURNED, "responsible", "presidium", "head")
allow("return", State.CLAIMED, "responsible", "presidium", "head")
allow("confirm", State.CLAIMED, "head", "presidium")
allow("confirm", State.TAKEN, "head", "presidium")
allow("confirm", State.RETURNED, "head", "presidium")
allow("return", State.CLAIMED, "head", "presidium")


@dataclass
class Scene:
    """A branch of five, with an activity of the responsible member and the head."""

    plan: Plan
    people: dict[str, int]
    activity: int


def scene(mode: Mode = Mode.ONCE) -> Scene:
    plan = Plan()
    people = {
        "member": plan.member("Лелека М."),
        "responsible": plan.member("Тополя С."),
        "presidium": plan.member("Соловейко М.", Role.PRESIDIUM),
        "head": plan.member("Дем'яненко О.", Role.HEAD),
        "secretary": plan.member("Криничко Т.", Role.SECRETARY),
    }
    window = quarter(1) if mode is Mode.ONCE else WHOLE_YEAR
    return Scene(plan, people, plan.activity("Захід", window, [people["responsible"], people["head"]], mode))


@pytest.mark.parametrize("author", ["responsible", "head"])
@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("action", RULES)
def test_who_may_act_on_an_occurrence(action: str, state: State, author: str) -> None:
    set_up = scene()
    occurrence = set_up.plan.becomes(set_up.plan.of(set_up.activity), state, by=set_up.people[author])
    snapshot = set_up.plan.snapshot()
    allowed = {
        name for name, who in set_up.people.items() if RULES[action](snapshot, snapshot.members[who], occurrence)
    }
    assert allowed == ALLOWED[action, state, author]


def test_the_table_covers_everything() -> None:
    assert len(ALLOWED) == len(RULES) * len(State) * 2


def test_the_only_one_of_the_presidium_may_confirm_their_own_claim() -> None:
    plan = Plan()
    head = plan.member("Дем'яненко О.", Role.HEAD)
    occurrence = plan.becomes(plan.of(plan.activity("Захід", quarter(1), [head])), State.CLAIMED, by=head)
    snapshot = plan.snapshot()
    assert may_confirm(snapshot, snapshot.members[head], occurrence)
    assert may_return(snapshot, snapshot.members[head], occurrence)


def test_a_body_gives_its_members_the_right_to_report() -> None:
    plan = Plan()
    head, other = plan.member("Дем'яненко О.", Role.HEAD), plan.member("Лелека М.")
    occurrence = plan.of(plan.activity("Захід", quarter(1), [plan.party("Президія ЛОВ УБА")]))
    snapshot = plan.snapshot()
    assert may_claim(snapshot, snapshot.members[head], occurrence)
    assert not may_claim(snapshot, snapshot.members[other], occurrence)


def test_what_nobody_in_the_bot_answers_for_is_reported_by_the_secretary_who_is_reminded_of_it() -> None:
    plan = Plan()
    everybody = {role: plan.member(f"Член {role}", role) for role in Role}
    occurrence = plan.of(plan.activity("Захід", quarter(1), [plan.party("Методичний відділ")]))
    snapshot = plan.snapshot()
    allowed = {role for role, each in everybody.items() if may_claim(snapshot, snapshot.members[each], occurrence)}
    assert allowed == {Role.SECRETARY}


def test_a_quarter_is_told_about_by_those_who_answer_or_were_asked_instead() -> None:
    set_up = scene(Mode.CONTINUOUS)
    snapshot = set_up.plan.snapshot()
    activity = snapshot.activity_of[set_up.activity]
    allowed = {name for name, who in set_up.people.items() if may_check_in(snapshot, snapshot.members[who], activity)}
    assert allowed == {"responsible", "head"}


def test_the_secretary_tells_about_a_quarter_where_nobody_who_answers_can_be_reached() -> None:
    plan = Plan()
    silent = plan.member("Барвінок І.", reachable=False)
    secretary, head = plan.member("Криничко Т.", Role.SECRETARY), plan.member("Дем'яненко О.", Role.HEAD)
    activity = plan.activity("Сторінка", WHOLE_YEAR, [silent], Mode.CONTINUOUS)
    snapshot = plan.snapshot()
    may = {
        who: may_check_in(snapshot, snapshot.members[who], snapshot.activity_of[activity])
        for who in (silent, secretary, head)
    }
    assert may == {silent: True, secretary: True, head: False}


@pytest.mark.parametrize("role", Role)
def test_the_head_and_the_secretary_call_meetings_and_the_secretary_alone_edits(role: Role) -> None:
    plan = Plan()
    who = plan.member("Хтось", role)
    member = plan.snapshot().members[who]
    assert may_call_meeting(member) == (role in {Role.HEAD, Role.SECRETARY})
    assert may_edit_plan(member) == (role is Role.SECRETARY)


def test_the_table_gives_each_role_its_rights() -> None:
    keeps = {
        Right.CALL_MEETING, Right.REVIEW, Right.CORRECT, Right.KEEP_PEOPLE, Right.KEEP_MEMBERS, Right.SPEAK_FOR,
    }  # fmt: skip
    everybody = {Right.BE_ONESELF}
    assert {role: {right for right in Right if role in RIGHTS[right]} for role in Role} == {
        Role.MEMBER: everybody,
        Role.PRESIDIUM: everybody | {Right.JUDGE, Right.READ_TRAIL},
        Role.HEAD: everybody | keeps | {Right.JUDGE, Right.READ_TRAIL},
        Role.SECRETARY: everybody | keeps | {Right.ANSWER_DOUBTS, Right.READ_TRAIL},
    }
