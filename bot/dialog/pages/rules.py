"""The rules of a branch, for those who set them."""

from __future__ import annotations

from bot.dialog.actions import SetOwnClaims, ShowPeople
from bot.dialog.model import Button, Line, Reply, Style, reply
from bot.dialog.text import text


def rules_page(branch: str, *, own_claims: bool) -> Reply:
    """Return the rules as they are, each with the way to the other."""
    state = "rules.own-claims" if own_claims else "rules.no-own-claims"
    change = text("button.own-claims-off") if own_claims else text("button.own-claims-on")
    rows = ((Button(change, SetOwnClaims(int(not own_claims))),), (Button(text("button.people"), ShowPeople()),))
    return reply(Line(text("rules.title", branch=branch), Style.TITLE), Line(text(state)), rows=rows)
