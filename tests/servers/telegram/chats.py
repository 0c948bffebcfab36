"""Private chats: who is in them, and the messages as they stand now."""

from __future__ import annotations

import html
from dataclasses import dataclass, field, replace
from typing import Any

from tests.servers.hearing import Hearing
from tests.servers.telegram.errors import bad_request, forbidden
from tests.servers.telegram.keyboard import Button, Keyboard, Rows
from tests.servers.telegram.markup import MarkupError, parse_html, utf16_length
from tests.servers.telegram.params import Params

JSON = dict[str, Any]
MAX_TEXT = 4096
MAX_CAPTION = 1024


@dataclass(frozen=True, slots=True)
class Document:
    """A file in a message; `is_photo` when it is shown and not kept."""

    name: str
    content: bytes = field(repr=False)
    is_photo: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """A message of the bot as the person saw it at one moment.

    `text` is plain (of a file: its caption), `html` as the bot wrote it, `edited` counts the edits so far.
    """

    id: int
    text: str
    html: str
    buttons: Rows = ()
    edited: int = 0
    links: dict[str, str] = field(default_factory=dict)
    document: Document | None = None
    silent: bool = False

    def button(self, text: str) -> Button | None:
        """The button with this text, else the first one whose text begins with it."""
        every = [button for row in self.buttons for button in row]
        exact = [button for button in every if button.text == text]
        return next(iter(exact or [button for button in every if button.text.startswith(text)]), None)


@dataclass(slots=True)
class Chat:
    """One person's private chat with the bot. `payloads` holds the Message JSON of both sides by message_id."""

    person: JSON
    started: bool = False
    blocked: bool = False
    messages: dict[int, Message] = field(default_factory=dict)
    payloads: dict[int, JSON] = field(default_factory=dict)
    hearing: Hearing[Message] = field(default_factory=Hearing)

    @property
    def payload(self) -> JSON:
        """The Chat object of the Bot API."""
        return {"id": self.person["id"], "type": "private", "first_name": self.person["first_name"]}

    def demand_open(self) -> None:
        """Raise ApiError 403 when the bot may not write here."""
        if self.blocked:
            raise forbidden("bot was blocked by the user")
        if not self.started:
            raise forbidden("bot can't initiate conversation with a user")

    def show(self, message: Message, payload: JSON) -> JSON:
        """Put a new or changed message of the bot on the person's screen; returns its JSON."""
        self.messages[message.id] = message
        self.payloads[message.id] = payload
        self.hearing.append(message)
        return payload

    def editable(self, message_id: int) -> Message:
        """The bot's message with this id. Raises ApiError 400."""
        if message_id not in self.payloads:
            raise bad_request("message to edit not found")
        if message_id not in self.messages:
            raise bad_request("message can't be edited", breach="edit-of-foreign-message")
        return self.messages[message_id]


@dataclass(frozen=True, slots=True)
class Wording:
    """A text that passed the parser and the limits."""

    text: str
    html: str
    entities: list[JSON]

    def payload(self, name: str) -> JSON:
        """Its part of a Message object; `name` is text or caption."""
        if not self.text:
            return {}
        entities = f"{name}_entities" if name == "caption" else "entities"
        return {name: self.text} | ({entities: self.entities} if self.entities else {})


def wording(params: Params, name: str = "text", limit: int = MAX_TEXT) -> Wording:
    """Read the text or caption of a call, 0 to `limit` characters after parsing. Raises ApiError 400, a breach."""
    source = params.text(name)
    read = _read(source, params, "caption_entities" if name == "caption" else "entities")
    length = utf16_length(read.text)
    if length > limit:
        what = "message caption is too long" if name == "caption" else "message is too long"
        raise bad_request(what, breach=f"{name}-too-long")
    return read


def _read(source: str, params: Params, entities_name: str) -> Wording:
    match params.text("parse_mode").lower():
        case "html":
            try:
                marked = parse_html(source.strip())
            except MarkupError as error:
                raise bad_request(f"can't parse entities: {error}", breach="html") from None
            return Wording(marked.text, source.strip(), marked.entities)
        case "":
            entities = params.structure(entities_name) or []
            if any(entity["offset"] + entity["length"] > utf16_length(source) for entity in entities):
                raise bad_request("entity ends beyond the text", breach="entities")
            return Wording(source.strip(), html.escape(source.strip(), quote=False), entities)
        case mode:
            raise bad_request(f"unsupported parse_mode (this server reads HTML only, not {mode})", breach="parse-mode")


def edited(message: Message, words: Wording | None, keyboard: Keyboard) -> Message:
    """The message after an edit; `words` None leaves its text. Without a keyboard the buttons go."""
    text, markup = (message.text, message.html) if words is None else (words.text, words.html)
    return replace(
        message,
        text=text,
        html=markup,
        buttons=keyboard.rows,
        links=keyboard.links,
        edited=message.edited + 1,
    )
