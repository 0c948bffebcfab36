"""Actions of who looks at the plan: the menu and its answers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Home:
    """Show the menu and drop any question the bot is waiting to have answered."""


@dataclass(frozen=True, slots=True)
class Help:
    """Say what the bot can do."""


@dataclass(frozen=True, slots=True)
class Speak:
    """Speak another language from now on: the place of the language in `bot.dialog.speech.LANGUAGES`."""

    language: int


@dataclass(frozen=True, slots=True)
class ShowQuarter:
    """Show a quarter of the plan (1–4); 0 is the one we are in."""

    quarter: int


@dataclass(frozen=True, slots=True)
class ShowMine:
    """Show what the person has to do."""


@dataclass(frozen=True, slots=True)
class ShowOverdue:
    """Show what is overdue."""


@dataclass(frozen=True, slots=True)
class ShowMeetings:
    """Show the presidium's meetings."""


@dataclass(frozen=True, slots=True)
class ShowWaiting:
    """Show the claims that wait for the presidium."""


@dataclass(frozen=True, slots=True)
class ShowCard:
    """Show an activity; `occurrence` 0 is the one in view today."""

    activity: int
    occurrence: int = 0


@dataclass(frozen=True, slots=True)
class ShowTheirs:
    """Show what a person or a body of the plan does, by their party."""

    party: int


Asking = Home | Help | Speak | ShowQuarter | ShowMine | ShowOverdue | ShowMeetings | ShowWaiting | ShowCard | ShowTheirs

TAGS: dict[str, type[Asking]] = {
    "h": Home,
    "?": Help,
    "l": Speak,
    "q": ShowQuarter,
    "m": ShowMine,
    "o": ShowOverdue,
    "g": ShowMeetings,
    "w": ShowWaiting,
    "a": ShowCard,
    "f": ShowTheirs,
}
"""What their codes begin with."""
