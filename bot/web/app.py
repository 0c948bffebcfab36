"""The web application of the demo: the page, its questions and its stream of events."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex

import msgspec
from aiohttp import web

from bot.dialog.attachments import disposition, media_type
from bot.dialog.door import Answerer, AnswerUnavailable
from bot.dialog.model import Address, Answer, Incoming, What
from bot.dialog.speech import LANGUAGES, language_for, say
from bot.dialog.text import Text, verbatim
from bot.errors import PlanovykError
from bot.web.door import WebDoor
from bot.web.guard import only_this_computers_page, set_headers
from bot.web.incoming import BODY_BYTES, Moved, Said, file_sent, read_body, what_was_said
from bot.web.rendering import ATTACHMENT_PATH, rendered

HEARTBEAT_SECONDS = 15.0
LONGEST_NUMBER = 15
"""Digits of a message's id or of a place in it."""

Move = Callable[[str], Awaitable[None]]
"""Puts the demo's clock forward to the next "notice", "day" or "quarter" and lets what is due go out.

Raises PlanovykError when there is nowhere to go; the page shows its text.
"""

_STATIC = Path(__file__).parent / "static"
_FILES = {"/": "index.html"} | {
    f"/{name}": name
    for name in ("style.css", "icon.svg", "words.js", "page.js", "people.js", "chat.js", "clock.js", "main.js")
}


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody whom the person at the page can be. `account` is the account's id on the web door."""

    account: str
    name: Text
    role: Text
    hint: Text


@dataclass(frozen=True, slots=True)
class _Demo:
    door: WebDoor
    answer: Answerer
    personas: Mapping[str, Persona]
    move: Move
    heartbeat: float
    run: str = field(default_factory=lambda: token_hex(8))
    """Names this start of the demo: a page that was open before it forgets what it had counted as read."""
    moving: asyncio.Lock = field(default_factory=asyncio.Lock)


_DEMO = web.AppKey("demo", _Demo)


def web_app(
    door: WebDoor, answer: Answerer, personas: Sequence[Persona], move: Move, heartbeat: float = HEARTBEAT_SECONDS
) -> web.Application:
    """Make the application; bind it to a loopback address, as whoever reaches it can be anybody of the demo."""
    app = web.Application(middlewares=[only_this_computers_page], client_max_size=BODY_BYTES)
    app[_DEMO] = _Demo(door, answer, {persona.account: persona for persona in personas}, move, heartbeat)
    app.add_routes(_routes())
    app.on_response_prepare.append(set_headers)
    app.on_shutdown.append(_end_events)
    return app


def _routes() -> list[web.RouteDef]:
    return [
        *(web.get(path, _file) for path in _FILES),
        web.get("/api/people", _people),
        web.get("/api/chat", _chat),
        web.post("/api/say", _say),
        web.post("/api/file", _send_file),
        web.get(ATTACHMENT_PATH, _attachment),
        web.get("/api/clock", _clock),
        web.post("/api/clock", _move_clock),
        # Without HEAD: its answer would be an endless nothing.
        web.get("/api/events", _events, allow_head=False),
    ]


async def _file(request: web.Request) -> web.FileResponse:
    return web.FileResponse(_STATIC / _FILES[request.path])


async def _people(request: web.Request) -> web.Response:
    demo, language = request.app[_DEMO], language_for(_wanted_language(request))
    people = [
        {
            "account": persona.account,
            "name": say(persona.name, language),
            "role": say(persona.role, language),
            "hint": say(persona.hint, language),
        }
        for persona in demo.personas.values()
    ]
    return _json({"run": demo.run, "people": people})


async def _chat(request: web.Request) -> web.Response:
    demo = request.app[_DEMO]
    persona = _persona(demo, request.query.get("account", ""))
    return _json(_chat_of(demo.door, persona.account, _wanted_language(request)))


async def _attachment(request: web.Request) -> web.Response:
    """Give what goes along with a message: a picture to be shown, a file only to be kept, never to be opened here."""
    demo = request.app[_DEMO]
    account = _persona(demo, request.query.get("account", "")).account
    found = demo.door.attachment(account, _number(request, "message"), _number(request, "place"))
    if found is None:
        raise web.HTTPNotFound(text="nothing goes along with this message")
    headers = {"Content-Type": media_type(found), "Content-Disposition": disposition(found)}
    return web.Response(body=found.content, headers=headers)


