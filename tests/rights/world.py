"""A branch in which every kind of thing is there in every state, with words that only some may read."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.dialog.model import Address
from bot.domain.plan import Role, State
from bot.usecases.house import House
from db.store import Store
from tests.integration.builders import SetClock
from tests.rights import people
from tests.rights.people import Folk

DATABASE, FIRST, ANSWERED = "planovyk.db", "first", "answered"
BRANCH, FOREIGN = "Калинівське відділення", "Чуже відділення"
HEADER = "№ з/п\tНазва заходу\tТермін проведення\tВідповідальні\tРесурси\tОчікуваний результат\n"
PLAN = f"""План роботи відділення на 2026 рік

{HEADER}Ціль 1: Плановане
1.1\tОчікуване planned\tтравень\tТополя С.В.\tЗал\tЄ
1.2\tЗвітоване claimed\tтравень\tТополя С.В.\tЗал\tЄ
1.3\tПовернуте returned\tтравень\tТополя С.В.\tЗал\tЄ
1.4\tПідтверджене confirmed\tтравень\tТополя С.В.\tЗал\tЄ
1.5\tСкасоване cancelled\tтравень\tТополя С.В.\tЗал\tЄ
1.6\tГоловине own\tтравень\tДем'яненко О.В.\tЗал\tЄ
1.7\tПостійне continuous\tпротягом року\tТополя С.В.\tЗал\tЄ
1.8\tНеясне\tколись потім\tТополя С.В., Топлоя С.В.\tЗал\tЄ
1.9\tЗа іншу\tтравень\tЗаочна З.З.\tЗал\tЄ
1.10\tЗа іншу весь рік\tпротягом року\tЗаочна З.З.\tЗал\tЄ
1.11\tВідділу\tтравень\tВідділ комплектування\tЗал\tЄ
1.12\tНікого в боті\tтравень\tПланова П.П.\tЗал\tЄ
1.13\tПочате\tтравень\tЛелека М.\tЗал\tЄ
"""
NEWER = PLAN.replace("Очікуване planned\tтравень", "Очікуване planned\tчервень").replace("Неясне", "Редакційне")
DRAFT = f"""План роботи відділення на 2027 рік

{HEADER}Ціль 1: Чернеткове
1.1\tЧернеткове одне\tколись потім\tЛелека М.\tЗал\tЄ
1.2\tЧернеткове друге\tвересеь\tТополя С.В.\tЗал\tЄ
"""
ELSEWHERE = f"""План роботи відділення на 2026 рік

{HEADER}Ціль 1: Чужинське
1.1\tЧужинське перше\tтравень\tЧужинський Ч.Ч.\tЗал\tЄ
1.2\tЧужинське друге\tколись потім\tЧужинський Ч.Ч.\tЗал\tЄ
1.3\tЧужинське третє\tтравень\tЗаочник З.З., Відділ комплектування, Планова П.П.\tЗал\tЄ
"""
CLASSES = {
    "plan": "Очікуване", "draft": "Чернеткове", "edition": "Редакційне", "foreign": "Чужинськ",
    "roll": people.OURS.roll, "registry": people.OURS.registry, "applicant": people.OURS.applicant,
    "trail": people.OURS.trail,
}  # fmt: skip
"""What stands in everything of a kind, and in nothing else."""
STATES = {
    "1.2": State.CLAIMED, "1.3": State.RETURNED, "1.4": State.CONFIRMED, "1.5": State.CANCELLED, "1.6": State.CLAIMED,
}  # fmt: skip
PEOPLE = {
    "member": (BRANCH, "Лелека М.", Role.MEMBER),
    "responsible": (BRANCH, "Тополя С.В.", Role.MEMBER),
    "presidium": (BRANCH, "Соловейко М.П.", Role.PRESIDIUM),
    "head": (BRANCH, "Дем'яненко О.В.", Role.HEAD),
    "secretary": (BRANCH, "Криничко Т.А.", Role.SECRETARY),
    "both": (BRANCH, "Двоїста Д.Д.", Role.MEMBER),
    "removed": (BRANCH, "Вибулий В.В.", Role.HEAD),
    "elsewhere": (FOREIGN, "Чужинський Ч.Ч.", Role.HEAD),
}
OURS = frozenset({"member", "responsible", "presidium", "head", "secretary", "both"})
APPLICANT, NOBODY = "applicant", "stranger"
WHO = (*PEOPLE, APPLICANT, NOBODY)
_QUIET = {"inbox", "sqlite_sequence"}
_UNSAID = {"identity": {"used_at"}, "member": {"awaiting", "awaiting_since"}}
"""What any talk with the bot leaves behind."""


def account(door: str, who: str) -> int | str:
    """Somebody's account at a door."""
    number = WHO.index(who) + 1
    accounts: dict[str, int | str] = {"telegram": 700_000_000 + number, "viber": f"somebody-{number}==", "web": who}
    return accounts[door]


