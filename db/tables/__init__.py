"""The tables, as typed models; domain values are made of their rows in `db.snapshot`."""

from db.tables.amending import ChoiceRow, CorrectionRow
from db.tables.base import Base, Instant
from db.tables.belonging import CampaignPersonRow, CampaignRow, GroupRow, RegistrationRow, RegistryDraftRow
from db.tables.people import AuditRow, BodyMemberRow, ChannelRow, IdentityRow, MemberRow
from db.tables.plan import (
    ActivityRow,
    BranchRow,
    DoubtRow,
    DutyRow,
    GoalRow,
    MeetingRow,
    OccurrenceRow,
    PartyRow,
    PlanRow,
)
from db.tables.traffic import AnnouncementRow, InboxRow, OutboxRow
from db.tables.ways_in import ApplicantRow, EntranceRow, InviteRow, LinkCodeRow
from db.tables.working import EvidenceRow, ReportRow, RequestRow, ShownCardRow, StepRow

__all__ = [
    "ActivityRow",
    "AnnouncementRow",
    "ApplicantRow",
    "AuditRow",
    "Base",
    "BodyMemberRow",
    "BranchRow",
    "CampaignPersonRow",
    "CampaignRow",
    "ChannelRow",
    "ChoiceRow",
    "CorrectionRow",
    "DoubtRow",
    "DutyRow",
    "EntranceRow",
    "EvidenceRow",
    "GoalRow",
    "GroupRow",
    "IdentityRow",
    "InboxRow",
    "Instant",
    "InviteRow",
    "LinkCodeRow",
    "MeetingRow",
    "MemberRow",
    "OccurrenceRow",
    "OutboxRow",
    "PartyRow",
    "PlanRow",
    "RegistrationRow",
    "RegistryDraftRow",
    "ReportRow",
    "RequestRow",
    "ShownCardRow",
    "StepRow",
]
