"""Names are joined by surname and initials; what is only similar is asked about."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.names import Likeness, PersonName, compare, parse_name

SPELLINGS = [
    ("Рибянцева І.П.", "Рибянцева І.П."),
    ("Рибянцева І. П.", "Рибянцева І.П."),
    ("І.П. Рибянцева", "Рибянцева І.П."),
    ("О. ІВАНЕНКО", "Іваненко О."),
    ("О.ІВАНЕНКО", "Іваненко О."),
    ("Букреєва О,", "Букреєва О."),
    ("Дубова Ю", "Дубова Ю."),
    ("Інна Риб'янцева", "Риб'янцева І."),
    ("Риб’янцева Інна", "Риб’янцева І."),
    ("Іваненко Олена Олексіївна", "Іваненко О.О."),
    ("Олена Олексіївна Іваненко", "Іваненко О.О."),
    ("Іван Петрович Антонович", "Антонович І.П."),
    ("Антонович Іван Петрович", "Антонович І.П."),
    ("Олена Антонович", "Антонович О."),
    ("Нечуй-Левицький І.С.", "Нечуй-Левицький І.С."),
    ("РИБ'ЯНЦЕВА І.П.", "Риб'янцева І.П."),
    ("Iваненко O.O.", "Іваненко О.О."),
    ("Shevchenko T.", "Shevchenko T."),
    ("Летучій", "Летучій"),
]


@pytest.mark.parametrize(("text", "written"), SPELLINGS, ids=[text for text, _ in SPELLINGS])
def test_every_usual_spelling_becomes_surname_and_initials(text: str, written: str) -> None:
    name = parse_name(text)
    assert name is not None
    assert name.written() == written


@pytest.mark.parametrize(
    "text", ["", " ", ".,", "Олена", "Олена Олексіївна", "Іван Антонович", "іваненко", "О.О.", "25 осіб"]
)
def test_what_is_not_one_name_is_none(text: str) -> None:
    assert parse_name(text) is None


LIKENESS = [
    ("Риб’янцева І.П.", "Риб'янцева І.П.", Likeness.SAME),
    ("Риб’янцева І.П.", "Інна Риб'янцева", Likeness.SAME),
    ("РИБʼЯНЦЕВА І.П.", "Риб″янцева І.П.", Likeness.SAME),
    ("Iваненко O.", "Іваненко О.", Likeness.SAME),
    ("Іваненко", "Іваненко О.О.", Likeness.SAME),
    ("Рибянцева І.П.", "Риб’янцева І.П.", Likeness.SIMILAR),
    ("Рибянцева І.П.", "Інна Риб'янцева", Likeness.SIMILAR),
    ("Моїсєєва С.А.", "Моїсеєва С.А.", Likeness.SIMILAR),
    ("Сірокурова І.", "Сірокруова І.", Likeness.SIMILAR),
    ("Іваненко О.О.", "Іваненко О.П.", Likeness.DIFFERENT),
    ("Рибянцева І.П.", "Риб’янцева О.П.", Likeness.DIFFERENT),
    ("Коваль О.", "Король О.", Likeness.DIFFERENT),
    ("Лис О.", "Ліс О.", Likeness.DIFFERENT),
    ("SHEVCHENKO T.", "Shevchenko T.", Likeness.SAME),
]


@pytest.mark.parametrize(("one", "other", "likeness"), LIKENESS, ids=[f"{a} ~ {b}" for a, b, _ in LIKENESS])
def test_spellings_are_compared(one: str, other: str, likeness: Likeness) -> None:
    left, right = parse_name(one), parse_name(other)
    assert left is not None
    assert right is not None
    assert compare(left, right) is likeness
    assert compare(right, left) is likeness


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_no_text_breaks_the_parser(text: str) -> None:
    name = parse_name(text)
    assert name is None or name.surname


@given(
    st.from_regex(r"[АБВГДІКЛМН][абвгдеіклмн]{3,9}(-[АБВ][абвіе]{3,5})?", fullmatch=True),
    st.lists(st.sampled_from("АБВГІОЮЯ"), max_size=2).map(tuple),
)
def test_the_canonical_spelling_reads_back_as_the_same_name(surname: str, initials: tuple[str, ...]) -> None:
    name = PersonName(surname, initials)
    again = parse_name(name.written())
    assert again is None or compare(name, again) is Likeness.SAME
    assert again is not None or not initials
