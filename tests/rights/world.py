"""A branch in which every kind of thing is there in every state, with words that only some may read."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bot.dialog.model import Address
from bot.documents.plan_reader import read_plan
from bot.domain.plan import Role, State
from bot.domain.steps import Step
from bot.domain.windows import calendar_year
from bot.usecases.deciding import mark_of, to_confirm
from bot.usecases.house import House
from bot.usecases.plans import import_plan
from bot.usecases.privacy import before_erasing
from db.leaving import let_go
from db.steps import By, take_step
from db.store import Store
from db.tables import (
    ActivityRow,
    ApplicantRow,
    Base,
    ChannelRow,
    IdentityRow,
    InviteRow,
    MemberRow,
    OccurrenceRow,
    PartyRow,
    PlanRow,
)
from tests.entrances import DOORS
from tests.integration.builders import SetClock, add_branch, add_member
from tests.integration.houses import a_house, quick_store
from tests.rights import people
from tests.rights.people import MOMENT, Folk

DATABASE, FIRST, ANSWERED = "planovyk.db", "first", "answered"
CHANNELS = {"telegram": "planovyk_bot", "viber": "planovyk"}
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
WAYS = {
    State.CLAIMED: [Step.CLAIM],
    State.RETURNED: [Step.CLAIM, Step.RETURN],
    State.CONFIRMED: [Step.CLAIM, Step.CONFIRM],
    State.CANCELLED: [Step.CANCEL],
}
"""The steps that lead to a state."""
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


async def a_world(folder: Path) -> World:
    """Make the branch, the other one, and a copy of both to come back to."""
    store = quick_store(folder / DATABASE)
    async with store.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    house, clock, _ = a_house(store, MOMENT)
    world = World(folder, store, house, clock)
    branches = {name: await add_branch(store, name) for name in (BRANCH, FOREIGN)}
    for who, (branch, name, role) in PEOPLE.items():
        accounts = [(door, str(account(door, who))) for door in DOORS]
        world.people[who] = await add_member(store, branches[branch], name, role, accounts)
    await _plans(world)
    await _states(world)
    await _claims(world)
    await _folk(world, branches)
    for who in OURS:
        caller = await store.caller(world.address(who))
        if caller is not None:
            world.marks[who] = (await before_erasing(house, caller)).mark
    return world


async def _folk(world: World, branches: Mapping[str, int]) -> None:
    """Add whoever else is of the branches, and what is kept about them; one of the people is of both."""
    async with world.store.writing() as session:
        other = MemberRow(branch_id=branches[FOREIGN], name="Двоїста Д.Д.", role=Role.MEMBER, joined_at=MOMENT)
        session.add(other)
        for door, name in CHANNELS.items():
            session.add(ChannelRow(door=door, handle=name))
        await session.flush()
        for door in DOORS:
            number = str(account(door, "both"))
            session.add(
                IdentityRow(member_id=other.id, door=door, account=number, language="uk", used_at=MOMENT, current=False)
            )
            session.add(
                ApplicantRow(
                    branch_id=branches[BRANCH],
                    door=door,
                    account=str(account(door, APPLICANT)),
                    language="uk",
                    name=f"{people.OURS.applicant}ий О.О.",
                    asked_at=MOMENT,
                )
            )
        own = world.people
        world.folk = Folk(own["secretary"], own["member"], own["responsible"])
        await people.fill(session, branches[BRANCH], world.folk, people.OURS)
        away = Folk(own["elsewhere"], other.id, own["elsewhere"])
        await people.fill(session, branches[FOREIGN], away, people.FOREIGN)
        names = {key: who for who, key in own.items()} | {other.id: "both"}
        for row in await session.scalars(select(IdentityRow)):
            world.owner[row.id] = names[row.member_id], row.door
            world.elsewhere |= {row.id} if row.member_id in {other.id, own["elsewhere"]} else set()
        nobodys = select(PartyRow).where(PartyRow.member_id.is_(None), PartyRow.branch_id == branches[BRANCH])
        world.named = {row.name: row.id for row in await session.scalars(nobodys)}
        first = select(IdentityRow.id).where(IdentityRow.member_id == own["responsible"]).limit(1)
        session.add(
            InviteRow(
                member_id=own["responsible"],
                token_hash="used",
                expires_at=MOMENT,
                used_at=MOMENT - timedelta(hours=2),
                made_by=own["secretary"],
                identity_id=await session.scalar(first),
            )
        )


async def _plans(world: World) -> None:
    for words, branch, publish in (
        (PLAN, BRANCH, True), (ELSEWHERE, FOREIGN, True), (NEWER, BRANCH, False), (DRAFT, BRANCH, False),
    ):  # fmt: skip
        year = 2027 if words is DRAFT else 2026
        await import_plan(world.house, read_plan(words.encode(), calendar_year(year)), branch, publish=publish)
    async with world.store.reading() as session:
        waiting = select(PlanRow.id).where(PlanRow.published_at.is_(None), PlanRow.year == 2026)
        world.edition = await session.scalar(waiting) or 0
    newer = ELSEWHERE.replace("2026", "2027").replace("перше", "перше знову")
    await import_plan(world.house, read_plan(newer.encode(), calendar_year(2027)), FOREIGN, publish=False)


async def _states(world: World) -> None:
    author = {"1.6": "head"}
    async with world.store.writing() as session:
        first = select(PlanRow.id).where(PlanRow.published_at.is_not(None)).order_by(PlanRow.id).limit(1)
        activities = await session.scalars(
            select(ActivityRow).where(ActivityRow.plan_id == await session.scalar(first))
        )
        for activity in activities:
            world.activity[activity.number or ""] = activity.id
            one = select(OccurrenceRow.id).where(OccurrenceRow.activity_id == activity.id)
            world.occurrence[activity.number or ""] = await session.scalar(one.order_by(OccurrenceRow.id).limit(1)) or 0
            state = STATES.get(activity.number or "")
            by = world.people[author.get(activity.number or "", "responsible")]
            if state is State.CANCELLED:
                activity.cancelled_at = MOMENT
            row = await session.get(OccurrenceRow, world.occurrence[activity.number or ""])
            for step in WAYS[state] if state else ():
                assert row is not None
                doer = by if step is Step.CLAIM else world.people["presidium"]
                await take_step(session, row, step, By(doer, MOMENT))
            world.revision[activity.number or ""] = row.revision if row else 0
        removed = await session.get_one(MemberRow, world.people["removed"])
        await let_go(session, removed, MOMENT)


async def _claims(world: World) -> None:
    caller = await world.store.caller(world.address("head"))
    assert caller is not None
    snapshot = await world.store.snapshot(caller.branch_id, caller.revision, world.house.today())
    assert snapshot is not None
    for who in ("presidium", "head"):
        mark = mark_of(to_confirm(snapshot, snapshot.members[world.people[who]]))
        world.claims.setdefault(mark, set()).add(who)
