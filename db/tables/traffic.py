"""Traffic: updates taken (inbox) and notices owed (outbox)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from db.tables.base import Base


class InboxRow(Base):
    """An update that has had its effect; `about` is the code of the action that shows what came of it."""

    __tablename__ = "inbox"

    key: Mapped[str] = mapped_column(primary_key=True)
    about: Mapped[str]
    at: Mapped[datetime] = mapped_column(index=True)


class OutboxRow(Base):
    """A notice owed to a member or to a group chat: kind and facts, never rendered text.

    Of a member's row `group_id` is None, of a group's `member_id` is: it is read only where the row is known to be a
    member's. What was told to a group that is one no more has neither.

    `door` is the messenger it went out by, kept when the account is not; `passed_on`: to who speaks for the member.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_state_next_at", "state", "next_at"),
        Index("ix_outbox_kind_subject", "kind", "subject"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    branch_id: Mapped[int] = mapped_column(ForeignKey("branch.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True, nullable=True)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("group_chat.id"), index=True)
    kind: Mapped[str]
    subject: Mapped[int]
    refers_to: Mapped[date]
    revision: Mapped[int]
    due: Mapped[datetime]
    until: Mapped[datetime]
    state: Mapped[str]
    next_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    lease: Mapped[str | None]
    leased_until: Mapped[datetime | None]
    identity_id: Mapped[int | None] = mapped_column(ForeignKey("identity.id"))
    sent_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(default="")
    door: Mapped[str] = mapped_column(default="")
    passed_on: Mapped[bool] = mapped_column(default=False)


class AnnouncementRow(Base):
    """Words of a keeper's to some of the branch: once here, however many it goes to (the outbox has each).

    `audience` says to whom, `subject` is the activity or the body behind it, 0 without one. It is a draft until
    `sent_at`; from `stopped_at` on nobody else gets it. `words` are empty once they have been kept long enough.
    """

    __tablename__ = "announcement"

    id: Mapped[int] = mapped_column(primary_key=True)
    branch_id: Mapped[int] = mapped_column(ForeignKey("branch.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    words: Mapped[str]
    audience: Mapped[str]
    subject: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    stopped_at: Mapped[datetime | None]
