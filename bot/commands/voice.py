"""In which language the command line speaks: the operator's, by the usual variables of the environment."""

from __future__ import annotations

import os

from bot.dialog.speech import say
from bot.dialog.text import Text

_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


def spoken(key: str, **args: object) -> str:
    """Return a text for the terminal."""
    return say(Text(key, args), operator_language())


def operator_language() -> str:
    """Return `uk` for a Ukrainian environment, else `en`, in which programs are used to speak to operators."""
    locale = next((os.environ[name] for name in _VARIABLES if os.environ.get(name)), "")
    return "uk" if locale.lower().startswith("uk") else "en"
