"""The general entrance: whoever comes by it waits, learns nothing, and is let in by a human who says who they are."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.dialog import actions
from bot.dialog.model import Address, AttachmentKind, Tap, Unreadable
from bot.domain.codes import spelled_entrance
from bot.domain.notices import Kind
from bot.domain.people.model import Kind as PartyKind
from bot.domain.plan import Role
from bot.usecases.acting import Verdict
from bot.usecases.admitting import admit, refuse
from bot.usecases.channels import remember_handle
from bot.usecases.joining import invite
from db.branches import changed
from db.outbox import DeliveryState
from db.tables import ApplicantRow, EntranceRow, IdentityRow, InboxRow, MemberRow, OutboxRow, PartyRow
from handlers.flood import LIMITS
from scheduler.delivery import deliver
from tests.integration.builders import PlayedDoor, add_activity, add_member, kyiv
from tests.integration.houses import WINTER, Scene, update_key
from tests.integration.talking import Phone, Phones, whole
from tests.integration.test_delivery import post_of

NEWCOMER = Address("viber", "newcomer=")
SECRETS = ("Тренери", "Тополя", "Криничко", "Дем'яненко", "Лелека", "план", "Меню")


@pytest.fixture
def phones(scene: Scene) -> Phones:
    return Phones(scene.house)


@pytest.fixture
def secretary(scene: Scene, phones: Phones) -> Phone:
    return phones.of(scene.address("secretary"))


async def opens(phone: Phone) -> str:
    """Open the general entrance; return its code."""
    await phone.presses(actions.ShowPeople())
    await phone.taps("Спільне запрошення")
    await phone.taps("Відкрити")
    async with phone.phones.house.store.reading() as session:
        return str(await session.scalar(select(EntranceRow.code).order_by(EntranceRow.id.desc()).limit(1)))


async def comes(phone: Phone, code: str, name: str = "Коваль Олена") -> str:
    await phone.says(code)
    return await phone.says(name)


async def waiting(scene: Scene) -> list[ApplicantRow]:
    async with scene.store.reading() as session:
        query = select(ApplicantRow).where(ApplicantRow.settled_at.is_(None)).order_by(ApplicantRow.id)
        return list(await session.scalars(query))


async def count(scene: Scene, table: type[object]) -> int:
    async with scene.store.reading() as session:
        return await session.scalar(select(func.count()).select_from(table)) or 0


async def notices(scene: Scene, kind: Kind) -> dict[int, str]:
    async with scene.store.reading() as session:
        rows = await session.scalars(select(OutboxRow).where(OutboxRow.kind == kind))
        return {row.member_id: row.state for row in rows}


async def test_the_entrance_shows_its_links_and_a_code_to_dictate(scene: Scene, secretary: Phone) -> None:
    await remember_handle(scene.house, "telegram", "planovyk_bot")
    await remember_handle(scene.house, "viber", "planovyk")
    code = await opens(secretary)
    page = await secretary.presses(actions.ShowEntrance())
    assert f"https://t.me/planovyk_bot?start={code}" in page
    assert f"viber://pa?chatURI=planovyk&context={code}" in page
    assert f"Код: {spelled_entrance(code)}" in page
    await secretary.taps("QR-код")
    pictures = secretary.seen.attachments
    assert [(each.name, each.kind) for each in pictures] == [
        ("telegram.png", AttachmentKind.PICTURE),
        ("viber.png", AttachmentKind.PICTURE),
    ]
    assert all(each.content.startswith(b"\x89PNG") for each in pictures)


async def test_a_new_code_closes_the_old_one_and_closing_closes(scene: Scene, phones: Phones, secretary: Phone) -> None:
    first = await opens(secretary)
    again = secretary.code("Нове")
    assert "старе вже не діє" in await secretary.taps("Нове")
    async with scene.store.reading() as session:
        second = await session.scalar(select(EntranceRow.code).where(EntranceRow.closed_at.is_(None)))
    assert second not in {first, None}
    assert "не підійшов" in await phones.viber("a=").says(first)
    assert "Як вас звати?" in await phones.viber("b=").says(str(second))
    head = phones.of(scene.address("head"))
    await head.does(Tap(again))
    assert await count(scene, EntranceRow) == 2, "a stale button opens nothing: somebody is dictating the present code"
    await secretary.presses(actions.ShowEntrance())
    assert "закрито" in await secretary.taps("Закрити")
    assert "не підійшов" in await phones.viber("c=").says(str(second))
    assert [verb for verb, _, _ in await scene.trail()] == [
        "entrance-open", "entrance-close", "entrance-open", "entrance-close",
    ]  # fmt: skip


@pytest.mark.parametrize("who", ["responsible", "presidium", "other"])
async def test_only_those_who_keep_the_people_have_the_entrance(scene: Scene, phones: Phones, who: str) -> None:
    await comes(phones.of(NEWCOMER), await opens(phones.of(scene.address("head"))))
    [row] = await waiting(scene)
    phone = phones.of(scene.address(who))
    for action in (
        actions.ShowEntrance(), actions.DrawEntrance(), actions.OpenEntrance(0), actions.OpenEntrance(1),
        actions.CloseEntrance(1), actions.ShowApplicants(), actions.ShowApplicant(row.id), actions.Admit(row.id),
        actions.Admit(row.id, scene.people["head"]), actions.Refuse(row.id),
    ):  # fmt: skip
        page = await phone.presses(action)
        assert "Коваль" not in page
        assert "Люди" not in page
    assert len(await waiting(scene)) == 1
    assert [verb for verb, _, _ in await scene.trail()] == ["entrance-open"]


@pytest.mark.parametrize("shape", ["link", "{}", "/start {}", " {} "])
async def test_who_comes_by_it_says_a_name_and_waits(
    scene: Scene, phones: Phones, secretary: Phone, shape: str
) -> None:
    code = await opens(secretary)
    phone = phones.of(NEWCOMER)
    hello = await (phone.arrives(code) if shape == "link" else phone.says(shape.format(code.lower())))
    assert "Як вас звати?" in hello
    assert await notices(scene, Kind.APPLICANT) == {}, "nobody is told of somebody without a name"
    thanks = await phone.says("коваль  олена")
    assert "Коваль Олена" in thanks
    assert "зачекайте" in thanks
    [row] = await waiting(scene)
    assert (row.name, row.door, row.account) == ("Коваль Олена", "viber", "newcomer=")
    keepers = {scene.people["secretary"], scene.people["head"]}
    assert await notices(scene, Kind.APPLICANT) == dict.fromkeys(keepers, DeliveryState.PENDING)
    for words in ("Що цього кварталу?", "1.1", "Мороз Іван", "/start", code, "Тополя", "мої завдання"):
        heard = await phone.says(words)
        assert "чекаєте" in heard or "зачекайте" in heard
        assert [secret for secret in SECRETS if secret in heard] == []
    await phone.does(Unreadable())
    await phone.presses(actions.Home())
    assert phone.labels == []
    assert len(await waiting(scene)) == 1
    assert await count(scene, OutboxRow) == 2


async def test_what_is_no_name_is_asked_for_once_more_and_then_taken(
    scene: Scene, phones: Phones, secretary: Phone
) -> None:
    code = await opens(secretary)
    phone = phones.of(NEWCOMER)
    await phone.says(code)
    for words in ("🙂", "/help", "5"):
        assert "Як вас звати?" in await phone.says(words)
    assert "прізвище та ім'я одним повідомленням" in await phone.says("Добрий день")
    assert (await waiting(scene))[0].name == ""
    assert "Бабай Ярополк" in await phone.says("Бабай Ярополк")
    assert (await waiting(scene))[0].name == "Бабай Ярополк"


async def test_an_account_may_wait_at_two_branches(scenes: tuple[Scene, Scene], phones: Phones) -> None:
    own, foreign = scenes
    codes = [await opens(phones.of(each.address("secretary"))) for each in scenes]
    phone = phones.of(NEWCOMER)
    for code in codes:
        await comes(phone, code)
    rows = await waiting(own)
    assert [row.branch_id for row in rows] == [own.branch, foreign.branch]
    for row, mine, other in ((rows[0], own, foreign), (rows[1], foreign, own)):
        page = await phones.of(other.address("secretary")).presses(actions.ShowApplicant(row.id))
        assert "Коваль Олена\nViber" not in page
        assert await admit(own.house, await other.caller("secretary"), update_key(), actions.Admit(row.id)) is (
            Verdict.STALE
        )
        assert await refuse(own.house, await other.caller("head"), update_key(), actions.Refuse(row.id)) is (
            Verdict.STALE
        )
        assert await admit(own.house, await mine.caller("secretary"), update_key(), actions.Admit(row.id)) is (
            Verdict.DONE
        )
    assert "Моє відділення" in await phone.presses(actions.ShowMe())


async def test_the_hub_counts_and_the_card_proposes_by_surname(scene: Scene, phones: Phones, secretary: Phone) -> None:
    absent = await add_member(scene.store, scene.branch, "Коваль О.П.", Role.PRESIDIUM)
    await add_member(scene.store, scene.branch, "Коваль Ольга", Role.MEMBER, [("telegram", "olha")])
    await add_member(scene.store, scene.branch, "Мороз Іван")
    async with scene.store.writing() as session:
        party = PartyRow(branch_id=scene.branch, kind=PartyKind.PERSON, name="Ковальь О.", member_id=None)
        plan_person = PartyRow(branch_id=scene.branch, kind=PartyKind.PERSON, name="Коваль Олександра", member_id=None)
        session.add_all([party, plan_person])
        await session.flush()
        named = plan_person.id
        await changed(session, scene.branch, scene.house.now())
    await add_activity(scene.store, scene.plan, "Виставка", WINTER, [named])
    await comes(phones.of(NEWCOMER), await opens(secretary))
    await secretary.presses(actions.ShowPeople())
    assert "Чекають: 1" in secretary.labels
    assert "1. Коваль Олена (Viber" in await secretary.taps("Чекають: 1")
    card = await secretary.taps("1. Коваль Олена")
    assert "Коваль О.П., член Президії" in card
    assert "Ковальь О., є у плані, ім'я лише схоже" in card
    assert "Коваль Олександра, є у плані: 1.1" in card
    assert "Є тут уже:\nКоваль Ольга" in card
    assert "Мороз" not in card
    await secretary.taps(next(label for label in secretary.labels if "Коваль О.П." in label))
    async with scene.store.reading() as session:
        assert await session.scalar(select(IdentityRow.member_id).where(IdentityRow.account == "newcomer=")) == absent
    caller = await scene.store.caller(NEWCOMER)
    assert caller is not None
    assert (caller.name, caller.role) == ("Коваль О.П.", Role.PRESIDIUM)
    assert await notices(scene, Kind.ADMITTED) == {absent: DeliveryState.PENDING}
    assert set((await notices(scene, Kind.APPLICANT)).values()) == {DeliveryState.CANCELLED}
    assert [(verb, subject) for verb, _, subject in await scene.trail()][-1] == ("admit", f"member:{absent}")


async def test_a_person_of_the_plan_becomes_a_member_and_answers_for_their_work(
    scene: Scene, phones: Phones, secretary: Phone
) -> None:
    async with scene.store.writing() as session:
        party = PartyRow(branch_id=scene.branch, kind=PartyKind.PERSON, name="Коваль О.", member_id=None)
        session.add(party)
        await session.flush()
        party_id = party.id
    await add_activity(scene.store, scene.plan, "Виставка книг", WINTER, [party_id])
    newcomer = phones.of(NEWCOMER)
    await comes(newcomer, await opens(secretary))
    await secretary.presses(actions.ShowApplicants())
    await secretary.taps("1. Коваль Олена")
    await secretary.taps("1. Коваль О.")
    assert "Виставка книг" in await newcomer.says("мої завдання")


async def test_a_new_person_is_never_taken_for_one_of_the_plan(scene: Scene, phones: Phones, secretary: Phone) -> None:
    async with scene.store.writing() as session:
        party = PartyRow(branch_id=scene.branch, kind=PartyKind.PERSON, name="Коваль О.", member_id=None)
        session.add(party)
        await session.flush()
        party_id = party.id
    await add_activity(scene.store, scene.plan, "Виставка книг", WINTER, [party_id])
    newcomer = phones.of(NEWCOMER)
    await comes(newcomer, await opens(secretary))
    await secretary.presses(actions.ShowApplicants())
    await secretary.taps("1. Коваль Олена")
    await secretary.taps("Нова людина")
    assert "Виставка книг" not in await newcomer.says("мої завдання")
    await invite(scene.house, scene.name, "Ще Хтось", Role.MEMBER)
    assert "Виставка книг" not in await newcomer.says("мої завдання"), "joining names later does not undo the word"


async def test_who_was_refused_is_forgotten_at_once(scene: Scene, phones: Phones, secretary: Phone) -> None:
    newcomer = phones.of(NEWCOMER)
    await comes(newcomer, await opens(secretary))
    await secretary.presses(actions.ShowApplicants())
    await secretary.taps("1. Коваль Олена")
    assert "Відмовлено" in await secretary.taps("Відмовити")
    async with scene.store.reading() as session:
        [row] = await session.scalars(select(ApplicantRow))
    assert (row.account, row.name, row.member_id, row.settled_by) == ("", "", None, scene.people["secretary"])
    heard = await newcomer.says("Чому?")
    assert "розмовляю тільки з його членами" in heard
    assert [secret for secret in (*SECRETS[:5], scene.name) if secret in heard] == []
    assert await scene.store.caller(NEWCOMER) is None
    assert set((await notices(scene, Kind.APPLICANT)).values()) == {DeliveryState.CANCELLED}
    assert (await scene.trail())[-1][0] == "refuse"


async def test_of_secretary_and_head_at_once_one_decides_and_the_other_sees_it(scene: Scene, phones: Phones) -> None:
    secretary, head = (phones.of(scene.address(who)) for who in ("secretary", "head"))
    await comes(phones.of(NEWCOMER), await opens(secretary))
    [row] = await waiting(scene)
    before = await count(scene, MemberRow)
    heard = await asyncio.gather(
        secretary.presses(actions.Admit(row.id)),
        head.presses(actions.Refuse(row.id)),
        head.presses(actions.Admit(row.id)),
    )
    assert sum("тепер тут" in each or "Відмовлено" in each for each in heard) == 1
    assert sum("Уже впущено" in each or "уже відмовлено" in each for each in heard) == 2
    assert await count(scene, MemberRow) - before <= 1
    assert len([verb for verb, _, _ in await scene.trail() if verb in {"admit", "refuse"}]) == 1


async def test_a_chosen_member_who_came_in_meanwhile_is_not_given_away(
    scene: Scene, phones: Phones, secretary: Phone
) -> None:
    absent = await add_member(scene.store, scene.branch, "Коваль О.П.", Role.HEAD)
    await comes(phones.of(NEWCOMER), await opens(secretary))
    [row] = await waiting(scene)
    await secretary.presses(actions.ShowApplicant(row.id))
    stale = secretary.code("1. Коваль О.П.")
    await phones.viber("real=").arrives(await invite(scene.house, scene.name, "Коваль О.П.", Role.HEAD))
    assert "змінилося" in await secretary.does(Tap(stale))
    async with scene.store.reading() as session:
        accounts = await session.scalars(select(IdentityRow.account).where(IdentityRow.member_id == absent))
        assert list(accounts) == ["real="]
    assert len(await waiting(scene)) == 1


async def test_a_personal_link_ends_the_waiting(scene: Scene, phones: Phones, secretary: Phone) -> None:
    newcomer = phones.of(NEWCOMER)
    await comes(newcomer, await opens(secretary))
    await newcomer.arrives(await invite(scene.house, scene.name, "Коваль Олена", Role.MEMBER))
    assert await waiting(scene) == []
    assert set((await notices(scene, Kind.APPLICANT)).values()) == {DeliveryState.CANCELLED}


async def test_a_repeated_tap_admits_once(scene: Scene, phones: Phones, secretary: Phone) -> None:
    await comes(phones.of(NEWCOMER), await opens(secretary))
    [row] = await waiting(scene)
    caller, key = await scene.caller("secretary"), update_key()
    before = await count(scene, MemberRow), await count(scene, InboxRow)
    assert await admit(scene.house, caller, key, actions.Admit(row.id)) is Verdict.DONE
    assert await admit(scene.house, caller, key, actions.Admit(row.id)) is Verdict.STALE
    assert (await count(scene, MemberRow), await count(scene, InboxRow)) == (before[0] + 1, before[1] + 1)


async def test_codes_that_fit_nothing_are_tries_and_strangers_limits_hold(scene: Scene, secretary: Phone) -> None:
    code = await opens(secretary)
    phones = Phones(scene.house, LIMITS)
    guesser = phones.viber("guesser=")
    for number in range(LIMITS.tries.at_once):
        assert "не підійшов" in await guesser.says(f"KKKKKKK{'2345679'[number]}")
    assert "Забагато посилань і кодів" in await guesser.says(code)
    scene.clock.moment += timedelta(hours=1)
    assert "Як вас звати?" in await guesser.says(code)
    heard = [await guesser.says("Коваль Олена") for _ in range(LIMITS.strangers.at_once + 5)]
    assert heard.count("") == 4, "beyond the measure a word, then silence"


async def test_keepers_are_told_once_of_all_who_wait_and_the_newcomer_is_welcomed(
    scene: Scene, phones: Phones, secretary: Phone
) -> None:
    code = await opens(secretary)
    for number, name in enumerate(("Коваль Олена", "Мороз Іван")):
        await comes(phones.viber(f"{number}="), code, name)
    telegram, viber = PlayedDoor("telegram"), PlayedDoor("viber")
    post = post_of(scene.store, scene.clock, [telegram, viber])
    await deliver(post)
    assert sorted(telegram.accounts) == sorted(scene.address(who).account for who in ("secretary", "head"))
    for _, message, _ in telegram.sent:
        heard = whole(message)
        assert heard.startswith("Чекають на дозвіл увійти: 2 людини.")
        assert [name for name in ("Коваль", "Мороз", scene.name) if name in heard] == []
    secretary.seen = telegram.sent[0][1]
    assert "2 людини" in await secretary.taps("Подивитися")
    await secretary.taps("1. Коваль Олена")
    await secretary.taps("Нова людина")
    await deliver(post)
    [(account, message, language)] = viber.sent
    assert (account, language) == ("0=", "uk")
    assert whole(message).startswith("Вітаю, Коваль Олена!")


async def test_at_night_nobody_is_told(scene: Scene, phones: Phones, secretary: Phone) -> None:
    code = await opens(secretary)
    scene.clock.moment = kyiv(2, 10, 23)
    await comes(phones.of(NEWCOMER), code)
    telegram = PlayedDoor("telegram")
    post = post_of(scene.store, scene.clock, [telegram])
    await deliver(post)
    assert telegram.accounts == []
    scene.clock.moment = kyiv(2, 11, 8)
    await deliver(post)
    assert len(telegram.accounts) == 2


async def test_many_who_wait_fit_every_page(scene: Scene, phones: Phones, secretary: Phone) -> None:
    code = await opens(secretary)
    for number in range(30):
        await comes(phones.viber(f"{number}="), code, "Нечуй-Левицька-Кропивницька-Староміська Олександра")
    for number in range(12):
        await add_member(
            scene.store, scene.branch, f"Нечуй-Левицька-Кропивницька-Староміська О.{'АБВГДЕЖЗИКЛМ'[number]}."
        )
    assert "30 людей" in await secretary.presses(actions.ShowApplicants())
    assert "Сторінка 4 з 4" in await secretary.presses(actions.ShowApplicants(page=9))
    await secretary.taps("30.")
    assert "Сторінка 2 з 2" in await secretary.taps("с. 2")
