"""The time that a plan is for, read from its heading: a year, a school year, or one month."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from bot.documents.matrix import GENITIVES, MONTHS
from bot.domain.windows import Period, PeriodKind
from bot.errors import DocumentError

_YEAR = r"(?<!\d)20\d\d(?!\d)"
# From the surest to the least: «на 2021 рік», «2021/2022 н.р.», any year at all; a heading also dates its approval.
_PLAN_YEARS = (
    rf"(?<=\bна\s){_YEAR}",
    rf"{_YEAR}(?=(?:\s*[-–—/]\s*(?:20)?\d\d)?\s*(?:рік|року|роки|р\.|рр|н\.|навч|год))",
    _YEAR,
)
_SCHOOL = re.compile(
    r"(?<!\d)(?P<first>20\d\d)\s*[-–—/]\s*(?:20)?(?P<second>\d\d)(?!\d)\s*(?:р\.?\s*)?(?:н\.?\s*/?\s*р|навч)"
    r"|навчальн\w+\s+р(?:ік|оку)\D{0,5}(?P<other>20\d\d)",
    re.IGNORECASE,
)
_MONTH = re.compile(
    rf"\b(?:на|за)\s+(?P<month>{'|'.join((*MONTHS, *GENITIVES))})(?!\s*[-–—,]|\s+(?:і|та|й)\s)\b", re.IGNORECASE
)
_YEARS = re.compile(r"\bна\s+(?P<first>20\d\d)\s*[-–—/]\s*(?P<last>20\d\d)(?!\d)", re.IGNORECASE)
_DATED = re.compile(r"(?<=\d\d\.)20\d\d(?!\d)")


def years_of(heading: str) -> list[str]:
    """Return the years that a heading names as the plan's; none where it names none."""
    several = _YEARS.search(heading)
    if several:
        return [str(year) for year in range(int(several["first"]), int(several["last"]) + 1)]
    return next(filter(None, (re.findall(pattern, heading) for pattern in _PLAN_YEARS)), [])


def period_of(heading: Sequence[str], dates: Sequence[str], wanted_year: int | None) -> Period:
    """Return what a plan with this heading is for; `dates` are its terms, `wanted_year` settles what they leave open.

    Raises DocumentError error.document-no-year where nothing says the year.
    """
    words = " ".join(heading)
    school = _SCHOOL.search(words)
    if school is not None:
        first = int(school["first"] or school["other"])
        return Period(PeriodKind.SCHOOL, first if wanted_year in {None, first, first + 1} else wanted_year or first)
    year = wanted_year or _year(words, dates)
    if year is None:
        raise DocumentError("error.document-no-year")
    month = _MONTH.search(words)
    if month is None:
        return Period(PeriodKind.CALENDAR, year)
    named = month["month"].casefold()
    return Period(PeriodKind.MONTH, year, 1 + (MONTHS if named in MONTHS else GENITIVES).index(named))


def _year(heading: str, dates: Sequence[str]) -> int | None:
    """Return the one year that the heading names, else the one that most dated terms have."""
    named = set(years_of(heading))
    if len(named) == 1:
        return int(named.pop())
    counted = Counter(year for words in dates for year in _DATED.findall(words)).most_common(2)
    clear = len(counted) == 1 or (len(counted) > 1 and counted[0][1] > 2 * counted[1][1])
    return int(counted[0][0]) if clear and (not named or counted[0][0] in named) else None
