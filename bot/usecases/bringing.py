"""Pictures and files for a report: fetched, looked at, kept under a random name, and only then written down."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot.dialog.actions import WriteReport
from bot.dialog.model import MOST_FILE_BYTES, File, too_large
from bot.documents.apart import Examined
from bot.documents.evidence import ENDINGS, JPEG
from bot.domain.reporting import MOST_PIECES, EvidenceKind
from bot.errors import PlanovykError
from bot.logs import log_event
from bot.usecases.acting import Act, acting, record
from bot.usecases.house import House
from bot.usecases.outcome import what_came_of
from bot.usecases.reporting import LATE, Came, Written, add_said, await_report, is_open_to_more
from db.caller import Caller
from db.reporting import as_draft, being_written, bytes_kept, just_ended
from db.tables import BranchRow, EvidenceRow, ReportRow

LONGEST_NAME = 100
"""Characters of a file's name without its ending."""
MEGABYTE = 1024 * 1024
_UNSAFE = frozenset('"\\/\0<>|:*?')
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Found:
    """What was sent, as it is kept, and where."""

    seen: Examined
    place: str


async def add_file(house: House, caller: Caller, file: File, update_key: str) -> Written:
    """Add a picture or a file to the report that the member is writing, or has just made; GONE where there is none.

    Raises PlanovykError where it cannot be taken over; the report stays as it was.
    """
    if await what_came_of(house, update_key) is not None:
        return await _as_it_stands(house, caller)
    problem = await _hindrance(house, caller, file)
    if problem is not None:
        return problem
    seen = await house.examine(await _content(file))
    place = await _kept(house, seen)
    try:
        written, taken = await _write_down(house, caller, file, Found(seen, place), update_key)
    except PlanovykError:
        await house.files.drop([place])
        raise
    if not taken:
        await house.files.drop([place])
    return written


async def _as_it_stands(house: House, caller: Caller) -> Written:
    async with house.store.reading() as session:
        row = await being_written(session, caller.member_id)
        late = None if row else await just_ended(session, caller.member_id, house.now() - LATE)
        found = row or late
        return (
            Written(Came.LATE if late else Came.DONE, await as_draft(session, found)) if found else Written(Came.GONE)
        )


async def _hindrance(house: House, caller: Caller, file: File) -> Written | None:
    """Say that there is no report to add it to, before anything is fetched. Raises PlanovykError where it is full."""
    async with house.store.reading() as session:
        row = await being_written(session, caller.member_id)
        row = row or await just_ended(session, caller.member_id, house.now() - LATE)
        if row is None:
            return Written(Came.GONE)
        await _demand_room(session, caller.branch_id, row, file.size)
    return None


async def _demand_room(session: AsyncSession, branch_id: int, row: ReportRow, size: int) -> None:
    if (await as_draft(session, row)).pieces >= MOST_PIECES:
        raise PlanovykError("error.evidence-many", limit=MOST_PIECES)
    megabytes = (await session.get_one(BranchRow, branch_id)).evidence_megabytes
    if await bytes_kept(session, branch_id) + size > megabytes * MEGABYTE:
        raise PlanovykError("error.evidence-full", limit=megabytes)


async def _content(file: File) -> bytes:
    data = b"" if file.size > MOST_FILE_BYTES else await file.read()
    if max(file.size, len(data)) > MOST_FILE_BYTES:
        raise too_large()
    return data


async def _kept(house: House, seen: Examined) -> str:
    try:
        return await house.files.keep(seen.content)
    except OSError as error:
        log_event(_log, "file-not-kept", level=logging.ERROR, error=error)
        raise PlanovykError("error.evidence-not-kept") from error


async def _write_down(house: House, caller: Caller, file: File, found: Found, update_key: str) -> tuple[Written, bool]:
    """Return what came of it, and whether the file is the report's now.

    Where the store fails nobody knows whether it was committed, so the file stays: what is nobody's is swept.
    """
    async with acting(house, caller, update_key, WriteReport(caller.report or 0)) as act:
        row = await being_written(act.session, act.member.id) if act else None
        row = row or (await _just_made(act) if act else None)
        if act is None or row is None:
            return Written(Came.GONE), False
        came = (await _add(act, row, file, found)) if act.fresh else Came.DONE
        return Written(came, await as_draft(act.session, row)), act.fresh


async def _just_made(act: Act) -> ReportRow | None:
    row = await just_ended(act.session, act.member.id, act.now - LATE)
    return row if row is not None and is_open_to_more(act.snapshot, row) else None


async def _add(act: Act, row: ReportRow, file: File, found: Found) -> Came:
    await _demand_room(act.session, act.snapshot.branch_id, row, len(found.seen.content))
    number = (await as_draft(act.session, row)).pieces + 1
    piece = _piece(act, row, file, found, f"{act.today}-{number}")
    if row.ended_at is None:
        came = await add_said(act, row, file.caption.strip(), [piece])
        await await_report(act, row)
        return came
    act.session.add(piece)
    await act.session.flush()
    await record(act, "add-evidence", f"occurrence:{row.occurrence_id}")
    return Came.LATE


def _piece(act: Act, row: ReportRow, file: File, found: Found, unnamed: str) -> EvidenceRow:
    kind = EvidenceKind.PICTURE if found.seen.media_type == JPEG else EvidenceKind.FILE
    return EvidenceRow(
        report_id=row.id,
        kind=kind.value,
        name=f"{_stem(file.name) or unnamed}.{ENDINGS[found.seen.media_type]}",
        place=found.place,
        media_type=found.seen.media_type,
        size=len(found.seen.content),
        at=act.now,
    )


def _stem(name: str) -> str:
    """Return the person's own name for a file, without its ending and what no name may hold."""
    plain = "".join(each for each in name if each.isprintable() and each not in _UNSAFE).strip(" .")
    return (plain.rpartition(".")[0] or plain)[:LONGEST_NAME]
