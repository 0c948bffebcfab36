"""Who is told what and when: in time, at a civil hour, never of what is done, never because of an import."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.duties import responsible_for
from bot.domain.notices import Kind, Notice, hours_of, still_owed, told_about
from bot.domain.obligations import Obligation, obligations
from bot.domain.plan import CheckIn, Role, Snapshot, State
from bot.domain.windows import Mode, Window, calendar_year
from bot.domain.worktime import at, next_allowed
from tests.unit.plans import KYIV, WHOLE_YEAR, Plan, published, quarter

DAY = timedelta(days=1)
NEW_YEAR = date(2026, 1, 1)
DATES = st.dates(NEW_YEAR, date(2026, 12, 31))
WINDOWS = st.tuples(DATES, DATES).map(lambda pair: Window(min(pair), max(pair)))
CHANCES = st.sampled_from([False, True])


@st.composite
def snapshots(draw: st.DrawFn) -> Snapshot:
    """A plan of any shape: people who joined or did not, a presidium, activities in any state, meetings."""
    plan = Plan()
    people = [
        plan.member(f"Член {number}", draw(st.sampled_from(Role)), reachable=draw(CHANCES))
        for number in range(draw(st.integers(1, 5)))
    ]
    for member_id in people:
        joined = draw(st.none() | DATES) if plan.members[member_id].reachable else None
        plan.members[member_id] = replace(plan.members[member_id], joined_on=joined)
    parties = [*people, plan.party("Президія відділення"), plan.party("Бібліотеки області")]
    for number in range(draw(st.integers(0, 4))):
        named = draw(st.lists(st.sampled_from(parties), unique=True, max_size=3))
        activity = plan.activity(f"Захід {number}", draw(WINDOWS), named, draw(st.none() | st.sampled_from(Mode)))
        for occurrence in [each for each in plan.occurrences if each.activity_id == activity]:
            plan.becomes(occurrence, draw(st.sampled_from(State)), draw(st.sampled_from(people)))
        if draw(CHANCES):
            plan.check_ins.append(CheckIn(activity, draw(st.integers(1, 4)), people[0], "зроблено"))
    for number in range(1, draw(st.integers(1, 5))):
        plan.meeting(number, draw(st.none() | st.dates(quarter(number).first, quarter(number).last)))
    return published(plan.snapshot(), draw(DATES))


def owed(snapshot: Snapshot, today: date = date(2026, 12, 31)) -> tuple[Obligation, ...]:
    return obligations(snapshot, KYIV, today)


def local_day(moment: datetime) -> date:
    return moment.astimezone(KYIV).date()


# ---------------------------------------------------------------------------------------------- promises for any plan


@given(snapshots(), DATES)
def test_everything_falls_due_at_nine_on_a_working_day_and_is_of_use_then(snapshot: Snapshot, today: date) -> None:
    for each in owed(snapshot, today):
        local = each.due.astimezone(KYIV)
        assert (local.time(), local.weekday() < 5) == (time(9), True)
        assert next_allowed(each.due, hours_of(each.notice.kind), KYIV) == each.due
        assert each.due < each.until


@given(snapshots())
def test_every_obligation_has_a_key_of_its_own_and_they_come_in_order(snapshot: Snapshot) -> None:
    found = owed(snapshot)
    assert len({each.key for each in found}) == len(found)
    assert [each.due for each in found] == sorted(each.due for each in found)


@given(snapshots(), DATES)
def test_what_is_owed_now_passes_the_check_it_meets_when_it_leaves(snapshot: Snapshot, today: date) -> None:
    assert all(still_owed(snapshot, each.notice) for each in owed(snapshot, today))


@given(snapshots())
def test_nobody_is_told_of_what_is_reported_or_confirmed(snapshot: Snapshot) -> None:
    for each in owed(snapshot):
        if each.notice.kind in {Kind.DEADLINE, Kind.OVERDUE}:
            assert snapshot.occurrence_of[each.notice.subject].state in {State.PLANNED, State.TAKEN, State.RETURNED}
        if each.notice.kind is Kind.CHECK_IN:
            occurrences = snapshot.occurrences_of[each.notice.subject]
            assert any(occurrence.state is not State.CONFIRMED for occurrence in occurrences)


@given(snapshots())
def test_what_goes_on_all_year_is_never_overdue_nor_has_a_deadline(snapshot: Snapshot) -> None:
    for each in owed(snapshot):
        if each.notice.kind in {Kind.DEADLINE, Kind.OVERDUE}:
            assert not snapshot.occurrence_of[each.notice.subject].continuous


@given(snapshots())
def test_only_people_who_can_be_reached_and_answer_for_it_are_told(snapshot: Snapshot) -> None:
    for each in owed(snapshot):
        member = snapshot.members[each.notice.member_id]
        assert member.reachable
        if each.notice.kind in {Kind.DEADLINE, Kind.OVERDUE}:
            activity = snapshot.activity_of[snapshot.occurrence_of[each.notice.subject].activity_id]
            responsible = responsible_for(snapshot, activity)
            reachable = [person for person in responsible if person.reachable]
            assert member in responsible if reachable else member.role is Role.SECRETARY


@given(snapshots(), DATES)
def test_nothing_is_owed_for_before_the_plan_was_published_or_the_person_came(snapshot: Snapshot, today: date) -> None:
    for each in owed(snapshot, today):
        joined = snapshot.members[each.notice.member_id].joined_on
        for since in (snapshot.plans[0].published_on, joined):
            if since is None or since > today:
                continue
            assert each.until > at(since, time(0), KYIV)
            if each.notice.kind in {Kind.DEADLINE, Kind.OVERDUE}:
                assert local_day(each.due) >= since


@given(snapshots())
def test_reminders_of_one_thing_to_one_person_are_three_at_most_and_days_apart(snapshot: Snapshot) -> None:
    reminders = [each for each in owed(snapshot) if each.notice.kind in {Kind.DEADLINE, Kind.OVERDUE}]
    by_thing = sorted(reminders, key=lambda each: (each.notice.subject, each.notice.member_id, each.due))
    for _, group in groupby(by_thing, key=lambda each: (each.notice.subject, each.notice.member_id)):
        days = [local_day(each.due) for each in group]
        assert len(days) <= 3
        assert len(set(days)) == len(days)


@given(snapshots(), DATES, DATES)
def test_time_alone_never_makes_owed_what_was_not(snapshot: Snapshot, one: date, other: date) -> None:
    # The clock looks again only when something falls due: a later day must not bring up more than an earlier one.
    earlier, later = min(one, other), max(one, other)
    assert {each.key for each in owed(snapshot, later)} <= {each.key for each in owed(snapshot, earlier)}


# ---------------------------------------------------------------------------------------------------- the calendar


def days_of(found: Sequence[Obligation]) -> list[tuple[str, date]]:
    return [(each.rule, local_day(each.due)) for each in found]


def one_activity(last: date, mode: Mode = Mode.ONCE, first: date = NEW_YEAR) -> Snapshot:
    plan = Plan()
    plan.activity("Бюлетень", Window(first, last), [plan.member("Риб’янцева І.П.")], mode)
    return plan.snapshot()


def test_people_are_reminded_fourteen_and_three_days_before_and_the_day_after() -> None:
    found = owed(one_activity(date(2026, 6, 18)))
    assert days_of(found) == [("14d", date(2026, 6, 4)), ("3d", date(2026, 6, 15)), ("after", date(2026, 6, 19))]
    assert [each.notice.kind for each in found] == [Kind.DEADLINE, Kind.DEADLINE, Kind.OVERDUE]
    assert {each.notice.refers_to for each in found} == {date(2026, 6, 18)}


@given(DATES)
def test_a_weekend_moves_a_reminder_to_monday_and_never_past_the_last_day(last: date) -> None:
    for each in owed(published(one_activity(last), date(2025, 12, 1))):
        wanted = {"14d": last - 14 * DAY, "3d": last - 3 * DAY, "after": last + DAY}[each.rule]
        shift = {5: 2, 6: 1}.get(wanted.weekday(), 0)
        assert local_day(each.due) == wanted + shift * DAY
        if each.notice.kind is Kind.DEADLINE:
            assert local_day(each.due) <= last


@pytest.mark.parametrize(
    ("last", "hours"), [(date(2026, 4, 1), [7, 6, 6]), (date(2026, 10, 28), [6, 7, 7])], ids=["spring", "autumn"]
)
def test_reminders_on_both_sides_of_a_clock_change_come_at_nine(last: date, hours: list[int]) -> None:
    assert [each.due.astimezone(UTC).hour for each in owed(one_activity(last))] == hours


@pytest.mark.parametrize(("mode", "count"), [(Mode.ONCE, 1), (Mode.HALF_YEAR, 2), (Mode.MONTHLY, 12), (Mode.YEARLY, 1)])
def test_what_repeats_is_reminded_of_each_time(mode: Mode, count: int) -> None:
    snapshot = published(one_activity(date(2026, 12, 31), mode), date(2025, 12, 1))
    assert len([each for each in owed(snapshot) if each.rule == "3d"]) == count


def test_a_term_that_nobody_could_read_reminds_nobody() -> None:
    plan = Plan()
    plan.activity("Без строку", WHOLE_YEAR, [plan.member("Дубова Ю.")], None)
    assert owed(plan.snapshot()) == ()


@pytest.mark.parametrize("mode", [Mode.CONTINUOUS, Mode.WEEKLY, Mode.DAILY])
def test_what_goes_on_all_year_is_asked_about_once_a_quarter_before_its_end(mode: Mode) -> None:
    found = owed(one_activity(date(2026, 12, 31), mode))
    assert {each.notice.kind for each in found} == {Kind.CHECK_IN}
    assert days_of(found) == [
        ("q1", date(2026, 3, 23)),
        ("q2", date(2026, 6, 22)),
        ("q3", date(2026, 9, 21)),
        ("q4", date(2026, 12, 22)),
    ]


def test_what_is_done_each_quarter_is_asked_about_once_in_each_and_missed_once() -> None:
    snapshot = published(one_activity(date(2026, 12, 31), Mode.QUARTERLY), date(2025, 12, 1))
    asked = [each for each in owed(snapshot) if each.notice.kind is Kind.DEADLINE]
    assert days_of(asked) == [
        ("quarter", date(2026, 3, 23)),
        ("quarter", date(2026, 6, 22)),
        ("quarter", date(2026, 9, 21)),
        ("quarter", date(2026, 12, 22)),
    ]
    assert len([each for each in owed(snapshot) if each.rule == "after"]) == 4


def test_a_quarter_that_was_answered_is_not_asked_about() -> None:
    plan = Plan()
    member = plan.member("Сірокурова І.")
    activity = plan.activity("Група у Facebook", WHOLE_YEAR, [member], Mode.CONTINUOUS)
    plan.check_ins.append(CheckIn(activity, 2, member, "12 дописів"))
    assert [each.rule for each in owed(plan.snapshot())] == ["q1", "q3", "q4"]


# ------------------------------------------------------------------------------------------------------- the people


def test_a_body_is_expanded_to_its_people_and_each_is_told_once() -> None:
    plan = Plan()
    head, vice = plan.member("Риб’янцева І.П.", Role.HEAD), plan.member("Моїсєєва С.А.", Role.PRESIDIUM)
    plan.member("Летучій С.")
    plan.activity("Школа керівника", quarter(2), [plan.party("Президія ЛОВ УБА"), vice])
    first = [each.notice.member_id for each in owed(plan.snapshot()) if each.rule == "14d"]
    assert sorted(first) == [head, vice]


def test_the_secretary_hears_when_none_of_the_responsible_can_be_reached() -> None:
    plan = Plan()
    silent, secretary = plan.member("Дубова Ю.", reachable=False), plan.member("Куценко С.В.", Role.SECRETARY)
    activity = plan.activity("Школа менторів", quarter(3), [silent, plan.party("Бібліотеки області")])
    assert {each.notice.member_id for each in owed(plan.snapshot())} == {secretary}
    plan.activities[activity - 1] = replace(plan.activities[activity - 1], duties=())
    assert {each.notice.member_id for each in owed(plan.snapshot())} == {secretary}


def test_a_reachable_colleague_is_enough_for_the_secretary_to_be_left_alone() -> None:
    plan = Plan()
    silent, present = plan.member("Дубова Ю.", reachable=False), plan.member("Літашова А.")
    plan.member("Куценко С.В.", Role.SECRETARY)
    activity = plan.activity("Школа менторів", quarter(3), [silent, present])
    snapshot = plan.snapshot()
    assert [member.id for member in told_about(snapshot, snapshot.activity_of[activity])] == [present]


def test_who_joins_late_is_not_told_of_what_fell_due_before() -> None:
    plan = Plan()
    member = plan.member("Кабанцева К.")
    plan.members[member] = replace(plan.members[member], joined_on=date(2026, 6, 10))
    plan.activity("Челендж", Window(date(2026, 4, 1), date(2026, 6, 18)), [member])
    assert [each.rule for each in owed(plan.snapshot())] == ["3d", "after"]


def test_a_plan_published_in_july_says_nothing_of_the_spring() -> None:
    snapshot = published(one_activity(date(2026, 12, 31), Mode.QUARTERLY), date(2026, 7, 10))
    assert {each.notice.refers_to for each in owed(snapshot)} == {date(2026, 9, 30), date(2026, 12, 31)}


# ----------------------------------------------------------------------------------------------------- the meetings


def presidium() -> tuple[Plan, int, int, int]:
    plan = Plan()
    head = plan.member("Риб’янцева І.П.", Role.HEAD)
    vice = plan.member("Моїсєєва С.А.", Role.PRESIDIUM)
    secretary = plan.member("Куценко С.В.", Role.SECRETARY)
    plan.member("Летучій С.")
    return plan, head, vice, secretary


def test_the_presidium_and_its_secretary_are_called_fourteen_and_two_days_before_the_meeting() -> None:
    plan, head, vice, secretary = presidium()
    plan.meeting(2, date(2026, 5, 20), "14:00")
    found = owed(plan.snapshot())
    assert {each.notice.member_id for each in found} == {head, vice, secretary}
    assert days_of(found) == [("14d", date(2026, 5, 6))] * 3 + [("2d", date(2026, 5, 18))] * 3


def test_a_call_to_a_meeting_on_monday_comes_on_friday_and_not_on_the_day() -> None:
    plan, _, _, _ = presidium()
    plan.meeting(2, date(2026, 5, 18), "14:00")
    assert ("2d", date(2026, 5, 15)) in days_of(owed(plan.snapshot()))


def test_a_meeting_without_a_date_is_asked_about_each_week_of_its_quarters_first_month() -> None:
    plan, head, _, secretary = presidium()
    plan.meeting(3)
    found = owed(plan.snapshot())
    assert {each.notice.member_id for each in found} == {head, secretary}
    days = sorted({local_day(each.due) for each in found})
    assert days == [date(2026, 7, number) for number in (1, 8, 15, 22, 29)]


@pytest.mark.parametrize("year", range(2026, 2041))
@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_a_date_is_asked_for_on_working_days_of_that_month_in_any_year(year: int, number: int) -> None:
    plan, _, _, _ = presidium()
    plan.meeting(number)
    snapshot = published(plan.snapshot(), date(year - 1, 12, 1), calendar_year(year))
    found = owed(snapshot, date(year, 12, 31))
    assert found
    for each in found:
        assert each.due < each.until
        assert (local_day(each.due).month, local_day(each.due).weekday() < 5) == (3 * number - 2, True)


def test_a_meeting_that_moves_is_called_anew_and_the_old_call_is_dropped() -> None:
    plan, _, _, _ = presidium()
    plan.meeting(2, date(2026, 5, 20))
    before = owed(plan.snapshot())
    plan.meetings[0] = replace(plan.meetings[0], day=date(2026, 5, 27))
    snapshot = plan.snapshot()
    assert not any(still_owed(snapshot, each.notice) for each in before)
    assert {each.key for each in owed(snapshot)}.isdisjoint(each.key for each in before)


# --------------------------------------------------------------------------------------------- claims and decisions


def test_a_claim_waits_for_every_judge_but_its_author_until_it_is_decided() -> None:
    plan, head, vice, secretary = presidium()
    occurrence = plan.of(plan.activity("Моніторинг", quarter(1), [vice]))
    claim = plan.becomes(occurrence, State.CLAIMED, vice)

    def told(snapshot: Snapshot) -> list[int]:
        notice = Notice(Kind.CLAIM, claim.id, 0, claim.window.last, claim.revision)
        return [each for each in snapshot.members if still_owed(snapshot, replace(notice, member_id=each))]

    assert told(plan.snapshot()) == [head]
    plan.becomes(claim, State.CONFIRMED, head)
    assert told(plan.snapshot()) == []
    assert secretary not in told(plan.snapshot())


@settings(max_examples=30)
@given(st.sampled_from(State), st.integers(0, 3))
def test_a_decision_is_told_only_while_it_is_the_last_word(state: State, newer: int) -> None:
    plan, _, vice, _ = presidium()
    occurrence = plan.becomes(plan.of(plan.activity("Моніторинг", quarter(1), [vice])), state, vice)
    plan.occurrences[0] = replace(occurrence, revision=occurrence.revision + newer)
    notice = Notice(Kind.DECISION, occurrence.id, vice, occurrence.window.last, occurrence.revision)
    assert still_owed(plan.snapshot(), notice) is (newer == 0)


NOT_OF_THE_PLAN = {Kind.APPLICANT, Kind.ADMITTED}


@pytest.mark.parametrize("kind", [each for each in Kind if each not in {Kind.MEETING_DATE, *NOT_OF_THE_PLAN}], ids=str)
def test_a_notice_about_what_the_plan_no_longer_has_is_dropped(kind: Kind) -> None:
    plan, head, _, _ = presidium()
    assert not still_owed(plan.snapshot(), Notice(kind, 99, head, date(2026, 5, 20)))
