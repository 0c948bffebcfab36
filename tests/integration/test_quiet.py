"""«Стоп» is one word: nothing is written to the person any more, wherever and whatever they were asked before."""

import pytest
from sqlalchemy import select

from bot.dialog import actions
from bot.dialog.door import Answerer
from bot.dialog.model import Address, Arrival, Tap, Words
from bot.domain.plan import Role, State
from bot.usecases.joining import come_back
from db.tables import IdentityRow, OutboxRow
from handlers.conversation import conversation
from scheduler.tick import catch_up
from tests.integration.builders import PlayedDoor, add_member, kyiv
from tests.integration.hearing import actions as offered
from tests.integration.hearing import read, replies, tap, tell
from tests.integration.houses import DOOR, UNHURRIED, Scene, a_scene
from tests.integration.test_delivery import post_of

STOPPED, AGAIN = "сам більше не писатиму", "Радий, що ви знову зі мною"
BEFORE_THE_DEADLINE = kyiv(3, 17, 9)


@pytest.fixture
def answer(scene: Scene) -> Answerer:
    return conversation(scene.house, UNHURRIED)


async def delivered(scene: Scene) -> list[str]:
    """The accounts that a reminder of the winter's deadline reaches."""
    door = PlayedDoor(DOOR)
    await catch_up(post_of(scene.store, scene.clock, [door]))
    return [account for account, _, _ in door.sent]


@pytest.mark.parametrize(
    "words", ["стоп", "СТОП!", "stop", "/stop", "Відписатися", "відпісатися", "досить писати", "cnjg"]
)
async def test_one_word_is_enough_and_one_tap_turns_it_back(scene: Scene, answer: Answerer, words: str) -> None:
    theirs = scene.address("responsible")
    assert STOPPED in await tell(answer, theirs, words)
    scene.clock.moment = BEFORE_THE_DEADLINE
    assert theirs.account not in await delivered(scene)
    assert AGAIN in await tap(answer, theirs, actions.WriteToMe(1))
    assert theirs.account in await delivered(scene)
    member = scene.people["responsible"]
    own = [each for each in await scene.trail() if each[1] == member]
    assert own == [("stop-writing", member, f"member:{member}"), ("write-again", member, f"member:{member}")]


async def test_who_is_silent_still_asks_and_stays_silent(scene: Scene, answer: Answerer) -> None:
    theirs = scene.address("responsible")
    await tap(answer, theirs, actions.WriteToMe(0))
    assert "Тренери" in await tell(answer, theirs, "що цього кварталу?")
    await come_back(scene.house, theirs)
    scene.clock.moment = BEFORE_THE_DEADLINE
    assert "Зараз я вам не пишу" in await tell(answer, theirs, "меню")
    assert theirs.account not in await delivered(scene)


@pytest.mark.parametrize("word", ["старт", "Start", "писати знову", "пишіть"])
async def test_a_word_turns_it_back_too(scene: Scene, answer: Answerer, word: str) -> None:
    theirs = scene.address("responsible")
    await tell(answer, theirs, "стоп")
    assert AGAIN in await tell(answer, theirs, word)
    assert "Зараз я вам не пишу" not in await tell(answer, theirs, "меню")
    assert AGAIN not in await tell(answer, theirs, word)


async def test_the_messengers_own_start_turns_it_back(scene: Scene, answer: Answerer) -> None:
    theirs = scene.address("responsible")
    await tell(answer, theirs, "стоп")
    said = await replies(answer, theirs, Arrival(None))
    assert AGAIN in read(said)


async def test_stop_is_never_the_words_of_a_report(scene: Scene, answer: Answerer) -> None:
    theirs = scene.address("responsible")
    await tap(answer, theirs, actions.Claim(scene.occurrence, 0))
    assert STOPPED in await tell(answer, theirs, "Стоп")
    assert await scene.state() == (State.PLANNED, 0)
    assert await scene.awaits("responsible") is None


async def test_words_of_a_report_that_only_begin_so_are_its_words(scene: Scene, answer: Answerer) -> None:
    theirs = scene.address("responsible")
    await tap(answer, theirs, actions.Claim(scene.occurrence, 0))
    said = await tell(answer, theirs, "Стоп-кадр фестивалю показали сорока людям")
    assert "Записав: ваші слова" in said


async def test_it_holds_in_every_messenger_and_branch_of_the_person(scene: Scene, answer: Answerer) -> None:
    other = await a_scene(scene.store, "Друге відділення")
    theirs, shared = scene.people["responsible"], Address("viber", "both=")
    there = await add_member(scene.store, other.branch, "Тополя Сергій", Role.MEMBER, [(DOOR, "elsewhere")])
    async with scene.store.writing() as session:
        for member, current in ((theirs, True), (there, False)):
            account = IdentityRow(member_id=member, door=shared.door, account=shared.account, current=current)
            account.language, account.used_at = "uk", scene.house.now()
            session.add(account)
    await tell(answer, shared, "стоп")
    async with scene.store.reading() as session:
        of_person = select(IdentityRow).where(IdentityRow.member_id.in_([theirs, there]))
        assert {row.silence for row in await session.scalars(of_person)} == {"stopped"}
    await tell(answer, shared, "старт")
    async with scene.store.reading() as session:
        assert {row.blocked_at for row in await session.scalars(of_person)} == {None}


async def test_the_secretary_hears_that_somebody_cannot_be_written_to(scene: Scene, answer: Answerer) -> None:
    await tell(answer, scene.address("responsible"), "стоп")
    async with scene.store.reading() as session:
        owed = [(row.kind, row.member_id) for row in await session.scalars(select(OutboxRow))]
    assert owed == [("unreachable", scene.people["secretary"])]


async def test_a_stranger_is_told_that_nothing_is_written_to_them(scene: Scene, answer: Answerer) -> None:
    assert "пишу лише тим, хто у відділенні" in await tell(answer, Address(DOOR, "nobody"), "стоп")


@pytest.mark.parametrize(
    ("words", "page"),
    [
        ("люди", actions.ShowPeople()),
        ("Про мене", actions.ShowMe()),
        ("історія", actions.ShowTrail(0, 0)),
        ("групи", actions.ShowGroups()),
        ("Члени відділення", actions.ShowMembers(0)),
        ("правила", actions.ShowRules()),
        ("мої месенджери", actions.ShowAccounts()),
        ("меню", actions.Home()),
        ("назад", actions.Home()),
        ("скасувати", actions.Home()),
        ("допомога", actions.Help()),
        ("help", actions.Help()),
    ],
)
@pytest.mark.parametrize("who", ["other", "presidium", "head", "secretary"])
async def test_a_page_that_is_named_is_the_one_behind_its_button(
    scene: Scene, answer: Answerer, who: str, words: str, page: actions.Action
) -> None:
    address = scene.address(who)
    typed = await replies(answer, address, Words(words))
    tapped = await replies(answer, address, Tap(actions.encode(page)))
    assert (read(typed), offered(typed)) == (read(tapped), offered(tapped))
