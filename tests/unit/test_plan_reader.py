"""A plan comes in whole: every activity with all its cells, and a doubt for whatever is not certain."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.documents import plan_reader
from bot.documents.plan_reader import read_plan
from bot.domain.draft import Doubt, DraftActivity, PlanDraft
from bot.domain.windows import Mode, Period, PeriodKind, Window, calendar_year
from bot.errors import DocumentError

SEED = Path(__file__).resolve().parents[3] / "shared" / "seeds" / "000_f005260d70cc39f8.txt"
SAMPLE = Path(plan_reader.__file__).parent / "samples" / "plan-uk.txt"
YEAR = calendar_year(2026)
HEADER = "№\tНазва заходу\tТермін\tВідповідальні\tРесурси\tРезультат"

# number, goal, first and last month of each window, mode: the two plans have the same shape.
SHAPE = [
    ("1.1", "1", [(1, 12)], Mode.CONTINUOUS),
    ("1.2", "1", [(1, 12)], Mode.CONTINUOUS),
    ("1.3", "1", [(1, 12)], Mode.CONTINUOUS),
    ("2.1", "2", [(1, 3)], Mode.ONCE),
    ("2.2", "2", [(1, 3), (10, 12)], Mode.ONCE),
    ("2.3", "2", [(4, 6), (7, 9)], Mode.ONCE),
    ("2.4", "2", [(1, 12)], Mode.CONTINUOUS),
    ("3.1", "3", [(4, 9)], Mode.ONCE),
    ("3.2", "3", [(9, 9)], Mode.ONCE),
    ("3.3", "3", [(7, 9)], Mode.ONCE),
    ("3.4", "3", [(7, 9)], Mode.ONCE),
    ("3.5", "3", [(1, 12)], Mode.CONTINUOUS),
    ("3.6", "3", [(1, 12)], Mode.QUARTERLY),
    ("5.1", "5", [(1, 12)], Mode.QUARTERLY),
    ("5.2", "5", [(1, 2)], Mode.ONCE),
    ("5.3", "5", [(1, 12)], Mode.CONTINUOUS),
    ("6.1", "6", [(1, 3)], Mode.ONCE),
    ("6.2", "6", [(9, 9)], Mode.ONCE),
    ("6.3", "6", [(4, 9)], Mode.ONCE),
    ("6.4", "6", [(1, 12)], Mode.CONTINUOUS),
    ("7.1", "7", [(4, 6)], Mode.ONCE),
    (None, "7", [(1, 12)], Mode.CONTINUOUS),
]

SEED_PEOPLE = [
    ["Рибянцева І.П.", "Моїсєєва С.А."],
    ["Фатєєва І.В.", "Моїсєєва С.А.", "Куценко С.В."],
    ["Рибянцева І.П.", "Моїсєєва С.А.", "Куценко С.В.", "Букреєва О."],
    ["Президія ЛОВ УБА", "науково-методичний відділ Луганської ОУНБ"],
    ["Президія ЛОВ УБА", "науково-методичний відділ ЛОУНБ"],
    ["Президія ЛОВ УБА", "науково-методичний відділ ЛОУНБ"],
    ["Президія ЛОВ УБА", "Наукова бібліотека ЛНУ ім. Тарас Шевченка", "бібліотекарі шкільних бібліотек області"],
    ["Дубова Ю.", "Літашова А."],
    ["Президія ЛОВ УБА", "Луганська ОУНБ"],
    ["Летучій С."],
    ["Риб’янцева І.П.", "Куценко С.В."],
    ["Риб’янцева І.П.", "Сірокурова І."],
    ["Сірокурова І."],
    ["Рибянцева І.П.", "Моїсєєва С.А.", "Куценко С.В."],
    ["Рибянцева І.П.", "Моїсєєва С.А.", "Куценко С.В."],
    ["Президія ЛОВ УБА"],
    ["Куценко С.В."],
    ["ЛОВ УБА", "науково-методичний відділ ЛОУНБ"],
    ["Президія ЛОВ УБА"],
    ["Куценко С.В."],
    ["ЛОВ УБА", "науково-методичний відділ ЛОУНБ"],
    ["ЛОВ УБА", "науково-методичний відділ ЛОУНБ"],
]

SAMPLE_PEOPLE = [
    ["Демяненко О.В.", "Соловейко-Гнатенко М.П."],
    ["Верболоз І.С.", "Соловейко-Гнатенко М.П.", "Криничко Т.А."],
    ["Демяненко О.В.", "Соловейко-Гнатенко М.П.", "Криничко Т.А.", "Журавель Н."],
    ["Президія КОВ СБ", "методичний відділ КОБ"],
    ["Президія КОВ СБ", "науково-методичний відділ КОБ"],
    ["Президія КОВ СБ", "науково-методичний відділ КОБ"],
    [
        "Президія КОВ СБ",
        "Бібліотека Калинівського коледжу ім. Остап Вишняк",
        "бібліотекарі шкільних бібліотек району",
    ],
    ["Лозова Ю.", "Сосенко А."],
    ["Президія КОВ СБ", "Калинівська КОБ"],
    ["Тополя С."],
    ["Дем’яненко О.В.", "Криничко Т.А."],
    ["Дем’яненко О.В.", "Барвінок І."],
    ["Барвінок І."],
    ["Демяненко О.В.", "Соловейко-Гнатенко М.П.", "Криничко Т.А."],
    ["Демяненко О.В.", "Соловейко-Гнатенко М.П.", "Криничко Т.А."],
    ["Президія КОВ СБ"],
    ["Криничко Т.А."],
    ["КОВ СБ", "науково-методичний відділ КОБ"],
    ["Президія КОВ СБ"],
    ["Криничко Т.А."],
    ["КОВ СБ", "методичний відділ КОБ"],
    ["КОВ СБ", "методичний відділ КОБ"],
]


def months(window: Window) -> tuple[int, int]:
    assert window.first.day == 1
    assert window.last.month in {12, date.fromordinal(window.last.toordinal() + 1).month - 1}
    return window.first.month, window.last.month


def shape(activity: DraftActivity) -> tuple[str | None, str | None, list[tuple[int, int]], Mode | None]:
    return activity.number, activity.goal, [months(window) for window in activity.term.windows], activity.term.mode


def people(draft: PlanDraft) -> list[list[str]]:
    return [[named.name for named in activity.responsible] for activity in draft.activities]


def codes(draft: PlanDraft) -> list[tuple[str | None, str]]:
    return [(doubt.activity, doubt.code) for doubt in draft.doubts]


def read(*lines: str, period: Period = YEAR) -> PlanDraft:
    return read_plan("\n".join(lines).encode(), period)


def row(number: str, title: str, term: str = "вересень", who: str = "Сосенко О.О.", *rest: str) -> str:
    return "\t".join([number, title, term, who, *rest])


@pytest.mark.skipif(not SEED.exists(), reason="the real plan lies beside the repository and not in it")
def test_every_activity_of_the_real_plan_comes_out() -> None:
    draft = read_plan(SEED.read_bytes(), calendar_year(2021))
    assert [shape(activity) for activity in draft.activities] == SHAPE
    assert people(draft) == SEED_PEOPLE
    assert [goal.number for goal in draft.goals] == ["1", "2", "3", "5", "6", "7"]
    results = {activity.number: activity.result for activity in draft.activities}
    assert results["3.1"].startswith("Отримання бібліотечними фахівцями навичок освітнього процесу; розбудова")
    assert results["6.3"] == "Підвищення професійної активності бібліотечних працівників"
    assert draft.activities[0].resources == "ЛОВ УБА, науково-методичний відділ ЛОУНБ"
    assert not any("<b>" in activity.title or "---" in activity.result for activity in draft.activities)
    unnumbered = draft.activities[-1].title
    assert codes(draft) == [
        (None, "goal-gap"),
        ("7.1", "person-in-resources"),
        (unnumbered, "no-number"),
        ("3.4", "same-person"),
        (None, "same-person"),
    ]
    assert draft.doubts[-1].args == {"a": "Рибянцева І.П.", "b": "Інна Риб'янцева"}


def test_every_activity_of_the_sample_plan_comes_out() -> None:
    text = SAMPLE.read_text("utf-8").replace("{year}", "2026")
    assert "{" not in text
    draft = read_plan(text.encode(), YEAR)
    assert [shape(activity) for activity in draft.activities] == SHAPE
    assert people(draft) == SAMPLE_PEOPLE
    assert [goal.number for goal in draft.goals] == ["1", "2", "3", "5", "6", "7"]
    results = {activity.number: activity.result for activity in draft.activities}
    assert results["3.1"].startswith("Наставники ведуть заняття без підказок; клуби працюють")
    assert results["6.3"] == "Двадцять бібліотек спробували провести першу подію в мережі"
    unnumbered = draft.activities[-1].title
    assert draft.doubts == (
        Doubt(None, "goal-gap", "", {"number": "4"}),
        Doubt("7.1", "person-in-resources", "Ясен К. КОВ СБ, КОБ", {"name": "Ясен К."}),
        Doubt(unnumbered, "no-number", unnumbered, {"title": unnumbered}),
        Doubt("3.4", "same-person", "Дем’яненко О.В.", {"a": "Демяненко О.В.", "b": "Дем’яненко О.В."}),
        Doubt(None, "same-person", "Ольга Дем'яненко", {"a": "Демяненко О.В.", "b": "Ольга Дем'яненко"}),
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251"])
def test_the_encoding_of_the_document_does_not_matter(encoding: str) -> None:
    text = SAMPLE.read_text("utf-8").replace("{year}", "2026")
    assert read_plan(text.encode(encoding), YEAR) == read_plan(text.encode(), YEAR)


def test_a_few_broken_bytes_do_not_turn_the_plan_into_rubbish() -> None:
    data = SAMPLE.read_bytes().replace("Оновити".encode(), "Онов".encode() + b"\xd0" + "ти".encode())
    assert people(read_plan(data, YEAR)) == SAMPLE_PEOPLE


def test_a_table_with_bars_and_its_columns_in_another_order_is_read() -> None:
    draft = read(
        "| Відповідальний | Строк виконання | Зміст роботи | № з/п |",
        "|---|:---:|---|---|",
        "| Сосенко О.О. | травень | Свято **книги** | 1.1 |",
    )
    assert draft.activities[0].title == "Свято книги"
    assert draft.activities[0].number == "1.1"
    assert people(draft) == [["Сосенко О.О."]]
    assert draft.doubts == ()


@pytest.mark.parametrize(
    "heading",
    [
        "Ціль 2: Навчати",
        "**Ціль 2. Навчати**",
        "Розділ II. Навчати",
        "ІІ. Навчати",
        "<b>Мета 2 – Навчати</b>",
        "2. Навчати",
    ],
)
def test_a_row_across_the_table_is_a_goal(heading: str) -> None:
    draft = read(HEADER, row("1.1", "Одне"), heading, row("2.1", "Друге"))
    assert [(goal.number, goal.title) for goal in draft.goals] == [("2", "Навчати")]
    assert draft.activities[1].goal == "2"


def test_a_bold_heading_without_a_number_is_a_goal_by_its_title() -> None:
    draft = read(HEADER, "**Робота з молоддю**", row("1", "Одне"))
    assert draft.goals[0].number is None
    assert draft.activities[0].goal == "Робота з молоддю"
    assert draft.doubts == ()


def test_a_row_torn_by_a_page_break_is_put_together() -> None:
    draft = read(
        HEADER,
        row("1.1", "Зустріч з", "вересень", "Сосенко", "", "знай-"),
        "----\t----",
        HEADER,
        "\tписьменником\t\tО.О.\t\tомство",
    )
    assert len(draft.activities) == 1
    assert draft.activities[0].title == "Зустріч з письменником"
    assert people(draft) == [["Сосенко О.О."]]
    assert draft.activities[0].result == "знайомство"


def test_the_same_as_above_takes_the_row_above_and_asks() -> None:
    draft = read(HEADER, row("1.1", "Одне"), row("1.2", "Друге", "вересень", "те саме"))
    assert people(draft)[1] == ["Сосенко О.О."]
    assert codes(draft) == [("1.2", "people-unsure")]


def test_every_kind_of_doubt_is_raised() -> None:
    draft = read(
        "План на 2025 рік",
        HEADER + "\tПримітка",
        "Ціль 1: Перша",
        row("1.1", "Одне", "коли буде тепло"),
        row("1.3", "Третє", "вересень", ""),
        row("1.3", "Четверте", "вересень", "Сосенка О.О.", "Ясен К.", "", "важливо", "зайве"),
        row("1.4", "Без терміну", ""),
        row("", "Без номера", "вересень", "Читальна зала"),
        "Рядок, який ніхто не зрозуміє",
        "Ціль 3: Третя",
        row("3.1", "Останнє"),
    )
    found = codes(draft)
    for expected in [
        (None, "year-mismatch"),
        (None, "unknown-column"),
        (None, "unreadable-row"),
        (None, "goal-gap"),
        (None, "number-gap"),
        ("1.3", "number-twice"),
        ("1.1", "term-unknown"),
        ("1.3", "no-responsible"),
        ("1.4", "no-term"),
        ("1.3", "person-in-resources"),
        ("Без номера", "no-number"),
        ("Без номера", "people-unsure"),
        ("1.3", "same-person"),
    ]:
        assert expected in found
    unread = [doubt.text for doubt in draft.doubts if doubt.code == "unreadable-row"]
    assert "зайве" in unread
    assert "Рядок, який ніхто не зрозуміє" in unread


def test_an_uncertain_term_is_asked_about_with_its_reason() -> None:
    draft = read(HEADER, row("1.1", "Одне", "31.09"))
    doubts = [doubt for doubt in draft.doubts if doubt.code.startswith("term-")]
    assert len(doubts) == 1
    assert doubts[0].text == "31.09"
    assert doubts[0].args["why"]


@pytest.mark.parametrize(
    "heading",
    ["План на 2026 рік", "План роботи на 2026/2027 н.р.", "Затверджено 20.12.2025 р. План на 2026 рік", "План"],
)
def test_the_right_year_in_the_heading_raises_no_doubt(heading: str) -> None:
    assert read(heading, HEADER, row("1.1", "Одне"), period=Period(PeriodKind.SCHOOL, 2026)).doubts == ()


@pytest.mark.parametrize(
    "tail",
    ["Голова відділення\n\nОльга Сосенко", "Голова\t\tО. О. Сосенко", "Секретар О.О. Сосенко", "20 грудня 2025 р."],
)
def test_a_signature_is_no_row_and_no_doubt(tail: str) -> None:
    draft = read(HEADER, row("1.1", "Одне"), "", tail)
    assert len(draft.activities) == 1
    assert [doubt for doubt in draft.doubts if doubt.code != "same-person"] == []


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"", "error.document-empty"),
        (b" \r\n\t ", "error.document-empty"),
        (b"\xef\xbb\xbf", "error.document-empty"),
        (b"PK\x03\x04\x14\x00\x06\x00", "error.document-damaged"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "error.document-picture"),
        (b"\x00\x01\x02\x03", "error.document-binary"),
        ("Просто лист".encode(), "error.document-no-table"),
        (HEADER.encode(), "error.document-no-rows"),
        (b"x" * (5 * 1024 * 1024 + 1), "error.document-too-large"),
        ("\n".join([HEADER, *[row(str(n), "Захід") for n in range(1, 1002)]]).encode(), "error.document-too-long"),
        ((HEADER + "\nрядок" * 30_000).encode(), "error.document-too-long"),
        (
            "\n".join([HEADER, *[row(str(n), "Захід", "травень", f"Сос{n:b}енко О.О.") for n in range(999)]])
            .translate({ord("0"): "а", ord("1"): "о"})
            .encode(),
            "error.document-too-many-names",
        ),
    ],
    ids=["nothing", "blank", "mark", "zip", "png", "binary", "letter", "header", "large", "long", "lines", "names"],
)
def test_what_is_no_plan_is_refused_with_a_key(data: bytes, key: str) -> None:
    with pytest.raises(DocumentError) as caught:
        read_plan(data, YEAR)
    assert caught.value.key == key


CELLS = st.sampled_from(
    ["", "1.1", "1.1.", "Ціль 2: Мета", "Захід", "продовження", "вересень", "Сосенко О.О.", "-----", "**x**", "|", "\n"]
)
LINES = st.lists(st.lists(CELLS, max_size=8).map("\t".join), max_size=12).map("\n".join)


@given(st.one_of(st.binary(max_size=200), LINES.map(lambda text: f"{HEADER}\n{text}".encode())))
@settings(deadline=None)
def test_any_bytes_are_a_plan_or_a_document_error(data: bytes) -> None:
    try:
        kept = bool(read_plan(data, YEAR).activities)
    except DocumentError as error:
        kept = error.key.startswith("error.document-")
    assert kept


@given(LINES)
@settings(deadline=None)
def test_no_word_of_the_table_is_lost(text: str) -> None:
    data = f"{HEADER}\n{row('9.9', 'Перше')}\n{text}".encode()
    draft = read_plan(data, YEAR)
    kept = " ".join(
        [
            *(f"{goal.number} {goal.title}" for goal in draft.goals),
            *(f"{one.title} {one.term.text} {one.resources} {one.result}" for one in draft.activities),
            *(f"{named.name} {named.post}" for one in draft.activities for named in one.responsible),
            *(f"{doubt.text}" for doubt in draft.doubts),
        ]
    )
    assert ("продовження" in text) <= ("продовження" in kept)
    assert ("Захід" in text) <= ("Захід" in kept)
