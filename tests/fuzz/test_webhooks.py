"""A short run of what `make fuzz-webhooks` does at length."""

from __future__ import annotations

import pytest

from tests.entrances import DOORS
from tests.fuzz.webhooks.running import run

CALLS = 1_000


@pytest.mark.parametrize("door", DOORS)
def test_no_broken_call_ends_in_a_fault_or_writes_what_it_must_not(door: str) -> None:
    found = run(door, range(CALLS))
    assert found.faults == []
    assert found.statuses.total() == CALLS
    # Broken, yet often still understood: the run goes deeper than the first check.
    assert found.statuses["member 200"] > CALLS // 10
    assert found.acts > 0
