"""A person's messengers, the code for another one, and the branches that an account is known in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.dialog.actions import (
    AskSignOut,
    AskUnlink,
    GoTo,
    OfferLink,
    ShowAccounts,
    ShowBranches,
    ShowMe,
    SignOut,
    Unlink,
)
from bot.dialog.model import Button, Line, Reply, Row, Style, reply
from bot.dialog.pages.paging import PER_PAGE, page_lines, page_rows, part_of
from bot.dialog.pages.wording import BUTTON_LENGTH, clipped, messenger
from bot.dialog.text import Text, text, verbatim
from bot.domain.codes import LinkCode, spelled_link

_ME = (Button(text("button.me"), ShowMe()),)
_ACCOUNTS = (Button(text("button.accounts"), ShowAccounts()),)


@dataclass(frozen=True, slots=True)
class Seat:
    """A messenger as its person sees it: `here` they write now, `told` they are written to, `silent` it is shut."""

    identity_id: int
    door: str
    used_on: date
    here: bool
    told: bool
    silent: bool


def accounts_page(seats: Sequence[Seat]) -> Reply:
    """List a person's messengers, the one used last first, with what can be done about them."""
    items = [Line(_seat(each), Style.ITEM) for each in seats]
    part = tuple(
        (Button(text("button.unlink", messenger=messenger(each.door)), AskUnlink(each.identity_id)),)
        for each in seats[:PER_PAGE]
    )
    out = (Button(text("button.sign-out"), AskSignOut()),)
    more = (Button(text("button.link"), OfferLink()),)
    rows: tuple[Row, ...] = (more, *(part if len(seats) > 1 else ()), out, _ME)
    return reply(Line(text("accounts.title"), Style.TITLE), *items, Line(text("accounts.one"), Style.NOTE), rows=rows)


def _seat(seat: Seat) -> Text:
    what = messenger(seat.door)
    where = (
        text("accounts.here", messenger=what) if seat.here else text("accounts.on", messenger=what, day=seat.used_on)
    )
    if seat.silent:
        return text("accounts.silent", where=where)
    return text("accounts.told", where=where) if seat.told else where


def link_page(code: LinkCode, links: dict[str, str], *, after_lock: bool) -> Reply:
    """Show a code to be typed in another messenger, with the links (by door) that bring it there."""
    warning = (Line(text("link.after-lock")),) if after_lock else ()
    return reply(
        Line(text("link.title"), Style.TITLE),
        *warning,
        Line(text("link.how")),
        Line(verbatim(spelled_link(code)), Style.HEADING),
        *(Line(text("link.open", messenger=messenger(door), link=link)) for door, link in links.items()),
        Line(text("link.rules"), Style.NOTE),
        rows=((Button(text("button.link-again"), OfferLink()),), _ACCOUNTS),
    )


def ask_unlink_page(seat: Seat) -> Reply:
    """Ask whether to part a messenger."""
    yes = Button(text("button.unlink", messenger=messenger(seat.door)), Unlink(seat.identity_id))
    key = "unlink.ask-here" if seat.here else "unlink.ask"
    return reply(Line(text(key, messenger=messenger(seat.door))), rows=((yes,), _ACCOUNTS))


def parted_here_page() -> Reply:
    """Say goodbye in the messenger that was parted."""
    return reply(Line(text("unlink.done-here")), home=False)


def ask_sign_out_page(identity_id: int, *, last: bool = False) -> Reply:
    """Ask whether to be known nowhere any more, and say how to come back; `last`: only one messenger is left."""
    why = (Line(text("sign-out.last")),) if last else ()
    return reply(
        Line(text("sign-out.title"), Style.TITLE),
        *why,
        Line(text("sign-out.what")),
        Line(text("sign-out.back")),
        rows=((Button(text("button.sign-out-yes"), SignOut(identity_id)),), _ACCOUNTS),
    )


def signed_out_page() -> Reply:
    """Say goodbye, and how to come back."""
    return reply(Line(text("sign-out.done")), Line(text("sign-out.back")), home=False)


def branches_page(branches: Sequence[tuple[int, str, bool]], page: int = 0) -> Reply:
    """List the branches of an account: id, name, and whether it is the one talked about; a tap goes to another."""
    part = part_of(branches, page)
    items = [
        Line(text("branches.here", branch=name) if current else verbatim(name), Style.ITEM)
        for _, name, current in part.items
    ]
    rows = tuple(
        (Button(verbatim(clipped(name, BUTTON_LENGTH)), GoTo(branch_id)),)
        for branch_id, name, current in part.items
        if not current
    )
    head = Line(text("branches.title"), Style.TITLE)
    notices = Line(text("branches.notices"), Style.NOTE)
    beside = tuple(page_rows(part, ShowBranches))
    return reply(head, *items, *page_lines(part), notices, rows=(*rows, *beside, _ME))


def branches_row(branch: str) -> Row:
    """Return the way to the branches, for who is in several."""
    return (Button(text("button.my-branch", branch=clipped(branch, BUTTON_LENGTH)), ShowBranches()),)
