"""What the secretary has on her computer: the year's plan in Word, with the slips that plans have."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from functools import partial

from tests.documents import word
from tests.documents.plans import Written, of_text
from tests.e2e.branch import JANUARY, REAL, SAMPLE, YEAR, Branch, Guest
from tests.e2e.doors import DOORS, Talker
from tests.e2e.story import Story
from tests.e2e.web import chat_room

DOCX = "План роботи.docx"
NOBODY, VAGUE = ("2.1", 3, ""), ("6.1", 2, "до 15")
"""The slips: nobody is responsible for 2.1, and the term of 6.1 lacks its month. A row, a column, and what it says."""

Room = Callable[[Guest], Talker]
"""Where people meet the bot: the person behind a guest."""


def plan_of(year: int) -> Written:
    """The real plan where it lies beside this checkout, else the invented one, for a year."""
    if REAL.exists():
        return of_text(REAL.read_text(encoding="utf-8").replace(str(YEAR), str(year)).encode())
    return of_text(SAMPLE.read_text(encoding="utf-8").replace("{year}", str(year)).encode())


def with_slips(plan: Written, *slips: tuple[str, int, str]) -> Written:
    """The plan with cells put otherwise."""
    rows = [list(row) for row in plan.rows]
    for number, column, words in slips:
        [row] = [row for row in rows if row[0].rstrip(".") == number]
        row[column] = words
    return replace(plan, rows=tuple(map(tuple, rows)))


def plan_in_word(year: int = YEAR, *slips: tuple[str, int, str]) -> bytes:
    """The plan as the file that she sends."""
    return word.written(with_slips(plan_of(year), *slips))


@asynccontextmanager
async def _in_a_messenger(name: str, branch: Branch) -> AsyncIterator[Room]:
    async with DOORS[name]() as door:
        story = Story(branch, [door])
        async with story.at(JANUARY):
            yield story.person


@asynccontextmanager
async def _at_the_page(branch: Branch) -> AsyncIterator[Room]:
    async with chat_room(branch, JANUARY) as person:
        yield person


ROOMS: Mapping[str, Callable[[Branch], AbstractAsyncContextManager[Room]]] = {
    **{name: partial(_in_a_messenger, name) for name in DOORS},
    "web": _at_the_page,
}
"""The doors with the bot behind them, in January: the program itself behind the messengers."""
