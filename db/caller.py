"""Who is talking: the member behind an account, in one indexed read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, bindparam, func, select
from sqlalchemy.orm import aliased

from bot.dialog.model import Address
from bot.domain.plan import Role
from db.identities import STOPPED
from db.tables import BranchRow, IdentityRow, MemberRow, ReportRow


@dataclass(frozen=True, slots=True)
class Caller:
    """A known person at a door, as they are at this moment.

    `awaiting` is the code of the action whose answer their next words are; `latest` tells whether this account is
    the one they used last (it is where their reminders go), `elsewhere` whether it is known in other branches too.
    `report` is the one that they are writing, `reported` the occurrence that it is of. `stopped`: its owner has asked
    not to be written to.
    """

    member_id: int
    identity_id: int
    branch_id: int
    branch_name: str
    revision: int
    name: str
    role: Role
    language: str
    awaiting: str | None
    awaiting_since: datetime | None
    used_at: datetime
    latest: bool
    blocked: bool
    elsewhere: bool = False
    report: int | None = None
    reported: int | None = None
    stopped: bool = False


_OTHER = aliased(IdentityRow)
_LAST_USE = select(func.max(_OTHER.used_at)).where(_OTHER.member_id == IdentityRow.member_id).scalar_subquery()
_ELSEWHERE = (
    select(_OTHER.id)
    .where(_OTHER.door == IdentityRow.door, _OTHER.account == IdentityRow.account, ~_OTHER.current)
    .exists()
)
# Made once, as making it costs more than running it, and of single columns, as whole rows cost twice as much.
_CALLER = (
    select(
        MemberRow.id,
        IdentityRow.id,
        BranchRow.id,
        BranchRow.name,
        BranchRow.revision,
        MemberRow.name,
        MemberRow.role,
        IdentityRow.language,
        MemberRow.awaiting,
        MemberRow.awaiting_since,
        IdentityRow.used_at,
        IdentityRow.used_at >= _LAST_USE,
        IdentityRow.blocked_at,
        _ELSEWHERE,
        ReportRow.id,
        ReportRow.occurrence_id,
        IdentityRow.silence == STOPPED,
    )
    .select_from(IdentityRow)
    .join(MemberRow, MemberRow.id == IdentityRow.member_id)
    .join(BranchRow, BranchRow.id == MemberRow.branch_id)
    .outerjoin(ReportRow, and_(ReportRow.member_id == MemberRow.id, ReportRow.ended_at.is_(None)))
    .where(
        IdentityRow.door == bindparam("door"),
        IdentityRow.account == bindparam("account"),
        IdentityRow.current,
        MemberRow.left_at.is_(None),
    )
)


def find_caller(connection: Connection, address: Address) -> Caller | None:
    """Return the member behind an account, in the branch it talks to now; None for a stranger and who has left."""
    found = connection.execute(_CALLER, {"door": address.door, "account": address.account}).one_or_none()
    if found is None:
        return None
    member_id, identity_id, branch_id, branch_name, revision, name, role, *rest = found
    language, awaiting, awaiting_since, used_at, latest, blocked_at, elsewhere, report, reported, stopped = rest
    return Caller(
        member_id=member_id,
        identity_id=identity_id,
        branch_id=branch_id,
        branch_name=branch_name,
        revision=revision,
        name=name,
        role=Role(role),
        language=language,
        awaiting=awaiting,
        awaiting_since=awaiting_since,
        used_at=used_at,
        latest=latest,
        blocked=blocked_at is not None,
        elsewhere=elsewhere,
        report=report,
        reported=reported,
        stopped=stopped,
    )
