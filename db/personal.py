"""Everything that is kept of a person, as plain data: a section for each kind of thing, a record for each row.

Other people's names are in it only where the branch's plan names them, as in the title of an activity.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import Boolean, RowMapping, and_, bindparam, case, literal, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.access import may_review
from bot.domain.plan import Role
from bot.domain.trail import subject_of
from db.selves import Account
from db.tables import (
    ActivityRow,
    AnnouncementRow,
    ApplicantRow,
    AuditRow,
    BodyMemberRow,
    BranchRow,
    CorrectionRow,
    DutyRow,
    EntranceRow,
    EvidenceRow,
    GroupRow,
    IdentityRow,
    InviteRow,
    LinkCodeRow,
    MemberRow,
    OccurrenceRow,
    OutboxRow,
    PartyRow,
    PlanRow,
    RegistrationRow,
    RegistryDraftRow,
    ReportRow,
    RequestRow,
    ShownCardRow,
    StepRow,
)

Record = dict[str, object]
Sections = dict[str, list[Record]]

_ME: Any = bindparam("member")
_SPOKEN_OF = frozenset({"activity", "occurrence", "meeting", "plan", "doubt", "goal"})
"""What an entry may be about whose words go along: the words of others about people stay theirs."""


_SEEN = or_(PlanRow.published_at.is_not(None), bindparam("drafts", type_=Boolean))


def _if_seen(column: Any) -> Any:  # noqa: ANN401 - a statement is typed by its columns, these share none
    return case((_SEEN, column), else_=literal("")).label(column.key)


def _of_plan(table: Any, *columns: Any) -> Any:  # noqa: ANN401 - a statement is typed by its columns, these share none
    """Return records of rows about activities, with what tells the activity.

    What a plan that is not published says of it is for its reviewers alone: others learn that they are named in one.
    """
    activity = (PlanRow.year, ActivityRow.number, _if_seen(ActivityRow.title))
    joined = select(*activity, *columns).select_from(table)
    joined = joined.join(ActivityRow, ActivityRow.id == table.activity_id)
    return joined.join(PlanRow, PlanRow.id == ActivityRow.plan_id)


def _of_step(*columns: Any) -> Any:  # noqa: ANN401 - see above
    """Return records of steps, with what tells the activity and the days."""
    step = (StepRow.at, StepRow.verb, StepRow.before, StepRow.after, *columns)
    activity = (PlanRow.year, ActivityRow.number, ActivityRow.title, OccurrenceRow.first, OccurrenceRow.last)
    joined = (
        select(*activity, *step).select_from(StepRow).join(OccurrenceRow, OccurrenceRow.id == StepRow.occurrence_id)
    )
    joined = joined.join(ActivityRow, ActivityRow.id == OccurrenceRow.activity_id)
    return joined.join(PlanRow, PlanRow.id == ActivityRow.plan_id).order_by(StepRow.id)


_REPORTED = (ReportRow.quarter, ReportRow.outcome, ReportRow.started_at, ReportRow.ended_at)
_OF_QUARTER = (ReportRow.quarter, ReportRow.ended_at.label("at"))
_OF_OCCURRENCE = or_(ReportRow.quarter.is_(None), ReportRow.ended_at.is_(None))
"""What is no quarter's entry, or is still being written."""
_SHOWN = (EvidenceRow.kind, EvidenceRow.name, EvidenceRow.media_type, EvidenceRow.size, EvidenceRow.at)
_OF_REPORT = EvidenceRow.report_id == ReportRow.id
_REQUESTED = (RequestRow.kind, RequestRow.at, RequestRow.state, RequestRow.settled_at)
_DAYS = (OccurrenceRow.first, OccurrenceRow.last, OccurrenceRow.state)
_PART = case(
    (AuditRow.member_id == _ME, literal("author")),
    (AuditRow.on_behalf_of == _ME, literal("principal")),
    else_=literal("subject"),
).label("part")
_SECTIONS: dict[str, Any] = {
    "accounts": select(
        IdentityRow.door.label("messenger"),
        IdentityRow.account,
        IdentityRow.language,
        IdentityRow.used_at,
        IdentityRow.blocked_at.label("silent_since"),
        IdentityRow.silence,
        IdentityRow.current,
    ).where(IdentityRow.member_id == _ME),
    "invitations": select(InviteRow.expires_at, InviteRow.used_at, InviteRow.revoked_at).where(
        InviteRow.member_id == _ME
    ),
    "codes": select(LinkCodeRow.expires_at, LinkCodeRow.used_at).where(LinkCodeRow.member_id == _ME),
    "bodies": select(PartyRow.name)
    .join(BodyMemberRow, BodyMemberRow.party_id == PartyRow.id)
    .where(BodyMemberRow.member_id == _ME),
    "duties": _of_plan(DutyRow, _if_seen(ActivityRow.term), PartyRow.name.label("named"), DutyRow.lead)
    .join(PartyRow, PartyRow.id == DutyRow.party_id)
    .where(PartyRow.member_id == _ME),
    "reports": _of_plan(
        OccurrenceRow,
        *_DAYS,
        OccurrenceRow.claimed_at,
        OccurrenceRow.words,
        OccurrenceRow.outcome,
        OccurrenceRow.participants,
        OccurrenceRow.decided_at,
    ).where(OccurrenceRow.claimed_by == _ME),
    "decisions": _of_plan(OccurrenceRow, *_DAYS, OccurrenceRow.decided_at, OccurrenceRow.reason).where(
        OccurrenceRow.decided_by == _ME
    ),
    "taken": _of_plan(OccurrenceRow, *_DAYS, OccurrenceRow.taken_at).where(OccurrenceRow.taken_by == _ME),
    "written": _of_plan(ReportRow, *_REPORTED, ReportRow.words, ReportRow.participants).where(
        ReportRow.member_id == _ME, _OF_OCCURRENCE
    ),
    "evidence": _of_plan(ReportRow, *_SHOWN).join(EvidenceRow, _OF_REPORT).where(ReportRow.member_id == _ME),
    "steps": _of_step(StepRow.words).where(
        or_(and_(StepRow.member_id == _ME, StepRow.on_behalf_of.is_(None)), StepRow.on_behalf_of == _ME)
    ),
    "requests": select(*_REQUESTED, RequestRow.wanted, RequestRow.reason).where(RequestRow.member_id == _ME),
    "requests_asked": select(*_REQUESTED).where(RequestRow.asked_id == _ME),
    "requests_settled": select(*_REQUESTED, RequestRow.answer).where(RequestRow.settled_by == _ME),
    "cards": _of_plan(ShownCardRow, ShownCardRow.at)
    .join(IdentityRow, IdentityRow.id == ShownCardRow.identity_id)
    .where(IdentityRow.member_id == _ME),
    "quarters": _of_plan(ReportRow, *_OF_QUARTER, ReportRow.words, ReportRow.participants).where(
        ReportRow.member_id == _ME, ReportRow.quarter.is_not(None), ReportRow.ended_at.is_not(None)
    ),
    "reports_for_others": _of_plan(OccurrenceRow, *_DAYS, OccurrenceRow.claimed_at).where(
        OccurrenceRow.recorded_by == _ME
    ),
    "quarters_for_others": _of_plan(ReportRow, *_OF_QUARTER).where(
        ReportRow.recorded_by == _ME, ReportRow.quarter.is_not(None), ReportRow.ended_at.is_not(None)
    ),
    "written_for_others": _of_plan(ReportRow, *_REPORTED).where(ReportRow.recorded_by == _ME, _OF_OCCURRENCE),
    "steps_for_others": _of_step().where(StepRow.member_id == _ME, StepRow.on_behalf_of.is_not(None)),
    "corrections": _of_plan(CorrectionRow, CorrectionRow.verb, CorrectionRow.at, CorrectionRow.undone_at).where(
        CorrectionRow.member_id == _ME
    ),
    "trail": select(AuditRow.at, AuditRow.verb, AuditRow.subject, AuditRow.words, _PART)
    .where(
        or_(
            AuditRow.member_id == _ME,
            AuditRow.on_behalf_of == _ME,
            AuditRow.subject == literal("member:").concat(bindparam("subject")),
        )
    )
    .order_by(AuditRow.id),
    "notices": select(OutboxRow.kind, OutboxRow.due, OutboxRow.sent_at, OutboxRow.state)
    .where(OutboxRow.member_id == _ME)
    .order_by(OutboxRow.id),
    "registry": select(
        RegistrationRow.name,
        RegistrationRow.library,
        RegistrationRow.paid_until,
        RegistrationRow.renewed_at,
        RegistrationRow.left_at,
    ).where(RegistrationRow.member_id == _ME),
    "renewals_noted": select(RegistrationRow.renewed_at).where(RegistrationRow.renewed_by == _ME),
    "invitations_made": select(InviteRow.expires_at, InviteRow.used_at).where(InviteRow.made_by == _ME),
    "entrances_made": select(EntranceRow.made_at, EntranceRow.closed_at).where(EntranceRow.made_by == _ME),
    "applications_settled": select(ApplicantRow.settled_at).where(ApplicantRow.settled_by == _ME),
    "lists_sent": select(RegistryDraftRow.at).where(RegistryDraftRow.member_id == _ME),
    "announcements": select(AnnouncementRow.made_at, AnnouncementRow.sent_at, AnnouncementRow.words)
    .where(AnnouncementRow.member_id == _ME)
    .order_by(AnnouncementRow.id),
    "groups_made": select(GroupRow.door.label("messenger"), GroupRow.made_at).where(GroupRow.made_by == _ME),
}


