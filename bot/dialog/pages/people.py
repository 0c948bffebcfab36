"""Two pages from which all about people is reached: the branch's people for those who keep them, and one's own."""

from __future__ import annotations

from bot.dialog.actions import Help, ShowRules
from bot.dialog.model import Button, Line, Reply, Row, Style, reply
from bot.dialog.text import text
from bot.domain.plan import Role

PEOPLE: tuple[Row, ...] = ((Button(text("button.rules"), ShowRules()),),)
"""What those who keep the branch's people can do."""
ME: tuple[Row, ...] = ((Button(text("button.help"), Help()),),)
"""What everybody can do about themselves."""


def people_page(branch: str) -> Reply:
    """Return what those who keep the branch's people can do."""
    return reply(Line(text("people.title", branch=branch), Style.TITLE), rows=PEOPLE)


def me_page(name: str, role: Role, branch: str) -> Reply:
    """Return what a person is here, and what they can do about it."""
    who = Line(text("me.title", name=name), Style.TITLE)
    return reply(who, Line(text("me.role", branch=branch, role=text(f"role.{role}"))), rows=ME)
