"""Workbooks: values of their own types, merged cells, several sheets."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from openpyxl import Workbook

from bot.documents.plan_reader import read_plan, read_plan_of_year
from bot.domain.draft import PlanDraft
from bot.domain.windows import Window, calendar_year
from bot.errors import DocumentError
from tests.documents.hostile import packed, unpacked
from tests.documents.plans import Written
from tests.documents.sheets import Cells, written_ods, xlsx

CALENDAR = calendar_year(2026)
HEADER = ("№", "Назва заходу", "Термін", "Відповідальні")


def read(rows: Cells, *merged: str) -> PlanDraft:
    return read_plan(xlsx({"Аркуш1": rows}, merged), calendar_year(2026))


def test_dates_and_numbers_are_read_as_a_person_sees_them() -> None:
    midnight = datetime(2026, 4, 1)  # noqa: DTZ001 - a cell has no time zone
    draft = read((HEADER, (1, "Одне", date(2026, 3, 5), "Сосенко О.О."), (2.0, "Друге", midnight, "Ясен К.")))
    assert [(one.number, one.term.text) for one in draft.activities] == [("1", "05.03.2026"), ("2", "01.04.2026")]
    assert draft.doubts == ()


def test_a_number_that_excel_took_for_a_date_is_a_number_again() -> None:
    draft = read(
        (HEADER, (date(2026, 1, 1), "Одне", "травень", "Сосенко О.О."), (date(2026, 2, 1), "Два", "травень", ""))
    )
    assert [one.number for one in draft.activities] == ["1.1", "1.2"]


def test_a_merged_term_belongs_to_every_row_of_it() -> None:
    rows = (HEADER, (1, "Одне", "вересень", "Сосенко О.О."), (2, "Друге", None, "Ясен К."))
    assert [one.term.text for one in read(rows, "C2:C3").activities] == ["вересень", "вересень"]


def test_two_sheets_are_one_plan_and_a_list_beside_it_is_named() -> None:
    data = xlsx(
        {
            "Січень": (HEADER, (1, "Одне", "", "Сосенко О.О.")),
            "Лютий": (HEADER, (2, "Друге", "", "Сосенко О.О.")),
            "Телефони колег": (("хтось", "067"),),
        }
    )
    draft = read_plan(data, calendar_year(2026))
    assert [one.term.text for one in draft.activities] == ["Січень", "Лютий"]
    assert [(one.code, one.text) for one in draft.doubts] == [("other-sheet", "Телефони колег")]


def test_a_title_page_says_what_the_plan_is_for() -> None:
    title = (("План роботи",), ("відділення на 2026 рік",))
    draft = read_plan_of_year(xlsx({"Титул": title, "План": (HEADER, (1, "Одне", "травень", "Ясен К."))}), None)
    assert draft.period.year == 2026
    assert draft.doubts == ()


def formatted(*cells: tuple[int, object, str]) -> bytes:
    """Write an activity a row; each has a value in one column (1 its number, 3 its term) and a format for it."""

    def look(book: Workbook) -> None:
        for line, (column, value, code) in enumerate(cells, 2):
            cell = book.active.cell(line, column, value)
            cell.number_format = code

    rows = [(line, f"Захід {line}", "травень", "Ясен К.") for line in range(1, len(cells) + 1)]
    return xlsx({"Аркуш1": (HEADER, *rows)}, look=look)


@pytest.mark.parametrize(
    ("code", "term", "window"),
    [
        ("mmmm", "березень", Window(date(2026, 3, 1), date(2026, 3, 31))),
        ("mmm-yy", "березень 2026", Window(date(2026, 3, 1), date(2026, 3, 31))),
        ('[$-422]mmmm yyyy" р.";@', "березень 2026", Window(date(2026, 3, 1), date(2026, 3, 31))),
        ("d mmmm", "1 березня", Window(date(2026, 3, 1), date(2026, 3, 1))),
        ("dd.mm.yyyy", "01.03.2026", Window(date(2026, 3, 1), date(2026, 3, 1))),
        ("mm-dd-yy", "01.03.2026", Window(date(2026, 3, 1), date(2026, 3, 1))),
    ],
)
def test_a_date_means_no_more_than_its_format_shows(code: str, term: str, window: Window) -> None:
    draft = read_plan(formatted((3, datetime(2026, 3, 1), code)), calendar_year(2026))  # noqa: DTZ001 - as above
    assert draft.activities[0].term.text == term
    assert draft.activities[0].term.windows == (window,)


def test_a_number_is_read_as_its_format_shows_it() -> None:
    draft = read_plan(formatted(*[(1, n, f) for n, f in ((1.9, "0.0"), (1.1, "0.00"), (1.11, "General"))]), CALENDAR)
    assert [one.number for one in draft.activities] == ["1.9", "1.10", "1.11"]
    assert draft.doubts == ()


def test_a_lost_nought_is_found_and_asked_about() -> None:
    numbers = [*(float(f"1.{n}") for n in range(1, 10)), 1.1, 1.11, 2.1]
    draft = read((HEADER, *[(number, "Захід", "травень", "Ясен К.") for number in numbers]))
    assert [one.number for one in draft.activities] == [*(f"1.{n}" for n in range(1, 12)), "2.1"]
    assert [(one.activity, one.code, one.text) for one in draft.doubts] == [("1.10", "number-restored", "1.1")]


def test_a_number_that_is_really_there_twice_stays_so() -> None:
    draft = read((HEADER, *[(number, "Захід", "травень", "Ясен К.") for number in ("1.1", "1.2", "1.1", "1.3")]))
    assert [one.number for one in draft.activities] == ["1.1", "1.2", "1.1", "1.3"]
    assert [one.code for one in draft.doubts] == ["number-twice"]


def test_what_is_hidden_is_not_read_and_is_told() -> None:
    def hide(book: Workbook) -> None:
        book["Аркуш1"].row_dimensions[3].hidden = True
        book["Торік"].sheet_state = "hidden"

    rows = (HEADER, *[(number, f"Захід {number}", "травень", "Ясен К.") for number in (1, 2, 3)])
    draft = read_plan(xlsx({"Аркуш1": rows, "Торік": rows}, look=hide), calendar_year(2026))
    assert [one.number for one in draft.activities] == ["1", "3"]
    told = {one.code: one.args for one in draft.doubts}
    assert told["hidden-sheet"] == {"sheet": "Торік"}
    assert told["hidden-rows"] == {"count": "1", "row": "2 | Захід 2 | травень | Ясен К."}


def ods(xml: str) -> bytes:
    """Return a LibreOffice sheet of these rows."""
    whole = unpacked(written_ods(Written((), (("",),))))
    content = whole["content.xml"].decode()
    begin, end = content.index("<table:table-row"), content.rindex("</table:table>")
    return packed(whole | {"content.xml": (content[:begin] + xml + content[end:]).encode()})


def calc_row(*cells: str, more: str = "") -> str:
    found = [cell if cell.startswith("<") else text_cell(cell) for cell in cells]
    return f"<table:table-row{more}>{''.join(found)}</table:table-row>"


def text_cell(words: str, more: str = "") -> str:
    return f'<table:table-cell office:value-type="string"{more}><text:p>{words}</text:p></table:table-cell>'


def test_libreoffice_tells_merged_cells_shown_texts_and_hidden_rows() -> None:
    date_of = 'office:value-type="date" office:date-value="2026-03-01"'
    month = f"<table:table-cell {date_of}><text:p>%s</text:p></table:table-cell>"
    number = '<table:table-cell office:value-type="float" office:value="1.1"><text:p>1.10</text:p></table:table-cell>'
    draft = read_plan(
        ods(
            calc_row(*HEADER)
            + calc_row("1.8", "Одне", text_cell("вересень", ' table:number-rows-spanned="2"'), "Ясен К.")
            + calc_row("1.9", "Друге", "<table:covered-table-cell/>", "Ясен К.")
            + calc_row(number, "Третє", month % "березень 2026", "Ясен К.")
            + calc_row("1.11", "Четверте", month % "01.03.26", "Ясен К.")
            + calc_row("1.12", "Приховане", "травень", "Ясен К.", more=' table:visibility="collapse"')
        ),
        calendar_year(2026),
    )
    assert [(one.number, one.term.text) for one in draft.activities] == [
        ("1.8", "вересень"), ("1.9", "вересень"), ("1.10", "березень 2026"), ("1.11", "01.03.2026"),
    ]  # fmt: skip
    assert next(one for one in draft.doubts if one.code == "hidden-rows").args["row"].startswith("1.12 | Приховане")


def test_people_on_lines_of_one_cell_are_several() -> None:
    draft = read((HEADER, (1, "Одне", "травень", "Сосенко О.О.\nЯсен К.П.")))
    assert [named.name for named in draft.activities[0].responsible] == ["Сосенко О.О.", "Ясен К.П."]


def test_too_many_rows_are_refused() -> None:
    rows = [(number, "Захід", "травень", "Сосенко О.О.") for number in range(20_001)]
    with pytest.raises(DocumentError) as caught:
        read((HEADER, *rows))
    assert caught.value.key == "error.document-too-long"
