"""Which people and activities of the plan a question names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.domain.asking.index import MAY_BE_TITLE, Index, Places, places_of
from bot.domain.asking.lexicon import slipped_word
from bot.domain.asking.tokens import UNKNOWN, Token
from bot.domain.names import Likeness, compare, is_given, parse_name
from bot.domain.plan import Party, Snapshot

_EMPTY: frozenset[int] = frozenset()
_ALONE = frozenset({"report", "gathering"})
"""What may be in a title and may be asked for by itself: «звіт», «нарада»."""
_ENOUGH_WORDS, _MOST_STRANGE = 2, 3
_RARE = 2
_WE_DO = re.compile(r"\w{3}(?:[єеи]м|[єеиі]мо)(?:с[ья])?$")
"""What we do, whatever it is: «святкуємо», «обговорюємо»."""
_COMMANDS = ("ти", "тися", "ть", "тись", "ться", "й", "йте")
"""Endings of what somebody wants done: nothing that was found answers that."""


@dataclass(frozen=True, slots=True)
class Place:
    """A word of a question with the parties, activities and goals in whose names it stands."""

    token: Token
    people: frozenset[int] = _EMPTY
    bodies: frozenset[int] = _EMPTY
    titles: frozenset[int] = _EMPTY
    details: frozenset[int] = _EMPTY
    goals: frozenset[int] = _EMPTY

    @property
    def found(self) -> bool:
        """Tell whether the plan holds the word at all."""
        return bool(self.people or self.bodies or self.titles or self.details or self.goals)


@dataclass(frozen=True, slots=True)
class Named:
    """What a question names.

    `people` has one set of parties for each word that is a name; `bodies` are the parties in whose names all other
    words stand, `titles` the activities, `details` those that speak of them in other columns, `nearly` those whose
    titles lack one of the words, `goals` the goals. `sought` counts the words, `unknown` those that the plan lacks.
    """

    people: tuple[frozenset[int], ...] = ()
    bodies: frozenset[int] = _EMPTY
    titles: frozenset[int] = _EMPTY
    details: frozenset[int] = _EMPTY
    nearly: frozenset[int] = _EMPTY
    goals: frozenset[int] = _EMPTY
    sought: int = 0
    unknown: int = 0


NOBODY = Named()


def placed(tokens: Sequence[Token], index: Index | None) -> tuple[list[Token], list[Place]]:
    """Return the tokens with slips of the pen mended, and those that may name something of the plan.

    A word in the plan is that word; a word one slip away from one of questions is that; then come slips in the plan's,
    unless so many words are strange that the question cannot be one about the plan.
    """
    read = [_read(token, index) for token in tokens]
    strange = [each for each in read if isinstance(each, Place) and not each.found]
    slips = index if len(strange) <= _MOST_STRANGE else None
    kept: list[Token] = []
    places: list[Place] = []
    for each in read:
        known = each if isinstance(each, Token) or each.found else _strange(each, slips)
        if isinstance(known, Token):
            kept.append(known)
        elif not _is_initial(known, places):
            kept.append(known.token)
            places.append(known)
    return kept, _without_given_names(places, index) if index else places


def _without_given_names(places: list[Place], index: Index) -> list[Place]:
    """Leave out «Сергій» beside «Летучій С.»: the plan has no more than the initial, which must be the same."""
    people = frozenset().union(*(each.people for each in places))
    letters = {index.initials.get(each, "") for each in people} - {""}

    def fits(place: Place) -> bool:
        given = not place.found and bool(people) and is_given(place.token.written)
        return given and letters <= {place.token.code[:1]}

    return [each for each in places if not fits(each)]


def _read(token: Token, index: Index | None) -> Token | Place:
    if token.tag != UNKNOWN:
        return token
    place = _place(token, index, slips=False)
    word = None if place.found else slipped_word(token.code)
    return place if word is None else replace(token, tag=word.tag, value=word.value)


def _strange(place: Place, index: Index | None) -> Token | Place:
    found = _place(place.token, index, slips=True)
    doing = not found.found and _WE_DO.search(place.token.written) is not None
    return replace(place.token, tag="we-verb") if doing else found


def with_titles(rest: Iterable[Token], places: list[Place], index: Index | None) -> tuple[list[Place], list[Token]]:
    """Return the places with those of the left-over words that stand in titles («День», «чотири»), and the others."""
    found, others = list(places), []
    for token in rest:
        place = _place(token, index, slips=False) if token.code and token.tag in MAY_BE_TITLE else None
        if place is not None and place.titles and (places or token.tag in _ALONE):
            found.append(place)
        else:
            others.append(token)
    return found, others


def narrower(found: Named, rest: Iterable[Token], index: Index | None) -> Named:
    """Return the same with fewer titles, where several have all words, few the common ones too («список членів»)."""
    titles = found.titles
    if index is not None and len(titles) > 1:
        for token in (each for each in rest if each.tag != UNKNOWN):
            titles = (titles & index.common.at.get(token.code, _EMPTY)) or titles
    return replace(found, titles=titles)


def named(places: Sequence[Place]) -> Named:
    """Return what the words name together."""
    people = [each for each in places if each.people]
    others = [each for each in places if not each.people]
    if people and others and (both := _common([*people, *others], "titles")):
        return Named(titles=both, sought=len(places))  # a word of a title that is a name too
    return Named(
        people=tuple(each.people for each in people),
        bodies=_common(others, "bodies"),
        titles=_common(others, "titles"),
        details=_common(others, "titles", "details"),
        nearly=_nearly(others),
        goals=_common(others, "goals"),
        sought=len(others),
        unknown=sum(not each.found for each in others),
    )


def groups_of(parties: Iterable[Party]) -> tuple[frozenset[int], ...]:
    """Return the parties by people: those whose names may be one person's are together."""
    groups: list[list[Party]] = []
    for party in parties:
        own = next((each for each in groups if all(_alike(party, other) for other in each)), None)
        if own is None:
            groups.append([party])
        else:
            own.append(party)
    return tuple(frozenset(party.id for party in each) for each in groups)


