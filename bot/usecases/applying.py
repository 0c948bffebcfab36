"""Somebody at the general entrance: they say how they are called and wait; until then they are told nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.dialog.model import Address
from bot.domain.access import RIGHTS, Right
from bot.domain.admission import capitalised, is_full, own_name
from bot.domain.notices import Kind, Notice
from bot.errors import PlanovykError
from bot.usecases.house import House
from db.applicants import make_room, waits_at
from db.belonging import member_at, talk_about
from db.outbox import owe
from db.tables import ApplicantRow, BranchRow, EntranceRow, MemberRow

MOST_WAITING = 500
"""People who wait at one branch; an entrance that many came by is closed or somebody else's toy."""
SILENT_FOR = timedelta(days=7)
"""After which somebody who was asked for a name and never said one is forgotten."""
NOTICE_OF_USE = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Application:
    """Somebody's waiting at a branch: `name` is empty until they have said it, `again` once it was asked twice."""

    branch_name: str
    name: str
    again: bool = False


@dataclass(frozen=True, slots=True)
class MemberAlready:
    """The account is a member's of that branch, which it talks to from now on."""


async def apply(
    house: House, address: Address, language: str, code: str, known_as: str = ""
) -> Application | MemberAlready | None:
    """Have an account wait at the entrance of a code, once however often it comes; None when nothing is open by it.

    `known_as` is the name of somebody whom another branch knows: they are not asked for it. Raises PlanovykError when
    too many wait there.
    """
    async with house.store.reading() as session:
        if await _entered(session, code) is None:
            return None
    async with house.store.writing() as session:
        branch = await _entered(session, code)
        if branch is None:
            return None
        if await member_at(session, address, branch.id) is not None:
            await talk_about(session, address, branch.id)
            return MemberAlready()
        row = await _waiting_at(session, address, branch) or await _begin(house, session, address, language, branch)
        if known_as and not row.name:
            await _named(house, session, row, known_as)
        answer = Application(branch.name, row.name, row.asked_again)
    house.nudge()
    return answer


async def _entered(session: AsyncSession, code: str) -> BranchRow | None:
    opened = select(BranchRow).join(EntranceRow, EntranceRow.branch_id == BranchRow.id)
    branch: BranchRow | None = await session.scalar(
        opened.where(EntranceRow.code == code, EntranceRow.closed_at.is_(None))
    )
    return branch


async def _waiting_at(session: AsyncSession, address: Address, branch: BranchRow) -> ApplicantRow | None:
    query = select(ApplicantRow).where(waits_at(address), ApplicantRow.branch_id == branch.id)
    row: ApplicantRow | None = await session.scalar(query)
    return row


async def _begin(
    house: House, session: AsyncSession, address: Address, language: str, branch: BranchRow
) -> ApplicantRow:
    if not await make_room(session, branch.id, house.now() - SILENT_FOR, MOST_WAITING):
        raise PlanovykError("error.too-many-wait")
    row = ApplicantRow(
        branch_id=branch.id,
        door=address.door,
        account=address.account,
        language=language,
        name="",
        asked_at=house.now(),
        asked_again=False,
    )
    session.add(row)
    await session.flush()
    return row


async def application_of(house: House, address: Address) -> Application | None:
    """Return what an account waits for: first where its name is not known yet, else the latest; None if nothing."""
    async with house.store.reading() as session:
        found = await _application(session, address)
    return _shown(*found) if found else None


async def say_name(house: House, address: Address, words: str) -> Application | None:
    """Take somebody's words as their name, if they were asked; what is none surely is asked for once more.

    Returns how it stands then, None when the account waits nowhere.
    """
    async with house.store.writing() as session:
        found = await _application(session, address)
        if found is None:
            return None
        row, _ = found
        name = own_name(words)
        if not row.name and name is not None:
            if is_full(name) or row.asked_again:
                await _named(house, session, row, capitalised(name))
            else:
                row.asked_again = True
        answer = _shown(*found)
    house.nudge()
    return answer


async def _application(session: AsyncSession, address: Address) -> tuple[ApplicantRow, str] | None:
    query = (
        select(ApplicantRow, BranchRow.name)
        .join(BranchRow, BranchRow.id == ApplicantRow.branch_id)
        .where(waits_at(address))
        .order_by(ApplicantRow.name != "", ApplicantRow.asked_at.desc(), ApplicantRow.id.desc())
    )
    found = (await session.execute(query.limit(1))).first()
    return (found[0], found[1]) if found else None


def _shown(row: ApplicantRow, branch_name: str) -> Application:
    return Application(branch_name, row.name, row.asked_again)


async def _named(house: House, session: AsyncSession, row: ApplicantRow, name: str) -> None:
    """Keep a name, and owe it to those who keep the branch's people that somebody waits."""
    row.name = name
    await session.flush()
    now = house.now()
    for keeper in await _keepers(session, row.branch_id):
        notice = Notice(Kind.APPLICANT, row.id, keeper, house.today())
        await owe(session, row.branch_id, notice, notice.key, now, now + NOTICE_OF_USE, now)


async def _keepers(session: AsyncSession, branch_id: int) -> tuple[int, ...]:
    query = select(MemberRow.id).where(MemberRow.branch_id == branch_id, MemberRow.left_at.is_(None))
    return tuple(
        await session.scalars(query.where(MemberRow.role.in_(RIGHTS[Right.KEEP_PEOPLE])).order_by(MemberRow.id))
    )
