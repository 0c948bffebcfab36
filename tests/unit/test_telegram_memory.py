"""What the Telegram door remembers between updates: little, and not for long."""

from __future__ import annotations

from bot.telegram.pace import CHAT_SECONDS, Pace
from bot.telegram.rendering import Rendered
from bot.telegram.screens import Screens
from bot.telegram.wire import Chat, InlineButton, InlineKeyboard, Message

KEYBOARD = InlineKeyboard(((InlineButton("Меню", "~h"),),))
PAGE = Rendered("<b>Стан</b> 1", "Стан 1", KEYBOARD)


def message(number: int = 1, text: str | None = "Стан 1", edit_date: int = 0) -> Message:
    return Message(number, Chat(501, "private"), 1, edit_date, None, text, KEYBOARD)


def test_a_chat_is_calm_again_after_a_second() -> None:
    now = 100.0
    pace = Pace(lambda: now)
    assert pace.is_calm("501")
    pace.mark("501")
    assert (pace.is_calm("501"), pace.is_calm("502")) == (False, True)
    now += CHAT_SECONDS + 0.001
    assert pace.is_calm("501")


def test_calm_chats_are_forgotten() -> None:
    now = 0.0
    pace = Pace(lambda: now)
    for number in range(1000):
        now = number / 10
        pace.mark(str(number))
    assert len(pace._written) == 11


def test_a_message_shows_what_telegram_says_it_shows() -> None:
    screens = Screens()
    assert screens.shows(message(), PAGE)
    assert screens.shows(message(text=" Стан  1\n"), PAGE)
    assert not screens.shows(message(text="Стан 2"), PAGE)
    assert not screens.shows(message(text=None), PAGE)
    assert not screens.shows(message(), Rendered("Стан 1", "Стан 1"))


def test_our_own_edit_is_newer_than_the_message_of_an_older_tap() -> None:
    screens = Screens()
    newer = Rendered("Стан 2", "Стан 2", KEYBOARD)
    screens.remember(message(), 1000, newer)
    assert screens.shows(message(), newer)
    assert not screens.shows(message(), PAGE)
    assert screens.shows(message(edit_date=1001), PAGE)


def test_only_the_last_edits_are_remembered() -> None:
    screens = Screens()
    for number in range(5000):
        screens.remember(message(number), 1000, PAGE)
    assert len(screens._edits) == 2048
    assert not screens.shows(message(4999, "інше"), Rendered("інше", "інше"))
    assert screens.shows(message(1), PAGE)
