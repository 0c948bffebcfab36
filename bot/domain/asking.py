"""What a person asks in their own words, as far as the plan can answer it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.plan import Activity, Snapshot
from bot.domain.terms import read_term
from bot.domain.windows import Mode, Period, PeriodKind, Window, calendar_year, month_window, quarter_of, quarter_window
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
class AskPrivacy:
    """Say what is kept of me."""


@dataclass(frozen=True, slots=True)
class AskNumber:
    """Show the activity of this number."""

    number: str


@dataclass(frozen=True, slots=True)
class AskWords:
    """Find these words in the titles and names of the plan."""

    words: str


Question = AskSpan | AskMine | AskOverdue | AskMeetings | AskMenu | AskHelp | AskPrivacy | AskNumber | AskWords

_NUMBER = re.compile(r"№?\s*(?<![\d.])(\d{1,2}(?:\.[1-9]\d?)+)\.?(?!\.?\d)")
_PLAIN_NUMBER = re.compile(r"(?:захід|пункт|номер|п\.|№)?\s*(\d{1,2})\.?")
_FILLERS = re.compile(
    r"\b(?:що|шо|які|яке|який|яка|покажи|показати|дай|план|плану|плані|заходи|захід|маємо|маєм|робимо|робити|буде|"
    r"є|чи|щось|там|плануємо|заплановано|у нас|нас|мені|треба|потрібно|зробити|по плану|за планом|на|у|в|за|і|а|для|"
    r"про|будь ласка|"
    r"what|is|in|the|due|for|show)\b"
)
_HERE = re.compile(r"\b(?:цього|цьому|цей|поточн\w+|теперішн\w+|нинішн\w+|this|current)\b")
_NEXT = re.compile(r"\b(?:наступн\w+|next)\b")
_LAST = re.compile(r"\b(?:минул\w+|попередн\w+|last|previous)\b")
_REST = re.compile(r"\b(?:до кінця|end of)\b")
_YEAR = re.compile(r"\b(?:рік|року|році|year)\b")
_QUARTER = re.compile(r"\b(?:кварт\w*|кв|quarter)\b")
_MONTH = re.compile(r"\b(?:місяц\w*|month)\b")
_WEEK = re.compile(r"\b(?:тиж\w*|week)\b")
_NOW = re.compile(r"(?:що )?(?:зараз|тепер)|now")
_DAYS = (
    (re.compile(r"(?:що |на |у нас |what is due )*(?:сьогодні|today)"), 0),
    (re.compile(r"(?:що |на |у нас |what is due )*(?:завтра|tomorrow)"), 1),
)
_WHOLE = re.compile(
    r"(?:(?:весь|увесь|річний|покажи|the|whole) )*(?:план|plan)(?: роботи)?(?: на)?(?: весь| увесь)?(?: рік| року)?"
)
_ENGLISH_QUARTER = re.compile(r"\b(?:q|quarter )([1-4])\b|\b([1-4])(?:st|nd|rd|th) quarter\b")
_MONTHS = {
    "january": "січень", "february": "лютий", "march": "березень", "april": "квітень", "may": "травень",
    "june": "червень", "july": "липень", "august": "серпень", "september": "вересень", "october": "жовтень",
    "november": "листопад", "december": "грудень",
}  # fmt: skip
_ENGLISH_MONTH = re.compile(rf"\b(?:{'|'.join(_MONTHS)})\b")
_WAYS_OUT = r"меню|menu|стоп|stop|скасу\w+|відмін\w+|cancel|назад|back|передума\w+"
_KEYWORDS: tuple[tuple[re.Pattern[str], Question], ...] = (
    (re.compile(r"простроч|протерм|overdue|не встигли"), AskOverdue()),
    (
        re.compile(
            r"\b(?:мої|моє|мій|моя|my|mine)\b|^/mine|^що (?:в|у|за) (?:мене|мною)$|"
            r"\bмені (?:\w+ )?(?:робити|зробити|виконати|треба|потрібно)$|\bя (?:маю|мушу|відповідаю)\b"
        ),
        AskMine(),
    ),
    (
        re.compile(
            r"(?:коли|дата|наступн\w+|найближч\w+).*(?:засідан|збор|збира)|"
            r"^засідан\w*$|^засідання президії$|meetings?$"
        ),
        AskMeetings(),
    ),
    (
        re.compile(
            rf"^/?(?:{_WAYS_OUT}|"
            r"start|старт|привіт|вітаю|hello|hi|(?:щиро |дуже )?дякую\w*|спасибі|thanks|thank you|"
            r"добр\w+ (?:день|дня|ранок|ранку|вечір|вечора))$"
        ),
        AskMenu(),
    ),
    (
        re.compile(
            r"^/?(?:допомога|довідка|help|(?:що|шо) ти (?:вмієш|умієш|можеш)|як (?:\w+ )?користуватис[яь]|"
            r"як це працює|what can you do)$"
        ),
        AskHelp(),
    ),
)


_PRIVACY = re.compile(
    r"/?(?:privacy|приватність|мої (?:персональні )?дані|my data|персональні дані)(?:@\w+)?|/export|/erase|"
    r"(?:що|які дані) (?:ти|ви) (?:про мене )?(?:знаєш|знаєте|зберігаєш|зберігаєте)(?: про мене)?"
)
_AWAY = re.compile(rf"^(?:{_WAYS_OUT}|допомога|help)$")


def goes_elsewhere(words: str, *, asked_why: bool) -> bool:
    """Tell whether somebody who was asked something does not answer it: a command, a way out, a question of their own.

    Who was asked why may well answer with a question («А де світлини?»).
    """
    plain = folded(words).strip(" .!?")
    return words.startswith("/") or _AWAY.match(plain) is not None or (words.endswith("?") and not asked_why)


def asks_privacy(words: str) -> bool:
    """Tell whether somebody asks what is kept of them; strangers ask it too."""
    return _PRIVACY.fullmatch(" ".join(re.sub(r"[?!.,]", " ", folded(words)).split())) is not None


def understand(words: str, today: date, period: Period) -> Question:
    """Return the question behind a person's words; `period` is that of the plan they are asked of."""
    lowered = re.sub(r"(?<=\d),(?=\d)", ".", folded(words))  # «5,1» from a phone's keyboard
    plain = " ".join(re.sub(r"[?!,;«»\"]", " ", lowered).split())
    if asks_privacy(words):
        return AskPrivacy()
    number = _number(plain)
    if number is not None:
        return AskNumber(number)
    for pattern, question in _KEYWORDS:
        if pattern.search(plain):
            return question
    if _WHOLE.fullmatch(plain):
        return AskSpan(period.window)
    window = _near(plain, today) or _span(_in_ukrainian(plain), _asked_of(period))
    return AskSpan(window) if window else AskWords(plain)


