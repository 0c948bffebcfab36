"""Every activity of a draft is a few taps away, whatever the plan's size, and each page is one message."""

from dataclasses import replace

import pytest

from bot.dialog.actions import Action, ReviewDoubt, ShowDraft, ShowDraftCard, ShowGoal, ShowGoals, ShowSettled
from bot.dialog.model import Reply
from bot.dialog.pages.browsing import draft_card, goal_page, goals_page, goals_with_activities
from bot.dialog.pages.drafts import draft_page, drop_page
from bot.dialog.pages.paging import PER_PAGE, page_rows, part_of
from bot.dialog.pages.settled import reopened_page, settled_list
from bot.dialog.speech import LANGUAGES, say
from bot.domain.occurrences import Meaning
from bot.domain.plan import Activity, Goal, Snapshot
from bot.domain.review import Answered, DraftDoubt, FirstReading, Settling
from bot.domain.windows import Mode, Window, calendar_year
from bot.telegram.rendering import render
from bot.viber.keyboard import fit
from tests.unit.plans import Plan, month, quarter
from tests.unit.test_draft_pages import CODES, LONG, a_draft, doubt, labels, vast_draft, whole

MANY = 1000


def actions(page: Reply) -> list[Action]:
    return [button.action for row in page.rows for button in row]


def with_goals(draft: Snapshot, *goals: Goal, of: dict[int, int | None]) -> Snapshot:
    """The draft with these goals; `of` says under which one an activity stands."""
    activities = tuple(replace(each, goal_id=of.get(each.id, goals[0].id)) for each in draft.activities)
    return replace(draft, goals=goals, activities=activities)


def many(goal_ids: int = 1) -> Snapshot:
    plan = Plan()
    who = [plan.member(f"Дуже-Довгопрізвищенко {each} " * 3) for each in range(40)]
    for _ in range(MANY):
        plan.activity(LONG, month(3), who, Mode.MONTHLY, number=None)
    goals = [Goal(each, f"{each}", LONG) for each in range(1, goal_ids + 1)]
    return with_goals(plan.snapshot(), *goals, of={each: each % goal_ids + 1 for each in range(1, MANY + 1)})


def test_the_summary_leads_to_every_activity() -> None:
    page = draft_page(a_draft(), 3, settled=2, others=[(9, calendar_year(2027))])
    assert {ShowGoals(1), ShowSettled(1), ShowDraft(9)} <= set(actions(page))
    assert {"Усі заходи (4)", "Розв'язані питання (2)", "Прибрати чернетку", "2027 рік"} <= set(labels(page))
    assert "draft.others" in [line.text.key for line in page.lines]
    plain = draft_page(a_draft(), 3)
    assert ShowSettled(1) not in actions(plain)
    assert "draft.others" not in [line.text.key for line in plain.lines]


def test_goals_are_named_with_their_number_of_activities_and_the_rest_is_there_too() -> None:
    draft = with_goals(a_draft(), Goal(5, "1", "Перша"), Goal(6, "2", "Порожня"), of={4: None})
    assert [goal.id for goal in goals_with_activities(draft)] == [5, 0]
    page = goals_page(draft, 0)
    assert labels(page)[:2] == ["Ціль 1: Перша (3)", "Поза цілями (1)"]
    assert actions(page)[:2] == [ShowGoal(1, 5), ShowGoal(1, 0)]


def test_a_goal_shows_what_was_read_of_each_activity() -> None:
    draft = with_goals(a_draft(), Goal(5, "1", "Перша"), of={4: None})
    page = goal_page(draft, 5, 0)
    said = whole(page)
    assert "1.1 Читання: Березень 2026, один раз. Тополя Сергій" in said
    assert "1.2 Портал: III квартал 2026, один раз. Лелека Марта, Методичний відділ" in said
    assert actions(page)[:3] == [ShowDraftCard(1, each) for each in (1, 2, 3)]
    rest = goal_page(draft, 0, 0)
    assert "1.4 Клуб: без дати. Ялинка" in whole(rest)
    assert "Поза цілями" in whole(rest)


def test_a_card_says_what_was_written_and_how_it_was_read() -> None:
    draft = with_goals(a_draft(), Goal(5, "1", "Перша"), of={})
    activity = replace(draft.activities[1], resources="зал", result="збірка", notes="Місце: Калинів")
    page = draft_card(draft, activity, [doubt("term-unsure", 2, why="dash"), doubt("people-unsure", 2)])
    said = whole(page)
    wanted = (
        "1.2 Портал", "Ціль 1: Перша", "Термін у плані: строк", "III квартал 2026, один раз",
        "Відповідальні: Лелека Марта, Методичний відділ", "Ресурси: зал", "Очікуваний результат: збірка",
        "Примітки: Місце: Калинів", "Перевірте, будь ласка, як я читаю термін", "Перевірте, будь ласка, відповідальних",
    )  # fmt: skip
    for words in wanted:
        assert words in said, words
    assert {ReviewDoubt(1, 6), ShowGoal(1, 5, 0), ShowDraft(1)} <= set(actions(page))


