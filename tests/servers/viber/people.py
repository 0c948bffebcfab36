"""The person's side: what a member of the branch does in Viber."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from tests.servers.hearing import Wanted
from tests.servers.viber.account import Account, Contact
from tests.servers.viber.callbacks import Callback, Callbacks
from tests.servers.viber.errors import ApiError
from tests.servers.viber.keyboard import Button
from tests.servers.viber.messages import MAX_TEXT, Message
from tests.servers.viber.methods import welcome

JSON = dict[str, Any]


@dataclass(slots=True)
class Media:
    """Files that people sent, by number; `url` is the address they are downloaded under."""

    url: str = ""
    files: dict[str, bytes] = field(default_factory=dict)

    def keep(self, content: bytes) -> str:
        """Keep a file and return its address."""
        number = str(len(self.files) + 1)
        self.files[number] = content
        return f"{self.url}/{number}"


class User:
    """A person who may subscribe to the bot."""

    def __init__(self, account: Account, callbacks: Callbacks, contact: Contact, media: Media) -> None:
        self._account = account
        self._callbacks = callbacks
        self._contact = contact
        self._media = media
        self.id = contact.id

    @property
    def chat(self) -> list[Message]:
        """The bot's messages, oldest first; Viber has no edits and no deletions."""
        return list(self._contact.messages)

    @property
    def sees(self) -> Message:
        """The newest message of the bot. Raises LookupError when there is none."""
        if not self._contact.messages:
            message = "the bot has not written yet"
            raise LookupError(message)
        return self._contact.messages[-1]

    @property
    def subscribed(self) -> bool:
        """Whether the bot may write to this person."""
        return self._contact.subscribed

    async def opens(self, context: str | None = None) -> None:
        """Open the conversation, by a deep link when there is a context; the answer's body is the welcome message."""
        content: JSON = {"type": "open", "user": self._contact.profile, "subscribed": self.subscribed}
        if context is not None:
            content["context"] = context
        self._event("conversation_started", content, welcomes=True)

    async def says(self, text: str) -> None:
        """Write a text message; the first one subscribes, without an event of its own."""
        if not text.strip() or len(text) > MAX_TEXT:
            message = "a person cannot send this text"
            raise ValueError(message)
        self._writes({"type": "text", "text": text}, silent=False)

    async def sends_file(self, name: str, content: bytes) -> None:
        """Send a file; the bot finds it at the address in `media`."""
        address = self._media.keep(content)
        self._writes({"type": "file", "media": address, "file_name": name, "size": len(content)}, silent=False)

    async def sends_photo(self, content: bytes, caption: str = "") -> None:
        """Send a picture as a photo, with words under it; the thumbnail is the platform's own."""
        picture = {"type": "picture", "media": self._media.keep(content), "thumbnail": self._media.keep(content[:40])}
        self._writes(picture | ({"text": caption} if caption else {}), silent=False)

    async def taps(self, button: str) -> None:
        """Tap the key with this text, or that begins with it, of the newest message's keyboard.

        Viber sends its ActionBody as a text message. Raises LookupError when no such key is shown or it is a link.
        """
        key = self._key(button)
        if key.action != "reply":
            message = f"{key.text!r} is of the kind {key.action}, the bot gets no message from it"
            raise LookupError(message)
        self._writes({"type": "text", "text": key.body}, silent=key.silent)

    async def subscribes(self) -> None:
        """Press Subscribe."""
        self._contact.subscribed = True
        self._event("subscribed", {"user": self._contact.profile})

    async def unsubscribes(self) -> None:
        """Switch the bot's messages off: sending answers 6 from now on."""
        self._contact.subscribed = False
        self._event("unsubscribed", {"user_id": self.id})

    async def hears(self, wanted: Wanted[Message], timeout: float = 5.0) -> Message:  # noqa: ASYNC109 - patience
        """Wait for a message that matches a substring, a pattern or a predicate.

        Counts what came since the person's last own action; each is heard once. AssertionError else.
        """
        return await self._contact.hearing.hears(wanted, timeout)

    async def updates_again(self, times: int = 1) -> None:
        """Let the platform deliver this person's last event again, with the same message_token."""
        self._callbacks.again(self.id, times)

    async def forges(self, text: str, signature: str | None = "0" * 64) -> int:
        """POST a text message of this person with a wrong signature (None: without one); returns the HTTP status."""
        event = self._message_event({"type": "text", "text": text}, silent=False)
        status, _ = await self._callbacks.post(event, signature)
        return status

    def _key(self, text: str) -> Button:
        keys = self.sees.buttons
        exact = [key for key in keys if key.text == text]
        for key in exact or [key for key in keys if key.text.startswith(text)]:
            return key
        message = f"no button {text!r}; the keyboard has {[key.text for key in keys]}"
        raise LookupError(message)

    def _writes(self, message: JSON, *, silent: bool) -> None:
        self._contact.subscribed = True
        self._account.rates.answered(self.id)
        event = self._message_event(message, silent=silent)
        self._contact.hearing.acted()
        self._callbacks.add(Callback(self.id, event))

    def _message_event(self, message: JSON, *, silent: bool) -> JSON:
        if self._contact.messages and (tracking := self.sees.tracking_data):
            message = message | {"tracking_data": tracking}
        content = {"sender": self._contact.profile, "message": message, "silent": silent}
        return self._account.event("message", content)

    def _event(self, kind: str, content: JSON, *, welcomes: bool = False) -> None:
        self._contact.hearing.acted()
        answered = self._welcome if welcomes else None
        self._callbacks.add(Callback(self.id, self._account.event(kind, content), answered))

    def _welcome(self, body: bytes) -> None:
        if not body.strip():
            return
        try:
            payload = json.loads(body)
            welcome(self._account, self._contact, payload)
        except ValueError:
            self._account.record("welcome-message", "conversation_started", "the answer's body is not JSON")
        except ApiError as error:
            self._account.record(error.breach or "welcome-message", "conversation_started", error.message)
