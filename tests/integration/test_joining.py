"""Coming in by a personal link: once, in time, as oneself, and behind the right name of the plan."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

import pytest
from sqlalchemy import delete, select

from bot.dialog.model import Address
from bot.documents.plan_reader import read_plan
from bot.domain.plan import Role, Snapshot
from bot.domain.windows import calendar_year
from bot.errors import PlanovykError
from bot.usecases.acting import Verdict
from bot.usecases.doubts import answer_doubt, next_doubt, open_doubts
from bot.usecases.house import House
from bot.usecases.joining import INVITE_HOURS, come_back, hashed, invite, join, leave, note_use, speak
from bot.usecases.plans import import_plan
from db.caller import Caller
from db.parties import link_members
from db.sqlite import database_path
from db.store import Store
from db.tables import AuditRow, BranchRow, DoubtRow, IdentityRow, InviteRow, MemberRow, PartyRow, PlanRow
from tests.integration.builders import SetClock
from tests.integration.houses import NOW, Scene, a_house, update_key

BRANCH = "Калинівське відділення"
PLAN = """План роботи відділення на 2026 рік

№ з/п\tНазва заходу\tТермін проведення\tВідповідальні\tРесурси\tОчікуваний результат
Ціль 1: Перша
1.1\tВидання бюлетеню\t3 квартал\tРибянцова І.П., Тополя С.\tЗал\tЄ
1.2\tПортал\tщоквартально\tРибянцева І.П.\tЗал\tЄ
1.3\tШкола\tвересень\tШевченко Т.\tЗал\tЄ
"""
Row = TypeVar("Row")
TELEGRAM, VIBER = Address("telegram", "42"), Address("viber", "abc=")


@pytest.fixture
async def house(store: Store) -> House:
    found, _, _ = a_house(store)
    await import_plan(found, read_plan(PLAN.encode(), calendar_year(2026)), BRANCH, publish=True)
    return found


async def rows(store: Store, table: type[Row]) -> list[Row]:
    async with store.reading() as session:
        return list(await session.scalars(select(table)))


async def caller_at(house: House, address: Address) -> Caller:
    found = await house.store.caller(address)
    assert found is not None
    return found


async def enter(house: House, name: str, role: Role = Role.MEMBER, address: Address = TELEGRAM) -> Caller:
    assert await join(house, address, await invite(house, BRANCH, name, role)) is not None
    return await caller_at(house, address)


async def linked(store: Store) -> dict[str, str | None]:
    """Which member stands behind each person of the plan."""
    names = {member.id: member.name for member in await rows(store, MemberRow)}
    return {party.name: names.get(party.member_id or 0) for party in await rows(store, PartyRow)}


@pytest.mark.sqlite
async def test_only_the_hash_of_a_token_is_kept(house: House) -> None:
    token = await invite(house, BRANCH, "Тополя Сергій", Role.MEMBER)
    [kept] = await rows(house.store, InviteRow)
    assert kept.token_hash == hashed(token)
    assert kept.expires_at == NOW + INVITE_HOURS == NOW + timedelta(hours=48)
    path = database_path(str(house.store.engine.url))
    assert token.encode() not in path.read_bytes()
    assert kept.token_hash.encode() in path.read_bytes()


async def test_a_token_opens_the_door_once(house: House) -> None:
    token = await invite(house, BRANCH, "  Тополя   Сергій ", Role.PRESIDIUM)
    assert await house.store.caller(TELEGRAM) is None
    joined = await join(house, TELEGRAM, token)
    caller = await caller_at(house, TELEGRAM)
    assert joined is not None
    assert (caller.member_id, caller.name, caller.role) == (joined.member_id, "Тополя Сергій", Role.PRESIDIUM)
    assert (caller.language, caller.latest, caller.blocked, caller.awaiting) == ("uk", True, False, None)
    assert await join(house, VIBER, token) is None
    assert await house.store.caller(VIBER) is None
    assert [(row.verb, row.member_id) for row in await rows(house.store, AuditRow)] == [("join", joined.member_id)]


async def test_of_ten_who_bring_one_token_at_once_one_comes_in(house: House) -> None:
    token = await invite(house, BRANCH, "Тополя Сергій", Role.MEMBER)
    found = await asyncio.gather(*(join(house, Address("telegram", str(each)), token) for each in range(10)))
    assert sum(each is not None for each in found) == 1
    assert len(await rows(house.store, IdentityRow)) == 1


@pytest.mark.parametrize(
    ("waited", "comes_in"), [(timedelta(hours=48) - timedelta(seconds=1), True), (timedelta(hours=48), False)]
)
async def test_a_token_is_good_for_two_days(store: Store, house: House, waited: timedelta, comes_in: bool) -> None:
    token = await invite(house, BRANCH, "Тополя Сергій", Role.MEMBER)
    later, _, _ = a_house(store, NOW + waited)
    assert (await join(later, TELEGRAM, token) is not None) is comes_in
    assert (await store.caller(TELEGRAM) is not None) is comes_in


@pytest.mark.parametrize("token", ["", "9" * 22, "ніхто", "a" * 5000, "'; DROP TABLE invite; --"])
async def test_a_token_that_nobody_was_given_opens_nothing(house: House, token: str) -> None:
    await invite(house, BRANCH, "Тополя Сергій", Role.MEMBER)
    assert await join(house, TELEGRAM, token) is None
    assert await rows(house.store, IdentityRow) == []


async def test_one_person_may_come_in_by_two_messengers(house: House) -> None:
    first = await enter(house, "Тополя Сергій")
    second = await enter(house, "Тополя Сергій", address=VIBER)
    assert first.member_id == second.member_id
    assert first.identity_id != second.identity_id
    assert len(await rows(house.store, MemberRow)) == 1
    assert len(await rows(house.store, IdentityRow)) == 2


async def test_the_account_used_last_is_the_one_to_write_to(store: Store, house: House) -> None:
    await enter(house, "Тополя Сергій")
    later, clock, _ = a_house(store, NOW + timedelta(minutes=5))
    await enter(later, "Тополя Сергій", address=VIBER)
    assert not (await caller_at(later, TELEGRAM)).latest
    clock.moment += timedelta(minutes=5)
    await note_use(later, await caller_at(later, TELEGRAM))
    assert (await caller_at(later, TELEGRAM)).latest
    assert not (await caller_at(later, VIBER)).latest


async def test_the_account_used_last_is_the_one_to_write_to_though_the_clock_was_put_back(
    store: Store, house: House
) -> None:
    await enter(house, "Тополя Сергій")
    later, clock, _ = a_house(store, NOW + timedelta(days=30))
    await enter(later, "Тополя Сергій", address=VIBER)
    clock.moment = NOW - timedelta(days=30)
    for used, other in ((TELEGRAM, VIBER), (VIBER, TELEGRAM)):
        await note_use(later, await caller_at(later, used))
        assert (await caller_at(later, used)).latest
        assert not (await caller_at(later, other)).latest


async def test_using_the_same_account_again_writes_nothing_until_tomorrow(store: Store, house: House) -> None:
    await enter(house, "Тополя Сергій")
    clock = SetClock(NOW + timedelta(hours=19))
    later = replace(house, clock=clock)
    await note_use(later, await caller_at(later, TELEGRAM))
    assert (await caller_at(later, TELEGRAM)).used_at == NOW
    clock.moment = NOW + timedelta(hours=21)
    await note_use(later, await caller_at(later, TELEGRAM))
    assert (await caller_at(later, TELEGRAM)).used_at == clock.moment


async def snapshot(house: House) -> Snapshot:
    caller = await caller_at(house, TELEGRAM)
    found = await house.store.snapshot(caller.branch_id, caller.revision, house.today())
    assert found is not None
    return found


async def test_whoever_leaves_cannot_be_reached_until_they_come_back(house: House) -> None:
    caller = await enter(house, "Тополя Сергій")

    async def reachable() -> bool:
        return (await snapshot(house)).members[caller.member_id].reachable

    assert await reachable()
    await leave(house, TELEGRAM)
    assert not await reachable()
    await come_back(house, TELEGRAM)
    assert await reachable()
    await leave(house, TELEGRAM)
    await note_use(house, await caller_at(house, TELEGRAM))
    assert await reachable()
    await leave(house, Address("viber", "nobody"))


async def test_whoever_has_left_does_not_leave_again(house: House) -> None:
    await enter(house, "Тополя Сергій")
    await leave(house, TELEGRAM)
    gone = await caller_at(house, TELEGRAM)
    await leave(house, TELEGRAM)
    assert await caller_at(house, TELEGRAM) == gone


async def test_a_language_belongs_to_an_account(house: House) -> None:
    await enter(house, "Тополя Сергій")
    await speak(house, await enter(house, "Тополя Сергій", address=VIBER), "en")
    assert [(await caller_at(house, each)).language for each in (TELEGRAM, VIBER)] == ["uk", "en"]


@pytest.mark.parametrize("name", ["", "   ", "Я" * 101])
async def test_an_impossible_name_is_refused(house: House, name: str) -> None:
    with pytest.raises(PlanovykError, match=r"error\.name"):
        await invite(house, BRANCH, name, Role.MEMBER)
    assert await rows(house.store, MemberRow) == []


async def test_there_is_no_invitation_into_a_branch_that_is_not_there(house: House) -> None:
    with pytest.raises(PlanovykError, match=r"error\.no-branch"):
        await invite(house, "Інше відділення", "Тополя Сергій", Role.MEMBER)


async def test_a_second_invitation_gives_the_role_it_names_and_keeps_the_place(house: House) -> None:
    first = await enter(house, "Тополя Сергій", Role.PRESIDIUM)
    await invite(house, BRANCH, "Тополя Сергій", Role.MEMBER)
    again = await caller_at(house, TELEGRAM)
    assert (again.member_id, again.role) == (first.member_id, Role.MEMBER)


async def test_a_person_of_the_plan_is_joined_to_the_member_of_the_same_surname_and_initials(house: House) -> None:
    await enter(house, "Тополя Сергій Іванович")
    assert (await linked(house.store))["Тополя С."] == "Тополя Сергій Іванович"


@pytest.mark.parametrize("name", ["ТОПОЛЯ Сергій", "С. Тополя", "\u0054\u006fполя С."])
async def test_a_surname_is_the_same_in_capitals_and_with_letters_that_look_alike(house: House, name: str) -> None:
    await enter(house, name)
    assert (await linked(house.store))["Тополя С."] == name


async def test_in_a_branch_of_many_members_each_name_finds_its_own(store: Store) -> None:
    house, _, _ = a_house(store)
    lines = "".join(f"1.{at}\tЗахід\tвересень\tКалин{letters(at)} О.\tЗал\tЄ\n" for at in range(40))
    plan = PLAN.split("1.1\t", maxsplit=1)[0] + lines
    await import_plan(house, read_plan(plan.encode(), calendar_year(2026)), BRANCH, publish=True)
    async with store.writing() as session:
        branch = (await session.scalars(select(BranchRow.id))).one()
        names = [f"Калин{letters(at)} Олег Петрович" for at in range(450)]
        session.add_all(MemberRow(branch_id=branch, name=name, role=Role.MEMBER) for name in names)
        await session.flush()
        await link_members(session, branch)
    found = await linked(store)
    assert len(found) == 40
    assert found["Калинабво О."] == "Калинабво Олег Петрович"
    assert None not in found.values()


def letters(number: int) -> str:
    """A number as an ending of a surname."""
    return "".join("абвгдежзик"[int(digit)] for digit in f"{number:03}") + "о"


async def test_a_similar_spelling_is_never_joined(house: House) -> None:
    await enter(house, "Рибянцева Інна Петрівна")
    assert await linked(house.store) == {
        "Рибянцева І.П.": "Рибянцева Інна Петрівна",
        "Рибянцова І.П.": None,
        "Тополя С.": None,
        "Шевченко Т.": None,
    }


async def test_a_name_that_fits_two_members_is_joined_to_neither(house: House) -> None:
    async with house.store.writing() as session:
        branch = (await session.scalars(select(PartyRow.branch_id))).first()
        session.add(MemberRow(branch_id=branch, name="Шевченко Тарас", role=Role.MEMBER))
    await enter(house, "Шевченко Тетяна")
    assert (await linked(house.store))["Шевченко Т."] is None


async def secretary_and_doubt(house: House) -> tuple[Caller, DoubtRow]:
    caller = await enter(house, "Криничко Т.А.", Role.SECRETARY, Address("telegram", "secretary"))
    [doubt] = [row for row in await rows(house.store, DoubtRow) if row.code == "same-person"]
    return caller, doubt


@pytest.mark.parametrize("first", ["join", "answer"])
async def test_one_person_in_two_spellings_is_joined_once_the_secretary_says_so(house: House, first: str) -> None:
    caller, doubt = await secretary_and_doubt(house)
    if first == "join":
        await enter(house, "Рибянцева Інна")
    assert await answer_doubt(house, caller, doubt.id, 1, update_key()) is Verdict.DONE
    if first == "answer":
        await enter(house, "Рибянцева Інна")
    found = await linked(house.store)
    assert found["Рибянцева І.П."] == found["Рибянцова І.П."] == "Рибянцева Інна"


async def test_two_people_stay_two_when_the_secretary_says_so(house: House) -> None:
    caller, doubt = await secretary_and_doubt(house)
    assert await answer_doubt(house, caller, doubt.id, 0, update_key()) is Verdict.DONE
    await enter(house, "Рибянцева Інна")
    assert (await linked(house.store))["Рибянцова І.П."] is None


async def test_three_spellings_of_one_person_are_joined_in_whatever_order_it_is_said(store: Store) -> None:
    house, _, _ = a_house(store)
    spellings = ("Рибянцева І.П.", "Рибянцова І.П.", "Рибянцива І.П.")
    lines = "".join(f"1.{at}\tЗахід {at}\tвересень\t{name}\tЗал\tЄ\n" for at, name in enumerate(spellings, 1))
    plan = PLAN.split("1.1\t", maxsplit=1)[0] + lines
    await import_plan(house, read_plan(plan.encode(), calendar_year(2026)), BRANCH, publish=True)
    caller = await enter(house, "Криничко Т.А.", Role.SECRETARY, Address("telegram", "secretary"))
    a, b, c = spellings
    async with store.writing() as session:
        plan_id = (await session.scalars(select(PlanRow.id))).one()
        await session.execute(delete(DoubtRow))
        pairs = [{"a": a, "b": b}, {"a": c, "b": b}]
        session.add_all(DoubtRow(plan_id=plan_id, code="same-person", text="", args=pair) for pair in pairs)
    for row in await rows(store, DoubtRow):
        assert await answer_doubt(house, caller, row.id, 1, update_key()) is Verdict.DONE
    await enter(house, "Рибянцева Інна")
    assert set((await linked(store)).values()) == {"Рибянцева Інна"}


async def test_a_doubt_is_settled_once_and_by_the_secretary_alone(house: House) -> None:
    caller, doubt = await secretary_and_doubt(house)
    head = await enter(house, "Дем'яненко О.В.", Role.HEAD)
    assert await answer_doubt(house, head, doubt.id, 1, update_key()) is Verdict.REFUSED
    assert await open_doubts(house, doubt.plan_id) == 1
    assert await answer_doubt(house, caller, doubt.id, 0, "once") is Verdict.DONE
    assert await answer_doubt(house, caller, doubt.id, 0, "once") is Verdict.STALE
    assert await answer_doubt(house, caller, doubt.id, 1, update_key()) is Verdict.STALE
    assert await answer_doubt(house, caller, 10**17, 1, update_key()) is Verdict.REFUSED
    assert await open_doubts(house, doubt.plan_id) == 0
    assert await next_doubt(house, doubt.plan_id, 0) is None


async def test_doubts_go_round_until_all_are_settled(scene: Scene) -> None:
    async with scene.store.writing() as session:
        codes = ("no-term", "goal-gap", "number-gap")
        session.add_all(DoubtRow(plan_id=scene.plan, code=code, text="", args={}) for code in codes)
    ids = [row.id for row in await rows(scene.store, DoubtRow)]

    async def after(doubt: int) -> int:
        found = await next_doubt(scene.house, scene.plan, doubt)
        return found.id if found else 0

    assert [await after(each) for each in (0, *ids)] == [*ids, ids[0]]
    await answer_doubt(scene.house, await scene.caller("secretary"), ids[1], 0, update_key())
    assert [await after(each) for each in (0, *ids)] == [ids[0], ids[2], ids[2], ids[0]]


async def test_a_doubt_of_another_branch_does_not_exist(scene: Scene, foreign: Scene) -> None:
    async with scene.store.writing() as session:
        session.add(DoubtRow(plan_id=foreign.plan, code="no-term", text="", args={"title": "Чуже"}))
    [doubt] = await rows(scene.store, DoubtRow)
    secretary = await scene.caller("secretary")
    assert await answer_doubt(scene.house, secretary, doubt.id, 0, update_key()) is Verdict.REFUSED
    assert await next_doubt(scene.house, scene.plan, 0) is None
    assert await open_doubts(scene.house, foreign.plan) == 1