def test_a_card_without_a_date_says_so() -> None:
    draft = a_draft()
    assert "нагадувань не буде" in whole(draft_card(draft, draft.activities[3], []))


def test_the_way_back_from_a_card_is_the_page_on_which_the_activity_stands() -> None:
    draft = many()
    place = 5 * PER_PAGE + 3
    activity = draft.activities[place]
    back = [each for each in actions(draft_card(draft, activity, [])) if isinstance(each, ShowGoal)]
    assert back == [ShowGoal(1, 1, 5)]
    assert ShowDraftCard(1, activity.id) in actions(goal_page(draft, 1, 5))


def test_every_one_of_a_thousand_activities_is_reached() -> None:
    draft = many()
    waiting: list[Action] = [ShowGoal(1, 1, 0)]
    seen: set[Action] = set()
    while waiting:
        action = waiting.pop()
        if action in seen:
            continue
        seen.add(action)
        if isinstance(action, ShowGoal):
            waiting.extend(actions(goal_page(draft, action.goal, action.page)))
    assert {each.activity for each in seen if isinstance(each, ShowDraftCard)} == {each.id for each in draft.activities}


def test_a_page_beyond_the_end_is_the_last_one() -> None:
    part = part_of(range(20), 10**9)
    assert (list(part.items), part.page, part.pages) == ([16, 17, 18, 19], 2, 3)
    assert part_of([], 3).pages == 1
    assert [
        [each.action for each in row] for row in page_rows(part_of(range(400), 20), lambda to: ShowGoals(1, to))
    ] == [[ShowGoals(1, 10), ShowGoals(1, 19), ShowGoals(1, 21), ShowGoals(1, 30)]]


def settled(code: str, settling: Settling, *, final: bool = False, first: FirstReading | None = None) -> DraftDoubt:
    answered = Answered(settling, LONG if settling is Settling.WORDS else "", final, first or FirstReading())
    long_args = {"title": LONG, "term": LONG, "people": LONG, "a": LONG, "b": LONG + "!", "row": LONG, "heading": LONG}
    return replace(doubt(code, 1, LONG, **long_args), answered=answered)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_a_vast_draft_is_one_message_with_all_its_buttons(language: str) -> None:
    draft = replace(vast_draft(), goals=tuple(Goal(each, None, LONG) for each in range(1, 60)))
    activity = replace(draft.activities[0], term=LONG, resources=LONG, result=LONG, notes=LONG)
    doubts = [settled(code, each) for code in CODES for each in Settling]
    opened = [replace(each, answered=None) for each in doubts]
    others = [(each, calendar_year(2000 + each)) for each in range(40)]
    large = many(40)
    pages = [
        draft_page(draft, 400, settled=400, others=others), drop_page(draft), draft_card(draft, activity, opened),
        *(goals_page(large, each) for each in range(5)), *(goal_page(large, 1, each) for each in range(4)),
        *(settled_list(draft, doubts, each) for each in range(9)),
        *(reopened_page(draft, each, each.answered) for each in doubts if each.answered),
    ]  # fmt: skip
    for page in pages:
        assert len(render(page, language)) == 1
        assert [each for row in fit(page.rows) for each in row] == [each for row in page.rows for each in row]
        assert len(page.rows) <= 12
        assert all(len(button.code.encode()) <= 64 for row in page.rows for button in row)
        assert all(say(button.label, language).strip() for row in page.rows for button in row)


def test_a_reopened_doubt_shows_the_first_reading_and_offers_it() -> None:
    draft = a_draft()
    term = FirstReading(term=Meaning((quarter(2),), Mode.ONCE))
    each = settled("term-unsure", Settling.WORDS, first=term)
    page = reopened_page(draft, each, _answered(each))
    assert "Спершу я прочитав так:" in whole(page)
    assert "II квартал 2026, один раз" in whole(page)
    assert "Як прочитано" in labels(page)
    undated = settled("term-unknown", Settling.WORDS, first=FirstReading(term=Meaning((), None)))
    assert "Спершу я дати не прочитав." in whole(reopened_page(draft, undated, _answered(undated)))


def test_what_cannot_be_taken_back_says_so_and_offers_nothing() -> None:
    draft = a_draft()
    for code, key in (("same-person", "settled.joined-elsewhere"), ("no-term", "settled.final")):
        each = settled(code, Settling.YES, final=True)
        page = reopened_page(draft, each, _answered(each))
        assert key in [line.text.key for line in page.lines]
        assert [type(action) for action in actions(page)][:2] == [ShowSettled, ShowDraft]


def _answered(each: DraftDoubt) -> Answered:
    assert each.answered is not None
    return each.answered


def test_a_window_or_many() -> None:
    plan = Plan()
    plan.activity("Семінар", month(2))
    draft = plan.snapshot()
    windows = tuple(Window(month(each).first, month(each).last) for each in (2, 5, 9))
    several: tuple[Activity, ...] = (replace(draft.activities[0], windows=windows),)
    assert "Лютий 2026 і ще 2, один раз" in whole(goal_page(replace(draft, activities=several), 0, 0))
