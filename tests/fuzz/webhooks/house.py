"""A branch in a real database, and what broken calls may write there: a member's a little, others nothing."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.domain.windows import Mode
from db.sqlite import database_path
from db.tables import Base, IdentityRow
from tests.integration.builders import add_activity, party_of
from tests.integration.houses import ROLES, WHOLE_YEAR, WINTER, Scene, a_scene, quick_store

MEMBERS: dict[str, tuple[int | str, ...]] = {
    "telegram": (700_000_001, 700_000_002, 700_000_003, 700_000_004, 700_000_005),
    "viber": tuple(f"member-{number}==" for number in range(5)),
    "web": tuple(ROLES),
}
STRANGERS: dict[str, tuple[int | str, ...]] = {
    "telegram": tuple(range(800_000_001, 800_000_041)),
    "viber": tuple(f"stranger-{number}==" for number in range(40)),
    "web": ("stranger",),
}
ACTIVITIES = 60
MODES = (Mode.CONTINUOUS, Mode.ONCE, Mode.ONCE)
# What a genuine tap or word may change of a row that is there; every other column stays.
_CHANGEABLE = {
    "branch": {"revision", "look_at", "names_in_groups", "retention_months", "own_claims"},
    "member": {"name", "awaiting", "awaiting_since", "by_proxy"},
    "party": {"member_id"},
    "identity": {"language", "used_at", "blocked_at", "silence"},
    "occurrence": {
        "state", "revision", "claimed_by", "claimed_at", "words", "decided_by", "decided_at", "reason", "recorded_by",
        "outcome", "participants", "taken_by", "taken_at",
    },
    "meeting": {"day", "time", "revision"},
}  # fmt: skip
_GROWING = {"inbox", "outbox", "audit", "body_member", "entrance", "invite", "link_code"}
_GROWING |= {"step", "report", "shown_card", "request", "evidence", "announcement"}
_JOINED_BY = {"member"}
"""Where rows may come to those that were there, which stay as they were."""
_KEEPERS = {"head", "secretary"}
_BY_ROLE = {
    **dict.fromkeys(
        (
            "speak-for", "speak-no-more", "add-to-body", "remove-from-body", "invite", "add-member", "rename-member",
            "ask-members", "answer-members", "join-name", "entrance-open", "entrance-close", "keep-for",
            "names-in-groups", "no-names-in-groups", "export-registry", "announce", "stop-announcement",
        ),
        _KEEPERS,
    ),
    "export-deliveries": {"head", "presidium", "secretary"},
    "claim": set(ROLES),
    "add-evidence": set(ROLES),
    "confirm": {"head", "presidium"},
    "return": {"head", "presidium"},
    "check-in": set(ROLES),
    "send-request": set(ROLES) - _KEEPERS,
    "withdraw-request": set(ROLES) - _KEEPERS,
    "stop-writing": set(ROLES),
    "write-again": set(ROLES),
    "set-meeting": _KEEPERS,
}  # fmt: skip


@asynccontextmanager
async def fuzzed_house(folder: Path) -> AsyncIterator[Scene]:
    """A branch whose five people have an account at each door, and a foreign branch."""
    store = quick_store(folder / "planovyk.db")
    async with store.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    own, _ = await a_scene(store), await a_scene(store, "Чуже відділення")
    party = await party_of(store, own.branch, own.people["responsible"])
    for number in range(ACTIVITIES):
        await add_activity(
            store, own.plan, f"Захід {number}", WINTER if number % 3 else WHOLE_YEAR, [party], MODES[number % 3]
        )
    async with store.writing() as session:
        for door, accounts in MEMBERS.items():
            session.add_all(
                IdentityRow(member_id=member, door=door, account=str(account), language="uk", used_at=own.house.now())
                for member, account in zip(own.people.values(), accounts, strict=True)
            )
    yield own
    await store.close()


@dataclass(frozen=True)
class Witness:
    """Looks at the database from outside."""

    connection: sqlite3.Connection
    branch: int
    last: Mapping[str, int]
    """The highest number of a row of each table that others may join, as it was at first."""

    def version(self) -> int:
        """A number that another one's commit changes."""
        return int(self.connection.execute("PRAGMA data_version").fetchone()[0])

    def fixed(self) -> dict[str, str]:
        """A digest of what no call may change, table by table."""
        return {
            table: self._digest(table) for (table,) in self._ask("SELECT name FROM sqlite_master WHERE type='table'")
        }

    def foreign(self) -> list[object]:
        """Everything that hangs on the other branch and may change in one's own."""
        own = "activity_id IN (SELECT a.id FROM activity a JOIN plan p ON p.id = a.plan_id WHERE p.branch_id != ?)"
        meetings = "plan_id IN (SELECT id FROM plan WHERE branch_id != ?)"
        people = "member_id IN (SELECT id FROM member WHERE branch_id != ?)"
        where = {
            "branch": "id != ?", "member": "branch_id != ?", "audit": "branch_id != ?", "outbox": "branch_id != ?",
            "announcement": "branch_id != ?",
            "occurrence": own, "report": own, "request": "branch_id != ?", "meeting": meetings, "identity": people,
            "party": "branch_id != ?", "entrance": "branch_id != ?", "invite": people, "link_code": people,
        }  # fmt: skip
        return [self._ask(f"SELECT * FROM {table} WHERE {rule}", self.branch) for table, rule in where.items()]  # noqa: S608 - names of ours

    def overstepped(self) -> list[object]:
        """Acts in the trail that their author's role does not allow."""
        roles = self._ask("SELECT a.verb, m.role FROM audit a JOIN member m ON m.id = a.member_id GROUP BY 1, 2")
        allowed = {verb: {str(ROLES[who]) for who in who_may} for verb, who_may in _BY_ROLE.items()}
        return [(verb, role) for verb, role in roles if role not in allowed.get(verb, set())]

    def trail(self) -> int:
        """How many acts are in the trail."""
        return int(self._ask("SELECT count(*) FROM audit")[0][0])

    def _digest(self, table: str) -> str:
        if table in _GROWING:
            return ""
        columns = [row[1] for row in self._ask(f"PRAGMA table_info({table})")]
        kept = ", ".join(f'"{name}"' for name in columns if name not in _CHANGEABLE.get(table, set()))
        there = f"WHERE id <= {self.last[table]}" if table in self.last else ""
        rows = self._ask(f"SELECT {kept} FROM {table} {there} ORDER BY 1")  # noqa: S608 - names of ours
        return hashlib.sha256(repr(rows).encode()).hexdigest()

    def _ask(self, question: str, *values: object) -> list[tuple[Any, ...]]:
        return self.connection.execute(question, values).fetchall()


@contextmanager
def witness(scene: Scene) -> Iterator[Witness]:
    """Open a witness of a scene's database."""
    path = database_path(str(scene.store.engine.url))
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True, isolation_level=None)
    last = {table: connection.execute(f"SELECT max(id) FROM {table}").fetchone()[0] for table in _JOINED_BY}  # noqa: S608 - names of ours
    yield Witness(connection, scene.branch, last)
    connection.close()