def _alike(one: Party, other: Party) -> bool:
    if one.member_id is not None and one.member_id == other.member_id:
        return True
    left, right = parse_name(one.name), parse_name(other.name)
    if left is None or right is None:
        return one.name == other.name
    return compare(left, right) is not Likeness.DIFFERENT


def _place(token: Token, index: Index | None, *, slips: bool) -> Place:
    if index is None:
        return Place(token)

    def of(places: Places) -> frozenset[int]:
        return places_of(token.code, places, slips=slips)

    details = index.details.at.get(token.code, _EMPTY)
    return Place(token, of(index.people), of(index.bodies), of(index.titles), details, of(index.goals))


def _is_initial(place: Place, before: Sequence[Place]) -> bool:
    return len(place.token.written) == 1 and bool(before) and bool(before[-1].people)


def _common(places: Sequence[Place], *names: str) -> frozenset[int]:
    """Return what all the words have in common."""
    sets = [_EMPTY.union(*(getattr(each, name) for name in names)) for each in places]
    return frozenset.intersection(*sets) if sets else _EMPTY


def _nearly(places: Sequence[Place]) -> frozenset[int]:
    """Return the activities whose titles hold all words but one, of at least two, and one of these is rare."""
    matched = [each for each in places if each.titles]
    missed = [each for each in places if not each.titles]
    if len(missed) != 1 or len(matched) < _ENOUGH_WORDS or missed[0].token.written.endswith(_COMMANDS):
        return _EMPTY
    rare = any(len(each.titles) <= _RARE for each in matched)
    return _common(matched, "titles") if rare else _EMPTY


def namesakes_of(snapshot: Snapshot, party: int) -> frozenset[int]:
    """Return the parties that are this person or body, however the plan spells them; none for an unknown one."""
    if party not in snapshot.parties:
        return frozenset()
    kind = snapshot.parties[party].kind
    groups = groups_of(each for each in snapshot.parties.values() if each.kind is kind)
    return next(each for each in groups if party in each)
