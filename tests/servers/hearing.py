"""How a person in a test hears the bot: every version of every message, each heard once."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from typing import Generic, Protocol, TypeVar


class HasText(Protocol):
    """Anything with a readable text."""

    @property
    def text(self) -> str:
        """Plain text as the person reads it."""
        ...


M = TypeVar("M", bound=HasText)
Wanted = str | re.Pattern[str] | Callable[[M], bool]


class Hearing(Generic[M]):
    """The versions of messages in the order they appeared on a person's screen."""

    def __init__(self) -> None:
        self._log: list[M] = []
        self._heard: set[int] = set()
        self._start = 0
        self._changed = asyncio.Event()

    def append(self, message: M) -> None:
        """A message has appeared, or has changed."""
        self._log.append(message)
        self._changed.set()

    def acted(self) -> None:
        """The person has done something: what stood on the screen before no longer counts as an answer."""
        self._start = len(self._log)

    async def hears(self, wanted: Wanted[M], timeout: float) -> M:  # noqa: ASYNC109 - a person's patience
        """Wait for a version that matches (substring, pattern or predicate), not heard before, since the last action.

        AssertionError after `timeout` seconds, listing what was said instead.
        """
        try:
            async with asyncio.timeout(timeout):
                while (found := self._find(wanted)) is None:
                    self._changed.clear()
                    await self._changed.wait()
        except TimeoutError:
            raise AssertionError(self._unheard(wanted, timeout)) from None
        return found

    def _find(self, wanted: Wanted[M]) -> M | None:
        for index in range(self._start, len(self._log)):
            if index not in self._heard and _matches(wanted, self._log[index]):
                self._heard.add(index)
                return self._log[index]
        return None

    def _unheard(self, wanted: Wanted[M], seconds: float) -> str:
        said = "\n".join(f"  - {message.text!r}" for message in self._log[self._start :]) or "  (nothing)"
        return f"nothing like {wanted!r} within {seconds} s; the bot said:\n{said}"


def _matches(wanted: Wanted[M], message: M) -> bool:
    if isinstance(wanted, str):
        return wanted in message.text
    if isinstance(wanted, re.Pattern):
        return wanted.search(message.text) is not None
    return wanted(message)
