"""What was measured, as ratios with their goals: a table for people, plain data for programs."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks.broadcast import Broadcast
from benchmarks.question import BASELINE, PROGRAM, Pass
from benchmarks.reading import Reading
from benchmarks.registry import Keeping
from benchmarks.startup import Startup

FASTER, SOONER = 4.0, 1 / 8
"""Of the baseline's answers a second, and of its time within which 99 of 100 answers come."""
START, DEMO_SECONDS = 1.3, 2.0
READ_SECONDS = {25: 1.0, 1000: 10.0}
"""Until a plan of so many activities is read."""
TAKE_SECONDS, PAGE_SECONDS = 3.0, 0.1
"""Until a members' list of 500 is stored, and until a page of it is there, with 10,000 people in the store."""
OWE_SECONDS, PACE = 2.0, 0.97
"""Until an announcement is owed to 10,000 people, and the share of 30 messages a second at which it leaves."""
READ_MEMORY = 300
"""MiB that the reading process may hold."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the table. `met` is None where nothing is asked for."""

    name: str
    program: str
    baseline: str
    ratio: float | None = None
    goal: str = ""
    met: bool | None = None


def findings(
    passes: Sequence[Pass], started: Startup, read: Sequence[Reading], kept: Keeping, told: Broadcast
) -> list[Finding]:
    """Return every line of the table."""
    return [*_questions(passes), *_starts(started), *_readings(read), *_keeping(kept), *_broadcast(told)]


def _questions(passes: Sequence[Pass]) -> Iterator[Finding]:
    yield _compared("many people, answers/s", _middle(passes, lambda each: each.many.rate), at_least=FASTER)
    yield _compared("many people, p50 ms", _middle(passes, lambda each: each.many.percentile(0.5)))
    yield _compared("many people, p99 ms", _middle(passes, lambda each: each.many.percentile(0.99)), at_most=SOONER)
    # For comparison, with no goal: nobody asks twice a second, and whoever does is answered by a call of its own.
    yield _compared("people without a pause, answers/s", _middle(passes, lambda each: each.few.rate))
    yield _compared("people without a pause, p99 ms", _middle(passes, lambda each: each.few.percentile(0.99)))
    yield _compared("first questions, answers/s", _middle(passes, lambda each: each.first.rate))
    yield _compared("peak memory, MiB", _middle(passes, lambda each: each.memory))
    wrong = {
        who: sum(each.first.errors + each.many.errors + each.few.errors for each in passes if each.contender == who)
        for who in (PROGRAM, BASELINE)
    }
    yield Finding(
        "wrong or lost answers", str(wrong[PROGRAM]), str(wrong[BASELINE]), None, "0", not any(wrong.values())
    )


def _starts(started: Startup) -> Iterator[Finding]:
    yield Finding(
        "first call after a start / import aiogram, s",
        f"{started.first_call:.2f}",
        f"{started.aiogram:.2f}",
        started.ratio,
        f"<= {START}",
        started.ratio <= START,
    )
    yield Finding(
        "demo answers, s", f"{started.demo:.2f}", "", None, f"< {DEMO_SECONDS:g}", started.demo < DEMO_SECONDS
    )
    yield Finding("--help, s", f"{started.help:.2f}", "")
    yield Finding("plan check, s", f"{started.plan_check:.2f}", "")
    dear = ", ".join(started.dear) or "none"
    yield Finding("commands that import aiogram needlessly", dear, "", None, "none", not started.dear)


def _readings(read: Sequence[Reading]) -> Iterator[Finding]:
    for each in read:
        name, seconds = f"reading {each.activities:,} activities, {each.format}", READ_SECONDS[each.activities]
        yield Finding(f"{name}, s", f"{each.seconds:.2f}", "", None, f"< {seconds:g}", each.seconds < seconds)
        yield Finding(f"{name}, MiB", f"{each.memory:.0f}", "", None, f"< {READ_MEMORY}", each.memory < READ_MEMORY)
    lost = sum(each.lost for each in read)
    yield Finding("activities lost in reading", str(lost), "", None, "0", lost == 0)


def _keeping(kept: Keeping) -> Iterator[Finding]:
    lines = (
        ("a members' list of 500 from its file to the store, s", kept.taken, TAKE_SECONDS),
        ("a newer list of 500 over it, s", kept.again, TAKE_SECONDS),
        ("who is to renew, of 500 in 10,000, s", kept.due, PAGE_SECONDS),
        ("the list in numbers, of 500 in 10,000, s", kept.numbers, PAGE_SECONDS),
    )
    for name, seconds, goal in lines:
        yield Finding(name, f"{seconds:.3f}", "", None, f"< {goal:g}", seconds < goal)
    yield Finding("people lost in taking", str(kept.lost), "", None, "0", kept.lost == 0)


def _broadcast(told: Broadcast) -> Iterator[Finding]:
    yield Finding(
        "an announcement owed to 10,000, s", f"{told.owed:.2f}", "", None, f"< {OWE_SECONDS:g}", told.owed < OWE_SECONDS
    )
    name, goal = f"a broadcast to {told.sent:,}, of the allowed pace", f">= {PACE:.0%}"
    yield Finding(name, f"{told.pace:.1%}", "", None, goal, told.pace >= PACE)
    yield Finding("broadcast: refused or not sent", str(told.failed), "", None, "0", told.failed == 0)


def _middle(passes: Sequence[Pass], value: Callable[[Pass], float]) -> tuple[float, float]:
    """Return the medians of the program's passes and of the baseline's."""
    program, baseline = (median(value(each) for each in passes if each.contender == who) for who in (PROGRAM, BASELINE))
    return program, baseline


def _compared(
    name: str, values: tuple[float, float], *, at_least: float = math.nan, at_most: float = math.nan
) -> Finding:
    program, baseline = values
    ratio = program / baseline
    shown = (name, _number(program), _number(baseline), ratio)
    if not math.isnan(at_least):
        return Finding(*shown, f">= {at_least:g}", ratio >= at_least)
    if not math.isnan(at_most):
        return Finding(*shown, f"<= {at_most:g}", ratio <= at_most)
    return Finding(*shown)


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"


def table(lines: Sequence[Finding]) -> str:
    """Return the table as text."""
    rows = [("", "program", "baseline", "ratio", "goal", ""), *(_cells(each) for each in lines)]
    widths = [max(len(row[column]) for row in rows) for column in range(6)]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if not at else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def _cells(found: Finding) -> tuple[str, str, str, str, str, str]:
    ratio = "" if found.ratio is None else f"{found.ratio:.3g}"
    mark = {None: "", True: "ok", False: "missed"}[found.met]
    return found.name, found.program, found.baseline, ratio, found.goal, mark
