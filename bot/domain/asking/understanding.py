"""What a person asks in their own words, as far as the plan can answer it."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from bot.domain.asking.following import follow
from bot.domain.asking.keyboard import other_layouts
from bot.domain.asking.pieces import Moment
from bot.domain.asking.question import AskList, AskNumber, AskUnclear, Question
from bot.domain.asking.reading import Ground, read
from bot.domain.asking.selecting import Scope, numbered
from bot.domain.asking.slots import slots_of
from bot.domain.asking.tokens import Token, tokens_of
from bot.domain.windows import Period, Window

_LONGEST = 300
_OF_THE_PLAN = frozenset({"gathering", "goal", "presidium", "it", "then", "lead", "&", "detail"})
_DATE = re.compile(r"(\d{1,2})\.(1[0-2])")


def understand(words: str, scope: Scope, earlier: Question | None = None) -> Question:
    """Return the question behind a person's words; `earlier` is the one that they asked before."""
    period = scope.snapshot.period
    alone = _alone(words[:_LONGEST], scope.today, period)
    if alone is not None:
        return alone
    ground = Ground(Moment(scope.today, period), scope.snapshot)
    question = _understood(words[:_LONGEST], ground, scope, earlier)
    for typed in other_layouts(words[:_LONGEST]) if isinstance(question, AskUnclear) else ():
        # The plan is in Cyrillic letters: of what would be Latin ones there are only questions such as “menu”.
        latin = typed.isascii()
        question = understand_alone(typed, scope.today, period) if latin else _understood(typed, ground, scope, earlier)
    return question


def understand_alone(words: str, today: date, period: Period) -> Question:
    """Return the question behind words that name nothing of a plan: for those who have none before them."""
    return _alone(words[:_LONGEST], today, period) or AskUnclear()


@lru_cache(maxsize=2048)
def _alone(words: str, today: date, period: Period) -> Question | None:
    """Return what needs neither the plan's words nor the question before; the same few are asked again and again."""
    tokens = tokens_of(words)
    if not tokens or _speaks_of_the_plan(tokens):
        return None
    ground = Ground(Moment(today, period))
    slots = slots_of([each for each in tokens if each.tag != "presidium"], ground.moment, None)
    if slots.named.sought or slots.broken or (slots.ordinals and not slots.tags <= {"n", "act"}):
        return None
    question = read(slots, ground)
    late_date = isinstance(question, AskNumber) and _DATE.fullmatch(question.number) is not None
    return None if isinstance(question, AskUnclear) or late_date else question


def _speaks_of_the_plan(tokens: list[Token]) -> bool:
    tags = {each.tag for each in tokens}
    if "meeting" in tags or {"gathering", "presidium"} <= tags:
        return not tags.isdisjoint(_OF_THE_PLAN - {"presidium", "gathering", "&"} | {"who", "resp"})
    return tokens[0].tag == "&" or not tags.isdisjoint(_OF_THE_PLAN - {"&"})


def _understood(words: str, ground: Ground, scope: Scope, earlier: Question | None) -> Question:
    slots = slots_of(tokens_of(words), ground.moment, ground.index)
    question = follow(slots, ground, earlier, scope) if earlier is not None else None
    question = question or read(slots, ground)
    if isinstance(question, AskNumber) and numbered(scope.snapshot, question.number) is None:
        return _day(question, ground) or question
    return question


def _day(question: AskNumber, ground: Ground) -> Question | None:
    """Read «15.12» as a day where no activity has that number."""
    found = _DATE.fullmatch(question.number)
    if found is None:
        return None
    try:
        day = date(ground.moment.period.year, int(found[2]), int(found[1]))
    except ValueError:
        return None
    return AskList(Window(day, day))
