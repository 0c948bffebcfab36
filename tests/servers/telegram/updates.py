"""Updates on their way to the bot: numbered, kept until confirmed, filtered by allowed_updates."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

JSON = dict[str, Any]
_FIRST_UPDATE_ID = 700_000_001


@dataclass(frozen=True, slots=True)
class Update:
    """An update, its chat and its place in the queue; a `repeat` is a second delivery of one that was confirmed."""

    place: int
    id: int
    chat_id: int
    payload: JSON
    repeat: bool = False


@dataclass(slots=True)
class Updates:
    """The queue. `handed_out` is called whenever an update leaves for the bot; `fresh` chats want a deliverer."""

    handed_out: Callable[[Update], None]
    allowed: list[str] = field(default_factory=list)
    fresh: set[int] = field(default_factory=set)
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    _pending: dict[int, Update] = field(default_factory=dict)
    _by_chat: defaultdict[int, dict[int, Update]] = field(default_factory=lambda: defaultdict(dict))
    _last_id: int = _FIRST_UPDATE_ID - 1
    _last_place: int = 0
    _last_of_chat: dict[int, Update] = field(default_factory=dict)

    @property
    def pending(self) -> list[Update]:
        """Updates that the bot has not taken yet, oldest first."""
        return list(self._pending.values())

    def __len__(self) -> int:
        return len(self._pending)

    def add(self, chat_id: int, kind: str, content: JSON) -> None:
        """Queue an update unless the bot did not ask for its kind."""
        if self.allowed and kind not in self.allowed:
            return
        self._last_id += 1
        payload = {"update_id": self._last_id, kind: content}
        self._last_of_chat[chat_id] = self._queue(self._last_id, chat_id, payload)

    def again(self, chat_id: int, times: int) -> None:
        """Queue the chat's last update `times` more, with the same update_id. Raises LookupError."""
        last = self._last_of_chat.get(chat_id)
        if last is None:
            message = "this person has not sent anything yet"
            raise LookupError(message)
        for _ in range(times):
            self._queue(last.id, chat_id, last.payload, repeat=True)

    def confirm(self, offset: int) -> None:
        """Forget updates below a positive offset; a negative one keeps only the last ones."""
        if offset > 0:
            confirmed = [update for update in self.pending if update.id < offset and not update.repeat]
        else:
            confirmed = self.pending[:offset] if offset else []
        for update in confirmed:
            self.remove(update)

    def page(self, limit: int) -> list[Update]:
        """The first updates for one getUpdates answer, each id once; a repeat leaves the queue here, not by offset."""
        page: dict[int, Update] = {}
        for update in self._pending.values():
            if len(page) == limit:
                break
            page.setdefault(update.id, update)
        chosen = list(page.values())
        for update in chosen:
            if update.repeat:
                self.remove(update)
            self.handed_out(update)
        return chosen

    def next_of(self, chat_id: int) -> Update | None:
        """The oldest pending update of a chat."""
        return next(iter(self._by_chat[chat_id].values()), None)

    def remove(self, update: Update) -> None:
        """The bot has taken the update."""
        self._pending.pop(update.place, None)
        self._by_chat[update.chat_id].pop(update.place, None)
        self.changed.set()

    def clear(self) -> None:
        """Forget everything that waits."""
        for update in self.pending:
            self.remove(update)

    def redeliver(self) -> None:
        """A new webhook: every chat with something pending wants a deliverer."""
        self.fresh = {update.chat_id for update in self._pending.values()}
        self.changed.set()

    def take_fresh(self) -> set[int]:
        """The chats that got something since the last call."""
        fresh, self.fresh = self.fresh, set()
        return fresh

    async def wait(self) -> None:
        """Wait for any change of the queue."""
        self.changed.clear()
        await self.changed.wait()

    def _queue(self, update_id: int, chat_id: int, payload: JSON, *, repeat: bool = False) -> Update:
        self._last_place += 1
        update = Update(self._last_place, update_id, chat_id, payload, repeat)
        self._pending[update.place] = update
        self._by_chat[chat_id][update.place] = update
        self.fresh.add(chat_id)
        self.changed.set()
        return update
