"""What people do to a plan beside its document: corrections, and what they take over of a newer edition."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from db.tables.base import Base


class CorrectionRow(Base):
    """A change that a person made to an activity, with all that was so before it, to be undone.

    `before` is None where the activity was added; `revision` is the activity's after the change.
    """

    __tablename__ = "correction"

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"), index=True)
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    at: Mapped[datetime]
    verb: Mapped[str]
    before: Mapped[dict[str, object] | None]
    revision: Mapped[int]
    undone_at: Mapped[datetime | None]


class ChoiceRow(Base):
    """Whether a change that a newer edition brings is taken over; `mark` says which (see `bot.domain.comparing`)."""

    __tablename__ = "choice"

    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), primary_key=True)
    mark: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    accepted: Mapped[bool]
