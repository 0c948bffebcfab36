"""The rules of the branch, for those who set them."""

from __future__ import annotations

from bot.dialog import actions
from bot.dialog.pages.rules import rules_page
from bot.dialog.text import text
from bot.domain.access import may_set_rules
from bot.usecases.rules import allow_own_claims, own_claims_allowed
from handlers.talk import OnEarlyTap, Replies, Visit, front


async def show_rules(visit: Visit, _action: object) -> Replies:
    """Show the rules; to others, the menu."""
    if not may_set_rules(visit.caller.role):
        return (await front(visit),)
    allowed = await own_claims_allowed(visit.house, visit.caller)
    return (rules_page(visit.caller.branch_name, own_claims=allowed),)


async def set_own_claims(visit: Visit, action: actions.SetOwnClaims) -> Replies:
    """Set whether the presidium may confirm what they have reported themselves."""
    key = visit.incoming.update_key
    if not await allow_own_claims(visit.house, visit.caller, key, allowed=bool(action.on)):
        return ((await front(visit)).noted(text("refused")),)
    return await show_rules(visit, action)


RULES_TAPS: dict[type[actions.Action], OnEarlyTap] = {
    actions.ShowRules: show_rules,
    actions.SetOwnClaims: set_own_claims,
}
"""What the buttons of the rules do."""
