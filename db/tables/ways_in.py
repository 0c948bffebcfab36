"""Ways in: personal invitations, the general entrance with those who wait at it, codes between messengers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, false
from sqlalchemy import text as condition
from sqlalchemy.orm import Mapped, mapped_column

from db.tables.base import Base

_OPEN, _WAITING = condition("closed_at IS NULL"), condition("settled_at IS NULL")


class InviteRow(Base):
    """A personal start token: only its hash is kept, it works once and for 48 hours.

    `made_by` is None for the host's own; `identity_id` is the account that came in by it.
    """

    __tablename__ = "invite"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    identity_id: Mapped[int | None] = mapped_column(ForeignKey("identity.id"), index=True)
    revoked_at: Mapped[datetime | None]


class EntranceRow(Base):
    """A general way into a branch: whoever comes by it waits to be admitted, so the code need not be secret.

    One is open at a time; a new one closes the one before.
    """

    __tablename__ = "entrance"
    __table_args__ = (Index("ix_entrance_open", "branch_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),)

    id: Mapped[int] = mapped_column(primary_key=True)
    branch_id: Mapped[int] = mapped_column(ForeignKey("branch.id"), index=True)
    code: Mapped[str] = mapped_column(unique=True)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    made_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class ApplicantRow(Base):
    """Somebody who came by the general entrance; `name` is how they call themselves, empty until they have said it.

    `asked_again`: what they said first did not look like a name. Once it is settled their account is kept no longer:
    it is the member's from then on, or nobody's. The id of one that is gone is never given again: a button, or a notice
    that has left, must not be about somebody else.
    """

    __tablename__ = "applicant"
    __table_args__ = (
        Index(
            "ix_applicant_waiting",
            "door",
            "account",
            "branch_id",
            unique=True,
            sqlite_where=_WAITING,
            postgresql_where=_WAITING,
        ),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    branch_id: Mapped[int] = mapped_column(ForeignKey("branch.id"), index=True)
    door: Mapped[str]
    account: Mapped[str]
    language: Mapped[str]
    name: Mapped[str]
    asked_at: Mapped[datetime]
    asked_again: Mapped[bool] = mapped_column(default=False, server_default=false())
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"), index=True)


class LinkCodeRow(Base):
    """A short code that joins another messenger to the member: only its hash is kept.

    `handle` is the part of the code that finds it; a wrong rest counts as a try, and too many lock it.
    """

    __tablename__ = "link_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    handle: Mapped[str] = mapped_column(index=True)
    code_hash: Mapped[str]
    expires_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None]
