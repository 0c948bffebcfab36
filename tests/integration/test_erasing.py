"""Erasing somebody: the history stays, and neither the name nor the account nor the words are in the file any more."""

import asyncio
import shutil
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bot.dialog import actions
from bot.dialog.model import Address
from bot.domain.people.model import Kind
from bot.domain.plan import Role, State
from bot.usecases.check_ins import check_in
from bot.usecases.deciding import confirm, give_back
from bot.usecases.deeds import doing, note
from bot.usecases.joining import invite, join
from bot.usecases.privacy import Outcome, before_erasing, erase_me
from bot.usecases.work import claim
from db import schema
from db.erasing import erase
from db.leaving import let_go
from db.sqlite import empty_log
from db.tables import (
    ActivityRow,
    ApplicantRow,
    AuditRow,
    CorrectionRow,
    DoubtRow,
    DutyRow,
    IdentityRow,
    InviteRow,
    LinkCodeRow,
    MemberRow,
    OutboxRow,
    PartyRow,
    RegistrationRow,
)
from handlers.conversation import conversation
from tests.integration.hearing import tap, tell
from tests.integration.houses import DOOR, UNHURRIED, Scene, a_scene, move_into, quick_store, update_key

WORDS = "Навчили сорок людей користуватися каталогом"


@pytest.fixture(scope="module")
def real_branch(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Scene]:
    """A branch in a database as the migrations make it, with the triggers that keep the trail."""
    path = tmp_path_factory.mktemp("real") / "planovyk.db"
    schema.upgrade(f"sqlite+aiosqlite:///{path}")

    async def make() -> Scene:
        opened = quick_store(path)
        made = await a_scene(opened)
        await opened.close()
        return made

    return path, asyncio.run(make())


@pytest.fixture
async def real(real_branch: tuple[Path, Scene], tmp_path: Path) -> AsyncIterator[Scene]:
    path, made = real_branch
    shutil.copy(path, tmp_path / "planovyk.db")
    opened = quick_store(tmp_path / "planovyk.db")
    yield move_into(made, opened)
    await opened.close()


def found_in(folder: Path, *secrets: str) -> list[str]:
    """Which of them stand anywhere in the database's files, in the encodings that SQLite and JSON write."""
    content = b"".join(path.read_bytes() for path in folder.iterdir())
    return [each for each in secrets if each.encode() in content or each.encode("unicode_escape") in content]


async def mark(scene: Scene, who: str) -> int:
    return (await before_erasing(scene.house, await scene.caller(who))).mark


async def erased(scene: Scene, who: str) -> Outcome:
    return await erase_me(scene.house, await scene.caller(who), await mark(scene, who), update_key())


async def leave_traces(scene: Scene, who: str, name: str) -> None:
    """Have somebody's name, account and words stand wherever they can."""
    caller = await scene.caller(who)
    await claim(scene.house, caller, scene.occurrence, WORDS, update_key())
    await check_in(scene.house, caller, scene.all_year.activity_id, 1, WORDS, update_key())
    await invite(scene.house, scene.name, name, Role.MEMBER)
    address = scene.address(who)
    async with scene.store.writing() as session:
        activity = await session.get_one(ActivityRow, scene.winter.activity_id)
        activity.title, activity.notes = f"Тренерство: {name}", f"Кошти у того, хто {name}; решта ні"
        activity.hints = {"who": name}
        session.add(
            DoubtRow(
                plan_id=scene.plan, activity="1.1", code="person-in-resources", text=f"{name}, стіл",
                args={"name": name}, settled={"words": name, "before": {"people": [["person", name]]}}, answer=1,
            )
        )  # fmt: skip
        session.add(
            CorrectionRow(
                activity_id=activity.id, member_id=caller.member_id, at=scene.house.now(), verb="correct-people",
                before={"duties": [["person", name, 0, True]], "title": f"Тренерство: {name}"}, revision=1,
            )
        )  # fmt: skip
        session.add(
            LinkCodeRow(member_id=caller.member_id, handle="h", code_hash="x", expires_at=scene.house.now(), tries=0)
        )
        session.add(
            ApplicantRow(
                branch_id=scene.branch, door=address.door, account=address.account, language="uk", name=name,
                asked_at=scene.house.now(), member_id=caller.member_id,
            )
        )  # fmt: skip
        session.add(
            AuditRow(
                branch_id=scene.branch, member_id=scene.people["secretary"], at=scene.house.now(),
                verb="correct-people", subject=f"activity:{activity.id}", words=f"Лелека М., {name}",
            )
        )  # fmt: skip


