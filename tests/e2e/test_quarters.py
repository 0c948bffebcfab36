"""«Що цього кварталу?»: the right activities in the right sections, in one message, on every door."""

from __future__ import annotations

import pytest

from tests.e2e.branch import JANUARY, JULY, Branch, Guest
from tests.e2e.doors import Door
from tests.e2e.quarters import IN_JANUARY, IN_JULY, Year, tells_the_year
from tests.e2e.story import Story
from tests.e2e.web import chat_page

DAYS = {"january": (JANUARY, IN_JANUARY, "I"), "july": (JULY, IN_JULY, "III")}
GUEST = "Куценко С.В."


async def test_the_real_plan_answers_for_all_four_quarters_in_a_messenger(real: Branch, door: Door) -> None:
    story = Story(real, [door])
    async with story.at(JULY):
        person = await story.joins(Guest(JULY, GUEST, "member"))
        await tells_the_year(person, IN_JULY, "III")


@pytest.mark.parametrize(("moment", "year", "now"), DAYS.values(), ids=DAYS)
async def test_the_real_plan_answers_for_all_four_quarters_in_the_web_chat(
    real: Branch, moment: str, year: Year, now: str
) -> None:
    async with chat_page(real, moment) as person:
        await person.arrives(real.tokens[moment])
        await person.sees(f"Вітаю, {GUEST}!")
        await tells_the_year(person, year, now)


async def test_the_invented_plan_answers_for_all_four_quarters_in_the_web_chat(invented: Branch) -> None:
    async with chat_page(invented, JANUARY) as person:
        await person.arrives(invented.tokens["barvinok"])
        await person.sees("Вітаю, Барвінок І.!")
        await tells_the_year(person, IN_JANUARY, "I")
