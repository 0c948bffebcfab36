"""A branch before its plan is published: its people at two doors, and what they say to the bot."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from bot.dialog.actions import Action, ReviewDoubt, encode
from bot.dialog.model import Address, Button, File, Incoming, Reply, Tap, What, Words
from bot.dialog.speech import say
from bot.domain.plan import Role, Snapshot
from bot.usecases.house import House
from db.store import Store
from db.tables import ActivityRow, AuditRow, Base, DoubtRow, MemberRow, PlanRow
from handlers.conversation import conversation
from tests.integration.builders import SetClock, add_branch, add_member, kyiv
from tests.integration.houses import UNHURRIED, Bells, a_house, update_key

AUTUMN = kyiv(11, 24, 15)
BRANCH = "Калинівське відділення"
PLAN = """План роботи відділення на 2027 рік

№ з/п\tНазва заходу\tТермін проведення\tВідповідальні\tРесурси\tОчікуваний результат
Ціль 1: Перша
1.1\tВидання бюлетеню\t3 квартал\tТополя С.В., Лелека М.\tЗал\tЄ
1.2\tПортал\tколись потім\tЛелека М.\tМережа\tЧитають
1.3\tЧитання\tвересеь\tТополя С.В.\tЯсен К.П., зал\t
1.4\tКруглий стіл\tвересень\tЯлинка\t\t
\tКлуб\tлютий\tТопля С.В.\t\t
1.5\tШкола\t\tПрезидія\t\t
1.6\tЗустріч\tтравень\t\t\t
"""
ROLES = {"secretary": Role.SECRETARY, "head": Role.HEAD, "presidium": Role.PRESIDIUM, "member": Role.MEMBER}
NAMES = {
    "secretary": "Криничко Т.А.", "head": "Дем'яненко О.В.", "presidium": "Соловейко М.П.", "member": "Тополя С.В.",
}  # fmt: skip


async def never() -> bytes:
    """Be a file that nobody may fetch."""
    raise AssertionError("this file must not be fetched")


def file_of(words: str | bytes, size: int | None = None) -> File:
    """A file with a text in it."""
    data = words.encode() if isinstance(words, str) else words

    async def read() -> bytes:
        return data

    return File("план.txt", len(data) if size is None else size, read)


@dataclass
class Desk:
    """A branch whose people talk with the bot, each on Telegram and on Viber."""

    store: Store
    house: House
    clock: SetClock
    bells: Bells
    branch: int
    name: str
    people: dict[str, int] = field(default_factory=dict)
    replies: list[Reply] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        """Forget everything that is not in the database."""
        self.answer = conversation(self.house, UNHURRIED)

    def address(self, who: str, door: str = "telegram") -> Address:
        return Address(door, f"{self.name}/{who}")

    async def send(self, who: str, what: What, key: str | None = None, door: str = "telegram") -> Reply:
        """Send something; returns the one reply."""
        found = await self.answer(Incoming(self.address(who, door), key or update_key(), what))
        [only] = found.replies
        assert only.lines[0].text.key != "went-wrong"
        for language in ("uk", "en"):
            assert whole(only, language).strip()
        assert all(len(button.code.encode()) <= 64 for button in buttons(only))
        self.replies.append(only)
        return only

    async def brings(self, who: str = "secretary", words: str = PLAN, key: str | None = None) -> Reply:
        return await self.send(who, file_of(words), key)

    async def taps(self, who: str, action: Action, key: str | None = None, door: str = "telegram") -> Reply:
        return await self.send(who, Tap(encode(action)), key, door)

    async def says(self, who: str, words: str, key: str | None = None, door: str = "telegram") -> Reply:
        return await self.send(who, Words(words), key, door)

    async def presses(self, who: str, page: Reply, words: str, door: str = "telegram") -> Reply:
        return await self.taps(who, button(page, words).action, door=door)

    async def draft(self, plan: int = 0) -> Snapshot:
        found = await self.store.draft(self.branch, plan, self.house.today())
        assert found is not None
        return found

    async def sees_plan(self) -> Snapshot:
        """The published plan as everybody sees it."""
        found = await self.store.snapshot(self.branch, -1, self.house.today())
        assert found is not None
        return found

    async def doubts(self) -> list[DoubtRow]:
        async with self.store.reading() as session:
            mine = (
                select(DoubtRow).join(PlanRow, PlanRow.id == DoubtRow.plan_id).where(PlanRow.branch_id == self.branch)
            )
            return list(await session.scalars(mine.order_by(DoubtRow.id)))

    async def asks(self, code: str) -> tuple[ReviewDoubt, DoubtRow]:
        """The way to the first open doubt of that code, and its row."""
        row = next(each for each in await self.doubts() if each.code == code and each.answer is None)
        return ReviewDoubt(row.plan_id, row.id - 1), row

    async def trail(self) -> list[tuple[str, int | None, str]]:
        async with self.store.reading() as session:
            rows = await session.scalars(
                select(AuditRow).where(AuditRow.branch_id == self.branch).order_by(AuditRow.id)
            )
            return [(row.verb, row.member_id, row.words) for row in rows]

    async def everything(self) -> list[tuple[object, ...]]:
        """Every row of the plans, to see whether anything has changed."""
        tables: tuple[type[Base], ...] = (PlanRow, ActivityRow, DoubtRow)
        async with self.store.reading() as session:
            return [
                tuple(getattr(row, column.name) for column in table.__table__.columns)
                for table in tables
                for row in await session.scalars(select(table))
            ]

    async def give_role(self, who: str, role: Role) -> None:
        async with self.store.writing() as session:
            (await session.get_one(MemberRow, self.people[who])).role = role.value


async def a_desk(store: Store, name: str = BRANCH, moment: datetime = AUTUMN) -> Desk:
    """Set a branch up whose people have joined and that has no plan yet."""
    house, clock, bells = a_house(store, moment)
    desk = Desk(store, house, clock, bells, await add_branch(store, name), name)
    for who, role in ROLES.items():
        accounts = [(door, f"{name}/{who}") for door in ("viber", "telegram")]
        desk.people[who] = await add_member(store, desk.branch, NAMES[who], role, accounts)
    return desk


def keys(page: Reply) -> list[str]:
    return [line.text.key for line in page.lines]


def buttons(page: Reply) -> list[Button]:
    return [each for row in page.rows for each in row]


def button(page: Reply, words: str) -> Button:
    """The button with this label, else the first whose label begins so."""
    found = [each for each in buttons(page) if label(each).startswith(words)]
    assert found, (words, [*map(label, buttons(page))])
    return next((each for each in found if label(each) == words), found[0])


def label(each: Button) -> str:
    return say(each.label, "uk")


def whole(page: Reply, language: str = "uk") -> str:
    return "\n".join([say(line.text, language) for line in page.lines])
