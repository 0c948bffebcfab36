"""Phrase rules for what repeats or goes on: «раз на квартал», «остання п'ятниця місяця», «протягом року»."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.terms.tokens import Rule, Token, kinds_of, rule
from bot.domain.windows import Mode, Period, PeriodKind

_MONTHS = {"y": 12, "h": 6, "s": 6, "q": 3, "z": 1}
_EVERY = {1: Mode.MONTHLY, 3: Mode.QUARTERLY, 6: Mode.HALF_YEAR, 12: Mode.YEARLY}
_UNITS = "qhszkyd"
_LAST_OF_MONTH = 31
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def frequency(count: int, unit: str, units: int) -> Token:
    """Return the recurrence «`count` times in `units` units»; a pace that no mode fits exactly is asked about."""
    if count < 1 or units < 1:
        return Token("!", doubts=("no-such-count",))
    if unit in _MONTHS:
        return _monthly(count, _MONTHS[unit] * units)
    mode, letter = (Mode.WEEKLY, "w") if unit == "k" else (Mode.DAILY, "d")
    token = Token("F", mode=mode, rule="recurrence", hints={"every": f"{units}{letter}"} if units > 1 else {})
    return token.with_doubt("odd-pace") if units > 1 else token


def _monthly(count: int, months: int) -> Token:
    step = months / count
    if step in _EVERY:
        return Token("F", mode=_EVERY[int(step)], rule="recurrence")
    mode = next((mode for length, mode in sorted(_EVERY.items(), reverse=True) if length <= step), Mode.MONTHLY)
    hints = {"every": f"{int(step)}m"} if step == int(step) else {}
    return Token("F", mode=mode, rule="recurrence", hints=hints, doubts=("odd-pace",))


@rule(rf"p?(?:[nr](?:-[nr])?j|j|c|[nr]y(?=/|A))(?:[AR/]|RA)?[nr]?l?[{_UNITS}]")
def times(tokens: Sequence[Token], _period: Period) -> list[Token] | None:
    """«раз на квартал», «двічі на рік», «1 раз на 2 місяці», «1 р/рік»."""
    at = next(i for i, token in enumerate(tokens) if token.kind in "jcy")
    numbers = [token.number for token in tokens[:at] if token.kind in "nr"]
    count = tokens[at].number if tokens[at].kind == "c" else (numbers or [1])[-1]
    units = next((token.number for token in tokens[at + 1 :] if token.kind in "nr"), 1)
    token = frequency(count, tokens[-1].kind, units)
    token = token.with_doubt("range-of-counts") if len(numbers) > 1 else token
    said = count > 1 or tokens[-1].kind == "y"
    return [replace(token, hints={**token.hints, "count": str(count)}) if said and token.kind == "F" else token]


@rule(r"(?<![xf-])p?nA[qhszyk](?![a-zA-Z])")
def count_in_unit(tokens: Sequence[Token], _period: Period) -> list[Token] | None:
    """«один на квартал», «по 2 на рік»."""
    count = next(token.number for token in tokens if token.kind == "n")
    token = frequency(count, tokens[-1].kind, 1)
    return [replace(token, hints={**token.hints, "count": str(count)})]


@rule(rf"E[nr]?l?[{_UNITS}]")
def each(tokens: Sequence[Token], _period: Period) -> list[Token] | None:
    """«кожного місяця», «кожні пів року», «кожні два тижні»."""
    number = next((token for token in tokens if token.kind in "nr"), None)
    if number and number.kind == "r" and tokens[-1].kind in "kd":
        return None
    if number and tokens[-1].text.startswith("числ"):
        hints = _day_hints(tokens)
        return [Token("F", mode=Mode.MONTHLY, rule="day-of-month", hints=hints)] if hints else None
    return [frequency(1, tokens[-1].kind, number.number if number else 1)]


@rule(r"E?[nr](?:[,&-][nr])*wE?[zq]|E[nr]w|[nr]w,?F|F,?A?[nr]w(?:E?[zq])?")
def weekday_of_each(tokens: Sequence[Token], _period: Period) -> list[Token] | None:
    """«остання п'ятниця місяця», «щомісяця, у третій четвер»."""
    quarterly = any(token.kind == "q" or token.mode is Mode.QUARTERLY for token in tokens)
    weekday = next(WEEKDAYS[token.number] for token in tokens if token.kind == "w")
    places = ["last" if token.number < 0 else str(token.number) for token in tokens if token.kind in "nr"]
    detail = ",".join(f"{weekday}:{place}" for place in places)
    mode = Mode.QUARTERLY if quarterly else Mode.MONTHLY
    token = Token("F", mode=mode, rule="weekday-of-month", hints={"wd": detail})
    return [token.with_doubt("odd-pace") if len(places) > 1 else token]


