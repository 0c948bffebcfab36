"""Logs get copied into tickets and chats: nothing about anybody stands in them, whatever happens, at any level.

Everything that the bot does is done here with values that are found again wherever they go: on Telegram, on Viber and
at the page, with joins, reports, decisions, reminders, files, forgeries, and faults of the network, the database and
our own.
"""

from __future__ import annotations

import asyncio
import io
import json
import logging
import re
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing, suppress
from pathlib import Path
from urllib.parse import quote

import aiohttp
import pytest

from bot.app import house_of, opened_store
from bot.clock import clock_from
from bot.documents.apart import read_document
from bot.domain.plan import Role
from bot.logs import log_event
from bot.settings import load_settings
from bot.usecases.joining import invite
from bot.usecases.plans import import_plan
from tests.e2e.branch import BARVINOK, HEAD, JANUARY, SAMPLE, SECRETARY, SOLOVEIKO, VERBOLOZ, YEAR, Branch, Guest
from tests.e2e.doors import TelegramDoor, TelegramPerson, ViberDoor, a_moment, free_port
from tests.e2e.logged import forms, leaks, logging_all, running
from tests.e2e.secretary import plan_in_word
from tests.e2e.story import Story
from tests.e2e.web import WebPerson, chat_room
from tests.servers.faults import Fault
from tests.servers.telegram import Limits, TelegramServer
from tests.servers.viber import ViberLimits, ViberServer
from tests.servers.viber.callbacks import sign

BRANCH = "Канаркове обласне відділення"
PROFILE = {"first_name": "Канаринка", "last_name": "Щебетуха", "username": "kanarka_profile"}
WRONG_TOKEN = "KanarkaWrongToken-7Zq9"
GROUP = -1_009_876_543_210
FORGED = "kanarka-forged-secret"
QUESTION = "Чи співає канарка-питайка?"
SENTENCE = "Канарка-звітниця проспівала сорок разів"
REASON = "Канарка-повертайка просить світлину"
FILE = "канарка-файлова Барвінок.docx"
HIDDEN = "канарка-зіпсута"
"""What stands where nothing of the kind can stand, so that the program meets a fault of its own."""
AT_WEB = Guest("barvinok", BARVINOK.name, "member")
INVITED = (SECRETARY, HEAD, SOLOVEIKO, VERBOLOZ, BARVINOK)
HAPPENED = (
    "started", "webhook-forged", "update-ignored", "callback-unreadable", "answer-failed", "answer-not-delivered",
    "answer-not-sent", "update-not-taken", "notices-queued", "batch-delivered",
    "account-unreachable", "delivery-uncertain", "kept-up",
)  # fmt: skip
"""Events that must have been written, as each comes by another way."""


@pytest.fixture
async def branch(tmp_path: Path) -> Branch:
    """A published plan with the invitations of those who come, twice for each as they have two messengers."""
    settings = load_settings(None, database_url=f"sqlite:///{tmp_path / 'planovyk.db'}", clock_start=JANUARY)
    async with opened_store(settings) as store:
        house = house_of(store, clock_from(settings))
        plan = SAMPLE.read_text(encoding="utf-8").replace("{year}", str(YEAR)).encode()
        await import_plan(house, await read_document(plan, YEAR), BRANCH, publish=True)
        tokens = {each.key: await invite(house, BRANCH, each.name, Role(each.role)) for each in INVITED}
        tokens["web"] = await invite(house, BRANCH, AT_WEB.name, Role.MEMBER)
    return Branch(tmp_path, BRANCH, tokens)


@pytest.fixture
async def story(branch: Branch) -> AsyncIterator[Story]:
    """The branch with both messengers at one port."""
    port = free_port()
    async with (
        TelegramServer(limits=Limits.unhurried(), allow_http_webhook=True) as telegram,
        ViberServer(limits=ViberLimits.unhurried(), allow_http_webhook=True) as viber,
    ):
        for number in range(5_000_001, 5_000_009):
            telegram.user(number, **PROFILE)
        yield Story(branch, [TelegramDoor(telegram, port), ViberDoor(viber, port)])


