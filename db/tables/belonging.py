"""What a branch is apart from its plan: its list of the association's members, and its groups in a messenger."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.tables.base import Base


class RegistrationRow(Base):
    """A person of the branch's list of members; `member_id` where they are in the bot, too.

    `paid_until` is None where no day is known; `renewed_at` is when the secretary noted a renewal.
    """

    __tablename__ = "registration"

    id: Mapped[int] = mapped_column(primary_key=True)
    branch_id: Mapped[int] = mapped_column(ForeignKey("branch.id"), index=True)
    position: Mapped[int]
    name: Mapped[str]
    library: Mapped[str] = mapped_column(default="")
    paid_until: Mapped[date | None]
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"), index=True)
    renewed_at: Mapped[datetime | None]
    renewed_by: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    left_at: Mapped[datetime | None]


class GroupRow(Base):
    """A group chat of a branch in a messenger."""

    __tablename__ = "group_chat"
    __table_args__ = (UniqueConstraint("door", "account"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    branch_id: Mapped[int] = mapped_column(ForeignKey("branch.id"), index=True)
    door: Mapped[str]
    account: Mapped[str]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    made_at: Mapped[datetime]
