"""What the page posts, read into what the core knows. Everything else is refused with a clear 4xx."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Literal, TypeVar

import msgspec
from aiohttp import web
from msgspec import Meta

from bot.dialog.arrivals import arrival_of
from bot.dialog.model import MOST_FILE_BYTES, File, Tap, What, Words, too_large

BODY_BYTES = 32 * 1024
"""The longest text, with every letter written as an escape, and the rest of its request."""

LONGEST_NAME = 255

Account = Annotated[str, Meta(min_length=1, max_length=64)]
Language = Literal["uk", "en"]


class Said(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A text, or a tapped button and the message under which it stood."""

    account: Account
    text: Annotated[str, Meta(min_length=1, max_length=4096)] | None = None
    code: Annotated[str, Meta(min_length=1, max_length=64)] | None = None
    message: Annotated[int, Meta(ge=1, lt=2**53)] | None = None
    language: Language | None = None


class Moved(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where the clock is to go."""

    to: Literal["notice", "day", "quarter"]
    language: Language | None = None


Body = TypeVar("Body", Said, Moved)


async def read_body(request: web.Request, kind: type[Body]) -> Body:
    """Read a request's JSON body.

    Raises:
        HTTPUnsupportedMediaType: it does not call itself JSON, as a foreign site's form cannot.
        HTTPRequestEntityTooLarge: it is longer than BODY_BYTES.
        HTTPBadRequest: it is not of this kind.
    """
    if request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType(text="send application/json")
    try:
        return msgspec.json.decode(await request.read(), type=kind)
    except (msgspec.MsgspecError, UnicodeError, RecursionError, web.RequestPayloadError):
        raise web.HTTPBadRequest(text="the body is not what this address takes") from None


def file_sent(request: web.Request) -> File:
    """Return the file that is a request's body, which is read only when it is asked for.

    HTTPUnsupportedMediaType when it does not call itself plain bytes, as a foreign site's form cannot.
    """
    if request.content_type != "application/octet-stream":
        raise web.HTTPUnsupportedMediaType(text="send application/octet-stream")
    name = "".join(sign for sign in request.query.get("name", "") if sign.isprintable())
    return File(name[:LONGEST_NAME], request.content_length or 0, partial(_content, request))


async def _content(request: web.Request) -> bytes:
    data = bytearray()
    async for chunk in request.content.iter_any():
        data += chunk
        if len(data) > MOST_FILE_BYTES:
            raise too_large()
    return bytes(data)


def what_was_said(said: Said) -> What:
    """Return the update that a request means; HTTPBadRequest when it is none or two at once."""
    match said:
        case Said(text=str(words), code=None, message=None) if words.strip() and "\0" not in words:
            return arrival_of(words) or Words(words.strip())
        case Said(text=None, code=str(code)) if code.isprintable():
            return Tap(code)
        case _:
            raise web.HTTPBadRequest(text="send either a text or the code of a button")
