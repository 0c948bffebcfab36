"""An activity gets another term: what people did stays, nobody hears twice, and what is owed is what is wanted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.moving import Piece, Rebase, Standing, rebase
from bot.domain.occurrences import Meaning, occurrence_windows
from bot.domain.windows import Mode, Window, calendar_year, month_window, quarter_window

OPEN, ACTED, CANCELLED = Standing.OPEN, Standing.ACTED, Standing.CANCELLED
NEW_YEAR = date(2026, 1, 1)
DAYS = st.integers(0, 364).map(lambda day: NEW_YEAR + timedelta(day))
ANY_WINDOWS = st.tuples(DAYS, DAYS).map(lambda pair: Window(min(pair), max(pair)))
USUAL_WINDOWS = st.sampled_from(
    [*(month_window(2026, month) for month in range(1, 13)), *(quarter_window(2026, number) for number in range(1, 5))]
)
WINDOWS = ANY_WINDOWS | USUAL_WINDOWS
WANTED = st.lists(WINDOWS, max_size=6)


def pieces_of(standings: st.SearchStrategy[Standing]) -> st.SearchStrategy[list[Piece]]:
    rows = st.lists(st.tuples(WINDOWS, standings), max_size=6)
    return rows.map(lambda each: [Piece(number, *row) for number, row in enumerate(each, start=1)])


PIECES = pieces_of(st.sampled_from(Standing))


def month(number: int) -> Window:
    return month_window(2026, number)


def days(month_number: int, first: int, last: int) -> Window:
    return Window(date(2026, month_number, first), date(2026, month_number, last))


def after(old: Sequence[Piece], result: Rebase) -> list[Piece]:
    """The occurrences as they stand once the result is written down."""
    standing = {each.id: each.standing for each in old}
    now = [Piece(key, window, standing[key]) for key, window in result.kept.items()]
    now += [Piece(key, window, OPEN) for key, window in result.revived.items()]
    fresh = max(standing, default=0) + 1
    now += [Piece(fresh + place, window, OPEN) for place, window in enumerate(result.added)]
    placed = {each.id for each in now}
    return now + [Piece(each.id, each.window, CANCELLED) for each in old if each.id not in placed]


def live(pieces: Sequence[Piece]) -> list[Piece]:
    return [each for each in pieces if each.standing is not CANCELLED]


def windows_of(pieces: Sequence[Piece]) -> Counter[Window]:
    return Counter(each.window for each in live(pieces))


def held(pieces: Sequence[Piece]) -> Mapping[int, Window]:
    return {each.id: each.window for each in live(pieces)}


# ---------------------------------------------------------------------------------------------------- one by one


@pytest.mark.parametrize(
    ("old", "wanted", "expected"),
    [
        ([(month(9), OPEN)], [month(10)], Rebase({1: month(10)}, {}, (), ())),
        ([(month(9), ACTED)], [month(10)], Rebase({1: month(10)}, {}, (), ())),
        ([(month(9), ACTED)], [month(9), month(10)], Rebase({1: month(9)}, {}, (month(10),), ())),
        ([(month(9), ACTED)], [month(10), month(11)], Rebase({1: month(9)}, {}, (month(10), month(11)), ())),
        ([(month(9), OPEN)], [month(10), month(11)], Rebase({1: month(10)}, {}, (month(11),), ())),
        ([(month(9), OPEN), (month(10), ACTED)], [month(12)], Rebase({1: month(12), 2: month(10)}, {}, (), ())),
        ([(month(9), OPEN), (month(10), OPEN)], [month(10)], Rebase({2: month(10)}, {}, (), (1,))),
        ([(month(9), CANCELLED)], [month(9)], Rebase({}, {1: month(9)}, (), ())),
        ([(month(9), CANCELLED)], [month(10)], Rebase({}, {}, (month(10),), ())),
        ([(month(9), CANCELLED), (month(9), OPEN)], [month(9)], Rebase({2: month(9)}, {}, (), ())),
        ([(month(9), OPEN), (month(9), ACTED)], [month(9)], Rebase({2: month(9)}, {}, (), (1,))),
        ([(month(9), OPEN), (month(10), CANCELLED)], [month(10)], Rebase({}, {2: month(10)}, (), (1,))),
        ([(month(9), OPEN)], [], Rebase({}, {}, (), (1,))),
        ([(month(9), ACTED)], [], Rebase({1: month(9)}, {}, (), ())),
        ([], [month(9)], Rebase({}, {}, (month(9),), ())),
        # The days shared decide, not the order.
        (
            [(days(9, 1, 5), OPEN), (days(9, 6, 30), OPEN)],
            [days(9, 4, 28), month(12)],
            Rebase({1: month(12), 2: days(9, 4, 28)}, {}, (), ()),
        ),
        ([(days(9, 1, 5), OPEN), (days(9, 6, 10), OPEN)], [days(9, 1, 10)], Rebase({1: days(9, 1, 10)}, {}, (), (2,))),
    ],
)
def test_each_window_goes_where_it_belongs(
    old: list[tuple[Window, Standing]], wanted: list[Window], expected: Rebase
) -> None:
    assert rebase([Piece(number, *each) for number, each in enumerate(old, start=1)], wanted) == expected


def test_a_quarterly_activity_that_becomes_one_of_autumn_keeps_what_was_reported() -> None:
    year = calendar_year(2026).window
    quarters = occurrence_windows(Meaning((year,), Mode.QUARTERLY))
    old = [Piece(number, window, ACTED if number == 1 else OPEN) for number, window in enumerate(quarters, start=1)]
    result = rebase(old, occurrence_windows(Meaning((month(9),), Mode.ONCE)))
    assert result == Rebase({1: quarters[0], 3: month(9)}, {}, (), (2, 4))
    back = rebase(after(old, result), quarters)
    assert held(after(after(old, result), back)) == held(old)


# ------------------------------------------------------------------------------------------------ promises for any move


@given(PIECES, WANTED)
def test_what_people_did_is_never_lost_or_cancelled(old: list[Piece], wanted: list[Window]) -> None:
    acted = {each.id for each in old if each.standing is ACTED}
    assert acted <= rebase(old, wanted).kept.keys()


@given(PIECES, WANTED)
def test_what_is_owed_afterwards_is_what_is_wanted_and_the_history(old: list[Piece], wanted: list[Window]) -> None:
    now = after(old, rebase(old, wanted))
    history = windows_of(now) - Counter(wanted)
    assert windows_of(now) == Counter(wanted) + history
    window_of = {each.id: each.window for each in old if each.standing is ACTED}
    assert not history - Counter(each.window for each in now if window_of.get(each.id) == each.window)


@given(PIECES, WANTED)
def test_nothing_is_in_two_results(old: list[Piece], wanted: list[Window]) -> None:
    result = rebase(old, wanted)
    named = [*result.kept, *result.revived, *result.cancelled]
    assert len(named) == len(set(named))
    standing = {each.id: each.standing for each in old}
    assert {key for key in standing if standing[key] is not CANCELLED} == {*result.kept, *result.cancelled}
    assert all(standing[key] is CANCELLED for key in result.revived)
    assert all(standing[key] is OPEN for key in result.cancelled)


@given(PIECES, WANTED)
def test_to_want_what_is_there_already_changes_nothing(old: list[Piece], wanted: list[Window]) -> None:
    assert rebase(old, [each.window for each in live(old)]) == Rebase(held(old), {}, (), ())
    now = after(old, rebase(old, wanted))
    assert rebase(now, wanted) == Rebase(held(now), {}, (), ())


@given(PIECES, WANTED)
def test_an_equal_window_never_changes_hands(old: list[Piece], wanted: list[Window]) -> None:
    """So a move and the way back give every window that is in both to the same occurrence throughout."""
    window_of = {each.id: each.window for each in old}
    result = rebase(old, wanted)
    assert all(window_of[key] == window for key, window in result.revived.items())
    for key, window in result.kept.items():
        if window != window_of[key]:
            holders = Counter(each.window for each in old)[window]
            assert holders < Counter(wanted)[window]


@given(st.lists(WINDOWS, unique=True, max_size=6), st.lists(WINDOWS, unique=True, max_size=6))
def test_there_and_back_restores_who_holds_equal_windows(before: list[Window], wanted: list[Window]) -> None:
    old = [Piece(number, window, OPEN) for number, window in enumerate(before, start=1)]
    first = rebase(old, wanted)
    moved = after(old, first)
    back = after(moved, rebase(moved, before))
    assert windows_of(back) == windows_of(old)
    stayed = {each.id for each in old if each.window in wanted or each.id in first.cancelled}
    assert {key: held(back)[key] for key in stayed} == {key: held(old)[key] for key in stayed}


@given(pieces_of(st.just(OPEN)), st.data())
def test_one_occurrence_moved_and_moved_back_is_the_same_one(old: list[Piece], data: st.DataObject) -> None:
    there = after(old[:1], rebase(old[:1], data.draw(st.lists(WINDOWS, min_size=1, max_size=1))))
    assert held(after(there, rebase(there, [each.window for each in old[:1]]))) == held(old[:1])


@given(PIECES, WANTED, st.data())
def test_the_order_of_what_comes_in_does_not_matter(
    old: list[Piece], wanted: list[Window], data: st.DataObject
) -> None:
    shuffled = rebase(data.draw(st.permutations(old)), data.draw(st.permutations(wanted)))
    assert shuffled == rebase(old, wanted)
