"""A report is written in one message or several: begun, added to, the last taken back, ended or dropped.

Everything is in the database from the first message on; nothing that somebody has sent is lost but by their own word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from bot.dialog.actions import ShowCard, WriteReport, encode
from bot.domain.plan import Snapshot, State
from bot.domain.reporting import MOST_PIECES, MOST_WORDS, Draft, EvidenceKind, Message, links_in, read_message
from bot.domain.reports import Outcome
from bot.usecases.acting import Act, Verdict, acting
from bot.usecases.house import House
from bot.usecases.work import fate_of, finish
from db.caller import Caller
from db.reporting import Piece, add_message, as_draft, being_written, drop, pieces_of, take_last
from db.tables import EvidenceRow, MemberRow, ReportRow

LATE = timedelta(minutes=10)
"""For how long after its end a picture still comes to a report: an album may arrive after the tap that ends it."""


class Came(StrEnum):
    """What came of a step in writing a report."""

    DONE = "done"
    OTHER = "other"
    """Another report is being written, with something in it; it stays, and nothing was changed."""
    GONE = "gone"
    """It is not being written any more, or was never this person's; nothing was changed."""
    ENDED = "ended"
    """They have ended it already; nothing was changed."""
    STALE = "stale"
    """It is no longer as the person saw it; nothing was changed."""
    REFUSED = "refused"
    """The person may not report on this, as it stands now; what they have written stays."""
    WORDLESS = "wordless"
    """It cannot be ended without words."""
    CUT = "cut"
    """The words did not fit whole: their beginning was added."""
    FULL = "full"
    """There is no room for any words more; nothing was changed."""
    LATE = "late"
    """It had just been made, and this was added to it."""


@dataclass(frozen=True, slots=True)
class Written:
    """What came of it, and the report as it stands; None where there is none."""

    came: Came
    draft: Draft | None = None


async def begin(house: House, caller: Caller, occurrence_id: int, outcome: Outcome, update_key: str) -> Written:
    """Begin a report, or go on with the one on the same occurrence; it then says this outcome.

    An empty one on another occurrence goes; one with something in it stays, and is returned as OTHER.
    """
    async with acting(house, caller, update_key, ShowCard(0, occurrence_id)) as act:
        occurrence = act.snapshot.occurrence_of.get(occurrence_id) if act else None
        if act is None or occurrence is None:
            return Written(Came.REFUSED)
        if fate_of(act.snapshot, act.member, occurrence, outcome) is None:
            return Written(Came.REFUSED if occurrence.open else Came.STALE)
        row = await being_written(act.session, act.member.id)
        if row is not None and row.occurrence_id != occurrence_id:
            draft = await as_draft(act.session, row)
            if not draft.empty:
                return Written(Came.OTHER, draft)
            await drop(act.session, row)
            row = None
        row = row or await _new(act, occurrence.activity_id, occurrence_id)
        row.outcome = outcome.value
        await await_report(act, row)
        return Written(Came.DONE, await as_draft(act.session, row))


async def _new(act: Act, activity_id: int, occurrence_id: int) -> ReportRow:
    row = ReportRow(
        activity_id=activity_id,
        occurrence_id=occurrence_id,
        member_id=act.member.id,
        messages=[],
        words="",
        started_at=act.now,
    )
    act.session.add(row)
    await act.session.flush()
    return row


async def await_report(act: Act, row: ReportRow | None) -> None:
    """Have the member's next words go to the report; with None nowhere."""
    member = await act.session.get_one(MemberRow, act.member.id)
    member.awaiting = encode(WriteReport(row.id)) if row else None
    member.awaiting_since = act.now if row else None


async def resume(house: House, caller: Caller, report_id: int, update_key: str) -> Written:
    """Go on with a report: from now on the member's words go to it again."""
    async with acting(house, caller, update_key, WriteReport(report_id)) as act:
        row = await _theirs(act, report_id)
        if act is None or row is None:
            return Written(Came.GONE)
        await await_report(act, row)
        return Written(Came.DONE, await as_draft(act.session, row))


async def _theirs(act: Act | None, report_id: int) -> ReportRow | None:
    row = await being_written(act.session, act.member.id) if act else None
    return row if row is not None and row.id == report_id else None


async def add_words(house: House, caller: Caller, report_id: int, words: str, update_key: str) -> Written:
    """Add a line of words to a report, and the links and the number of participants in it."""
    async with acting(house, caller, update_key, WriteReport(report_id)) as act:
        row = await _theirs(act, report_id)
        if act is None or row is None:
            return Written(Came.GONE)
        came = await _take_words(act, row, words) if act.fresh else Came.DONE
        await await_report(act, row)
        return Written(came, await as_draft(act.session, row))


