"""What somebody wants who asks nothing of the plan: to be left alone, to be written to again, a page by its name.

Such words stand alone: «люди» is a page, «люди з інвалідністю» are looked for in the plan.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from functools import cache

from bot.domain.asking.keyboard import other_layouts
from bot.domain.asking.sounds import one_slip, sounds
from bot.domain.wordforms import folded


class Wish(StrEnum):
    """What is wanted; all but the first two are pages."""

    STOP = "stop"
    WRITE = "write"
    PEOPLE = "people"
    ME = "me"
    TRAIL = "trail"
    GROUPS = "groups"
    ROLL = "roll"
    REGISTRY = "registry"
    RULES = "rules"
    BODIES = "bodies"
    REACH = "reach"
    ENTRANCE = "entrance"
    ACCOUNTS = "accounts"
    BRANCHES = "branches"


_PHRASES = """
stop: стоп, стопп, stop, stp, sotp, стпо, сотп, зупинись, зупинися, зупиніться, досить, годі
stop: відписатися, відписатись, відписка, відпиши, відпиши мене, відпишіть, відпишіть мене, хочу відписатися
stop: досить писати, досить мені писати, годі писати, годі мені писати, перестань писати, перестаньте писати
stop: не пиши, не пишіть, не пиши мені, не пишіть мені, не писати мені, не писати, не надсилай, не надсилайте
stop: більше не пиши, більше не пишіть, більше не пиши мені, більше не пишіть мені, не пишіть мені більше
stop: не пишіть більше, не турбуй, не турбуйте, не турбуй мене, не турбуйте мене, не нагадуй, не нагадуйте
stop: не нагадуйте мені
stop: без нагадувань, вимкни нагадування, вимкніть нагадування, вимкнути нагадування, замовкни
stop: отписаться, отпишите меня, отписка, хватит, хватит писать, не пишите, не пишите мне, больше не пишите
stop: unsubscribe, stop writing, stop writing to me, stop it, do not write, leave me alone, no reminders
write: старт, start, пиши, пишіть, пиши мені, пишіть мені, писати знову, пиши знову, пишіть знову, знову пишіть
write: пишіть мені знову, можна писати, можеш писати, можете писати, підписатися, підписатись, продовжуй, продовжуйте
write: нагадуй, нагадуйте, увімкни нагадування, увімкніть нагадування, увімкнути нагадування, пишите, пишите снова
write: subscribe, resume, write again, write to me again, start again
people: люди, наші люди, people
me: про мене, про себе, мій профіль, профіль, налаштування, me, about me, profile, settings
trail: історія, історія змін, журнал змін, хто що робив, history, trail
groups: групи, група, наші групи, groups
roll: члени, члени відділення, запросити, запросити члена, members, members of the branch, invite
registry: членство, реєстр, реєстр членів, registry, membership, members list
rules: правила, правила відділення, rules
bodies: органи, склад органів, bodies
reach: хто на звязку, звязок, who can be reached
entrance: спільне запрошення, запрошення, entrance, invitation
accounts: мої месенджери, ще один месенджер, my messengers, another messenger
branches: мої відділення, моє відділення, інше відділення, branches, my branches, my branch
"""
_POLITE = frozenset({"будь", "ласка", "будьласка", "прошу", "пліз", "please", "бот", "боте", "плановик", "плановику"})
_WORD = re.compile(r"[^\W\d_]+")
_ONLY_WORDS = re.compile(r"[^\d/@]*")
_COMMAND = re.compile(r"/([a-z]+)(?:@\w+)?")
_LONGEST = 60
_SHORTEST_SLIP = 7
"""Letters of a phrase in which one slip of the pen may be."""


def wish_of(words: str, *, slips: bool = True) -> Wish | None:
    """Return what these words want, None where they are something else.

    With `slips` one of the pen may be in a long word about being written to; pages are named as they are, for their
    words may stand in the plan too.
    """
    if len(words) > _LONGEST:
        return None
    command = _COMMAND.fullmatch(words.strip().casefold())
    typed = command[1] if command else words
    codes = [_code(each) for each in (typed, *other_layouts(typed))]
    exact = next((_table()[code] for code in codes if code in _table()), None)
    return exact if exact or not slips else _slipped(codes[0])


def _slipped(code: str) -> Wish | None:
    if len(code) < _SHORTEST_SLIP:
        return None
    alone = ((known, wish) for known, wish in _table().items() if wish in {Wish.STOP, Wish.WRITE})
    near = {wish for known, wish in alone if len(known) >= _SHORTEST_SLIP and one_slip(code, known)}
    return near.pop() if len(near) == 1 else None


def _code(words: str) -> str:
    """Return what the words sound like; nothing for what holds figures, as a number of the plan is no wish."""
    plain = folded(words)
    if _ONLY_WORDS.fullmatch(plain) is None:
        return ""
    return " ".join(sounds(word) for word in _WORD.findall(plain) if word not in _POLITE)


@cache
def _table() -> dict[str, Wish]:
    return {_code(phrase): wish for phrase, wish in _phrases()}


def _phrases() -> Iterator[tuple[str, Wish]]:
    for line in _PHRASES.strip().splitlines():
        wish, phrases = line.split(": ", 1)
        yield from ((phrase, Wish(wish)) for phrase in phrases.split(", "))
