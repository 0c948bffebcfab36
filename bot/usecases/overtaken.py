"""Requests that a change has overtaken: nothing is left to decide on them, and their authors hear so."""

from __future__ import annotations

from bot.domain.notices import Kind, Notice
from bot.domain.plan import Snapshot
from bot.domain.requesting import is_stale
from bot.domain.requests import RequestState
from bot.usecases.deeds import Deed
from bot.usecases.telling import USEFUL
from db import outbox
from db.requests import settle
from db.tables import RequestRow


async def settle_stale(deed: Deed, snapshot: Snapshot) -> None:
    """Settle the open requests that are about what is otherwise by now; `snapshot` is the plan after the change."""
    for request in snapshot.requests:
        if request.open and is_stale(snapshot, request):
            row = await deed.session.get_one(RequestRow, request.id)
            settle(row, RequestState.STALE, deed.member.id, deed.now)
            if request.member_id in snapshot.members and request.member_id != deed.member.id:
                notice = Notice(Kind.REQUEST_SETTLED, row.id, request.member_id, deed.now.date(), row.revision)
                due, until = deed.now, deed.now + USEFUL
                await outbox.owe(deed.session, deed.branch_id, notice, notice.key, due, until, deed.now)
