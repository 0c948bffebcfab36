"""The life of the plan's work: steps, reports with their evidence, requests for a change, cards in the chats."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy import text as condition
from sqlalchemy.orm import Mapped, mapped_column

from db.tables.base import Base

_BEING_WRITTEN = condition("ended_at IS NULL")


class ReportRow(Base):
    """What a member says of their work: a claim, a contribution to a lead's, or what a quarter brought.

    It is being written, in as many messages as it takes, until `ended_at`; one at a time a member; `messages` has what
    each has added, so that the last can be taken back, and is empty in the end. Then it is a claim
    of `occurrence_id` when its author's word closes that (`closes`), else a contribution. With a `quarter` it is its
    author's entry of that quarter, on an activity that goes on; without words, the quarter brought nothing.
    `recorded_by` has written it down for its author.
    """

    __tablename__ = "report"
    __table_args__ = (
        Index(
            "ix_report_being_written",
            "member_id",
            unique=True,
            sqlite_where=_BEING_WRITTEN,
            postgresql_where=_BEING_WRITTEN,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"), index=True)
    occurrence_id: Mapped[int | None] = mapped_column(ForeignKey("occurrence.id"), index=True)
    quarter: Mapped[int | None]
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    outcome: Mapped[str] = mapped_column(default="")
    words: Mapped[str] = mapped_column(default="")
    participants: Mapped[int | None]
    closes: Mapped[bool] = mapped_column(default=False)
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    messages: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list, server_default="[]")


class EvidenceRow(Base):
    """What goes with a report: a picture or a file that we keep under a name of its own (`place`), or a link."""

    __tablename__ = "evidence"

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), index=True)
    kind: Mapped[str]
    name: Mapped[str]
    place: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int] = mapped_column(default=0)
    at: Mapped[datetime]


class StepRow(Base):
    """One step in the life of an occurrence: from which state to which, by whom, on whose behalf, in which words.

    `member_id` is None where that was not kept: what was cancelled before steps were.
    """

    __tablename__ = "step"

    id: Mapped[int] = mapped_column(primary_key=True)
    occurrence_id: Mapped[int] = mapped_column(ForeignKey("occurrence.id"), index=True)
    at: Mapped[datetime]
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    on_behalf_of: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    verb: Mapped[str]
    before: Mapped[str]
    after: Mapped[str]
    words: Mapped[str] = mapped_column(default="")
    report_id: Mapped[int | None] = mapped_column(ForeignKey("report.id"))


class RequestRow(Base):
    """A change that its author may not make alone: another term, another person, no activity or a new one.

    `asked_id` is the person who must agree, where it is not those who keep the plan. `wanted` holds what it comes to.
    """

    __tablename__ = "request"

    id: Mapped[int] = mapped_column(primary_key=True)
    branch_id: Mapped[int] = mapped_column(ForeignKey("branch.id"), index=True)
    activity_id: Mapped[int | None] = mapped_column(ForeignKey("activity.id"), index=True)
    occurrence_id: Mapped[int | None] = mapped_column(ForeignKey("occurrence.id"))
    kind: Mapped[str]
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    asked_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"), index=True)
    at: Mapped[datetime]
    wanted: Mapped[dict[str, object]]
    reason: Mapped[str] = mapped_column(default="")
    state: Mapped[str]
    revision: Mapped[int] = mapped_column(default=0)
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    answer: Mapped[str] = mapped_column(default="")


class ShownCardRow(Base):
    """A card that stands in somebody's chat, so that it can be brought up to date where the messenger allows that.

    `revision` is the occurrence's as it shows it.
    """

    __tablename__ = "shown_card"
    __table_args__ = (UniqueConstraint("identity_id", "message"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    identity_id: Mapped[int] = mapped_column(ForeignKey("identity.id"), index=True)
    message: Mapped[str]
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"), index=True)
    occurrence_id: Mapped[int | None] = mapped_column(ForeignKey("occurrence.id"), index=True)
    revision: Mapped[int] = mapped_column(default=0)
    at: Mapped[datetime]
