"""Taking a person out of what was written: the exact spellings of their name, and nothing that only looks like one."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping

from bot.domain.names import APOSTROPHES, Likeness, PersonName, compare, fold, parse_name

NOBODY = "особу вилучено"
"""What stands in a plan for somebody who was erased."""
NO_WORDS = "(вилучено)"
"""What stands for their words where an empty text would say something else."""

Eraser = Callable[[str], str]
"""Returns a text without the person."""

_NUMBERED = re.compile(rf"{NOBODY}(?: \d+)?")
_CAPITAL = "[A-ZА-ЯЁІЇЄҐ]"
_ANY_APOSTROPHE = f"[{APOSTROPHES}]"


def numbered_name(number: int) -> str:
    """Return what the first, second … erased person of a branch is called in its plans."""
    return NOBODY if number == 1 else f"{NOBODY} {number}"


def is_nobody(name: str) -> bool:
    """Tell whether a plan's name for a person is one that an erased person was given."""
    return _NUMBERED.fullmatch(name) is not None


def is_theirs(name: str, spelled: str, others: Collection[str]) -> bool:
    """Tell whether a spelling in a plan is the person's beyond doubt: it fits their name, and nobody else's."""
    return _same(name, spelled) and not any(_same(each, spelled) for each in others)


def eraser(names: Mapping[str, str], others: Collection[str]) -> Eraser:
    """Return what takes a person's names out of texts.

    A text that is one of the names is replaced whatever it is. Within a text only what cannot be anything else is: a
    full name as it is spelled or turned round, a surname with initials. A bare surname is left there, as many a one is
    a word of the language («Тополя»), and so are the forms of declension.

    Args:
        names: each spelling of the person, and what takes its place.
        others: the names of everybody else in the branch. A spelling that is theirs too is left alone.
    """
    whole = {fold(name): instead for name, instead in names.items()}
    rules = [(each, instead) for name, instead in names.items() for each in _rules(name, others)]

    def without(words: str) -> str:
        if fold(words.strip()) in whole:
            return whole[fold(words.strip())]
        for rule, instead in rules:
            words = rule.sub(instead, words)
        return words

    return without


def _rules(name: str, others: Collection[str]) -> Iterable[re.Pattern[str]]:
    parts, foreign = name.split(), {fold(each) for each in others}
    if len(parts) > 1:
        for order in (parts, [*parts[1:], parts[0]], [parts[-1], *parts[:-1]]):
            if fold(" ".join(order)) not in foreign:
                yield _pattern(r"\s+".join(map(_loose, order)))
    person = parse_name(name)
    if person is not None and person.initials and not any(_same(each, person.written()) for each in others):
        yield from _with_initials(person)


def _with_initials(person: PersonName) -> Iterable[re.Pattern[str]]:
    """Find a surname with its initials on either side; where only one of them is known, the other may be any."""
    surname, first = _loose(person.surname), person.initials[0]
    second = re.escape(person.initials[1]) if len(person.initials) > 1 else _CAPITAL
    initials = rf"{re.escape(first)}\.(?:\s?{second}\.)?"
    yield _pattern(rf"{surname}\s+{initials}")
    yield _pattern(rf"{initials}\s?{surname}")


def _pattern(inner: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){inner}(?!\w)", re.IGNORECASE)


def _loose(part: str) -> str:
    """Write a part of a name so that any sign of the apostrophe and a blank after a dot fit."""
    escaped = "".join(_ANY_APOSTROPHE if letter in APOSTROPHES else re.escape(letter) for letter in part)
    return re.sub(r"\\\.(?=.)", r"\\.\\s?", escaped)


def _same(one: str, other: str) -> bool:
    left, right = parse_name(one), parse_name(other)
    return left is not None and right is not None and compare(left, right) is Likeness.SAME
