"""Several hundred more term cells: how people write them, and what they mean by a judgement apart from the reader's.

The costly error is a date that is wrong and not asked about; a question to a person costs little.
"""

from __future__ import annotations

from itertools import pairwise

import pytest

from bot.domain.terms import read_term
from tests.unit.notation import CONTEXTS, DATA, cell_of, is_right, period_of, readings_of, rows_of

MORE = DATA / "terms-more.tsv"


@pytest.mark.parametrize(
    ("cell", "written", "context"), [pytest.param(*row[:3], id=f"{row[0]} @ {row[2]}") for row in rows_of(MORE)]
)
def test_a_cell_is_read_right_or_asked_about(cell: str, written: str, context: str) -> None:
    for one in CONTEXTS.get(context, (context,)):
        period = period_of(one)
        term = read_term(cell_of(cell), period)
        assert is_right(written, term, period) or not term.sure, term


def test_little_is_asked_about_that_has_one_meaning() -> None:
    readings = list(readings_of(MORE))
    asked = [(cell, context, term) for cell, context, term, right in readings if not right]
    assert len(readings) > 1500
    assert len(asked) <= 0.023 * len(readings), asked


def test_the_table_holds_no_row_twice() -> None:
    cells = sorted((cell, context) for cell, _, context, *_ in rows_of(MORE))
    assert all(left != right for left, right in pairwise(cells))