def _asked_of(period: Period) -> Period:
    """Return the time in which a phrase is read: who has the plan of a month may well ask about another month."""
    return calendar_year(period.year) if period.kind is PeriodKind.MONTH else period


def _number(plain: str) -> str | None:
    """Read the number of an activity where nothing else is named: «5.1», «хто відповідає за 5.1», «захід 7».

    «5.1» is an activity and never the fifth of January, «05.01» is a date: plans do not number that way.
    """
    alone = _PLAIN_NUMBER.fullmatch(plain)
    if alone is not None:
        return alone[1]
    found = _NUMBER.findall(plain)
    return found[0] if len(found) == 1 and not stems(_NUMBER.sub(" ", plain)) else None


def _near(plain: str, today: date) -> Window | None:
    """Read «цього кварталу», «наступного місяця», «завтра», «до кінця року» and the like, seen from today."""
    for pattern, days in _DAYS:
        if pattern.fullmatch(plain):
            return Window(today + timedelta(days), today + timedelta(days))
    if _NOW.fullmatch(plain):
        return quarter_window(today.year, quarter_of(today))
    if _REST.search(plain):
        whole = _around(plain, today, 0)
        return Window(today, whole.last) if whole else None
    shift = 1 if _NEXT.search(plain) else -1 if _LAST.search(plain) else 0
    return _around(plain, today, shift) if shift or _HERE.search(plain) else None


def _around(plain: str, today: date, shift: int) -> Window | None:
    """Return the quarter, month, week or year named, that of today or so many further."""
    if _QUARTER.search(plain):
        index = today.year * 4 + quarter_of(today) - 1 + shift
        return quarter_window(index // 4, index % 4 + 1)
    if _MONTH.search(plain):
        index = today.year * 12 + today.month - 1 + shift
        return month_window(index // 12, index % 12 + 1)
    if _WEEK.search(plain):
        monday = today - timedelta(today.weekday()) + timedelta(weeks=shift)
        return Window(monday, monday + timedelta(days=6))
    return calendar_year(today.year + shift).window if _names_year_alone(plain) else None


def _names_year_alone(plain: str) -> bool:
    """Tell «цього року» from «у вересні цього року», which is September."""
    rest = plain
    for pattern in (_HERE, _NEXT, _LAST, _REST, _FILLERS):
        rest = pattern.sub(" ", rest)
    return _YEAR.fullmatch(rest.strip()) is not None


def _in_ukrainian(plain: str) -> str:
    """Put the English names of quarters and months into the words that the reader of terms knows."""
    quarters = _ENGLISH_QUARTER.sub(lambda found: f"{found[1] or found[2]} квартал", plain)
    return _ENGLISH_MONTH.sub(lambda found: _MONTHS[found[0]], quarters)


def _span(plain: str, period: Period) -> Window | None:
    """Read a time phrase by the reader of terms; a doubtful one is no answer."""
    for phrase in (plain, " ".join(_FILLERS.sub(" ", plain).split())):
        term = read_term(phrase, period)
        if term.sure and term.mode is Mode.ONCE and len(term.windows) == 1:
            return term.windows[0]
    return None


def find(snapshot: Snapshot, words: str, today: date) -> tuple[Activity, ...]:
    """Return the activities in whose title or people every word is found, whatever its ending; in the plan's order.

    Those of a plan that is over or has not begun are left out.
    """
    wanted = stems(words)
    if not wanted:
        return ()
    plans = {plan.id for plan in snapshot.present(today)}
    present = (each for each in snapshot.activities if each.plan_id in plans)
    return tuple(each for each in present if wanted <= _matching(wanted, _known(snapshot, each)))


def _known(snapshot: Snapshot, activity: Activity) -> frozenset[str]:
    names = " ".join(snapshot.parties[duty.party_id].name for duty in activity.duties)
    return stems(f"{activity.title} {names}")


def _matching(wanted: frozenset[str], known: frozenset[str]) -> frozenset[str]:
    return frozenset(
        word for word in wanted if any(other.startswith(word) or word.startswith(other) for other in known)
    )


def numbered(snapshot: Snapshot, number: str) -> Activity | None:
    """Return the activity of a number, dots at its end aside: one that stands before one that was cancelled."""
    found = [each for each in snapshot.activities if each.number and each.number.rstrip(".") == number]
    return min(found, key=lambda each: each.cancelled_on is not None, default=None)
