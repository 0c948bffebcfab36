"""Term cells as people write them, each with what a careful reader takes from it."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from bot.domain.terms import read_term
from bot.domain.windows import Mode, calendar_year
from tests.unit.notation import DATA, YEAR, cell_of, expected_of, means, period_of, readings_of, rows_of

OWN = DATA / "terms.tsv"
CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "terms.tsv"


@pytest.mark.parametrize(
    ("cell", "context", "written"), [pytest.param(*row, id=" @ ".join(row[:2])) for row in rows_of(OWN)]
)
def test_a_cell_means_what_a_careful_reader_takes_from_it(cell: str, context: str, written: str) -> None:
    period = period_of(context)
    term, expected = read_term(cell_of(cell), period), expected_of(written, period)
    assert term.text == cell_of(cell)
    assert means(expected, term), term
    assert term.sure == ("ask" not in expected.hints and expected.windows is not None), term
    wanted = {key: value.replace("+", ",") for key, value in expected.hints.items() if key != "ask"}
    assert {key: term.hints.get(key) for key in wanted if wanted[key]} == {k: v for k, v in wanted.items() if v}
    assert wanted.keys() <= term.hints.keys()


def test_the_table_holds_no_row_twice() -> None:
    cells = sorted((cell, context) for cell, context, _ in rows_of(OWN))
    assert all(left != right for left, right in pairwise(cells))
    assert len(cells) > 120


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus of terms is not beside this checkout")
def test_nothing_in_the_corpus_is_read_wrong_without_asking() -> None:
    readings = list(readings_of(CORPUS))
    doubtful = [(cell, context, term) for cell, context, term, right in readings if not right]
    assert [row for row in doubtful if row[2].sure] == []
    assert len(doubtful) <= 0.03 * len(readings), doubtful


def test_a_bare_month_is_one_occurrence() -> None:
    assert read_term("вересень", calendar_year(YEAR)).mode is Mode.ONCE
