"""How long each thing may be that comes from outside: the longest is taken, one more is refused or cut."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import aiohttp
import msgspec
import pytest
from aiohttp import web
from multidict import CIMultiDict

from bot.app import runner_of
from bot.dialog import actions
from bot.dialog.actions.codec import LONGEST as LONGEST_CODE
from bot.dialog.arrivals import arrival_of
from bot.dialog.model import Answer, Arrival, File, Incoming, Tap, Unreadable, What, Words
from bot.telegram.incoming import incoming_of
from bot.telegram.opening import open_telegram
from bot.telegram.opening import webhook_routes as telegram_routes
from bot.telegram.webhook import MAX_BODY, SECRET_HEADER
from bot.telegram.wire import as_update
from bot.viber import incoming as viber
from bot.viber.door import open_viber
from bot.viber.signature import HEADER
from bot.viber.webhook import MOST_BYTES
from bot.viber.webhook import webhook_routes as viber_routes
from bot.web.incoming import BODY_BYTES, Said, what_was_said
from tests.e2e.little_demo import LittleDemo
from tests.servers.viber.callbacks import sign

JSON = dict[str, Any]


async def _no_fetch(_id: str) -> bytes:
    return b""


def of_telegram(**message: object) -> Incoming | None:
    person = {"id": 1, "language_code": "uk"}
    whole = {"message_id": 1, "date": 1, "from": person, "chat": {"id": 1, "type": "private"}, **message}
    update = as_update({"update_id": 1, "message": whole})
    return incoming_of(update, _no_fetch) if update else None


def of_viber(user: str = "olena=", token: object = 5, **message: object) -> Incoming | None:
    return viber.incoming(
        {"event": "message", "message_token": token, "sender": {"id": user, "language": "uk"}, "message": message}
    )


def of_page(**said: object) -> What | None:
    try:
        return what_was_said(msgspec.convert({"account": "head", **said}, Said))
    except (msgspec.ValidationError, web.HTTPBadRequest):
        return None


def words_of(what: What | Incoming | None) -> int | None:
    said = what.what if isinstance(what, Incoming) else what
    return len(said.text) if isinstance(said, Words) else None


def name_of(what: Incoming | None) -> int | None:
    return len(what.what.name) if what and isinstance(what.what, File) else None


def tap(data: str) -> bool:
    query = {"id": "1", "from": {"id": 1}, "data": data}
    update = as_update({"update_id": 1, "callback_query": query})
    found = incoming_of(update, _no_fetch) if update else None
    return isinstance(found and found.what, Tap) and actions.decode(data) is not None


def number(digits: int) -> int:
    return int("9" * digits)


@dataclass(frozen=True, slots=True)
class Size:
    """An input: its longest, what becomes of one of a length, and of one that is longer: "cut" or "refused"."""

    what: str
    longest: int
    take: Callable[[int], object]
    beyond: str


SIZES = [
    Size("Telegram: a text", 4096, lambda n: words_of(of_telegram(text="я" * n)), "cut"),
    Size("Telegram: a file's name", 255, lambda n: name_of(of_telegram(document=_document("x" * n))), "cut"),
    Size("Telegram: an account", 18, lambda n: of_telegram(**{"from": {"id": number(n)}}), "refused"),
    Size("Telegram: a message's number", 18, lambda n: of_telegram(message_id=number(n)), "refused"),
    Size("Viber: a text", 7000, lambda n: words_of(of_viber(type="text", text="я" * n)), "cut"),
    Size("Viber: an account", 100, lambda n: of_viber("x" * n, type="text", text="я"), "refused"),
    Size("Viber: a message token", 64, lambda n: of_viber("x", "5" * n, type="text", text="я"), "refused"),
    Size("Viber: a file's name", 256, lambda n: name_of(of_viber(**_media("x" * n))), "cut"),
    Size("Viber: a file's address", 2000, lambda n: name_of(of_viber(**_media("x", n))), "refused"),
    Size("page: a text", 4096, lambda n: words_of(of_page(text="я" * n)), "refused"),
    Size("page: a button's code", 64, lambda n: of_page(code="x" * n), "refused"),
    Size("page: an account", 64, lambda n: of_page(account="x" * n, text="я"), "refused"),
    Size("page: a message's number", 15, lambda n: of_page(code="~h", message=number(n)), "refused"),
    Size("a start token in a link", 64, lambda n: _token("x" * n), "refused"),
]


def _document(name: str) -> JSON:
    return {"file_id": "1", "file_name": name, "file_size": 1}


def _media(name: str, length: int = 20) -> JSON:
    return {"type": "file", "media": "https://x/".ljust(length, "x"), "file_name": name, "size": 1}


def _token(token: str) -> str | None:
    found = arrival_of(f"/start {token}")
    assert isinstance(found, Arrival)
    return found.token


@pytest.mark.parametrize("size", SIZES, ids=[size.what for size in SIZES])
def test_a_field_has_its_longest(size: Size) -> None:
    longest, longer = size.take(size.longest), size.take(size.longest + 2)
    assert longest is not None
    if size.beyond == "cut":
        assert longest == longer == size.longest
    else:
        assert longer is None


def test_a_code_is_at_most_sixty_four_bytes_however_it_came() -> None:
    assert tap("~v:1:2:3")
    assert actions.decode("~v:" + ":".join(["1" * 18] * 3)) is not None
    assert not tap("~v:1:2:3".ljust(LONGEST_CODE + 1, "0"))
    assert not tap("~" * 1_000_000)
    assert not tap("~" + ":1" * 400_000)
    taken = of_viber(type="text", text="~v:1:2:" + "0" * LONGEST_CODE)
    assert taken is not None
    assert isinstance(taken.what, Words)


def test_no_size_is_told_for_a_file_without_one() -> None:
    minus = of_telegram(document={"file_id": "1", "file_size": -5})
    assert minus is not None
    assert isinstance(minus.what, File)
    assert minus.what.size == 0
    assert isinstance((of_viber(type="file", media="", size=5) or minus).what, Unreadable)


@dataclass(frozen=True, slots=True)
class Body:
    """An entrance, the largest body it takes, and how somebody genuine calls there."""

    path: str
    most: int
    headers: Callable[[bytes], dict[str, str]]
    fill: bytes = b" "


BODIES = [
    Body("/telegram", MAX_BODY, lambda _: {SECRET_HEADER: "secret"}),
    Body("/viber", MOST_BYTES, lambda body: {HEADER: sign("token", body)}),
    Body("/api/say", BODY_BYTES, lambda _: {"Content-Type": "application/json", "Host": "127.0.0.1"}),
    Body("/api/clock", BODY_BYTES, lambda _: {"Content-Type": "application/json", "Host": "127.0.0.1"}),
]


async def _silent(_incoming: Incoming) -> Answer:
    return Answer((), "uk")


async def _nobody(_address: object) -> None:
    """Tell nobody."""


@asynccontextmanager
async def serving(path: str) -> AsyncIterator[str]:
    """The entrance of a path, served as the program serves it."""
    telegram, viber_door = open_telegram("1:x"), open_viber("token", "http://127.0.0.1:1")
    app = LittleDemo().app() if path.startswith("/api") else web.Application()
    if path == "/telegram":
        app.add_routes(telegram_routes(telegram, _silent, "secret"))
    if path == "/viber":
        app.add_routes(viber_routes(viber_door, _silent, _nobody, "token"))
    runner = runner_of(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}{path}"
    await runner.cleanup()
    await telegram.close()
    await viber_door.close()


@pytest.mark.parametrize("told", [True, False], ids=["length-told", "length-untold"])
@pytest.mark.parametrize("body", BODIES, ids=[body.path for body in BODIES])
async def test_a_body_has_its_largest(body: Body, told: bool) -> None:
    async with serving(body.path) as url, aiohttp.ClientSession() as client:
        for length, refused in ((body.most, False), (body.most + 1, True)):
            data = b"{".ljust(length, b" ")
            sent: Any = BytesIO(data) if told else _pieces(data)
            async with client.post(url, data=sent, headers=CIMultiDict(body.headers(data))) as response:
                assert (response.status == 413) is refused
                assert response.status < 500


async def _pieces(data: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(data), 65536):
        yield data[start : start + 65536]


async def test_a_packed_body_is_not_unpacked() -> None:
    """A kilobyte that unpacks to a gigabyte is a kilobyte."""
    for body in BODIES[:3]:
        async with serving(body.path) as url, aiohttp.ClientSession() as client:
            data = b"\x1f\x8b not packed at all"
            headers = {**body.headers(data), "Content-Encoding": "gzip"}
            async with client.post(url, data=data, headers=headers) as response:
                assert response.status in {200, 400}


async def test_headers_and_addresses_are_bounded_by_the_server() -> None:
    async with serving("/telegram") as url, aiohttp.ClientSession() as client:
        async with client.post(url, data=b"", headers={SECRET_HEADER: "x" * 100_000}) as response:
            assert response.status == 400
        async with client.post(url + "?" + "x" * 100_000, data=b"") as response:
            assert response.status in {400, 414}
