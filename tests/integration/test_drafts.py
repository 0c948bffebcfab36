"""A plan is sent into the chat, reviewed there and published: and until then nobody hears or sees anything of it."""

from collections.abc import Iterator
from dataclasses import fields
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.dialog import actions
from bot.dialog.actions import Action
from bot.dialog.model import MOST_FILE_BYTES, Address, Arrival, File, Incoming, Reply, Unreadable, Words
from bot.documents.plan_reader import read_plan
from bot.domain.plan import Role
from bot.domain.windows import calendar_year
from bot.errors import PlanovykError
from bot.usecases.drafts import doubts_about
from bot.usecases.joining import invite
from bot.usecases.plans import import_plan
from db.store import Store
from db.tables import Base
from handlers.taps import DRAFT_TAPS, EARLY_TAPS
from scheduler.owing import look
from scheduler.tick import catch_up
from tests.integration.builders import PlayedDoor, SetClock, add_member, add_plan, kyiv, outbox
from tests.integration.drafting import NAMES, PLAN, Desk, a_desk, buttons, file_of, keys, label, never, whole
from tests.integration.houses import a_house, quick_store
from tests.integration.test_delivery import post_of

ANSWERS = {
    "doubt.term-unknown": "IV квартал",
    "doubt.term-unsure": "Так, правильно",
    "doubt.person-in-resources": "Так, додати",
    "doubt.people-unsure": "Це людина",
    "doubt.no-number": "1.7",
    "doubt.same-person": "Одна людина",
    "doubt.no-term": "щомісяця",
    "doubt.no-responsible": "Лелека М.",
}
WITHOUT_YEAR = PLAN.replace(" на 2027 рік", "")


@pytest.fixture
async def desk(store: Store) -> Desk:
    return await a_desk(store)


# --- the whole way


async def test_a_file_is_read_reviewed_and_published(desk: Desk) -> None:
    page = await desk.says("secretary", "меню")
    assert keys(page) == ["no-plan.secretary"]
    page = await desk.brings()
    assert keys(page)[:2] == ["draft.taken", "draft.title"]
    assert "Чернетка плану на 2027 рік" in whole(page)
    assert "Заходів: 7" in whole(page)
    page = await desk.presses("secretary", page, "Розглянути питання")
    asked = []
    while keys(page)[-1] != "draft.no-doubts":
        code = next(key for key in keys(page) if key.startswith("doubt."))
        asked.append(code)
        answer = ANSWERS[code]
        labelled = [each for each in buttons(page) if label(each).startswith(answer)]
        page = await (desk.taps("secretary", labelled[0].action) if labelled else desk.says("secretary", answer))
        assert keys(page)[0] in {"review.noted", "review.noted-row"}, (code, keys(page))
    assert set(asked) == set(ANSWERS)
    assert all(doubt.answer is not None for doubt in await desk.doubts())
    assert await outbox(desk.store) == []
    page = await desk.presses("secretary", page, "Опублікувати…")
    assert "Тополя С.В.: " in whole(page)
    page = await desk.presses("secretary", page, "Опублікувати")
    assert keys(page)[:2] == ["publish.done", "menu.title"]
    assert "План на 2027 рік" in whole(page)
    assert desk.bells.rung == 1
    assert not [each for each in buttons(page) if isinstance(each.action, actions.ShowDraft)]


async def test_what_was_said_stands_in_the_published_plan(desk: Desk) -> None:
    await test_a_file_is_read_reviewed_and_published(desk)
    caller = await desk.store.caller(desk.address("member"))
    assert caller is not None
    plan = await desk.store.snapshot(desk.branch, caller.revision, date(2027, 2, 1))
    assert plan is not None
    found = {activity.title: activity for activity in plan.activities}

    def named(title: str) -> list[str]:
        return [plan.parties[duty.party_id].name for duty in found[title].duties]

    assert [each.window.last for each in plan.occurrences_of[found["Портал"].id]] == [date(2027, 12, 31)]
    assert found["Портал"].term == "колись потім"
    assert len(plan.occurrences_of[found["Школа"].id]) == 12
    assert named("Читання") == ["Тополя С.В.", "Ясен К.П."]
    assert named("Зустріч") == ["Лелека М."]
    assert found["Клуб"].number == "1.7"
    [party] = [plan.parties[duty.party_id] for duty in found["Круглий стіл"].duties]
    assert party.kind == "person"
    [same] = [plan.parties[duty.party_id] for duty in found["Клуб"].duties]
    assert (same.name, same.member_id) == ("Топля С.В.", desk.people["member"])
    assert [verb for verb, _, _ in await desk.trail()] == ["take-draft", *["answer-doubt"] * 8, "publish"]
    assert ("answer-doubt", desk.people["secretary"], "IV квартал") in await desk.trail()


