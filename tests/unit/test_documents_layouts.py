"""A plan may be typed in many ways; minutes of a meeting are none."""

from __future__ import annotations

import pytest

from bot.documents.plan_reader import read_plan_of_year
from bot.domain.draft import DraftActivity, PlanDraft
from bot.domain.windows import Mode, PeriodKind
from bot.errors import DocumentError


def read(text: str, year: int | None = 2026) -> PlanDraft:
    return read_plan_of_year(text.encode(), year)


def brief(activity: DraftActivity) -> tuple[str | None, str, str, list[str]]:
    return activity.number, activity.title, activity.term.text, [named.name for named in activity.responsible]


TWO = [
    ("1", "Свято книги", "травень", ["Сосенко О.О."]),
    ("2", "Тиждень читання", "вересень", ["Ясен К.П."]),
]
FORMS = {
    "tabs": (
        "№\tНазва заходу\tТермін\tВідповідальні\n1\tСвято книги\tтравень\tСосенко О.О.\n"
        "2\tТиждень читання\tвересень\tЯсен К.П."
    ),
    "bars": (
        "|№|Захід|Термін|Відповідальні|\n|-|-|-|-|\n|1|Свято книги|травень|Сосенко О.О.|\n"
        "|2|Тиждень читання|вересень|Ясен К.П.|"
    ),
    "semicolons": (
        '№;Захід;Термін;Відповідальні\n1;Свято книги;травень;"Сосенко О.О."\n2;Тиждень читання;вересень;Ясен К.П.'
    ),
    "spaces": (
        "№   Назва заходу      Термін     Відповідальні\n"
        "1   Свято             травень    Сосенко О.О.\n"
        "    книги\n"
        "2   Тиждень читання   вересень   Ясен К.П."
    ),
    "lines": (
        "№\nНазва заходу\nТермін\nВідповідальні\n1\nСвято книги\nтравень\nСосенко О.О.\n"
        "2\nТиждень читання\nвересень\nЯсен К.П."
    ),
    "labels": (
        "План роботи\n1. Свято книги. Термін: травень. Відповідальні: Сосенко О.О.\n"
        "2. Тиждень читання.\nТермін виконання: вересень\nВідповідальна: Ясен К.П."
    ),
    "dashes": "План роботи\n1. Свято книги — травень — Сосенко О.О.\n2. Тиждень читання — вересень — Ясен К.П.",
    "brackets": "План роботи\n1) Свято книги (травень, Сосенко О.О.)\n2) Тиждень читання (вересень, Ясен К.П.)",
    "marks": (
        "№\tЗахід\tквітень\tтравень\tвересень\tВідповідальні\n"
        "1\tСвято книги\t\t+\t\tСосенко О.О.\n2\tТиждень читання\t\t\tх\tЯсен К.П."
    ),
    "swapped": (
        "№\tЗахід\tВідповідальні\tТермін\n1\tСвято книги\tтравень\tСосенко О.О.\n"
        "2\tТиждень читання\tвересень\tЯсен К.П."
    ),
}


@pytest.mark.parametrize("text", FORMS.values(), ids=FORMS)
def test_the_same_plan_in_every_form(text: str) -> None:
    draft = read(text)
    assert [brief(activity) for activity in draft.activities] == TWO
    assert draft.doubts == ()


def test_a_matrix_of_months_with_activities_in_its_cells() -> None:
    draft = read(
        "Напрям роботи\tСічень\tЛютий\tБерезень\n"
        "Молодь\tКлуб читачів-початківців\t\tЗустріч із письменником\n"
        "Громада\t\tТолока біля бібліотеки\t"
    )
    assert [(one.goal, one.title, one.term.text) for one in draft.activities] == [
        ("Молодь", "Клуб читачів-початківців", "січень"),
        ("Молодь", "Зустріч із письменником", "березень"),
        ("Громада", "Толока біля бібліотеки", "лютий"),
    ]


def test_a_matrix_of_days_and_of_quarters() -> None:
    days = read("№\tЗахід\tСічень\tЛютий\tБерезень\n1\tГурток\t5\t10-12\t")
    assert days.activities[0].term.text == "5 січня, 10-12 лютого"
    quarters = read("№\tЗахід\tI кв.\tII кв.\tIII кв.\tIV кв.\n1\tГурток\t+\t\t\t+")
    assert [window.first.month for window in quarters.activities[0].term.windows] == [1, 10]
    every = "\t".join("січ лют бер кві тра чер лип сер вер жов лис гру".split())
    assert read(f"№\tЗахід\t{every}\n1\tГурток" + "\t+" * 12).activities[0].term.mode is Mode.CONTINUOUS


