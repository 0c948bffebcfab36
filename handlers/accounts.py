"""A person's messengers and branches: joined by a code, parted, gone to."""

from __future__ import annotations

from bot.dialog import actions
from bot.dialog.actions import AskUnlink, ShowBranches, SignOut, Unlink
from bot.dialog.model import Reply
from bot.dialog.pages.accounts import (
    Seat,
    accounts_page,
    ask_sign_out_page,
    ask_unlink_page,
    branches_page,
    link_page,
    parted_here_page,
    signed_out_page,
)
from bot.dialog.text import Text, text
from bot.usecases.accounts import Account, Parted, accounts, sign_out, unlink
from bot.usecases.belonging import branches_of
from bot.usecases.channels import ways_to
from bot.usecases.linking import offer_link
from handlers.talk import OnEarlyTap, Replies, Visit, front


async def show_accounts(visit: Visit, _action: object) -> Replies:
    """Show the person's messengers."""
    return (await _page(visit),)


async def start_linking(visit: Visit, _action: object) -> Replies:
    """Show a fresh code for another messenger."""
    offered = await offer_link(visit.house, visit.caller, visit.incoming.update_key)
    if offered is None:
        return (await _page(visit),)
    ways = await ways_to(visit.house, offered.code.digits)
    elsewhere = {door: way for door, way in ways.items() if door != visit.incoming.address.door}
    return (link_page(offered.code, elsewhere, after_lock=offered.after_lock),)


async def ask_unlink(visit: Visit, action: AskUnlink) -> Replies:
    """Ask whether to part a messenger; the last one is signing out."""
    seats = await _seats(visit)
    seat = next((each for each in seats if each.identity_id == action.identity), None)
    if seat is None:
        return (await _page(visit),)
    return (ask_unlink_page(seat) if len(seats) > 1 else ask_sign_out_page(visit.caller.identity_id, last=True),)


async def part(visit: Visit, action: Unlink) -> Replies:
    """Part a messenger; in that one itself nothing is left to show."""
    match await unlink(visit.house, visit.caller, visit.incoming.update_key, action):
        case Parted.DONE if action.identity == visit.caller.identity_id:
            return (parted_here_page(),)
        case Parted.DONE:
            return (await _page(visit, text("unlink.done")),)
        case Parted.LAST:
            return (ask_sign_out_page(visit.caller.identity_id, last=True),)
        case Parted.STALE:
            return (await _page(visit),)


async def ask_sign_out(visit: Visit, _action: object) -> Replies:
    """Ask whether to be known nowhere any more."""
    return (ask_sign_out_page(visit.caller.identity_id),)


async def go_out(visit: Visit, action: SignOut) -> Replies:
    """Be known nowhere any more; a button of an earlier time asks once again."""
    if await sign_out(visit.house, visit.caller, visit.incoming.update_key, action):
        return (signed_out_page(),)
    return (ask_sign_out_page(visit.caller.identity_id),)


async def show_branches(visit: Visit, action: ShowBranches) -> Replies:
    """Show the branches that the account is known in."""
    found = await branches_of(visit.house, visit.incoming.address)
    return (branches_page([(each.branch_id, each.branch_name, each.current) for each in found], action.page),)


async def go_to(visit: Visit, _action: object) -> Replies:
    """Show the menu of the branch that is talked about now: a tap goes where its subject is before it is answered."""
    return (await front(visit),)


async def _page(visit: Visit, note: Text | None = None) -> Reply:
    page = accounts_page(await _seats(visit))
    return page.noted(note) if note else page


async def _seats(visit: Visit) -> list[Seat]:
    return [_seat(visit, each) for each in await accounts(visit.house, visit.caller)]


def _seat(visit: Visit, account: Account) -> Seat:
    used_on = account.used_at.astimezone(visit.house.zone).date()
    return Seat(account.identity_id, account.door, used_on, account.here, account.latest, account.silent)


ACCOUNT_TAPS: dict[type[actions.Action], OnEarlyTap] = {
    actions.ShowAccounts: show_accounts,
    actions.OfferLink: start_linking,
    actions.AskUnlink: ask_unlink,
    actions.Unlink: part,
    actions.AskSignOut: ask_sign_out,
    actions.SignOut: go_out,
    actions.ShowBranches: show_branches,
    actions.GoTo: go_to,
}
"""What the buttons about one's own accounts do."""
