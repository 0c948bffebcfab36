"""Actions of who looks after the plan: doubts, drafts, publishing."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ShowDoubt:
    """Show the first open doubt about the plan after the one with this id."""

    after: int


@dataclass(frozen=True, slots=True)
class AnswerDoubt:
    """Settle a doubt: 1 for yes, 0 for no or «leave as it is»."""

    doubt: int
    answer: int


@dataclass(frozen=True, slots=True)
class ShowDraft:
    """Show what was understood of a plan that is not published yet; 0 is the latest one."""

    plan: int


@dataclass(frozen=True, slots=True)
class ReviewDoubt:
    """Show the first open doubt about a draft after the one with the id `at`; with `back` 1 the last one before it."""

    plan: int
    at: int
    back: int = 0


@dataclass(frozen=True, slots=True)
class SettleDoubt:
    """Settle a doubt about a draft by one of the answers in `bot.domain.review`.

    `mark` is that of the doubt as the person saw it: the number of a doubt may come to belong to another one, when a
    newer file takes the place of the draft; and another answer gives it another mark.
    """

    doubt: int
    mark: int
    answer: int


@dataclass(frozen=True, slots=True)
class ExplainDoubt:
    """Settle a doubt about a draft in one's own words, which come next; see `SettleDoubt`."""

    doubt: int
    mark: int


@dataclass(frozen=True, slots=True)
class AskPublish:
    """Say who will be written to once the draft is published, and ask whether to publish it."""

    plan: int


@dataclass(frozen=True, slots=True)
class Publish:
    """Publish a draft as it was at the branch's revision that the person saw."""

    plan: int
    revision: int


@dataclass(frozen=True, slots=True)
class AskDropDraft:
    """Ask whether to throw a draft away."""

    plan: int


@dataclass(frozen=True, slots=True)
class DropDraft:
    """Throw a draft away as it was at the branch's revision that the person saw."""

    plan: int
    revision: int


@dataclass(frozen=True, slots=True)
class ShowSettled:
    """Show the doubts about a draft that are settled, a page of them."""

    plan: int
    page: int = 0


@dataclass(frozen=True, slots=True)
class ReopenDoubt:
    """Show a settled doubt with the other answers to it; see `SettleDoubt`."""

    doubt: int
    mark: int


@dataclass(frozen=True, slots=True)
class ShowGoals:
    """Show the goals of a draft, a page of them, to look at every activity."""

    plan: int
    page: int = 0


@dataclass(frozen=True, slots=True)
class ShowGoal:
    """Show the activities of a goal of a draft, a page of them; 0 is what stands under no goal."""

    plan: int
    goal: int
    page: int = 0


@dataclass(frozen=True, slots=True)
class ShowDraftCard:
    """Show the card of an activity of a draft."""

    plan: int
    activity: int


Reviewing = (
    ShowDoubt
    | AnswerDoubt
    | ShowDraft
    | ReviewDoubt
    | SettleDoubt
    | ExplainDoubt
    | AskPublish
    | Publish
    | AskDropDraft
    | DropDraft
    | ShowSettled
    | ReopenDoubt
    | ShowGoals
    | ShowGoal
    | ShowDraftCard
)

TAGS: dict[str, type[Reviewing]] = {
    "u": ShowDoubt,
    "y": AnswerDoubt,
    "p": ShowDraft,
    "v": ReviewDoubt,
    "e": SettleDoubt,
    "x": ExplainDoubt,
    "b": AskPublish,
    "k": Publish,
    "dx": AskDropDraft,
    "dy": DropDraft,
    "ds": ShowSettled,
    "dr": ReopenDoubt,
    "dg": ShowGoals,
    "dl": ShowGoal,
    "da": ShowDraftCard,
}
"""What their codes begin with."""
