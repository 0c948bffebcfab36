"""The one codec of actions for every door: a tag and numbers, parted by colons, at most 64 bytes."""

from __future__ import annotations

from dataclasses import fields

from bot.dialog.actions import (
    accounts,
    announcing,
    asking,
    bodies,
    correcting,
    deciding,
    deliveries,
    editions,
    entrances,
    groups,
    members,
    people,
    privacy,
    proxies,
    quiet,
    reaching,
    registry,
    reporting,
    requesting,
    reviewing,
    trail,
    working,
)

MARK = "~"
"""What a code begins with when the answer may stand in place of the tapped message."""
KEEP = "+"
"""What it begins with when the tapped message must stay: it holds more than this button is about."""

Action = (
    asking.Asking
    | correcting.Correcting
    | editions.Editions
    | reviewing.Reviewing
    | working.Working
    | deciding.Deciding
    | people.People
    | entrances.Entrances
    | accounts.Accounts
    | registry.Registry
    | bodies.Bodies
    | proxies.Proxies
    | reaching.Reaching
    | members.Members
    | trail.Trail
    | privacy.Privacy
    | groups.Groups
    | requesting.Requesting
    | reporting.Reporting
    | quiet.Quiet
    | deliveries.Deliveries
    | announcing.Announcing
)

_TAGS: dict[str, type[Action]] = {
    **asking.TAGS,
    **correcting.TAGS,
    **editions.TAGS,
    **members.TAGS,
    **reviewing.TAGS,
    **working.TAGS,
    **people.TAGS,
    **deciding.TAGS,
    **entrances.TAGS,
    **accounts.TAGS,
    **registry.TAGS,
    **bodies.TAGS,
    **proxies.TAGS,
    **reaching.TAGS,
    **trail.TAGS,
    **privacy.TAGS,
    **groups.TAGS,
    **requesting.TAGS,
    **reporting.TAGS,
    **quiet.TAGS,
    **deliveries.TAGS,
    **announcing.TAGS,
}
_TAG_OF = {kind: tag for tag, kind in _TAGS.items()}
# Named once: `dataclasses.astuple` copies deeply, which a message of twenty buttons would feel.
_FIELDS_OF = {kind: tuple(field.name for field in fields(kind)) for kind in _TAG_OF}
_LONGEST_NUMBER = 18
LONGEST = 64
"""Bytes of a code; Telegram's limit (https://core.telegram.org/bots/api#inlinekeyboardbutton) is the shortest."""


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
    if len(code) > LONGEST:
        return None
    head, *values = code[1:].split(":")
    kind = _TAGS.get(head)
    if kind is None or code[0] not in {MARK, KEEP} or len(values) != len(_FIELDS_OF[kind]):
        return None
    if not all(value.isascii() and value.isdigit() and len(value) <= _LONGEST_NUMBER for value in values):
        return None
    return kind(*(int(value) for value in values))
