"""The branch's general entrance: one code at a time, opened anew and closed by those who keep its people."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.dialog.actions import CloseEntrance, OpenEntrance, ShowEntrance
from bot.domain.access import may_keep_people
from bot.domain.codes import entrance_code
from bot.usecases.acting import Verdict
from bot.usecases.deeds import Deed, doing, note
from bot.usecases.house import House
from db.caller import Caller
from db.tables import EntranceRow


@dataclass(frozen=True, slots=True)
class Entrance:
    """An open entrance."""

    id: int
    code: str


async def open_one(session: AsyncSession, branch_id: int) -> EntranceRow | None:
    """Return the entrance of a branch that is open."""
    query = select(EntranceRow).where(EntranceRow.branch_id == branch_id, EntranceRow.closed_at.is_(None))
    found: EntranceRow | None = await session.scalar(query)
    return found


async def entrance_of(house: House, caller: Caller) -> Entrance | None:
    """Return the branch's open entrance; None where there is none, and for those who do not keep its people."""
    if not may_keep_people(caller.role):
        return None
    async with house.store.reading() as session:
        row = await open_one(session, caller.branch_id)
    return Entrance(row.id, row.code) if row else None


async def open_entrance(house: House, caller: Caller, update_key: str, action: OpenEntrance) -> Verdict:
    """Open an entrance with a new code; the one that the person saw is closed with it. Stale when there is another."""
    async with doing(house, caller, update_key, ShowEntrance(), may_keep_people) as deed:
        if deed is None:
            return Verdict.REFUSED
        before = await open_one(deed.session, deed.branch_id)
        if not deed.fresh or (before.id if before else 0) != action.entrance:
            return Verdict.STALE
        if before is not None:
            await _close(deed, before)
        code = await _new_code(house, deed.session)
        row = EntranceRow(branch_id=deed.branch_id, code=code, made_by=deed.member.id, made_at=deed.now)
        deed.session.add(row)
        await deed.session.flush()
        await note(deed, "entrance-open", f"entrance:{row.id}")
        return Verdict.DONE


async def close_entrance(house: House, caller: Caller, update_key: str, action: CloseEntrance) -> Verdict:
    """Close the entrance that the person saw; who came by it goes on waiting. Stale when it is not the open one."""
    async with doing(house, caller, update_key, ShowEntrance(), may_keep_people) as deed:
        if deed is None:
            return Verdict.REFUSED
        row = await open_one(deed.session, deed.branch_id)
        if not deed.fresh or row is None or row.id != action.entrance:
            return Verdict.STALE
        await _close(deed, row)
        return Verdict.DONE


async def _close(deed: Deed, row: EntranceRow) -> None:
    row.closed_at = deed.now
    await deed.session.flush()
    await note(deed, "entrance-close", f"entrance:{row.id}")


async def _new_code(house: House, session: AsyncSession) -> str:
    """Draw a code that no entrance has or had."""
    while True:
        code = entrance_code(house.token())
        if await session.scalar(select(EntranceRow.id).where(EntranceRow.code == code)) is None:
            return code
