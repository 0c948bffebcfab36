"""The numbers of activities, as they are written and as a workbook spoils them."""

from __future__ import annotations

import re
from collections.abc import Sequence

# «21.11 Свято» begins with a day and not with a number.
_BEFORE_TITLE = re.compile(
    r"(?![1-3]\d\.1[0-2]\b)(?P<number>[1-9]\d?(?:\.[1-9]\d{0,2}){1,3}\.?|[1-9]\d{0,2}[.)])\s*(?P<title>[^\W\d].*)",
    re.DOTALL,
)


def number_of(cell: str) -> str | None:
    """Return «2.1» of «2.1.», «2. 1)» and of «02.01.2026», as a workbook takes it for a date; None without a number."""
    compact = re.sub(r"\s", "", cell).rstrip(".)")
    made = re.fullmatch(r"(\d\d)\.(\d\d)\.\d{4}", compact)
    if made:
        return f"{int(made[1])}.{int(made[2])}"
    return compact if re.fullmatch(r"(?:\d{1,3}\.){0,3}\d{1,4}", compact) else None


def numbered(title: str) -> tuple[str, str]:
    """Part a title from the number before it («1.2. Клуб»), where the table has no column of numbers."""
    found = _BEFORE_TITLE.fullmatch(title)
    return (found["number"], found["title"]) if found else ("", title)


def restored(numbers: Sequence[str | None]) -> dict[int, str]:
    """Return the numbers that lost a nought, by their places: to a workbook «1.10» is 1.1.

    It was lost where 1.1 follows 1.9, and neither is another 1.1 above nor goes 1.2 on with it.
    """
    found = {}
    for place, number in enumerate(numbers[1:], 1):
        above, below = numbers[place - 1], numbers[place + 1] if place + 1 < len(numbers) else None
        whole = _next(above)
        if number and whole and whole.endswith("0") and number == whole[:-1]:
            goes_on = below == _next(whole)
            other = below is None or below.rpartition(".")[0] != number.rpartition(".")[0]
            if goes_on or (other and number in numbers[:place]):
                found[place] = whole
    return found


def _next(number: str | None) -> str | None:
    """Return the number that follows in the same section; None where there are no sections."""
    section, dot, last = (number or "").rpartition(".")
    return f"{section}.{int(last) + 1}" if dot else None
