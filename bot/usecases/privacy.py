"""A person and what is kept of them: to have it, to be erased; and for how long a branch keeps who has left."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.dialog.actions import EraseMe, ShowKeeping
from bot.dialog.model import Address
from bot.domain.access import may_be_erased, may_keep_people
from bot.domain.personal import RETENTION, Erasing, Membership, MyData
from bot.usecases.deeds import doing, note
from bot.usecases.house import House
from db.caller import Caller
from db.erasing import drop_applications, erase
from db.personal import read_applications, read_member
from db.reporting import places_of
from db.selves import accounts_of, left_without_keeper, selves_of
from db.tables import AuditRow, BranchRow, MemberRow


class Outcome(StrEnum):
    """What came of it."""

    DONE = "done"
    STALE = "stale"
    """It would do something else by now than the person was told; nothing was done."""
    STRANDED = "stranded"
    """A branch would be left with nobody who keeps its people; nothing was done."""
    REFUSED = "refused"


async def my_data(house: House, caller: Caller) -> MyData:
    """Return everything that is kept of a person, in all branches that their accounts are known in."""
    async with house.store.reading() as session:
        members = await selves_of(session, caller.member_id)
        memberships = [Membership(*await read_member(session, member)) for member in members]
        applications = await read_applications(session, await accounts_of(session, [each.id for each in members]))
    return MyData(house.now(), tuple(memberships), tuple(applications))


async def applications_of(house: House, address: Address) -> MyData:
    """Return what is kept of somebody who is no member: how they called themselves when they came to an entrance."""
    async with house.store.reading() as session:
        found = await read_applications(session, [(address.door, address.account)])
    return MyData(house.now(), (), tuple(found))


async def forget_applicant(house: House, address: Address) -> bool:
    """Forget that somebody who is no member has come to an entrance; tell whether there was anything to forget."""
    async with house.store.writing() as session:
        return await drop_applications(session, [(address.door, address.account)]) > 0


async def before_erasing(house: House, caller: Caller) -> Erasing:
    """Return what erasing the person would do."""
    async with house.store.reading() as session:
        return await _erasing(session, await selves_of(session, caller.member_id))


async def erase_me(house: House, caller: Caller, mark: int, update_key: str) -> Outcome:
    """Erase a person in all branches that their accounts are known in, if it still does what they were told."""
    async with doing(house, caller, update_key, EraseMe(mark), may_be_erased) as deed:
        if deed is None:
            return Outcome.REFUSED
        members = await selves_of(deed.session, deed.member.id)
        erasing = await _erasing(deed.session, members)
        if erasing.stranded:
            return Outcome.STRANDED
        if erasing.mark != mark:
            return Outcome.STALE
        files = await places_of(deed.session, [member.id for member in members])
        for member in members:
            deed.session.add(
                AuditRow(
                    branch_id=member.branch_id,
                    member_id=member.id,
                    at=deed.now,
                    verb="erase",
                    subject=f"member:{member.id}",
                )
            )
            await erase(deed.session, member, deed.now)
    await house.files.drop(files)
    await house.store.empty_log()
    house.nudge()
    return Outcome.DONE


async def _erasing(session: AsyncSession, members: Sequence[MemberRow]) -> Erasing:
    query = select(BranchRow.name).where(BranchRow.id.in_([member.branch_id for member in members]))
    names = tuple(await session.scalars(query.order_by(BranchRow.name)))
    mark = zlib.crc32(",".join(str(member.id) for member in members).encode())
    return Erasing(names, await left_without_keeper(session, members), mark)


async def retention_of(house: House, branch_id: int) -> int:
    """Return for how many months the branch keeps who has left."""
    async with house.store.reading() as session:
        return (await session.get_one(BranchRow, branch_id)).retention_months


async def keep_for(house: House, caller: Caller, months: int, update_key: str) -> Outcome:
    """Keep who has left for so many months, one of RETENTION, from now on."""
    if months not in RETENTION:
        return Outcome.REFUSED
    async with doing(house, caller, update_key, ShowKeeping(), may_keep_people) as deed:
        if deed is None:
            return Outcome.REFUSED
        branch = await deed.session.get_one(BranchRow, deed.branch_id)
        if deed.fresh and branch.retention_months != months:
            branch.retention_months = months
            await note(deed, "keep-for", f"branch:{branch.id}", str(months))
    return Outcome.DONE
