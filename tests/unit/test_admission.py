"""Whom somebody at the general entrance may be: proposals by surname, and never a decision."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.admission import LONGEST_NAME, Known, capitalised, is_full, own_name, proposals
from bot.domain.names import Likeness
from bot.domain.plan import Role

names = iter(range(1, 1000))


def member(name: str, role: Role = Role.MEMBER) -> Known:
    return Known(next(names), None, name, role)


def named(*people: Known, asked: str) -> list[tuple[str, Likeness]]:
    return [(each.known.name, each.likeness) for each in proposals(asked, people)]


def test_the_closest_of_the_surname_come_first() -> None:
    people = [member("Коваленко Ольга"), member("Коваль Марія"), member("Коваль О.П."), member("Мороз Олена")]
    found = [("Коваль О.П.", Likeness.SAME), ("Коваль Марія", Likeness.DIFFERENT)]
    assert named(*people, asked="Коваль Олена") == found


def test_a_slip_in_a_surname_is_a_proposal_too() -> None:
    assert named(member("Рибянцева І.П."), asked="Рибянцова Інна") == [("Рибянцева І.П.", Likeness.SIMILAR)]
    assert named(member("Дем'яненко О."), asked="Демяненко Ольга") == [("Дем'яненко О.", Likeness.SIMILAR)]


def test_a_short_form_of_a_given_name_leaves_no_namesake_out() -> None:
    assert named(member("Коваль Олександра"), asked="Коваль Леся") == [("Коваль Олександра", Likeness.DIFFERENT)]


@pytest.mark.parametrize("asked", ["коваль олена", "Коваль", "Коваль Ярополка", "Олена КОВАЛЬ", "ковАль"])
def test_however_a_phone_writes_it(asked: str) -> None:
    assert [name for name, _ in named(member("Коваль О."), member("Мороз О."), asked=asked)] == ["Коваль О."]


def test_what_is_no_name_is_like_nobody() -> None:
    assert named(member("Коваль О."), asked="Добрий день") == []
    assert named(member("Добрий День"), asked="добрий день") == [("Добрий День", Likeness.SAME)]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("  Коваль \n Олена ", "Коваль Олена"), ("/start", None), ("5", None), ("🙂", None), ("", None),
        ("Ко\u202eваль", "Коваль"), ("О", None), ("я" * 500, "я" * LONGEST_NAME),
    ],
)  # fmt: skip
def test_a_name_is_one_line_of_letters(words: str, name: str | None) -> None:
    assert own_name(words) == name


@given(st.text(max_size=300))
def test_a_name_is_bounded_and_shows_no_tricks(words: str) -> None:
    name = own_name(words)
    assert name is None or (0 < len(name) <= LONGEST_NAME and name.isprintable())
    assert named(member("Коваль О."), asked=name or "Ніхто") is not None


@pytest.mark.parametrize(
    ("name", "full"),
    [("Коваль Олена", True), ("коваль олена", True), ("Коваль О.", True), ("Коваль", False), ("Добрий день", False)],
)
def test_a_full_name_has_a_surname_and_more(name: str, full: bool) -> None:
    assert is_full(name) is full


def test_capitals_are_given_where_phones_leave_them_out() -> None:
    assert capitalised("коваль-біла ольга") == "Коваль-біла Ольга"
