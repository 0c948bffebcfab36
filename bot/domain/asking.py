"""What a person asks in their own words, as far as the plan can answer it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from bot.domain.plan import Activity, Snapshot
from bot.domain.terms import read_term
from bot.domain.windows import Mode, Period, Window, calendar_year, month_window, quarter_of, quarter_window
from bot.domain.wordforms import folded, stems


@dataclass(frozen=True, slots=True)
class AskSpan:
    """What is due in these days?"""

    window: Window


@dataclass(frozen=True, slots=True)
class AskMine:
    """What do I have to do?"""


@dataclass(frozen=True, slots=True)
class AskOverdue:
    """What is overdue?"""


@dataclass(frozen=True, slots=True)
class AskMeetings:
    """When does the presidium meet?"""


@dataclass(frozen=True, slots=True)
class AskMenu:
    """Show the menu."""


@dataclass(frozen=True, slots=True)
class AskHelp:
    """Say what can be asked."""


@dataclass(frozen=True, slots=True)
class AskNumber:
    """Show the activity of this number."""

    number: str


@dataclass(frozen=True, slots=True)
class AskWords:
    """Find these words in the titles and names of the plan."""

    words: str


Question = AskSpan | AskMine | AskOverdue | AskMeetings | AskMenu | AskHelp | AskNumber | AskWords

_NUMBER = re.compile(r"(?:захід|пункт|п\.|№)?\s*(\d{1,2}(?:\.\d{1,2})+)\.?")
_FILLERS = re.compile(
    r"\b(?:що|шо|які|яке|який|яка|покажи|показати|дай|план|плану|плані|заходи|захід|маємо|маєм|робимо|робити|"
    r"буде|є|у нас|нас|треба|потрібно|зробити|по плану|за планом|на|у|в|за|і|а|для|про|"
    r"будь ласка|what|is|in|the|due|for|show)\b"
)
_HERE = re.compile(r"\b(?:цього|цьому|цей|поточн\w+|теперішн\w+|нинішн\w+|this|current)\b")
_NEXT = re.compile(r"\b(?:наступн\w+|next)\b")
_LAST = re.compile(r"\b(?:минул\w+|попередн\w+|last|previous)\b")
_QUARTER = re.compile(r"\b(?:кварт\w*|кв|quarter)\b")
_MONTH = re.compile(r"\b(?:місяц\w*|month)\b")
_KEYWORDS: tuple[tuple[re.Pattern[str], Question], ...] = (
    (re.compile(r"простроч|overdue|не встигли"), AskOverdue()),
    (re.compile(r"\b(?:мої|моє|мій|моя|мені|my|mine)\b|^/mine"), AskMine()),
    (re.compile(r"(?:коли|дата|наступн\w+).*засідан|^засідан\w*$|^засідання президії$|meetings?$"), AskMeetings()),
    (re.compile(r"^/?(?:меню|menu|start|старт|привіт|вітаю|добр\w+ \w+|hello|hi)$"), AskMenu()),
    (re.compile(r"^/?(?:допомога|довідка|help|як користуватися)$"), AskHelp()),
)


def understand(words: str, today: date, year: int) -> Question:
    """Return the question behind a person's words; `year` is the year of the plan they are asked of."""
    plain = " ".join(re.sub(r"[?!,;«»\"]", " ", folded(words)).split())
    number = _NUMBER.fullmatch(plain)
    # «5.1» is an activity and never the fifth of January: plans are numbered, chats name months.
    if number is not None:
        return AskNumber(number[1])
    for pattern, question in _KEYWORDS:
        if pattern.search(plain):
            return question
    window = _near(plain, today) or _span(plain, calendar_year(year))
    return AskSpan(window) if window else AskWords(plain)


def _near(plain: str, today: date) -> Window | None:
    """Read «цього кварталу», «наступного місяця» and the like, seen from today."""
    shift = 1 if _NEXT.search(plain) else -1 if _LAST.search(plain) else 0
    if not shift and not _HERE.search(plain):
        return Window(today, today) if plain in {"сьогодні", "що сьогодні", "today"} else None
    if _QUARTER.search(plain):
        index = today.year * 4 + quarter_of(today) - 1 + shift
        return quarter_window(index // 4, index % 4 + 1)
    if _MONTH.search(plain):
        index = today.year * 12 + today.month - 1 + shift
        return month_window(index // 12, index % 12 + 1)
    return None


def _span(plain: str, period: Period) -> Window | None:
    """Read a time phrase by the reader of terms; a doubtful one is no answer."""
    for phrase in (plain, " ".join(_FILLERS.sub(" ", plain).split())):
        term = read_term(phrase, period)
        if term.sure and term.mode is Mode.ONCE and len(term.windows) == 1:
            return term.windows[0]
    return None


def find(snapshot: Snapshot, words: str) -> tuple[Activity, ...]:
    """Return the activities in whose title or people every word is found, whatever its ending; in the plan's order."""
    wanted = stems(words)
    if not wanted:
        return ()
    return tuple(each for each in snapshot.activities if wanted <= _matching(wanted, _known(snapshot, each)))


def _known(snapshot: Snapshot, activity: Activity) -> frozenset[str]:
    names = " ".join(snapshot.parties[duty.party_id].name for duty in activity.duties)
    return stems(f"{activity.title} {names}")


def _matching(wanted: frozenset[str], known: frozenset[str]) -> frozenset[str]:
    return frozenset(
        word for word in wanted if any(other.startswith(word) or word.startswith(other) for other in known)
    )


def numbered(snapshot: Snapshot, number: str) -> Activity | None:
    """Return the activity of a number, dots at its end aside."""
    return next((each for each in snapshot.activities if each.number and each.number.rstrip(".") == number), None)