async def test_the_people_first_written_to_are_those_that_the_page_named(desk: Desk) -> None:
    await desk.brings()
    page = await desk.taps("secretary", actions.AskPublish(0))
    named = {
        str(line.text.args["name"]): line.text.args["day"] for line in page.lines if line.text.key == "publish.first"
    }
    assert len(named) == 3
    await desk.presses("secretary", page, "Опублікувати")
    telegram = PlayedDoor("telegram")
    post = post_of(desk.store, desk.clock, [telegram, PlayedDoor("viber")])
    came: dict[str, date] = {}
    while desk.clock.moment < kyiv(10, 1, year=2027):
        await catch_up(post)
        for account in telegram.accounts:
            came.setdefault(account.split("/")[1], desk.house.today())
        desk.clock.moment = (desk.clock.moment + timedelta(days=1)).replace(hour=10)
    assert {who: named[NAMES[who]] for who in came} == came
    assert len(came) == len(named)


# --- restarts and doors


async def test_a_draft_outlives_restarts_and_moves_from_one_messenger_to_the_other(tmp_path: Path) -> None:
    opened = quick_store(tmp_path / "planovyk.db")
    async with opened.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    desk = await a_desk(opened)
    await desk.brings()
    way, row = await desk.asks("term-unknown")
    await desk.taps("secretary", way)
    await opened.close()
    again = quick_store(tmp_path / "planovyk.db")
    desk.store = again
    desk.house, desk.clock, desk.bells = a_house(again, desk.clock.moment)
    desk.restart()
    page = await desk.says("secretary", "IV квартал", door="viber")
    assert keys(page)[0] == "review.noted-row"
    assert next(each.answer for each in await desk.doubts() if each.id == row.id) == 2
    page = await desk.taps("head", actions.ShowDraft(0), door="viber")
    assert keys(page)[0] == "draft.title"
    page = await desk.presses("head", page, "Опублікувати…", door="viber")
    assert keys(await desk.presses("head", page, "Опублікувати"))[0] == "publish.done"
    await again.close()


async def test_the_same_file_delivered_again_does_not_wipe_the_answers(desk: Desk) -> None:
    await desk.brings(key="file")
    way, row = await desk.asks("same-person")
    page = await desk.taps("secretary", way)
    await desk.presses("secretary", page, "Різні люди")
    desk.restart()
    page = await desk.brings(key="file")
    assert keys(page)[0] == "draft.title"
    assert next(each.answer for each in await desk.doubts() if each.id == row.id) == 0
    assert [verb for verb, _, _ in await desk.trail()] == ["take-draft", "answer-doubt"]


# --- nobody else


@pytest.mark.parametrize("who", ["member", "presidium"])
@pytest.mark.parametrize("published", [False, True])
async def test_nobody_else_sees_a_draft_or_sends_a_plan(desk: Desk, who: str, published: bool) -> None:
    if published:
        await add_plan(desk.store, desk.branch, 2026, kyiv(1, 5))
    await desk.brings()
    before = await desk.everything()
    [plan_id] = {row.plan_id for row in await desk.doubts()}
    kinds: list[Any] = [*DRAFT_TAPS]
    for kind in kinds:
        for number in (0, plan_id, *(row.id for row in await desk.doubts())):
            page = await desk.taps(who, kind(number, *(1 for _ in fields(kind)[1:])))
            assert_nothing_of_the_draft(page)
            assert_nothing_of_the_draft(await desk.says(who, "вересень"))
    for what in (File("план.txt", 10, never), Words(PLAN), Words("меню"), Words("Портал"), Unreadable(), Arrival(None)):
        assert_nothing_of_the_draft(await desk.send(who, what))
    assert await desk.everything() == before


