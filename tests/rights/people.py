"""The people of a branch in every way in which one can be of it, and all that is kept about them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.codes import entrance_code
from bot.domain.notices import Kind, Notice
from bot.domain.plan import Role
from bot.domain.registry import Registered, RegistryDoubt, RegistryDraft
from bot.usecases.joining import hashed
from db.leaving import let_go
from db.outbox import owe
from db.registry_drafts import keep_draft
from db.tables import (
    ActivityRow,
    AnnouncementRow,
    ApplicantRow,
    AuditRow,
    BodyMemberRow,
    EntranceRow,
    GroupRow,
    InviteRow,
    MeetingRow,
    MemberRow,
    OccurrenceRow,
    PartyRow,
    PlanRow,
    RegistrationRow,
)
from tests.integration.builders import kyiv

MOMENT = kyiv(5, 12, 11)
BODY, NAMED = "Відділ комплектування", "Планова П.П."
ENDED, NOTED = date(2025, 12, 31), date(2026, 12, 31)


@dataclass(frozen=True)
class Stems:
    """The beginnings of the names that only some may read, and how often each way of being of a branch is there."""

    roll: str
    registry: str
    applicant: str
    trail: str


OURS = Stems("Безвісн", "Реєстров", "Охоч", "Слідове")
FOREIGN = Stems(*["Чужинськ"] * 4)
"""Another branch's people are no less another one's for what is kept of them."""


@dataclass
class Folk:
    """A branch's people by their ids: its keeper, an ordinary member, who answers in the body; and those added here.

    `others` have no account, `noted` is of the members' list, with a renewal that was noted.
    """

    keeper: int
    ordinary: int
    answers: int
    noted: int = 0
    others: dict[str, int] = field(default_factory=dict)


async def fill(session: AsyncSession, branch: int, folk: Folk, stems: Stems) -> None:
    """Add those without an account, those who wait, the members' list and a draft of a newer one, and the trail."""
    await _members(session, branch, folk, stems)
    await _ways_in(session, branch, folk, stems)
    await _registry(session, branch, folk, stems)
    body = await session.scalar(select(PartyRow.id).where(PartyRow.branch_id == branch, PartyRow.name == BODY))
    session.add(BodyMemberRow(party_id=body or 0, member_id=folk.answers))
    session.add(GroupRow(branch_id=branch, door="telegram", account=f"-{branch}", made_by=folk.keeper, made_at=MOMENT))
    await _announcements(session, branch, folk, body or 0)
    session.add(
        AuditRow(
            branch_id=branch,
            member_id=folk.keeper,
            at=MOMENT,
            verb="claim",
            subject=f"member:{folk.ordinary}",
            words=f"{stems.trail} слово",
        )
    )


async def _members(session: AsyncSession, branch: int, folk: Folk, stems: Stems) -> None:
    spoken = await session.scalar(
        select(PartyRow).where(PartyRow.branch_id == branch, PartyRow.name.startswith("Заочн"))
    )
    names = {"absent": f"{stems.roll}а Б.Б.", "spoken": spoken.name if spoken else "", "gone": f"{stems.roll}е К.К."}
    for who, name in names.items():
        row = MemberRow(branch_id=branch, name=name, role=Role.MEMBER, by_proxy=who == "spoken")
        session.add(row)
        await session.flush()
        folk.others[who] = row.id
        if who == "gone":
            await let_go(session, row, MOMENT)
    if spoken is not None:
        spoken.member_id = folk.others["spoken"]


async def _announcements(session: AsyncSession, branch: int, folk: Folk, body: int) -> None:
    """Add a draft that knows whom it is for, and one that was sent; it and notices about the plan wait for somebody."""
    common = {"branch_id": branch, "member_id": folk.keeper, "words": "Збори о третій", "made_at": MOMENT}
    sent = AnnouncementRow(audience="everybody", sent_at=MOMENT, **common)
    session.add_all([AnnouncementRow(audience="body", subject=body, **common), sent])
    await session.flush()
    plan = select(PlanRow.id).where(PlanRow.branch_id == branch, PlanRow.published_at.is_not(None)).scalar_subquery()
    work = select(OccurrenceRow.id).join(ActivityRow, ActivityRow.id == OccurrenceRow.activity_id)
    occurrence = await session.scalar(work.where(ActivityRow.plan_id == plan).order_by(OccurrenceRow.id))
    meeting = await session.scalar(select(MeetingRow.id).where(MeetingRow.plan_id == plan).order_by(MeetingRow.id))
    about = ((Kind.ANNOUNCEMENT, sent.id), (Kind.DEADLINE, occurrence or 0), (Kind.MEETING, meeting or 0))
    for kind, subject in about:
        notice = Notice(kind, subject, folk.ordinary, MOMENT.date())
        await owe(session, branch, notice, notice.key, MOMENT, MOMENT + timedelta(days=14), MOMENT)


async def _ways_in(session: AsyncSession, branch: int, folk: Folk, stems: Stems) -> None:
    session.add(EntranceRow(branch_id=branch, code=entrance_code(str(branch)), made_by=folk.keeper, made_at=MOMENT))
    for number, name in enumerate((f"{stems.applicant}а О.О.", NAMED)):
        session.add(
            ApplicantRow(
                branch_id=branch,
                door="telegram",
                account=f"99{branch}{number}",
                language="uk",
                name=name,
                asked_at=MOMENT,
            )
        )
    session.add(
        InviteRow(
            member_id=folk.others["absent"],
            token_hash=hashed(f"unused {branch}"),
            expires_at=MOMENT + timedelta(hours=9),
            made_by=folk.keeper,
        )
    )


async def _registry(session: AsyncSession, branch: int, folk: Folk, stems: Stems) -> None:
    first, second = f"{stems.registry}а Рута Петрівна", f"{stems.registry}а Мальва Іванівна"
    rows = [
        RegistrationRow(name=first, paid_until=ENDED),
        RegistrationRow(name="Лелека Марта", paid_until=ENDED, member_id=folk.ordinary),
        RegistrationRow(name=second, paid_until=NOTED, paid_before=ENDED, renewed_at=MOMENT, renewed_by=folk.keeper),
        RegistrationRow(name="Соловейка Марія Петрівна", paid_until=None),
        RegistrationRow(name=f"{stems.registry}ий Олег Ігорович", paid_until=ENDED),
    ]
    for position, row in enumerate(rows):
        row.branch_id, row.position, row.library = branch, position, "Книгозбірня"
    session.add_all(rows)
    await session.flush()
    folk.noted = rows[2].id
    newer = [
        Registered(first, "Книгозбірня", NOTED),
        Registered("Лелека Марта", "Книгозбірня", ENDED),
        Registered(second, "Книгозбірня", ENDED),
        Registered(f"{stems.registry}ый Олег Ігорович", "Інша", ENDED),
        Registered(f"{stems.registry}а Нова Петрівна", "Інша", NOTED),
    ]
    doubts = (RegistryDoubt("registry.dropped-phones", {"n": 2, "columns": "4"}),)
    await keep_draft(session, branch, folk.keeper, RegistryDraft(tuple(newer), doubts), MOMENT)
