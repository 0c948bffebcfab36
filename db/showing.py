"""Cards that stand in people's chats, so that they can be brought up to date."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.dialog.model import Address, Card
from db.tables import BranchRow, IdentityRow, MemberRow, OccurrenceRow, ShownCardRow, StepRow

KEPT_FOR = timedelta(hours=48)
"""After it was shown last: what is older tells how things stand when it is tapped."""
MOST_OF_ONE = 20
"""Cards of one occurrence that are kept up to date, the latest ones."""
OWN_PAUSE = timedelta(seconds=10)
"""After one's own step: the card that was tapped is changed by its answer, and must not be changed twice."""


@dataclass(frozen=True, slots=True)
class Stale:
    """A card that shows an occurrence as it was: where it stands, who reads it, and what it is to show."""

    id: int
    identity_id: int
    message: str
    address: Address
    language: str
    member_id: int
    branch_id: int
    branch_revision: int
    card: Card


async def keep_shown(session: AsyncSession, identity_id: int, message: str, card: Card, now: datetime) -> None:
    """Remember that a message shows a card; of each occurrence the latest are remembered, and none for ever."""
    here = (ShownCardRow.identity_id == identity_id, ShownCardRow.message == message)
    await session.execute(delete(ShownCardRow).where(*here))
    session.add(
        ShownCardRow(
            identity_id=identity_id,
            message=message,
            activity_id=card.activity,
            occurrence_id=card.occurrence,
            revision=card.revision,
            at=now,
        )
    )
    await session.flush()
    latest = select(ShownCardRow.id).where(ShownCardRow.occurrence_id == card.occurrence)
    kept = latest.order_by(ShownCardRow.at.desc(), ShownCardRow.id.desc()).limit(MOST_OF_ONE)
    beyond = (ShownCardRow.occurrence_id == card.occurrence) & ShownCardRow.id.not_in(kept)
    await session.execute(delete(ShownCardRow).where(or_(ShownCardRow.at < now - KEPT_FOR, beyond)))


async def forget_shown(session: AsyncSession, ids: Collection[int]) -> None:
    """Forget cards that cannot be brought up to date any more."""
    await session.execute(delete(ShownCardRow).where(ShownCardRow.id.in_(ids)))


async def identity_at(session: AsyncSession, address: Address) -> int | None:
    """Return the account that talks to its branch at the address now."""
    query = select(IdentityRow.id).where(IdentityRow.door == address.door, IdentityRow.account == address.account)
    found: int | None = await session.scalar(query.where(IdentityRow.current))
    return found


async def shown_at(session: AsyncSession, address: Address, message: str) -> Sequence[int]:
    """Return which cards are remembered to stand in a message: one, or none."""
    query = select(ShownCardRow.id).join(IdentityRow, IdentityRow.id == ShownCardRow.identity_id)
    here = (IdentityRow.door == address.door, IdentityRow.account == address.account, ShownCardRow.message == message)
    return (await session.scalars(query.where(*here))).all()


_STEPS_BY = select(func.max(StepRow.at)).where(
    StepRow.occurrence_id == ShownCardRow.occurrence_id, StepRow.member_id == IdentityRow.member_id
)
_STALE = (
    select(
        ShownCardRow.id,
        ShownCardRow.identity_id,
        ShownCardRow.message,
        ShownCardRow.activity_id,
        OccurrenceRow.id,
        OccurrenceRow.revision,
        IdentityRow.door,
        IdentityRow.account,
        IdentityRow.language,
        MemberRow.id,
        BranchRow.id,
        BranchRow.revision,
        _STEPS_BY.scalar_subquery(),
    )
    .join(OccurrenceRow, OccurrenceRow.id == ShownCardRow.occurrence_id)
    .join(IdentityRow, IdentityRow.id == ShownCardRow.identity_id)
    .join(MemberRow, MemberRow.id == IdentityRow.member_id)
    .join(BranchRow, BranchRow.id == MemberRow.branch_id)
    .where(ShownCardRow.revision < OccurrenceRow.revision, IdentityRow.blocked_at.is_(None), IdentityRow.current)
    .order_by(ShownCardRow.at, ShownCardRow.id)
)


async def stale_cards(session: AsyncSession, now: datetime, limit: int) -> Sequence[Stale]:
    """Return up to `limit` cards that show another state than there is."""
    rows = await session.execute(_STALE.where(ShownCardRow.at >= now - KEPT_FOR).limit(limit))
    return [_stale(*row) for *row, stepped in rows if stepped is None or stepped <= now - OWN_PAUSE]


def _stale(  # noqa: PLR0913, PLR0917 (a row of many columns)
    key: int,
    identity: int,
    message: str,
    activity: int,
    occurrence: int,
    revision: int,
    door: str,
    account: str,
    language: str,
    member: int,
    branch: int,
    branch_revision: int,
) -> Stale:
    card = Card(activity, occurrence, revision)
    return Stale(key, identity, message, Address(door, account), language, member, branch, branch_revision, card)
