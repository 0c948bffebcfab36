"""«Що цього кварталу?»: everything that concerns the days asked about, each thing once."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.agenda import Agenda, Item, agenda, mine, occurrence_in_view, overdue, waiting
from bot.domain.occurrences import Meaning, goes_on, occurrence_windows
from bot.domain.plan import Snapshot, State
from bot.domain.windows import Mode, Window, slices
from tests.unit.plans import WHOLE_YEAR, Plan, month, quarter

DATES = st.dates(date(2026, 1, 1), date(2026, 12, 31))
WINDOWS = st.tuples(DATES, DATES).map(lambda pair: Window(min(pair), max(pair)))
MODES = st.none() | st.sampled_from(Mode)


@st.composite
def snapshots(draw: st.DrawFn) -> Snapshot:
    plan = Plan()
    people = [plan.member("Летучій С."), plan.member("Дубова Ю.")]
    titles = st.sampled_from(["Захід", "Проведення засідань Президії"])
    for _ in range(draw(st.integers(0, 5))):
        activity = plan.activity(draw(titles), draw(WINDOWS), [draw(st.sampled_from(people))], draw(MODES))
        for occurrence in [each for each in plan.occurrences if each.activity_id == activity]:
            plan.becomes(occurrence, draw(st.sampled_from(State)), people[0])
    for number in range(1, draw(st.integers(1, 5))):
        plan.meeting(number, draw(st.none() | st.dates(quarter(number).first, quarter(number).last)))
    return plan.snapshot()


def lists(found: Agenda) -> list[list[Item]]:
    return [list(found.overdue), list(found.to_finish), list(found.ongoing), list(found.done)]


def titles(items: tuple[Item, ...]) -> list[str]:
    return [each.activity.title for each in items]


@given(snapshots(), WINDOWS, DATES)
def test_no_item_stands_in_two_lists_or_twice(snapshot: Snapshot, window: Window, today: date) -> None:
    ids = [each.occurrence.id for each in agenda(snapshot, window, today).items]
    assert len(set(ids)) == len(ids)


@given(snapshots(), WINDOWS, DATES)
def test_each_list_keeps_its_promise(snapshot: Snapshot, window: Window, today: date) -> None:
    found = agenda(snapshot, window, today)
    assert all(each.occurrence.overdue(today) for each in found.overdue)
    assert all(each.occurrence.state is State.CONFIRMED for each in found.done)
    assert all(window.holds(each.occurrence.window.last) for each in found.to_finish)
    assert all(each.occurrence.window.meets(window) for each in found.ongoing)
    assert not any(each.occurrence.state is State.CONFIRMED for each in found.to_finish + found.ongoing)


@given(snapshots(), WINDOWS, DATES)
def test_each_list_begins_with_the_soonest(snapshot: Snapshot, window: Window, today: date) -> None:
    for items in lists(agenda(snapshot, window, today)):
        days = [each.occurrence.window.last for each in items]
        assert days == sorted(days)


@given(snapshots(), WINDOWS, DATES)
def test_nothing_unfinished_that_concerns_the_days_is_left_out(snapshot: Snapshot, window: Window, today: date) -> None:
    listed = {each.occurrence.id for each in agenda(snapshot, window, today).items}
    for each in snapshot.occurrences:
        title = snapshot.activity_of[each.activity_id].title
        if each.window.meets(window) and not each.closed and "засідань" not in title:
            assert each.id in listed


@given(snapshots(), WINDOWS, DATES)
def test_what_was_cancelled_stands_nowhere(snapshot: Snapshot, window: Window, today: date) -> None:
    everything = [*agenda(snapshot, window, today).items, *overdue(snapshot, today), *waiting(snapshot)]
    for member_id in snapshot.members:
        everything.extend(mine(snapshot, member_id, today))
    assert not any(each.occurrence.state is State.CANCELLED for each in everything)


@given(snapshots(), DATES)
def test_what_goes_on_all_year_is_never_overdue(snapshot: Snapshot, today: date) -> None:
    assert not any(each.occurrence.continuous for each in overdue(snapshot, today))


@given(snapshots(), DATES)
def test_the_first_day_after_the_last_makes_overdue_what_nobody_reported(snapshot: Snapshot, today: date) -> None:
    late = {each.occurrence.id for each in overdue(snapshot, today)}
    for each in snapshot.occurrences:
        owed = each.state in {State.PLANNED, State.TAKEN, State.RETURNED} and not goes_on(
            snapshot.activity_of[each.activity_id].mode
        )
        assert (each.id in late) is (owed and each.window.last < today)


@given(snapshots())
def test_what_waits_for_the_presidium_is_exactly_the_claims(snapshot: Snapshot) -> None:
    claims = {each.id for each in snapshot.occurrences if each.state is State.CLAIMED}
    assert {each.occurrence.id for each in waiting(snapshot)} == claims


@given(snapshots())
def test_mine_is_what_i_answer_for_dated_things_first(snapshot: Snapshot) -> None:
    items = mine(snapshot, 1, WHOLE_YEAR.first)
    assert all(snapshot.parties[each.activity.duties[0].party_id].member_id == 1 for each in items)
    flags = [each.occurrence.continuous for each in items]
    assert flags == sorted(flags)


def test_the_question_of_a_quarter_is_answered_as_a_person_would() -> None:
    plan = Plan()
    plan.becomes(plan.of(plan.activity("Поновлення членства", quarter(1))), State.CONFIRMED)
    plan.activity("Моніторинг", month(2))
    plan.activity("Вечірка", quarter(3))
    plan.becomes(plan.of(plan.activity("Бюлетень", quarter(3))), State.CONFIRMED)
    plan.activity("Конкурс", Window(date(2026, 4, 1), date(2026, 10, 31)))
    plan.activity("Група у Facebook", WHOLE_YEAR, mode=Mode.CONTINUOUS)
    plan.activity("Портал", WHOLE_YEAR, mode=Mode.QUARTERLY)
    plan.meeting(2, date(2026, 6, 10))
    plan.meeting(3)
    plan.activities[-1] = replace(plan.activities[-1], title="Портал УБА")
    found = agenda(plan.snapshot(), quarter(3), date(2026, 8, 10))
    assert titles(found.overdue) == ["Моніторинг", "Портал УБА", "Портал УБА"]
    assert titles(found.to_finish) == ["Вечірка", "Портал УБА"]
    assert titles(found.ongoing) == ["Конкурс", "Група у Facebook"]
    assert titles(found.done) == ["Бюлетень"]
    assert [call.meeting.quarter for call in found.meetings] == [3]


def test_a_quarter_to_come_is_not_burdened_with_todays_arrears() -> None:
    plan = Plan()
    plan.activity("Моніторинг", month(2))
    assert agenda(plan.snapshot(), quarter(3), date(2026, 5, 10)).overdue == ()
    assert titles(agenda(plan.snapshot(), quarter(2), date(2026, 5, 10)).overdue) == ["Моніторинг"]
    assert titles(agenda(plan.snapshot(), quarter(1), date(2026, 5, 10)).overdue) == ["Моніторинг"]


def test_meetings_are_shown_as_meetings_and_not_as_things_to_finish() -> None:
    plan = Plan()
    plan.activity("Проведення засідань Президії ЛОВ УБА", WHOLE_YEAR, mode=Mode.QUARTERLY)
    plan.meeting(2, date(2026, 6, 10))
    found = agenda(plan.snapshot(), quarter(2), date(2026, 4, 1))
    assert found.to_finish == ()
    [call] = found.meetings
    assert call.meeting.day == date(2026, 6, 10)
    assert call.item is not None
    assert call.item.occurrence.window == quarter(2)


def test_a_card_is_about_what_is_at_hand() -> None:
    plan = Plan()
    activity = plan.activity("Портал", WHOLE_YEAR, mode=Mode.QUARTERLY)

    def in_view(today: date) -> int | None:
        snapshot = plan.snapshot()
        found = occurrence_in_view(snapshot, snapshot.activity_of[activity], today)
        return found.id if found else None

    first, second = plan.of(activity), plan.of(activity, 1)
    assert in_view(date(2026, 8, 1)) == first.id
    plan.becomes(first, State.CONFIRMED)
    assert in_view(date(2026, 2, 1)) == first.id  # what lies ahead does not take the place of what was just confirmed
    assert in_view(date(2026, 4, 1)) == second.id
    for occurrence in list(plan.occurrences):
        plan.becomes(occurrence, State.CONFIRMED)
    assert in_view(date(2026, 8, 1)) == plan.of(activity, 2).id


def test_a_term_that_nobody_could_read_has_no_occurrence_in_view() -> None:
    plan = Plan()
    activity = plan.activity("Без строку", WHOLE_YEAR, mode=None)
    assert occurrence_in_view(plan.snapshot(), plan.snapshot().activity_of[activity], date(2026, 8, 1)) is None


# ------------------------------------------------------------------------------------------------------ occurrences


@given(WINDOWS, st.sampled_from([1, 3, 6, 12]))
def test_the_slices_of_a_window_cover_it_without_gap_or_overlap(window: Window, months: int) -> None:
    pieces = list(slices(window, months))
    assert (pieces[0].first, pieces[-1].last) == (window.first, window.last)
    for earlier, later in pairwise(pieces):
        assert later.first - earlier.last == timedelta(days=1)
        assert later.first.day == 1
        assert (later.first.month - 1) % months == 0


@pytest.mark.parametrize(
    ("mode", "count"),
    [
        (Mode.ONCE, 1),
        (Mode.MONTHLY, 12),
        (Mode.QUARTERLY, 4),
        (Mode.HALF_YEAR, 2),
        (Mode.YEARLY, 1),
        (Mode.CONTINUOUS, 1),
        (Mode.DAILY, 1),
        (Mode.WEEKLY, 1),
        (None, 0),
    ],
)
def test_a_mode_makes_so_many_things_to_finish_of_a_year(mode: Mode | None, count: int) -> None:
    assert len(occurrence_windows(Meaning((WHOLE_YEAR,), mode))) == count


@given(st.lists(WINDOWS, max_size=3), st.sampled_from(Mode))
def test_things_to_finish_never_reach_beyond_the_term(windows: list[Window], mode: Mode) -> None:
    pieces = occurrence_windows(Meaning(tuple(windows), mode))
    assert sum((each.last - each.first).days + 1 for each in pieces) == sum(
        (each.last - each.first).days + 1 for each in windows
    )
    assert all(any(w.first <= each.first and each.last <= w.last for w in windows) for each in pieces)
