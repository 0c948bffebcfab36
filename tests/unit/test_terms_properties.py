"""What holds for every term cell, however it is typed."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.terms import Term, read_term
from bot.domain.windows import Period, PeriodKind, calendar_year

YEAR = calendar_year(2026)
CELLS = (
    "вересень",
    "січень-лютий",
    "жовтень, листопад",
    "II квартал",
    "І, IV квартали",
    "2-3 квартал",
    "ІІ декада листопада",
    "Вересень І тиждень",
    "15-20 травня",
    "з 12 по 18 травня",
    "28 лютого - 3 березня",
    "01.09.2026 - 24.12.2026",
    "до 15 березня",
    "щоквартально, до 10 числа",
    "остання п'ятниця місяця",
    "щоп'ятниці",
    "двічі на рік",
    "протягом року",
    "протягом січня 2026 року",
    "до Дня бібліотек",
    "за потреби",
    "за окремим графіком",
)
LOOK_ALIKE = str.maketrans("АВСЕНІКМОРТХаеіорсху", "ABCEHIKMOPTXaeiopcxy")
DASHES = "-‐‑–—−"
SPACES = (" ", "  ", "\u00a0", "\u2009", "\t")
PERIODS = st.builds(
    Period,
    st.sampled_from(PeriodKind),
    st.integers(2015, 2040),
    st.integers(1, 12),
)
WORDS = st.sampled_from(
    [*" ".join(CELLS).split(), *"І ІІ 1 5 31 32 2026 по до з , - / ( ) \n і 29.02 17-00 раз кв. кінець".split(" ")]
)
LIKELY = st.lists(WORDS, max_size=9).map(" ".join)


def meaning(term: Term) -> tuple[object, ...]:
    return term.windows, term.mode, term.sure, term.why, dict(term.hints)


def retyped(cell: str, dash: str, space: str, *, around: bool) -> str:
    dashed = re.sub(r" ?- ?", f"{space}{dash}{space}" if around else dash, cell)
    return dashed.replace(" ", space)


@given(st.sampled_from(CELLS), st.sampled_from(DASHES), st.sampled_from(SPACES), st.booleans())
def test_any_dash_and_spacing_gives_the_same_meaning(cell: str, dash: str, space: str, around: bool) -> None:
    assert meaning(read_term(retyped(cell, dash, space, around=around), YEAR)) == meaning(read_term(cell, YEAR))


@given(st.sampled_from(CELLS), st.data())
def test_any_case_gives_the_same_meaning(cell: str, data: st.DataObject) -> None:
    typed = "".join(data.draw(st.sampled_from((letter.lower(), letter.upper(), letter))) for letter in cell)
    assert meaning(read_term(typed, YEAR)) == meaning(read_term(cell, YEAR))


@given(st.sampled_from(CELLS), st.data())
def test_latin_letters_that_look_cyrillic_change_nothing(cell: str, data: st.DataObject) -> None:
    typed = "".join(data.draw(st.sampled_from((letter, letter.translate(LOOK_ALIKE)))) for letter in cell)
    assert meaning(read_term(typed, YEAR)) == meaning(read_term(cell, YEAR))


@pytest.mark.parametrize("apostrophe", [*"'’ʼ‘`´′\"", ""], ids=ascii)
def test_any_apostrophe_gives_the_same_meaning(apostrophe: str) -> None:
    typed = read_term(f"остання п{apostrophe}ятниця місяця", YEAR)
    assert meaning(typed) == meaning(read_term("остання п'ятниця місяця", YEAR))


@settings(max_examples=400)
@given(st.one_of(LIKELY, st.text(), st.text("0123456789.-/ іІxXпдкв\n", max_size=20)), PERIODS)
def test_any_text_is_read_and_its_windows_lie_in_order(text: str, period: Period) -> None:
    term = read_term(text, period)
    assert term.text == text
    assert all(window.first <= window.last for window in term.windows)
    assert list(term.windows) == sorted(set(term.windows))
    assert (term.mode is None) == (term.windows == ())
    assert term.why
    assert not (term.sure and not term.windows)


@given(st.integers(1, 12), st.integers(1, 12))
def test_a_range_of_months_never_wraps_the_year_in_silence(first: int, last: int) -> None:
    names = "січень лютий березень квітень травень червень липень серпень вересень жовтень листопад грудень".split()
    term = read_term(f"{names[first - 1]} – {names[last - 1]}", YEAR)
    if first > last:
        assert not term.sure
    elif (first, last) != (1, 12):
        assert term.sure
        assert (term.windows[0].first.month, term.windows[0].last.month) == (first, last)


@pytest.mark.parametrize("cell", CELLS)
def test_words_that_nobody_understood_are_asked_about(cell: str) -> None:
    assert not read_term(f"{cell} бухгалтерія", YEAR).sure
