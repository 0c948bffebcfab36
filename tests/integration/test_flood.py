"""A flood in the conversation: one friendly word, then silence, and nobody else feels it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import event

from bot.dialog import actions
from bot.dialog.actions import encode
from bot.dialog.door import Answerer, AnswerUnavailable
from bot.dialog.model import Address, Answer, Arrival, Incoming, Tap, Unreadable, What, Words
from bot.dialog.pages.manners import tried_too_often
from bot.dialog.speech import LANGUAGES, say
from bot.domain.plan import Role
from bot.usecases.joining import invite
from handlers.conversation import conversation
from handlers.flood import LIMITS
from tests.integration.houses import Scene, be_impatient, engines_of, held, update_key

STRANGER = Address("viber", "stranger=")
HOME = Tap(encode(actions.Home()))
MOST = LIMITS.people.at_once
MINUTE = timedelta(minutes=1)


@pytest.fixture
def answer(scene: Scene) -> Answerer:
    return conversation(scene.house)


async def told(answer: Answerer, address: Address, what: What, key: str | None = None) -> list[str]:
    """The keys of the lines that somebody is told."""
    answered = await answer(Incoming(address, key or update_key(), what, "uk"))
    return [line.text.key for reply in answered.replies for line in reply.lines]


@contextmanager
def statements(scene: Scene) -> Iterator[list[str]]:
    """What is asked of the database meanwhile."""
    seen: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
        seen.append(statement)

    for engine in engines_of(scene.store):
        event.listen(engine, "before_cursor_execute", note)
    yield seen
    for engine in engines_of(scene.store):
        event.remove(engine, "before_cursor_execute", note)


async def test_a_flood_is_told_once_then_nothing_and_the_database_feels_nothing(scene: Scene, answer: Answerer) -> None:
    head = scene.address("head")
    for _ in range(MOST):
        assert "menu.title" in await told(answer, head, HOME)
    with statements(scene) as asked:
        assert await told(answer, head, Words("вересень")) == ["manners.too-many"]
        for what in (HOME, Words("вересень"), Arrival(None), Unreadable()) * 50:
            assert await told(answer, head, what) == []
    assert asked == []
    assert "menu.title" in await told(answer, scene.address("other"), HOME)
    scene.clock.moment += MINUTE
    assert "menu.title" in await told(answer, head, HOME)


async def test_the_word_says_in_both_languages_for_how_long(scene: Scene, answer: Answerer) -> None:
    answered = Answer((), "uk")
    for _ in range(MOST + 1):
        answered = await answer(Incoming(scene.address("head"), update_key(), HOME, "en"))
    assert answered.language == "en"
    [line] = answered.replies[0].lines
    assert "in 1 minute:" in say(line.text, "en")
    assert "мине 1 хвилина" in say(line.text, "uk")


async def test_updates_that_come_again_are_no_flood(scene: Scene, answer: Answerer) -> None:
    head = scene.address("head")
    for _ in range(MOST):
        await told(answer, head, HOME, "the same")
    assert "menu.title" in await told(answer, head, HOME)


async def test_a_messenger_that_insists_while_the_store_is_away_spoils_nobodys_limit(
    scene: Scene, answer: Answerer
) -> None:
    await be_impatient(scene.store)
    with held(scene.store):
        for _ in range(2 * MOST):
            with pytest.raises(AnswerUnavailable):
                await told(answer, scene.address("responsible"), Tap(encode(actions.Claim(scene.occurrence, 1))), "k")
    assert await told(answer, scene.address("responsible"), HOME) != ["manners.too-many"]


async def test_a_stranger_has_less_and_no_button(scene: Scene, answer: Answerer) -> None:
    for _ in range(LIMITS.strangers.at_once):
        assert await told(answer, STRANGER, Words("Що у плані?")) == ["stranger.title", "stranger.how"]
    [reply] = (await answer(Incoming(STRANGER, update_key(), Words("Що?")))).replies
    assert ([line.text.key for line in reply.lines], reply.rows) == (["manners.too-many"], ())
    assert await told(answer, STRANGER, Words("Що у плані?")) == []
    token = await invite(scene.house, scene.name, "Барвінок Іван", Role.MEMBER)
    assert (await told(answer, STRANGER, Arrival(token)))[0] == "welcome", "a good link opens at any time"
    assert (await told(answer, STRANGER, HOME))[0] == "menu.title"


async def test_after_five_wrong_tokens_an_hour_must_pass_even_for_a_right_one(scene: Scene, answer: Answerer) -> None:
    token = await invite(scene.house, scene.name, "Барвінок Іван", Role.MEMBER)
    for number in range(LIMITS.tries.at_once):
        assert (await told(answer, STRANGER, Arrival(f"wrong-{number}")))[0] == "stranger.bad-link"
    for what in (Arrival("wrong"), Arrival(token), Words(token), Words(f"/start {token}")):
        with statements(scene) as asked:
            assert await told(answer, STRANGER, what) == ["manners.tries", "manners.tries-how"]
        assert [statement for statement in asked if "invite" in statement] == []
    other = Address("telegram", "another stranger")
    assert (await told(answer, other, Arrival("wrong")))[0] == "stranger.bad-link"
    scene.clock.moment += timedelta(hours=1)
    assert (await told(answer, STRANGER, Arrival(token)))[0] == "welcome"


async def test_who_goes_on_trying_is_no_longer_answered(scene: Scene, answer: Answerer) -> None:
    heard = [await told(answer, STRANGER, Arrival(f"wrong-{number}")) for number in range(25)]
    assert heard[5:] == [["manners.tries", "manners.tries-how"]] * 10 + [["manners.too-many"]] + [[]] * 9


async def test_tries_of_many_accounts_have_one_bound(scene: Scene, answer: Answerer) -> None:
    token = await invite(scene.house, scene.name, "Барвінок Іван", Role.MEMBER)
    for number in range(LIMITS.tries_of_all.at_once):
        assert (await told(answer, Address("telegram", f"a{number}"), Arrival("no")))[0] == "stranger.bad-link"
    assert (await told(answer, STRANGER, Arrival(token)))[0] == "manners.tries"
    scene.clock.moment += MINUTE
    assert (await told(answer, STRANGER, Arrival(token)))[0] == "welcome"


async def test_a_try_that_could_not_be_looked_up_is_none(scene: Scene, answer: Answerer) -> None:
    await be_impatient(scene.store)
    token = await invite(scene.house, scene.name, "Барвінок Іван", Role.MEMBER)
    with held(scene.store):
        for _ in range(10):
            with pytest.raises(AnswerUnavailable):
                await told(answer, STRANGER, Arrival(token), "the same")
    assert (await told(answer, STRANGER, Arrival(token), "the same"))[0] == "welcome"


def test_waiting_is_counted_in_minutes_that_both_languages_can_count() -> None:
    for language in LANGUAGES:
        words = [say(tried_too_often(MINUTE * n).lines[0].text, language) for n in (1, 2, 5, 21, 60)]
        assert len(set(words)) == 5
    assert "60 хвилин" in say(tried_too_often(timedelta(minutes=59, seconds=1)).lines[0].text, "uk")
