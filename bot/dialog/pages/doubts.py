"""The reader's doubts about the plan, one at a time, for the secretary."""

from __future__ import annotations

from collections.abc import Mapping

from bot.dialog.actions import AnswerDoubt, ShowDoubt
from bot.dialog.model import Button, Line, Reply, Row, Style, reply
from bot.dialog.text import Text, text, verbatim
from bot.domain.doubts import OpenDoubt


def doubt_page(doubt: OpenDoubt | None, left: int) -> Reply:
    """Return one doubt with its likely answers, or the good news that none is left."""
    if doubt is None:
        return reply(Line(text("doubts.none")))
    lines = [Line(text("doubts.title", n=left), Style.TITLE), Line(doubt_sentence(doubt.code, doubt.args))]
    if doubt.text:
        lines.append(Line(verbatim(doubt.text), Style.QUOTE))
    later = Button(text("button.later"), ShowDoubt(doubt.id))
    return reply(*lines, rows=(_answers(doubt), (later,)))


def doubt_sentence(code: str, args: Mapping[str, str]) -> Text:
    """Put a doubt into words; its argument `why` is a code and has a sentence of its own."""
    values: dict[str, str | Text] = dict(args)
    if args.get("why"):
        values["why"] = text(f"why.{args['why']}")
    return text(f"doubt.{code}", **values)


def _answers(doubt: OpenDoubt) -> Row:
    if doubt.code == "same-person":
        same = Button(text("button.same-person"), AnswerDoubt(doubt.id, 1))
        return (same, Button(text("button.two-people"), AnswerDoubt(doubt.id, 0)))
    return (Button(text("button.leave"), AnswerDoubt(doubt.id, 0)),)