async def test_after_erasing_nothing_of_the_person_is_in_the_file(real: Scene, tmp_path: Path) -> None:
    name, account = "Тополя Сергій", real.address("responsible").account
    await leave_traces(real, "responsible", name)
    assert found_in(tmp_path, name, account, WORDS) == [name, account, WORDS]
    assert await erased(real, "responsible") is Outcome.DONE
    assert found_in(tmp_path, name, account, WORDS, "Тополя") == []


async def test_the_history_stays_without_the_person(real: Scene) -> None:
    await leave_traces(real, "responsible", "Тополя Сергій")
    await erased(real, "responsible")
    row = await real.row()
    assert (row.state, row.claimed_by) == (State.CLAIMED, real.people["responsible"])
    assert await confirm(real.house, await real.caller("head"), real.occurrence, row.revision, update_key()) == "done"
    answer = conversation(real.house, UNHURRIED)
    trail = await tap(answer, real.address("head"), actions.ShowTrail(0, 0))
    assert "член відділення: особу стерто\n" in trail
    assert "член відділення: звіт про виконання: 1.1 Тренерство: особу вилучено" in trail
    card = await tap(answer, real.address("head"), actions.ShowCard(real.winter.activity_id, 0))
    assert "особу вилучено" in card
    async with real.store.reading() as session:
        activity = await session.get_one(ActivityRow, real.winter.activity_id)
        assert activity.notes == "Кошти у того, хто особу вилучено; решта ні"
        assert len((await session.scalars(select(DutyRow))).all()) == 2
        for table in (InviteRow, LinkCodeRow, ApplicantRow):
            assert (await session.scalars(select(table))).all() == []


async def test_a_correction_taken_back_does_not_bring_the_name_back(real: Scene) -> None:
    await leave_traces(real, "responsible", "Тополя Сергій")
    await erased(real, "responsible")
    async with real.store.reading() as session:
        before = (await session.scalars(select(CorrectionRow.before))).one()
        parties = set(await session.scalars(select(PartyRow.name)))
    assert before == {"duties": [["person", "особу вилучено", 0, True]], "title": "Тренерство: особу вилучено"}
    assert "особу вилучено" in parties


async def test_others_with_a_like_name_keep_theirs(real: Scene) -> None:
    async with real.store.writing() as session:
        session.add(MemberRow(branch_id=real.branch, name="Тополя Степан", role=Role.MEMBER))
        session.add(PartyRow(branch_id=real.branch, kind=Kind.PERSON, name="Тополя С."))
        session.add(PartyRow(branch_id=real.branch, kind=Kind.PERSON, name="Тополенко С.П."))
        (await session.get_one(ActivityRow, real.winter.activity_id)).title = "Тополя С., Степан Тополя, Сергій Тополя"
    await erased(real, "responsible")
    async with real.store.reading() as session:
        names = set(await session.scalars(select(PartyRow.name)))
        title = (await session.get_one(ActivityRow, real.winter.activity_id)).title
    assert names == {"особу вилучено", "Тополя С.", "Тополенко С.П."}
    assert title == "Тополя С., Степан Тополя, особу вилучено"


async def test_two_who_are_erased_are_told_apart(real: Scene) -> None:
    async with real.store.writing() as session:
        for who in ("other", "presidium"):
            name = (await session.get_one(MemberRow, real.people[who])).name
            session.add(PartyRow(branch_id=real.branch, kind=Kind.PERSON, name=name, member_id=real.people[who]))
            session.add(PartyRow(branch_id=real.branch, kind=Kind.POST, name=f"директор {name}"))
    assert [await erased(real, who) for who in ("other", "presidium", "responsible")] == [Outcome.DONE] * 3
    async with real.store.reading() as session:
        parties = [(row.kind, row.name) for row in await session.scalars(select(PartyRow).order_by(PartyRow.id))]
    assert parties == [
        ("person", "особу вилучено 3"), ("person", "особу вилучено"), ("post", "директор особу вилучено"),
        ("person", "особу вилучено 2"), ("post", "директор особу вилучено 2"),
    ]  # fmt: skip


