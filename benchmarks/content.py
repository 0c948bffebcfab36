"""The store that both contenders answer from: many branches, each with a year's plan, its people and their accounts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, insert

from bot.domain.plan import State
from bot.domain.windows import Mode, Window, calendar_year, quarter_window
from db import schema
from db.tables import (
    ActivityRow,
    Base,
    BranchRow,
    DutyRow,
    GoalRow,
    IdentityRow,
    MeetingRow,
    MemberRow,
    OccurrenceRow,
    PartyRow,
    PlanRow,
)

YEAR = 2027
NOW = datetime(YEAR, 8, 4, 9, tzinfo=UTC)
"""The moment at which the questions are asked: a Wednesday in the third quarter."""
TODAY = NOW.date()
QUARTER = quarter_window(YEAR, 3)
PUBLISHED = datetime(YEAR, 1, 11, 8, tzinfo=UTC)
FIRST_ACCOUNT = 500_000_000
PEOPLE = 10
ACTIVITIES = 25
GOALS = 5
NAMES = ("Калина", "Барвінок", "Верболоз", "Журавель", "Сосенко", "Тополя", "Лелека", "Криничко", "Ясен", "Лозова")
SUBJECTS = ("Школа методистів", "Літні читання", "Виїзна майстерня", "Вечір поезії", "Огляд книжкових новинок")

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Planned:
    """An activity of every branch: when, how, who (places in the list of people), and what came of it."""

    place: int
    windows: tuple[Window, ...]
    mode: Mode
    people: tuple[int, ...]
    state: State

    @property
    def continuous(self) -> bool:
        """Whether it goes on without a date of its own."""
        return self.mode is Mode.CONTINUOUS

    @property
    def number(self) -> str:
        """As it is written in the plan."""
        return f"{self.place // GOALS + 1}.{self.place % GOALS + 1}"


def planned() -> tuple[Planned, ...]:
    """Return the year: what goes on all the time, and in every quarter something to finish."""
    return tuple(_planned(place) for place in range(ACTIVITIES))


def _planned(place: int) -> Planned:
    people = tuple((place + step) % PEOPLE for step in range(1 + place % 3))
    if place % GOALS == 0:
        return Planned(place, (calendar_year(YEAR).window,), Mode.CONTINUOUS, people, State.PLANNED)
    quarter = quarter_window(YEAR, place % 4 + 1)
    window = Window(quarter.first + timedelta(days=place), quarter.last - timedelta(days=2 * place))
    held = window.last < TODAY and place not in {5 * GOALS - 4, 3}
    return Planned(place, (window,), Mode.ONCE, people, State.CONFIRMED if held else State.PLANNED)


def title(branch: int, place: int) -> str:
    """Return an activity's title; it names its branch, so that an answer about another one is noticed."""
    return (
        f"{SUBJECTS[place % len(SUBJECTS)]} «Полиця {mark(branch)}{place:02}»: зустріч читачів & бібліотекарів області"
    )


def mark(branch: int) -> str:
    """Return what stands in every title of a branch (counted from 0) and in no other's."""
    return f"{branch:05}/"


def listed() -> int:
    """Return how many activities the right answer lists: what touches the quarter, and what is overdue."""
    return sum(_is_listed(each) for each in planned())


def _is_listed(activity: Planned) -> bool:
    window = activity.windows[0]
    overdue = window.last < TODAY and activity.state is State.PLANNED
    return overdue or window.meets(QUARTER) is not None


def account(branch: int, person: int) -> int:
    """Return the messenger account of a person of a branch, both counted from 0."""
    return FIRST_ACCOUNT + branch * PEOPLE + person


def build(path: Path, branches: int) -> str:
    """Make the store at `path`; return its URL."""
    url = f"sqlite+aiosqlite:///{path}"
    schema.upgrade(url)
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        for table, rows in _TABLES:
            connection.execute(insert(table), [row for branch in range(branches) for row in rows(branch)])
    with engine.connect() as connection:
        connection.exec_driver_sql("ANALYZE")
        connection.commit()
    engine.dispose()
    return url


def _branch(branch: int) -> Iterator[Values]:
    # `look_at` empty: no notice is owed, so that only the question is measured.
    yield {
        "id": branch + 1,
        "name": f"Відділення № {branch + 1}",
        "revision": 1,
        "look_at": None,
        "created_at": PUBLISHED,
    }


