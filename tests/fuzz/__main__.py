"""`make fuzz`: the long run; the arguments are how many documents, and the number of the first."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor

from tests.fuzz.running import Found, run

PROCESSES = 2
PORTION = 250


def main() -> int:
    """Run and tell; 1 when there was a fault or a hang."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    whole = Found()
    portions = [range(start, min(start + PORTION, first + count)) for start in range(first, first + count, PORTION)]
    with ThreadPoolExecutor(PROCESSES) as pool:
        for part in pool.map(run, portions):
            whole.outcomes += part.outcomes
            whole.faults += part.faults
            whole.hangs += part.hangs
            print(
                f"{whole.outcomes.total()} of {count}: {len(whole.faults)} faults, {len(whole.hangs)} hangs", flush=True
            )
    for outcome, times in whole.outcomes.most_common():
        print(f"{times:>7}  {outcome}")
    print("\n".join([*whole.faults[:20], *(f"{number}: hang" for number in whole.hangs)]))
    return 1 if whole.faults or whole.hangs else 0


if __name__ == "__main__":
    sys.exit(main())
