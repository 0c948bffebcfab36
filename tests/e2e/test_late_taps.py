"""Two who decide at the same instant, words that come too late, a restart between, and a tap on a week-old card."""

from __future__ import annotations

import asyncio
import re

from tests.e2e.branch import BARVINOK, HEAD, JANUARY, SOLOVEIKO, VERBOLOZ, Guest
from tests.e2e.doors import Tap
from tests.e2e.story import Story

A_WEEK_LATER = "2021-01-18T10:00"
DECIDED = re.compile("✅ підтверджено")
STATE = re.compile(r"Стан уже інший: ✅ підтверджено \((Демяненко О\.В\.|Верболоз І\.С\.), 11 січня")
CONFIRMS = re.compile(r"(Демяненко О\.В\.|Верболоз І\.С\.) підтверджує")


async def test_whoever_taps_when_there_is_one_effect_and_a_sensible_answer(story: Story) -> None:
    presidium = (HEAD, SOLOVEIKO, VERBOLOZ)
    async with story.at(JANUARY):
        await story.all_join([*presidium, BARVINOK])
        await _reports(story)
        await story.hears_once(presidium, "Барвінок І. повідомляє")
        old = story.person(VERBOLOZ).keeps_in_sight()
        await _two_decide_at_once(story)
        await _history_has_one(story, "підтверджено")
        await story.doors[0].settled()
    async with story.at(A_WEEK_LATER):
        await _is_told_how_it_stands(story, VERBOLOZ, old)
        await _history_has_one(story, "підтверджено")


async def _reports(story: Story) -> None:
    barvinok = story.person(BARVINOK)
    await barvinok.says("3.6")
    await barvinok.sees("3.6 ")
    await barvinok.taps("Виконано")
    await barvinok.sees("Ваші слова побачить Президія")
    await barvinok.says("Допис вийшов.")
    await barvinok.sees("Записав: ваші слова")
    await barvinok.taps("Готово")
    await barvinok.sees("Звіт передано Президії")


async def _two_decide_at_once(story: Story) -> None:
    """One begins to return the claim; two others confirm it at the same instant; then the reason arrives, too late."""
    soloveiko = story.person(SOLOVEIKO)
    await soloveiko.taps("Повернути")
    await soloveiko.sees("Чому")
    first, second = story.person(HEAD).keeps_in_sight(), story.person(VERBOLOZ).keeps_in_sight()
    await asyncio.gather(first("Підтвердити"), second("Підтвердити"))
    await story.until(lambda: all(DECIDED.search(story.person(each).chat()[-1].text) for each in (HEAD, VERBOLOZ)))
    await soloveiko.says("Додайте посилання")
    assert STATE.search((await soloveiko.sees("Стан уже інший")).text)
    await story.until(lambda: any(CONFIRMS.match(seen.text) for seen in story.person(BARVINOK).chat()))
    assert len([seen for seen in story.person(BARVINOK).chat() if CONFIRMS.match(seen.text)]) == 1


async def _is_told_how_it_stands(story: Story, guest: Guest, old: Tap) -> None:
    await old("Повернути")
    assert STATE.search((await story.person(guest).sees("Стан уже інший")).text)


async def _history_has_one(story: Story, step: str) -> None:
    barvinok = story.person(BARVINOK)
    await barvinok.says("3.6")
    await barvinok.sees("3.6 ")
    await barvinok.taps("Хід виконання")
    assert (await barvinok.sees("Хід виконання: 3.6")).text.count(step) == 1
