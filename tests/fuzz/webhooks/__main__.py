"""`make fuzz-webhooks`: the long run; the arguments are how many calls to each webhook, and the number of the first."""

from __future__ import annotations

import sys

from tests.entrances import DOORS
from tests.fuzz.webhooks.running import run


def main() -> int:
    """Run and tell; 1 when there was a fault."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    faults = 0
    for door in DOORS:
        found = run(door, range(first, first + count))
        faults += len(found.faults)
        print(f"{door}: {count} calls, {len(found.faults)} faults, {found.acts} acts of members,", end=" ")
        print(f"nobody was kept waiting for more than {found.longest:.2f} s")
        for status, times in sorted(found.statuses.items()):
            print(f"{times:>9}  {status}")
        print("\n".join(found.faults[:20]), flush=True)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
