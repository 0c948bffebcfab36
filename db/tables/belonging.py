"""What a branch is apart from its plan: its list of the association's members, and its groups in a messenger."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from db.tables.base import Base


class RegistrationRow(Base):
    """A person of the branch's list of members; `member_id` where they are in the bot, too.

    `paid_until` is None where no day is known; `renewed_at` is when the secretary noted a renewal, `paid_before` the
    day known until then. `told_apart`: a human has said who they are in the bot, or that they are nobody there.
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
    paid_before: Mapped[date | None]
    told_apart: Mapped[bool] = mapped_column(default=False, server_default=false())
    left_at: Mapped[datetime | None]


class RegistryDraftRow(Base):
    """A members' list as read from a file, until somebody stores it or throws it away; one a branch.

    `data` holds the people, the doubts, and what was answered (see `db.registry_drafts`). The id of a draft that is
    gone is never given again, so that its buttons do nothing to another one.
    """

    __tablename__ = "registry_draft"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    branch_id: Mapped[int] = mapped_column(ForeignKey("branch.id"), unique=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    at: Mapped[datetime]
    data: Mapped[dict[str, object]]


class CampaignRow(Base):
    """The renewal of memberships in a branch in a year. `round` counts how often it was begun: 1, then 2 at most."""

    __tablename__ = "campaign"
    __table_args__ = (UniqueConstraint("branch_id", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    branch_id: Mapped[int] = mapped_column(ForeignKey("branch.id"))
    year: Mapped[int]
    round: Mapped[int]
    begun_at: Mapped[datetime]
    round_at: Mapped[datetime]


class CampaignPersonRow(Base):
    """Somebody who was to renew when a campaign was begun, with the day that was known then."""

    __tablename__ = "campaign_person"

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), primary_key=True)
    registration_id: Mapped[int] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    paid_until: Mapped[date | None]


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
