"""The web door: keeps each account's chat and wakes the pages that watch."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.dialog.door import DeliveryError, Failure
from bot.dialog.model import Answer, Attachment, Reply
from bot.dialog.text import Text
from bot.web.bell import Bell
from bot.web.transcript import Message, Transcript

KYIV = ZoneInfo("Europe/Kyiv")


class WebDoor:
    """A Door whose messenger is a page in the same computer's browser: sending to it cannot fail."""

    name = "web"

    def __init__(self, now: Callable[[], datetime], zone: ZoneInfo = KYIV) -> None:
        """Open the door.

        Args:
            now: the demo's present moment, aware.
            zone: where the branch is; the page shows this zone's wall clock.
        """
        self._now = now
        self._zone = zone
        self._transcripts: defaultdict[str, Transcript] = defaultdict(Transcript)
        self.bell = Bell()

    def now(self) -> datetime:
        """Return the demo's present moment in the branch's zone."""
        return self._now().astimezone(self._zone)

    async def send(self, account: str, reply: Reply, language: str) -> str:
        """Add a message to the account's chat; returns its id."""
        message = self._transcripts[account].add(reply, language, self.now())
        self.bell.ring()
        return str(message)

    async def amend(self, account: str, message: str, reply: Reply, language: str) -> None:
        """Put a reply in place of a message. Raises DeliveryError when it is no longer there."""
        if not self._transcripts[account].put_in_place(int(message), reply, language):
            raise DeliveryError(Failure.REFUSED)
        self.bell.ring()

    def converse(self, account: str, said: Text | None, answer: Answer, tapped: int | None = None) -> None:
        """Add what the person said and what they were answered.

        Args:
            account: whose chat.
            said: the person's words, or what the tapped button says, where that is known.
            answer: the answer. Its first reply that `replaces` stands in place of the tapped message, like an edit in a
                messenger; then what the button said is left out, as nothing follows upon it.
            tapped: the id of the message that was tapped.
        """
        transcript, at = self._transcripts[account], self.now()
        if said is not None and (tapped is None or not any(reply.replaces for reply in answer.replies)):
            transcript.add(said, answer.language, at)
        for reply in answer.replies:
            if reply.replaces and tapped is not None and transcript.put_in_place(tapped, reply, answer.language):
                tapped = None
            else:
                transcript.add(reply, answer.language, at)
        self.bell.ring()

    def messages(self, account: str) -> tuple[Message, ...]:
        """Return the account's chat, oldest first."""
        return self._transcripts[account].messages()

    def attachment(self, account: str, message: int, place: int) -> Attachment | None:
        """Return what goes along with a message of this account's chat, and of no other one's."""
        return self._transcripts[account].attachment(message, place)

    def label_of(self, account: str, message: int | None, code: str) -> Text | None:
        """Return what a button says, if the message with it is still in the chat."""
        return self._transcripts[account].label_of(message, code)

    def received(self, account: str) -> int:
        """Return how many messages the bot has sent to the account."""
        return self._transcripts[account].received

    def revision(self, account: str) -> int:
        """Return a number that grows with every change of the account's chat."""
        return self._transcripts[account].revision
