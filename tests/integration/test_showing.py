"""Cards in the chats follow what is decided: where a messenger allows it, once, and never instead of a notice."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.dialog.door import DeliveryError, Failure
from bot.dialog.model import Address, Card, Reply
from bot.usecases.showing import card_shown
from db.showing import KEPT_FOR, MOST_OF_ONE
from db.tables import ShownCardRow
from scheduler.tick import catch_up
from tests.integration.builders import PlayedDoor
from tests.integration.houses import DOOR, Scene
from tests.integration.test_delivery import post_of
from tests.integration.working import Workers


@dataclass
class PlayedChat(PlayedDoor):
    """A messenger whose messages have ids and can be changed."""

    amended: list[tuple[str, str, list[str]]] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)
    busy: bool = False

    async def send(self, account: str, reply: Reply, language: str) -> str:  # type: ignore[override] # it has ids
        await super().send(account, reply, language)
        return f"{len(self.sent)}"

    async def amend(self, account: str, message: str, reply: Reply, language: str) -> None:
        if self.busy:
            raise DeliveryError(Failure.LATER)
        if message in self.gone:
            raise DeliveryError(Failure.REFUSED)
        self.amended.append((account, message, [line.text.key for line in reply.lines]))


@dataclass
class Chats:
    """A scene whose people have cards before them."""

    scene: Scene
    workers: Workers
    door: PlayedChat

    async def shows(self, who: str, message: str, revision: int = 0) -> None:
        card = Card(self.scene.winter.activity_id, self.scene.occurrence, revision)
        await card_shown(self.scene.house, self.scene.address(who), message, card)

    async def ticks(self) -> list[tuple[str, str]]:
        """Let the clock do its rounds; returns whose messages were changed by them, in their order."""
        before = len(self.door.amended)
        await catch_up(post_of(self.scene.store, self.scene.clock, [self.door]))
        return [(account.rpartition("/")[2], message) for account, message, _ in self.door.amended[before:]]

    async def kept(self) -> int:
        async with self.scene.store.reading() as session:
            return await session.scalar(select(func.count()).select_from(ShownCardRow)) or 0


@pytest.fixture
def chats(scene: Scene) -> Chats:
    return Chats(scene, Workers(scene), PlayedChat(DOOR))


async def test_everybodys_card_of_the_occurrence_is_changed_once_when_its_state_is(chats: Chats) -> None:
    await chats.shows("head", "h1")
    await chats.shows("other", "o1")
    assert await chats.ticks() == []
    await chats.workers.claims()
    assert await chats.ticks() == [("head", "h1"), ("other", "o1")]
    assert all("card.state" in keys for _, _, keys in chats.door.amended)
    assert await chats.ticks() == []
    await chats.workers.confirms()
    chats.scene.clock.moment += timedelta(minutes=1)
    assert {("head", "h1"), ("other", "o1")} <= set(await chats.ticks())


async def test_a_notice_that_asked_for_a_decision_becomes_the_card_when_it_is_made(chats: Chats) -> None:
    await chats.workers.claims()
    assert await chats.ticks() == []
    asked = [account for account, reply, _ in chats.door.sent if reply.card]
    assert sorted(account.rpartition("/")[2] for account in asked) == ["head", "presidium"]
    await chats.workers.confirms("head")
    assert [who for who, _ in await chats.ticks()] == ["presidium"]  # the head's own is changed by the answer
    chats.scene.clock.moment += timedelta(minutes=1)
    assert [who for who, _ in await chats.ticks()] == ["head"]


async def test_a_card_that_is_gone_is_forgotten_and_a_busy_messenger_is_asked_again(chats: Chats) -> None:
    await chats.shows("head", "h1")
    await chats.shows("other", "o1")
    await chats.workers.claims()
    chats.door.busy = True
    assert await chats.ticks() == []
    assert len(chats.door.sent) == 2  # the notices have left all the same
    chats.door.busy, chats.door.gone = False, {"h1"}
    assert await chats.ticks() == [("other", "o1")]
    assert await chats.kept() == 1 + len(chats.door.sent)


async def test_a_messenger_that_cannot_change_messages_is_left_alone(chats: Chats) -> None:
    await chats.shows("head", "h1")
    await chats.workers.claims()
    plain = PlayedDoor(DOOR)
    await catch_up(post_of(chats.scene.store, chats.scene.clock, [plain]))
    assert (len(plain.sent), await chats.kept()) == (2, 0)


async def test_a_door_that_is_not_open_here_keeps_its_cards(chats: Chats) -> None:
    await chats.shows("head", "h1")
    await chats.workers.claims()
    await catch_up(post_of(chats.scene.store, chats.scene.clock, [PlayedDoor("viber")]))
    assert await chats.ticks() == [("head", "h1")]


async def test_only_the_latest_cards_of_an_occurrence_and_none_older_than_two_days_are_kept(chats: Chats) -> None:
    for number in range(MOST_OF_ONE + 5):
        chats.scene.clock.moment += timedelta(seconds=1)
        await chats.shows("head", f"h{number}")
    assert await chats.kept() == MOST_OF_ONE
    await chats.workers.takes()
    chats.scene.clock.moment += KEPT_FOR + timedelta(minutes=1)
    assert await chats.ticks() == []
    await chats.shows("other", "o1", 1)
    assert await chats.kept() == 1


async def test_a_message_that_shows_something_else_by_now_is_left_alone(chats: Chats) -> None:
    await chats.shows("head", "h1")
    await chats.shows("other", "h1")
    await card_shown(chats.scene.house, chats.scene.address("head"), "h1", None)
    await chats.workers.takes()
    assert await chats.ticks() == [("other", "h1")]


async def test_of_a_stranger_nothing_is_remembered(chats: Chats) -> None:
    card = Card(chats.scene.winter.activity_id, chats.scene.occurrence, 0)
    await card_shown(chats.scene.house, Address(DOOR, "nobody"), "1", card)
    assert await chats.kept() == 0
