"""The pages of a draft: one message each, all that was understood, and answers that fit the doubt."""

from datetime import UTC, date, datetime, time

import pytest

from bot.dialog.actions import Action, AskPublish, Publish, ReviewDoubt, SettleDoubt, ShowDraft
from bot.dialog.model import Line, Reply
from bot.dialog.pages.drafts import draft_page, publish_page, with_draft_button
from bot.dialog.pages.menu import menu, no_plan
from bot.dialog.pages.reviewing import noted, review_page
from bot.dialog.speech import LANGUAGES, say
from bot.dialog.text import text
from bot.domain.people.model import Kind
from bot.domain.plan import Role, Snapshot
from bot.domain.publishing import outlook
from bot.domain.review import DraftDoubt, Settling, answers_to
from bot.domain.windows import Mode, Window, calendar_year
from bot.domain.worktime import at
from bot.telegram.rendering import render
from tests.unit.plans import KYIV, MORNING, TODAY, WHOLE_YEAR, Plan, month, quarter

LONG = "Дуже довга назва заходу, яку ніхто не скорочував, бо так її записано в плані " * 6


def whole(page: Reply, language: str = "uk") -> str:
    return "\n".join(say(line.text, language) for line in page.lines)


def actions(page: Reply) -> list[Action]:
    return [button.action for row in page.rows for button in row]


def labels(page: Reply, language: str = "uk") -> list[str]:
    return [say(button.label, language) for row in page.rows for button in row]


def a_draft() -> Snapshot:
    plan = Plan()
    plan.member("Тополя Сергій")
    plan.member("Криничко Тетяна", Role.SECRETARY)
    plan.member("Лелека Марта", reachable=False)
    plan.party("Методичний відділ")
    plan.party("Ялинка", Kind.GROUP)
    plan.activity("Читання", month(3, 31), [1])
    plan.activity("Портал", quarter(3), [3, 4])
    plan.activity("Поради", WHOLE_YEAR, [2], Mode.CONTINUOUS)
    plan.activity("Клуб", month(9, 30), [5], None)
    for each in (1, 2, 3, 4):
        plan.meeting(each)
    return plan.snapshot()


def doubt(code: str, activity_id: int | None = 1, words: str = "клітинка", **args: str) -> DraftDoubt:
    every = {"title": "Назва", "term": "строк", "why": "", "people": "хтось", "name": "Ясен К.", "a": "А.", "b": "Б."}
    every |= {"number": "4", "row": "рядок", "column": "Примітка", "heading": "2025", "asked": "2026"}
    every |= {"written": "1.1", "columns": "№ | Захід", "sheet": "Телефони", "count": "2", "note": "виноска"}
    return DraftDoubt(7, 99, code, words, every | args, activity_id)


CODES = (
    "no-number", "number-gap", "number-twice", "goal-gap", "same-person", "person-in-resources", "no-term",
    "term-unknown", "term-unsure", "no-responsible", "people-unsure", "unreadable-row", "unknown-column",
    "year-mismatch", "numbers-restart", "number-restored", "no-header", "other-sheet", "hidden-sheet", "hidden-rows",
    "footnote",
)  # fmt: skip


def test_the_summary_says_what_when_and_who() -> None:
    page = draft_page(a_draft(), 3)
    said = whole(page)
    wanted = (
        "Чернетка плану на 2026 рік",
        "Заходів: 4",
        "I квартал: 1",
        "III квартал: 1",
        "Тополя Сергій",
        "3 питання",
    )
    for words in (*wanted, "без кінцевого строку: 1", "нагадувань не буде: 1", "Методичний відділ", "3 питання"):
        assert words in said, words
    assert [type(each) for each in actions(page)][:2] == [ReviewDoubt, AskPublish]


def test_without_doubts_there_is_nothing_to_go_through() -> None:
    page = draft_page(a_draft(), 0)
    assert ReviewDoubt(1, 0) not in actions(page)
    assert "Питань не лишилося" in whole(page)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("activity", [None, 1])
def test_every_doubt_has_answers_and_ways_on(code: str, activity: int | None) -> None:
    asked = doubt(code, activity)
    page = review_page(a_draft(), asked, 3)
    offered = [each for each in actions(page) if isinstance(each, SettleDoubt)]
    assert [each.answer for each in offered] == [*answers_to(a_draft(), asked)]
    assert offered
    assert {(each.doubt, each.mark) for each in offered} == {(7, 99)}
    assert {ReviewDoubt(1, 7, 1), ReviewDoubt(1, 7)} <= set(actions(page))
    assert ("Читання" in whole(page)) == (activity is not None)


def test_words_are_asked_for_only_where_they_can_settle_something() -> None:
    with_words = {code for code in CODES if doubt(code).takes_words}
    assert with_words == {"no-number", "no-term", "term-unknown", "term-unsure", "no-responsible", "people-unsure"}
    for code in CODES:
        assert not doubt(code, None).takes_words
        assert ("своїми словами" in whole(review_page(a_draft(), doubt(code), 1))) == (
            code in {"no-term", "term-unknown", "term-unsure"}
        )


def test_a_term_in_doubt_shows_how_it_was_read_and_is_right_at_a_tap() -> None:
    page = review_page(a_draft(), doubt("term-unsure", 2, why="dash"), 1)
    assert "III квартал 2026, один раз" in whole(page)
    assert "Так, правильно" in labels(page)
    assert "Лишити як є" not in labels(page)


