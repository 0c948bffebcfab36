"""Actions: what a button does, as data. They grant nothing; the right is checked when they arrive.

One codec for every door: a tag and numbers, parted by colons, at most 64 bytes. Ids and the revision that the person
saw go along, so that a stale button shows the present state instead of failing.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

MARK = "~"
"""What a code begins with when the answer may stand in place of the tapped message."""
KEEP = "+"
"""What it begins with when the tapped message must stay: it holds more than this button is about."""


@dataclass(frozen=True, slots=True)
class Home:
    """Show the menu and drop any question the bot is waiting to have answered."""


@dataclass(frozen=True, slots=True)
class Help:
    """Say what the bot can do."""


@dataclass(frozen=True, slots=True)
class Speak:
    """Speak another language from now on: the place of the language in `bot.dialog.speech.LANGUAGES`."""

    language: int


@dataclass(frozen=True, slots=True)
class ShowQuarter:
    """Show a quarter of the plan (1–4); 0 is the one we are in."""

    quarter: int


@dataclass(frozen=True, slots=True)
class ShowMine:
    """Show what the person has to do."""


@dataclass(frozen=True, slots=True)
class ShowOverdue:
    """Show what is overdue."""


@dataclass(frozen=True, slots=True)
class ShowMeetings:
    """Show the presidium's meetings."""


@dataclass(frozen=True, slots=True)
class ShowWaiting:
    """Show the claims that wait for the presidium."""


@dataclass(frozen=True, slots=True)
class ShowCard:
    """Show an activity; `occurrence` 0 is the one in view today."""

    activity: int
    occurrence: int = 0


@dataclass(frozen=True, slots=True)
class Claim:
    """Report an occurrence done; the bot asks for a sentence."""

    occurrence: int
    revision: int


@dataclass(frozen=True, slots=True)
class Confirm:
    """Accept an occurrence as done."""

    occurrence: int
    revision: int


@dataclass(frozen=True, slots=True)
class Return:
    """Give a claim back; the bot asks for the reason."""

    occurrence: int
    revision: int


@dataclass(frozen=True, slots=True)
class CheckIn:
    """Say what was done on an activity in a quarter; the bot asks for a sentence."""

    activity: int
    quarter: int


@dataclass(frozen=True, slots=True)
class NothingDone:
    """Say that a quarter brought nothing on an activity, which is a fine answer."""

    activity: int
    quarter: int


@dataclass(frozen=True, slots=True)
class AskMeetingDay:
    """Set or move a meeting's date: proposals, or a date in one's own words."""

    meeting: int
    revision: int


@dataclass(frozen=True, slots=True)
class SetMeetingDay:
    """Set a meeting's date to a proposed day (proleptic ordinal of `datetime.date`)."""

    meeting: int
    revision: int
    day: int


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
    newer file takes the place of the draft.
    """

    doubt: int
    mark: int
    answer: int


@dataclass(frozen=True, slots=True)
class ExplainDoubt:
    """Settle a doubt about a draft in one's own words, which come next."""

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


Action = (
    Home
    | Help
    | Speak
    | ShowQuarter
    | ShowMine
    | ShowOverdue
    | ShowMeetings
    | ShowWaiting
    | ShowCard
    | Claim
    | Confirm
    | Return
    | CheckIn
    | NothingDone
    | AskMeetingDay
    | SetMeetingDay
    | ShowDoubt
    | AnswerDoubt
    | ShowDraft
    | ReviewDoubt
    | SettleDoubt
    | ExplainDoubt
    | AskPublish
    | Publish
)

_TAGS: dict[str, type[Action]] = {
    "h": Home,
    "?": Help,
    "l": Speak,
    "q": ShowQuarter,
    "m": ShowMine,
    "o": ShowOverdue,
    "g": ShowMeetings,
    "w": ShowWaiting,
    "a": ShowCard,
    "d": Claim,
    "c": Confirm,
    "r": Return,
    "i": CheckIn,
    "n": NothingDone,
    "t": AskMeetingDay,
    "s": SetMeetingDay,
    "u": ShowDoubt,
    "y": AnswerDoubt,
    "p": ShowDraft,
    "v": ReviewDoubt,
    "e": SettleDoubt,
    "x": ExplainDoubt,
    "b": AskPublish,
    "k": Publish,
}
_TAG_OF = {kind: tag for tag, kind in _TAGS.items()}
# Named once: `dataclasses.astuple` copies deeply, which a message of twenty buttons would feel.
_FIELDS_OF = {kind: tuple(field.name for field in fields(kind)) for kind in _TAG_OF}
_LONGEST_NUMBER = 18


def encode(action: Action, *, keep: bool = False) -> str:
    """Write an action as a code of at most 64 bytes that every messenger carries."""
    kind = type(action)
    mark = KEEP if keep else MARK
    return ":".join([mark + _TAG_OF[kind], *(str(getattr(action, name)) for name in _FIELDS_OF[kind])])


def looks_coded(words: str) -> bool:
    """Tell whether a text can be a button's code, for doors where a tap arrives as a text."""
    return words[:1] in {MARK, KEEP} and decode(words) is not None


def decode(code: str) -> Action | None:
    """Read an action back; None when the code is not one of ours (hand-typed, damaged, of another version)."""
    head, *values = code[1:].split(":")
    kind = _TAGS.get(head)
    if kind is None or code[0] not in {MARK, KEEP} or len(values) != len(_FIELDS_OF[kind]):
        return None
    if not all(value.isascii() and value.isdigit() and len(value) <= _LONGEST_NUMBER for value in values):
        return None
    return kind(*(int(value) for value in values))