async def _say(request: web.Request) -> web.Response:
    demo, said = request.app[_DEMO], await read_body(request, Said)
    account, what = _persona(demo, said.account).account, what_was_said(said)
    words = demo.door.label_of(account, said.message, said.code) if said.code else verbatim((said.text or "").strip())
    demo.door.converse(account, words, await _answered(demo, account, what, said.language), said.message)
    return _json(_chat_of(demo.door, account, said.language))


async def _send_file(request: web.Request) -> web.Response:
    demo, language, file = request.app[_DEMO], _wanted_language(request), file_sent(request)
    account = _persona(demo, request.query.get("account", "")).account
    demo.door.converse(account, verbatim(file.name or "…"), await _answered(demo, account, file, language))
    return _json(_chat_of(demo.door, account, language))


async def _answered(demo: _Demo, account: str, what: What, language: str | None) -> Answer:
    try:
        return await demo.answer(Incoming(Address(demo.door.name, account), f"web:{token_hex(16)}", what, language))
    except AnswerUnavailable:
        raise web.HTTPServiceUnavailable(text="nothing was taken; try again") from None


async def _clock(request: web.Request) -> web.Response:
    return _json({"now": _moment(request.app[_DEMO])})


async def _move_clock(request: web.Request) -> web.Response:
    demo, moved = request.app[_DEMO], await read_body(request, Moved)
    async with demo.moving:
        before = {account: demo.door.received(account) for account in demo.personas}
        try:
            await demo.move(moved.to)
        except PlanovykError as error:
            return web.Response(text=say(Text(error.key, error.args_), language_for(moved.language)), status=409)
        finally:
            demo.door.bell.ring()
        arrived = [
            {"account": account, "count": demo.door.received(account) - count}
            for account, count in before.items()
            if demo.door.received(account) > count
        ]
    return _json({"now": _moment(demo), "arrived": arrived})


async def _events(request: web.Request) -> web.StreamResponse:
    """Stream the state after every change and as a heart-beat: what a page has missed, the next event makes good."""
    demo = request.app[_DEMO]
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "X-Accel-Buffering": "no"})
    await response.prepare(request)
    with demo.door.bell.listening() as rung, suppress(ConnectionError):
        while not demo.door.bell.closed:
            rung.clear()
            await response.write(b"data: " + msgspec.json.encode(_state(demo)) + b"\n\n")
            with suppress(TimeoutError):
                async with asyncio.timeout(demo.heartbeat):
                    await rung.wait()
    return response


async def _end_events(app: web.Application) -> None:
    app[_DEMO].door.bell.close()


def _state(demo: _Demo) -> dict[str, object]:
    chats = {
        account: {"received": demo.door.received(account), "revision": demo.door.revision(account)}
        for account in demo.personas
    }
    return {"run": demo.run, "now": _moment(demo), "chats": chats}


def _chat_of(door: WebDoor, account: str, language: str | None) -> dict[str, object]:
    return {
        "received": door.received(account),
        "revision": door.revision(account),
        "messages": [rendered(message, account, language) for message in door.messages(account)],
    }


def _persona(demo: _Demo, account: str) -> Persona:
    if account not in demo.personas:
        raise web.HTTPNotFound(text="nobody here has this account")
    return demo.personas[account]


def _number(request: web.Request, name: str) -> int:
    written = request.query.get(name, "")
    if not (written.isascii() and written.isdecimal() and len(written) <= LONGEST_NUMBER):
        raise web.HTTPBadRequest(text=f"{name} is a number")
    return int(written)


def _wanted_language(request: web.Request) -> str | None:
    wanted = request.query.get("language")
    if wanted is not None and wanted not in LANGUAGES:
        raise web.HTTPBadRequest(text="this language is not spoken here")
    return wanted


def _moment(demo: _Demo) -> str:
    return demo.door.now().isoformat(timespec="seconds")


def _json(data: dict[str, object]) -> web.Response:
    return web.Response(body=msgspec.json.encode(data), content_type="application/json")
