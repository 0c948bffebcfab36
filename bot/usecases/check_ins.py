"""What a quarter brought on an activity that goes on all year."""

from __future__ import annotations

from bot.dialog.actions import ShowCard
from bot.domain.access import may_check_in
from bot.domain.occurrences import goes_on, quarters_begun
from bot.usecases.acting import Act, Verdict, acting, record, words_came
from bot.usecases.house import House
from db.caller import Caller
from db.tables import CheckInRow


async def check_in(
    house: House, caller: Caller, activity_id: int, quarter: int, words: str, update_key: str
) -> Verdict:
    """Write down what was done in a quarter; empty words mean that the quarter brought nothing, a fine answer."""
    async with acting(house, caller, update_key, ShowCard(activity_id)) as act:
        return await _check_in(act, activity_id, quarter, words)


async def _check_in(act: Act | None, activity_id: int, quarter: int, words: str) -> Verdict:
    if act is None:
        return Verdict.REFUSED
    await words_came(act)
    activity = act.snapshot.activity_of.get(activity_id)
    if activity is None or not goes_on(activity.mode) or quarter not in quarters_begun(activity.windows, act.today):
        return Verdict.REFUSED
    if not may_check_in(act.snapshot, act.member, activity):
        return Verdict.REFUSED
    if not act.fresh:
        return Verdict.DONE
    act.session.add(
        CheckInRow(activity_id=activity_id, quarter=quarter, member_id=act.member.id, words=words, at=act.now)
    )
    await record(act, "check-in", f"activity:{activity_id}", words)
    return Verdict.DONE