def test_a_month_or_a_year_above_rows_holds_for_them() -> None:
    draft = read(
        "№\tЗахід\tДата\tВідповідальні\nВересень\t\t\t\n1\tОдне\t5\tСосенко О.О.\n2\tДруге\t\tЯсен К.\n"
        "Жовтень\t\t\t\n3\tТри\t\tЯсен К."
    )
    assert [one.term.text for one in draft.activities] == ["5 вересня", "Вересень", "Жовтень"]
    assert draft.goals == ()


def test_other_columns_are_kept_as_notes() -> None:
    draft = read("№\tЗахід\tТермін\tВідповідальні\tМісце\tПримітка\n1\tОдне\tтравень\tЯсен К.\tзала\tвзяти стільці")
    assert draft.activities[0].notes == "Місце: зала\nПримітка: взяти стільці"
    assert [one.args["column"] for one in draft.doubts] == ["Місце", "Примітка"]


def test_a_column_of_goals_is_read() -> None:
    draft = read(
        "Ціль\tЗахід\tТермін\tВідповідальні\nЦіль 1. Читати\tОдне\tтравень\tЯсен К.\n\tДруге\tчервень\tЯсен К."
    )
    assert [(goal.number, goal.title) for goal in draft.goals] == [("1", "Читати")]
    assert [one.goal for one in draft.activities] == ["1", "1"]


MINUTES = (
    "ПРОТОКОЛ № 3\nзасідання президії від 12.12.2025\nПрисутні: Сосенко О.О., Ясен К.П.\n"
    "СЛУХАЛИ:\n1. Сосенко О.О. про підсумки року.\n"
    "УХВАЛИЛИ:\n1. Підготувати звіт до 20 січня.\n2. Зібратися у лютому.\n"
)


def test_minutes_are_no_plan() -> None:
    with pytest.raises(DocumentError) as caught:
        read(MINUTES)
    assert caught.value.key == "error.document-minutes"


def test_a_plan_annexed_to_minutes_is_read() -> None:
    draft = read(f"{MINUTES}\nДодаток 1\nПлан роботи на 2026 рік\n{FORMS['tabs']}", None)
    assert [brief(activity) for activity in draft.activities] == TWO
    assert draft.period.year == 2026
    listed = read(
        f"{MINUTES}\nДодаток 1\nПлан роботи на 2026 рік\n1. Свято (травень, Ясен К.П.)\n2. Казки (липень)", None
    )
    assert [one.title for one in listed.activities] == ["Свято", "Казки"]


@pytest.mark.parametrize(
    ("heading", "wanted", "kind", "year", "month"),
    [
        ("План роботи на 2026 рік", None, PeriodKind.CALENDAR, 2026, None),
        ("Затверджено 20.12.2025\nПлан роботи на 2026 рік", None, PeriodKind.CALENDAR, 2026, None),
        ("План роботи", 2027, PeriodKind.CALENDAR, 2027, None),
        ("План на 2025/2026 н.р.", None, PeriodKind.SCHOOL, 2025, None),
        ("План на 2025-2026 навчальний рік", 2026, PeriodKind.SCHOOL, 2025, None),
        ("План роботи на вересень 2026 року", None, PeriodKind.MONTH, 2026, 9),
        ("План на 2021-2025 роки", 2023, PeriodKind.CALENDAR, 2023, None),
    ],
)
def test_the_period_is_read_from_the_heading(
    heading: str, wanted: int | None, kind: PeriodKind, year: int, month: int | None
) -> None:
    period = read(f"{heading}\n{FORMS['tabs']}", wanted).period
    assert (period.kind, period.year, period.month) == (kind, year, month)


def test_a_year_that_only_the_dates_tell_is_found() -> None:
    text = "План\n№\tЗахід\tТермін\tВідповідальні\n1\tОдне\t05.03.2026\tЯсен К.\n2\tДруге\t06.03.2026\tЯсен К."
    assert read(text, None).period.year == 2026


@pytest.mark.parametrize("heading", ["План роботи", "План на 2021-2025 роки"])
def test_a_plan_of_no_known_year_is_asked_about(heading: str) -> None:
    with pytest.raises(DocumentError) as caught:
        read(f"{heading}\n{FORMS['tabs']}", None)
    assert caught.value.key == "error.document-no-year"