_OF_EACH = "E?[zqhs]"


@rule(
    rf"A?[nr](?:[,&-][nr])*[kti](?:{_OF_EACH}|,?F)|A?b(?:E?z|E[qhs])(?![a-zA-Z])|(?<!x)A?b[qhs](?![a-zA-Z])|xbE[zqhs](?![a-zA-Z])"
    r"|F,?A?[nr](?:[,&-][nr])*[kti](?:E?z)?(?![a-zA-Z])|A?rzE?[qhs]|F,?A?rz(?:E?[qhs])?(?![a-zA-Z])"
)
def part_of_each(tokens: Sequence[Token], period: Period) -> list[Token] | None:
    """«перший тиждень місяця», «на початку кожного кварталу»; in a plan of one month it is that month."""
    unit = tokens[-1].kind
    each_one = any(token.kind in "EF" for token in tokens)
    if period.kind is PeriodKind.MONTH and unit == "z" and not each_one:
        month = [replace(tokens[-1], kind="m", number=period.month or 1)] if tokens[-2].kind == "b" else []
        return [*tokens[:-1], *month]
    said = next((token.mode for token in tokens if token.kind == "F"), None)
    mode = said or _EVERY[_MONTHS.get(unit, 3)]
    due = {"deadline": ""} if tokens[0].kind == "x" else {}
    token = Token("F", mode=mode, rule="part-of-month", hints={"approx": "", **due})
    boundary = any(token.kind == "b" for token in tokens)
    return [token.with_doubt("each-or-this") if boundary and not each_one else token]


@rule(r"(?:[Ep]|F,?A?)w(?:[,&/|-]A?w)*")
def each_weekday(tokens: Sequence[Token], _period: Period) -> list[Token] | None:
    """«кожного понеділка», «по середах», «щотижня у вівторок»."""
    if tokens[0].mode not in {None, Mode.WEEKLY}:
        return None
    return [replace(_weekdays(tokens), rule="recurrence", doubts=())]


@rule(r"p[qhszk]")
def by_parts(tokens: Sequence[Token], _period: Period) -> list[Token] | None:
    """«по кварталах»: once in each."""
    return [frequency(1, tokens[1].kind, 1)] if tokens[1].text.endswith(("ах", "ях", "ам", "ям")) else None


@rule(r"F")
def each_named_weekday(tokens: Sequence[Token], _period: Period) -> list[Token] | None:
    """«щочетверга»: the word itself holds the weekday (its number counts from 1)."""
    number = tokens[0].number
    return [replace(tokens[0], number=0, hints={"wd": WEEKDAYS[number - 1]})] if number else None


@rule(r"w(?:[,&/|-]A?w)*")
def weekdays(tokens: Sequence[Token], _period: Period) -> list[Token] | None:
    """«понеділок», «вівторок, четвер»: each week, or the weekday of a date that stands beside it."""
    return [_weekdays(tokens)]


@rule(r"[nr]w")
def weekday_of_some_month(tokens: Sequence[Token], _period: Period) -> list[Token] | None:
    """«друга середа» with no month: most likely of each."""
    place = "last" if tokens[0].number < 0 else str(tokens[0].number)
    hints = {"wd": f"{WEEKDAYS[tokens[1].number]}:{place}"}
    return [Token("F", mode=Mode.MONTHLY, rule="weekday-of-month", hints=hints, doubts=("each-or-this",))]


