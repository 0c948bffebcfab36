"""The bot's account on Viber: everything that the methods read and change."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from tests.servers.breaches import Breach
from tests.servers.hearing import Hearing
from tests.servers.viber.messages import Message
from tests.servers.viber.rates import Rates

JSON = dict[str, Any]
CHAT_HOSTNAME = "SN-CHAT-05_"
OPTIONAL_EVENTS = ("delivered", "seen", "failed", "subscribed", "unsubscribed", "conversation_started")
_MANDATORY_EVENTS = {"webhook", "message", "subscribed", "unsubscribed"}


@dataclass(slots=True)
class Contact:
    """A person who knows the bot; `profile` is the user object of the callbacks."""

    profile: JSON
    subscribed: bool = False
    messages: list[Message] = field(default_factory=list)
    hearing: Hearing[Message] = field(default_factory=Hearing)

    @property
    def id(self) -> str:
        """The person's id, unique for this bot."""
        return str(self.profile["id"])

    def show(self, message: Message) -> None:
        """Put a message on the person's screen."""
        self.messages.append(message)
        self.hearing.append(message)


@dataclass(slots=True)
class Account:
    """State of one bot."""

    token: str
    rates: Rates
    name: str = "Плановик"
    uri: str = "planovyk"
    allow_http_webhook: bool = False
    blocked: bool = False
    webhook: str = ""
    events: set[str] = field(default_factory=lambda: set(OPTIONAL_EVENTS))
    contacts: dict[str, Contact] = field(default_factory=dict)
    breaches: list[Breach] = field(default_factory=list)
    tokens: Iterator[int] = field(default_factory=lambda: count(5_098_034_272_017_990_001))

    def wants(self, event: str) -> bool:
        """Whether the webhook asked for this kind of event; some come in any case."""
        return event in self.events | _MANDATORY_EVENTS

    def record(self, rule: str, method: str, detail: str) -> None:
        """Write a breach down."""
        self.breaches.append(Breach(rule, method, detail))

    def event(self, kind: str, content: JSON) -> JSON:
        """A callback with a fresh message_token, unless the content brings one."""
        head = {"event": kind, "timestamp": int(time.time() * 1000), "chat_hostname": CHAT_HOSTNAME}
        return head | {"message_token": next(self.tokens)} | content