_ASKED = {name: frozenset(query.compile().params) for name, query in _SECTIONS.items()}
"""What each section is asked by."""
_APPLICATIONS: Any = select(
    BranchRow.name.label("branch"),
    ApplicantRow.door.label("messenger"),
    ApplicantRow.account,
    ApplicantRow.language,
    ApplicantRow.name,
    ApplicantRow.asked_at,
    ApplicantRow.settled_at,
).join(BranchRow, BranchRow.id == ApplicantRow.branch_id)
_ABOUT = frozenset({"branch", "name", "role", "joined_at", "by_proxy"})
SECTIONS = frozenset({*_SECTIONS, "applications"})
"""The names of the sections; docs/my-data.md and the texts have each of them."""
FIELDS = _ABOUT.union(
    *({column.name for column in query.selected_columns} for query in (*_SECTIONS.values(), _APPLICATIONS))
)
"""The names of all fields of records."""


async def read_member(session: AsyncSession, member: MemberRow) -> tuple[Record, Sections]:
    """Return what is kept of a person in one branch: about the membership itself, and the sections."""
    branch = await session.get_one(BranchRow, member.branch_id)
    about: Record = {
        "branch": branch.name,
        "name": member.name,
        "role": member.role,
        "joined_at": _plain(member.joined_at),
        "by_proxy": member.by_proxy,
    }
    drafts = may_review(Role(member.role))
    keys = {"member": member.id, "subject": str(member.id), "drafts": drafts}
    sections: Sections = {}
    for name, query in _SECTIONS.items():
        asked = {key: value for key, value in keys.items() if key in _ASKED[name]}
        sections[name] = [_record(row) for row in (await session.execute(query, asked)).mappings()]
    sections["trail"] = [_own(each, member.id) for each in sections["trail"]]
    return about, sections


async def read_applications(session: AsyncSession, accounts: Collection[Account]) -> list[Record]:
    """Return what is kept of accounts that wait to be let into branches, or waited."""
    theirs = tuple_(ApplicantRow.door, ApplicantRow.account).in_(list(accounts))
    found = await session.execute(_APPLICATIONS.where(theirs).order_by(ApplicantRow.id))
    return [_record(row) for row in found.mappings()]


def _own(entry: Record, member_id: int) -> Record:
    """Leave out the words of an entry that are another person's, or about another person."""
    kind, number = subject_of(str(entry["subject"]))
    theirs = entry["part"] != "subject" and (kind in _SPOKEN_OF or (kind, number) == ("member", member_id))
    return entry if theirs else entry | {"words": ""}


def _record(row: RowMapping) -> Record:
    return {str(name): _plain(value) for name, value in row.items()}


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date | datetime) else value
