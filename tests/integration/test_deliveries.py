"""The log of deliveries: what was owed to whom and what became of it, provable, no more than a reader may see."""

import time
from collections.abc import Mapping
from datetime import date

import pytest
from sqlalchemy import insert

from bot.dialog import actions
from bot.dialog.model import Reply, Tap
from bot.documents.delivery_writer import deliveries_csv
from bot.domain.deliveries import Extent
from bot.domain.notices import Kind
from bot.domain.plan import Role
from bot.usecases.deliveries import deliveries
from db.erasing import erase
from db.outbox import DeliveryState, Reason
from db.tables import MemberRow, OutboxRow
from handlers.conversation import conversation
from tests.integration.builders import KYIV, add_member, kyiv
from tests.integration.hearing import actions as ways
from tests.integration.hearing import attachments, labels, read, replies, tap
from tests.integration.houses import UNHURRIED, Scene

SHOW = actions.ShowDeliveries(0, 0)
DAY = date(2026, 3, 20)
SENT: Mapping[str, object] = {"state": DeliveryState.SENT, "sent_at": kyiv(2, 9, 9), "door": "telegram"}


async def owed(scene: Scene, who: str, kind: Kind, subject: int, **values: object) -> int:
    """Write a notice down as it stands after what has become of it; returns its id."""
    row = {
        "branch_id": scene.branch, "member_id": scene.people[who], "kind": kind, "subject": subject, "refers_to": DAY,
        "revision": 1, "due": kyiv(2, 9, 9), "until": kyiv(3, 1), "state": DeliveryState.PENDING,
        "next_at": kyiv(2, 11, 9), "attempts": 0, "outcome": "", "door": "", "passed_on": False,
        "key": f"{kind}:{subject}:{who}",
    }  # fmt: skip
    async with scene.store.writing() as session:
        return (await session.scalars(insert(OutboxRow).values(row | values).returning(OutboxRow.id))).one()


async def page(scene: Scene, who: str, action: actions.Action = SHOW) -> str:
    return await tap(conversation(scene.house, UNHURRIED), scene.address(who), action)


@pytest.mark.parametrize("who", ["head", "presidium", "secretary"])
async def test_who_was_told_what_and_when_is_read_in_words(scene: Scene, who: str) -> None:
    await owed(scene, "presidium", Kind.MEETING, scene.meetings[0], **SENT)
    await owed(scene, "responsible", Kind.DEADLINE, scene.occurrence)
    await owed(scene, "other", Kind.CHECK_IN, scene.all_year.activity_id, state="cancelled", outcome=Reason.DONE)
    assert (await page(scene, who)).splitlines() == [
        "Кому що дійшло",
        (
            "1. Лелека Марта: запитання, що зроблено за квартал: 1.1 Поради: Калинівське відділення. "
            "Не надіслано: уже не потрібно"
        ),
        (
            "2. Тополя Сергій: нагадування, строк до 20 березня: 1.1 Тренери: Калинівське відділення "
            "(I квартал 2026). Чекає до 11 лютого 2026, 09:00"
        ),
        "3. Соловейко Марко: засідання Президії 20 березня. Надіслано 9 лютого 2026, 09:00, Telegram",
    ]


@pytest.mark.parametrize("who", ["responsible", "other"])
async def test_others_do_not_read_it(scene: Scene, who: str) -> None:
    notice = await owed(scene, "presidium", Kind.MEETING, scene.meetings[0], **SENT)
    for action in (SHOW, actions.ShowTold(scene.winter.activity_id, 0), actions.ShowDelivery(notice),
                   actions.ExportDeliveries(0, 0)):  # fmt: skip
        said = await replies(conversation(scene.house, UNHURRIED), scene.address(who), Tap(actions.encode(action)))
        assert "Соловейко" not in read(said)
        assert attachments(said) == []
    for where in (actions.ShowMe(), actions.ShowMeetings(), actions.ShowCard(scene.winter.activity_id, 0)):
        shown = await replies(conversation(scene.house, UNHURRIED), scene.address(who), Tap(actions.encode(where)))
        assert not {"Доставка", "Хто повідомлений", "Хто повідомлений: I"} & set(labels(shown))


async def test_notices_about_people_are_for_those_who_keep_them(scene: Scene) -> None:
    about = await owed(scene, "head", Kind.UNREACHABLE, scene.people["other"], **SENT)
    assert "хтось не на зв'язку: Лелека Марта" in await page(scene, "secretary")
    assert "Лелека" not in await page(scene, "presidium")
    assert "Лелека" not in await page(scene, "presidium", actions.ShowDelivery(about))
    assert "Лелека" not in await page(scene, "presidium", actions.ShowDeliveries(scene.people["head"], 0))


async def test_an_activity_a_meeting_and_a_person_have_their_own(scene: Scene, foreign: Scene) -> None:
    await owed(scene, "presidium", Kind.MEETING, scene.meetings[0], **SENT)
    await owed(scene, "responsible", Kind.DEADLINE, scene.occurrence)
    await owed(scene, "other", Kind.CHECK_IN, scene.all_year.activity_id)
    await owed(foreign, "head", Kind.DEADLINE, foreign.occurrence)
    told = await page(scene, "head", actions.ShowTold(scene.winter.activity_id, 0))
    assert told.startswith("Хто повідомлений\n1. Тополя Сергій: нагадування")
    assert "Соловейко" not in told
    assert "Лелека" not in told
    called = await page(scene, "presidium", actions.ShowCalled(scene.meetings[0], 0))
    assert [line[:18] for line in called.splitlines()] == ["Хто повідомлений", "1. Соловейко Марко"]
    theirs = await page(scene, "head", actions.ShowDeliveries(scene.people["other"], 0))
    assert theirs.startswith("Кому що дійшло: Лелека Марта\n1. Лелека Марта: запитання")
    for foreign_one in (actions.ShowTold(foreign.winter.activity_id, 0), actions.ShowCalled(foreign.meetings[0], 0),
                        actions.ShowDeliveries(foreign.people["head"], 0)):  # fmt: skip
        assert "Тут ще нічого не надсилалося" in await page(scene, "head", foreign_one)


