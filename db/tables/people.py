"""People: members, their accounts in the messengers, the bodies they belong to, and the trail of what they did."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, false, true
from sqlalchemy import text as condition
from sqlalchemy.orm import Mapped, mapped_column

from db.tables.base import Base

_CURRENT = condition("current")


class MemberRow(Base):
    """A person of a branch.

    `awaiting` is the action whose answer the bot expects in their next words, asked at `awaiting_since`. Whoever has
    left stays as long as the history names them; `name` is empty once they are erased. `by_proxy`: they will never
    join, and the secretary speaks for them.
    """

    __tablename__ = "member"

    id: Mapped[int] = mapped_column(primary_key=True)
    branch_id: Mapped[int] = mapped_column(ForeignKey("branch.id"), index=True)
    name: Mapped[str]
    role: Mapped[str]
    joined_at: Mapped[datetime | None]
    awaiting: Mapped[str | None]
    awaiting_since: Mapped[datetime | None]
    left_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]
    by_proxy: Mapped[bool] = mapped_column(default=False, server_default=false())


class IdentityRow(Base):
    """A member's account in one messenger; the one used last is the one they are reminded on.

    An account may be that of a member of several branches; it talks to the one where it is `current`. `silence` says
    why it may not be written to since `blocked_at`.
    """

    __tablename__ = "identity"
    __table_args__ = (
        UniqueConstraint("door", "account", "member_id"),
        Index(
            "ix_identity_current",
            "door",
            "account",
            unique=True,
            sqlite_where=_CURRENT,
            postgresql_where=_CURRENT,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    door: Mapped[str]
    account: Mapped[str]
    language: Mapped[str]
    used_at: Mapped[datetime]
    blocked_at: Mapped[datetime | None]
    silence: Mapped[str] = mapped_column(default="")
    current: Mapped[bool] = mapped_column(default=True, server_default=true())


class BodyMemberRow(Base):
    """A member of a body that the plan names, other than the presidium, whose members their roles tell."""

    __tablename__ = "body_member"

    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True, index=True)


class AuditRow(Base):
    """Who did what, when, and on whose behalf; only ever added to.

    The database itself refuses to change or delete an entry. Only its words may be emptied, when somebody is erased.
    """

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_branch_id_subject", "branch_id", "subject"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    branch_id: Mapped[int] = mapped_column(ForeignKey("branch.id"), index=True)
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"), index=True)
    at: Mapped[datetime]
    verb: Mapped[str]
    subject: Mapped[str]
    words: Mapped[str] = mapped_column(default="")
    on_behalf_of: Mapped[int | None] = mapped_column(ForeignKey("member.id"))


class ChannelRow(Base):
    """How people find the bot in a messenger: its public name there, learnt when the door opens."""

    __tablename__ = "channel"

    door: Mapped[str] = mapped_column(primary_key=True)
    handle: Mapped[str]
