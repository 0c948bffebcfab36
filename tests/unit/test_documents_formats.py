"""The same plan gives the same activities, windows, people and doubts whatever program wrote it down."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.documents.plan_reader import read_plan, read_plan_of_year
from bot.domain.draft import PlanDraft
from bot.domain.windows import calendar_year
from tests.documents import pdf, plans, sheets, word
from tests.documents.plans import SEED, Written

WRITERS: dict[str, Callable[[Written], bytes]] = {
    "docx": word.written,
    "xlsx": sheets.written,
    "xls": sheets.written_xls,
    "ods": sheets.written_ods,
    "pdf": pdf.written,
}
FORMATS = pytest.mark.parametrize("writer", WRITERS.values(), ids=WRITERS)


def essence(draft: PlanDraft) -> list[object]:
    return [draft.period, draft.goals, draft.activities, draft.doubts]


@FORMATS
@pytest.mark.skipif(not SEED.exists(), reason="the real plan lies beside the repository and not in it")
def test_the_real_plan_is_the_same_in_every_format(writer: Callable[[Written], bytes]) -> None:
    text = SEED.read_bytes()
    draft = read_plan_of_year(writer(plans.of_text(text)), None)
    assert len(draft.activities) == 22
    assert essence(draft) == essence(read_plan(text, calendar_year(2021)))


@FORMATS
def test_the_sample_plan_is_the_same_in_every_format(writer: Callable[[Written], bytes]) -> None:
    text = plans.SAMPLE.read_text("utf-8").replace("{year}", "2026").encode()
    draft = read_plan_of_year(writer(plans.sample()), None)
    assert len(draft.activities) == 22
    assert essence(draft) == essence(read_plan(text, calendar_year(2026)))


def test_a_pdf_without_drawn_lines_is_read_by_its_columns() -> None:
    text = plans.SAMPLE.read_text("utf-8").replace("{year}", "2026").encode()
    draft = read_plan_of_year(pdf.written(plans.sample(), ruled=False), None)
    whole = read_plan(text, calendar_year(2026))
    assert [(one.number, one.term) for one in draft.activities] == [(one.number, one.term) for one in whole.activities]
    assert [one.responsible for one in draft.activities] == [one.responsible for one in whole.activities]


@pytest.mark.parametrize("writer", [word.written, sheets.written, pdf.written], ids=["docx", "xlsx", "pdf"])
def test_a_thousand_activities_come_out_whole(writer: Callable[[Written], bytes]) -> None:
    draft = read_plan_of_year(writer(plans.long_plan(1000)), None)
    assert [one.number for one in draft.activities] == [f"1.{number}" for number in range(1, 1001)]
    assert draft.doubts == ()
