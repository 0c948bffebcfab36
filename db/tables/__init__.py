"""The tables, as typed models; domain values are made of their rows in `db.snapshot`."""

from db.tables.amending import ChoiceRow, CorrectionRow
from db.tables.base import Base, Instant
from db.tables.people import AuditRow, ChannelRow, IdentityRow, InviteRow, MemberRow
from db.tables.plan import (
    ActivityRow,
    BranchRow,
    CheckInRow,
    DoubtRow,
    DutyRow,
    GoalRow,
    MeetingRow,
    OccurrenceRow,
    PartyRow,
    PlanRow,
)
from db.tables.traffic import InboxRow, OutboxRow

__all__ = [
    "ActivityRow",
    "AuditRow",
    "Base",
    "BranchRow",
    "ChannelRow",
    "CheckInRow",
    "ChoiceRow",
    "CorrectionRow",
    "DoubtRow",
    "DutyRow",
    "GoalRow",
    "IdentityRow",
    "InboxRow",
    "Instant",
    "InviteRow",
    "MeetingRow",
    "MemberRow",
    "OccurrenceRow",
    "OutboxRow",
    "PartyRow",
    "PlanRow",
]
