"""Editions of a plan made by hand: rows as a secretary writes them, their cells read as those of a document are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from bot.domain.comparing import Change
from bot.domain.draft import DraftActivity, DraftGoal
from bot.domain.people import read_people
from bot.domain.people.model import Kind, Named
from bot.domain.plan import Activity, Duty, Goal, Party, PlanHead, Snapshot
from bot.domain.terms import Term, read_term
from bot.domain.windows import calendar_year

YEAR = calendar_year(2026)
GOALS = (DraftGoal("1", "Навчати бібліотекарів"), DraftGoal("2", "Розповідати про бібліотеки"))


@cache
def term(cell: str) -> Term:
    return read_term(cell, YEAR)


@cache
def people(cell: str) -> tuple[Named, ...]:
    return read_people(cell).items


def row(line: str, resources: str = "", result: str = "", notes: str = "") -> DraftActivity:
    """A row from «number title | term | people»; a goal is told by the number, «-» is a row without one."""
    head, when, who = (each.strip() for each in f"{line}||".split("|")[:3])
    number, _, title = head.partition(" ")
    known = None if number == "-" else number
    goal = known.split(".")[0] if known else None
    cells = term(when or "вересень"), people(who or "Криничко Т.А.")
    return DraftActivity(known, goal, title, *cells, resources, result, notes)


def rows(*lines: str) -> list[DraftActivity]:
    return [row(line) for line in lines]


@dataclass
class Branch:
    """A branch whose editions share their parties; the ids of everything else are an edition's own."""

    parties: dict[int, Party] = field(default_factory=dict)
    used: int = 0

    def edition(self, activities: Iterable[DraftActivity], goals: Sequence[DraftGoal] = GOALS) -> Snapshot:
        """An edition of the plan of the year."""
        kept = {each.number or each.title: Goal(self._next(), each.number, each.title) for each in goals}
        made = tuple(self._activity(each, kept[each.goal].id if each.goal in kept else None) for each in activities)
        return Snapshot(
            branch_id=1,
            branch_name="Калинівське відділення",
            revision=1,
            plans=(PlanHead(1, YEAR, date(2026, 1, 5)),),
            goals=tuple(kept.values()),
            activities=made,
            occurrences=(),
            meetings=(),
            check_ins=(),
            parties=self.parties,
            members={},
        )

    def party(self, name: str, kind: Kind = Kind.PERSON, member_id: int | None = None) -> int:
        """The id of a party, added when it is missing."""
        for party in self.parties.values():
            if (party.name, party.kind) == (name, kind):
                return party.id
        key = len(self.parties) + 1
        self.parties[key] = Party(key, kind, name, member_id)
        return key

    def _next(self) -> int:
        self.used += 1
        return self.used

    def _activity(self, read: DraftActivity, goal_id: int | None) -> Activity:
        parties = dict.fromkeys(self.party(each.name, each.kind) for each in read.responsible)
        return Activity(
            id=self._next(),
            plan_id=1,
            goal_id=goal_id,
            number=read.number,
            title=read.title,
            term=read.term.text,
            windows=read.term.windows,
            mode=read.term.mode,
            duties=tuple(Duty(party, lead=place == 0) for place, party in enumerate(parties)),
            resources=read.resources,
            result=read.result,
            notes=read.notes,
        )


def said(changes: Iterable[Change], current: Snapshot, newer: Snapshot) -> list[str]:
    """The changes as a person would note them down: «moved 1.1», «details 1.2 > 1.3», «added 1.4», «removed 1.5»."""
    old, new = _numbers(current), _numbers(newer)
    return [_noted(each, old.get(each.old or 0), new.get(each.new or 0)) for each in changes]


def _numbers(edition: Snapshot) -> dict[int, str]:
    goals = {each.id: each.number or "-" for each in edition.goals}
    return goals | {each.id: each.number or "-" for each in edition.activities}


def _noted(change: Change, old: str | None, new: str | None) -> str:
    numbers = [each for each in dict.fromkeys((old, new)) if each is not None]
    return f"{change.kind} {' > '.join(numbers)}"
