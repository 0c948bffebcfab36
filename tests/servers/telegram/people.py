"""The person's side: what a member of the branch does with a phone in their hand."""

from __future__ import annotations

import re

from tests.servers.hearing import Wanted
from tests.servers.telegram.account import JSON, Account, Callback, now
from tests.servers.telegram.chats import MAX_TEXT, Chat, Document, Message
from tests.servers.telegram.keyboard import Button
from tests.servers.telegram.markup import utf16_length
from tests.servers.telegram.sending import describe_file

_START_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,64}")
_COMMAND = re.compile(r"/[A-Za-z0-9_]+")


class User:
    """A person with one private chat."""

    def __init__(self, account: Account, chat: Chat) -> None:
        self._account = account
        self._chat = chat
        self.id: int = chat.person["id"]

    @property
    def chat(self) -> list[Message]:
        """The bot's messages as the person sees them now: edits applied, deleted ones gone, oldest first."""
        return [self._chat.messages[message_id] for message_id in sorted(self._chat.messages)]

    @property
    def sees(self) -> Message:
        """The newest message of the bot. Raises LookupError when there is none."""
        if not self.chat:
            message = "the bot has not written yet"
            raise LookupError(message)
        return self.chat[-1]

    async def start(self, token: str | None = None) -> None:
        """Press Start, or follow a link with a start parameter (1–64 of A-Z, a-z, 0-9, _ and -)."""
        if token is not None and not _START_TOKEN.fullmatch(token):
            message = f"Telegram drops the start parameter {token!r}"
            raise ValueError(message)
        if self._chat.blocked:
            await self.unblocks()
        await self.says("/start" if token is None else f"/start {token}")

    async def says(self, text: str) -> None:
        """Write a text message."""
        if not text.strip() or utf16_length(text) > MAX_TEXT:
            message = "a person cannot send this text"
            raise ValueError(message)
        command = _COMMAND.match(text)
        entities = [{"type": "bot_command", "offset": 0, "length": command.end()}] if command else []
        self._send({"text": text} | ({"entities": entities} if entities else {}))

    async def sends_file(self, name: str, content: bytes, caption: str = "") -> None:
        """Send a document."""
        described = describe_file(self._account, Document(name, content))
        self._send({"document": described} | ({"caption": caption} if caption else {}))

    async def sends_photo(self, content: bytes, caption: str = "", album: str = "") -> None:
        """Send a picture as a photo, which the platform keeps in its own sizes; one of an album has the album's id.

        An album is several messages, and the words under it are those of its first one.
        """
        sizes = [self._photo_size(content[:40], 90, 67), self._photo_size(content, 1280, 960)]
        more = ({"caption": caption} if caption else {}) | ({"media_group_id": album} if album else {})
        self._send({"photo": sizes} | more)

    def _photo_size(self, content: bytes, width: int, height: int) -> JSON:
        described = describe_file(self._account, Document("", content))
        return {key: value for key, value in described.items() if key != "file_name"} | {
            "width": width,
            "height": height,
        }

    async def taps(self, button: str, message: Message | None = None) -> None:
        """Tap the button with this text, or that begins with it.

        On the given message as the person saw it (it may have changed since), else on the newest message that has
        such a button. Raises LookupError when there is none.
        """
        tapped, key = self._button(button, message)
        if key.text in tapped.links:
            what = f"{key.text!r} opens a link, the bot learns nothing of it"
            raise LookupError(what)
        if key.data is None:
            await self.says(key.text)
            return
        query_id = str(next(self._account.callback_ids))
        self._account.callbacks[query_id] = Callback(self._account.clock(), key.text)
        self._update("callback_query", self._query(query_id, tapped, key))

    async def blocks(self) -> None:
        """Block the bot: sending answers 403 from now on."""
        self._membership(blocked=True)

    async def unblocks(self) -> None:
        """Take the block back."""
        self._membership(blocked=False)

    async def hears(self, wanted: Wanted[Message], timeout: float = 5.0) -> Message:  # noqa: ASYNC109 - patience
        """Wait for a message, or a new version of one, that matches a substring, a pattern or a predicate.

        Counts what was shown since the person's last own action; each version is heard once. AssertionError else.
        """
        return await self._chat.hearing.hears(wanted, timeout)

    async def updates_again(self, times: int = 1) -> None:
        """Let the platform deliver this person's last update again, with the same update_id."""
        self._account.updates.again(self.id, times)

    def _button(self, text: str, message: Message | None) -> tuple[Message, Button]:
        for candidate in [message] if message else reversed(self.chat):
            if key := candidate.button(text):
                return candidate, key
        shown = [[key.text for row in seen.buttons for key in row] for seen in self.chat]
        what = f"no button {text!r}; the messages have {shown}"
        raise LookupError(what)

    def _query(self, query_id: str, tapped: Message, key: Button) -> JSON:
        gone = {"message_id": tapped.id, "chat": self._chat.payload, "date": 0}
        return {
            "id": query_id,
            "from": self._chat.person,
            "message": self._chat.payloads.get(tapped.id, gone),
            "chat_instance": f"-77{self.id}",
            "data": key.data,
        }

    def _send(self, content: JSON) -> None:
        self._chat.started = True
        message_id = next(self._account.message_ids)
        head = {"message_id": message_id, "from": self._chat.person, "chat": self._chat.payload, "date": now()}
        self._chat.payloads[message_id] = head | content
        self._update("message", head | content)

    def _membership(self, *, blocked: bool) -> None:
        before, after = ("member", "kicked") if blocked else ("kicked", "member")
        self._chat.blocked = blocked
        content = {"chat": self._chat.payload, "from": self._chat.person, "date": now()}
        content |= {"old_chat_member": self._member(before), "new_chat_member": self._member(after)}
        self._update("my_chat_member", content)

    def _member(self, status: str) -> JSON:
        return {"user": self._account.profile, "status": status} | ({"until_date": 0} if status == "kicked" else {})

    def _update(self, kind: str, content: JSON) -> None:
        self._chat.hearing.acted()
        self._account.updates.add(self.id, kind, content)
