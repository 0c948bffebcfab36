"""Questions that go on from one another in the chats, and what is kept of them."""

from __future__ import annotations

import pytest

from bot.dialog.actions import Home, ShowCard, ShowQuarter, ShowTheirs
from bot.dialog.speech import say
from bot.domain.asking import AskList, AskMeetings
from handlers.earlier import Earlier
from tests.integration.houses import Scene
from tests.integration.test_conversation import Chat, buttons, keys, whole


@pytest.fixture
def chat(scene: Scene) -> Chat:
    return Chat(scene)


async def title(chat: Chat, who: str, words: str) -> str:
    page = await chat.says(who, words)
    return say(page.lines[0].text, "uk")


async def test_a_short_question_goes_on_from_the_one_before(chat: Chat) -> None:
    assert await title(chat, "other", "що у 3 кварталі") == "III квартал 2026"
    assert await title(chat, "other", "а в четвертому?") == "IV квартал 2026"
    assert "Тополя Сергій" in whole(await chat.says("other", "хто відповідає за тренерів"))
    assert await title(chat, "other", "дякую") != "Не зрозумів"
    assert keys(await chat.says("other", "а коли?"))[1] == "card.term"


async def test_nobody_goes_on_from_what_another_asked(chat: Chat) -> None:
    await chat.says("other", "що у 3 кварталі")
    assert keys(await chat.says("head", "а в четвертому?"))[0] == "unclear"


async def test_words_go_on_from_a_button_too(chat: Chat, scene: Scene) -> None:
    await chat.tap("other", ShowQuarter(1))
    assert await title(chat, "other", "а наступного?") == "II квартал 2026"
    await chat.tap("other", ShowCard(scene.winter.activity_id))
    assert keys(await chat.says("other", "а хто?"))[1] == "answer.lead"
    await chat.tap("other", Home())
    assert keys(await chat.says("other", "а хто?"))[0] == "unclear"


async def test_what_a_person_does_is_told_with_buttons_to_it(chat: Chat, scene: Scene) -> None:
    page = await chat.says("other", "що робить Тополя")
    assert say(page.lines[0].text, "uk") == "Тополя Сергій"
    cards = [each.action.activity for each in buttons(page) if isinstance(each.action, ShowCard)]
    assert cards == [scene.winter.activity_id, scene.all_year.activity_id]
    party = next(key for key, each in (await scene.snapshot()).parties.items() if each.name.startswith("Тополя"))
    assert await chat.tap("other", ShowTheirs(party)) == page.in_place()


async def test_a_member_who_is_asked_something_is_still_heard(chat: Chat, scene: Scene) -> None:
    """Words that could be a question are the answer that was waited for, unless they are asked as one."""
    claim = next(each.action for each in buttons(await chat.tap("responsible", ShowCard(scene.winter.activity_id))))
    await chat.tap("responsible", claim)
    assert keys(await chat.says("responsible", "а що далі?"))[0] != "claim.taken"
    await chat.tap("responsible", claim)
    assert "зробили у вересні" in whole(await chat.says("responsible", "зробили у вересні"))


def test_of_very_many_people_the_latest_questions_are_kept() -> None:
    earlier = Earlier(2)
    for member in (1, 2, 3):
        earlier.note(member, AskMeetings())
    assert [earlier.of(member) for member in (1, 2, 3)] == [None, AskMeetings(), AskMeetings()]
    earlier.note(2, AskList())
    earlier.note(4, AskList())
    assert [earlier.of(member) for member in (2, 3, 4)] == [AskList(), None, AskList()]
    earlier.note(2, None)
    assert earlier.of(2) is None
