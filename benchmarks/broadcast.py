"""A broadcast: an announcement owed to 10,000 people at once, and sent as fast as the strict Bot API lets it out."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from sqlalchemy import func, insert, select

from bot.clock import Clock
from bot.dialog.pages.notices import notices_reply
from bot.domain.plan import Role
from bot.telegram.opening import open_telegram
from bot.usecases.channels import TELEGRAM
from db.announcements import owe_to_all
from db.files import files_beside
from db.outbox import DeliveryState
from db.store import Store, open_store
from db.tables import AnnouncementRow, Base, BranchRow, IdentityRow, MemberRow, OutboxRow
from scheduler.pacing import PER_SECOND, Pace
from scheduler.post import Post
from scheduler.tick import catch_up
from tests.servers.telegram import TelegramServer

OWED, FIRST_ACCOUNT = 10_000, 600_000_000
WORDS = "Збори відділення перенесено на 15:00 у читальній залі. Приходьте, будемо раді!"
_NOW = datetime(2027, 8, 4, 9, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Broadcast:
    """Seconds until all are owed it; then the share of the allowed pace over those who were sent it.

    `failed` counts attempts that failed, a «too many requests» among them, and messages that were not sent.
    """

    owed: float
    sent: int
    pace: float
    failed: int


class _Clock(Clock):
    """Stands at noon of a working day."""

    def now(self) -> datetime:
        """Return that moment."""
        return _NOW


async def broadcast(folder: Path, people: int) -> Broadcast:
    """Owe an announcement to OWED people, and send one to so many in a store of their own."""
    owed, *_ = await _owed(folder / "owed.db", OWED)
    _, store = await _owed(folder / "sent.db", people)
    try:
        async with TelegramServer() as server:
            for number in range(people):
                await server.user(FIRST_ACCOUNT + number).start()
            door = open_telegram(server.token, server.url)
            pace = Pace(time.monotonic, asyncio.sleep)
            post = Post(store, _Clock(), {door.name: door}, notices_reply, Random(1), pace, files_beside(store.url))
            began = time.perf_counter()
            await catch_up(post)
            lasted = time.perf_counter() - began
            await door.close()
            server.check()
        async with store.reading() as session:
            failed = await session.scalar(select(func.sum(OutboxRow.attempts))) or 0
            sent = await session.scalar(select(func.count()).where(OutboxRow.state == DeliveryState.SENT)) or 0
    finally:
        await store.close()
    return Broadcast(owed, sent, sent / lasted / PER_SECOND, failed + people - sent)


async def _owed(path: Path, people: int) -> tuple[float, Store]:
    """Make a branch of so many people with an account each; return in how many seconds they came to be owed it."""
    store = open_store(f"sqlite+aiosqlite:///{path}", ZoneInfo("Europe/Kyiv"))
    async with store.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with store.writing() as session:
        branch = BranchRow(name="Відділення", revision=1, look_at=None, created_at=_NOW)
        session.add(branch)
        await session.flush()
        author = MemberRow(branch_id=branch.id, name="Криничко Т.А.", role=Role.SECRETARY)
        session.add(author)
        members = [{"branch_id": branch.id, "name": f"Людина {each}", "role": Role.MEMBER} for each in range(people)]
        ids = (await session.scalars(insert(MemberRow).returning(MemberRow.id), members)).all()
        accounts = [
            {"member_id": key, "door": TELEGRAM, "account": str(FIRST_ACCOUNT + at), "language": "uk", "used_at": _NOW}
            for at, key in enumerate(ids)
        ]
        await session.execute(insert(IdentityRow), accounts)
        await session.flush()
        row = AnnouncementRow(
            branch_id=branch.id, member_id=author.id, words=WORDS, audience="everybody", made_at=_NOW, sent_at=_NOW
        )
        session.add(row)
        await session.flush()
        announcement = row.id
    began = time.perf_counter()
    async with store.writing() as session:
        row = await session.get_one(AnnouncementRow, announcement)
        assert await owe_to_all(session, row, None, _NOW, _NOW.date(), _NOW) == people
    return time.perf_counter() - began, store
