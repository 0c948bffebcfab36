"""How soon a members' list is taken and opened: 500 people a branch, 10,000 in the store, through the conversation."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, update

from benchmarks import content
from bot.dialog.actions import Action, Home, SaveRegistry, ShowDue, ShowRegistry, encode
from bot.dialog.door import Answerer
from bot.dialog.model import Address, Button, File, Incoming, Reply, Tap, What
from bot.documents.apart import examine, read_file
from bot.documents.registry_writer import registry_csv
from bot.domain.flood import Limit
from bot.domain.registry import Registered
from bot.usecases.house import House
from db.files import files_beside
from db.store import Store, open_store
from db.tables import MemberRow, RegistrationRow
from handlers.conversation import conversation
from handlers.flood import Limits

BRANCHES, PEOPLE = 20, 500
_KYIV = ZoneInfo("Europe/Kyiv")
_UNHURRIED = Limits(*[Limit(1_000_000, timedelta(minutes=1))] * 4)
_GIVEN = ("Ольга Іванівна", "Клим Петрович", "Ніна Олегівна", "Тарас Ілліч", "Віра Львівна")
_LETTERS = "абвгдежзиклмнопрст"


@dataclass(frozen=True, slots=True)
class Keeping:
    """Medians of seconds: from a file to the stored list, and until those to renew and the list in numbers are there.

    `again` is a second list over the first; `lost` counts people who came in and are not stored.
    """

    taken: float
    again: float
    due: float
    numbers: float
    lost: int


class _Clock:
    """Stands where all the benchmarks' questions are asked."""

    def now(self) -> datetime:
        """Return that moment."""
        return content.NOW


async def keeping(folder: Path) -> Keeping:
    """Take a list in every branch of a store of their own, then another one, and open it."""
    store = open_store(content.build(folder / "registry.db", BRANCHES), _KYIV)
    try:
        await _appoint(store)
        house = House(
            store,
            _Clock(),
            lambda: secrets.token_urlsafe(16),
            lambda: None,
            read_file,
            examine,
            files_beside(store.url),
        )
        answer = conversation(house, _UNHURRIED)
        files = [registry_csv(people(end), "uk") for end in (content.YEAR - 1, content.YEAR)]
        taken, again = [await _timed(partial(_import, answer, data)) for data in files]
        await _timed(partial(_tap, answer, Home()))
        due, numbers = [await _timed(partial(_tap, answer, one)) for one in (ShowDue(3), ShowRegistry())]
        async with store.reading() as session:
            count = await session.scalar(select(func.count()).select_from(RegistrationRow)) or 0
        return Keeping(taken, again, due, numbers, BRANCHES * PEOPLE - count)
    finally:
        await store.close()


def people(year: int) -> list[Registered]:
    """Return a branch's list, paid until the ends of that year and the one before."""
    surnames = ("".join(_LETTERS[at // 18**place % 18] for place in range(4)) for at in range(PEOPLE))
    return [
        Registered(f"Л{surname}енко {_GIVEN[at % 5]}", f"Філія № {at % 20}", date(year - at % 2, 12, 31))
        for at, surname in enumerate(surnames)
    ]


async def _appoint(store: Store) -> None:
    """Make the first person of every branch its secretary."""
    first = [branch * content.PEOPLE + 1 for branch in range(BRANCHES)]
    async with store.writing() as session:
        await session.execute(update(MemberRow).where(MemberRow.id.in_(first)).values(role="secretary"))


async def _timed(act: Callable[[int], Coroutine[None, None, object]]) -> float:
    seconds: list[float] = []
    for branch in range(BRANCHES):
        began = time.perf_counter()
        await act(branch)
        seconds.append(time.perf_counter() - began)
    return median(seconds)


async def _import(answer: Answerer, data: bytes, branch: int) -> None:
    async def read() -> bytes:
        return data

    page = await _send(answer, branch, File("list.csv", len(data), read))
    await _send(answer, branch, Tap(_saving(page).code))


def _saving(page: Reply) -> Button:
    return next(each for row in page.rows for each in row if isinstance(each.action, SaveRegistry))


async def _tap(answer: Answerer, action: Action, branch: int) -> None:
    await _send(answer, branch, Tap(encode(action)))


async def _send(answer: Answerer, branch: int, what: What) -> Reply:
    address = Address("telegram", str(content.account(branch, 0)))
    return (await answer(Incoming(address, secrets.token_hex(8), what))).replies[0]
