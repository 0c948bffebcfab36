"""The bot's account on the platform: everything that the methods read and change."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from tests.servers.breaches import Breach
from tests.servers.telegram.chats import Chat, Document
from tests.servers.telegram.errors import bad_request
from tests.servers.telegram.rates import Limits, Rates
from tests.servers.telegram.updates import Update, Updates

JSON = dict[str, Any]


@dataclass(slots=True)
class Callback:
    """A tapped inline button: how often the bot got to know of it and how often it tried to answer."""

    tapped: float
    label: str
    handed_out: int = 0
    answers: int = 0


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where updates are POSTed to."""

    url: str
    secret_token: str = ""
    max_connections: int = 40


@dataclass(slots=True)
class Account:
    """State of one bot.

    `clock` is monotonic seconds and measures rates and the age of callbacks; `spoilt_answers` counts the answers to
    callbacks that met a planned fault: the bot tried, and may try again.
    """

    token: str
    limits: Limits
    clock: Callable[[], float]
    allow_http_webhook: bool = False
    breaches: list[Breach] = field(default_factory=list)
    chats: dict[int, Chat] = field(default_factory=dict)
    callbacks: dict[str, Callback] = field(default_factory=dict)
    commands: dict[str, list[JSON]] = field(default_factory=dict)
    files: dict[str, Document] = field(default_factory=dict)
    actions: list[tuple[int, str]] = field(default_factory=list)
    webhook: Webhook | None = None
    last_webhook_error: str = ""
    spoilt_answers: int = 0
    rates: Rates = field(init=False)
    updates: Updates = field(init=False)
    message_ids: Iterator[int] = field(default_factory=lambda: count(1))
    callback_ids: Iterator[int] = field(default_factory=lambda: count(4_380_000_001))

    def __post_init__(self) -> None:
        self.rates = Rates(self.limits, self.clock)
        self.updates = Updates(self._note_callback)

    @property
    def profile(self) -> JSON:
        """The User object of the bot."""
        return {
            "id": int(self.token.partition(":")[0]),
            "is_bot": True,
            "first_name": "Плановик",
            "username": "planovyk_bot",
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
        }

    def chat(self, chat_id: int) -> Chat:
        """The chat with this id. Raises ApiError 400 when nobody has it."""
        if chat_id not in self.chats:
            raise bad_request("chat not found")
        return self.chats[chat_id]

    def record(self, rule: str, method: str, detail: str) -> None:
        """Write a breach down."""
        self.breaches.append(Breach(rule, method, detail))

    def unanswered(self) -> list[Breach]:
        """Callbacks that the bot got and never tried to answer: the person's button keeps spinning."""
        return [
            Breach("callback-unanswered", "answerCallbackQuery", f"button {callback.label!r}")
            for callback in self.callbacks.values()
            if callback.handed_out and not callback.answers
        ][self.spoilt_answers :]

    def _note_callback(self, update: Update) -> None:
        if query := update.payload.get("callback_query"):
            self.callbacks[query["id"]].handed_out += 1


def now() -> int:
    """Unix time for the date fields of objects."""
    return int(time.time())
