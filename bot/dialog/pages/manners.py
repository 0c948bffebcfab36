"""What somebody hears who asks too much at once."""

from __future__ import annotations

from datetime import timedelta

from bot.dialog.model import Line, Reply, reply
from bot.dialog.text import text

_MINUTE = timedelta(minutes=1)


def too_many(wait: timedelta, *, home: bool = True) -> Reply:
    """Ask for a pause, and say when the bot will listen again; a stranger gets no way to the menu."""
    return reply(Line(text("manners.too-many", n=_minutes(wait))), home=home)


def tried_too_often(wait: timedelta) -> Reply:
    """Tell somebody that no more links and codes are tried now, and when they will be."""
    return reply(Line(text("manners.tries", n=_minutes(wait))), Line(text("manners.tries-how")), home=False)


def _minutes(wait: timedelta) -> int:
    return max(1, -(-wait // _MINUTE))
