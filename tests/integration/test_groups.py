"""Group chats: bound by those who keep people, asked about the plan alone, and told nobody's name."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.dialog import actions
from bot.dialog.door import Answerer
from bot.dialog.model import Address, Answer, Group, GroupEvent, Incoming, Tap, Words
from bot.dialog.speech import say
from bot.domain.flood import Limit
from bot.domain.people.model import Kind
from bot.usecases.channels import remember_handle
from bot.usecases.check_ins import check_in
from bot.usecases.deciding import confirm
from bot.usecases.work import claim
from db.tables import ActivityRow, GroupRow, PartyRow
from handlers.conversation import conversation
from tests.integration.hearing import labels, replies, tap
from tests.integration.houses import NAMES, UNHURRIED, Scene, update_key

GROUP = Address("telegram", "-100777")
HANDLE = "planovyk_bot"
DATA = Path(__file__).parents[1] / "unit" / "data"
NO_LIMIT = replace(UNHURRIED, groups=Limit(1_000_000, timedelta(minutes=1)))


def incoming(event: GroupEvent, speaker: Address | None, words: str = "", **rest: str) -> Incoming:
    return Incoming(GROUP, update_key(), Words(words), None, Group(event, speaker, **rest))


def read(answer: Answer) -> str:
    return "\n".join(say(line.text, "uk") for reply in answer.replies for line in reply.lines)


async def said(answer: Answerer, speaker: Address | None, words: str, **rest: str) -> str:
    return read(await answer(incoming(GroupEvent.SAID, speaker, words, **rest)))


@pytest.fixture
async def answer(scene: Scene) -> Answerer:
    """The conversation, in a group that the secretary has brought the bot into."""
    await remember_handle(scene.house, "telegram", HANDLE)
    made = conversation(scene.house, NO_LIMIT)
    hello = read(await made(incoming(GroupEvent.ADDED, scene.address("secretary"))))
    assert hello.startswith(f"Вітаю! Тут відповідатиму про план: {scene.name}.")
    return made


async def bound(scene: Scene) -> list[tuple[int, str]]:
    async with scene.store.reading() as session:
        return [(row.branch_id, row.account) for row in await session.scalars(select(GroupRow))]


async def test_a_keeper_binds_a_group_by_bringing_the_bot_in(scene: Scene, answer: Answerer) -> None:
    assert await bound(scene) == [(scene.branch, GROUP.account)]
    assert await scene.trail() == [("bind-group", scene.people["secretary"], "group:1")]


async def test_nobody_else_does(scene: Scene) -> None:
    answer = conversation(scene.house, NO_LIMIT)
    for speaker in (scene.address("other"), scene.address("presidium"), Address("telegram", "stranger"), None):
        assert (await answer(incoming(GroupEvent.ADDED, speaker))).replies == ()
    for speaker in (scene.address("other"), Address("telegram", "stranger")):
        for words in ("/here", "/quarter", "Привіт"):
            assert await said(answer, speaker, words) == ""
    assert await bound(scene) == []


async def test_a_keeper_is_told_how_and_an_anonymous_one_too(scene: Scene) -> None:
    answer = conversation(scene.house, NO_LIMIT)
    assert "напишіть /here" in await said(answer, scene.address("head"), "/quarter")
    assert "від свого імені" in await said(answer, None, "/here")
    assert (await said(answer, scene.address("head"), "/here")).startswith("Вітаю!")
    assert await bound(scene) == [(scene.branch, GROUP.account)]


async def test_a_group_of_another_branch_stays_that_branchs(scene: Scene, foreign: Scene, answer: Answerer) -> None:
    assert "іншого відділення" in await said(answer, foreign.address("head"), "/here")
    assert await bound(scene) == [(scene.branch, GROUP.account)]
    await tap(answer, foreign.address("head"), actions.UnbindGroup(1))
    assert await bound(scene) == [(scene.branch, GROUP.account)]


async def test_the_plans_questions_are_answered(scene: Scene, answer: Answerer) -> None:
    guest = Address("telegram", "anybody")
    quarter = await said(answer, guest, "/quarter")
    assert quarter.startswith("I квартал 2026: за планом\n1.1 Тренери: Калинівське відділення: до 31 березня")
    assert "1.1 Поради" in quarter
    assert await said(answer, guest, f"/quarter@{HANDLE}") == quarter
    assert await said(answer, None, "/quarter") == quarter
    assert await said(answer, guest, f"@{HANDLE} що цього кварталу?") == quarter
    assert await said(answer, guest, "Що цього кварталу?", answers=HANDLE) == quarter
    assert "I квартал" in await said(answer, guest, "/meeting")
    assert await said(answer, guest, "/overdue") == "Прострочених заходів немає. Чудово!"
    scene.clock.moment += timedelta(days=60)
    assert await said(answer, guest, "/overdue") == "Прострочено 1 захід."
    card = await said(answer, guest, "/number 1.1")
    assert card.startswith("1.1 ")
    assert "Строк" in card or "Термін" in card


async def test_who_does_not_speak_to_the_bot_is_not_answered(scene: Scene, answer: Answerer) -> None:
    secretary = scene.address("secretary")
    for words in ("Що цього кварталу?", "/quarter@another_bot", "пишіть @another_bot", "1.1"):
        assert await said(answer, secretary, words) == "", words
    assert await said(answer, secretary, "1.1", answers="another_bot") == ""


async def test_the_rest_is_for_the_private_chat(scene: Scene, answer: Answerer) -> None:
    for words in (
        "/start",
        "/help",
        "/privacy",
        "мої",
        "Тополя",
        "хто відповідає за тренерів",
        "/mine",
        "Меню",
        "/here2",
    ):
        reply = await answer(incoming(GroupEvent.SAID, scene.address("responsible"), f"@{HANDLE} {words}"))
        assert read(reply) == f"Про це напишіть мені, будь ласка, особисто: t.me/{HANDLE}", words


async def test_no_name_and_no_account_is_ever_said(scene: Scene, answer: Answerer) -> None:
    author = await scene.caller("responsible")
    await claim(scene.house, author, scene.occurrence, "Тополя Сергій навчив", update_key())
    await confirm(scene.house, await scene.caller("head"), scene.occurrence, 1, update_key())
    await check_in(scene.house, author, scene.all_year.activity_id, 1, "Лелека Марта порадила", update_key())
    async with scene.store.writing() as session:
        session.add(PartyRow(branch_id=scene.branch, kind=Kind.PERSON, name="Дорошкевич В.І."))
        for activity, title in zip(
            (scene.winter, scene.all_year),
            ("Зустріч із Тополя Сергій (Лелека М., В.І. Дорошкевич)", "Курс: Дем’яненко О., СОЛОВЕЙКО Марко"),
            strict=True,
        ):
            (await session.get_one(ActivityRow, activity.activity_id)).title = title
    secrets = [
        word for name in (*NAMES.values(), "Дорошкевич") for word in name.replace("'", " ").split() if len(word) > 3
    ]
    secrets += [scene.address(who).account for who in NAMES]
    for words in asked():
        reply = await answer(incoming(GroupEvent.SAID, scene.address("other"), words, answers=HANDLE))
        text = read(reply)
        assert text
        assert [secret for secret in secrets if secret.casefold() in text.casefold()] == [], words
        assert [row for page in reply.replies for row in page.rows] == [], words
        assert [page.attachments for page in reply.replies if page.attachments] == [], words


def asked() -> list[str]:
    """What people ask in private chats, and what a group could be tempted to ask."""
    terms, people = (
        [line.split("\t")[0] for line in (DATA / name).read_text("utf-8").splitlines() if line.strip()]
        for name in ("terms.tsv", "people-more.tsv")
    )
    commands = ["/quarter", "/quarter 1", "/quarter 2", "/overdue", "/meeting", "/number 1.1", "/mine", "/start"]
    words = [
        "що цього кварталу?", "що цього місяця", "весь план", "до кінця року", "1.1", "2.2", "мої", "мої завдання",
        "хто відповідає за 1.1", "Тополя", "Сергій", "Лелека Марта", "Історія", "люди", "приватність", "мої дані",
        "хто просрочив", "прострочене", "засідання", "коли засідання президії", "~ut:0:0", "~vg", "+d:1:0", "~ve:1",
        "Меню", "допомога", "/export", "/erase", "хто є в чаті", "скасувати 1.1",
    ]  # fmt: skip
    return commands + words + terms[:60] + people[:40]


async def test_names_are_said_where_the_branch_wants_them(scene: Scene, answer: Answerer) -> None:
    secretary = scene.address("secretary")
    page = await replies(answer, secretary, Tap(actions.encode(actions.ShowGroups())))
    assert "Групи" in labels(await replies(answer, secretary, Tap(actions.encode(actions.ShowPeople()))))
    assert labels(page)[:2] == ["Відв'язати групу 1", "Називати людей у групах"]
    assert "У групах я називаю відповідальних." in await tap(answer, secretary, actions.NameInGroups(1))
    assert "Тополя Сергій" in await said(answer, None, "/quarter")
    await tap(answer, scene.address("other"), actions.NameInGroups(0))
    assert "Тополя Сергій" in await said(answer, None, "/number 1.1")
    await tap(answer, scene.address("head"), actions.NameInGroups(0))
    assert "Тополя" not in await said(answer, None, "/quarter")


async def test_a_group_is_unbound_from_the_chat_and_when_the_bot_is_taken_out(scene: Scene, answer: Answerer) -> None:
    await tap(answer, scene.address("other"), actions.UnbindGroup(1))
    assert await bound(scene) != []
    assert "Ще жодної групи" in await tap(answer, scene.address("head"), actions.UnbindGroup(1))
    assert await said(answer, scene.address("other"), "/quarter") == ""
    await said(answer, scene.address("head"), "/here")
    assert (await answer(incoming(GroupEvent.REMOVED, scene.address("other")))).replies == ()
    assert await bound(scene) == []


async def test_a_group_that_moves_stays_bound(scene: Scene, answer: Answerer) -> None:
    for _ in range(2):
        assert (await answer(incoming(GroupEvent.MOVED, None, moved_to="-200"))).replies == ()
    assert await bound(scene) == [(scene.branch, "-200")]


async def test_a_group_is_not_flooded(scene: Scene, answer: Answerer) -> None:
    calm = conversation(scene.house)
    heard = [await said(calm, scene.address("other"), "/overdue") for _ in range(20)]
    assert [bool(each) for each in heard] == [True] * 15 + [False] * 5
