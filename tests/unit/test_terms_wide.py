"""A thousand more term cells as library, school, museum, council and charity plans hold them, judged before reading.

Months and ranges with every dash, parts of months and years, hours that look like days, deadlines, recurrences, days of
the nation and the craft, Russian and mixed speech, slips of the hand and of scanners, and words that name no day.
"""

from __future__ import annotations

from itertools import pairwise

import pytest

from bot.domain.terms import Term, read_term
from tests.unit.notation import CONTEXTS, DATA, cell_of, expected_of, is_right, period_of, readings_of, rows_of

WIDE = DATA / "terms-wide.tsv"


def is_plain(written: str, context: str) -> bool:
    """Every alternative names days without asking: there is one thing that the cell can mean."""
    found = [expected_of(part, period_of(context)) for part in written.split("||")]
    return all(one.windows is not None and "ask" not in one.hints for one in found)


def readings_of_plain_cells() -> list[tuple[str, Term]]:
    rows = [(cell, written, CONTEXTS.get(context, (context,))) for cell, written, context in rows_of(WIDE)]
    plain = [(cell, one) for cell, written, kinds in rows for one in kinds if is_plain(written, one)]
    return [(cell, read_term(cell_of(cell), period_of(one))) for cell, one in plain]


@pytest.mark.parametrize(
    ("cell", "written", "context"), [pytest.param(*row, id=f"{row[0]} @ {row[2]}") for row in rows_of(WIDE)]
)
def test_a_cell_is_read_right_or_asked_about(cell: str, written: str, context: str) -> None:
    for one in CONTEXTS.get(context, (context,)):
        period = period_of(one)
        term = read_term(cell_of(cell), period)
        assert is_right(written, term, period) or not term.sure, term


def test_a_question_about_a_cell_almost_always_comes_with_a_guess_that_is_right() -> None:
    readings = list(readings_of(WIDE))
    missed = [(cell, context, term) for cell, context, term, right in readings if not right]
    assert len(readings) > 1000
    assert len(missed) <= 0.01 * len(readings), missed


def test_what_has_one_meaning_is_not_asked_about() -> None:
    readings = readings_of_plain_cells()
    asked = [(cell, term) for cell, term in readings if not term.sure]
    assert len(readings) > 450
    assert len(asked) <= 0.01 * len(readings), asked


def test_the_table_holds_no_row_twice() -> None:
    cells = sorted((cell, context) for cell, _, context in rows_of(WIDE))
    assert all(left != right for left, right in pairwise(cells))