async def _take_words(act: Act, row: ReportRow, words: str) -> Came:
    if read_message(words).words and len(row.words) + 1 >= MOST_WORDS:
        return Came.FULL
    return await add_said(act, row, words, ())


async def add_said(act: Act, row: ReportRow, words: str, files: Sequence[EvidenceRow]) -> Came:
    """Add what one message has brought: its words as far as there is room, the links in them, its files."""
    said = read_message(words)
    kept = said.words[: max(0, MOST_WORDS - len(row.words) - 1)]
    room = MOST_PIECES - len(files) - (await as_draft(act.session, row)).pieces
    links = [_link(act, row, each) for each in links_in(kept)[: max(0, room)]]
    await add_message(act.session, row, Message(kept, said.participants), [*files, *links], act.now)
    return Came.DONE if kept == said.words else Came.CUT


def _link(act: Act, row: ReportRow, address: str) -> EvidenceRow:
    kind = EvidenceKind.LINK.value
    return EvidenceRow(report_id=row.id, kind=kind, name=address, place="", media_type="", size=0, at=act.now)


async def remove_last(house: House, caller: Caller, report_id: int, seen: int, update_key: str) -> Written:
    """Take back what the last message has added, if there are as many of them as the person saw."""
    places: tuple[str, ...] = ()
    async with acting(house, caller, update_key, WriteReport(report_id)) as act:
        row = await _theirs(act, report_id)
        if act is None or row is None:
            return Written(Came.GONE)
        may = act.fresh and len(row.messages) == seen > 0
        if may:
            places = await take_last(act.session, row)
        await await_report(act, row)
        written = Written(Came.DONE if may or not act.fresh else Came.STALE, await as_draft(act.session, row))
    await house.files.drop(places)
    return written


async def drop_report(house: House, caller: Caller, report_id: int, update_key: str) -> Written:
    """Forget a report that is being written, with everything in it."""
    async with acting(house, caller, update_key, ShowCard(0, 0)) as act:
        row = await _theirs(act, report_id)
        if act is None or row is None:
            return Written(Came.GONE)
        draft = await as_draft(act.session, row)
        places = await drop(act.session, row)
        await await_report(act, None)
    await house.files.drop(places)
    return Written(Came.DONE, draft)


async def end(house: House, caller: Caller, report_id: int, update_key: str) -> Written:
    """Take a report as complete; see `finish` for what becomes of it."""
    async with acting(house, caller, update_key, WriteReport(report_id)) as act:
        row = await _theirs(act, report_id)
        if act is None or row is None:
            return await _ended_before(act, report_id)
        written = await _end(act, row)
    house.nudge()
    return written


async def _ended_before(act: Act | None, report_id: int) -> Written:
    """Return what the member has ended already: the tap came again, as its answer may have been lost."""
    row = await act.session.get(ReportRow, report_id) if act else None
    if act is None or row is None or row.member_id != act.member.id or row.ended_at is None:
        return Written(Came.GONE)
    return Written(Came.ENDED, await as_draft(act.session, row))


async def _end(act: Act, row: ReportRow) -> Written:
    draft = await as_draft(act.session, row)
    if draft.lacks_words:
        await await_report(act, row)
        return Written(Came.WORDLESS, draft)
    verdict = await finish(act, row)
    if verdict is not Verdict.DONE:
        return Written(Came.STALE if verdict is Verdict.STALE else Came.REFUSED, draft)
    row.messages = []
    await await_report(act, None)
    return Written(Came.DONE, draft)


def is_open_to_more(snapshot: Snapshot, row: ReportRow) -> bool:
    """Tell whether something may still come to a report that has just been made: nobody has decided on it."""
    occurrence = snapshot.occurrence_of.get(row.occurrence_id or 0)
    if occurrence is None:
        return False
    if not row.closes:
        return not occurrence.closed
    made = (occurrence.claimed_by, occurrence.claimed_at)
    return occurrence.state is State.CLAIMED and made == (row.member_id, row.ended_at)


async def draft_of(house: House, caller: Caller) -> Draft | None:
    """Return the report that the member is writing; None where there is none."""
    async with house.store.reading() as session:
        row = await being_written(session, caller.member_id)
        return await as_draft(session, row) if row else None


async def evidence(house: House, snapshot: Snapshot, occurrence_id: int) -> tuple[Piece, ...]:
    """Return what goes with the reports on an occurrence of the snapshot; nothing of another one."""
    if occurrence_id not in snapshot.occurrence_of:
        return ()
    async with house.store.reading() as session:
        return await pieces_of(session, occurrence_id)
