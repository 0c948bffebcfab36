"""One meaning for everything that a cell says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

from bot.domain.terms.pieces import resolve
from bot.domain.terms.recurrence_rules import WEEKDAYS
from bot.domain.terms.term import Term
from bot.domain.terms.tokens import Token
from bot.domain.windows import Mode, Period, Window

_FINEST = (Mode.DAILY, Mode.WEEKLY, Mode.MONTHLY, Mode.QUARTERLY, Mode.HALF_YEAR, Mode.YEARLY, Mode.ONCE)
_LENGTHS = {Mode.DAILY: 1, Mode.WEEKLY: 7, Mode.MONTHLY: 31, Mode.QUARTERLY: 92, Mode.HALF_YEAR: 184, Mode.YEARLY: 366}
_TIMES = {Mode.MONTHLY: 12, Mode.QUARTERLY: 4, Mode.HALF_YEAR: 2, Mode.YEARLY: 1}
_RARE = (Mode.QUARTERLY, Mode.HALF_YEAR, Mode.YEARLY)
_BEFORE_EVENT = timedelta(days=29)
_NAMED_BY = ("F", "L", "S", "P", "V", "K", "H", "X")
_UNJOINED = (("PP", "no-separator"), ("P-P", "dash"), ("P/P", "slash"))
_SEPARATORS = ",&|/-"


@dataclass(slots=True)
class _Draft:
    """What is known so far; doubts are kept in the order in which they came."""

    windows: list[Window] = field(default_factory=list)
    mode: Mode | None = None
    hints: dict[str, str] = field(default_factory=dict)
    doubts: list[str] = field(default_factory=list)
    bracketed: bool = False


def meaning_of(text: str, tokens: Sequence[Token], period: Period) -> Term:
    """Return the term that the tokens of a cell make together."""
    draft = _Draft(hints=_hints(tokens), doubts=_doubts(tokens), bracketed="(" in text)
    _set_windows(draft, tokens, period)
    _set_mode(draft, tokens, period)
    _narrow(draft)
    _check_weekdays(draft, tokens)
    _check_brackets(draft, tokens)
    if draft.windows and all(window.meets(period.window) is None for window in draft.windows):
        draft.hints["outside"] = ""
    if not draft.windows or draft.mode is None:
        return Term(text, (), None, sure=False, why=_why(draft, tokens), hints=draft.hints)
    return Term(text, tuple(draft.windows), draft.mode, not draft.doubts, _why(draft, tokens), draft.hints)


def _narrow(draft: _Draft) -> None:
    """«ІІ квартал (травень)»: of two windows the one inside the other is meant; other overlaps are asked about."""
    windows = sorted(set(draft.windows))
    inner = [one for one in windows if not any(one != other and one.meets(other) == other for other in windows)]
    overlap = any(left.last >= right.first for left, right in pairwise(inner))
    if overlap or (len(inner) < len(windows) and len(windows) > len(("outer", "inner"))):
        draft.doubts.append("overlap")
    draft.windows = inner


def _hints(tokens: Sequence[Token]) -> dict[str, str]:
    return {key: value for token in tokens for key, value in token.hints.items()}


def _doubts(tokens: Sequence[Token]) -> list[str]:
    placed = bool(_of(tokens, "P"))
    found = [doubt for token in tokens if not (placed and token.kind == "V") for doubt in token.doubts]
    kinds = "".join(token.kind for token in tokens)
    if any(kind not in "PVFKHLSX" + _SEPARATORS for kind in kinds):
        found.append("not-understood")
    found += [doubt for pattern, doubt in _UNJOINED if pattern in kinds]
    if kinds.startswith("-") or kinds.endswith(("-", "/", "&")):
        found.append("cut-off")
    return list(dict.fromkeys(found))


def _why(draft: _Draft, tokens: Sequence[Token]) -> str:
    if draft.doubts:
        return draft.doubts[0]
    named = {token.kind: token.rule for token in reversed(tokens) if token.rule}
    return next((named[kind] for kind in _NAMED_BY if kind in named), "no-term")


def _check_weekdays(draft: _Draft, tokens: Sequence[Token]) -> None:
    """«15 травня (вівторок)» in a year when it is a Friday: either may be the slip."""
    said = {name for token in tokens if token.rule == "weekday" for name in token.hints["wd"].split(",")}
    real = {WEEKDAYS[window.first.weekday()] for window in draft.windows if window.first == window.last}
    if said and real and len(real) == len(said) and said != real:
        draft.doubts.append("weekday-elsewhere")


def _check_brackets(draft: _Draft, tokens: Sequence[Token]) -> None:
    """«IV квартал (вересень)»: what stands in brackets explains the rest, so it must lie inside."""
    places = {token.rule for token in _of(tokens, "P")}
    longer = places & {"quarter", "half-year", "semester"}
    if draft.bracketed and longer and "month" in places and len(draft.windows) > 1:
        draft.doubts.append("overlap")


def _of(tokens: Sequence[Token], kinds: str) -> list[Token]:
    return [token for token in tokens if token.kind in kinds]


def _resolved(draft: _Draft, tokens: Sequence[Token], period: Period) -> list[Window]:
    """Return the windows of tokens; one impossible day leaves nothing, for half a term is a wrong term."""
    found = [resolve(piece, period) for token in tokens for piece in token.pieces]
    draft.doubts += [one.doubt for one in found if one.doubt and one.doubt not in draft.doubts]
    windows = [one.window for one in found if one.window]
    return windows if len(windows) == len(found) else []


def _set_windows(draft: _Draft, tokens: Sequence[Token], period: Period) -> None:
    places, events, limits, starts = (_of(tokens, kind) for kind in "PVLS")
    draft.windows = _resolved(draft, places or events, period)
    if places and events:
        _check_events(draft, events, period)
    if limits:
        _limit(draft, limits, period)
    if starts:
        _open(draft, starts, period)


def _check_events(draft: _Draft, events: Sequence[Token], period: Period) -> None:
    for event in events:
        days = _resolved(draft, [event], period)
        if not any(window.meets(day) for window in draft.windows for day in days):
            draft.doubts.append("event-elsewhere")


def _limit(draft: _Draft, limits: Sequence[Token], period: Period) -> None:
    ends = _resolved(draft, limits, period)
    if len(ends) != 1:
        draft.doubts.append("many-deadlines")
        draft.windows = _one_after_another(sorted(end.last for end in ends), period)
    elif not draft.windows or (draft.bracketed and draft.windows == ends):
        draft.windows = [_until(ends[0].last, period, event="event" in limits[0].hints)]
    elif len(draft.windows) == 1 and draft.windows[0].holds(ends[0].last):
        draft.windows = [Window(draft.windows[0].first, ends[0].last)]
    else:
        draft.doubts.append("deadline-elsewhere")


def _one_after_another(ends: Sequence[date], period: Period) -> list[Window]:
    found = [_until(end, period) for end in ends[:1]]
    return found + [Window(left + timedelta(days=1), right) for left, right in pairwise(ends) if left < right]


def _until(last: date, period: Period, *, event: bool = False) -> Window:
    """Return the window of a deadline; what is done for an event is begun a month before it."""
    first = period.window.first
    if event:
        first = max(first, last - _BEFORE_EVENT)
    return Window(first, last) if first <= last else Window(last.replace(day=1), last)


def _open(draft: _Draft, starts: Sequence[Token], period: Period) -> None:
    begins = _resolved(draft, starts, period)
    if len(begins) != 1 or draft.windows:
        draft.doubts.append("many-starts")
    elif begins[0].first > period.window.last:
        draft.doubts.append("starts-after-plan")
    else:
        draft.windows = [Window(begins[0].first, period.window.last)]


def _set_mode(draft: _Draft, tokens: Sequence[Token], period: Period) -> None:
    repeats, goes_on = _of(tokens, "F"), _of(tokens, "K")
    written = bool(_of(tokens, "PVLS"))
    if repeats:
        _repeat(draft, repeats, _of(tokens, "PVLS"))
    elif goes_on:
        draft.mode = Mode.CONTINUOUS
        months = [token.rule for token in _of(tokens, "PVLS")] == ["month"]
        if written and (months or any(token.number for token in goes_on)):
            draft.doubts.append("two-terms")
    elif draft.windows:
        _once(draft, tokens, period)
    elif not written and "on-demand" in draft.hints:
        draft.mode = Mode.CONTINUOUS
    if not written and draft.mode:
        draft.windows = [period.window]
    if "condition" in draft.hints:
        draft.doubts.append("condition")


def _once(draft: _Draft, tokens: Sequence[Token], period: Period) -> None:
    said = [token.mode for token in _of(tokens, "P") if token.mode]
    draft.mode = said[0] if said else Mode.ONCE
    ranged = [token.rule for token in _of(tokens, "PLS")] == ["month-range"]
    if ranged and draft.windows == [period.window]:
        draft.mode = Mode.CONTINUOUS
        draft.doubts.append("whole-period")
    if "on-demand" in draft.hints:
        draft.doubts.append("on-demand")
    if len(said) not in {0, len(_of(tokens, "P"))}:
        draft.doubts.append("two-terms")


def _repeat(draft: _Draft, repeats: Sequence[Token], places: Sequence[Token]) -> None:
    modes = sorted({token.mode for token in repeats if token.mode}, key=_FINEST.index)
    draft.mode = modes[0]
    if len(modes) > 1:
        draft.doubts.append("two-recurrences")
    if draft.hints.get("count", "") == str(len(draft.windows)) and "odd-pace" in draft.doubts:
        draft.doubts.remove("odd-pace")
    if places and draft.windows and _longer_than_windows(draft.mode, draft.windows):
        _settle(draft, repeats)
    elif draft.mode in _RARE and any(token.rule == "season" for token in places):
        draft.doubts.append("how-often")


def _longer_than_windows(mode: Mode, windows: Sequence[Window]) -> bool:
    shortest = min((window.last - window.first).days + 1 for window in windows)
    return _LENGTHS.get(mode, 0) > shortest or (mode is Mode.YEARLY)


def _settle(draft: _Draft, repeats: Sequence[Token]) -> None:
    """«двічі на рік: квітень, жовтень»: the windows say when, the recurrence only how many there are."""
    mode, said = draft.mode, _expected(draft)
    draft.mode = Mode.ONCE
    weekday = mode is Mode.WEEKLY and all(token.rule == "weekday" for token in repeats)
    years = mode is Mode.YEARLY and any(window.first.year + 1 < window.last.year for window in draft.windows)
    if years or (len(draft.windows) != said and not weekday):
        draft.doubts.append("how-often")


def _expected(draft: _Draft) -> int:
    count = draft.hints.get("count", "")
    return int(count) if count.isdecimal() else _TIMES.get(draft.mode or Mode.ONCE, 0)
