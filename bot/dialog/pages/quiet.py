"""What somebody hears who wants to be written to no more, or again."""

from __future__ import annotations

from dataclasses import replace

from bot.dialog.actions import WriteToMe
from bot.dialog.model import Button, Line, Reply, Row, Style, reply
from bot.dialog.text import text

AGAIN: Row = (Button(text("button.write-again"), WriteToMe(1)),)
"""The way back from silence."""


def stopped_page() -> Reply:
    """Say that nothing will come any more, and how to have it again."""
    return reply(Line(text("quiet.stopped")), rows=(AGAIN,))


def stranger_stopped_page() -> Reply:
    """Say the same to somebody who is no member and was never written to."""
    return reply(Line(text("quiet.stranger")), home=False)


def told_quiet(page: Reply) -> Reply:
    """Remind somebody on a page that they are not written to, as they wanted, with the way back first."""
    return replace(page, lines=(*page.lines, Line(text("quiet.now"), Style.NOTE)), rows=(AGAIN, *page.rows))


def quiet_row(*, stopped: bool) -> Row:
    """Return the way to silence, or back from it."""
    return AGAIN if stopped else (Button(text("button.stop-writing"), WriteToMe(0)),)
