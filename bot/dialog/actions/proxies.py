"""Actions of who speaks for people that will never join: whom, what to tell them, and what they have said."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ShowProxies:
    """Show those responsible who are not in the bot, a page at a time."""

    page: int


@dataclass(frozen=True, slots=True)
class ShowProxy:
    """Show one of them: a member, or (member 0) a person of the plan who is no member yet."""

    member: int
    party: int


@dataclass(frozen=True, slots=True)
class SpeakFor:
    """Speak for somebody from now on (1), or no more (0)."""

    member: int
    party: int
    on: int


@dataclass(frozen=True, slots=True)
class ShowCalls:
    """Show whom to call today, and what about; a page at a time."""

    page: int


@dataclass(frozen=True, slots=True)
class RecordDone:
    """Write a report down for its author; the bot asks for a sentence."""

    member: int
    occurrence: int
    revision: int


@dataclass(frozen=True, slots=True)
class RecordQuarter:
    """Write down for somebody what a quarter brought; the bot asks for a sentence."""

    member: int
    activity: int
    quarter: int


@dataclass(frozen=True, slots=True)
class RecordNothing:
    """Write down for somebody that a quarter brought nothing."""

    member: int
    activity: int
    quarter: int


Proxies = ShowProxies | ShowProxy | SpeakFor | ShowCalls | RecordDone | RecordQuarter | RecordNothing

TAGS: dict[str, type[Proxies]] = {
    "bp": ShowProxies,
    "bs": ShowProxy,
    "bt": SpeakFor,
    "bc": ShowCalls,
    "bw": RecordDone,
    "bq": RecordQuarter,
    "bn": RecordNothing,
}
"""What their codes begin with."""
