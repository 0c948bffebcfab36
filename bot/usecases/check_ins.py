"""What a quarter brought on an activity that goes on all year."""

from __future__ import annotations

from bot.dialog.actions import ShowCard
from bot.domain.access import may_check_in
from bot.domain.check_ins import correctable, own_entry
from bot.domain.occurrences import goes_on, quarters_begun
from bot.domain.plan import Activity, Member
from bot.domain.reports import Outcome
from bot.usecases.acting import Act, Verdict, acting, record, recorder, speaking_as, words_came
from bot.usecases.house import House
from db.caller import Caller
from db.tables import ReportRow


async def check_in(  # noqa: PLR0913, PLR0917 (an answer is made of that much)
    house: House, caller: Caller, activity_id: int, quarter: int, words: str, update_key: str, author_id: int = 0
) -> Verdict:
    """Write down what was done in a quarter; empty words mean that the quarter brought nothing, a fine answer.

    Saying it once more corrects what its author has said, until the question is over; «nothing» never takes the place
    of words. STALE, and no change, otherwise. With `author_id` it is that member's answer, written down by the caller,
    who speaks for them.
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
    return await _take(act, activity, quarter, words, author)


async def _take(act: Act, activity: Activity, quarter: int, words: str, author: Member) -> Verdict:
    before = own_entry(act.snapshot, activity.id, quarter, author.id)
    if before is None:
        row = ReportRow(activity_id=activity.id, quarter=quarter, member_id=author.id, started_at=act.now)
        act.session.add(row)
    elif before.words == words:
        return Verdict.DONE
    elif not words or not correctable(activity, quarter, act.today):
        return Verdict.STALE
    else:
        row = await act.session.get_one(ReportRow, before.id)
    row.words, row.outcome, row.ended_at = words, Outcome.DONE.value if words else "", act.now
    row.recorded_by = recorder(act, author)
    await record(act, "check-in", f"activity:{activity.id}", words, author=author)
    return Verdict.DONE
