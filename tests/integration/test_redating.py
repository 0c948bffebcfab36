"""A draft that was read for another year than its heading names is read again for the year that is chosen."""

from dataclasses import replace
from datetime import date

import pytest

from bot.dialog import actions
from bot.dialog.model import Reply
from bot.documents.plan_reader import read_plan
from bot.domain.plan import Activity
from bot.domain.terms import read_term
from bot.domain.windows import Mode, Window, calendar_year
from bot.usecases.plans import import_plan
from db.store import Store
from db.tables import CorrectionRow
from tests.integration.builders import kyiv
from tests.integration.drafting import PLAN, Desk, a_desk, buttons, keys, label, whole

DATED = PLAN + "2.1\tЯрмарок\t20.05.2027\tЛелека М.\t\t\n2.2\tТе саме\t//\tЛелека М.\t\t\n"


@pytest.fixture
async def desk(store: Store) -> Desk:
    """A draft of 2026 whose heading says 2027, as an operator's slip makes it."""
    made = await a_desk(store)
    await import_plan(made.house, read_plan(DATED.encode(), calendar_year(2026)), made.name, publish=False)
    return made


async def shown(desk: Desk, code: str) -> Reply:
    way, _ = await desk.asks(code)
    return await desk.taps("secretary", way)


async def activity(desk: Desk, title: str) -> Activity:
    return next(each for each in (await desk.draft()).activities if each.title == title)


async def meanings(desk: Desk) -> dict[str, tuple[object, ...]]:
    draft = await desk.draft()
    return {
        each.title: (each.term, each.windows, each.mode, *[part.window for part in draft.occurrences_of[each.id]])
        for each in draft.activities
    }


async def doubts(desk: Desk) -> list[tuple[str | None, str, str, int | None]]:
    return sorted((row.activity or "", row.code, row.text, row.answer) for row in await desk.doubts())


async def test_the_years_stand_on_the_buttons(desk: Desk) -> None:
    page = await shown(desk, "year-mismatch")
    assert [label(each) for each in buttons(page)][:2] == ["2027 рік", "2026 рік"]
    page = await desk.presses("secretary", page, "2026 рік")
    assert keys(page)[0] == "review.noted"
    assert (await desk.draft()).period == calendar_year(2026)


async def test_the_heading_year_makes_the_draft_that_the_file_makes_for_it(desk: Desk) -> None:
    await desk.presses("secretary", await shown(desk, "year-mismatch"), "2027 рік")
    assert (await desk.draft()).period == calendar_year(2027)
    found, open_ones = await meanings(desk), [each for each in await doubts(desk) if each[1] != "year-mismatch"]
    await desk.taps("secretary", actions.ShowDraft(0))
    await desk.brings(words=DATED)
    assert await meanings(desk) == found
    assert await doubts(desk) == open_ones
    assert found["Ярмарок"][1] == (Window(date(2027, 5, 20), date(2027, 5, 20)),)


async def test_what_was_said_in_words_is_said_for_the_other_year(desk: Desk) -> None:
    await shown(desk, "term-unknown")
    await desk.says("secretary", "листопад")
    await desk.presses("secretary", await shown(desk, "year-mismatch"), "2027 рік")
    portal = await activity(desk, "Портал")
    assert portal.windows == (Window(date(2027, 11, 1), date(2027, 11, 30)),)
    assert portal.mode is Mode.ONCE
    page = await desk.taps("secretary", actions.ShowSettled((await desk.draft()).plan_id))
    place = next(each for each in whole(page).splitlines() if "колись потім" in each).split(".")[0]
    page = await desk.presses("secretary", page, place)
    await desk.presses("secretary", page, "Як прочитано")
    assert (await activity(desk, "Портал")).windows == ()


async def test_words_that_mean_nothing_in_the_other_year_are_asked_for_again(store: Store) -> None:
    desk = await a_desk(store)
    await import_plan(desk.house, read_plan(PLAN.encode(), calendar_year(2028)), desk.name, publish=False)
    await shown(desk, "no-term")
    assert keys(await desk.says("secretary", "29 лютого"))[0] == "review.noted-row"
    await desk.presses("secretary", await shown(desk, "year-mismatch"), "2027 рік")
    assert (await activity(desk, "Школа")).windows == ()
    assert [row.answer for row in await desk.doubts() if row.code == "no-term"] == [None]


async def test_the_year_can_be_taken_back(desk: Desk) -> None:
    before, asked = await meanings(desk), [each for each in await doubts(desk) if each[1] != "year-mismatch"]
    await desk.presses("secretary", await shown(desk, "year-mismatch"), "2027 рік")
    assert await meanings(desk) != before
    page = await desk.taps("secretary", actions.ShowSettled((await desk.draft()).plan_id))
    page = await desk.presses("secretary", page, "1")
    await desk.presses("secretary", page, "2026 рік")
    assert (await desk.draft()).period == calendar_year(2026)
    assert await meanings(desk) == before
    assert [each for each in await doubts(desk) if each[1] != "year-mismatch"] == asked


async def test_a_draft_that_is_there_already_stands_in_the_way(desk: Desk) -> None:
    old = (await desk.draft()).plan_id
    await desk.brings()
    row = next(each for each in await desk.doubts() if each.code == "year-mismatch")
    assert row.plan_id == old
    page = await desk.taps("secretary", actions.ReviewDoubt(old, row.id - 1))
    before = await desk.everything()
    page = await desk.presses("secretary", page, "2027 рік")
    assert keys(page)[0] == "redate.draft-there"
    assert "doubt.year-mismatch" in keys(page)
    assert await desk.everything() == before


async def test_rows_that_were_corrected_ask_for_the_file(desk: Desk) -> None:
    [first, *_] = (await desk.draft()).activities
    async with desk.store.writing() as session:
        session.add(CorrectionRow(activity_id=first.id, at=kyiv(11, 24), verb="retime", before={}, revision=1))
    await _asks_for_the_file(desk)


@pytest.mark.parametrize("cell", ["січень\nчервень", "1\n4 квартали"])
async def test_a_cell_that_reads_otherwise_without_its_line_break_asks_for_the_file(store: Store, cell: str) -> None:
    desk = await a_desk(store)
    read = read_plan(PLAN.encode(), calendar_year(2026))
    term = replace(read_term(cell, read.period), text=" ".join(cell.split()))
    first = replace(read.activities[0], term=term)
    await import_plan(desk.house, replace(read, activities=(first, *read.activities[1:])), desk.name, publish=False)
    await _asks_for_the_file(desk)


async def _asks_for_the_file(desk: Desk) -> None:
    before = await desk.everything()
    page = await desk.presses("secretary", await shown(desk, "year-mismatch"), "2027 рік")
    assert keys(page)[0] == "redate.send-again"
    assert await desk.everything() == before
