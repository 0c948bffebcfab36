"""How many took part, as people write it, and never a number that only stands somewhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.participants import MOST, participants_in
from bot.domain.reporting import Message, joined_words, last_participants, links_in, read_message


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("40", 40),
        (" 40. ", 40),
        ("1 200", 1200),
        ("40 учасників", 40),
        ("було 25 людей", 25),
        ("Було 25 осіб.", 25),
        ("1 учасниця", 1),
        ("3 учасниці", 3),
        ("Учасників: 40", 40),
        ("учасників — 40", 40),
        ("Кількість присутніх: 31", 31),
        ("40 participants", 40),
        ("Провели 3 зустрічі, 40 учасників", 40),
        ("Навчили 30 тренерів. Присутніх: 31", 31),
        ("25 людей у січні, 25 людей у лютому", 25),
        ("1 200 учасників", 1200),
    ],
)
def test_a_number_with_its_word_or_alone_is_how_many_took_part(words: str, count: int) -> None:
    assert participants_in(words) == count


@pytest.mark.parametrize(
    "words",
    [
        "6.1",
        "о 15:30",
        "у 2026 році",
        "Провели 3 зустрічі",
        "у 2026 році видали 40 книжок",
        "понад 40 учасників",
        "близько 40 людей",
        "40-50 людей",
        "від 40 до 50 людей",
        "учасників: 40-50",
        "30+ людей",
        "40 з 50 учасників",
        "2,5 тисячі учасників",
        "6.1 учасників",
        "№ 40 людей",
        "не 40 людей",
        "ще 3 учасники підійшли",
        "40 учасників і 12 людей з області",
        "сорок людей",
        "10000000",
        "",
    ],
)
def test_any_other_number_is_not_taken_for_it(words: str) -> None:
    assert participants_in(words) is None


@given(st.text())
def test_whatever_is_written_no_number_is_made_up(words: str) -> None:
    count = participants_in(words)
    assert count is None or 0 <= count <= MOST


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("40", ""),
        ("було 25 людей", ""),
        ("Було всього 25 людей!", ""),
        ("Свято, 25 людей", "Свято, 25 людей"),
        ("Свято", "Свято"),
    ],
)
def test_words_are_kept_unless_they_are_a_number_of_people_alone(words: str, kept: str) -> None:
    assert read_message(words).words == kept


@pytest.mark.parametrize(
    ("words", "links"),
    [
        ("Допис: https://spilka.example/dopys.", ("https://spilka.example/dopys",)),
        (
            "(http://a.example/1), http://a.example/1; https://b.example/?q=1&x=2",
            ("http://a.example/1", "https://b.example/?q=1&x=2"),
        ),
        ("spilka.example/dopys", ()),
        ("https://", ()),
        ("javascript:alert(1)", ()),
        ("https://a.example/" + "x" * 3000, ()),
    ],
)
def test_web_addresses_are_links(words: str, links: tuple[str, ...]) -> None:
    assert links_in(words) == links


def test_a_report_is_its_messages_in_their_order() -> None:
    said = [read_message(each) for each in ("Провели свято", "25", "Було весело", "ні, 26 людей")]
    assert (joined_words(said), last_participants(said)) == ("Провели свято\nБуло весело\nні, 26 людей", 26)
    assert last_participants([Message("слова")]) is None
