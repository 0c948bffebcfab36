"""The plan as approved: branch, plan, goals, activities, parties, occurrences, meetings."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, false
from sqlalchemy import text as condition
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.windows import Period, PeriodKind
from db.tables.base import Base

_PERIOD = ("branch_id", "kind", "year", "month")
_IN_FORCE, _DRAFT = condition("published_at IS NOT NULL"), condition("published_at IS NULL")


class BranchRow(Base):
    """A tenant. `revision` rises with every change; `look_at` is when the clock must look at it again.

    `names_in_groups`: whether the bot names people in the branch's group chats. Who has left is forgotten after
    `retention_months`. `own_claims`: whether the presidium may confirm what they have reported themselves. Its evidence
    takes at most `evidence_megabytes`.
    """

    __tablename__ = "branch"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    revision: Mapped[int] = mapped_column(default=0)
    look_at: Mapped[datetime | None] = mapped_column(index=True)
    created_at: Mapped[datetime]
    names_in_groups: Mapped[bool] = mapped_column(default=False, server_default=false())
    retention_months: Mapped[int] = mapped_column(default=12, server_default="12")
    own_claims: Mapped[bool] = mapped_column(default=False, server_default=false())
    evidence_megabytes: Mapped[int] = mapped_column(default=500, server_default="500")


class PlanRow(Base):
    """A branch's plan of a period (`kind`, `year`, and `month`, which is 0 unless it is of one month).

    Nobody is written to before `published_at`. Of a period there is one published plan at most, and beside it one that
    is not: a newer edition, until it is gone through. The id of a draft that is gone is never given to another plan, so
    that a button of it can show nothing of the one that took its place.
    """

    __tablename__ = "plan"
    __table_args__ = (
        Index("ix_plan_in_force", *_PERIOD, unique=True, sqlite_where=_IN_FORCE, postgresql_where=_IN_FORCE),
        Index("ix_plan_draft", *_PERIOD, unique=True, sqlite_where=_DRAFT, postgresql_where=_DRAFT),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    branch_id: Mapped[int] = mapped_column(ForeignKey("branch.id"), index=True)
    kind: Mapped[str]
    year: Mapped[int]
    month: Mapped[int] = mapped_column(default=0)
    imported_at: Mapped[datetime]
    published_at: Mapped[datetime | None]

    @property
    def period(self) -> Period:
        """What the plan is for."""
        return Period(PeriodKind(self.kind), self.year, self.month or None)


class GoalRow(Base):
    """A section of the plan."""

    __tablename__ = "goal"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    position: Mapped[int]
    number: Mapped[str | None]
    title: Mapped[str]


class ActivityRow(Base):
    """A row of the plan: the term as written and what it means (`windows`: pairs of ISO dates; `hints`: its details).

    `revision` rises with every correction. A cancelled activity stays.
    """

    __tablename__ = "activity"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    goal_id: Mapped[int | None] = mapped_column(ForeignKey("goal.id"), index=True)
    position: Mapped[int]
    number: Mapped[str | None]
    title: Mapped[str]
    term: Mapped[str]
    windows: Mapped[list[list[str]]]
    mode: Mapped[str | None]
    resources: Mapped[str]
    result: Mapped[str]
    notes: Mapped[str] = mapped_column(default="")
    hints: Mapped[dict[str, str]] = mapped_column(default=dict, server_default="{}")
    revision: Mapped[int] = mapped_column(default=0, server_default="0")
    cancelled_at: Mapped[datetime | None]


class PartyRow(Base):
    """A person or a body named in the plans of a branch; `member_id` once the person is known.

    `same_as` is the party whose other spelling this is, once a human has said so.
    """

    __tablename__ = "party"
    __table_args__ = (UniqueConstraint("branch_id", "kind", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    branch_id: Mapped[int] = mapped_column(ForeignKey("branch.id"), index=True)
    kind: Mapped[str]
    name: Mapped[str]
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"), index=True)
    same_as: Mapped[int | None] = mapped_column(ForeignKey("party.id"))


class DutyRow(Base):
    """A party on an activity."""

    __tablename__ = "duty"

    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"), primary_key=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), primary_key=True)
    position: Mapped[int]
    lead: Mapped[bool]


class OccurrenceRow(Base):
    """One thing to finish, with who is at it, its claim and the decision on it.

    `recorded_by` wrote the claim down for its author; `outcome` is what it says: done, partly, or that help is needed.
    """

    __tablename__ = "occurrence"

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"), index=True)
    first: Mapped[date]
    last: Mapped[date]
    continuous: Mapped[bool]
    state: Mapped[str]
    revision: Mapped[int] = mapped_column(default=0)
    claimed_by: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    claimed_at: Mapped[datetime | None]
    words: Mapped[str] = mapped_column(default="")
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    decided_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="")
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    outcome: Mapped[str] = mapped_column(default="")
    participants: Mapped[int | None]
    taken_by: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    taken_at: Mapped[datetime | None]


class MeetingRow(Base):
    """The presidium's meeting of a quarter."""

    __tablename__ = "meeting"
    __table_args__ = (UniqueConstraint("plan_id", "quarter"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    quarter: Mapped[int]
    day: Mapped[date | None]
    time: Mapped[str] = mapped_column(default="")
    revision: Mapped[int] = mapped_column(default=0)


class DoubtRow(Base):
    """Something the reader of the plan was not sure of; `answer` once the secretary has settled it.

    `settled` is what the answer has changed of a draft, so that another one can take its place: see `db.settling`.
    """

    __tablename__ = "doubt"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    activity: Mapped[str | None]
    code: Mapped[str]
    text: Mapped[str]
    args: Mapped[dict[str, str]]
    answer: Mapped[int | None]
    answered_at: Mapped[datetime | None]
    settled: Mapped[dict[str, object] | None]
