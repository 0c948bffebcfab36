"""A whole plan as a snapshot, read from its document as the program reads it, to be asked about."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bot.documents.plan_reader import read_plan
from bot.domain.draft import PlanDraft
from bot.domain.occurrences import goes_on, occurrence_windows
from bot.domain.people.model import Named
from bot.domain.plan import Activity, Duty, Goal, Occurrence, Role, Snapshot, State
from bot.domain.windows import calendar_year
from tests.unit.plans import YEAR, Plan

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "bot" / "documents" / "samples" / "plan-uk.txt"
REAL = ROOT.parent / "shared" / "seeds" / "000_f005260d70cc39f8.txt"


def snapshot_of(path: Path, members: dict[str, Role]) -> Snapshot:
    """Return the published plan of a document; those of its people whose names are given are members."""
    text = path.read_text(encoding="utf-8").replace("{year}", str(YEAR))
    draft = read_plan(text.encode(), calendar_year(YEAR))
    plan = Plan()
    parties = {name: plan.member(name, role) for name, role in members.items()}
    goals = tuple(Goal(at, goal.number, goal.title) for at, goal in enumerate(draft.goals, 1))
    _add_activities(plan, draft, goals, parties)
    for quarter in (1, 2, 3, 4):
        plan.meeting(quarter)
    return replace(plan.snapshot(), goals=goals)


def _add_activities(plan: Plan, draft: PlanDraft, goals: tuple[Goal, ...], parties: dict[str, int]) -> None:
    goal_ids = {goal.number or goal.title: goal.id for goal in goals}
    for at, read in enumerate(draft.activities, 1):
        people = tuple(Duty(_party(plan, parties, each), place == 0) for place, each in enumerate(read.responsible))
        activity = Activity(
            id=at,
            plan_id=1,
            goal_id=goal_ids.get(read.goal or ""),
            number=read.number,
            title=read.title,
            term=read.term.text,
            windows=read.term.windows,
            mode=read.term.mode,
            duties=people,
            resources=read.resources,
            result=read.result,
            hints=read.term.hints,
        )
        plan.activities.append(activity)
        for window in occurrence_windows(activity):
            place = len(plan.occurrences) + 1
            plan.occurrences.append(Occurrence(place, at, window, goes_on(activity.mode), State.PLANNED, 1))


def _party(plan: Plan, parties: dict[str, int], named: Named) -> int:
    if named.name not in parties:
        parties[named.name] = plan.party(named.name, named.kind)
    return parties[named.name]
