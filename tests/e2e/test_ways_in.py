"""A secretary adds somebody, passes a link on, hears who came, and undoes it: from her phone, in every messenger."""

from __future__ import annotations

import re

from tests.e2e.branch import JANUARY, SECRETARY, Guest
from tests.e2e.doors import Talker
from tests.e2e.story import Story

STRANGER, HERSELF = (Guest(key, "Зозуля Ганна", "member") for key in ("a stranger", "the newcomer"))
CODE = re.compile(r"код: (\S+)")


async def test_a_person_comes_in_by_a_link_made_in_the_chat_and_the_wrong_one_goes(story: Story) -> None:
    async with story.at(JANUARY):
        await story.all_join([SECRETARY])
        secretary, stranger, herself = (story.person(each) for each in (SECRETARY, STRANGER, HERSELF))
        await _adds(secretary, "Зозуля Ганна")
        token = await _invites(secretary)
        await stranger.arrives(token)
        await stranger.sees("Вітаю, Зозуля Ганна!")
        await story.hears_once([SECRETARY], "За вашим запрошенням тепер у боті: Зозуля Ганна.")
        await secretary.taps("Картка людини")
        await secretary.sees("(запрошення: Криничко Т.А.)")
        await secretary.taps("Це не ця людина")
        await secretary.sees("Готово, цей обліковий запис забуто")
        await stranger.says("Мої завдання")
        await stranger.sees("Вітаю! Я Плановик.")
        await _comes(herself, await _invites(secretary), token)
        assert not any(each in story.log() for each in (token, "Зозуля"))


async def _adds(secretary: Talker, name: str) -> None:
    await secretary.says("меню")
    await secretary.sees("План на")
    for button, wanted in (
        ("Люди", "люди"),
        ("Члени відділення", "члени відділення"),
        ("Додати людину", "Кого додати?"),
    ):
        await secretary.taps(button)
        await secretary.sees(wanted)
    await secretary.says(name)
    await secretary.sees("Готово, додано 1 людину.")


async def _invites(secretary: Talker) -> str:
    """Make a link; return the code in the message to be passed on."""
    before = len(secretary.chat())
    await secretary.taps("Запросити")
    await secretary.sees("Перешліть повідомлення вище: Зозуля Ганна.")
    [message] = [each for each in secretary.chat()[before:] if each.text.startswith("Вітаю! Це особисте запрошення")]
    assert message.buttons == ()
    found = CODE.search(message.text)
    assert found is not None
    return found[1]


async def _comes(person: Talker, token: str, old: str) -> None:
    await person.arrives(old)
    await person.sees("Це посилання вже не діє")
    await person.arrives(token)
    await person.sees("Вітаю, Зозуля Ганна!")
