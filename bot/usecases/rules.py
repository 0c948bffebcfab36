"""The rules that a branch sets for itself."""

from __future__ import annotations

from bot.dialog.actions import ShowRules
from bot.domain.access import may_set_rules
from bot.usecases.deeds import doing, note
from bot.usecases.house import House
from db.caller import Caller
from db.tables import BranchRow


async def own_claims_allowed(house: House, caller: Caller) -> bool:
    """Tell whether the presidium of the branch may confirm what they have reported themselves."""
    async with house.store.reading() as session:
        return (await session.get_one(BranchRow, caller.branch_id)).own_claims


async def allow_own_claims(house: House, caller: Caller, update_key: str, *, allowed: bool) -> bool:
    """Let the presidium confirm their own claims, or not; returns whether the caller may say so."""
    async with doing(house, caller, update_key, ShowRules(), may_set_rules) as deed:
        if deed is None:
            return False
        branch = await deed.session.get_one(BranchRow, deed.branch_id)
        if deed.fresh and branch.own_claims != allowed:
            branch.own_claims = allowed
            await note(deed, "allow-own-claims" if allowed else "forbid-own-claims", f"branch:{branch.id}")
    return True
