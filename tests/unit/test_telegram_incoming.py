"""What Telegram tells, in the words of the core."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialog.model import Address, Arrival, File, Incoming, Tap, Unreadable, What, Words
from bot.telegram.incoming import incoming_of
from bot.telegram.wire import as_update, read_update

JSON = dict[str, Any]
OLENA: JSON = {"id": 501, "is_bot": False, "first_name": "Олена", "language_code": "uk"}
CHAT: JSON = {"id": 501, "type": "private", "first_name": "Олена"}
GROUP: JSON = {"id": -1001, "type": "supergroup", "title": "Президія"}

ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


def message(chat: JSON = CHAT, **content: object) -> JSON:
    return {"update_id": 7, "message": {"message_id": 3, "date": 1_760_000_000, "from": OLENA, "chat": chat, **content}}


def tap(chat: JSON = CHAT, **more: object) -> JSON:
    shown = {"message_id": 2, "date": 1_760_000_000, "chat": chat, "text": "Меню"}
    return {
        "update_id": 8,
        "callback_query": {"id": "9", "from": OLENA, "chat_instance": "1", "message": shown, **more},
    }


def read(update: JSON) -> Incoming | None:
    known = read_update(msgspec.json.encode(update))
    assert known is not None
    assert as_update(update) == known
    return incoming_of(known, content_of)


async def content_of(file_id: str) -> bytes:
    return f"content of {file_id}".encode()


def what(update: JSON) -> What:
    incoming = read(update)
    assert incoming is not None
    return incoming.what


def test_an_update_tells_who_wrote_and_in_which_language() -> None:
    assert read(message(text="що цього кварталу?")) == Incoming(
        Address("telegram", "501"), "telegram:7", Words("що цього кварталу?"), "uk"
    )


def test_a_tap_brings_the_code_of_its_action() -> None:
    assert read(tap(data="~a:5:6")) == Incoming(Address("telegram", "501"), "telegram:8", Tap("~a:5:6"), "uk")


def test_a_tap_under_a_message_that_telegram_no_longer_shows_still_counts() -> None:
    gone = {"message_id": 2, "date": 0, "chat": CHAT}
    assert what(tap(data="~h", message=gone)) == Tap("~h")
    assert what(tap(data="~h", message=None)) == Tap("~h")


@pytest.mark.parametrize(
    ("text", "token"),
    [
        ("/start", None),
        ("/start Ab_9-z", "Ab_9-z"),
        ("/start@planovyk_bot Ab_9-z", "Ab_9-z"),
        ("/start " + "a" * 64, "a" * 64),
        ("/start " + "a" * 65, None),
        ("/start жодного", None),
        ("/start two words", None),
        ("/start a\n", "a"),
    ],
)
def test_a_link_brings_a_token_only_if_a_link_can_carry_it(text: str, token: str | None) -> None:
    assert what(message(text=text)) == Arrival(token)


@pytest.mark.parametrize("text", ["/starting", "/help", "start", "/start_x"])
def test_everything_else_is_words(text: str) -> None:
    assert what(message(text=text)) == Words(text)


def test_a_text_longer_than_telegram_allows_is_trimmed() -> None:
    assert what(message(text="я" * 5000)) == Words("я" * 4096)


async def test_a_document_is_a_file_that_is_fetched_only_when_it_is_read() -> None:
    found = what(message(document={"file_id": "F-1", "file_name": "план.docx", "file_size": 1234}, caption="ось"))
    assert isinstance(found, File)
    assert (found.name, found.size) == ("план.docx", 1234)
    assert await found.read() == b"content of F-1"


def test_a_document_may_have_no_name_and_no_size() -> None:
    found = what(message(document={"file_id": "F-1"}))
    assert isinstance(found, File)
    assert (found.name, found.size) == ("", 0)


@pytest.mark.parametrize("content", [{"sticker": {}}, {"voice": {}}, {"caption": "звіт", "photo": []}, {"text": " "}])
def test_what_holds_no_text_is_unreadable(content: JSON) -> None:
    assert what(message(**content)) == Unreadable()


@pytest.mark.parametrize(
    "update",
    [
        message(chat=GROUP, sticker={}),
        tap(chat=GROUP, data="~h"),
        tap(game_short_name="x"),
        {"update_id": 1, "my_chat_member": {"chat": CHAT, "from": OLENA, "date": 1}},
        {"update_id": 1, "edited_message": message(text="x")["message"]},
        {"update_id": 1, "a_kind_of_tomorrow": {"message": 1}},
        {"update_id": 1},
        {"update_id": 1, "message": {"message_id": 3, "date": 1, "chat": CHAT, "text": "без автора"}},
    ],
)
def test_what_is_not_meant_for_the_bot_is_ignored(update: JSON) -> None:
    assert read(update) is None


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"{}", b"\xff", b'{"update_id":"1"}', b"[" * 100_000])
def test_what_is_no_update_is_told_apart(body: bytes) -> None:
    assert read_update(body) is None


@settings(deadline=None)
@given(ANY_JSON)
def test_no_json_breaks_the_reading(value: object) -> None:
    for update in (value, {"update_id": 1, "message": value}, {"update_id": 1, "callback_query": value}):
        read_update(msgspec.json.encode(update))


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_break_the_reading(body: bytes) -> None:
    read_update(body)
