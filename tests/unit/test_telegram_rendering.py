"""Whatever the core says, Telegram accepts it and the person reads all of it."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialog.actions import Confirm, Home, ShowCard
from bot.dialog.model import Button, Line, Reply, Style
from bot.dialog.text import verbatim
from bot.telegram.rendering import MAX_BUTTONS, MAX_IN_ROW, MAX_UNITS, Rendered, render, units
from tests.servers.telegram.keyboard import check_keyboard
from tests.servers.telegram.markup import parse_html, utf16_length

WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n<>&"), max_size=300)
LONG_WORDS = st.builds(lambda words, times: words * times, WORDS.filter(bool), st.integers(1, 400)).map(
    lambda w: w[:9000]
)
LINES = st.builds(Line, st.one_of(WORDS, LONG_WORDS).map(verbatim), st.sampled_from(Style))
BUTTONS = st.builds(
    Button,
    st.text(st.characters(exclude_categories=["Cs"]), max_size=40).map(verbatim),
    st.builds(Confirm, st.integers(0, 10**18 - 1), st.integers(0, 10**18 - 1)),
    st.booleans(),
)
ROWS = st.lists(st.lists(BUTTONS, max_size=20).map(tuple), max_size=12).map(tuple)


def lines(*words: str, style: Style = Style.PLAIN) -> Reply:
    return Reply(tuple(Line(verbatim(each), style) for each in words))


def html(reply: Reply) -> str:
    (page,) = render(reply, "uk")
    return page.html


def codes(page: Rendered) -> list[str | None]:
    rows = page.keyboard.inline_keyboard if page.keyboard else ()
    return [button.callback_data for row in rows for button in row]


def card(number: int) -> Button:
    return Button(verbatim(str(number)), ShowCard(number))


@settings(deadline=None)
@given(st.lists(LINES, max_size=12), ROWS)
def test_telegram_takes_every_reply(said: list[Line], rows: tuple[tuple[Button, ...], ...]) -> None:
    pages = render(Reply(tuple(said), rows), "uk")
    for page in pages:
        parsed = parse_html(page.html)
        assert 1 <= utf16_length(parsed.text.strip()) <= MAX_UNITS
        assert parsed.text.split() == page.shown.split()
        check_keyboard(msgspec.json.decode(msgspec.json.encode(page.keyboard)))
    assert all(page.keyboard is None for page in pages[:-1])


@settings(deadline=None)
@given(st.lists(st.one_of(WORDS, LONG_WORDS), min_size=1, max_size=6), st.sampled_from([Style.PLAIN, Style.NOTE]))
def test_no_word_is_lost_when_a_reply_is_parted(said: list[str], style: Style) -> None:
    pages = render(lines(*said, style=style), "uk")
    read = "".join("".join(page.shown.split()) for page in pages)
    assert read == ("".join("".join(words.split()) for words in said) or "…")


@settings(deadline=None)
@given(ROWS)
def test_every_button_that_fits_is_there_in_its_order(rows: tuple[tuple[Button, ...], ...]) -> None:
    (page,) = render(Reply((Line(verbatim("так")),), rows), "uk")
    wanted = [button.code for row in rows for button in row]
    if len(wanted) <= MAX_BUTTONS:
        assert codes(page) == wanted
    assert all(len(code.encode()) <= 64 for code in codes(page) if code)


@pytest.mark.parametrize(
    ("style", "shown"),
    [
        (Style.PLAIN, 'Рік &lt;1&gt; &amp; "2"'),
        (Style.TITLE, '<b>Рік &lt;1&gt; &amp; "2"</b>'),
        (Style.ITEM, '• Рік &lt;1&gt; &amp; "2"'),
        (Style.QUOTE, '<blockquote>Рік &lt;1&gt; &amp; "2"</blockquote>'),
        (Style.NOTE, '<i>Рік &lt;1&gt; &amp; "2"</i>'),
    ],
)
def test_each_style_has_its_look_and_words_are_never_markup(style: Style, shown: str) -> None:
    assert html(lines('Рік <1> & "2"', style=style)) == shown


def test_a_blank_line_stands_before_a_heading_but_not_before_the_first() -> None:
    said = Reply(tuple(Line(verbatim(words), Style.HEADING) for words in ("Квітень", "Травень")))
    assert html(said) == "<b>Квітень</b>\n\n<b>Травень</b>"


def test_a_long_reply_is_parted_between_lines_and_the_keyboard_closes_it() -> None:
    said = [f"{number}. " + "а" * 1000 for number in range(10)]
    pages = render(Reply(lines(*said).lines, ((card(1),),)), "uk")
    assert [page.shown.split("\n") for page in pages] == [said[0:4], said[4:8], said[8:10]]
    assert [codes(page) for page in pages] == [[], [], ["~a:1:0"]]


def test_a_line_that_no_message_holds_is_parted_between_words() -> None:
    pages = render(lines("бібліотека " * 1000, style=Style.QUOTE), "uk")
    assert len(pages) == 3
    assert {word for page in pages for word in page.shown.split()} == {"бібліотека"}
    assert all(page.html.startswith("<blockquote>") for page in pages)


def test_a_character_of_two_units_is_never_cut_in_half() -> None:
    pages = render(lines("x" + "📚" * 5000), "uk")
    assert "".join(page.shown for page in pages) == "x" + "📚" * 5000
    assert all(units(page.shown) <= MAX_UNITS for page in pages)


def test_a_reply_without_a_visible_character_becomes_an_ellipsis() -> None:
    for silent in (Reply(()), lines("", " \n", style=Style.NOTE)):
        assert html(silent) == "…"


def test_wide_rows_are_wrapped() -> None:
    (page,) = render(Reply(lines("x").lines, (tuple(map(card, range(10))),)), "uk")
    assert page.keyboard is not None
    assert [len(row) for row in page.keyboard.inline_keyboard] == [MAX_IN_ROW, 2]


def test_too_many_buttons_give_way_to_the_way_home() -> None:
    home = Button(verbatim("Меню"), Home())
    rows = (*((card(number),) for number in range(150)), (home,))
    (page,) = render(Reply(lines("x").lines, rows), "uk")
    assert codes(page) == [*(f"~a:{number}:0" for number in range(99)), home.code]
