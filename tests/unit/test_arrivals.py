"""Every door and the conversation read ``/start`` alike."""

from __future__ import annotations

import pytest

from bot.dialog.arrivals import arrival_of
from bot.dialog.model import Address, Arrival, Incoming, Words
from bot.telegram.incoming import incoming_of
from bot.telegram.wire import Chat, Message, Person, Update
from bot.viber.incoming import incoming
from bot.web.incoming import Said, what_was_said
from handlers.keys import StartToken, key_of

STARTS = [
    ("/start", None),
    ("/start Ab_9-z", "Ab_9-z"),
    (" /start   Ab_9-z \n", "Ab_9-z"),
    ("/start@planovyk_bot Ab_9-z", "Ab_9-z"),
    ("/start " + "a" * 64, "a" * 64),
    ("/start " + "a" * 65, None),
    ("/start жодного", None),
    ("/start two words", None),
]


async def no_file(_file_id: str) -> bytes:
    raise AssertionError("no file was sent")


@pytest.mark.parametrize(("text", "token"), STARTS)
def test_a_start_is_an_arrival_at_every_door(text: str, token: str | None) -> None:
    arrival = Arrival(token)
    assert arrival_of(text) == arrival
    written = Message(1, Chat(501, "private"), sender=Person(501), text=text)
    telegram = incoming_of(Update(7, written), no_file)
    sent = {"type": "text", "text": text}
    viber = incoming({"event": "message", "message_token": 7, "sender": {"id": "a"}, "message": sent})
    assert [update.what for update in (telegram, viber) if update] == [arrival, arrival]
    assert what_was_said(Said("secretary", text)) == arrival
    key = StartToken(token) if token else None
    assert key_of(Incoming(Address("web", "1"), "web:1", Words(text))) == key


@pytest.mark.parametrize("text", ["/starting", "/start_x", "/help", "start", "почати /start", ""])
def test_everything_else_is_none(text: str) -> None:
    assert arrival_of(text) is None