async def test_nothing_about_anybody_stands_in_the_log(story: Story, capfd: pytest.CaptureFixture[str]) -> None:
    telegram, viber = story.doors
    assert isinstance(telegram, TelegramDoor)
    assert isinstance(viber, ViberDoor)
    with logging_all() as (log, seen):
        async with running(story, JANUARY):
            await _come_in(story, telegram, viber)
            await _report_and_decide(story, telegram, viber)
            await _send_files(telegram)
            await _forge(telegram, viber)
            await _talk_in_a_group(telegram)
        async with running(story, JANUARY.replace("T10", "T11")):
            await _lose_answers(telegram, viber)
            await _hold_the_database(story, telegram, log)
            await _meet_a_fault_of_ours(story, telegram, viber)
        async with chat_room(story.branch, JANUARY) as room:
            await _talk_at_the_page(room(AT_WEB), story.branch.tokens["web"])
        telegram.server.faults.next("sendMessage", Fault.FORBIDDEN)
        telegram.server.faults.next("sendMessage", Fault.RESET_AFTER_PROCESSING)
        viber.server.faults.next("send_message", Fault.BAD_GATEWAY)
        async with running(story, "2021-03-17T09:00"):
            await story.until(lambda: "notice" in log.getvalue() and _sent(story))
            await a_moment()
        async with running(story, "2021-03-18T10:00"):
            await _be_told_and_erased(telegram, viber)
    out, err = capfd.readouterr()
    whole = log.getvalue() + out + err
    assert [event for event in HAPPENED if f" {event}" not in whole] == []
    assert {"aiosqlite", "aiohttp"} <= seen.libraries
    assert leaks(whole, _secrets(story, telegram, viber)) == []


def test_a_leak_would_be_found_in_any_form() -> None:
    for secret in (SENTENCE, "5000001", "viber-account-0==", WRONG_TOKEN, FILE):
        for form in forms(secret):
            assert leaks(f"2026 INFO x said={form} more", {"a word": [secret]}) == ["a word 0"]
    assert leaks("2026-03-16T07:00:00.123Z INFO scheduler.tick notices-queued count=3", {"a word": [SENTENCE]}) == []


def test_a_careless_line_of_ours_would_be_seen() -> None:
    with logging_all() as (log, _):
        log_event(logging.getLogger("bot.careless"), "said", level=logging.DEBUG, words=SENTENCE)
    assert leaks(log.getvalue(), {"a word": [SENTENCE]}) == ["a word 0"]


def _secrets(story: Story, telegram: TelegramDoor, viber: ViberDoor) -> dict[str, list[str]]:
    return {
        "a name": [word for guest in INVITED for word in re.findall(r"\w{4,}", guest.name)] + list(PROFILE.values()),
        "an account": [str(number) for number in telegram.server.account.chats]
        + [*viber.server.account.contacts, AT_WEB.key],
        "a group": [str(GROUP), str(GROUP - 1), str(-GROUP)],
        "a start token": [*story.branch.tokens.values(), WRONG_TOKEN],
        "a bot's token": [telegram.server.token, viber.server.token, "Sesam_1", FORGED],
        "a text": [QUESTION, SENTENCE, REASON, HIDDEN],
        "a word": ["питайка", "звітниц", "повертайк", "kanarka", "канар"],
        "a file": [FILE, FILE.split(maxsplit=1)[0]],
        "a branch": [BRANCH, "Канаркове"],
        "the plan": ["Закладка", "Президі"],
    }


async def _come_in(story: Story, telegram: TelegramDoor, viber: ViberDoor) -> None:
    for guest in (SECRETARY, HEAD, BARVINOK):
        await story.joins(guest, telegram.person(guest.key))
    for guest in (SOLOVEIKO, VERBOLOZ):
        await story.joins(guest, viber.person(guest.key))
    for door in (telegram, viber):
        stranger = door.person("stranger")
        await stranger.arrives(WRONG_TOKEN)
        await stranger.sees("Це посилання вже не діє")
        await stranger.says(QUESTION)
        await stranger.sees("Вітаю! Я Плановик.")
        for _ in range(6):
            await stranger.arrives(WRONG_TOKEN)
        await stranger.sees("Забагато посилань")
    await telegram.person(HEAD.key).says(QUESTION)
    await telegram.person(HEAD.key).sees("Не зрозумів")
    await viber.person(VERBOLOZ.key).says("Барвінок")
    await viber.person(VERBOLOZ.key).sees("3.6")