async def test_a_reason_stays_a_reason(real: Scene) -> None:
    await claim(real.house, await real.caller("responsible"), real.occurrence, WORDS, update_key())
    await give_back(real.house, await real.caller("presidium"), real.occurrence, 1, "Просимо світлину", update_key())
    await erased(real, "presidium")
    row = await real.row()
    assert (row.state, row.words, row.reason) == (State.RETURNED, WORDS, "(вилучено)")


async def test_who_was_erased_is_a_stranger_and_nobody_writes_to_them(real: Scene) -> None:
    await claim(real.house, await real.caller("responsible"), real.occurrence, WORDS, update_key())
    answer = conversation(real.house, UNHURRIED)
    address = real.address("presidium")
    asked = await tap(answer, address, actions.AskErase())
    assert asked.startswith("Стерти вас?")
    assert (await tap(answer, address, actions.EraseMe(await mark(real, "presidium")))).startswith("Готово, вас стерто")
    assert await real.store.caller(address) is None
    assert (await tell(answer, address, "Що цього кварталу?")).startswith("Вітаю! Я Плановик.")
    assert (await tell(answer, address, "/privacy")).splitlines()[1].startswith("Про вас я не зберігаю нічого")
    async with real.store.reading() as session:
        rows = (await session.scalars(select(OutboxRow).where(OutboxRow.member_id == real.people["presidium"]))).all()
    assert {(row.state, row.identity_id) for row in rows} == {("cancelled", None)}


async def test_one_tap_alone_erases_nobody(real: Scene) -> None:
    answer = conversation(real.house, UNHURRIED)
    asked = await tap(answer, real.address("other"), actions.EraseMe(12345))
    assert asked.startswith("Стерти вас?")
    assert await real.store.caller(real.address("other")) is not None


async def test_the_last_who_keeps_people_cannot_go_before_another_does(real: Scene) -> None:
    async with real.store.writing() as session:
        await let_go(session, await session.get_one(MemberRow, real.people["head"]), real.house.now())
        session.add(MemberRow(branch_id=real.branch, name="Ще Нема", role=Role.HEAD))
    answer = conversation(real.house, UNHURRIED)
    said = await tap(answer, real.address("secretary"), actions.AskErase())
    assert said.startswith(f"Ви останні, хто веде людей тут: {real.name}.")
    assert await erased(real, "secretary") is Outcome.STRANDED
    await real.give_role("other", Role.SECRETARY)
    assert await erased(real, "secretary") is Outcome.DONE


async def test_who_is_alone_in_a_branch_may_go(real: Scene) -> None:
    for who in ("responsible", "other", "presidium", "head"):
        assert await erased(real, who) is Outcome.DONE
    assert await erased(real, "secretary") is Outcome.DONE


async def test_a_person_of_two_branches_is_erased_in_both(scenes: tuple[Scene, Scene], tmp_path: Path) -> None:
    scene, other = scenes
    account = scene.address("responsible")
    assert await join(scene.house, account, await invite(scene.house, other.name, "Гість Сергій", Role.MEMBER))
    assert await join(
        scene.house, Address("viber", "own="), await invite(scene.house, other.name, "Гість Сергій", Role.MEMBER)
    )
    answer = conversation(scene.house, UNHURRIED)
    asked = await tap(answer, account, actions.AskErase())
    assert f"Це стосується всіх ваших відділень: {scene.name}, {other.name}." in asked
    erasing = await before_erasing(scene.house, await scene.caller("responsible"))
    assert await erase_me(scene.house, await scene.caller("responsible"), erasing.mark, update_key()) is Outcome.DONE
    async with scene.store.reading() as session:
        assert "own=" not in set(await session.scalars(select(IdentityRow.account)))
        names = (await session.scalars(select(MemberRow.name).where(MemberRow.erased_at.is_not(None)))).all()
    assert names == ["", ""]
    assert await other.store.caller(other.address("responsible")) is not None