def _plan(branch: int) -> Iterator[Values]:
    key = branch + 1
    when = {"imported_at": PUBLISHED, "published_at": PUBLISHED}
    yield {"id": key, "branch_id": key, "kind": "calendar", "year": YEAR, **when}


def _person(branch: int, person: int) -> int:
    return branch * PEOPLE + person + 1


def _activity(branch: int, place: int) -> int:
    return branch * ACTIVITIES + place + 1


def _members(branch: int) -> Iterator[Values]:
    for person, name in enumerate(NAMES):
        yield {
            "id": _person(branch, person),
            "branch_id": branch + 1,
            "name": f"{name} Олена Іванівна",
            "role": "member",
            "joined_at": PUBLISHED,
            "awaiting": None,
        }


def _identities(branch: int) -> Iterator[Values]:
    for person in range(PEOPLE):
        yield {
            "id": _person(branch, person),
            "member_id": _person(branch, person),
            "door": "telegram",
            "account": str(account(branch, person)),
            "language": "uk",
            "used_at": NOW,
            "blocked_at": None,
        }


def _parties(branch: int) -> Iterator[Values]:
    for person, name in enumerate(NAMES):
        yield {
            "id": _person(branch, person),
            "branch_id": branch + 1,
            "kind": "person",
            "name": f"{name} О.І.",
            "member_id": _person(branch, person),
            "same_as": None,
        }


def _goals(branch: int) -> Iterator[Values]:
    for goal in range(GOALS):
        yield {
            "id": branch * GOALS + goal + 1,
            "plan_id": branch + 1,
            "position": goal,
            "number": str(goal + 1),
            "title": f"Розвивати бібліотеки громад, напрям {goal + 1}",
        }


def _activities(branch: int) -> Iterator[Values]:
    for each in planned():
        yield {
            "id": _activity(branch, each.place),
            "plan_id": branch + 1,
            "goal_id": branch * GOALS + each.place // GOALS + 1,
            "position": each.place,
            "number": each.number,
            "title": title(branch, each.place),
            "term": _term(each),
            "windows": [[window.first.isoformat(), window.last.isoformat()] for window in each.windows],
            "mode": each.mode.value,
            "resources": "Обласна бібліотека, партнери відділення",
            "result": "Не менше двадцяти учасників, відгук на сайті відділення",
        }


def _term(activity: Planned) -> str:
    return "протягом року" if activity.continuous else f"{_month(activity.windows[0].last)} {YEAR}"


def _month(day: date) -> str:
    return f"до {day.day:02}.{day.month:02}"


def _duties(branch: int) -> Iterator[Values]:
    for each in planned():
        for position, person in enumerate(each.people):
            yield {
                "activity_id": _activity(branch, each.place),
                "party_id": _person(branch, person),
                "position": position,
                "lead": position == 0,
            }


def _occurrences(branch: int) -> Iterator[Values]:
    for each in planned():
        decided = each.state is State.CONFIRMED
        yield {
            "activity_id": _activity(branch, each.place),
            "first": each.windows[0].first,
            "last": each.windows[0].last,
            "continuous": each.continuous,
            "state": each.state.value,
            "revision": 2 if decided else 0,
            "claimed_by": _person(branch, each.people[0]) if decided else None,
            "claimed_at": PUBLISHED if decided else None,
            "words": "Відбулося, прийшло тридцять читачів" if decided else "",
            "decided_by": _person(branch, PEOPLE - 1) if decided else None,
            "decided_at": PUBLISHED if decided else None,
            "reason": "",
        }


def _meetings(branch: int) -> Iterator[Values]:
    for quarter in (1, 2, 3, 4):
        yield {
            "id": branch * 4 + quarter,
            "plan_id": branch + 1,
            "quarter": quarter,
            "day": quarter_window(YEAR, quarter).first + timedelta(days=20),
            "time": "15:00",
            "revision": 1,
        }


_TABLES: tuple[tuple[type[Base], Callable[[int], Iterator[Values]]], ...] = (
    (BranchRow, _branch),
    (PlanRow, _plan),
    (MemberRow, _members),
    (IdentityRow, _identities),
    (PartyRow, _parties),
    (GoalRow, _goals),
    (ActivityRow, _activities),
    (DutyRow, _duties),
    (OccurrenceRow, _occurrences),
    (MeetingRow, _meetings),
)
