"""Coming in: by a personal link, once, and nobody else; then everything about the year is one question away."""

from __future__ import annotations

from tests.e2e.branch import BARVINOK, HEAD, JANUARY, SECRETARY, VERBOLOZ, Branch
from tests.e2e.doors import a_moment, viber_by_webhook
from tests.e2e.quarters import IN_JANUARY, tells_the_year
from tests.e2e.story import Story

SECRETS = ("Калинівськ", "Криничко", "Демяненко", "Барвінок", "5.2", "Закладка", "Президі")
"""What nobody outside of the branch may read."""


async def test_people_come_in_by_their_link_and_ask_about_the_year(story: Story) -> None:
    async with story.at(JANUARY):
        await story.all_join([SECRETARY, HEAD, VERBOLOZ])
        member = await story.joins(BARVINOK)
        await tells_the_year(member, IN_JANUARY, "I")
        await _gets_no_further(story, story.branch.tokens[SECRETARY.key], "Це посилання вже не діє")
        await _gets_no_further(story, "A" * 22, "Це посилання вже не діє")
        await _gets_no_further(story, None, "Вітаю! Я Плановик.")


async def test_a_link_works_for_48_hours(invented: Branch) -> None:
    async with viber_by_webhook() as door:
        story = Story(invented, [door])
        async with story.at("2021-01-13T10:30"):
            await _gets_no_further(story, invented.tokens[SECRETARY.key], "Це посилання вже не діє")


async def _gets_no_further(story: Story, token: str | None, told: str) -> None:
    """Somebody without a good token is met with a polite word, however they ask, and learns nothing."""
    stranger = story.doors[0].person(f"stranger with {token}")
    await stranger.arrives(token)
    await stranger.sees(told)
    for words in ("Що цього кварталу?", "I квартал", "5.2", "Демяненко", "/start", "Мої завдання"):
        await stranger.says(words)
        await stranger.sees("попросіть у секретаря вашого відділення особисте посилання")
    assert [word for seen in stranger.chat() for word in SECRETS if word in seen.text + "".join(seen.buttons)] == []


async def test_the_code_can_be_typed_where_a_link_does_not_open(invented: Branch) -> None:
    async with viber_by_webhook() as door:
        story = Story(invented, [door])
        async with story.at(JANUARY):
            person = story.person(SECRETARY)
            await person.says("Добрий день!")
            await person.sees("Вітаю! Я Плановик.")
            await person.says(f"  {invented.tokens[SECRETARY.key]} ")
            await person.sees("Вітаю, Криничко Т.А.!")


async def test_in_viber_subscribing_is_enough_to_be_reminded(invented: Branch) -> None:
    async with viber_by_webhook() as door:
        story = Story(invented, [door])
        async with story.at(JANUARY):
            person = story.person(SECRETARY)
            await person.arrives(invented.tokens[SECRETARY.key])
            await person.sees("Вітаю, Криничко Т.А.!")
            await a_moment()
            await door.subscribes(SECRETARY.key)
            await person.sees("ще не має дати")
