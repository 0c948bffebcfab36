"""Workbooks: values of their own types, merged cells, several sheets."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from bot.documents.plan_reader import read_plan
from bot.domain.draft import PlanDraft
from bot.domain.windows import calendar_year
from bot.errors import DocumentError
from tests.documents.sheets import Cells, xlsx

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
    assert [(one.code, one.text) for one in draft.doubts] == [("unreadable-row", "Телефони колег")]


def test_people_on_lines_of_one_cell_are_several() -> None:
    draft = read((HEADER, (1, "Одне", "травень", "Сосенко О.О.\nЯсен К.П.")))
    assert [named.name for named in draft.activities[0].responsible] == ["Сосенко О.О.", "Ясен К.П."]


def test_too_many_rows_are_refused() -> None:
    rows = [(number, "Захід", "травень", "Сосенко О.О.") for number in range(20_001)]
    with pytest.raises(DocumentError) as caught:
        read((HEADER, *rows))
    assert caught.value.key == "error.document-too-long"
