"""Two pages from which all about people is reached: the branch's people for those who keep them, and one's own."""

from __future__ import annotations

from collections.abc import Sequence

from bot.dialog.actions import (
    Help,
    OfferLink,
    ShowAccounts,
    ShowAnnouncements,
    ShowApplicants,
    ShowBodies,
    ShowCalls,
    ShowDeliveries,
    ShowEntrance,
    ShowGroups,
    ShowMembers,
    ShowPrivacy,
    ShowProxies,
    ShowReach,
    ShowRegistry,
    ShowRules,
    ShowTrail,
)
from bot.dialog.model import Button, Line, Reply, Row, Style, reply
from bot.dialog.pages.accounts import branches_row
from bot.dialog.pages.quiet import quiet_row
from bot.dialog.pages.wording import messenger
from bot.dialog.text import text
from bot.domain.access import may_read_deliveries, may_read_trail
from bot.domain.plan import Role

PEOPLE: tuple[Row, ...] = (
    (Button(text("button.roll"), ShowMembers(0)), Button(text("button.entrance"), ShowEntrance())),
    (Button(text("button.reach"), ShowReach()), Button(text("button.calls"), ShowCalls(0))),
    (Button(text("button.proxies"), ShowProxies(0)), Button(text("button.bodies"), ShowBodies(0))),
    (Button(text("button.members"), ShowRegistry()), Button(text("button.groups"), ShowGroups())),
    (Button(text("button.rules"), ShowRules()), Button(text("button.announcements"), ShowAnnouncements(0))),
)
"""What those who keep the branch's people can do."""
ME: tuple[Row, ...] = (
    (Button(text("button.accounts"), ShowAccounts()), Button(text("button.link"), OfferLink())),
    (Button(text("button.privacy"), ShowPrivacy()), Button(text("button.help"), Help())),
)
"""What everybody can do about themselves."""


def people_page(branch: str, waiting: int = 0) -> Reply:
    """Return what those who keep the branch's people can do; first of all, to see to those who wait to be admitted."""
    applicants = ((Button(text("button.applicants-waiting", count=waiting), ShowApplicants()),),) if waiting else ()
    return reply(Line(text("people.title", branch=branch), Style.TITLE), rows=(*applicants, *PEOPLE))


def me_page(
    name: str, role: Role, branch: str, doors: Sequence[str] = (), *, several: bool = False, stopped: bool = False
) -> Reply:
    """Return what a person is here, in which messengers, and what they can do about it.

    `several`: branches; `stopped`: they are not written to, as they wanted.
    """
    who = Line(text("me.title", name=name), Style.TITLE)
    here = Line(text("me.role", branch=branch, role=text(f"role.{role}")))
    seats = (Line(text("me.accounts")), *(Line(messenger(door), Style.ITEM) for door in doors)) if doors else ()
    quiet = (Line(text("quiet.now"), Style.NOTE),) if stopped else ()
    own = (*((branches_row(branch),) if several else ()), *_history(role), *ME, quiet_row(stopped=stopped))
    return reply(who, here, *seats, *quiet, rows=own)


def _history(role: Role) -> tuple[Row, ...]:
    ways = [Button(text("button.history"), ShowTrail(0, 0))] if may_read_trail(role) else []
    ways += [Button(text("button.deliveries"), ShowDeliveries(0, 0))] if may_read_deliveries(role) else []
    return (tuple(ways),) if ways else ()
