"""One account's chat as the page shows it. It lives in memory: the demo's data is thrown away with the program."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.dialog.model import Attachment, Reply
from bot.dialog.text import Text

_KEPT = 500
"""Messages that a chat keeps: more than anybody scrolls through, and a bound for the memory."""


@dataclass(frozen=True, slots=True)
class Message:
    """One bubble. `said` is the bot's Reply or the person's own Text; `version` grows when it is put in place anew."""

    id: int
    at: datetime
    said: Reply | Text
    language: str
    version: int = 0

    @property
    def mine(self) -> bool:
        """Whether the person said it."""
        return isinstance(self.said, Text)

    @property
    def attachments(self) -> tuple[Attachment, ...]:
        """What goes along with it."""
        return self.said.attachments if isinstance(self.said, Reply) else ()


class Transcript:
    """The latest messages, oldest first.

    `received` counts what the bot has added (not what it put in place of something), `revision` every change.
    """

    def __init__(self) -> None:
        self._messages: dict[int, Message] = {}
        self._last_id = 0
        self.received = 0
        self.revision = 0

    def messages(self) -> tuple[Message, ...]:
        """Return the chat, oldest first."""
        return tuple(self._messages.values())

    def add(self, said: Reply | Text, language: str, at: datetime) -> int:
        """Add a message at the end and return its id; the oldest one goes when there are too many."""
        self._last_id += 1
        self._messages[self._last_id] = Message(self._last_id, at, said, language)
        if len(self._messages) > _KEPT:
            del self._messages[next(iter(self._messages))]
        self.received += isinstance(said, Reply)
        self.revision += 1
        return self._last_id

    def put_in_place(self, message_id: int, said: Reply, language: str) -> bool:
        """Put a reply where one of the bot's messages stands; False when there is no such message."""
        old = self._messages.get(message_id)
        if old is None or old.mine:
            return False
        self._messages[message_id] = replace(old, said=said, language=language, version=old.version + 1)
        self.revision += 1
        return True

    def attachment(self, message_id: int, place: int) -> Attachment | None:
        """Return what goes along with a message at this place, counted from 0; None when there is nothing."""
        message = self._messages.get(message_id)
        return dict(enumerate(message.attachments)).get(place) if message else None

    def label_of(self, message_id: int | None, code: str) -> Text | None:
        """Return what a button of a message says; None when the message or the button is there no more."""
        message = self._messages.get(message_id or 0)
        if message is None or not isinstance(message.said, Reply):
            return None
        return next((button.label for row in message.said.rows for button in row if button.code == code), None)
