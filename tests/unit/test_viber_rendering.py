"""Whatever a reply says, Viber takes it: no limit is broken, nothing is lost, and the way back stays."""

import json
import re
from html import unescape
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st
from viberbot.api.messages import get_message

from bot.dialog.actions import AskMeetingDay, Home, SetMeetingDay, ShowCard, ShowQuarter
from bot.dialog.model import Button, Line, Reply, Style
from bot.dialog.speech import say
from bot.dialog.text import verbatim
from bot.viber.keyboard import fit, label
from bot.viber.payload import encoded
from bot.viber.rendering import messages, welcome
from tests.servers.viber.errors import ApiError
from tests.servers.viber.messages import MAX_REQUEST_BYTES, check_message

ANY_WORDS = st.text(max_size=400) | st.builds(lambda word, n: word * n, st.text(min_size=1, max_size=9), st.just(2500))
LINES = st.builds(lambda words, style: Line(verbatim(words), style), ANY_WORDS, st.sampled_from(Style))
NUMBERS = st.integers(0, 10**18 - 1)
ACTIONS = (
    st.just(Home())
    | st.builds(ShowQuarter, st.integers(0, 4))
    | st.builds(ShowCard, NUMBERS, NUMBERS)
    | st.builds(SetMeetingDay, NUMBERS, NUMBERS, NUMBERS)
)
LABELS = st.text(max_size=20) | st.sampled_from(["&" * 300, "слово " * 60, "😀" * 200, "\0" * 300])
BUTTONS = st.builds(lambda words, action, keep: Button(verbatim(words), action, keep), LABELS, ACTIONS, st.booleans())
FEW_ROWS = st.lists(st.lists(BUTTONS, max_size=3).map(tuple), max_size=4).map(tuple)
MANY_ROWS = st.builds(
    lambda button, sizes: tuple((button,) * size for size in sizes), BUTTONS, st.lists(st.integers(0, 9))
)
ROWS = FEW_ROWS | MANY_ROWS
REPLIES = st.builds(Reply, st.lists(LINES, max_size=5).map(tuple), ROWS)
DAY = AskMeetingDay(7, 1)


def button(words: str) -> Button:
    return Button(verbatim(words), DAY)


def plain(*words: str) -> Reply:
    return Reply(tuple(Line(verbatim(paragraph)) for paragraph in words))


def request(message: dict[str, object]) -> dict[str, object]:
    return {"receiver": "x" * 100, **message}


@given(REPLIES)
def test_viber_takes_any_reply(reply: Reply) -> None:
    for message in messages(reply, "uk"):
        assert get_message(message).validate()
        assert len(encoded(request(message))) <= 30_000 < MAX_REQUEST_BYTES
        check_message(json.loads(encoded(request(message))), token=1)


@given(st.lists(REPLIES, min_size=1, max_size=3))
def test_viber_takes_any_welcome(replies: list[Reply]) -> None:
    message = welcome(replies, "uk")
    assert message is not None
    assert get_message(message).validate()
    assert len(encoded(message)) <= 30_000
    check_message(json.loads(encoded(message)), token=1)


def test_the_limits_are_real() -> None:
    with pytest.raises(ApiError, match="7001 characters"):
        check_message({"type": "text", "text": "я" * 7001, "sender": {"name": "Плановик"}}, token=1)


@given(REPLIES)
def test_no_letter_of_the_text_is_lost(reply: Reply) -> None:
    said = "".join(str(message["text"]) for message in messages(reply, "uk"))
    expected = "".join(say(line.text, "uk") for line in reply.lines)
    letters = re.sub(r"[\s•«»…]", "", said)
    assert letters == re.sub(r"[\s•«»…]", "", expected)


@given(st.lists(st.integers(0, 9), max_size=25))
def test_buttons_keep_their_order_and_the_last_row_stays(sizes: list[int]) -> None:
    numbers = count()
    rows = [tuple(Button(verbatim("Захід"), ShowCard(next(numbers))) for _ in range(size)) for size in sizes]
    asked = [button.code for row in rows for button in row]
    fitted = fit(rows)
    shown = [button.code for row in fitted for button in row]
    assert len(fitted) <= 12
    assert all(1 <= len(row) <= 6 for row in fitted)
    way_back = len(fitted[-1]) if fitted else 0
    before = len(shown) - way_back
    assert shown == asked[:before] + asked[len(asked) - way_back :]
    assert len(shown) == len(asked) or before == 66


