"""What people write in their own words, and the question behind it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.asking import (
    AskActivities,
    AskHelp,
    AskList,
    AskMeetings,
    AskMenu,
    AskNumber,
    AskUnclear,
    AskWhom,
    Aspect,
    Question,
    Scope,
    Standing,
    Who,
    numbered,
    understand,
    understand_alone,
)
from bot.domain.asking.selecting import activities_of
from bot.domain.people.model import Kind
from bot.domain.windows import Window, calendar_year
from tests.unit.plans import Plan, quarter

TODAY = date(2026, 2, 10)  # a Tuesday


def days(first: tuple[int, int], last: tuple[int, int], year: int = 2026) -> AskList:
    return AskList(Window(date(year, *first), date(year, *last)))


Q1, Q2, Q3, Q4 = days((1, 1), (3, 31)), days((4, 1), (6, 30)), days((7, 1), (9, 30)), days((10, 1), (12, 31))
JANUARY, FEBRUARY, MARCH = days((1, 1), (1, 31)), days((2, 1), (2, 28)), days((3, 1), (3, 31))
SEPTEMBER, YEAR = days((9, 1), (9, 30)), days((1, 1), (12, 31))
LAST_QUARTER, NEXT_YEAR = days((10, 1), (12, 31), 2025), days((1, 1), (12, 31), 2027)
WEEK = days((2, 9), (2, 15))
MINE, OVERDUE = AskList(who=Who(me=True)), AskList(standing=Standing.OVERDUE)

PHRASES: dict[str, Question] = {
    "що цього кварталу?": Q1,
    "Що цього кварталу": Q1,
    "ЩО ЦЬОГО КВАРТАЛУ???": Q1,
    "що у цьому кварталі": Q1,
    "в цьому кв.": Q1,
    "поточний квартал": Q1,
    "Привіт, що цього кварталу?": Q1,
    "що зараз?": Q1,
    "що наступного кварталу": Q2,
    "наступний квартал": Q2,
    "минулий квартал": LAST_QUARTER,
    "попереднього кварталу": LAST_QUARTER,
    "IV квартал": Q4,
    "ІV квартал": Q4,  # the first letter is Cyrillic
    "4 квартал": Q4,
    "четвертий квартал": Q4,
    "IV кв. 2026": Q4,
    "3-й квартал": Q3,
    "ІІ кв.": Q2,
    "що у II кварталі?": Q2,
    "1 квартал 2026": Q1,
    "перший квартал 2025 року": days((1, 1), (3, 31), 2025),
    "вересень": SEPTEMBER,
    "Вересень!": SEPTEMBER,
    "у вересні": SEPTEMBER,
    "що у вересні": SEPTEMBER,
    "що робимо у вересні?": SEPTEMBER,
    "що в нас у вересні": SEPTEMBER,
    "покажи мені вересень": SEPTEMBER,
    "план на вересень": SEPTEMBER,
    "план на вересень 2026": SEPTEMBER,
    "у вересні цього року": SEPTEMBER,
    "чи є щось у березні": MARCH,
    "що в лютому": FEBRUARY,
    "що цього місяця": FEBRUARY,
    "цього місяця": FEBRUARY,
    "що наступного місяця?": MARCH,
    "наступний місяць": MARCH,
    "минулого місяця": JANUARY,
    "березень-квітень": days((3, 1), (4, 30)),
    "вересень - жовтень": days((9, 1), (10, 31)),
    "сьогодні": days((2, 10), (2, 10)),
    "що сьогодні?": days((2, 10), (2, 10)),
    "що завтра": days((2, 11), (2, 11)),
    "цього тижня": WEEK,
    "що на цьому тижні?": WEEK,
    "що наступного тижня": days((2, 16), (2, 22)),
    "31 березня": days((3, 31), (3, 31)),
    "15.03.2026": days((3, 15), (3, 15)),
    "05.01": days((1, 5), (1, 5)),
    "з 1 по 15 березня": days((3, 1), (3, 15)),
    "перше півріччя": days((1, 1), (6, 30)),
    "I півріччя": days((1, 1), (6, 30)),
    "у другому півріччі": days((7, 1), (12, 31)),
    "восени": days((9, 1), (11, 30)),
    "влітку": days((6, 1), (8, 31)),
    "до кінця кварталу": days((2, 10), (3, 31)),
    "до кінця місяця": days((2, 10), (2, 28)),
    "до кінця року": days((2, 10), (12, 31)),
    "план": YEAR,
    "весь план": YEAR,
    "план роботи на рік": YEAR,
    "цього року": YEAR,
    "що плануємо цього року?": YEAR,
    "наступного року": NEXT_YEAR,
    "what is due this quarter?": Q1,
    "next month": MARCH,
    "September": SEPTEMBER,
    "Q3": Q3,
    "what is due in the 3rd quarter": Q3,
    "today": days((2, 10), (2, 10)),
    "5.1": AskNumber("5.1"),
    "5.1.": AskNumber("5.1"),
    "5,1": AskNumber("5.1"),
    "№5.1": AskNumber("5.1"),
    "№ 5.1": AskNumber("5.1"),
    "захід 5.1": AskNumber("5.1"),
    "п. 5.1": AskNumber("5.1"),
    "пункт 3.2": AskNumber("3.2"),
    "покажи 5.1": AskNumber("5.1"),
    "що з 5.1?": AskNumber("5.1"),
    "хто відповідає за 5.1?": AskNumber("5.1", Aspect.WHO),
    "5.1.1": AskNumber("5.1.1"),
    "7": AskNumber("7"),
    "захід 7": AskNumber("7"),
    "мої завдання": MINE,
    "Мої справи": MINE,
    "що мені робити?": MINE,
    "що я маю зробити": MINE,
    "що в мене?": MINE,
    "my tasks": MINE,
    "прострочене": OVERDUE,
    "що прострочено?": OVERDUE,
    "прострочені заходи": OVERDUE,
    "що не встигли": OVERDUE,
    "overdue": OVERDUE,
    "коли засідання": AskMeetings(),
    "коли засідання президії?": AskMeetings(),
    "засідання": AskMeetings(),
    "дата засідання": AskMeetings(),
    "наступне засідання": AskMeetings(),
    "коли збори президії": AskMeetings(),
    "коли збирається президія?": AskMeetings(),
    "meetings": AskMeetings(),
    "меню": AskMenu(),
    "/start": AskMenu(),
    "/menu": AskMenu(),
    "Привіт!": AskMenu(),
    "добрий день": AskMenu(),
    "Доброго ранку!": AskMenu(),
    "Дякую!": AskMenu(),
    "щиро дякую": AskMenu(),
    "допомога": AskHelp(),
    "/help": AskHelp(),
    "що ти вмієш?": AskHelp(),
    "як тобою користуватися": AskHelp(),
    "": AskUnclear(),
    "🙂": AskUnclear(),
    "бюлетень": AskUnclear(),
    "добра справа": AskUnclear(),
    "хто відповідає за бюлетень?": AskUnclear(),
}


@pytest.mark.parametrize("words", PHRASES)
def test_the_question_behind_the_words(words: str) -> None:
    assert understand_alone(words, TODAY, calendar_year(2026)) == PHRASES[words]


@given(st.text(max_size=200), st.dates(date(2020, 1, 1), date(2035, 12, 31)))
def test_no_words_make_the_reader_fail(words: str, today: date) -> None:
    scope = Scope(a_plan().snapshot(), today, 1)
    understand(words, scope, understand("що цього кварталу", scope))


TAGGED = st.sampled_from(
    "а в до з по 1 2 15 40 - . що хто коли наступного цього минулого вересня кварталі року тижня кінця через початку "
    "половина п'ятницю декада весна ціль засідання прострочене мої він далі бюлетень рибянцева президія 3.4 "
    "31.02".split()
)


@given(st.lists(st.lists(TAGGED, max_size=7), max_size=3))
def test_no_talk_makes_the_reader_fail(talk: list[list[str]]) -> None:
    scope = Scope(a_plan().snapshot(), TODAY, 1)
    earlier: Question | None = None
    for words in talk:
        earlier = understand(" ".join(words), scope, earlier)
        activities_of(earlier, scope)


@pytest.mark.parametrize(
    ("today", "asked", "expected"),
    [
        (date(2026, 12, 31), "наступного місяця", Window(date(2027, 1, 1), date(2027, 1, 31))),
        (date(2026, 1, 1), "минулого місяця", Window(date(2025, 12, 1), date(2025, 12, 31))),
        (date(2026, 10, 1), "наступного кварталу", Window(date(2027, 1, 1), date(2027, 3, 31))),
        (date(2026, 12, 31), "завтра", Window(date(2027, 1, 1), date(2027, 1, 1))),
        (date(2026, 1, 1), "цього тижня", Window(date(2025, 12, 29), date(2026, 1, 4))),
    ],
)
def test_near_spans_cross_the_new_year(today: date, asked: str, expected: Window) -> None:
    assert understand_alone(asked, today, calendar_year(2026)) == AskList(expected)


def a_plan() -> Plan:
    plan = Plan()
    author = plan.member("Риб’янцева І.П.")
    plan.activity("Видання Бюлетеню про роботу відділення", quarter(3), [author], number="3.4")
    plan.activity("Науково-практична конференція «Бібліотека»", quarter(3), [plan.party("Президія")], number="3.2.")
    plan.activity("Свято «Ім'я твоє»", quarter(1), number=None)
    return plan


@pytest.mark.parametrize(
    ("words", "titles"),
    [
        ("бюлетень", ["Видання"]),
        ("БЮЛЕТЕНІ", ["Видання"]),
        ("хто відповідає за бюлетень", ["Видання"]),
        ("конференцію", ["Науково"]),
        ("Рибянцева", ["Видання"]),
        ("риб'янцевої", ["Видання"]),
        ("президія", ["Науково"]),
        ("видання бюлетеню", ["Видання"]),
        ("видання конференції", []),
        ("імя", ["Свято"]),
        ("що де коли", []),
        ("", []),
    ],
)
def test_activities_are_found_by_words_whatever_their_endings(words: str, titles: list[str]) -> None:
    scope = Scope(a_plan().snapshot(), TODAY, 1)
    found = activities_of(understand(words, scope), scope)
    assert [each.title.split()[0].split("-")[0] for each in found] == titles


def test_activities_are_found_by_their_numbers_with_or_without_a_last_dot() -> None:
    snapshot = a_plan().snapshot()
    assert numbered(snapshot, "3.2") == snapshot.activities[1]
    assert numbered(snapshot, "3.4") == snapshot.activities[0]
    assert numbered(snapshot, "9.9") is None


def test_a_gathering_that_the_plan_names_is_not_the_presidiums_meeting() -> None:
    plan = a_plan()
    plan.activity("Нарада бібліотекарів громад", quarter(2), number="4.1")
    scope = Scope(plan.snapshot(), TODAY, 1)
    assert [each.number for each in activities_of(understand("коли нарада", scope), scope)] == ["4.1"]
    assert understand("коли збори", scope) == AskMeetings()


def test_people_of_a_like_name_are_asked_about_and_one_person_spelled_twice_is_not() -> None:
    plan = a_plan()
    plan.activity("Тиждень казки", quarter(2), [plan.party("Коваль О.І.", Kind.PERSON)], number="4.1")
    plan.activity("Тиждень пісні", quarter(2), [plan.party("Коваль П.С.", Kind.PERSON)], number="4.2")
    plan.activity("Тиждень гри", quarter(2), [plan.party("Рибянцева І.П.", Kind.PERSON)], number="4.3")
    scope = Scope(plan.snapshot(), TODAY, 1)
    asked = understand("що робить Коваль", scope)
    assert isinstance(asked, AskWhom)
    assert len(asked.people) == len(("Коваль О.І.", "Коваль П.С."))
    found = activities_of(understand("що у Риб'янцевої", scope), scope)
    assert [each.number for each in found] == ["3.4", "4.3"]


def test_a_number_that_may_be_a_day_is_the_activitys_where_there_is_one() -> None:
    plan = a_plan()
    scope = Scope(plan.snapshot(), TODAY, 1)
    assert understand("15.12", scope) == days((12, 15), (12, 15))
    plan.activity("Щось інше", quarter(4), number="15.12")
    assert understand("15.12", Scope(plan.snapshot(), TODAY, 1)) == AskNumber("15.12")


def test_some_words_alone_are_no_answer_where_one_is_strange() -> None:
    plan = a_plan()
    plan.activity("Свято вулиці Садової для родин", quarter(3), number="4.1")
    scope = Scope(plan.snapshot(), TODAY, 1)
    nearly = understand("свято вулиці Садової для сусідів", scope)
    assert isinstance(nearly, AskActivities)
    assert not nearly.sure
    assert understand("скасувати свято вулиці", scope) == AskUnclear()
