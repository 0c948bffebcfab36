"""People: members, their accounts in the messengers, invitations, and the trail of what they did."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.tables.base import Base


class MemberRow(Base):
    """A person of a branch.

    `awaiting` is the action whose answer the bot expects in their next words, asked at `awaiting_since`.
    """

    __tablename__ = "member"

    id: Mapped[int] = mapped_column(primary_key=True)
    branch_id: Mapped[int] = mapped_column(ForeignKey("branch.id"), index=True)
    name: Mapped[str]
    role: Mapped[str]
    joined_at: Mapped[datetime | None]
    awaiting: Mapped[str | None]
    awaiting_since: Mapped[datetime | None]


class IdentityRow(Base):
    """A member's account in one messenger; the one used last is the one they are reminded on."""

    __tablename__ = "identity"
    __table_args__ = (UniqueConstraint("door", "account"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    door: Mapped[str]
    account: Mapped[str]
    language: Mapped[str]
    used_at: Mapped[datetime]
    blocked_at: Mapped[datetime | None]


class InviteRow(Base):
    """A personal start token: only its hash is kept, it works once and for 48 hours."""

    __tablename__ = "invite"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class AuditRow(Base):
    """Who did what, when; only ever added to."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(primary_key=True)
    branch_id: Mapped[int] = mapped_column(ForeignKey("branch.id"), index=True)
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    at: Mapped[datetime]
    verb: Mapped[str]
    subject: Mapped[str]
    words: Mapped[str] = mapped_column(default="")


class ChannelRow(Base):
    """How people find the bot in a messenger: its public name there, learnt when the door opens."""

    __tablename__ = "channel"

    door: Mapped[str] = mapped_column(primary_key=True)
    handle: Mapped[str]
