"""The database beside what the messengers have taken: is anything lost, doubled, or done twice?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from tests.crash.book import Row, broken_file, rows_of, steps_in, trail_in
from tests.crash.house import ACTIVITIES, FIRST_DAY, JUDGES
from tests.crash.phones import Accepted, Phone, words_on

ON_ITS_WAY = {"pending", "claimed", "leaving", "uncertain"}


class Judged(NamedTuple):
    """What was found: faults, and the numbers of the table in the decision."""

    faults: list[str]
    numbers: Counter[str]


def judge(
    database: Path, accepted: Sequence[Accepted], phones: Sequence[Phone], caught: Mapping[int, int], end: datetime
) -> Judged:
    """Compare.

    Args:
        database: of a program that has done all it had to.
        accepted: every message that a messenger took.
        phones: the people, with their taps.
        caught: how often a kill caught a row of the outbox, by its number, taken by the messenger and not marked.
        end: the last moment of the program's clock.
    """
    rows, numbers = rows_of(database), Counter[str]()
    copies = {row.id: [message for message in accepted if row.is_told_by(message)] for row in rows}
    faults = broken_file(database)
    for row in rows:
        faults += _faults_of(row, copies[row.id], caught.get(row.id, 0), end)
        numbers.update(_numbers_of(row, copies[row.id]))
    faults += _unowed(rows, accepted)
    faults += _never_owed(rows, end)
    faults += _deeds(database, phones)
    faults += _unanswered(accepted, phones)
    return Judged(faults, numbers)


def _faults_of(row: Row, copies: Sequence[Accepted], caught: int, end: datetime) -> Iterator[str]:
    unmarked = [each for each in copies if not each.marked]
    if not copies and not _accounted_for(row, end):
        yield f"lost silently: {row}"
    if row.state in ON_ITS_WAY and row.next_at <= end:
        yield f"still on its way: {row}"
    if len(unmarked) > 1:
        yield f"{len(unmarked)} unmarked copies: {row}"
    if len(copies) - 1 > caught:
        yield f"{len(copies)} copies, caught {caught} times between acceptance and mark: {row}"


def _accounted_for(row: Row, end: datetime) -> bool:
    """Whether a notice that nobody has got says rightly why."""
    match row.state, row.outcome:
        case "cancelled", "done":
            return row.stands in {"claimed", "confirmed"}
        case "cancelled", "late":
            return row.until <= end
        case (("dead" | "cancelled"), "uncertain"):
            return True
        case "pending", "":
            return row.next_at > end
        case _:
            return False


def _numbers_of(row: Row, copies: Sequence[Accepted]) -> Iterator[str]:
    yield "obligations"
    yield from ["messages"] * len(copies)
    yield from ["marked repeats"] * (len(copies) - 1)
    if copies and all(each.marked for each in copies):
        yield "first copies that call themselves a repeat"
    if row.state == "dead":
        yield "held, had arrived" if copies else "held, had not arrived"


def _unowed(rows: Sequence[Row], accepted: Sequence[Accepted]) -> Iterator[str]:
    owed = {(row.who, row.kind, row.number) for row in rows}
    for message in accepted:
        yield from (f"told, not owed: {message}" for told in message.tells() if (message.who, *told) not in owed)


def _never_owed(rows: Sequence[Row], end: datetime) -> Iterator[str]:
    """What the plan and the people's deeds call for, and no row was written of."""
    kinds = Counter((row.kind, row.number) for row in rows)
    stands = {row.number: row.stands for row in rows}
    for number in range(ACTIVITIES):
        begun = (end.date() - FIRST_DAY).days > number // 2 + 2  # a reminder of a Saturday comes on Monday
        wanted = {
            "deadline": int(begun),
            "claim": len(JUDGES) * (stands.get(number) in {"claimed", "confirmed"}),
            "decision": int(stands.get(number) == "confirmed"),
        }
        yield from (f"never owed: {kind} of 1.{number}" for kind, n in wanted.items() if kinds[kind, number] < n)


def _deeds(database: Path, phones: Sequence[Phone]) -> Iterator[str]:
    """Every tap has had its effect once, whoever tapped the same meanwhile."""
    wanted = Counter[tuple[str, int, str]]()
    for label, number in {tap for phone in phones for tap in phone.tapped}:
        wanted["claim", number, words_on(number)] += label == "Виконано"
        wanted["confirm", number, ""] += label == "Підтвердити"
    steps, trail = steps_in(database), trail_in(database)
    yield from (
        f"{steps[step]} times instead of {wanted[step]}: {step}"
        for step in steps | wanted
        if steps[step] != wanted[step]
    )
    entries = Counter({(verb, number): times for (verb, number, _), times in steps.items()})
    yield from (
        f"trail {trail[deed]}, steps {entries[deed]}: {deed}"
        for deed in trail | entries
        if trail[deed] != entries[deed]
    )


def _unanswered(accepted: Sequence[Accepted], phones: Sequence[Phone]) -> Iterator[str]:
    """Every report was answered; when the program died between effect and answer, by the card as it stands then."""
    answers = {(message.who, number) for message in accepted for number in message.cards()}
    for phone in phones:
        reports = {number for label, number in phone.tapped if label == "Виконано"}
        seen = phone.cards() | {number for who, number in answers if who == phone.who}
        yield from (f"no answer to {phone.who} on 1.{n}" for n in sorted(reports - seen))
