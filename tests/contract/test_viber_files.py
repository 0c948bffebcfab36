"""Files through the Viber door: fetched from where Viber says, over TLS, within a limit, without the token."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from aiohttp import web

from bot.dialog.model import MOST_FILE_BYTES, Address, Answer, File, Incoming
from bot.errors import PlanovykError
from bot.viber import files
from bot.viber.client import TOKEN_HEADER
from bot.viber.door import open_viber
from bot.viber.webhook import register_webhook, webhook_routes
from tests.servers.listener import Listener
from tests.servers.viber import ViberServer

PLAN = "№\tНазва заходу\tТермін\n".encode()


@dataclass
class Place:
    """A server of files; what it was asked, and where it sends whoever asks."""

    asked: list[web.Request] = field(default_factory=list)

    async def give(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request)
        match request.match_info["name"]:
            case "plan":
                return web.Response(body=PLAN)
            case "moved":
                raise web.HTTPFound("/plan")
            case "circle":
                raise web.HTTPFound("/circle")
            case "elsewhere":
                raise web.HTTPFound("http://example.org/plan")
            case "endless":
                response = web.StreamResponse()
                await response.prepare(request)
                while True:
                    await response.write(b"x" * 65536)
            case _:
                raise web.HTTPNotFound


@pytest.fixture
def place() -> Place:
    return Place()


@pytest.fixture
async def url(place: Place) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_get("/{name}", place.give)
    listener = Listener(app)
    await listener.start()
    yield listener.url
    await listener.close()


@pytest.mark.parametrize("name", ["plan", "moved"])
async def test_a_file_is_fetched_even_when_it_lies_elsewhere_by_now(place: Place, url: str, name: str) -> None:
    assert await files.fetch(f"{url}/{name}") == PLAN
    assert not any(TOKEN_HEADER in request.headers for request in place.asked)


@pytest.mark.parametrize("name", ["nothing", "circle", "elsewhere"])
async def test_what_cannot_be_fetched_is_said_so(url: str, name: str) -> None:
    with pytest.raises(PlanovykError) as refused:
        await files.fetch(f"{url}/{name}")
    assert refused.value.key == "error.file-unavailable"


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org/plan",
        "http://10.0.0.1/plan",
        "ftp://127.0.0.1/plan",
        "file:///etc/passwd",
        "plan",
        "",
        "http://[",
    ],
)
async def test_only_tls_or_this_computer_is_asked(address: str) -> None:
    with pytest.raises(PlanovykError) as refused:
        await files.fetch(address)
    assert refused.value.key == "error.file-unavailable"


async def test_a_file_without_an_end_is_cut_off_at_the_limit(url: str) -> None:
    with pytest.raises(PlanovykError) as refused:
        await files.fetch(f"{url}/endless")
    assert (refused.value.key, refused.value.args_) == ("error.file-too-large", {"limit": MOST_FILE_BYTES >> 20})


async def test_nobody_there_is_said_so() -> None:
    with pytest.raises(PlanovykError) as refused:
        await files.fetch("http://127.0.0.1:9/plan")
    assert refused.value.key == "error.file-unavailable"


async def test_a_file_comes_in_and_is_fetched_only_when_it_is_read() -> None:
    heard: list[Incoming] = []

    async def answer(update: Incoming) -> Answer:
        heard.append(update)
        return Answer((), "uk")

    async def left(_address: Address) -> None:
        raise AssertionError("nobody has left")

    async with ViberServer(allow_http_webhook=True) as viber:
        door = open_viber(viber.token, viber.url)
        app = web.Application()
        app.add_routes(webhook_routes(door, answer, left, viber.token))
        listener = Listener(app)
        await listener.start()
        await register_webhook(door, listener.url)
        olena = viber.user("01234567890A=")
        await olena.sends_file("план.txt", PLAN)
        await viber.settled()
        [file] = [update.what for update in heard]
        assert isinstance(file, File)
        assert (file.name, file.size) == ("план.txt", len(PLAN))
        assert await file.read() == PLAN
        await listener.close()
        await door.close()
        viber.check()
