"""The members' list in the chat: sent as a file, seen before it is stored, renewed, reminded, sent back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from bot.dialog.actions import (
    AnswerSame,
    AskRegistry,
    NoteRenewed,
    RemindToRenew,
    SaveRegistry,
    ShowDue,
    ShowListed,
    ShowPeople,
    ShowPerson,
    ShowRegistry,
    ShowRegistryDraft,
    ShowRenewals,
    TellWho,
    UndoRenewed,
)
from bot.dialog.model import File, Reply
from bot.documents.registry_reader import read_registry
from bot.domain.registry import FOR_GOOD, Registered
from db.store import Store
from db.tables import AuditRow, RegistrationRow, RegistryDraftRow
from scheduler.tick import catch_up
from tests.documents import registries
from tests.documents.sheets import xlsx
from tests.integration.builders import PlayedDoor, add_member, kyiv, outbox
from tests.integration.drafting import PLAN, Desk, a_desk, buttons, file_of, keys, label, never, whole
from tests.integration.houses import update_key
from tests.integration.test_delivery import post_of

HEADER = ("ПІБ", "Бібліотека", "Сплачено до")
TOPOLIA, LELEKA = "Тополя Сергій Васильович", "Лелека Марта Іванівна"
SOLOVEIKO, YASEN = "Соловейко Марко Петрович", "Ясен Клим Петрович"
END = date(2026, 12, 31)
NEXT = date(2027, 12, 31)
Row = tuple[str, str, date | str | None]
FOUR: tuple[Row, ...] = (
    (TOPOLIA, "ЦБС", END),
    (LELEKA, "ЦБС", date(2025, 12, 31)),
    (SOLOVEIKO, "Обласна", NEXT),
    (YASEN, "Обласна", None),
)


@pytest.fixture
async def desk(store: Store) -> Desk:
    return await a_desk(store)


def book(rows: Sequence[Row]) -> File:
    return file_of(xlsx({"Члени": (HEADER, *rows)}))


async def stored(desk: Desk) -> list[RegistrationRow]:
    async with desk.store.reading() as session:
        query = select(RegistrationRow).where(
            RegistrationRow.branch_id == desk.branch, RegistrationRow.left_at.is_(None)
        )
        return list(await session.scalars(query.order_by(RegistrationRow.position)))


async def row(desk: Desk, name: str) -> RegistrationRow:
    return next(each for each in await stored(desk) if each.name == name)


async def saves(desk: Desk, rows: Sequence[Row] = FOUR) -> Reply:
    page = await desk.send("secretary", book(rows))
    return await desk.presses("secretary", page, "Зберегти")


# ------------------------------------------------------------------------------------------- a file and what it holds


async def test_a_list_is_seen_before_it_is_stored(desk: Desk) -> None:
    page = await desk.send("secretary", book(FOUR))
    assert keys(page)[:2] == ["taking.title", "taking.not-yet"]
    for words in (
        "Прочитано список: 4 людини",
        "Бібліотек: 2. Упізнав у боті: 2.",
        "31 грудня 2027: 1",
        "дата невідома: 1",
    ):
        assert words in whole(page)
    assert await stored(desk) == []
    page = await desk.presses("secretary", page, "Зберегти")
    assert keys(page)[:2] == ["taking.saved", "members.title"]
    assert [(each.name, each.library, each.paid_until) for each in await stored(desk)] == list(FOUR)
    assert [verb for verb, _, _ in await desk.trail()] == ["take-registry", "save-registry"]
    assert await outbox(desk.store) == []


@pytest.mark.parametrize("listed", registries.lists(), ids=lambda each: each.name)
async def test_every_usual_list_is_taken_for_a_list_and_stored_whole(listed: registries.Listed, desk: Desk) -> None:
    await desk.taps("secretary", AskRegistry())
    page = await desk.send("secretary", file_of(listed.data))
    assert keys(page)[0] == "taking.title"
    await desk.presses("secretary", page, "Зберегти")
    assert [Registered(each.name, each.library, each.paid_until) for each in await stored(desk)] == list(listed.people)


async def test_what_is_nobodys_business_is_dropped_and_told_by_kind_and_number_alone(desk: Desk) -> None:
    header = (*HEADER, "Телефон", "Дата народження", "Домашня адреса")
    rows = ((TOPOLIA, "ЦБС", END, "067 111 22 33", date(1975, 5, 12), "вул. Лісова, 3"),)
    page = await desk.send("secretary", file_of(xlsx({"Члени": (header, *rows)})))
    dropped = [key for key in keys(page) if key.startswith("registry.dropped")]
    assert sorted(dropped) == ["registry.dropped-addresses", "registry.dropped-birthdays", "registry.dropped-phones"]
    await desk.presses("secretary", page, "Зберегти")
    async with desk.store.reading() as session:
        everything = [*await session.scalars(select(AuditRow.words)), *(each.name for each in await stored(desk))]
    for secret in ("111", "1975", "Лісова"):
        assert secret not in whole(page)
        assert not any(secret in words for words in everything)


async def test_nothing_is_lost_when_power_fails_before_the_list_is_stored(desk: Desk) -> None:
    page = await desk.send("secretary", book(FOUR))
    desk.restart()
    assert "Надісланий список: зберегти?" in [label(each) for each in buttons(await desk.taps("head", ShowRegistry()))]
    await desk.presses("head", page, "Зберегти")
    assert len(await stored(desk)) == 4


async def test_one_update_has_one_effect_and_shows_it_again(desk: Desk) -> None:
    key = update_key()
    first = await desk.send("secretary", book(FOUR), key)
    desk.restart()
    assert await desk.send("secretary", book(FOUR), key) == first
    assert [verb for verb, _, _ in await desk.trail()] == ["take-registry"]


async def test_nobody_elses_file_is_fetched_and_nobody_else_sees_the_list(desk: Desk) -> None:
    await saves(desk)
    person = await row(desk, TOPOLIA)
    for who in ("member", "presidium"):
        assert keys(await desk.send(who, File("список.xlsx", 10, never)))[0] == "no-plan"
        for action in (ShowRegistry(), ShowListed(0), ShowDue(0), ShowPerson(person.id), ShowRenewals(), ShowPeople()):
            assert "no-plan" in keys(await desk.taps(who, action))
    assert (await row(desk, TOPOLIA)).paid_until == END


async def test_a_button_of_another_branch_does_nothing(desk: Desk, store: Store) -> None:
    other = await a_desk(store, "Чуже відділення")
    await saves(desk)
    person = await row(desk, YASEN)
    await desk.send("secretary", book(FOUR[:1]))
    draft = await _draft_id(desk)
    for action in (
        NoteRenewed(person.id, 0, NEXT.toordinal()),
        TellWho(person.id, other.people["member"]),
        ShowPerson(person.id),
        ShowRegistryDraft(draft),
        SaveRegistry(draft, 1),
    ):
        page = await other.taps("secretary", action)
        assert keys(page)[0] == "members.none"
    assert (await row(desk, YASEN)).paid_until is None
    assert await _draft_id(desk) == draft


# ------------------------------------------------------------------------------------ a plan is no list and the reverse


async def test_a_plan_stays_a_plan_and_a_list_a_list(desk: Desk) -> None:
    assert keys(await desk.send("secretary", book(FOUR)))[0] == "taking.title"
    assert keys(await desk.brings())[:2] == ["draft.taken", "draft.title"]
    page = await desk.says(
        "secretary", "\n".join(["ПІБ\tБібліотека\tСплачено до", f"{TOPOLIA}\tЦБС\t2026", f"{YASEN}\t\t"])
    )
    assert keys(page)[0] == "taking.title"


async def test_a_plan_that_comes_where_a_list_was_asked_for_is_not_taken_in_silence(desk: Desk) -> None:
    await desk.taps("secretary", AskRegistry())
    page = await desk.brings()
    assert keys(page) == ["members.which-plan", "members.which-how"]
    assert await desk.everything() == []
    await desk.presses("secretary", page, "Це план роботи")
    assert keys(await desk.brings())[0] == "draft.taken"


async def test_a_file_with_both_is_asked_about_and_taken_as_was_said(desk: Desk) -> None:
    plan = tuple(tuple(line.split("\t")) for line in PLAN.splitlines() if line)
    both = xlsx({"План": plan, "Члени": (HEADER, *FOUR)})
    page = await desk.send("secretary", file_of(both))
    assert keys(page)[0] == "members.which-both"
    assert await desk.everything() == []
    await desk.presses("secretary", page, "Це список членів")
    assert keys(await desk.send("secretary", file_of(both)))[0] == "taking.title"


async def test_a_file_that_is_neither_is_answered_by_what_was_asked_for(desk: Desk) -> None:
    assert keys(await desk.send("secretary", file_of("Доброго дня!")))[0] == "error.document-no-table"
    await desk.taps("secretary", AskRegistry())
    assert keys(await desk.send("secretary", file_of("Доброго дня!")))[0] == "error.registry-no-names"
    assert keys(await desk.says("secretary", "зараз надішлю"))[0] == "members.send"


# ------------------------------------------------------------------------------------------- a newer list over an older


async def test_a_newer_list_says_who_comes_goes_and_changes(desk: Desk) -> None:
    await saves(desk)
    newer: tuple[Row, ...] = (("Верболоз Іван Семенович", "ЦБС", NEXT), (TOPOLIA, "Обласна", NEXT), *FOUR[1:3])
    page = await desk.send("secretary", book(newer))
    assert "Нових: 1. Вибуло: 1. Змінено: 1." in whole(page)
    changes = await desk.presses("secretary", page, "Хто новий, хто вибув: 3")
    for words in (
        "Новий запис: Верболоз Іван Семенович, ЦБС",
        f"Вибуває: {YASEN}, Обласна",
        f"{TOPOLIA}: сплачено до: 31 грудня 2026 → 31 грудня 2027; бібліотека ЦБС → Обласна",
    ):
        assert words in whole(changes)
    await desk.presses("secretary", page, "Зберегти")
    assert [each.name for each in await stored(desk)] == [each[0] for each in newer]
    async with desk.store.reading() as session:
        left = (await session.scalars(select(RegistrationRow).where(RegistrationRow.left_at.is_not(None)))).all()
    assert [each.name for each in left] == [YASEN]


async def test_a_renewal_that_the_newer_list_does_not_know_stands_until_somebody_says_otherwise(desk: Desk) -> None:
    await saves(desk)
    person = await row(desk, LELEKA)
    await desk.taps("secretary", NoteRenewed(person.id, date(2025, 12, 31).toordinal(), NEXT.toordinal()))
    page = await desk.send("secretary", book(FOUR))
    assert f"1 людина: {LELEKA}." in whole(page)
    assert "taking.noted-kept" in keys(page)
    taken = await desk.presses("secretary", page, "Взяти дати з файлу")
    assert "taking.noted-taken" in keys(taken)
    # What the first page promised is no longer what would be done: it is shown anew.
    assert keys(await desk.presses("secretary", page, "Зберегти"))[0] == "publish.changed"
    kept = await desk.presses("secretary", taken, "Лишити записане")
    await desk.presses("secretary", kept, "Зберегти")
    found = await row(desk, LELEKA)
    assert (found.paid_until, found.renewed_by) == (NEXT, desk.people["secretary"])


async def test_a_date_of_the_file_that_was_chosen_takes_the_place_of_the_noted_one(desk: Desk) -> None:
    await saves(desk)
    person = await row(desk, LELEKA)
    await desk.taps("secretary", NoteRenewed(person.id, date(2025, 12, 31).toordinal(), NEXT.toordinal()))
    page = await desk.presses("secretary", await desk.send("secretary", book(FOUR)), "Взяти дати з файлу")
    await desk.presses("secretary", page, "Зберегти")
    found = await row(desk, LELEKA)
    assert (found.paid_until, found.renewed_at, found.paid_before) == (date(2025, 12, 31), None, None)


async def test_a_name_that_is_only_similar_is_asked_about_before_anything_is_stored(desk: Desk) -> None:
    await saves(desk)
    newer: tuple[Row, ...] = (("Тополь Сергій Васильович", "ЦБС", NEXT), *FOUR[1:])
    page = await desk.send("secretary", book(newer))
    assert "taking.asked" in keys(page)
    assert "Зберегти" not in [label(each) for each in buttons(page)]
    question = await desk.presses("secretary", page, "Розглянути питання: 1")
    assert keys(question)[0] == "taking.who"
    before = await row(desk, TOPOLIA)
    page = await desk.presses("secretary", question, TOPOLIA)
    await desk.presses("secretary", page, "Зберегти")
    after = await row(desk, "Тополь Сергій Васильович")
    assert (after.id, after.paid_until, len(await stored(desk))) == (before.id, NEXT, 4)


async def test_an_answer_that_the_lists_do_not_allow_is_not_kept(desk: Desk) -> None:
    await saves(desk)
    await desk.send("secretary", book((("Тополь Сергій Васильович", "ЦБС", NEXT), *FOUR[1:])))
    draft, yasen = await _draft_id(desk), await row(desk, YASEN)
    for place, registration in ((0, yasen.id), (1, 0), (99, 0)):
        assert keys(await desk.taps("secretary", AnswerSame(draft, place, registration)))[0] == "review.stale"


# ---------------------------------------------------------------------------------------------------- one person of it


async def test_a_renewal_is_noted_by_a_tap_or_in_words_and_put_back(desk: Desk) -> None:
    await saves(desk)
    due = await desk.taps("secretary", ShowDue(0))
    assert [label(each) for each in buttons(due)][:3] == [LELEKA, TOPOLIA, YASEN]
    card = await desk.presses("secretary", due, LELEKA)
    assert "закінчилося 31 грудня 2025" in whole(card)
    asked = await desk.presses("secretary", card, "Поновлено")
    for words, answer in (("колись", "members.unclear-day"), ("31.12.2024", "members.past-day")):
        assert keys(await desk.says("secretary", words))[0] == answer
    card = await desk.says("secretary", "31.12.2028")
    assert keys(card)[0] == "members.noted-now"
    assert "Криничко Т.А." in whole(card)
    assert keys(await desk.presses("secretary", asked, "До кінця 2027"))[0] == "review.stale"
    assert (await row(desk, LELEKA)).paid_until == date(2028, 12, 31)
    card = await desk.presses("secretary", card, "↩ Повернути як було")
    assert keys(card)[0] == "members.undone"
    assert (await row(desk, LELEKA)).paid_until == date(2025, 12, 31)
    assert [verb for verb, _, _ in await desk.trail()][-2:] == ["note-renewed", "undo-renewed"]


async def test_an_undo_that_comes_late_changes_nothing(desk: Desk) -> None:
    await saves(desk)
    person = await row(desk, YASEN)
    assert keys(await desk.taps("secretary", UndoRenewed(person.id, 0)))[0] == "review.stale"


async def test_a_person_is_found_by_the_beginning_of_a_surname(desk: Desk) -> None:
    await saves(desk)
    page = await desk.taps("secretary", ShowRegistry())
    await desk.presses("secretary", page, "Знайти людину")
    assert keys(await desk.says("secretary", "Зірка"))[0] == "members.not-found"
    card = await desk.says("secretary", "лелек")
    assert whole(card).startswith(LELEKA)


async def test_who_is_who_is_certain_or_asked(desk: Desk) -> None:
    namesakes: tuple[Row, ...] = (("Тополя Семен Вікторович", "ЦБС", END), *FOUR)
    await saves(desk, namesakes)
    assert (await row(desk, SOLOVEIKO)).member_id == desk.people["presidium"]
    assert [each.member_id for each in await stored(desk) if each.name.startswith("Тополя")] == [None, None]
    page = await desk.taps("secretary", ShowRegistry())
    question = await desk.presses("secretary", page, "Хто це в боті? Питань: 2")
    page = await desk.presses("secretary", question, "Ніхто з них")
    assert keys(page)[0] == "members.told"
    person = await row(desk, TOPOLIA)
    page = await desk.taps("secretary", TellWho(person.id, desk.people["member"]))
    assert (await row(desk, TOPOLIA)).member_id == desk.people["member"]
    page = await desk.presses("secretary", page, "Це інша людина")
    assert (await row(desk, TOPOLIA)).member_id is None
    assert "asked" not in str(await desk.taps("secretary", ShowRegistry()))


async def test_who_comes_to_the_bot_later_is_recognised(desk: Desk) -> None:
    await saves(desk)
    assert (await row(desk, YASEN)).member_id is None
    member = await add_member(desk.store, desk.branch, "Ясен К.П.", accounts=[("telegram", "ясен")])
    await desk.taps("secretary", ShowRegistry())
    assert (await row(desk, YASEN)).member_id == member


# ------------------------------------------------------------------------------------------------------- the renewal


async def test_those_in_the_bot_are_reminded_once_and_not_after_they_have_renewed(desk: Desk) -> None:
    await saves(desk)
    await add_member(desk.store, desk.branch, "Ясен К.П.", accounts=[("telegram", "ясен")])
    page = await desk.taps("secretary", ShowRenewals())
    assert keys(page) == ["renewal.title", "renewal.due", "renewal.would-tell", "renewal.hours", "renewal.unreachable"]
    sent = await desk.presses("secretary", page, "Нагадати: 2")
    assert keys(sent)[0] == "renewal.sent"
    assert keys(await desk.presses("secretary", page, "Нагадати: 2"))[0] == "renewal.changed"
    yasen = await row(desk, YASEN)
    await desk.taps("secretary", NoteRenewed(yasen.id, 0, NEXT.toordinal()))
    door = PlayedDoor("telegram")
    post = post_of(desk.store, desk.clock, [door])
    desk.clock.moment = kyiv(11, 24, 22)
    await catch_up(post)
    assert door.accounts == []
    desk.clock.moment = kyiv(11, 25, 10)
    await catch_up(post)
    assert door.texts(f"{desk.name}/member") == [["notice.renewal", "notice.renewal-how"]]
    assert door.accounts == [f"{desk.name}/member"]
    page = await desk.taps("secretary", ShowRenewals())
    assert "Поновлено 1 із 3." in whole(page)
    assert "Нагадано, ще не поновили: 1" in whole(page)
    assert "renewal.again-from" in keys(page)


async def test_a_second_reminder_comes_two_weeks_later_and_a_third_never(desk: Desk) -> None:
    await saves(desk)
    door = PlayedDoor("telegram")
    post = post_of(desk.store, desk.clock, [door])
    for first, days, press in ((True, 0, "Нагадати: 1"), (False, 14, "Нагадати вдруге: 1")):
        desk.clock.moment += timedelta(days=days)
        page = await desk.taps("secretary", ShowRenewals())
        await desk.presses("secretary", page, press)
        await catch_up(post)
        assert len(door.sent) == (1 if first else 2)
    desk.clock.moment += timedelta(days=14)
    page = await desk.taps("secretary", ShowRenewals())
    assert not any(label(each).startswith("Нагадати") for each in buttons(page))
    await desk.taps("secretary", RemindToRenew(2, 0))
    await catch_up(post)
    assert len(door.sent) == 2


async def test_those_whom_the_bot_cannot_reach_are_a_list_to_call(desk: Desk) -> None:
    await saves(desk)
    page = await desk.taps("secretary", ShowRenewals())
    page = await desk.presses("secretary", page, "Кому дзвонити: 2")
    assert f"{YASEN}, Обласна: дата невідома" in whole(page)
    assert TOPOLIA not in whole(page)
    file = await desk.presses("secretary", page, "Файл CSV")
    found = read_registry(file.attachments[0].content)
    assert sorted(each.name for each in found.entries) == [LELEKA, YASEN]


async def test_the_activity_of_the_plan_leads_to_the_renewal(desk: Desk) -> None:
    await saves(desk)
    plan = PLAN.replace("Портал", "Поновлення членства в УБА та аналіз бази даних членів").replace("2027", "2026")
    page = await desk.brings(words=plan)
    page = await desk.presses("secretary", page, "Опублікувати…")
    await desk.presses("secretary", page, "Опублікувати")
    page = await desk.taps("secretary", ShowRenewals())
    assert "У плані: 1.2 Поновлення членства" in whole(page)
    card = await desk.presses("secretary", page, "Картка")
    assert "Нагадати про поновлення" in [label(each) for each in buttons(card)]
    assert "Нагадати про поновлення" not in [label(each) for each in buttons(await desk.says("member", "1.2"))]


# -------------------------------------------------------------------------------------------------------- the file back


@pytest.mark.parametrize("form", ["Файл Excel", "Файл CSV"])
async def test_what_is_sent_back_is_what_came(form: str, desk: Desk) -> None:
    people: tuple[Row, ...] = (*FOUR, ("О'Ніл Пилип Іванович", "+1 філія", "безстроково"))
    await saves(desk, people)
    page = await desk.taps("secretary", ShowRegistry())
    [file] = (await desk.presses("secretary", page, form)).attachments
    wanted = [Registered(name, library, FOR_GOOD if day == "безстроково" else day) for name, library, day in people]  # type: ignore[arg-type]  # a day but for the one word
    assert list(read_registry(file.content).entries) == wanted
    assert ("export-registry", desk.people["secretary"], "") in await desk.trail()
    assert file.name.startswith("members-2026-11-24.")


async def test_five_hundred_people_fit_every_page(desk: Desk) -> None:
    people = registries.many(500)
    page = await desk.send("secretary", file_of(registries.book_of(people)))
    await desk.presses("secretary", page, "Зберегти")
    for action in (ShowListed(0), ShowListed(62), ShowListed(999), ShowDue(20)):
        page = await desk.taps("secretary", action)
        assert len(page.rows) <= 12
        assert len(whole(page)) < 4000
    page = await desk.send("secretary", file_of(registries.book_of(people[250:])))
    changes = await desk.presses("secretary", page, "Хто новий, хто вибув: 250")
    assert len(whole(changes)) < 4000


async def _draft_id(desk: Desk) -> int:
    async with desk.store.reading() as session:
        return (
            await session.scalars(select(RegistryDraftRow.id).where(RegistryDraftRow.branch_id == desk.branch))
        ).one()
