"""A plan as it was read from a document, with every doubt about it, before a person publishes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.domain.people.model import Named
from bot.domain.terms import Term
from bot.domain.windows import Period


@dataclass(frozen=True, slots=True)
class DraftGoal:
    """A section of the plan: «Ціль 1: …» has the number "1"; a heading without one has None."""

    number: str | None
    title: str


@dataclass(frozen=True, slots=True)
class DraftActivity:
    """A row of the plan.

    `goal` is the number of its goal, or the goal's title where it has no number; `notes` holds the cells of columns
    that Planovyk has no use for, each after its heading, a line each.
    """

    number: str | None
    goal: str | None
    title: str
    term: Term
    responsible: tuple[Named, ...]
    resources: str
    result: str
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A question to the secretary.

    `activity` is the activity's number, or its title where it has none, or None for the whole plan; `code` is a
    kebab-case text key after ``doubt.``; `text` is the document's own words that the doubt is about.
    """

    activity: str | None
    code: str
    text: str
    args: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """Everything read from one document, in the order of its rows."""

    period: Period
    goals: tuple[DraftGoal, ...]
    activities: tuple[DraftActivity, ...]
    doubts: tuple[Doubt, ...]