@given(st.text(max_size=600), st.sampled_from([250, 120, 60, 30, 12]))
def test_a_label_reads_as_it_was_written(words: str, longest: int) -> None:
    shown = label(words, longest)
    read = unescape(shown)
    assert 1 <= len(shown) <= longest
    assert "<" not in shown
    assert " ".join(words.split()).startswith(read.removesuffix("…"))
    assert read.endswith("…") or read == " ".join(words.split())


@pytest.mark.parametrize(
    ("buttons", "widths"),
    [(1, [6]), (2, [3, 3]), (3, [2, 2, 2]), (4, [2, 2, 1, 1]), (5, [2, 1, 1, 1, 1]), (6, [1, 1, 1, 1, 1, 1])],
)
def test_a_row_fills_six_columns(buttons: int, widths: list[int]) -> None:
    (message,) = messages(Reply((), (tuple(button("Так") for _ in range(buttons)),)), "uk")
    assert [drawn["Columns"] for drawn in message["keyboard"]["Buttons"]] == widths  # type: ignore[index] # plain JSON


def test_a_button_is_silent_and_carries_its_action() -> None:
    (message,) = messages(Reply((), ((Button(verbatim("<Звіт> & план"), ShowCard(12, 3)),),)), "uk")
    assert message["keyboard"] == {
        "Type": "keyboard",
        "Buttons": [
            {
                "Columns": 6,
                "Rows": 1,
                "ActionType": "reply",
                "ActionBody": "~a:12:3",
                "Text": "&lt;Звіт&gt; &amp; план",
                "Silent": True,
            }
        ],
    }


def test_the_fullest_keyboard_leaves_room_for_a_text() -> None:
    biggest = 10**18 - 1
    row = (Button(verbatim("\0" * 300), SetMeetingDay(biggest, biggest, biggest)),) * 6
    (message,) = messages(Reply(plain("а" * 4000).lines, (row,) * 12), "uk")
    assert len(message["keyboard"]["Buttons"]) == 72  # type: ignore[index] # plain JSON
    assert len(encoded(request(message))) <= 30_000


def test_styles_shape_the_text_without_markup() -> None:
    lines = (
        Line(verbatim("II квартал"), Style.TITLE),
        Line(verbatim("Ціль 1"), Style.HEADING),
        Line(verbatim("Семінар"), Style.ITEM),
        Line(verbatim("до *кінця* червня"), Style.QUOTE),
        Line(verbatim("Оновлено сьогодні"), Style.NOTE),
    )
    (message,) = messages(Reply(lines), "uk")
    assert message["text"] == "II квартал\n\nЦіль 1\n• Семінар\n«до *кінця* червня»\nОновлено сьогодні"


def test_a_long_reply_is_parted_between_lines_with_the_keyboard_on_the_last_part() -> None:
    reply = Reply(plain("а" * 4000, "б" * 2000, "в" * 3000).lines, ((Button(verbatim("Меню"), Home()),),))
    first, last = messages(reply, "uk")
    assert first["text"] == "а" * 4000 + "\n" + "б" * 2000
    assert last["text"] == "в" * 3000
    assert "keyboard" not in first
    assert "keyboard" in last


def test_a_long_line_is_parted_between_words() -> None:
    first, last = messages(plain("слово " * 1500), "uk")
    assert str(first["text"]).endswith("слово")
    assert str(last["text"]).startswith("слово")


def test_a_welcome_joins_all_texts_and_keeps_the_last_keyboard() -> None:
    replies = [
        Reply(plain("Вітаю!").lines, ((button("Перша"),),)),
        Reply(plain("Хто ви?").lines, ((button("Друга"),),)),
    ]
    message = welcome(replies, "uk")
    assert message is not None
    assert message["text"] == "Вітаю!\n\nХто ви?"
    assert [drawn["Text"] for drawn in message["keyboard"]["Buttons"]] == ["Друга"]  # type: ignore[index] # plain JSON


def test_a_welcome_too_long_for_one_message_says_that_it_was_cut() -> None:
    message = welcome([plain("а" * 9000)], "uk")
    assert message is not None
    assert message["text"] == "а" * 6999 + "…"


def test_nothing_to_say_is_no_welcome() -> None:
    assert welcome([], "uk") is None
