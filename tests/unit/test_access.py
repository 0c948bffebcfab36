"""Who may do what: a table of roles, actions and states."""

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from bot.domain.access import (
    MAY,
    RIGHTS,
    Right,
    may_ask_help,
    may_call_meeting,
    may_check_in,
    may_claim,
    may_confirm,
    may_contribute,
    may_edit_plan,
    may_return,
    may_take,
    may_undo,
)
from bot.domain.plan import Role, State
from bot.domain.steps import Step, possible
from bot.domain.windows import Mode
from tests.unit.plans import MORNING, WHOLE_YEAR, Plan, quarter

# Who may take each step from each state, cell by cell; where a state is missing, nobody. The lead is the member whose
# word closes the activity, the helper answers for it beside them; the claim is the lead's, or the head's own.
LEAD, HELPER, PRESIDIUM, HEAD, SECRETARY = "lead", "helper", "presidium", "head", "secretary"
AT_WORK, JUDGES, KEEPERS = {LEAD, HELPER}, {PRESIDIUM, HEAD}, {HEAD, SECRETARY}
ALLOWED: dict[Step, dict[State, set[str]]] = {
    Step.TAKE: {State.PLANNED: AT_WORK, State.RETURNED: AT_WORK},
    Step.CLAIM: {State.PLANNED: {LEAD}, State.TAKEN: {LEAD}, State.RETURNED: {LEAD}},
    Step.WITHDRAW: {State.CLAIMED: {LEAD}},
    Step.CONFIRM: {State.PLANNED: JUDGES, State.TAKEN: JUDGES, State.RETURNED: JUDGES, State.CLAIMED: JUDGES},
    Step.RETURN: {State.CLAIMED: JUDGES},
    Step.UNDO: {State.CONFIRMED: JUDGES, State.RETURNED: JUDGES},
    Step.CANCEL: {State.PLANNED: KEEPERS, State.TAKEN: KEEPERS, State.RETURNED: KEEPERS, State.CLAIMED: KEEPERS},
    Step.REVIVE: {State.CANCELLED: KEEPERS},
}


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
        LEAD: plan.member("Тополя С."),
        HELPER: plan.member("Барвінок І."),
        PRESIDIUM: plan.member("Соловейко М.", Role.PRESIDIUM),
        HEAD: plan.member("Дем'яненко О.", Role.HEAD),
        SECRETARY: plan.member("Криничко Т.", Role.SECRETARY),
    }
    window = quarter(1) if mode is Mode.ONCE else WHOLE_YEAR
    return Scene(plan, people, plan.activity("Захід", window, [people[LEAD], people[HELPER]], mode))


def test_the_table_has_every_step() -> None:
    assert set(MAY) == set(ALLOWED) == set(Step)
    for step, cells in ALLOWED.items():
        assert {state for state in State if possible(state, step)} == set(cells)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("step", Step)
def test_who_may_take_a_step(step: Step, state: State) -> None:
    set_up = scene()
    occurrence = set_up.plan.becomes(set_up.plan.of(set_up.activity), state, by=set_up.people[LEAD])
    snapshot = set_up.plan.snapshot()
    allowed = {
        name for name, who in set_up.people.items() if may_take(step, snapshot, snapshot.members[who], occurrence)
    }
    assert allowed == ALLOWED[step].get(state, set())


@pytest.mark.parametrize("step", [Step.CONFIRM, Step.RETURN, Step.UNDO])
@pytest.mark.parametrize("own_claims", [True, False])
def test_nobody_decides_on_their_own_claim_unless_the_branch_allows_it(step: Step, own_claims: bool) -> None:
    set_up = scene()
    state = State.CONFIRMED if step is Step.UNDO else State.CLAIMED
    occurrence = set_up.plan.becomes(set_up.plan.of(set_up.activity), state, by=set_up.people[HEAD])
    snapshot = replace(set_up.plan.snapshot(), own_claims=own_claims)
    allowed = {name for name in JUDGES if may_take(step, snapshot, snapshot.members[set_up.people[name]], occurrence)}
    assert allowed == (JUDGES if own_claims else {PRESIDIUM})


def test_who_has_written_a_claim_down_may_withdraw_it_too() -> None:
    set_up = scene()
    claimed = set_up.plan.becomes(set_up.plan.of(set_up.activity), State.CLAIMED, by=set_up.people[LEAD])
    recorded = replace(claimed, recorded_by=set_up.people[SECRETARY])
    snapshot = set_up.plan.snapshot()
    may = {
        name: may_take(Step.WITHDRAW, snapshot, snapshot.members[who], recorded) for name, who in set_up.people.items()
    }
    assert {name for name, found in may.items() if found} == {LEAD, SECRETARY}


@pytest.mark.parametrize(("hours", "may"), [(0, True), (24, True), (24.01, False), (48, False)])
def test_a_decision_can_be_taken_back_for_a_day(hours: float, may: bool) -> None:
    set_up = scene()
    occurrence = set_up.plan.becomes(set_up.plan.of(set_up.activity), State.CONFIRMED, by=set_up.people[LEAD])
    snapshot = set_up.plan.snapshot()
    assert (
        may_undo(snapshot, snapshot.members[set_up.people[HEAD]], occurrence, MORNING + timedelta(hours=hours)) is may
    )


@pytest.mark.parametrize("state", State)
def test_who_answers_beside_the_lead_adds_their_part_until_it_is_over(state: State) -> None:
    set_up = scene()
    occurrence = set_up.plan.becomes(set_up.plan.of(set_up.activity), state, by=set_up.people[LEAD])
    snapshot = set_up.plan.snapshot()
    members = {name: snapshot.members[who] for name, who in set_up.people.items()}
    parts = {name for name, each in members.items() if may_contribute(snapshot, each, occurrence)}
    cries = {name for name, each in members.items() if may_ask_help(snapshot, each, occurrence)}
    assert parts == (set() if occurrence.closed else AT_WORK)
    assert cries == (AT_WORK if occurrence.open else set())


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
    assert allowed == {Role.SECRETARY, Role.PRESIDIUM, Role.HEAD}  # a body's work is closed by any of the presidium


def test_a_quarter_is_told_about_by_those_who_answer_or_were_asked_instead() -> None:
    set_up = scene(Mode.CONTINUOUS)
    snapshot = set_up.plan.snapshot()
    activity = snapshot.activity_of[set_up.activity]
    allowed = {name for name, who in set_up.people.items() if may_check_in(snapshot, snapshot.members[who], activity)}
    assert allowed == AT_WORK


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
        Right.SET_RULES, Right.ANNOUNCE,
    }  # fmt: skip
    reads = {Right.READ_TRAIL, Right.READ_DELIVERIES}
    everybody = {Right.BE_ONESELF}
    assert {role: {right for right in Right if role in RIGHTS[right]} for role in Role} == {
        Role.MEMBER: everybody,
        Role.PRESIDIUM: everybody | reads | {Right.JUDGE},
        Role.HEAD: everybody | keeps | reads | {Right.JUDGE},
        Role.SECRETARY: everybody | keeps | reads | {Right.ANSWER_DOUBTS},
    }
