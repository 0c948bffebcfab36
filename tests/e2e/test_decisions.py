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
    """6.1 is reported by its lead, confirmed by the first of the presidium; each update comes five times."""
    secretary, head = story.person(SECRETARY), story.person(HEAD)
    await _report(story, SECRETARY, "6.1", SENTENCE)
    await secretary.repeated(FIVE_TIMES)
    for notice in await story.hears_once(PRESIDIUM, "Криничко Т.А. повідомляє"):
        assert (SENTENCE in notice, notice.count("6.1")) == (True, 1)
    assert story.news(BARVINOK) == []
    late = {guest: story.person(guest).keeps_in_sight() for guest in (SOLOVEIKO, VERBOLOZ)}
    await head.taps("Підтвердити")
    assert CONFIRMED.search((await head.sees("Підтверджено.")).text)
    await head.repeated(FIVE_TIMES)
    for guest, button in ((SOLOVEIKO, "Підтвердити"), (VERBOLOZ, "Повернути")):
        await _sees_in_place(story, guest, CONFIRMED)
        await late[guest](button)
        assert CONFIRMED.search((await story.person(guest).sees("Стан уже інший")).text)
    assert "6.1" in (await story.hears_once([SECRETARY], "Демяненко О.В. підтверджує"))[0]
    for guest in EVERYBODY:
        await _card_says(story, guest, "6.1", CONFIRMED)


async def _sees_in_place(story: Story, guest: Guest, state: re.Pattern[str]) -> None:
    """Where the messenger lets a message be changed, the claim that was laid before somebody shows the decision."""
    if "VIBER_TOKEN" not in story.doors[0].settings:
        chat = story.person(guest).chat
        await story.until(lambda: state.search(chat()[-1].text))


async def _is_returned_and_reported_again(story: Story) -> None:
    """3.6 comes back with a reason, is reported again and then confirmed."""
    barvinok, soloveiko, head = story.person(BARVINOK), story.person(SOLOVEIKO), story.person(HEAD)
    await _report(story, BARVINOK, "3.6", "Допис вийшов.")
    await story.hears_once([SOLOVEIKO, HEAD], "Барвінок І. повідомляє")
    late = head.keeps_in_sight()
    await soloveiko.taps("Повернути")
    await soloveiko.sees("Чому")
    await soloveiko.says(REASON)
    await soloveiko.sees("Повернуто.")
    await soloveiko.repeated(FIVE_TIMES)
    await _sees_in_place(story, HEAD, re.compile("повернуто на доопрацювання"))
    await late("Підтвердити")
    assert "повернуто на доопрацювання (Соловейко-Гнатенко М.П., 11 січня" in (await head.sees("Стан уже інший")).text
    assert REASON in (await story.hears_once([BARVINOK], "Соловейко-Гнатенко М.П. повертає"))[0]
    await _card_says(story, SECRETARY, "3.6", re.compile(f"повернуто на доопрацювання.*\n(.*\n)?.*{REASON}"))
    await barvinok.taps("Виконано, тепер усе")
    await barvinok.sees("Ваші слова побачить Президія")
    await barvinok.says("Допис вийшов: spilka.example/dopys")
    await barvinok.sees("Записав: ваші слова")
    await barvinok.taps("Готово")
    await barvinok.sees("Звіт передано Президії")
    await head.sees(re.compile("^Барвінок І. повідомляє(.|\n)*spilka.example"))
    await head.taps("Підтвердити")
    await head.sees("Підтверджено.")
    await barvinok.sees("Демяненко О.В. підтверджує")


async def _is_confirmed_from_a_card(story: Story) -> None:
    """5.2 is confirmed by a member of the presidium whom nobody had reported it to; nobody else can."""
    card = await _card_says(story, BARVINOK, "5.2", re.compile("у роботі, виконати до 28 лютого"))
    assert "Підсумковий звіт подає Демяненко О.В." in card.text
    assert not {"Підтвердити", "Виконано"} & set(card.buttons)
    verboloz = story.person(VERBOLOZ)
    await _card_says(story, VERBOLOZ, "5.2", re.compile("у роботі"))
    await verboloz.taps("Підтвердити")
    await verboloz.sees("Підтверджено.")
    await story.person(SECRETARY).sees(re.compile(r"^Верболоз І\.С\. підтверджує.*5\.2"))
    await _card_says(story, BARVINOK, "5.2", re.compile(r"✅ підтверджено \(Верболоз І\.С\., 11 січня"))
    await _is_taken_back(story)


async def _is_taken_back(story: Story) -> None:
    """The confirmation of 5.2 is taken back by another of the presidium; who heard of it hears that, and it is kept."""
    head, secretary = story.person(HEAD), story.person(SECRETARY)
    await _card_says(story, HEAD, "5.2", re.compile("✅ підтверджено"))
    await head.taps("Відкликати рішення")
    await head.sees("Рішення відкликано")
    await secretary.sees(re.compile(r"^Рішення відкликано: 5\.2"))
    await _card_says(story, SECRETARY, "5.2", re.compile("у роботі, виконати до 28 лютого"))
    await secretary.taps("Хід виконання")
    history = (await secretary.sees("Хід виконання: 5.2")).text
    assert history.index("рішення відкликано") < history.index("підтверджено (відкликано)")


async def _report(story: Story, guest: Guest, number: str, sentence: str) -> None:
    person = story.person(guest)
    await person.says(number)
    await person.sees(f"{number} ")
    await person.taps("Виконано")
    await person.sees("Ваші слова побачить Президія")
    await person.says(sentence)
    await person.sees("Записав: ваші слова")
    await person.taps("Готово")
    await person.sees("Звіт передано Президії")


async def _card_says(story: Story, guest: Guest, number: str, state: re.Pattern[str]) -> Seen:
    person = story.person(guest)
    await person.says(number)
    card = await person.sees(f"{number} ")
    assert state.search(card.text), card.text
    return card
