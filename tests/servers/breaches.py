"""Breaches: what a well-behaved bot never does, kept so that the test fails even when the bot hides it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Breach:
    """One broken rule of the platform: a short stable name, the method it happened in, and what was seen."""

    rule: str
    method: str
    detail: str

    def __str__(self) -> str:
        return f"{self.rule} in {self.method}: {self.detail}"


def demand_none(platform: str, breaches: Iterable[Breach]) -> None:
    """Raise AssertionError that lists every breach; do nothing when there is none."""
    lines = [f"  - {breach}" for breach in breaches]
    if lines:
        raise AssertionError("\n".join([f"the bot broke {len(lines)} rule(s) of {platform}:", *lines]))