def _weekdays(tokens: Sequence[Token]) -> Token:
    names = [WEEKDAYS[token.number] for token in tokens if token.kind == "w"]
    ranged = any(token.kind == "-" for token in tokens)
    token = Token("F", mode=Mode.WEEKLY, rule="weekday", hints={"wd": ("-" if ranged else ",").join(names)})
    return token.with_doubt("many-weekdays") if len(names) > 1 else token


_DAY = r"[xf]?n(?:[-xp]n|(?:[,&]n)+)?"


@rule(rf"{_DAY}d?,?F|{_DAY}dE?[zq]|F[,/]?A?{_DAY}d?(?![a-zA-Z-]|[,&][nrD])")
def day_of_each(tokens: Sequence[Token], period: Period) -> list[Token] | None:
    """«до 5 числа щомісяця», «щоквартально, до 10 числа», «15 числа кожного місяця»."""
    unit = tokens[-1].kind
    if unit == "z" and period.kind is PeriodKind.MONTH and tokens[-2].kind != "E":
        return list(tokens[:-1])
    said = next((token.mode for token in tokens if token.kind == "F"), None)
    mode = said or (Mode.MONTHLY if unit == "z" else Mode.QUARTERLY)
    hints = _day_hints(tokens)
    if mode not in {Mode.MONTHLY, Mode.QUARTERLY, Mode.HALF_YEAR} or not hints:
        return None
    return [Token("F", mode=mode, rule="day-of-month", hints=hints)]


def _day_hints(tokens: Sequence[Token]) -> dict[str, str]:
    """Return the day or days of a month that are said, and whether they are a deadline; nothing for a wrong day."""
    numbers = [token.number for token in tokens if token.kind == "n"]
    if not all(1 <= number <= _LAST_OF_MONTH for number in numbers):
        return {}
    kinds = kinds_of(tokens)
    due = {"deadline": ""} if "xn" in kinds and "nxn" not in kinds else {}
    listed = "," in kinds or "&" in kinds
    return {"day": ("," if listed else "-").join(map(str, numbers)), **due}


@rule(rf"F,?{_DAY}d?,?F")
def day_of_month_after(tokens: Sequence[Token], _period: Period) -> list[Token] | None:
    """«щоквартально, до 5 числа наступного місяця»: the month after each quarter."""
    hints = _day_hints(tokens)
    if tokens[-1].text != "reported" or tokens[0].rule != "recurrence" or not hints:
        return None
    return [replace(tokens[0], rule="day-of-month", hints=hints)]


@rule(r"x?n(?:[-xp]n|(?:[,&]n)+)?d(?![a-zA-Z])")
def day_of_some_month(tokens: Sequence[Token], period: Period) -> list[Token] | None:
    """«до 5 числа» in a yearly plan: most likely of each month."""
    hints = _day_hints(tokens)
    if period.month or tokens[-1].text.startswith("д") or not hints:
        return None
    return [Token("F", mode=Mode.MONTHLY, rule="day-of-month", hints=hints, doubts=("day-without-month",))]


@rule(r"A?(?:RA?)l?[yz]|A?ly(?!Y)|(?<![a-zA-Z!?])A?[yz](?![a-zA-Z])")
def whole_period(tokens: Sequence[Token], period: Period) -> list[Token] | None:
    """«протягом року», «навчальний рік», «рік»; «протягом місяця» in a plan of one month."""
    token = Token("K", number=1, mode=Mode.CONTINUOUS, rule="continuous")
    if tokens[-1].kind == "z" and period.kind is not PeriodKind.MONTH:
        token = token.with_doubt("which-month")
    if any(part.kind == "l" for part in tokens) and period.kind is PeriodKind.CALENDAR:
        token = token.with_doubt("school-year")
    return [token]


RECURRENCES: tuple[Rule, ...] = (
    each_named_weekday,
    by_parts,
    times,
    count_in_unit,
    day_of_month_after,
    weekday_of_each,
    part_of_each,
    each,
    day_of_each,
    each_weekday,
)
# After the calendar has taken the numbers and weekdays that belong to a month.
LATE_RECURRENCES: tuple[Rule, ...] = (weekday_of_some_month, weekdays, day_of_some_month)