def test_unknown_words_may_be_a_person_or_a_body() -> None:
    asked = doubt("people-unsure", 4, why="unknown-words")
    assert answers_to(a_draft(), asked) == (Settling.PERSON, Settling.BODY)
    assert {"Це людина", "Це орган чи гурт"} <= set(labels(review_page(a_draft(), asked, 1)))
    assert answers_to(a_draft(), doubt("people-unsure", 4, why="ditto")) == (Settling.YES,)
    assert answers_to(a_draft(), doubt("people-unsure", 2, why="unknown-words")) == (Settling.YES,)


def test_what_is_in_the_sentence_is_not_quoted_again() -> None:
    page = review_page(a_draft(), doubt("same-person", 1, "Б."), 1)
    assert whole(page).count("Б.") == 1


def test_an_answer_in_words_shows_what_was_made_of_it() -> None:
    draft = a_draft()
    said = "\n".join(say(line.text, "uk") for line in noted(draft, draft.activities[1]))
    assert "1.2 Портал" in said
    assert "Лелека Марта, Методичний відділ" in said
    assert "III квартал 2026" in said
    assert [line.text.key for line in noted(draft, None)] == ["review.noted"]


def test_publishing_names_everybody_who_will_be_written_to_and_who_cannot_be() -> None:
    draft = a_draft()
    ahead = outlook(draft, frozenset(), MORNING, KYIV)
    page = publish_page(draft, ahead, 2, TODAY, KYIV)
    said = whole(page)
    assert "Напишу 2 людям" in said
    assert "Тополя Сергій: 17 березня 2026, строк 31 березня: 1.1 Читання" in said
    assert "Криничко Тетяна: 23 березня 2026, що зроблено за квартал: 1.3 Поради" in said
    assert "Ще не в боті, тож їм не напишу: Лелека Марта" in said
    assert "Лишилося 2 питання" in said
    assert actions(page)[:2] == [Publish(1, 1), ShowDraft(1)]


def test_publishing_a_plan_that_nobody_is_in_says_so() -> None:
    plan = Plan()
    plan.activity("Читання", month(3), [])
    draft = plan.snapshot()
    page = publish_page(draft, outlook(draft, frozenset(), MORNING, KYIV), 0, TODAY, KYIV)
    assert [line.text.key for line in page.lines] == ["publish.title", "publish.nobody", "publish.for-good"]


def test_a_plan_that_comes_into_force_later_or_never_says_so() -> None:
    draft = a_draft()
    autumn = datetime(2025, 11, 24, 9, tzinfo=UTC)
    later = publish_page(
        draft, outlook(draft, frozenset({calendar_year(2025)}), autumn, KYIV), 0, date(2025, 11, 24), KYIV
    )
    assert "почне діяти 1 січня 2026 року" in whole(later)
    never = publish_page(
        draft, outlook(draft, frozenset({calendar_year(2027)}), datetime(2027, 3, 1, tzinfo=UTC), KYIV), 0, TODAY, KYIV
    )
    assert "publish.never" in [line.text.key for line in never.lines]
    assert "publish.people" not in [line.text.key for line in never.lines]


def test_the_menu_leads_to_the_draft() -> None:
    draft = a_draft()
    page = with_draft_button(no_plan(Role.HEAD, "Відділення"), 5, calendar_year(2027))
    assert "Чернетка плану на 2027 рік" in labels(page)
    assert ShowDraft(5) in actions(page)
    plan = Plan()
    who = plan.member("Криничко Тетяна", Role.SECRETARY)
    plain = menu(plan.view(who))
    assert len(with_draft_button(plain, 5, calendar_year(2027)).rows) == len(plain.rows) + 1
    assert draft.plan_id == 1


def vast_draft() -> Snapshot:
    plan = Plan()
    people = [plan.member(f"Дуже-Довгопрізвищенко {each} " * 3, reachable=each % 2 == 0) for each in range(70)]
    plan.party(LONG, Kind.GROUP)
    for _ in range(80):
        plan.activity(LONG, Window(date(2026, 2, 20), date(2026, 12, 31)), people, Mode.MONTHLY, number=None)
    return plan.snapshot()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_a_vast_draft_is_one_message(language: str) -> None:
    draft = vast_draft()
    before = (*noted(draft, draft.activities[0]), Line(text("review.stale")))
    pages = [draft_page(draft, 400, *before)]
    pages.append(publish_page(draft, outlook(draft, frozenset(), MORNING, KYIV), 400, TODAY, KYIV, *before))
    long_args = {"title": LONG, "term": LONG, "people": LONG, "a": LONG, "b": LONG, "row": LONG, "heading": LONG}
    pages += [review_page(draft, doubt(code, 1, LONG + "!", **long_args), 400, *before) for code in CODES]
    for page in pages:
        assert len(render(page, language)) == 1
        assert len(page.rows) <= 12


def test_a_letter_never_leaves_at_night_or_on_a_free_day() -> None:
    draft = a_draft()
    saturday = at(date(2026, 2, 14), time(23), KYIV)
    for letter in outlook(draft, frozenset(), saturday, KYIV).first:
        local = letter.leaves.astimezone(KYIV)
        assert local.weekday() < 5
        assert time(9) <= local.time() < time(18)
        assert letter.leaves > saturday
