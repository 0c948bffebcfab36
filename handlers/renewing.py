"""The renewal of memberships: whom the bot would remind, reminding them, and how it goes."""

from __future__ import annotations

from bot.dialog import actions
from bot.dialog.actions import RemindToRenew, ShowRegistry, ShowRenewals, ShowUncalled
from bot.dialog.model import Line
from bot.dialog.pages.registry_drafts import PER_PAGE_OF_TEXT
from bot.dialog.pages.renewals import renewals_page, uncalled_page, with_activity
from bot.dialog.text import text
from bot.domain.renewing import renewal_in
from bot.usecases.renewing import remind, renewals
from db.registry import Which
from handlers.registry import part_of_list, show_registry
from handlers.talk import OnEarlyTap, Replies, Visit, front, look


async def show_renewals(visit: Visit, _action: ShowRenewals, *before: Line) -> Replies:
    """Show the year's renewal, with what the plan calls it."""
    found = await renewals(visit.house, visit.caller)
    if found is None:
        return (await front(visit),)
    today = visit.house.today()
    page = renewals_page(today.year, found.due, found.outreach, found.mark, found.progress, visit.house.zone, *before)
    view = await look(visit.house, visit.caller)
    activity = renewal_in(view.snapshot, today) if view else None
    return (with_activity(page, activity) if activity else page,)


async def send_reminders(visit: Visit, action: RemindToRenew) -> Replies:
    """Remind those whom the page has counted; where they are others by now, show them anew."""
    came = await remind(visit.house, visit.caller, action.mark, visit.incoming.update_key)
    if came is None:
        return (await front(visit),)
    said = text("renewal.changed") if came.people is None else text("renewal.sent", n=came.people)
    return await show_renewals(visit, ShowRenewals(), Line(said))


async def show_uncalled(visit: Visit, action: ShowUncalled) -> Replies:
    """Show a page of those whom the bot cannot write to."""
    part = await part_of_list(visit, Which.UNREACHABLE, action.page, PER_PAGE_OF_TEXT)
    if part is None or not part.items:
        return await show_registry(visit, ShowRegistry())
    return (uncalled_page(part),)


RENEWING_TAPS: dict[type[actions.Action], OnEarlyTap] = {
    ShowRenewals: show_renewals,
    RemindToRenew: send_reminders,
    ShowUncalled: show_uncalled,
}
"""What the buttons of the renewal do."""
