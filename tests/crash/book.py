"""What the database says: what was owed to whom and what came of it, which steps were taken."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tests.crash.house import EVERYBODY, Somebody
from tests.crash.phones import Accepted

_ROWS = """
    SELECT o.id, o.kind, o.state, o.outcome, o.due, o.until, i.account, a.number, c.state, o.next_at
    FROM outbox o JOIN identity i ON i.member_id = o.member_id
    JOIN occurrence c ON c.id = o.subject JOIN activity a ON a.id = c.activity_id
    WHERE o.kind IN ('deadline', 'overdue', 'claim', 'decision')
"""
_STEPS = """
    SELECT a.number, s.verb, s.words, count(*) FROM step s
    JOIN occurrence c ON c.id = s.occurrence_id JOIN activity a ON a.id = c.activity_id GROUP BY 1, 2, 3
"""
_TRAIL = """
    SELECT a.number, t.verb, count(*) FROM audit t
    JOIN occurrence c ON t.subject = 'occurrence:' || c.id JOIN activity a ON a.id = c.activity_id
    WHERE t.verb IN ('claim', 'confirm') GROUP BY 1, 2
"""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the outbox: to whom, of what, how far."""

    id: int
    kind: str
    state: str
    outcome: str
    due: datetime
    until: datetime
    who: Somebody
    number: int
    stands: str
    """The state of its occurrence."""
    next_at: datetime

    def is_told_by(self, message: Accepted) -> bool:
        """Whether a message holds this notice; two reminders of one activity are told apart by their days."""
        timely = self.due <= message.moment < self.until or self.kind not in {"deadline", "overdue"}
        return message.who == self.who and timely and (self.kind, self.number) in message.tells()


def rows_of(database: Path) -> list[Row]:
    """Read the outbox; opening the file undoes what a dead program had not committed."""
    people = {each.account: each for each in EVERYBODY}
    with closing(sqlite3.connect(database)) as connection:
        found = connection.execute(_ROWS).fetchall()
    return [
        Row(
            id_, kind, state, outcome, _instant(due), _instant(until), people[account], _n(number), stands, _instant(at)
        )
        for id_, kind, state, outcome, due, until, account, number, stands, at in found
    ]


def broken_file(database: Path) -> list[str]:
    """What SQLite itself finds wrong with the file."""
    with closing(sqlite3.connect(database)) as connection:
        found = [row[0] for row in connection.execute("PRAGMA integrity_check")]
        points_nowhere = connection.execute("PRAGMA foreign_key_check").fetchall()
    return [f"the file: {each}" for each in (*found, *points_nowhere) if each != "ok"]


def steps_in(database: Path) -> Counter[tuple[str, int, str]]:
    """How often each step was taken: its verb, the N of activity 1.N, its words."""
    with closing(sqlite3.connect(database)) as connection:
        return Counter({(verb, _n(number), words): times for number, verb, words, times in connection.execute(_STEPS)})


def trail_in(database: Path) -> Counter[tuple[str, int]]:
    """How often each claim and confirmation stands in the trail: its verb, the N of activity 1.N."""
    with closing(sqlite3.connect(database)) as connection:
        return Counter({(verb, _n(number)): times for number, verb, times in connection.execute(_TRAIL)})


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def _n(number: str) -> int:
    return int(number.removeprefix("1."))
