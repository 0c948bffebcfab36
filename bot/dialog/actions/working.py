"""Actions of who does the work: reports, decisions, check-ins, meetings."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Claim:
    """Report an occurrence done; the bot asks for a sentence."""

    occurrence: int
    revision: int


@dataclass(frozen=True, slots=True)
class Confirm:
    """Accept an occurrence as done."""

    occurrence: int
    revision: int


@dataclass(frozen=True, slots=True)
class Return:
    """Give a claim back; the bot asks for the reason."""

    occurrence: int
    revision: int


@dataclass(frozen=True, slots=True)
class CheckIn:
    """Say what was done on an activity in a quarter; the bot asks for a sentence."""

    activity: int
    quarter: int


@dataclass(frozen=True, slots=True)
class NothingDone:
    """Say that a quarter brought nothing on an activity, which is a fine answer."""

    activity: int
    quarter: int


@dataclass(frozen=True, slots=True)
class AskMeetingDay:
    """Set or move a meeting's date: proposals, or a date in one's own words."""

    meeting: int
    revision: int


@dataclass(frozen=True, slots=True)
class SetMeetingDay:
    """Set a meeting's date to a proposed day (proleptic ordinal of `datetime.date`)."""

    meeting: int
    revision: int
    day: int


Working = Claim | Confirm | Return | CheckIn | NothingDone | AskMeetingDay | SetMeetingDay

TAGS: dict[str, type[Working]] = {
    "d": Claim,
    "c": Confirm,
    "r": Return,
    "i": CheckIn,
    "n": NothingDone,
    "t": AskMeetingDay,
    "s": SetMeetingDay,
}
"""What their codes begin with."""