def assert_nothing_of_the_draft(page: Reply) -> None:
    said = whole(page)
    assert not any(words in said for words in ("Бюлетен", "бюлетен", "Портал", "2027", "Лелека", "Чернетка")), said
    assert not [each for each in buttons(page) if type(each.action) in DRAFT_TAPS]


async def test_a_strangers_file_is_never_fetched(desk: Desk) -> None:
    stranger = Address("telegram", "stranger")
    for what in (File("план.txt", 10, never), Words(PLAN)):
        found = await desk.answer(Incoming(stranger, f"s{what!r}"[:40], what))
        assert [keys(page) for page in found.replies] == [["stranger.title", "stranger.how"]]


async def test_nothing_is_owed_before_a_draft_is_published(desk: Desk) -> None:
    await desk.brings()
    for year in (2026, 2027):
        for month in range(1, 13):
            await look(desk.store, SetClock(kyiv(month, 16, year=year)))
    assert await outbox(desk.store) == []
    assert desk.bells.rung == 0


async def test_ids_of_another_branch_show_and_change_nothing_of_it(desk: Desk) -> None:
    foreign = await a_desk(desk.store, "Чуже відділення")
    await foreign.brings(words=PLAN.replace("Портал", "Чужинське").replace("бюлетеню", "Чужинського"))
    before = await foreign.everything()
    ids = {0, 10**17, *(row.id for row in await foreign.doubts()), *(row.plan_id for row in await foreign.doubts())}
    marks = {each.id: each.mark for each in await doubts_about(foreign.house, await foreign.draft())}
    for action in forged(ids, marks):
        pages = [await desk.taps("secretary", action), await desk.says("secretary", "IV квартал")]
        assert not any("Чужинськ" in whole(page) for page in pages), action
    assert await foreign.everything() == before
    assert [verb for verb, _, _ in await desk.trail()] == []


def forged(ids: set[int], marks: dict[int, int]) -> Iterator[Action]:
    for number in sorted(ids):
        yield from (actions.ShowDraft(number), actions.ReviewDoubt(number, 0), actions.ReviewDoubt(number, 10**6, 1))
        yield actions.AskPublish(number)
        yield from (actions.Publish(number, revision) for revision in range(12))
        mark = marks.get(number, 0)
        yield from (actions.SettleDoubt(number, mark, answer) for answer in range(5))
        yield from (actions.ExplainDoubt(number, mark), actions.ReopenDoubt(number, mark))
        yield from (actions.ShowSettled(number, 0), actions.ShowGoals(number, 0), actions.AskDropDraft(number))
        yield from (actions.DropDraft(number, revision) for revision in range(12))
        for other in sorted(ids):
            yield from (actions.ShowGoal(number, other), actions.ShowDraftCard(number, other))


# --- what comes in


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.HEAD, Role.MEMBER])
async def test_whoever_joins_before_the_plan_learns_how_it_comes_in(desk: Desk, role: Role) -> None:
    for brought in (False, True):
        token = await invite(desk.house, desk.name, f"Журавель {role} {brought}", role)
        address = Address("viber", f"{role}{brought}")
        [page] = (await desk.answer(Incoming(address, token, Arrival(token)))).replies
        reviews = role is not Role.MEMBER
        assert keys(page) == ["welcome", "no-plan.secretary" if reviews else "welcome.without-plan"]
        offered = [each.action for each in buttons(page) if isinstance(each.action, actions.ShowDraft)]
        assert len(offered) == (reviews and brought)
        await desk.brings()


async def broken() -> bytes:
    raise PlanovykError("error.file-unavailable")


@pytest.mark.parametrize(
    ("file", "key"),
    [
        (File("план.docx", MOST_FILE_BYTES + 1, never), "error.document-too-large"),
        (file_of(b"x" * (MOST_FILE_BYTES + 1), size=0), "error.document-too-large"),
        (File("план.docx", 10, broken), "error.file-unavailable"),
        (file_of(""), "error.document-empty"),
        (file_of(b"PK\x03\x04\x00\x00"), "error.document-damaged"),
        (file_of("Просто лист, у якому немає таблиці."), "error.document-no-table"),
    ],
)
async def test_a_file_that_is_no_plan_is_answered_with_what_is_wrong_with_it(desk: Desk, file: File, key: str) -> None:
    await desk.brings()
    before = await desk.everything()
    page = await desk.send("secretary", file)
    assert keys(page) == [key]
    assert [each.action for each in buttons(page)] == [actions.Home()]
    assert await desk.everything() == before


