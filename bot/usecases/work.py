"""The life of an occurrence: claimed by its people, confirmed or returned by the presidium."""

from __future__ import annotations

from datetime import timedelta

from bot.dialog.actions import ShowCard
from bot.domain.access import may_claim, may_confirm, may_return
from bot.domain.duties import judges_of, responsible_for
from bot.domain.notices import Kind, Notice
from bot.domain.plan import Member, Occurrence, State
from bot.usecases.acting import Act, Verdict, acting, record, recorder, speaking_as, words_came
from bot.usecases.house import House
from db import outbox
from db.caller import Caller
from db.snapshot import occurrence_of
from db.tables import OccurrenceRow

USEFUL = timedelta(days=60)


async def claim(
    house: House, caller: Caller, occurrence_id: int, words: str, update_key: str, author_id: int = 0
) -> Verdict:
    """Report an occurrence done in the responsible person's words; every judge of it is owed a notice.

    With `author_id` it is that member who says so, and the caller, who speaks for them, who writes it down.
    """
    async with acting(house, caller, update_key, ShowCard(0, occurrence_id)) as act:
        verdict = await _claim(act, occurrence_id, words, author_id)
    house.nudge()
    return verdict


async def _claim(act: Act | None, occurrence_id: int, words: str, author_id: int) -> Verdict:
    if act is None:
        return Verdict.REFUSED
    await words_came(act)
    occurrence, author = act.snapshot.occurrence_of.get(occurrence_id), speaking_as(act, author_id)
    if occurrence is None or author is None:
        return Verdict.REFUSED
    if not act.fresh:
        return Verdict.DONE if _is_own_claim(author, occurrence) else Verdict.STALE
    if not may_claim(act.snapshot, author, occurrence):
        return Verdict.REFUSED if occurrence.open else Verdict.STALE
    await _take_claim(act, occurrence_id, words, author)
    return Verdict.DONE


async def _take_claim(act: Act, occurrence_id: int, words: str, author: Member) -> None:
    row = await act.session.get_one(OccurrenceRow, occurrence_id)
    row.state, row.words, row.reason = State.CLAIMED, words, ""
    row.claimed_by, row.claimed_at, row.recorded_by = author.id, act.now, recorder(act, author)
    await _step(act, row, "claim", words, author)
    claimed = occurrence_of(row)
    for judge in judges_of(act.snapshot, claimed):
        if judge.id != row.recorded_by:
            await _owe(act, Kind.CLAIM, claimed, judge.id)


def _is_own_claim(author: Member, occurrence: Occurrence) -> bool:
    return occurrence.state is State.CLAIMED and occurrence.claimed_by == author.id


async def confirm(house: House, caller: Caller, occurrence_id: int, revision: int, update_key: str) -> Verdict:
    """Accept an occurrence as done, claimed or not; the first decision wins, its people hear of it."""
    async with acting(house, caller, update_key, ShowCard(0, occurrence_id)) as act:
        verdict = await _confirm(act, occurrence_id, revision)
    house.nudge()
    return verdict


async def _confirm(act: Act | None, occurrence_id: int, revision: int) -> Verdict:
    occurrence = act.snapshot.occurrence_of.get(occurrence_id) if act else None
    if act is None or occurrence is None:
        return Verdict.REFUSED
    if not act.fresh or occurrence.revision != revision or occurrence.state is State.CONFIRMED:
        return Verdict.STALE
    if not may_confirm(act.snapshot, act.member, occurrence):
        return Verdict.REFUSED
    await _decide(act, occurrence, State.CONFIRMED, "")
    return Verdict.DONE


async def give_back(
    house: House, caller: Caller, occurrence_id: int, revision: int, reason: str, update_key: str
) -> Verdict:
    """Return a claim to its author with the reason; the occurrence is open again."""
    async with acting(house, caller, update_key, ShowCard(0, occurrence_id)) as act:
        verdict = await _give_back(act, occurrence_id, revision, reason)
    house.nudge()
    return verdict


async def _give_back(act: Act | None, occurrence_id: int, revision: int, reason: str) -> Verdict:
    if act is None:
        return Verdict.REFUSED
    await words_came(act)
    occurrence = act.snapshot.occurrence_of.get(occurrence_id)
    if occurrence is None:
        return Verdict.REFUSED
    if not act.fresh or occurrence.revision != revision or occurrence.state is not State.CLAIMED:
        return Verdict.STALE
    if not may_return(act.snapshot, act.member, occurrence):
        return Verdict.REFUSED
    await _decide(act, occurrence, State.RETURNED, reason)
    return Verdict.DONE


async def _decide(act: Act, occurrence: Occurrence, state: State, reason: str) -> None:
    row = await act.session.get_one(OccurrenceRow, occurrence.id)
    row.state, row.reason = state, reason
    row.decided_by, row.decided_at = act.member.id, act.now
    await _step(act, row, "confirm" if state is State.CONFIRMED else "return", reason)
    for member_id in _concerned(act, occurrence):
        await _owe(act, Kind.DECISION, occurrence_of(row), member_id)


def _concerned(act: Act, occurrence: Occurrence) -> list[int]:
    if occurrence.claimed_by is not None:
        concerned = [occurrence.claimed_by]
    else:
        activity = act.snapshot.activity_of[occurrence.activity_id]
        concerned = [member.id for member in responsible_for(act.snapshot, activity)]
    return [member_id for member_id in concerned if member_id != act.member.id]


async def _step(act: Act, row: OccurrenceRow, verb: str, words: str, author: Member | None = None) -> None:
    row.revision += 1
    await record(act, verb, f"occurrence:{row.id}", words, author=author)


async def _owe(act: Act, kind: Kind, occurrence: Occurrence, member_id: int) -> None:
    notice = Notice(kind, occurrence.id, member_id, act.today, occurrence.revision)
    await outbox.owe(act.session, act.snapshot.branch_id, notice, notice.key, act.now, act.now + USEFUL, act.now)
