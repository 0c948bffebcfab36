"""The day that a membership is paid until, in every usual writing of it."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date

from bot.domain.registry import FOR_GOOD

_STEMS = (
    "січ янв jan",
    "лют фев feb",
    "бер мар mar",
    "кві апр apr",
    "тра май мая may",
    "чер июн jun",
    "лип июл jul",
    "сер авг aug",
    "вер сен sep",
    "жов окт oct",
    "лис ноя nov",
    "гру дек dec",
)
_MONTH_OF = {stem: number for number, stems in enumerate(_STEMS, start=1) for stem in stems.split()}
_MONTH = rf"(?P<word>(?:{'|'.join(_MONTH_OF)})[^\W\d_]*)\.?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
# The first that fits at a place holds: a day before its month, a month before a bare year.
_WRITINGS = re.compile(
    "|".join(
        re.sub(r"\?P<(\w+)>", rf"?P<\1_{place}>", rf"(?<!\d){writing}(?!\d)")
        for place, writing in enumerate(
            (
                rf"{_YEAR}[-./](?P<month>\d\d?)[-./](?P<day>\d\d?)",
                rf"(?P<day>\d\d?)\s?[-./]\s?(?P<month>\d\d?)\s?[-./]\s?{_YEAR}",
                r"(?P<day>\d\d?)[-./](?P<month>\d\d?)[-./](?P<short>\d\d)",
                rf"[«\"“]?(?P<day>\d\d?)[»\"”]?(?:-?го)?\s*{_MONTH}\s*,?\s*{_YEAR}",
                rf"{_MONTH}\s*(?P<day>\d\d?)\s*,\s*{_YEAR}",
                rf"{_MONTH}\s*,?\s*{_YEAR}",
                rf"(?P<month>\d\d?)[./]{_YEAR}",
                _YEAR,
            )
        )
    ),
    re.IGNORECASE,
)
_HOUR = re.compile(r"(?<=\d)[t\s]\d\d?:\d\d(?::\d\d(?:\.\d+)?)?z?")
_FOR_GOOD = re.compile(
    r"без\s?строков|довічн|почесн|назавжди|пожизнен|бессрочн|почетн|life|honorary|permanent", re.IGNORECASE
)
_NOTHING = re.compile(
    r"[-–—.?/0\s]*|(?:не|нет|ні|немає|no|none|n/a|unpaid|н/д|борг\w*|долг|заборгован\w*)"
    r"|(?:не|нема)\s*(?:опла\w+|спла\w+|платит\w*|внес\w*|відомо|paid)|not paid",
    re.IGNORECASE,
)
_AROUND = re.compile(
    r"\b(?:член\w*|внес\w*|взнос\w*|с?плачен\w*|оплачен\w*|сплат\w*|оплат\w*|дійсн\w*|чинн\w*|действ\w*|є|"
    r"до|по|з|із|від|с|за|на|кін\w*|конца|конец|включно|включительно|року?|роки|роком|рік|рр?|года?|гг?|"
    r"paid|membership|valid|until|till|through|to|from|for|the|end|of|year|is)\b"
)
_EARLIEST, _LATEST = 1990, 2099
_CENTURY = 2000


def is_nothing(cell: str) -> bool:
    """Tell whether a cell says that nothing is paid, or says nothing."""
    return bool(_NOTHING.fullmatch(cell.strip()))


def read_paid_until(cell: str) -> date | None:
    """Return the last day that a membership is paid for; None where the cell is no date, or more than a date.

    A month is paid until its last day and a year until 31 December; of a span («01.01.2026 – 31.12.2026») it is the
    end. FOR_GOOD where the membership has no end.
    """
    if _FOR_GOOD.search(cell):
        return FOR_GOOD
    plain = _HOUR.sub("", cell.casefold())
    days = list(_days(plain))
    beside = _AROUND.sub(" ", _WRITINGS.sub(" ", plain))
    if not days or None in days or re.search(r"\w", beside):
        return None
    return max(day for day in days if day)


def _days(plain: str) -> Iterator[date | None]:
    for found in _WRITINGS.finditer(plain):
        parts = {name.partition("_")[0]: said for name, said in found.groupdict().items() if said}
        yield _day(parts)


def _day(parts: dict[str, str]) -> date | None:
    year = int(parts["year"]) if "year" in parts else _CENTURY + int(parts["short"])
    month = _MONTH_OF[parts["word"][:3]] if "word" in parts else int(parts.get("month", "12"))
    if not (_EARLIEST <= year <= _LATEST):
        return None
    if "day" not in parts:
        return date(year, month, calendar.monthrange(year, month)[1]) if 1 <= month <= 12 else None  # noqa: PLR2004
    return _date(year, month, int(parts["day"])) or _date(year, int(parts["day"]), month)


def _date(year: int, month: int, day: int) -> date | None:
    """Return the day, None where there is none: «12/31/2026» is then tried as an American one."""
    try:
        return date(year, month, day)
    except ValueError:
        return None
