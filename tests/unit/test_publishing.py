"""From which day a published plan is the one in force, and what a reviewer's words are."""

from datetime import date

import pytest

from bot.domain.publishing import begins_on
from bot.domain.review import is_plan_text, mark_of, number_in_words

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("year", "published", "today", "begins"),
    [
        (2026, set(), TODAY, TODAY),
        (2026, {2025}, TODAY, TODAY),
        (2026, {2027}, TODAY, TODAY),
        (2027, {2026}, TODAY, date(2027, 1, 1)),
        (2027, {2024}, TODAY, date(2027, 1, 1)),
        (2027, set(), TODAY, TODAY),
        (2027, {2028}, TODAY, TODAY),
        (2028, {2027}, TODAY, date(2028, 1, 1)),
        (2025, {2026}, TODAY, None),
        (2025, {2024}, TODAY, TODAY),
        (2025, {2026}, date(2026, 1, 20), date(2026, 1, 20)),
        (2024, {2026}, date(2026, 1, 20), None),
    ],
)
def test_a_plan_is_in_force_from_its_day(year: int, published: set[int], today: date, begins: date | None) -> None:
    assert begins_on(year, published, today) == begins


@pytest.mark.parametrize(
    ("words", "number"),
    [("5.4", "5.4"), (" 5.4. ", "5.4"), ("№ 12", "12"), ("№5", "5"), ("п'ять", None), ("5.4 і 5.5", None), ("", None),
     ("5..4", None), ("1234567", None), ("-1", None)],
)  # fmt: skip
def test_a_number_in_words(words: str, number: str | None) -> None:
    assert number_in_words(words) == number


@pytest.mark.parametrize(
    ("words", "is_plan"),
    [
        ("План на 2027 рік\n№\tНазва\tТермін\n1\tЧитання\tвересень", True),
        ("План\n|№|Назва|\n|1|Читання|", True),
        ("що у вересні?", False),
        ("раз\nдва\nтри\nчотири", False),
        ("№\tНазва\n1\tЧитання", False),
        ("або так | або так\nчи ні\nчи так", False),
        ("", False),
    ],
)
def test_a_pasted_table_is_told_from_a_message(words: str, is_plan: bool) -> None:
    assert is_plan_text(words) is is_plan


def test_doubts_that_say_something_else_have_other_marks() -> None:
    same = mark_of("1.1", "no-term", "", {"title": "Читання"})
    assert mark_of("1.1", "no-term", "", {"title": "Читання"}) == same
    others = [
        mark_of("1.2", "no-term", "", {"title": "Читання"}),
        mark_of(None, "no-term", "", {"title": "Читання"}),
        mark_of("1.1", "no-number", "", {"title": "Читання"}),
        mark_of("1.1", "no-term", "колись", {"title": "Читання"}),
        mark_of("1.1", "no-term", "", {"title": "Читанка"}),
    ]
    assert same not in others
    assert mark_of("а", "c", "", {"a": "1", "b": "2"}) == mark_of("а", "c", "", {"b": "2", "a": "1"})
    assert 0 <= same < 10**18
