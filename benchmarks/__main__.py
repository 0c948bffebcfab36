"""`python -m benchmarks`: the quarter question against the usual way, how soon all starts, how soon files are read."""

from __future__ import annotations

import argparse
import asyncio
import dataclasses
import json
import platform
import sys
import tempfile
from pathlib import Path

from benchmarks.broadcast import broadcast
from benchmarks.content import YEAR, build
from benchmarks.machine import MEASURING, on_core
from benchmarks.question import Load, Pass, in_turn, one_pass
from benchmarks.reading import readings
from benchmarks.registry import keeping
from benchmarks.report import Finding, findings, table
from benchmarks.startup import SAMPLE, startup

BRANCHES, PASSES, SECONDS, STARTS, PEOPLE = 1000, 3, 6.0, 5, 1800
SHORT = {"branches": 200, "passes": 1, "seconds": 1.5, "starts": 1, "people": 300}


def main() -> None:
    """Measure and print; a missed goal is a finding and no error."""
    wanted = _arguments()
    if sys.platform == "win32":
        sys.exit("The benchmark needs a POSIX system: it ends its servers by signals.")
    with on_core(MEASURING), tempfile.TemporaryDirectory(prefix="planovyk-bench-") as folder:
        lines = asyncio.run(_measure(Path(folder), wanted))
    print(table(lines))
    if wanted.json:
        wanted.json.write_text(json.dumps([dataclasses.asdict(each) for each in lines], ensure_ascii=False, indent=2))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--short", action="store_true", help="a quick look: fewer branches and one pass")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the findings there, too")
    parser.set_defaults(branches=BRANCHES, passes=PASSES, seconds=SECONDS, starts=STARTS, people=PEOPLE)
    wanted = parser.parse_args()
    if wanted.short:
        vars(wanted).update(SHORT)
    return wanted


async def _measure(folder: Path, wanted: argparse.Namespace) -> list[Finding]:
    _say(f"Python {platform.python_version()}, {wanted.branches} branches; building the store…")
    url = build(folder / "planovyk.db", wanted.branches)
    plan = folder / "plan.txt"
    plan.write_text(SAMPLE.read_text(encoding="utf-8").replace("{year}", str(YEAR)), encoding="utf-8")
    _say("starting the program, and the library it cannot do without…")
    started = await startup(url, plan, wanted.starts)
    _say("reading plans…")
    read = await asyncio.to_thread(readings, folder, wanted.starts)
    _say("taking members' lists…")
    kept = await keeping(folder)
    _say("telling everybody…")
    told = await broadcast(folder, wanted.people)
    load = Load(wanted.branches, wanted.seconds)
    passes: list[Pass] = []
    for contender in in_turn(wanted.passes):
        _say(f"asking the {contender}…")
        passes.append(await one_pass(contender, url, load))
    return findings(passes, started, read, kept, told)


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
