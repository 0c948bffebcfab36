"""What a quarter brought on an activity that goes on all year."""

from __future__ import annotations

from bot.dialog.actions import ShowCard
from bot.domain.access import may_check_in
from bot.domain.occurrences import goes_on, quarters_begun
from bot.domain.plan import Member
from bot.usecases.acting import Act, Verdict, acting, record, recorder, speaking_as, words_came
from bot.usecases.house import House
from db.caller import Caller
from db.tables import CheckInRow


async def check_in(  # noqa: PLR0913, PLR0917 (an answer is made of that much)
    house: House, caller: Caller, activity_id: int, quarter: int, words: str, update_key: str, author_id: int = 0
) -> Verdict:
    """Write down what was done in a quarter; empty words mean that the quarter brought nothing, a fine answer.

    With `author_id` it is that member's answer, written down by the caller, who speaks for them.
    """
    async with acting(house, caller, update_key, ShowCard(activity_id)) as act:
        return await _check_in(act, activity_id, quarter, words, author_id)


async def _check_in(act: Act | None, activity_id: int, quarter: int, words: str, author_id: int) -> Verdict:
    if act is None:
        return Verdict.REFUSED
    await words_came(act)
    activity, author = act.snapshot.activity_of.get(activity_id), speaking_as(act, author_id)
    if author is None:
        return Verdict.REFUSED
    if activity is None or not goes_on(activity.mode) or quarter not in quarters_begun(activity.windows, act.today):
        return Verdict.REFUSED
    if not may_check_in(act.snapshot, author, activity):
        return Verdict.REFUSED
    if not act.fresh:
        return Verdict.DONE
    await _take(act, activity_id, quarter, words, author)
    return Verdict.DONE


async def _take(act: Act, activity_id: int, quarter: int, words: str, author: Member) -> None:
    row = CheckInRow(activity_id=activity_id, quarter=quarter, member_id=author.id, words=words, at=act.now)
    row.recorded_by = recorder(act, author)
    act.session.add(row)
    await record(act, "check-in", f"activity:{activity_id}", words, author=author)
