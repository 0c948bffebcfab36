"""In which language the command line speaks: the operator's, by the usual variables of the environment."""

from __future__ import annotations

import os

from bot.dialog.speech import say, spoken_day
from bot.dialog.text import Text
from bot.domain.windows import Window

_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


def spoken(key: str, **args: object) -> str:
    """Return a text for the terminal."""
    return say(Text(key, args), operator_language())


def operator_language() -> str:
    """Return `uk` for a Ukrainian environment, else `en`, in which programs are used to speak to operators."""
    locale = next((os.environ[name] for name in _VARIABLES if os.environ.get(name)), "")
    return "uk" if locale.lower().startswith("uk") else "en"


def spoken_window(window: Window) -> str:
    """Return a window for the terminal, with every year that must be named."""
    language = operator_language()
    first, last = spoken_day(window.first, language), f"{spoken_day(window.last, language)} {window.last.year}"
    if window.first == window.last:
        return last
    year = f" {window.first.year}" if window.first.year != window.last.year else ""
    return f"{first}{year} – {last}"