@dataclass
class World:
    """The branch at some moments, and the way back to them: as it is first, and once its list's question is answered.

    `owner` says whose an account is (its person and door), by the id of its binding; `named` has the plan's people who
    are no members, `marks` what a person is told that erasing them does.
    """

    folder: Path
    store: Store
    house: House
    clock: SetClock
    people: dict[str, int] = field(default_factory=dict)
    folk: Folk = field(default_factory=lambda: Folk(0, 0, 0))
    owner: dict[int, tuple[str, str]] = field(default_factory=dict)
    elsewhere: set[int] = field(default_factory=set)
    named: dict[str, int] = field(default_factory=dict)
    marks: dict[str, int] = field(default_factory=dict)
    edition: int = 0
    activity: dict[str, int] = field(default_factory=dict)
    occurrence: dict[str, int] = field(default_factory=dict)
    revision: dict[str, int] = field(default_factory=dict)
    request: dict[str, int] = field(default_factory=dict)
    claims: dict[int, set[str]] = field(default_factory=dict)
    """Who has seen which claims waiting for them, by the mark of these."""
    _copies: dict[str, dict[int, Any]] = field(default_factory=dict)
    _seen: tuple[int, str] = (-1, "")

    def __post_init__(self) -> None:
        """Open an eye on the database that sees whether anything was written."""
        self._eye = sqlite3.connect(f"file:{self.path}?mode=ro", uri=True, isolation_level=None)

    @property
    def own_accounts(self) -> frozenset[int]:
        """The bindings of accounts to members of the branch itself."""
        return frozenset(key for key in self.owner if key not in self.elsewhere)

    @property
    def path(self) -> Path:
        """The database."""
        return self.folder / DATABASE

    def address(self, who: str, door: str = "telegram") -> Address:
        """Somebody's address at a door."""
        return Address(door, str(account(door, who)))

    def keep(self, moment: str) -> None:
        """Take what is now for what is restored as that moment."""
        shutil.copy(self.path, self.folder / moment)
        self._copies[moment] = dict(self.store._snapshots)

    def digest(self) -> str:
        """What stands in the database, but for what any talk leaves behind."""
        version = self._eye.execute("PRAGMA data_version").fetchone()[0]
        if self._seen[0] != version:
            tables = [name for (name,) in self._eye.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            rows = [self._rows(table) for table in sorted(set(tables) - _QUIET)]
            self._seen = version, hashlib.sha256(repr(rows).encode()).hexdigest()
        return self._seen[1]

    def _rows(self, table: str) -> list[object]:
        columns = [row[1] for row in self._eye.execute(f"PRAGMA table_info({table})")]
        kept = ", ".join(f'"{each}"' for each in columns if each not in _UNSAID.get(table, set()))
        return self._eye.execute(f"SELECT {kept} FROM {table} ORDER BY 1").fetchall()  # noqa: S608 - names of ours

    def restore(self, moment: str = FIRST) -> None:
        """Put everything back, and with it the plans that the store remembers by a revision that comes again."""
        with sqlite3.connect(self.folder / moment) as source, sqlite3.connect(self.path) as target:
            target.execute("PRAGMA synchronous=OFF")
            source.backup(target)
        source.close()
        target.close()
        self.store._snapshots.clear()
        self.store._snapshots.update(self._copies[moment])

    async def close(self) -> None:
        """Close everything that is open."""
        self._eye.close()
        await self.store.close()
