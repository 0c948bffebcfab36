"""Names of new people: what is read as one, whom it may stand for, and in which order they are listed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.admission import LONGEST_NAME
from bot.domain.enlisting import LONGEST_LIST, MOST_NEW, Known, lookalikes, name_of_person, names_in
from bot.domain.members import Listed, Named, Roll, alphabetical, find, mark_of_account, once
from bot.domain.plan import Role

ROLL = Roll(
    members=(
        Listed(1, "Тополя Сергій", Role.MEMBER, joined=True),
        Listed(2, "Криничко Тетяна", Role.SECRETARY, joined=True),
    ),
    named=(Named(7, "Лелека М."),),
    gone=(Named(3, "Ясен Павло"),),
)


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("Тополя Сергій", ("Тополя Сергій",)),
        ("  тополя   Сергій ", ("тополя Сергій",)),
        ("д'яченко-біла о.в.", ("Д'яченко-Біла О.В.",)),
        ("Тополя С.В.\nЛелека Марта", ("Тополя С.В.", "Лелека Марта")),
        ("1. Тополя С.В.\n2) Лелека Марта\n- Ясен К.П.", ("Тополя С.В.", "Лелека Марта", "Ясен К.П.")),
        ("Тополя С.В., Лелека М.; Ясен К.П.", ("Тополя С.В.", "Лелека М.", "Ясен К.П.")),
        ("Тополя С.В.,\n\nЛелека М.,", ("Тополя С.В.", "Лелека М.")),
        ("Тополя С.В.\nТОПОЛЯ С.В.", ("Тополя С.В.",)),
        ("О'Коннор-Шевченко Джейн", ("О'Коннор-Шевченко Джейн",)),
    ],
)
def test_names_are_read_one_a_line_or_parted(words: str, names: tuple[str, ...]) -> None:
    assert names_in(words) == names


@pytest.mark.parametrize(
    "words",
    ["", "  \n ", "5.1", "Т", "Тополя С.В.\n5.1", "https://t.me/x", "@nickname", "т" * (LONGEST_NAME + 1),
     "\n".join(f"Ім'я {chr(1072 + n % 30)}{chr(1072 + n // 30)}" for n in range(MOST_NEW + 1))],
)  # fmt: skip
def test_what_is_no_list_of_names_adds_nobody(words: str) -> None:
    assert names_in(words) is None


def test_a_list_that_may_have_lost_its_end_on_the_way_adds_nobody() -> None:
    names = [f"Довгепрізвище{chr(1072 + n)} {'Ім' * 20}" for n in range(20)]
    assert len("\n".join(names)) > LONGEST_LIST
    assert names_in("\n".join(names)) is None


@given(st.text(max_size=200))
def test_any_words_are_names_or_not(words: str) -> None:
    found = names_in(words)
    assert found is None or all(name_of_person(name) == name for name in found)


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("Тополя Сергій", [(Known.MEMBER, 1)]),
        ("Тополя С.В.", [(Known.MEMBER, 1)]),
        ("Топлоя Сергій", [(Known.MEMBER, 1)]),
        ("Ясен П.", [(Known.GONE, 3)]),
        ("Лелеко М.", [(Known.NAMED, 7)]),
        ("Лелека М.", []),
        ("Тополя Ганна", []),
        ("Барвінок Олена", []),
    ],
)
def test_a_new_name_is_held_against_everybody_known(name: str, known: list[tuple[Known, int]]) -> None:
    """Whom the plan names by the same name is joined by itself, and is no question."""
    assert [(each.known, each.id) for each in lookalikes(name, ROLL)] == known


def test_a_name_that_cannot_be_read_is_like_itself_alone() -> None:
    roll = Roll((Listed(1, "Джо Вест III", Role.MEMBER, joined=False),), (), ())
    assert [each.id for each in lookalikes("джо  вест III", roll)] == [1]
    assert lookalikes("Джо Вест", roll) == ()


def test_each_person_of_the_plan_stands_in_the_list_once() -> None:
    named = [
        Named(1, "Тополя"),
        Named(2, "Тополя С."),
        Named(3, "Тополя С.В."),
        Named(4, "Тополя Г."),
        Named(5, "Ім'я"),
    ]
    assert [each.id for each in once(named)] == [5, 4, 3]


def test_the_alphabet_is_the_ukrainian_one() -> None:
    names = ["Яна", "Йод", "Їжак", "Іва", "Ива", "Єва", "Ева", "Дяк", "Ґава", "Гава", "Д'як"]
    assert sorted(names, key=alphabetical) == [
        "Гава", "Ґава", "Дяк", "Д'як", "Ева", "Єва", "Ива", "Іва", "Їжак", "Йод", "Яна",
    ]  # fmt: skip


def test_people_are_found_by_how_a_word_of_their_name_begins() -> None:
    def found(words: str) -> list[int]:
        members, named = find(words, ROLL.members, ROLL.named)
        return [*(each.id for each in members), *(each.id for each in named)]

    assert [found(each) for each in ("топ", "СЕРГ", "лел", "поля", "", "  ", "(", "криничко т")] == [
        [1], [1], [7], [], [], [], [], [2],
    ]  # fmt: skip


def test_an_account_is_told_from_another_one() -> None:
    marks = {mark_of_account(door, account) for door in ("telegram", "viber") for account in ("1", "2", "12")}
    assert len(marks) == 6
