"""Callbacks of Viber: what they say to the conversation, and that no odd field can break anything."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialog.actions import Claim, encode
from bot.dialog.model import Address, Arrival, File, Incoming, Tap, Unreadable, What, Words
from bot.viber.incoming import departure, incoming, opens_conversation
from bot.viber.signature import is_genuine

JSON = dict[str, Any]
OLENA = Address("viber", "01234567890A=")
TOKEN = "445da6az1s345z78-dazcczb2542zv51a-e0vc5fva17480im9"


def message(**content: object) -> JSON:
    return {
        "event": "message",
        "timestamp": 1457764197627,
        "message_token": 4912661846655238145,
        "sender": {"id": OLENA.account, "name": "Олена", "language": "uk", "country": "UA", "api_version": 10},
        "message": content,
        "silent": False,
    }


def opening(**content: object) -> JSON:
    user = {"id": OLENA.account, "name": "Олена", "language": "uk-UA"}
    return {"event": "conversation_started", "message_token": 49, "type": "open", "user": user} | content


def said(callback: JSON) -> What:
    update = incoming(callback)
    assert update is not None
    return update.what


def test_a_text_is_words_with_a_key_of_its_own() -> None:
    update = incoming(message(type="text", text="що цього кварталу?"))
    assert update == Incoming(OLENA, "viber:4912661846655238145", Words("що цього кварталу?"), "uk")


def test_a_buttons_code_is_a_tap_and_a_likeness_of_one_is_words() -> None:
    code = encode(Claim(12, 3))
    assert said(message(type="text", text=code)) == Tap(code)
    assert said(message(type="text", text="~ось так")) == Words("~ось так")


@pytest.mark.parametrize(
    ("typed", "what"),
    [
        ("/start pl-9_Zz", Arrival("pl-9_Zz")),
        ("/start", Arrival(None)),
        ("/start not a token", Arrival(None)),
        ("/start " + "a" * 65, Arrival(None)),
        ("/starting", Words("/starting")),
    ],
)
def test_a_typed_start_is_an_arrival(typed: str, what: What) -> None:
    assert said(message(type="text", text=typed)) == what


def test_a_long_text_is_cut() -> None:
    assert said(message(type="text", text="я" * 9000)) == Words("я" * 7000)


def test_a_file_has_a_name_and_a_size() -> None:
    found = said(message(type="file", media="https://example.org/1", file_name="план.docx", size=1234))
    assert isinstance(found, File)
    assert (found.name, found.size) == ("план.docx", 1234)


@pytest.mark.parametrize("size", [None, "12", -1, True, 1.5])
def test_a_size_that_is_none_is_untold(size: object) -> None:
    found = said(message(type="file", media="https://example.org/1", file_name=None, size=size))
    assert isinstance(found, File)
    assert (found.name, found.size) == ("", 0)


@pytest.mark.parametrize(
    "content",
    [
        {"type": "file", "file_name": "план.docx"},
        {"type": "file", "media": ""},
        {"type": "file", "media": "https://example.org/" + "a" * 2000},
        {"type": "file", "media": 7},
        {"type": "picture", "text": "фото"},
        {"type": "video", "media": "https://example.org/1.mp4", "size": 10000},
        {"type": "url", "media": " "},
        {"type": "sticker", "sticker_id": 46105},
        {"type": "text"},
        {"type": "text", "text": None},
        {"type": "text", "text": " \n"},
        {"type": "text", "text": "\0"},
        {},
    ],
)
def test_what_is_no_text_is_unreadable(content: JSON) -> None:
    assert said(message(**content)) == Unreadable()


def test_opening_the_conversation_is_an_arrival_with_its_context() -> None:
    update = incoming(opening(context="pl-9_Zz"))
    assert update == Incoming(OLENA, "viber:49", Arrival("pl-9_Zz"), "uk-UA")
    assert opens_conversation(opening())
    assert not opens_conversation(message(type="text", text="/start"))


@pytest.mark.parametrize("context", [None, "", "з кирилиці", "a" * 65, "a b", 5, ["a"], "a\n"])
def test_a_context_that_is_no_start_token_is_none(context: object) -> None:
    assert said(opening(context=context)) == Arrival(None)


@pytest.mark.parametrize(
    "event", ["subscribed", "delivered", "seen", "failed", "webhook", "client_status", None, 7, []]
)
def test_other_events_say_nothing(event: object) -> None:
    callback = message(type="text", text="привіт") | {"event": event, "user_id": OLENA.account}
    assert incoming(callback) is None
    assert departure(callback) is None


def test_who_unsubscribes_has_left() -> None:
    callback = {"event": "unsubscribed", "timestamp": 1, "user_id": OLENA.account, "message_token": 5}
    assert departure(callback) == OLENA
    assert incoming(callback) is None


@pytest.mark.parametrize("token", [None, True, 1.5, -1, 1 << 64, "", "a b", {}])
def test_an_update_without_a_usable_key_is_not_taken(token: object) -> None:
    assert incoming(message(type="text", text="привіт") | {"message_token": token}) is None


@pytest.mark.parametrize("account", [None, "", 5, "з кирилиці", "a" * 101])
def test_nobody_without_a_usable_id(account: object) -> None:
    assert incoming(message(type="text", text="привіт") | {"sender": {"id": account}}) is None


@pytest.mark.parametrize("language", [None, 5, "", "українська", "x" * 40])
def test_an_odd_language_is_none(language: object) -> None:
    update = incoming(message(type="text", text="привіт") | {"sender": {"id": "a", "language": language}})
    assert update is not None
    assert update.language is None


ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(["text", "~h", "/start a", "a"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
PERSON = st.fixed_dictionaries({}, optional={"id": ANYTHING, "language": ANYTHING}) | ANYTHING
CONTENT = st.fixed_dictionaries({}, optional={"type": ANYTHING, "text": ANYTHING}) | ANYTHING
EVENTS = ["message", "conversation_started", "unsubscribed", "subscribed", "failed"]
CALLBACKS = ANYTHING | st.fixed_dictionaries(
    {"event": st.sampled_from(EVENTS) | ANYTHING},
    optional={
        "message_token": ANYTHING,
        "sender": PERSON,
        "user": PERSON,
        "user_id": ANYTHING,
        "message": CONTENT,
        "context": ANYTHING,
    },
)


@given(CALLBACKS)
def test_no_field_can_break_the_reading(callback: object) -> None:
    update = incoming(callback)
    assert update is None or (update.update_key.startswith("viber:") and update.address.door == "viber")
    left = departure(callback)
    assert left is None or left.door == "viber"


def test_half_a_surrogate_pair_does_not_reach_the_store() -> None:
    callback = message(type="text") | {"message": json.loads(r'{"type": "text", "text": "ого \ud83d"}')}
    assert said(callback) == Words("ого ?")


@given(st.binary(), st.none() | st.text() | st.sampled_from(["0" * 64]))
def test_only_the_right_signature_is_genuine(body: bytes, forged: str | None) -> None:
    assert not is_genuine(body, forged, TOKEN)


def test_the_signature_is_the_hmac_of_the_raw_bytes() -> None:
    # Computed with OpenSSL: printf %s '{"event":"webhook"}' | openssl dgst -sha256 -hmac key
    right = "92fb365141dbae0bbf1acfca5cc062168975c1ffc43d3e99699bff7f838717ba"
    assert is_genuine(b'{"event":"webhook"}', right, "key")
    assert not is_genuine(b'{"event": "webhook"}', right, "key")
    assert not is_genuine(b'{"event":"webhook"}', right, "kez")
