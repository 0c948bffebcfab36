"""What the plan says of each quarter, read off its table by hand: number and last day, section by section.

The invented plan was written after the real one, so both have the same numbers and terms; only the activity without a
number is called differently. Seen on two days: in January, when the year lies ahead, and in July, when nobody has
reported anything yet.
"""

from __future__ import annotations

import re

from tests.e2e.doors import Seen, Talker
from tests.e2e.story import answers, named

FINISH, ONGOING, MEETINGS, OVERDUE = "Завершити", "Триває", "Засідання Президії", "Прострочено"
UNNUMBERED = "без номера"
ALL_YEAR = ["1.1", "1.2", "1.3", "2.4", "3.5", "5.3", "6.4", UNNUMBERED]
"""«протягом року»."""

Sections = dict[str, list[str]]
Year = dict[str, Sections]

FIRST_QUARTER = ["2.1 31 березня", "2.2 31 березня", "3.6 31 березня", "6.1 31 березня"]
SECOND_QUARTER = ["2.3 30 червня", "3.6 30 червня", "7.1 30 червня"]
THIRD_QUARTER = [f"{number} 30 вересня" for number in ("2.3", "3.1", "3.2", "3.3", "3.4", "3.6", "6.2", "6.3")]
FOURTH_QUARTER = ["2.2 31 грудня", "3.6 31 грудня"]
LONG_ONES = ["3.1 30 вересня", "6.3 30 вересня"]
"""«2-3 квартал» and «Квітень-вересень»: in the second quarter they go on, in the third they end."""
LATE_IN_FIRST = [
    "5.2 28 лютого",
    "2.1 31 березня",
    "2.2 31 березня",
    "3.6 31 березня",
    "5.1 31 березня",
    "6.1 31 березня",
]
LATE_IN_SECOND = ["2.3 30 червня", "3.6 30 червня", "5.1 30 червня", "7.1 30 червня"]


def _over(roman: str) -> list[str]:
    """The meeting of a quarter that is over and has had no date; the activity about it is overdue."""
    return [f"{roman} квартал: дату ще не призначено"]


IN_JANUARY: Year = {
    "I": {FINISH: ["5.2 28 лютого", *FIRST_QUARTER], ONGOING: ALL_YEAR, MEETINGS: ["5.1 31 березня"]},
    "II": {FINISH: SECOND_QUARTER, ONGOING: LONG_ONES + ALL_YEAR, MEETINGS: ["5.1 30 червня"]},
    "III": {FINISH: THIRD_QUARTER, ONGOING: ALL_YEAR, MEETINGS: ["5.1 30 вересня"]},
    "IV": {FINISH: FOURTH_QUARTER, ONGOING: ALL_YEAR, MEETINGS: ["5.1 31 грудня"]},
}
IN_JULY: Year = {
    "I": {ONGOING: ALL_YEAR, MEETINGS: _over("I"), OVERDUE: LATE_IN_FIRST},
    "II": {ONGOING: LONG_ONES + ALL_YEAR, MEETINGS: _over("II"), OVERDUE: LATE_IN_SECOND},
    "III": {
        FINISH: THIRD_QUARTER,
        ONGOING: ALL_YEAR,
        MEETINGS: ["5.1 30 вересня"],
        OVERDUE: LATE_IN_FIRST + LATE_IN_SECOND,
    },
    "IV": {FINISH: FOURTH_QUARTER, ONGOING: ALL_YEAR, MEETINGS: ["5.1 31 грудня"]},
}


def sections(answer: str) -> Sections:
    """Read the answer to «що цього кварталу?»: its headings with what stands below each."""
    found: Sections = {}
    heading = ""
    for line in filter(None, map(str.strip, answer.splitlines()[1:])):
        if line.startswith("• "):
            found[heading].append(_item(line.removeprefix("• ")))
        else:
            heading = line
            found[heading] = []
    return found


def _item(line: str) -> str:
    if re.match(r"[IV]+ квартал", line):
        return line
    number = named(line)
    until = re.search(r": (?:триває до|було до|до) (\d+ \w+)", line)
    short = number if number[0].isdigit() else UNNUMBERED
    return f"{short} {until[1]}" if until else short


async def tells_the_year(person: Talker, year: Year, now: str) -> None:
    """Ask about every quarter, in words and by buttons, and about «this» one; each time one message must say it all."""
    _is_about(now, await answers(person, "Що цього кварталу?", f"{now} квартал 2021"), year)
    for quarter in year:
        _is_about(quarter, await answers(person, f"{quarter} квартал", f"{quarter} квартал 2021"), year)
    for quarter in year:
        await person.taps(f"{quarter} кв.")
        _is_about(quarter, await person.sees(f"{quarter} квартал 2021"), year)
    await person.taps("☰ Меню")
    await person.sees("План на 2021 рік")
    await person.taps("Що цього кварталу?")
    _is_about(now, await person.sees(f"{now} квартал 2021"), year)


def _is_about(quarter: str, answer: Seen, year: Year) -> None:
    assert answer.text.splitlines()[0] == f"{quarter} квартал 2021"
    assert sections(answer.text) == year[quarter]
