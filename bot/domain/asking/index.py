"""The words of a plan, by which its activities, goals and people are found, however they are spelled."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from bot.domain.asking.lexicon import word_at
from bot.domain.asking.sounds import one_slip, sounds
from bot.domain.duties import is_presidium
from bot.domain.names import parse_name
from bot.domain.people.model import Kind
from bot.domain.plan import Activity, Party, Snapshot
from bot.domain.wordforms import folded

_WORDS = re.compile(r"[^\W\d_]+|\d+")
_NOISE = frozenset(
    map(
        sounds, "у в на з із зі до по за про для та і й або чи від над під при як що на основі через the of for".split()
    )
)
MAY_BE_TITLE = frozenset({"n", "d", "report", "detail", "time-of-day", "without", "gathering"})
"""The parts that a word of a title may play in a question («чотири», «День», «звіт»)."""
_ENDINGS = frozenset(
    """a i u o e ia iu ei im om em oiu eiu am iam ami iami ah iah iv ev ov oho omu ih imi imu oi ovi evi ist osti istiu
    ok ka ku ki ko kou koiu kom kiv kam kah kami ci ec cia ciu cem en nia niu ni nei el lia liu li lem""".split()
) | {""}
"""How the forms of nouns and adjectives end, as `sounds` writes it, with the letters that change before an ending."""
_ALIASES = {
    "feisbuk": "facebok", "feisbok": "facebok", "feisbuc": "facebok", "fb": "facebok", "vaiber": "viber",
    "kouC": "coaC", "koC": "coaC", "iutub": "ioutube", "iutiub": "ioutube", "zum": "zom", "online": "onlain",
    "dnia": "den", "dniu": "den", "dni": "den",
}  # fmt: skip
"""Words of another language by what they sound like in Ukrainian, and a word whose stem changes."""
_SHORTEST_STEM, _ENDING = 3, 3
_SHARE = 0.6
_SLIP_FROM, _SLIP_OF_STEM_FROM = 5, 6


@dataclass(frozen=True, slots=True)
class Places:
    """Codes of words (see `sounds`), each with the ids of where it stands; `beginning` has them by their beginnings."""

    at: Mapping[str, frozenset[int]]
    beginning: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Index:
    """The words of a plan and where they stand.

    `titles`, `details` (results, resources, notes) and `goals` lead to activities and goals; `common` are the words of
    titles that questions are made of as well («список»). `people` leads from surnames and known given names to parties,
    `bodies` from the words of a body's or a post's name; `initials` has the code of a first letter by party.
    """

    titles: Places
    common: Places
    details: Places
    goals: Places
    people: Places
    initials: Mapping[int, str]
    bodies: Places
    presidium: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Kept:
    """The index as it is on a day; the next day another plan may have begun."""

    day: date
    index: Index


def index_of(snapshot: Snapshot, today: date) -> Index:
    """Return the index of the plans that are present on a day; it is made once for a snapshot and a day."""
    kept = snapshot.kept.get(Index)
    if not isinstance(kept, _Kept) or kept.day != today:
        kept = snapshot.kept[Index] = _Kept(today, _made(snapshot, today))
    return kept.index


def _made(snapshot: Snapshot, today: date) -> Index:
    plans = {plan.id for plan in snapshot.present(today)}
    present = [each for each in snapshot.activities if each.plan_id in plans]
    named = {duty.party_id for each in present for duty in each.duties}
    parties = [party for party in snapshot.parties.values() if party.id in named]
    people = [party for party in parties if party.kind is Kind.PERSON]
    others = [party for party in parties if party.kind is not Kind.PERSON]
    return Index(
        titles=_places((each.id, each.title) for each in present),
        common=places_by_words((each.id, each.title) for each in present),
        details=_places((each.id, _details(each)) for each in present),
        goals=_places((goal.id, goal.title) for goal in snapshot.goals),
        people=places_by_words((party.id, _names(snapshot, party)) for party in people),
        initials={party.id: _initial(party) for party in people},
        bodies=_places((party.id, party.name) for party in others),
        presidium=frozenset(party.id for party in parties if is_presidium(party)),
    )


def _details(activity: Activity) -> str:
    return f"{activity.result} {activity.resources} {activity.notes}"


def _initial(party: Party) -> str:
    parsed = parse_name(party.name)
    return sounds(parsed.initials[0].lower())[:1] if parsed and parsed.initials else ""


def _names(snapshot: Snapshot, party: Party) -> str:
    """Return the words that mean a person: the surname; the given name where the branch knows it."""
    member = snapshot.members.get(party.member_id or 0)
    parsed = parse_name(party.name)
    full = [word for word in (member.name if member else "").replace(".", " ").split() if len(word) > 1]
    return " ".join([parsed.surname if parsed else party.name, *full])


def _named_otherwise(code: str) -> str:
    """Return the code of a foreign word as plans write it, in the same form: “facebokom” for «фейсбуком»."""
    for end in range(len(code), max(0, len(code) - _ENDING - 1), -1):
        if code[:end] in _ALIASES and code[end:] in _ENDINGS:
            return _ALIASES[code[:end]] + code[end:]
    return code


def _is_of_questions(code: str) -> bool:
    word = word_at(code)
    return word is not None and word.tag not in MAY_BE_TITLE


def places_by_words(texts: Iterable[tuple[int, str]]) -> Places:
    """Return the places of every word of some texts."""
    return _places(texts, told_apart=True)


def _places(texts: Iterable[tuple[int, str]], *, told_apart: bool = False) -> Places:
    """Return the places of the words; those of questions («робота») are none unless they are names."""
    found: dict[str, set[int]] = {}
    for place, text in texts:
        for word in _WORDS.findall(folded(text)):
            code = _named_otherwise(sounds(word))
            if code and code not in _NOISE and (told_apart or not _is_of_questions(code)):
                found.setdefault(code, set()).add(place)
    beginning: dict[str, list[str]] = {}
    for code in found:
        beginning.setdefault(code[:_SHORTEST_STEM], []).append(code)
    return Places(
        {code: frozenset(places) for code, places in found.items()},
        {start: tuple(codes) for start, codes in beginning.items()},
    )


def places_of(code: str, places: Places, *, slips: bool = False) -> frozenset[int]:
    """Return where a word stands: in that form, else in another form, else, with `slips`, with one slip of the pen."""
    code = _named_otherwise(code)
    alike = {each for each in places.beginning.get(code[:_SHORTEST_STEM], ()) if each == code or _same_word(code, each)}
    if not alike and slips and len(code) >= _SLIP_FROM:
        long = (each for each in places.at if len(each) >= _SLIP_FROM)
        alike = {each for each in long if _begins_alike(code, each) and _slipped(code, each)}
    return frozenset().union(*(places.at[each] for each in alike))


def _same_word(one: str, other: str) -> bool:
    """Tell whether two codes are forms of one word: one beginning, and short endings behind it."""
    common = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    enough = max(_SHORTEST_STEM, min(len(one), len(other)) * _SHARE)
    stems = range(common, max(0, common - _ENDING), -1)
    return any(at >= enough and one[at:] in _ENDINGS and other[at:] in _ENDINGS for at in stems)


def _begins_alike(one: str, other: str) -> bool:
    """Tell whether two words may be one with a slip, by their first letters: a cheap look before the dear one."""
    return one[0] in other[:2] or other[0] == one[1] or one[1] == other[1]


def _slipped(code: str, known: str) -> bool:
    """Tell whether a word is a form of another with one slip somewhere before its ending."""
    if one_slip(code, known):
        return True
    for cut in range(1, _ENDING + 1):
        stem = known[: len(known) - cut]
        if len(stem) < _SLIP_OF_STEM_FROM:
            return False
        if known[len(stem) :] in _ENDINGS and any(
            one_slip(each, stem) and each[-1] == stem[-1] for each in _stems(code)
        ):
            return True
    return False


def _stems(code: str) -> Iterator[str]:
    """Yield the word without each ending that it may have."""
    for end in range(max(_SLIP_OF_STEM_FROM - 1, len(code) - _ENDING), len(code) + 1):
        if code[end:] in _ENDINGS:
            yield code[:end]