async def _report_and_decide(story: Story, telegram: TelegramDoor, viber: ViberDoor) -> None:
    author, head, soloveiko = (
        telegram.person(BARVINOK.key), telegram.person(HEAD.key), viber.person(SOLOVEIKO.key),
    )  # fmt: skip
    await author.says("3.6")
    await author.sees("3.6 ")
    await author.taps("Виконано")
    await author.sees("Ваші слова побачить Президія")
    await author.says(SENTENCE)
    await author.sees("Записав: ваші слова")
    await author.taps("Готово")
    await author.sees("Звіт передано Президії")
    await soloveiko.sees(SENTENCE)
    await soloveiko.taps("Повернути")
    await soloveiko.sees("Чому")
    await soloveiko.says(REASON)
    await soloveiko.sees("Повернуто.")
    await author.sees(REASON)
    await head.says("6.1")
    await head.sees("6.1 ")
    await head.taps("Підтвердити")
    await head.sees("Підтверджено.")


async def _send_files(telegram: TelegramDoor) -> None:
    secretary, member = telegram.person(SECRETARY.key), telegram.person(BARVINOK.key)
    await secretary.sends_file(FILE, plan_in_word(YEAR + 1))
    await secretary.sees(str(YEAR + 1))
    await secretary.sends_file(FILE, SENTENCE.encode() * 50)
    await secretary.sees(re.compile("."))
    await secretary.sends_file(FILE, b"PK\x03\x04" + SENTENCE.encode())
    await secretary.sees(re.compile("."))
    telegram.server.faults.next("getFile", Fault.SERVER_ERROR)
    await secretary.sends_file(FILE, b"x")
    await secretary.sees(re.compile("."))
    await member.sends_file(FILE, b"x")
    await member.sees(re.compile("."))
    await member.sends_photo(SENTENCE.encode())
    await member.sees(re.compile("."))


async def _forge(telegram: TelegramDoor, viber: ViberDoor) -> None:
    """Calls by others than the messengers, and calls that nobody understands."""
    base = f"http://127.0.0.1:{viber.port}"
    words = json.dumps({"event": SENTENCE, "text": QUESTION, "file": FILE}, ensure_ascii=False).encode()
    broken = words[:-3]
    secret, signed = "X-Telegram-Bot-Api-Secret-Token", "X-Viber-Content-Signature"
    calls = (
        ("/telegram", words, {secret: FORGED}), ("/telegram", words, {secret: "Sesam_1"}),
        ("/telegram", broken, {secret: "Sesam_1"}), ("/viber", words, {signed: FORGED}),
        ("/viber", words, {signed: sign(viber.server.token, words)}),
        ("/viber", broken, {signed: sign(viber.server.token, broken)}),
        (f"/{quote(FILE)}?name={quote(BRANCH)}", words, {"User-Agent": FORGED}),
    )  # fmt: skip
    async with aiohttp.ClientSession(base) as client:
        for path, body, headers in calls:
            async with client.post(path, data=body, headers=headers) as response:
                await response.read()
    for raw in (f"GET /{FILE} {SENTENCE}", f"POST /viber HTTP/1.1\r\nX: {BRANCH}\x00\r\nContent-Length: {FORGED}"):
        reader, writer = await asyncio.open_connection("127.0.0.1", viber.port)
        writer.write(raw.encode() + b"\r\n\r\n")
        await reader.read()
        writer.close()


async def _talk_in_a_group(telegram: TelegramDoor) -> None:
    """What Telegram would bring of a group; it is posted as it does, the play having no groups."""
    place = {"id": GROUP, "type": "supergroup", "title": SENTENCE}
    speaker = telegram.person(SECRETARY.key)
    assert isinstance(speaker, TelegramPerson)
    secretary = {"id": speaker.user.id, "is_bot": False, **PROFILE}
    standing = {"old_chat_member": {"status": "left"}, "new_chat_member": {"status": "member"}}
    words = ("/here", "/quarter", "/number 3.6", f"/{WRONG_TOKEN}", SENTENCE)
    said = [{"message_id": 1, "date": 1, "chat": place, "from": secretary, "text": each} for each in words]
    moved = {"message_id": 1, "date": 1, "chat": place, "from": secretary, "migrate_to_chat_id": GROUP - 1}
    updates: list[dict[str, object]] = [{"my_chat_member": {"chat": place, "from": secretary, "date": 1, **standing}}]
    updates += [{"message": each} for each in (*said, moved)]
    async with aiohttp.ClientSession(f"http://127.0.0.1:{telegram.port}") as client:
        for number, update in enumerate(updates, 9_000_000):
            headers = {"X-Telegram-Bot-Api-Secret-Token": "Sesam_1"}
            async with client.post("/telegram", json={"update_id": number, **update}, headers=headers) as response:
                assert response.status == 200
                assert number != 9_000_000 or BRANCH in await response.text()


