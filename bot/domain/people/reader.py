"""From the text of a «responsible» cell to the people, posts, groups and bodies that it names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.domain.names import PersonName, is_capitalised, is_given
from bot.domain.people.chunks import Chunk, Link, chunks_of, first_head
from bot.domain.people.lexicon import is_place, is_time
from bot.domain.people.model import Kind, Named, PeopleCell
from bot.domain.people.oblique import nominative_name, nominative_words
from bot.domain.people.tidy import tidy
from bot.domain.people.tokens import ACTING, is_abbreviation, looks_like_surname, tokens_of

_DITTO = re.compile(
    r"[-–—]*\s*(?://|/|\"|″|〃|''|,,|«|»)\s*[-–—]*|те\s+(?:ж\s+)?сам[еі]|ті\s+(?:ж|самі)|так\s+само", re.IGNORECASE
)
_LONGEST = 2000
_STRAY_INITIAL = re.compile(r"[A-ZА-ЯЁІЇЄҐ]\s?\.")
_CHARGED = re.compile(r"відповідальн(?:ий|а) за \w", re.IGNORECASE)
_ROOM = re.compile(r"кабінет (?:№|\d)", re.IGNORECASE)
_CHAIRS = frozenset({"голова", "секретар", "заступник голови", "голова та секретар"})
_MEMBERS = re.compile(r"^(?:члени|секретар|заступники?)\s+(?P<of>.+)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Item:
    """A chunk understood: what it names (None for nobody), the code of a doubt, and how it hangs on the one before."""

    named: Named | None
    link: Link
    why: str = ""


def read_people(text: str) -> PeopleCell:
    """Read a cell of responsible people; never raises, and never names a person who is not in the cell.

    When it is not sure, `why` is the first doubt: empty, too-long, ditto (as in the row above), place (a room and
    nobody), not-people (dates, numbers), no-surname (a given name and patronymic alone), unknown-words.
    """
    if len(text) > _LONGEST:
        return PeopleCell(text, (), sure=False, why="too-long")
    clean = tidy(text)
    if not re.search(r"\w", clean):
        return PeopleCell(text, (), sure=False, why="ditto" if _DITTO.search(clean) else "empty")
    if _DITTO.fullmatch(clean):
        return PeopleCell(text, (), sure=False, why="ditto")
    items = _with_posts(_doubted([_understood(chunk) for chunk in chunks_of(tokens_of(clean))]))
    named = tuple(dict.fromkeys(_with_complements([item.named for item in items if item.named])))
    doubts = [item.why for item in items if item.why]
    if not named and not doubts:
        doubts = ["not-people"]
    return PeopleCell(text, named, sure=not doubts, why=doubts[0] if doubts else "")


def _understood(chunk: Chunk) -> _Item:
    if chunk.person is not None:
        person, plain = nominative_name(chunk.person, after=chunk.oblique)
        return _Item(Named(Kind.PERSON, person.written()), chunk.link, "" if plain else "oblique-name")
    if chunk.link is Link.BRACKET:
        return _Item(Named(Kind.GROUP, chunk.text), chunk.link)
    named, why = _named(nominative_words(chunk.words) if chunk.oblique else chunk.words, chunk.text)
    return _Item(named, chunk.link, why)


def _named(words: Sequence[str], text: str) -> tuple[Named | None, str]:
    """Name what the words of a chunk are about, with the code of the doubt where there is one."""
    if words[0] in ACTING or _CHARGED.match(text):
        return Named(Kind.POST, _lowered(words)), ""
    found = None if _ROOM.match(text) else first_head(words)
    if found is not None:
        named = _named_by_noun(words, found[0], found[1].kind)
        return named, "no-surname" if _half_named(words, found[0], named.kind) else ""
    if len(words) == 1 and looks_like_surname(words[0]):
        return _bare(words[0]), ""
    if any(map(_STRAY_INITIAL.fullmatch, words)):
        return Named(Kind.GROUP, text), "no-surname"
    if any(is_abbreviation(word) for word in words):
        return Named(Kind.BODY, _name_of(words, Kind.BODY)), ""
    return _unknown(words, text)


def _named_by_noun(words: Sequence[str], place: int, kind: Kind) -> Named:
    """Name a chunk by its noun; beside a post a bare surname is its holder («директор Сосенко»)."""
    beside = looks_like_surname(words[-1]) and not is_given(words[-2] if len(words) > 1 else "")
    if kind in {Kind.POST, Kind.GROUP} and place < len(words) - 1 and beside:
        return _bare(words[-1], _lowered(words[:-1]))
    if kind is Kind.POST and place > 0 and _is_bare_surname(words[0]):
        return _bare(words[0], _lowered(words[1:]))
    return Named(kind, _name_of(words, kind))


def _half_named(words: Sequence[str], place: int, kind: Kind) -> bool:
    """Tell whether initials without a surname stand in an item, or a given name after a post («директор Олена»)."""
    given = kind in {Kind.POST, Kind.GROUP} and any(is_given(word) for word in words[place + 1 :])
    return given or any(map(_STRAY_INITIAL.fullmatch, words))


def _bare(surname: str, post: str | None = None) -> Named:
    return Named(Kind.PERSON, PersonName(surname.capitalize() if surname.isupper() else surname).written(), post)


def _unknown(words: Sequence[str], text: str) -> tuple[Named | None, str]:
    letters = [word for word in words if re.search(r"[^\W\d_]", word)]
    if not letters:
        return None, ""
    if any(is_time(word) for word in letters):
        return None, "not-people"
    if any(is_place(word) for word in letters):
        return None, "place"
    if text.casefold() in {"усі", "всі"}:
        return Named(Kind.GROUP, text.lower()), ""
    if re.search(r"(?:ович|івна|ївна)$", letters[-1]) and all(map(is_capitalised, letters)):
        return None, "no-surname"
    return Named(Kind.GROUP, text), "unknown-words"


def _is_bare_surname(word: str) -> bool:
    """Tell a surname before a post («Сосенко директор») from an adjective («Калинівська голова»)."""
    return looks_like_surname(word) and not word.endswith(("ий", "а"))


def _name_of(words: Sequence[str], kind: Kind) -> str:
    return _lowered(words) if kind in {Kind.POST, Kind.GROUP} else _joined(words)


def _joined(words: Sequence[str]) -> str:
    return re.sub(r" ,", ",", " ".join(words))


def _lowered(words: Sequence[str]) -> str:
    text = _joined(words)
    return text if is_abbreviation(words[0]) else text[:1].lower() + text[1:]


def _with_posts(items: Sequence[_Item]) -> list[_Item]:
    """Give every person the post that is written beside the name; what remains names somebody by itself."""
    if _alternates(items):
        return [_titled(person, post) for person, post in zip(items[::2], items[1::2], strict=True)]
    joined: list[_Item] = []
    post_follows = False
    for item in items:
        before = joined[-1] if joined else None
        if before is None and item.link is Link.BRACKET:
            joined = _alone(item)
        elif before is None or item.link not in {Link.NEXT, Link.DASH, Link.BRACKET}:
            post_follows = _is_person(item)
            joined.append(item)
        elif item.link is Link.BRACKET:
            joined[-1:] = _bracketed(before, item)
        elif post_follows and _is_person(before) and _is_post(item):
            joined[-1] = _titled(before, item)
        elif not post_follows and _is_post(before) and _is_person(item):
            joined[-1] = _titled(item, before)
        else:
            joined.append(item)
    return joined


def _alternates(items: Sequence[_Item]) -> bool:
    """Tell whether the cell goes name, post, name, post: then every post is that of the name before it."""
    kinds = [item.named.kind if item.named and item.link is not Link.WITH else None for item in items]
    return kinds == [Kind.PERSON, Kind.POST] * (len(items) // 2)


def _alone(item: _Item) -> list[_Item]:
    """Read words in brackets with nothing before them like any others."""
    inner = read_people(item.named.name if item.named else "")
    return [*(_Item(named, Link.APART) for named in inner.items), _Item(None, Link.APART, inner.why)]


def _bracketed(before: _Item, item: _Item) -> list[_Item]:
    """Read the words in brackets: a name belongs to the post before it, other words tell more of who is before."""
    words = item.named.name if item.named else ""
    inner = read_people(words)
    people = [_Item(named, Link.NEXT) for named in inner.items if named.kind is Kind.PERSON]
    if len(people) == 1 and _is_post(before):
        return [_titled(people[0], before)]
    if people:
        return [before, *people]
    told = re.sub(r"\s+", " ", words).strip(" ,.;")
    if before.named is None or not told:
        return [before]
    return [replace(before, named=replace(before.named, post=before.named.post or told))]


def _titled(person: _Item, post: _Item) -> _Item:
    if person.named is None or post.named is None:
        return person
    named = replace(person.named, post=person.named.post or post.named.name)
    return replace(person, named=named, why=person.why or (post.why if _may_be_name(post.named.name) else ""))


def _may_be_name(words: str) -> bool:
    """Tell whether unknown words beside a person may be one more person («Ющик Іваненко О.О.»)."""
    return any(
        _STRAY_INITIAL.fullmatch(word) or (is_capitalised(word) and not word.endswith(".")) for word in words.split()
    )


def _is_person(item: _Item) -> bool:
    return item.named is not None and item.named.kind is Kind.PERSON


def _doubted(items: Sequence[_Item]) -> list[_Item]:
    """Ask about a bare surname and a dash before a name: «Бондар - Левицька О.П.» may be one person."""
    before = [None, *items][: len(items)]
    return [
        replace(item, why=item.why or "unknown-words") if one and _may_be_double(one, item) else item
        for one, item in zip(before, items, strict=True)
    ]


def _may_be_double(one: _Item, item: _Item) -> bool:
    bare = one.named is not None and _is_person(one) and " " not in one.named.name
    return bare and item.link is Link.DASH and _is_person(item)


def _is_post(item: _Item) -> bool:
    return item.named is not None and item.named.kind in {Kind.POST, Kind.GROUP}


def _with_complements(named: Sequence[Named]) -> list[Named]:
    """Complete «голова, члени комісії»: the commission is the chair's as well."""
    completed = list(named)
    for place, (one, after) in enumerate(pairwise(named)):
        members = _MEMBERS.match(after.name)
        if members and one.kind is Kind.POST and one.name in _CHAIRS and not members["of"].startswith("голови"):
            completed[place] = replace(one, name=f"{one.name} {members['of']}")
    return completed