async def test_that_somebody_was_told_is_proved_by_a_message_to_forward(scene: Scene) -> None:
    answer = conversation(scene.house, UNHURRIED)
    notice = await owed(scene, "presidium", Kind.MEETING, scene.meetings[0], **SENT)
    proof, rest = await replies(answer, scene.address("head"), Tap(actions.encode(actions.ShowDelivery(notice))))
    assert read((proof,)) == (
        "Повідомлено: Соловейко Марко, 9 лютого 2026, 09:00, Telegram. Про що: засідання Президії 20 березня."
    )
    assert proof.rows == ()
    assert "Мало надійти: 9 лютого 2026, 09:00" in read((rest,))
    waiting = await owed(scene, "responsible", Kind.DEADLINE, scene.occurrence)
    assert len(await replies(answer, scene.address("head"), Tap(actions.encode(actions.ShowDelivery(waiting))))) == 1


async def test_what_went_to_whoever_passes_it_on_does_not_say_that_the_person_was_told(scene: Scene) -> None:
    notice = await owed(scene, "other", Kind.MEETING, scene.meetings[0], **SENT, passed_on=True)
    said = await page(scene, "head", actions.ShowDelivery(notice))
    assert said.startswith("Передано для переказу: Лелека Марта, 9 лютого 2026")
    assert "Повідомлено" not in said


async def test_who_was_erased_has_no_name_in_it(scene: Scene) -> None:
    notice = await owed(scene, "presidium", Kind.MEETING, scene.meetings[0], **SENT)
    async with scene.store.writing() as session:
        await erase(session, await session.get_one(MemberRow, scene.people["presidium"]), scene.house.now())
    for action in (SHOW, actions.ShowDelivery(notice)):
        said = await page(scene, "head", action)
        assert "Соловейко" not in said
        assert "9 лютого 2026, 09:00, Telegram" in said


async def test_it_is_sent_as_a_file_and_that_is_written_down(scene: Scene) -> None:
    await owed(scene, "presidium", Kind.MEETING, scene.meetings[0], **SENT)
    await owed(scene, "responsible", Kind.DEADLINE, scene.occurrence)
    answer, head = conversation(scene.house, UNHURRIED), scene.address("head")
    (sheet,) = attachments(await replies(answer, head, Tap(actions.encode(actions.ExportDeliveries(0, 0)))))
    assert sheet.name == "deliveries-2026-02-10.xlsx"
    (table,) = attachments(await replies(answer, head, Tap(actions.encode(actions.ExportCalled(1, scene.meetings[0])))))
    assert table.content.decode("utf-8-sig").splitlines() == [
        "Кому;Про що;Мало надійти;Надіслано;Месенджер;Що сталося",
        (
            "Соловейко Марко;засідання Президії 20 березня;09.02.2026 09:00;09.02.2026 09:00;Telegram;"
            "Надіслано 9 лютого 2026, 09:00, Telegram"
        ),
    ]
    assert [entry[0] for entry in await scene.trail()] == ["export-deliveries"] * 2


async def test_a_name_that_begins_like_a_formula_is_a_text_in_the_file(scene: Scene) -> None:
    scene.people["formula"] = await add_member(scene.store, scene.branch, '=HYPERLINK("http://x")', Role.MEMBER)
    await owed(scene, "formula", Kind.DEADLINE, scene.occurrence)
    found = await deliveries(scene.house, await scene.caller("head"), Extent(), before=0, most=9)
    assert "\"'=HYPERLINK(" in deliveries_csv(found, "uk", KYIV).decode()


async def test_a_hundred_thousand_notices_are_paged_at_once(scene: Scene) -> None:
    many, subjects = 100_000, (scene.occurrence, scene.meetings[0])
    people = [scene.people["responsible"], scene.people["presidium"]]
    rows = [
        {
            "key": f"k{number}", "branch_id": scene.branch, "member_id": people[number % 2],
            "kind": Kind.MEETING if number % 2 else Kind.DEADLINE,
            "subject": subjects[number % 2] if number % 50 < 2 else 900_000 + number, "refers_to": DAY, "revision": 0,
            "due": kyiv(2, 9), "until": kyiv(3, 1), "next_at": kyiv(2, 9), "attempts": 0, "outcome": "",
            "passed_on": False, **SENT,
        }
        for number in range(many)
    ]  # fmt: skip
    async with scene.store.writing() as session:
        await session.execute(insert(OutboxRow), rows)
    await owed(scene, "other", Kind.CHECK_IN, scene.all_year.activity_id)
    answer = conversation(scene.house, UNHURRIED)
    member = scene.people["other"]
    shown = (SHOW, actions.ShowDeliveries(0, many // 2), actions.ShowDeliveries(member, 0),
             actions.ShowTold(scene.winter.activity_id, 0), actions.ShowTold(scene.all_year.activity_id, 0),
             actions.ShowCalled(scene.meetings[0], 0))  # fmt: skip
    said: tuple[Reply, ...] = ()
    for action in shown:
        await tap(answer, scene.address("head"), action)
        began = time.perf_counter()
        said = await replies(answer, scene.address("head"), Tap(actions.encode(action)))
        assert time.perf_counter() - began < 0.25, action
        assert "Тут ще нічого" not in read(said)
    seen = {each.before for each in ways(said) if isinstance(each, actions.ShowCalled) and each.before}
    assert len(seen) == 1