async def test_the_list_of_the_association_stays_the_branchs(real: Scene) -> None:
    async with real.store.writing() as session:
        session.add(
            RegistrationRow(
                branch_id=real.branch, position=1, name="Тополя Сергій", member_id=real.people["responsible"]
            )
        )
    await erased(real, "responsible")
    async with real.store.reading() as session:
        row = (await session.scalars(select(RegistrationRow))).one()
    assert (row.name, row.member_id) == ("Тополя Сергій", None)


async def test_who_has_left_before_is_erased_by_name(real: Scene, tmp_path: Path) -> None:
    await leave_traces(real, "responsible", "Тополя Сергій")
    async with real.store.writing() as session:
        await let_go(session, await session.get_one(MemberRow, real.people["responsible"]), real.house.now())
    async with real.store.writing() as session:
        member = await session.get_one(MemberRow, real.people["responsible"])
        await erase(session, member, real.house.now() + timedelta(days=400))
    assert found_in(tmp_path, "Тополя", WORDS, real.address("responsible").account) == []


names = st.sampled_from(["Заєць-Вірний Ярема", "Дем'яненко Йосипа", "Ґава Є.Ю.", "Ящірка Пилип", "Їжак Олег Юрійович"])


@settings(
    max_examples=12, deadline=None, phases=[Phase.generate], suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(name=names, others=st.lists(st.integers(1, 400), max_size=12), data=st.data())
def test_however_the_rows_lie_in_the_file_nothing_is_left(
    real_branch: tuple[Path, Scene], tmp_path: Path, name: str, others: list[int], data: st.DataObject
) -> None:
    folder = tmp_path / str(data.draw(st.integers(0, 10**9)))
    folder.mkdir(exist_ok=True)
    shutil.copy(real_branch[0], folder / "planovyk.db")
    words = " ".join(f"канарейка-{number}" for number in range(data.draw(st.integers(1, 60))))
    asyncio.run(
        _live_and_be_erased(move_into(real_branch[1], quick_store(folder / "planovyk.db")), name, words, others)
    )
    assert found_in(folder, name, "канарейка", f"{DOOR}-erased-account") == []


async def _live_and_be_erased(scene: Scene, name: str, words: str, others: list[int]) -> None:
    account = Address(DOOR, f"{DOOR}-erased-account")
    await join(scene.house, account, await invite(scene.house, scene.name, name, Role.PRESIDIUM))
    caller = await scene.store.caller(account)
    assert caller is not None
    for length in others:
        async with doing(scene.house, caller, update_key(), actions.ShowMe(), lambda _: True) as deed:
            assert deed is not None
            await note(deed, "claim", f"activity:{scene.winter.activity_id}", f"{words[:length]} {name}")
            party = PartyRow(branch_id=scene.branch, kind=Kind.PERSON, name=f"{name} {length}-{update_key()}")
            deed.session.add_all(
                [party, DoubtRow(plan_id=scene.plan, code="x", text=f"{name} {length}", args={"a": name})]
            )
            await deed.session.flush()
            await deed.session.delete(party)
    mark = (await before_erasing(scene.house, caller)).mark
    assert await erase_me(scene.house, caller, mark, update_key()) is Outcome.DONE
    await scene.store.close()


def test_what_is_looked_for_would_be_found(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes("…Дем'яненко…".encode() + b'{"a": "\\u041e"}')
    assert found_in(tmp_path, "Дем'яненко", "О", "Ніхто") == ["Дем'яненко", "О"]


def test_nothing_stays_in_a_write_ahead_log_either(tmp_path: Path) -> None:
    path = tmp_path / "planovyk.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for change in (
            "PRAGMA journal_mode=WAL", "PRAGMA secure_delete=ON", "CREATE TABLE member (name TEXT)",
            "INSERT INTO member VALUES ('Дем''яненко')", "DELETE FROM member",
        ):  # fmt: skip
            connection.execute(change)
        assert found_in(tmp_path, "Дем'яненко") == ["Дем'яненко"]
        assert empty_log(f"sqlite+aiosqlite:///{path}")
        assert found_in(tmp_path, "Дем'яненко") == []