async def _be_told_and_erased(telegram: TelegramDoor, viber: ViberDoor) -> None:
    """Somebody takes their data along and is erased; others look and think better of it."""
    author, other = telegram.person(BARVINOK.key), viber.person(SOLOVEIKO.key)
    for person in (author, other):
        await person.says("/privacy")
        await person.sees("Приватність: що я про вас знаю")
        await person.taps("Отримати мої дані")
        await person.sees("Ось усе, що я про вас зберігаю")
        await person.says("/privacy")
        await person.sees("Приватність: що я про вас знаю")
        await person.taps("Стерти мене")
        await person.sees("Стерти вас?")
    await other.taps("Так, стерти")
    await other.sees("Готово, вас стерто")
    await author.taps("Ні, залишити")
    await author.sees("Приватність")


async def _lose_answers(telegram: TelegramDoor, viber: ViberDoor) -> None:
    head, verboloz = telegram.person(HEAD.key), viber.person(VERBOLOZ.key)
    await head.says("2.1")
    await head.sees("2.1 ")
    telegram.server.faults.next("editMessageText", Fault.FORBIDDEN)
    await head.taps("☰ Меню")
    await telegram.settled()
    viber.server.faults.next("send_message", Fault.FORBIDDEN)
    await verboloz.says(QUESTION)
    await viber.settled()


async def _hold_the_database(story: Story, telegram: TelegramDoor, log: io.StringIO) -> None:
    """Another program holds the database while somebody writes something that must be kept."""
    member = telegram.person(BARVINOK.key)
    await member.says("3.6")
    await member.sees("3.6 ")
    await member.taps("Виконано")
    await member.sees("Ваші слова побачить Президія")
    async with _held(story):
        await member.says(SENTENCE)
        await story.until(lambda: "update-not-taken" in log.getvalue())
    await member.sees("Записав: ваші слова")
    await member.taps("Готово")
    await member.sees("Звіт передано Президії")


async def _meet_a_fault_of_ours(story: Story, telegram: TelegramDoor, viber: ViberDoor) -> None:
    """A row holds what none can hold, and whoever asks meets a fault."""
    async with _held(story) as database:
        before = database.execute("SELECT state, id FROM occurrence").fetchall()
        database.execute("UPDATE occurrence SET state = ?", (HIDDEN,))
        database.execute("UPDATE branch SET revision = revision + 1")
    for person in (telegram.person(HEAD.key), viber.person(VERBOLOZ.key)):
        await person.says(QUESTION)
        await person.sees("Щось пішло не так")
    async with _held(story) as database:
        database.executemany("UPDATE occurrence SET state = ? WHERE id = ?", before)
        database.execute("UPDATE branch SET revision = revision + 1")


@asynccontextmanager
async def _held(story: Story) -> AsyncIterator[sqlite3.Connection]:
    """The database in nobody else's hands; the program lives in this thread, so it must not be waited for in it."""
    with closing(sqlite3.connect(story.branch.database, timeout=0)) as database:
        while not database.in_transaction:
            with suppress(sqlite3.OperationalError):
                database.execute("BEGIN IMMEDIATE")
            await asyncio.sleep(0.02)
        yield database
        while database.in_transaction:  # whoever reads at this moment keeps it from being committed
            with suppress(sqlite3.OperationalError):
                database.commit()
            await asyncio.sleep(0.02)


def _sent(story: Story) -> bool:
    """While the program writes, nobody knows: who waited for it here would hold up the program itself."""
    with suppress(sqlite3.OperationalError):
        return any(kind == "deadline" for kind, _ in story.sent(patience=0))
    return False


async def _talk_at_the_page(person: WebPerson, token: str) -> None:
    await person.arrives(WRONG_TOKEN)
    await person.sees("Це посилання вже не діє")
    await person.arrives(token)
    await person.sees(f"Вітаю, {AT_WEB.name}!")
    await person.says(QUESTION)
    await person.sees("Не зрозумів")
    await person.sends_file(FILE, SENTENCE.encode())
    await person.taps("Мої завдання")
