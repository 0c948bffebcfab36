"""A short run of what `make fuzz` does at length."""

from __future__ import annotations

import pytest

from tests.fuzz.running import run

DOCUMENTS = 160


@pytest.mark.parametrize("first", [0, DOCUMENTS // 2])
def test_no_broken_document_ends_in_an_exception_or_hangs(first: int) -> None:
    found = run(range(first, first + DOCUMENTS // 2))
    assert found.faults == []
    assert found.hangs == []
    assert found.outcomes.total() == DOCUMENTS // 2
    # Broken, yet often still a plan: the run goes deeper than the first check.
    assert found.outcomes["read"] > DOCUMENTS // 20
