"""A little conversation for the tests of the web door: two activities, and a clock that moves by hand."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from aiohttp import web

from bot.dialog.actions import Claim, Home, ShowCard, ShowQuarter, decode
from bot.dialog.door import AnswerUnavailable
from bot.dialog.model import (
    Answer,
    Arrival,
    Attachment,
    AttachmentKind,
    Button,
    File,
    Incoming,
    Line,
    Reply,
    Style,
    Tap,
    Unreadable,
    Words,
)
from bot.dialog.text import text, verbatim
from bot.errors import PlanovykError
from bot.web.app import Persona, web_app
from bot.web.door import WebDoor
from tests.servers.pictures import png

START = datetime(2021, 3, 15, 7, 0, tzinfo=UTC)
STEPS = {"notice": timedelta(hours=3), "day": timedelta(days=1)}

PERSONAS = tuple(
    Persona(account, verbatim(name), verbatim(role), verbatim(hint))
    for account, name, role, hint in (
        ("secretary", "Ірина Фатєєва", "Секретар", "веде план і скликає засідання"),
        ("head", "Інна Рибянцева", "Голова", "підтверджує виконане"),
        ("presidium", "Світлана Моїсєєва", "Член президії", "підтверджує виконане"),
        ("responsible", "Юлія Дубова", "Відповідальна", "відповідає за захід 3.1"),
        ("member", "Олена Букреєва", "Член відділення", "питає, що в плані"),
        ("stranger", "Невідома людина", "Незнайомець", "не має запрошення"),
    )
)

HOME = Button(verbatim("Меню"), Home())
CARD = Button(verbatim("2.1 Мережа хабів"), ShowCard(21))
DONE = Button(verbatim("Виконано"), Claim(21, 1), keep=True)
LOCALISED = text("error.clock-backwards")
ATTACHED = (
    Attachment("код.png", AttachmentKind.PICTURE, png(410, 410), verbatim("Покажіть <b>код</b>")),
    Attachment("мої дані.json", AttachmentKind.FILE, b"{}" * 2000),
)


def quarter() -> Reply:
    return Reply(
        (
            Line(verbatim("I квартал 2021 року"), Style.TITLE),
            Line(verbatim("До 31 березня"), Style.HEADING),
            Line(verbatim("2.1 Розбудова мережі хабів цифрової освіти: консультації та тренінги"), Style.ITEM),
            Line(verbatim("2.2 Обласна школа керівника «Стратегії та рішення»"), Style.ITEM),
            Line(LOCALISED, Style.NOTE),
        ),
        ((CARD, Button(verbatim("2.2 Школа керівника"), ShowCard(22))), (HOME,)),
    )


def card() -> Reply:
    return Reply(
        (
            Line(verbatim("2.1 Розбудова мережі хабів цифрової освіти"), Style.TITLE),
            Line(verbatim("Строк: I квартал, до 31 березня\nВідповідає: Президія ЛОВ УБА")),
            Line(verbatim("Очікуваний результат"), Style.HEADING),
            Line(verbatim("Підвищення цифрової грамотності населення; до 100 бібліотек-хабів."), Style.QUOTE),
        ),
        ((DONE,), (Button(verbatim("Квартал"), ShowQuarter(1)), HOME)),
        replaces=True,
    )


def plain(words: str, *rows: tuple[Button, ...]) -> Reply:
    return Reply((Line(verbatim(words)),), rows)


@dataclass
class LittleDemo:
    """The conversation and what it has heard."""

    heard: list[Incoming] = field(default_factory=list)
    now: datetime = START
    is_available: bool = True

    def __post_init__(self) -> None:
        self.door = WebDoor(lambda: self.now)

    def app(self, heartbeat: float = 15.0) -> web.Application:
        return web_app(self.door, self.answer, PERSONAS, self.move, heartbeat)

    async def answer(self, incoming: Incoming) -> Answer:
        if not self.is_available:
            raise AnswerUnavailable
        self.heard.append(incoming)
        return Answer(self.replies(incoming), incoming.language or "uk")

    def replies(self, incoming: Incoming) -> tuple[Reply, ...]:
        match incoming.what:
            case Words(text="Що цього кварталу?" | "What is due this quarter?"):
                return (quarter(),)
            case Words(text="Мої дані"):
                return (replace(plain("Ось вони", (CARD,)), attachments=ATTACHED),)
            case Words(text=words):
                return (plain(f"Ви написали: {words}", (CARD,)),)
            case Arrival(token=token):
                return (plain(f"Вітаю! Запрошення: {token or 'немає'}", (HOME,)),)
            case File() | Unreadable():
                return (plain("Цього я не прочитаю."),)
            case Tap(code=code):
                return self.tapped(code)

    def tapped(self, code: str) -> tuple[Reply, ...]:
        match decode(code):
            case ShowCard():
                return (card(),)
            case ShowQuarter():
                return (quarter().in_place(),)
            case Claim():
                return (plain("Напишіть одним реченням, що зроблено."),)
            case _:
                return (plain("Це меню.", (CARD,)),)

    async def move(self, to: str) -> None:
        """Move the clock; the first two people get a reminder, and there is no further quarter."""
        if to not in STEPS:
            raise PlanovykError("error.clock-backwards")
        self.now += STEPS[to]
        for account in ("secretary", "head"):
            await self.door.send(account, plain("Нагадую: 2.1 треба завершити до 31 березня.", (CARD,)), "uk")


@contextmanager
def served(app: web.Application) -> Iterator[str]:
    """Serve an application on 127.0.0.1 from a thread of its own, as a browser's driver blocks; gives its URL."""
    loop = asyncio.new_event_loop()
    runner = web.AppRunner(app, access_log=None)

    async def open_port() -> str:
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        return f"http://127.0.0.1:{runner.addresses[0][1]}"

    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield asyncio.run_coroutine_threadsafe(open_port(), loop).result(timeout=10)
        asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result(timeout=10)
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(timeout=10)
        loop.close()
