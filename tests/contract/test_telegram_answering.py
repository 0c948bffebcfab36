"""What a person sees after a tap: the card changes in place, the button stops spinning, nothing is said twice."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.dialog.actions import ShowCard, ShowQuarter, encode
from bot.dialog.model import Line, Reply, Tap, Words
from bot.dialog.text import verbatim
from bot.telegram.door import TelegramDoor
from tests.contract.telegram_talk import Talk, behind, card, opened, page, until
from tests.servers.telegram import Fault, Limits, Message, TelegramServer, User

CARD = Tap(encode(ShowCard(1)))
QUARTER = Tap(encode(ShowQuarter(1)))


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer(limits=Limits.unhurried(), allow_http_webhook=True) as server:
        yield server
        server.check()


@pytest.fixture
async def door(server: TelegramServer) -> AsyncIterator[TelegramDoor]:
    async with opened(server, call_seconds=2) as door:
        yield door


@pytest.fixture(params=["polling", "webhook"])
async def talk(request: pytest.FixtureRequest, door: TelegramDoor) -> AsyncIterator[Talk]:
    """The conversation, behind either way in."""
    async with behind(request.param, door) as talk:
        yield talk


@pytest.fixture
async def olena(server: TelegramServer, talk: Talk) -> User:
    olena = server.user(501)
    await olena.start("t0ken")
    await olena.hears("Вітаю, t0ken")
    return olena


def calls(server: TelegramServer, method: str) -> int:
    return sum(1 for name, _ in server.calls if name == method)


async def tap_and_settle(server: TelegramServer, olena: User, button: str, message: Message | None = None) -> None:
    await olena.taps(button, message)
    await server.settled()


async def test_a_tap_changes_the_tapped_message(server: TelegramServer, olena: User) -> None:
    await tap_and_settle(server, olena, "Оновити")
    assert [message.text for message in olena.chat] == ["Захід 1 & <друзі>\nСтан 0"]


async def test_a_tap_that_changes_nothing_calls_for_no_edit(server: TelegramServer, olena: User) -> None:
    for _ in range(3):
        await tap_and_settle(server, olena, "Оновити")
    assert calls(server, "editMessageText") == 1


async def test_two_quick_taps_make_one_edit(server: TelegramServer, talk: Talk, olena: User) -> None:
    talk.gates["501"].clear()
    await olena.taps("Оновити")
    await olena.taps("Оновити")
    talk.gates["501"].set()
    await server.settled()
    assert calls(server, "editMessageText") == 1


async def test_a_message_changed_back_and_forth_is_edited_each_time(
    server: TelegramServer, talk: Talk, olena: User
) -> None:
    for version in (0, 1, 0, 1):
        talk.version = version
        await tap_and_settle(server, olena, "Оновити")
        assert olena.sees.text.endswith(f"Стан {version}")
    assert len(olena.chat) == 1


async def test_a_new_reply_to_a_tap_leaves_the_message(server: TelegramServer, olena: User) -> None:
    await tap_and_settle(server, olena, "Квартал")
    assert [message.text for message in olena.chat] == ["Вітаю, t0ken", QUARTER.code]


async def test_the_first_reply_in_place_edits_and_the_others_are_sent(
    server: TelegramServer, talk: Talk, olena: User
) -> None:
    talk.special[CARD] = (page("дякую"), card(2).in_place(), card(3).in_place())
    await tap_and_settle(server, olena, "Оновити")
    assert [message.text.split("\n")[0] for message in olena.chat] == [
        "Захід 2 & <друзі>",
        "дякую",
        "Захід 3 & <друзі>",
    ]


async def test_a_reply_in_place_of_a_message_that_is_gone_is_sent(server: TelegramServer, olena: User) -> None:
    seen = olena.sees
    chat = server.account.chats[501]
    chat.messages.pop(seen.id)
    chat.payloads.pop(seen.id)
    await tap_and_settle(server, olena, "Оновити", seen)
    assert olena.sees.text.startswith("Захід 1")
    assert calls(server, "editMessageText") == 0


async def test_a_reply_in_place_of_a_message_deleted_meanwhile_is_sent(
    server: TelegramServer, talk: Talk, olena: User
) -> None:
    talk.gates["501"].clear()
    await olena.taps("Оновити")
    chat = server.account.chats[501]
    chat.messages.clear()
    chat.payloads.clear()
    talk.gates["501"].set()
    await olena.hears("Захід 1")
    await server.settled()
    assert (calls(server, "editMessageText"), len(olena.chat)) == (1, 1)


async def test_a_reply_in_place_that_needs_two_messages_is_sent(
    server: TelegramServer, talk: Talk, olena: User
) -> None:
    talk.special[CARD] = (Reply(tuple(Line(verbatim("слово " * 400)) for _ in range(2))).in_place(),)
    await tap_and_settle(server, olena, "Оновити")
    assert len(olena.chat) == 3


async def test_a_tap_delivered_twice_is_answered_once(server: TelegramServer, olena: User) -> None:
    await tap_and_settle(server, olena, "Квартал")
    await olena.updates_again(2)
    await server.settled()
    assert len(olena.chat) == 2


async def test_too_many_requests_are_waited_out(server: TelegramServer, talk: Talk, olena: User) -> None:
    server.faults.next("sendMessage", Fault.TOO_MANY_REQUESTS, times=2)
    talk.special[Words("двічі")] = (page("раз"), page("два"))
    already = calls(server, "sendMessage")
    await olena.says("двічі")
    await olena.hears("раз")
    await olena.hears("два")
    await server.settled()
    assert server.faults.left == 0
    assert calls(server, "sendMessage") - already == 2
    assert [message.text for message in olena.chat[1:]] == ["раз", "два"]


async def test_a_button_does_not_spin_while_too_many_requests_are_waited_out(
    server: TelegramServer, olena: User
) -> None:
    server.faults.next("editMessageText", Fault.TOO_MANY_REQUESTS)
    await olena.taps("Оновити")
    await until("the tap is acknowledged at once", lambda: calls(server, "answerCallbackQuery"))
    assert olena.sees.text == "Вітаю, t0ken"
    await olena.hears("Захід 1")


async def test_a_wait_beyond_all_patience_is_given_up(server: TelegramServer, talk: Talk, olena: User) -> None:
    server.faults.next("sendMessage", Fault.TOO_MANY_REQUESTS, retry_after=600)
    talk.special[Words("двічі")] = (page("раз"), page("два"))
    await olena.says("двічі")
    await server.settled()
    assert len(olena.chat) == 1


@pytest.mark.parametrize("fault", [Fault.FORBIDDEN, Fault.SERVER_ERROR, Fault.BAD_GATEWAY, Fault.RESET_BEFORE_BODY])
async def test_an_answer_that_fails_stops_nobody(
    server: TelegramServer, talk: Talk, olena: User, fault: Fault, caplog: pytest.LogCaptureFixture
) -> None:
    server.faults.next("sendMessage", fault)
    await tap_and_settle(server, olena, "Квартал")
    assert "answer-not-delivered" in [record.message for record in caplog.records]
    await tap_and_settle(server, olena, "Оновити")
    assert olena.sees.text.startswith("Захід 1")


async def test_a_fault_of_ours_stops_nobody_and_no_button_spins(
    server: TelegramServer, talk: Talk, olena: User, caplog: pytest.LogCaptureFixture
) -> None:
    talk.special[CARD] = ZeroDivisionError("Олена")
    await tap_and_settle(server, olena, "Оновити")
    await tap_and_settle(server, olena, "Квартал")
    assert [message.text for message in olena.chat] == ["Вітаю, t0ken", QUARTER.code]
    assert "update-failed" in [record.message for record in caplog.records]


async def test_an_acknowledgement_that_fails_does_not_hold_the_answer_up(
    server: TelegramServer, olena: User, caplog: pytest.LogCaptureFixture
) -> None:
    server.faults.next("answerCallbackQuery", Fault.SERVER_ERROR)
    server.faults.next("editMessageText", Fault.TOO_MANY_REQUESTS)
    await olena.taps("Оновити")
    await olena.hears("Захід 1")
    await server.settled()
    assert server.faults.left == 0
    # Only requests that met no fault are counted: the tap was acknowledged in one try, which failed.
    assert (calls(server, "answerCallbackQuery"), calls(server, "editMessageText")) == (0, 1)
    assert [record.message for record in caplog.records].count("tap-not-acknowledged") == 1


async def test_one_persons_updates_are_answered_in_their_order(server: TelegramServer, talk: Talk, olena: User) -> None:
    talk.gates["501"].clear()
    for number in range(5):
        await olena.says(str(number))
    await asyncio.sleep(0.05)
    assert talk.words == ["0"]
    talk.gates["501"].set()
    await server.settled()
    assert [message.text for message in olena.chat[1:]] == [f"Ви: {number}" for number in range(5)]


async def test_nobody_waits_for_another_person(server: TelegramServer, talk: Talk, olena: User) -> None:
    talk.gates["501"].clear()
    await olena.says("довго")
    ivan = server.user(502)
    await ivan.says("швидко")
    await ivan.hears("Ви: швидко")
    await ivan.says("і ще")
    await ivan.hears("Ви: і ще")
    talk.gates["501"].set()
    await olena.hears("Ви: довго")


async def test_an_update_that_the_store_cannot_take_comes_again(
    server: TelegramServer, talk: Talk, olena: User
) -> None:
    talk.closed = True
    await olena.taps("Квартал")
    await until("the update comes again", lambda: [told.what for told in talk.heard].count(QUARTER) > 2)
    assert server.account.updates.pending
    talk.closed = False
    await olena.hears(QUARTER.code)
    await server.settled()
    assert len(olena.chat) == 2


async def test_a_file_is_answered_and_the_rest_ignored(server: TelegramServer, olena: User) -> None:
    await olena.sends_file("план.docx", b"PK")
    await olena.hears("план.docx")
    await olena.blocks()
    await olena.unblocks()
    await olena.says("я тут")
    await olena.hears("Ви: я тут")
