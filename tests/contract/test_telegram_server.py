"""The Telegram test server keeps the Bot API's rules, and no breach of them goes unseen."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNotFound,
    TelegramUnauthorizedError,
)
from aiogram.types import (
    BotCommand,
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
    Update,
)

from tests.servers.pictures import png
from tests.servers.telegram import Limits, TelegramServer
from tests.servers.telegram.client import a_bot

OLENA = 5001


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer(limits=Limits.unhurried(), allow_http_webhook=True) as running:
        yield running


@pytest.fixture
async def bot(server: TelegramServer) -> AsyncIterator[Bot]:
    async with a_bot(server) as running:
        yield running


@dataclass
class FakeClock:
    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


def keyboard(*rows: list[tuple[str, str]]) -> InlineKeyboardMarkup:
    buttons = [[InlineKeyboardButton(text=text, callback_data=data) for text, data in row] for row in rows]
    return InlineKeyboardMarkup(inline_keyboard=buttons)


def of_one(**button: Any) -> InlineKeyboardMarkup:  # noqa: ANN401 - fields of any kind
    return InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(**button)]])


def rules(server: TelegramServer) -> list[str]:
    return [breach.rule for breach in server.breaches]


async def tapped(server: TelegramServer, bot: Bot) -> str:
    """A person has tapped a button and the bot got it: the id of the callback query."""
    olena = server.user(OLENA)
    await olena.start()
    await bot.send_message(OLENA, "Картка", reply_markup=keyboard([("Готово", "done:1")]))
    await olena.taps("Готово")
    query = (await bot.get_updates())[-1].callback_query
    assert query is not None
    return query.id


# ------------------------------------------------------------------------------------------------ a whole conversation


async def test_a_conversation_over_polling_leaves_no_breach(server: TelegramServer, bot: Bot) -> None:
    olena = server.user(OLENA, first_name="Олена")
    await olena.start("invite_7")
    [update] = await bot.get_updates(timeout=1)
    assert update.message is not None
    assert update.message.text == "/start invite_7"
    assert update.message.from_user is not None
    assert update.message.from_user.language_code == "uk"

    sent = await bot.send_message(OLENA, "<b>Звіт</b> &amp; план", reply_markup=keyboard([("Готово", "done:1")]))
    assert sent.html_text == "<b>Звіт</b> &amp; план"
    heard = await olena.hears(re.compile("^Звіт"))
    assert (heard.text, heard.html, heard.buttons) == (
        "Звіт & план",
        "<b>Звіт</b> &amp; план",
        ((("Готово", "done:1"),),),
    )

    await olena.taps("Гото")
    [tap] = await bot.get_updates(offset=update.update_id + 1, timeout=1)
    assert tap.callback_query is not None
    assert tap.callback_query.data == "done:1"
    assert await bot.answer_callback_query(tap.callback_query.id)
    await bot.edit_message_text("Виконано", chat_id=OLENA, message_id=sent.message_id)

    seen = await olena.hears("Виконано")
    assert (seen.id, seen.edited, seen.buttons) == (sent.message_id, 1, ())
    assert olena.chat == [seen]
    assert await bot.delete_message(OLENA, sent.message_id)
    assert olena.chat == []
    server.check()


async def test_the_profile_commands_and_webhook_info_are_answered(server: TelegramServer, bot: Bot) -> None:
    assert (await bot.get_me()).username == "planovyk_bot"
    assert await bot.set_my_commands([BotCommand(command="plan", description="Мій план")], language_code="uk")
    assert (await bot.get_webhook_info()).url == ""
    assert await bot.delete_webhook()
    assert server.account.commands["uk"] == [{"command": "plan", "description": "Мій план"}]
    server.check()


async def test_files_travel_both_ways(server: TelegramServer, bot: Bot) -> None:
    olena = server.user(OLENA)
    await olena.sends_file("план.docx", b"PK-plan", caption="Ось план")
    [update] = await bot.get_updates()
    assert update.message is not None
    assert update.message.document is not None
    downloaded = await bot.download(update.message.document)
    assert downloaded is not None
    assert downloaded.read() == b"PK-plan"

    await bot.send_chat_action(OLENA, "upload_document")
    await bot.send_document(OLENA, BufferedInputFile(b"PK-report", "звіт.docx"), caption="<i>Звіт</i>")
    assert olena.sees.text == "Звіт"
    assert olena.sees.document is not None
    assert (olena.sees.document.name, olena.sees.document.content) == ("звіт.docx", b"PK-report")
    await bot.send_photo(OLENA, BufferedInputFile(png(), "chart.png"))
    server.check()


async def test_a_reply_keyboard_key_is_said_aloud(server: TelegramServer, bot: Bot) -> None:
    olena = server.user(OLENA)
    await olena.start()
    markup = ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="Мій план")]])
    await bot.send_message(OLENA, "Меню", reply_markup=markup)
    await olena.taps("Мій план")
    updates = await bot.get_updates()
    assert updates[-1].message is not None
    assert updates[-1].message.text == "Мій план"


async def test_a_missing_button_and_a_silent_bot_are_told_apart_from_success(server: TelegramServer) -> None:
    olena = server.user(OLENA)
    with pytest.raises(LookupError, match="no button"):
        await olena.taps("Готово")
    with pytest.raises(AssertionError, match="nothing like 'Привіт'"):
        await olena.hears("Привіт", timeout=0.02)


async def test_what_was_said_before_a_person_acts_is_no_answer_to_it(server: TelegramServer, bot: Bot) -> None:
    olena = server.user(OLENA)
    await olena.start()
    await bot.send_message(OLENA, "План")
    await olena.says("план?")
    with pytest.raises(AssertionError):
        await olena.hears("План", timeout=0.02)


# ---------------------------------------------------------------------------------------------------- updates, polling


async def test_updates_stay_until_an_offset_confirms_them(server: TelegramServer, bot: Bot) -> None:
    olena = server.user(OLENA)
    for word in ("а", "б", "в"):
        await olena.says(word)
    first = await bot.get_updates(limit=2)
    assert [update.update_id for update in await bot.get_updates(limit=2)] == [update.update_id for update in first]
    rest = await bot.get_updates(offset=first[-1].update_id + 1)
    assert [update.message.text for update in rest if update.message] == ["в"]
    assert await bot.get_updates(offset=rest[-1].update_id + 1) == []
    await server.settled()


async def test_a_repeated_update_comes_with_the_same_id_after_its_confirmation(
    server: TelegramServer, bot: Bot
) -> None:
    olena = server.user(OLENA)
    await olena.says("план")
    [update] = await bot.get_updates()
    await olena.updates_again(2)
    offset = update.update_id + 1
    repeats = [await bot.get_updates(offset=offset) for _ in range(3)]
    assert [[again.update_id for again in page] for page in repeats] == [[update.update_id], [update.update_id], []]


async def test_updates_are_valid_for_the_library(server: TelegramServer, bot: Bot) -> None:
    await tapped(server, bot)
    await server.user(OLENA).blocks()
    for update in server.account.updates.pending:
        assert Update.model_validate(update.payload).update_id == update.id


async def test_only_the_kinds_asked_for_come(server: TelegramServer, bot: Bot) -> None:
    olena = server.user(OLENA)
    await bot.get_updates(allowed_updates=["callback_query"])
    await olena.says("план")
    assert await bot.get_updates() == []


async def test_a_block_is_told_and_answered_with_403(server: TelegramServer, bot: Bot) -> None:
    olena = server.user(OLENA)
    await olena.start()
    await olena.blocks()
    with pytest.raises(TelegramForbiddenError, match="blocked by the user"):
        await bot.send_message(OLENA, "Нагадування")
    updates = await bot.get_updates()
    assert updates[-1].my_chat_member is not None
    assert updates[-1].my_chat_member.new_chat_member.status == "kicked"
    await olena.unblocks()
    await bot.send_message(OLENA, "Нагадування")
    server.check()


async def test_a_stranger_cannot_be_written_to(server: TelegramServer, bot: Bot) -> None:
    server.user(OLENA)
    with pytest.raises(TelegramForbiddenError, match="can't initiate conversation"):
        await bot.send_message(OLENA, "Добрий день")
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await bot.send_message(404, "Добрий день")


async def test_a_wrong_token_is_unauthorized(server: TelegramServer) -> None:
    async with a_bot(server, "1:wrong") as stranger:
        with pytest.raises(TelegramUnauthorizedError):
            await stranger.get_me()


# ------------------------------------------------------------------------------------------------------------- breaches

GOOD = keyboard([("Так", "y")])
BAD_SENDS = [
    pytest.param("а" * 4097, None, "text-too-long", id="text"),
    pytest.param("🙂" * 2049, None, "text-too-long", id="utf16"),
    pytest.param(" \n", None, "text-empty", id="blank"),
    pytest.param("<b></b>", None, "text-empty", id="empty-after-parsing"),
    pytest.param("a < b", None, "html", id="bare-less"),
    pytest.param("a > b", None, "html", id="bare-greater"),
    pytest.param("Гоголь & син", None, "html", id="bare-ampersand"),
    pytest.param("а&nbsp;б", None, "html", id="foreign-reference"),
    pytest.param("<b>а", None, "html", id="unclosed"),
    pytest.param("а</b>", None, "html", id="unopened"),
    pytest.param("<b><i>а</b></i>", None, "html", id="crossed"),
    pytest.param("<p>а</p>", None, "html", id="foreign-tag"),
    pytest.param("<a>а</a>", None, "html", id="link-without-address"),
    pytest.param("<code><b>а</b></code>", None, "html", id="bold-in-code"),
    pytest.param("а", keyboard([("Так", "d" * 65)]), "callback-data", id="data-65-bytes"),
    pytest.param("а", keyboard([("Так", "ї" * 33)]), "callback-data", id="data-66-bytes-of-33-letters"),
    pytest.param("а", keyboard([("Так", "")]), "callback-data", id="data-empty"),
    pytest.param("а", keyboard([("", "y")]), "keyboard", id="button-without-text"),
    pytest.param("а", keyboard([("Так", "y")] * 9), "keyboard", id="nine-in-a-row"),
    pytest.param("а", keyboard(*[[("Так", "y")]] * 101), "keyboard", id="101-buttons"),
    pytest.param("а", keyboard([("Так", "y")], []), "keyboard", id="empty-row"),
    pytest.param("а", of_one(text="Так", callback_data="y", url="https://a.ua"), "keyboard", id="two-actions"),
    pytest.param("а", of_one(text="Так"), "keyboard", id="no-action"),
    pytest.param("а", of_one(text="Так", url="javascript:1"), "keyboard", id="no-web-address"),
]


@pytest.mark.parametrize(("text", "markup", "rule"), BAD_SENDS)
async def test_a_bad_message_is_refused_and_written_down(
    server: TelegramServer, bot: Bot, text: str, markup: InlineKeyboardMarkup | None, rule: str
) -> None:
    await server.user(OLENA).start()
    with pytest.raises(TelegramBadRequest):
        await bot.send_message(OLENA, text, reply_markup=markup)
    assert rules(server) == [rule]
    assert server.user(OLENA).chat == []
    with pytest.raises(AssertionError, match=rule):
        server.check()


@pytest.mark.parametrize(
    "text",
    ["а" * 4096, "🙂" * 2048, "<b>" + "а" * 4096 + "</b>", "&lt;" * 4096, '<a href="https://a.ua/?x=1&amp;y=2">а</a>'],
    ids=["letters", "surrogates", "tags", "references", "link"],
)
async def test_the_longest_text_passes(server: TelegramServer, bot: Bot, text: str) -> None:
    await server.user(OLENA).start()
    await bot.send_message(OLENA, text)
    server.check()


@pytest.mark.parametrize(
    "html",
    [
        "<b>ж <i>к <u>п</u></i></b> <s>з</s>",
        '<pre><code class="language-python">print(1)</code></pre>',
        "<blockquote expandable>довго</blockquote>",
        '<tg-spoiler>т</tg-spoiler><span class="tg-spoiler">а</span>',
        '<tg-time unix="1790000000" format="dt">завтра</tg-time>',
        "&#39;&quot;",
    ],
    ids=["nested", "pre", "quotation", "spoiler", "time", "references"],
)
async def test_the_documented_html_passes(server: TelegramServer, bot: Bot, html: str) -> None:
    await server.user(OLENA).start()
    message = await bot.send_message(OLENA, html)
    assert message.text == server.user(OLENA).sees.text
    server.check()


async def test_a_caption_has_its_own_limit(server: TelegramServer, bot: Bot) -> None:
    await server.user(OLENA).start()
    with pytest.raises(TelegramBadRequest):
        await bot.send_document(OLENA, BufferedInputFile(b"x", "x.txt"), caption="а" * 1025)
    assert rules(server) == ["caption-too-long"]


async def test_a_photo_is_shown_and_a_document_kept(server: TelegramServer, bot: Bot) -> None:
    olena = server.user(OLENA)
    await olena.start()
    sent = await bot.send_photo(OLENA, BufferedInputFile(png(410, 300), "qr.png"), caption="<i>Запрошення</i>")
    await bot.send_document(OLENA, BufferedInputFile(b"{}", "дані.json"))
    photo, document = olena.chat
    assert photo.document is not None
    assert document.document is not None
    assert (photo.text, photo.document.is_photo, document.document.is_photo) == ("Запрошення", True, False)
    assert sent.photo is not None
    assert (sent.photo[0].width, sent.photo[0].height) == (410, 300)
    server.check()


@pytest.mark.parametrize(
    ("content", "name", "rule"),
    [
        (b"", "qr.png", "file-empty"),
        (b"%PDF-1.7", "qr.png", "photo"),
        (png()[:-1], "qr.png", "photo"),
        (png(9_999, 2), "qr.png", "photo"),
        (png(210, 10), "qr.png", "photo"),
        (png() + bytes(10 * 1024 * 1024), "qr.png", "file-too-big"),
        (png(), "q\tr.png", "file-name"),
    ],
    ids=["empty", "another-kind", "cut-off", "too-wide", "too-flat", "too-many-bytes", "name"],
)
async def test_a_photo_that_is_none_is_refused(
    server: TelegramServer, bot: Bot, content: bytes, name: str, rule: str
) -> None:
    await server.user(OLENA).start()
    with pytest.raises(TelegramBadRequest):
        await bot.send_photo(OLENA, BufferedInputFile(content, name))
    assert rules(server) == [rule]
    assert server.user(OLENA).chat == []


async def test_an_edit_that_changes_nothing_is_a_breach(server: TelegramServer, bot: Bot) -> None:
    await server.user(OLENA).start()
    sent = await bot.send_message(OLENA, "План", reply_markup=GOOD)
    with pytest.raises(TelegramBadRequest, match="message is not modified"):
        await bot.edit_message_text("План", chat_id=OLENA, message_id=sent.message_id, reply_markup=GOOD)
    with pytest.raises(TelegramBadRequest, match="message is not modified"):
        await bot.edit_message_reply_markup(chat_id=OLENA, message_id=sent.message_id, reply_markup=GOOD)
    await bot.edit_message_reply_markup(chat_id=OLENA, message_id=sent.message_id)
    assert rules(server) == ["not-modified", "not-modified"]


async def test_an_edit_of_a_message_that_is_not_there_is_refused(server: TelegramServer, bot: Bot) -> None:
    await server.user(OLENA).start()
    with pytest.raises(TelegramBadRequest, match="message to edit not found"):
        await bot.edit_message_text("План", chat_id=OLENA, message_id=999)
    server.check()


async def test_a_tap_without_an_answer_is_a_breach(server: TelegramServer, bot: Bot) -> None:
    query_id = await tapped(server, bot)
    with pytest.raises(AssertionError, match="callback-unanswered"):
        server.check()
    await bot.answer_callback_query(query_id)
    server.check()


async def test_a_tap_answered_twice_is_a_breach(server: TelegramServer, bot: Bot) -> None:
    query_id = await tapped(server, bot)
    await bot.answer_callback_query(query_id)
    with pytest.raises(TelegramBadRequest, match="query is too old"):
        await bot.answer_callback_query(query_id)
    assert rules(server) == ["callback-answered-twice"]


async def test_a_tap_delivered_twice_may_be_answered_twice(server: TelegramServer, bot: Bot) -> None:
    query_id = await tapped(server, bot)
    await bot.answer_callback_query(query_id)
    await server.user(OLENA).updates_again()
    await bot.get_updates(offset=-1)
    with pytest.raises(TelegramBadRequest, match="query is too old"):
        await bot.answer_callback_query(query_id)
    server.check()


async def test_a_late_answer_is_refused_but_no_breach() -> None:
    clock = FakeClock()
    async with TelegramServer(limits=Limits.unhurried(), clock=clock) as server, a_bot(server) as bot:
        query_id = await tapped(server, bot)
        clock.now += 16
        with pytest.raises(TelegramBadRequest, match="query is too old"):
            await bot.answer_callback_query(query_id)
        server.check()


async def test_an_unknown_method_is_a_breach(server: TelegramServer, bot: Bot) -> None:
    with pytest.raises(TelegramNotFound):
        await bot.get_my_name()
    assert rules(server) == ["unknown-method"]


async def test_a_webhook_needs_https_and_a_plain_secret(server: TelegramServer, bot: Bot) -> None:
    with pytest.raises(TelegramBadRequest, match="HTTPS"):
        await bot.set_webhook("http://example.org/hook")
    with pytest.raises(TelegramBadRequest, match="secret token"):
        await bot.set_webhook("https://example.org/hook", secret_token="таємниця")
    assert rules(server) == ["webhook-url", "secret-token"]
