"""«Виконано» and a sentence; the presidium confirms or returns it, once; everybody sees where it stands."""

from __future__ import annotations

import re

from tests.e2e.branch import BARVINOK, EVERYBODY, HEAD, JANUARY, PRESIDIUM, SECRETARY, SOLOVEIKO, VERBOLOZ, Guest
from tests.e2e.doors import Seen
from tests.e2e.story import Story

FIVE_TIMES = 4
"""Once, and four times again."""
CONFIRMED = re.compile(r"✅ підтверджено \(Демяненко О\.В\., 11 січня, 10:\d\d\)")
SENTENCE = "Звели 112 анкет, звіт на сайті."
REASON = "Додайте, будь ласка, посилання."


async def test_work_is_reported_and_decided_on_once(story: Story) -> None:
    async with story.at(JANUARY):
        await story.all_join(EVERYBODY)
        await _is_confirmed_once(story)
        await _is_returned_and_reported_again(story)
        await _is_confirmed_from_a_card(story)


async def _is_confirmed_once(story: Story) -> None:
    """5.2 is reported by one of its people, confirmed by the first of the presidium; each update comes five times."""
    secretary, head = story.person(SECRETARY), story.person(HEAD)
    await _report(story, SECRETARY, "5.2", SENTENCE)
    await secretary.repeated(FIVE_TIMES)
    for notice in await story.hears_once(PRESIDIUM, "Криничко Т.А. повідомляє"):
        assert (SENTENCE in notice, notice.count("5.2")) == (True, 1)
    assert story.news(BARVINOK) == []
    await head.taps("Підтвердити")
    assert CONFIRMED.search((await head.sees("Підтверджено.")).text)
    await head.repeated(FIVE_TIMES)
    for guest, button in ((SOLOVEIKO, "Підтвердити"), (VERBOLOZ, "Повернути")):
        await story.person(guest).taps(button)
        assert CONFIRMED.search((await story.person(guest).sees("Стан уже інший")).text)
    assert "5.2" in (await story.hears_once([SECRETARY], "Демяненко О.В. підтверджує"))[0]
    for guest in EVERYBODY:
        await _card_says(story, guest, "5.2", CONFIRMED)


async def _is_returned_and_reported_again(story: Story) -> None:
    """3.6 comes back with a reason, is reported again and then confirmed."""
    barvinok, soloveiko, head = story.person(BARVINOK), story.person(SOLOVEIKO), story.person(HEAD)
    await _report(story, BARVINOK, "3.6", "Допис вийшов.")
    await story.hears_once([SOLOVEIKO, HEAD], "Барвінок І. повідомляє")
    await soloveiko.taps("Повернути")
    await soloveiko.sees("Чому")
    await soloveiko.says(REASON)
    await soloveiko.sees("Повернуто.")
    await soloveiko.repeated(FIVE_TIMES)
    await head.taps("Підтвердити")
    assert "повернуто на доопрацювання (Соловейко-Гнатенко М.П., 11 січня" in (await head.sees("Стан уже інший")).text
    assert REASON in (await story.hears_once([BARVINOK], "Соловейко-Гнатенко М.П. повертає"))[0]
    await _card_says(story, SECRETARY, "3.6", re.compile(f"повернуто на доопрацювання.*\n(.*\n)?.*{REASON}"))
    await barvinok.taps("Виконано, тепер усе")
    await barvinok.sees("Ваші слова побачить Президія")
    await barvinok.says("Допис вийшов: spilka.example/dopys")
    await barvinok.sees("Звіт передано Президії")
    await head.sees(re.compile("^Барвінок І. повідомляє(.|\n)*spilka.example"))
    await head.taps("Підтвердити")
    await head.sees("Підтверджено.")
    await barvinok.sees("Демяненко О.В. підтверджує")


async def _is_confirmed_from_a_card(story: Story) -> None:
    """6.1 is confirmed by a member of the presidium whom nobody had reported it to; nobody else can."""
    card = await _card_says(story, BARVINOK, "6.1", re.compile("у роботі, виконати до 31 березня"))
    assert not {"Підтвердити", "Виконано"} & set(card.buttons)
    verboloz = story.person(VERBOLOZ)
    await _card_says(story, VERBOLOZ, "6.1", re.compile("у роботі"))
    await verboloz.taps("Підтвердити")
    await verboloz.sees("Підтверджено.")
    await story.person(SECRETARY).sees(re.compile(r"^Верболоз І\.С\. підтверджує.*6\.1"))
    await _card_says(story, BARVINOK, "6.1", re.compile(r"✅ підтверджено \(Верболоз І\.С\., 11 січня"))


async def _report(story: Story, guest: Guest, number: str, sentence: str) -> None:
    person = story.person(guest)
    await person.says(number)
    await person.sees(f"{number} ")
    await person.taps("Виконано")
    await person.sees("Ваші слова побачить Президія")
    await person.says(sentence)
    await person.sees("Звіт передано Президії")


async def _card_says(story: Story, guest: Guest, number: str, state: re.Pattern[str]) -> Seen:
    person = story.person(guest)
    await person.says(number)
    card = await person.sees(f"{number} ")
    assert state.search(card.text), card.text
    return card