async def test_a_pasted_table_is_read_like_a_file(desk: Desk) -> None:
    page = await desk.says("head", PLAN)
    assert keys(page)[:2] == ["draft.taken", "draft.title"]
    assert (await desk.draft()).period == calendar_year(2027)


async def test_a_table_that_a_messenger_may_have_cut_is_not_taken_for_the_whole_plan(desk: Desk) -> None:
    await desk.brings()
    before = await desk.everything()
    page = await desk.says("secretary", PLAN + "1.7\tЩе захід\tтравень\tПрезидія\t\t\n" * 100)
    assert keys(page) == ["error.paste-cut-off"]
    assert await desk.everything() == before


@pytest.mark.parametrize(("words", "year"), [(PLAN, 2027), (WITHOUT_YEAR, 2026), (PLAN.replace("2027", "2021"), 2021)])
async def test_the_year_is_that_of_the_heading_or_this_one(desk: Desk, words: str, year: int) -> None:
    await desk.brings(words=words)
    assert (await desk.draft()).period == calendar_year(year)
    assert [each for each in await desk.doubts() if each.code == "year-mismatch"] == []


async def test_an_old_plan_is_published_without_a_word_to_anybody(desk: Desk) -> None:
    await add_plan(desk.store, desk.branch, 2026, kyiv(1, 5))
    await desk.brings(words=PLAN.replace("2027", "2021"))
    page = await desk.taps("secretary", actions.AskPublish(0))
    assert "publish.never" in keys(page)
    assert "publish.people" not in keys(page)
    await desk.presses("secretary", page, "Опублікувати")
    for month in range(1, 13):
        await look(desk.store, SetClock(kyiv(month, 16, year=2027)))
    activities = {each.activity for each in await desk.doubts()}
    assert activities
    assert [row.kind for row in await outbox(desk.store) if row.kind != "meeting-date"] == []


async def test_a_newer_file_takes_the_place_of_the_draft_but_never_by_itself_of_a_published_plan(desk: Desk) -> None:
    await desk.brings(words=PLAN.replace("Клуб", "Гурток"))
    await desk.brings("head")
    assert "Клуб" in [activity.title for activity in (await desk.draft()).activities]
    page = await desk.taps("head", actions.AskPublish(0))
    await desk.presses("head", page, "Опублікувати")
    before = await desk.sees_plan()
    await desk.brings(words=PLAN.replace("Клуб", "Гурток"))
    assert "Гурток" in [activity.title for activity in (await desk.draft()).activities]
    assert (await desk.sees_plan()).activities == before.activities


async def test_a_draft_is_reviewed_beside_the_plan_that_is_in_force(desk: Desk) -> None:
    old = read_plan(PLAN.replace("2027", "2026").replace("Портал", "Вебсайт").encode(), calendar_year(2026))
    await import_plan(desk.house, old, desk.name, publish=True)
    await desk.brings()
    for who in ("secretary", "head"):
        page = await desk.says(who, "меню")
        assert keys(page)[0] == "menu.title"
        page = await desk.presses(who, page, "Чернетка плану на 2027 рік")
        assert keys(page)[0] == "draft.title"
    page = await desk.presses("head", page, "Опублікувати…")
    assert "publish.begins" in keys(page)
    page = await desk.presses("head", page, "Опублікувати")
    assert keys(page)[0] == "publish.done"
    assert "План на 2026 рік" in whole(page)
    assert "Вебсайт" in whole(await desk.says("member", "1.2"))
    desk.clock.moment = kyiv(1, 11, year=2027)
    assert "Портал" in whole(await desk.says("member", "1.2"))


# --- publishing


