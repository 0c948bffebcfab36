"""The presidium's decisions: confirmed or returned, one by one or all at once, and taken back within a day."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence

from bot.dialog.actions import ShowCard, ShowWaiting
from bot.domain.access import may_confirm, may_undo
from bot.domain.agenda import Item, waiting
from bot.domain.duties import responsible_for
from bot.domain.notices import Kind
from bot.domain.plan import Member, Occurrence, Snapshot
from bot.domain.steps import Step
from bot.usecases.acting import Act, Verdict, acting, words_came
from bot.usecases.house import House
from bot.usecases.stepping import hindrance, stepped
from bot.usecases.telling import owe, tell_again
from db import outbox
from db.caller import Caller

MOST_AT_ONCE = 20
"""Claims that are confirmed with one tap: as many as a message can show before it is asked."""


async def confirm(house: House, caller: Caller, occurrence_id: int, revision: int, update_key: str) -> Verdict:
    """Accept an occurrence as done, claimed or not; the first decision wins, its people hear of it."""
    async with acting(house, caller, update_key, ShowCard(0, occurrence_id)) as act:
        verdict = await _decide(act, occurrence_id, revision, Step.CONFIRM, "")
    house.nudge()
    return verdict


async def give_back(
    house: House, caller: Caller, occurrence_id: int, revision: int, reason: str, update_key: str
) -> Verdict:
    """Return a claim to its author with the reason; the occurrence is open again."""
    async with acting(house, caller, update_key, ShowCard(0, occurrence_id)) as act:
        if act is not None:
            await words_came(act)
        verdict = await _decide(act, occurrence_id, revision, Step.RETURN, reason)
    house.nudge()
    return verdict


async def _decide(act: Act | None, occurrence_id: int, revision: int, step: Step, words: str) -> Verdict:
    occurrence = act.snapshot.occurrence_of.get(occurrence_id) if act else None
    if act is None or occurrence is None:
        return Verdict.REFUSED
    problem = hindrance(act, occurrence, revision, step)
    if problem is None:
        await _decided(act, occurrence, step, words)
    return problem or Verdict.DONE


async def _decided(act: Act, occurrence: Occurrence, step: Step, words: str) -> None:
    after = await stepped(act, occurrence, step, words)
    for member_id in _concerned(act, occurrence):
        await owe(act, Kind.DECISION, after.id, after.revision, member_id)


def _concerned(act: Act, occurrence: Occurrence) -> list[int]:
    if occurrence.claimed_by is not None:
        concerned = [occurrence.claimed_by]
    else:
        activity = act.snapshot.activity_of[occurrence.activity_id]
        concerned = [member.id for member in responsible_for(act.snapshot, activity)]
    return [member_id for member_id in concerned if member_id != act.member.id]


async def undo(house: House, caller: Caller, occurrence_id: int, revision: int, update_key: str) -> Verdict:
    """Take a decision of the last day back: what was before it is so again, and whoever heard of it hears that."""
    async with acting(house, caller, update_key, ShowCard(0, occurrence_id)) as act:
        verdict = await _undo(act, occurrence_id, revision)
    house.nudge()
    return verdict


async def _undo(act: Act | None, occurrence_id: int, revision: int) -> Verdict:
    occurrence = act.snapshot.occurrence_of.get(occurrence_id) if act else None
    if act is None or occurrence is None:
        return Verdict.REFUSED
    problem = hindrance(act, occurrence, revision, Step.UNDO)
    if problem is not None:
        return problem
    if not may_undo(act.snapshot, act.member, occurrence, act.now):
        return Verdict.REFUSED
    told = await outbox.told(act.session, Kind.DECISION, occurrence.id, occurrence.decided_at or act.now)
    after = await stepped(act, occurrence, Step.UNDO)
    for member_id in sorted(told - {act.member.id}):
        await owe(act, Kind.UNDONE, after.id, after.revision, member_id)
    await tell_again(act.session, act.snapshot, after, act.member.id, act.now)
    return Verdict.DONE


def to_confirm(snapshot: Snapshot, member: Member) -> tuple[Item, ...]:
    """Return the claims that the member can confirm at once: of those that wait the first, without their own."""
    own = (each for each in waiting(snapshot) if may_confirm(snapshot, member, each.occurrence))
    return tuple(own)[:MOST_AT_ONCE]


def mark_of(items: Sequence[Item]) -> int:
    """Return a number that tells these claims, as they were seen, from any others."""
    seen = [(each.occurrence.id, each.occurrence.revision) for each in items]
    return zlib.crc32(json.dumps(seen).encode())


async def confirm_all(house: House, caller: Caller, mark: int, update_key: str) -> tuple[Verdict, int]:
    """Confirm all that the member has seen waiting, in one transaction; returns how many that were.

    STALE, and nothing is changed, when any of it is otherwise by now: what has come meanwhile was not seen.
    """
    async with acting(house, caller, update_key, ShowWaiting()) as act:
        items = to_confirm(act.snapshot, act.member) if act else ()
        if act is None or not items:
            return (Verdict.STALE if act else Verdict.REFUSED), 0
        if not act.fresh or mark_of(items) != mark:
            return Verdict.STALE, 0
        for each in items:
            await _decided(act, each.occurrence, Step.CONFIRM, "")
    house.nudge()
    return Verdict.DONE, len(items)
