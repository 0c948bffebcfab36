"""Answers that travelled in the response to a messenger's call, and are lost with it when the line breaks."""

from __future__ import annotations

from collections import OrderedDict
from typing import Generic, TypeVar

MOST = 1000

T = TypeVar("T")


class Responses(Generic[T]):
    """The latest of them by the key of their update, for the messenger that brings an update once more."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._kept: OrderedDict[str, T] = OrderedDict()

    def of(self, update_key: str) -> T | None:
        """Return what answered an update, None when nothing of it is known."""
        return self._kept.get(update_key)

    def keep(self, update_key: str, response: T) -> None:
        """Remember what answers an update."""
        self._kept[update_key] = response
        if len(self._kept) > self._most:
            self._kept.popitem(last=False)