async def test_a_second_tap_publishes_nothing_twice(desk: Desk) -> None:
    await desk.brings()
    page = await desk.taps("secretary", actions.AskPublish(0))
    publish = next(each.action for each in buttons(page) if isinstance(each.action, actions.Publish))
    assert keys(await desk.taps("secretary", publish, "once"))[0] == "publish.done"
    desk.restart()
    for who, key in (("secretary", "once"), ("secretary", None), ("head", None)):
        assert keys(await desk.taps(who, publish, key))[0] == "publish.already"
    assert [verb for verb, _, _ in await desk.trail()] == ["take-draft", "publish"]
    assert desk.bells.rung == 1


async def test_what_has_changed_since_it_was_seen_is_shown_before_it_is_published(desk: Desk) -> None:
    await desk.brings()
    page = await desk.taps("secretary", actions.AskPublish(0))
    assert "Лелека М." in whole(page)
    await add_member(desk.store, desk.branch, "Криниця В.В.", Role.HEAD, [("viber", "new")])
    page = await desk.presses("secretary", page, "Опублікувати")
    assert keys(page)[:2] == ["publish.changed", "publish.title"]
    assert "Криниця В.В." in whole(page)
    assert await outbox(desk.store) == []
    assert keys(await desk.presses("secretary", page, "Опублікувати"))[0] == "publish.done"


async def test_a_draft_that_was_replaced_is_not_published_unseen(desk: Desk) -> None:
    await desk.brings()
    page = await desk.taps("secretary", actions.AskPublish(0))
    await desk.brings("head", PLAN.replace("Клуб", "Гурток"))
    page = await desk.presses("secretary", page, "Опублікувати")
    assert keys(page)[0] == "publish.changed"
    assert [verb for verb, _, _ in await desk.trail()] == ["take-draft", "take-draft"]


async def test_not_yet_leaves_the_draft_as_it_is(desk: Desk) -> None:
    await desk.brings()
    page = await desk.taps("secretary", actions.AskPublish(0))
    assert keys(await desk.presses("secretary", page, "Ще ні"))[0] == "draft.title"
    assert desk.bells.rung == 0


@pytest.mark.parametrize("who", ["secretary", "head"])
async def test_a_role_that_was_taken_away_publishes_and_settles_nothing(desk: Desk, who: str) -> None:
    await desk.brings("head" if who == "secretary" else "secretary")
    page = await desk.taps(who, actions.AskPublish(0))
    way, _ = await desk.asks("same-person")
    doubt = await desk.taps(who, way)
    await desk.give_role(who, Role.MEMBER)
    before = await desk.everything()
    assert keys(await desk.presses(who, page, "Опублікувати")) == ["no-plan"]
    assert keys(await desk.presses(who, doubt, "Одна людина")) == ["no-plan"]
    assert await desk.everything() == before


def way_of(action: Action) -> tuple[type[Action], tuple[int, ...]]:
    """What a button is about; an answer or a correction makes other marks, by which the ways would never end."""
    about = (
        getattr(action, each.name) for each in fields(action) if each.name not in {"mark", "correction", "entrance"}
    )
    return type(action), tuple(about)


@pytest.mark.parametrize("who", ["secretary", "head"])
async def test_every_button_of_a_draft_leads_on(desk: Desk, who: str) -> None:
    await desk.brings()
    waiting = buttons(await desk.taps(who, actions.ShowDraft(0)))
    seen: set[tuple[type[Action], tuple[int, ...]]] = set()
    # After the first two there is no draft; the pages of people, which the others lead to, are not about one.
    last = actions.Publish | actions.DropDraft | actions.ShowMe | actions.ShowPeople
    while waiting:
        action = waiting.pop().action
        if way_of(action) in seen or isinstance(action, last):
            continue
        seen.add(way_of(action))
        page = await desk.taps(who, action)
        assert buttons(page)[-1].action == actions.Home()
        waiting.extend(buttons(page))
    untapped = {actions.Publish, actions.DropDraft, actions.ExplainDoubt}
    kinds = {kind for kind, _ in seen}
    assert {*DRAFT_TAPS} - untapped <= kinds <= {*EARLY_TAPS, actions.Home}
    assert {actions.ShowCorrecting, actions.CancelActivity, actions.BringBack, actions.TakeBack} <= kinds
    assert all(doubt.answer is not None for doubt in await desk.doubts())
