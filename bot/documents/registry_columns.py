"""The columns of a members' list: known by their headings, checked by what is in them, found without any heading."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bot.documents.paid_until import is_nothing, read_paid_until
from bot.documents.private import Private, is_birthday, kind_of_heading
from bot.documents.registry_cells import is_full_name, is_library, name_in

_APOSTROPHE = "[’'ʼ`´*]?"
_PARTS = (
    re.compile(r"прізвище|фамилия|surname|last name|family name"),
    re.compile(rf"(?:власне )?ім{_APOSTROPHE}я|имя|first name|given name|name"),
    re.compile(r"по[\s-]*батькові|отчество|patronymic|middle name"),
)
_NAME = re.compile(
    rf"п\.?\s*[іи]\.?\s*[бп]\b|піб|ф\.?\s*[иі]\.?\s*[об]\b|(?:прізвищ|фамили)|(?:власне\s)?ім{_APOSTROPHE}я\b|имя\b"
    r"|(?:full |member.{0,3} )?names?\b|members\b|учасники\b|члени\b"
)
_LONE_NAME = re.compile(
    rf"п\.?\s*[іи]\.?\s*б\.?|ф\.?\s*и\.?\s*о\.?|прізвище[^;|]{{0,30}}|ім{_APOSTROPHE}я та прізвище|(?:full )?name"
)
_LIBRARY = re.compile(
    r"бібліот|библиот|місце (?:роботи|праці)|место работы|заклад|установа|учрежд|організац|организац|робота$"
    r"|librar|workplace|institution|employer|organi[sz]ation|філія"
)
_PAID_SURELY = re.compile(
    r"(?:с?плачен\w*|оплачен\w*|дійсн\w*|чинн\w*|член\w*)\s*(?:по|до)\b|дійсн|действ|закінч|оконч|paid|valid|until|expir"
    r"|строк дії|термін дії|срок действия"
)
_PAID_MAYBE = re.compile(
    r"с?плач|оплач|член\w* внес|членств|внес[ок]|взнос|membership|fee|термін|строк|срок|\b20\d\d\b"
)
_NOT_PAID = re.compile(
    r"вступ|прийнят|принят|сума|сумма|розмір|грн|квитанц|amount|joined|since|прийом|\bвід\b|\bfrom\b"
    r"|дата\s+(?:сплати|оплати|внес|платеж|видач)|date of payment"
)
_NO_LIBRARY = re.compile(r"\bтел|адрес|phone|address|пошт|mail|\bкод\b|директор|керівник|завідувач|стаж")
_NUMBER = re.compile(r"№|#|n\b|з/п|п/п|no\b")
_LOWER = re.compile(r"(?:дата|день|рік|сума|від|до|з|с|по|from|to|until|date|amount|till)\b.{0,20}")
_YEAR = re.compile(r"(?:с?плачено|членськ\w*|внес\w*|за|рік|року|р\.?|\s)*(20\d\d)\s*(?:рік|року|р\.?|year)?")
_SAYS_NOTHING = {"", "дата", "date", "рік", "год", "year"}
_LONGEST = 90
_SAMPLE = 60
_FEW, _HALF, _MOST = 0.3, 0.5, 0.6


@dataclass(frozen=True, slots=True)
class Columns:
    """Which cells of a row hold what.

    `name` is one place, or those of the surname, the given name and the patronymic; `years` are columns of one year
    each, where a mark says that it is paid; `private` is dropped and counted; `headings` are those of all cells.
    """

    name: tuple[int, ...]
    library: int | None = None
    paid: int | None = None
    years: tuple[tuple[int, int], ...] = ()
    private: tuple[tuple[int, Private], ...] = ()
    headings: tuple[str, ...] = ()

    @property
    def width(self) -> int:
        """How many cells a row has at least, so that each column has one."""
        places = [*self.name, self.library or 0, self.paid or 0, *(place for place, _ in (*self.years, *self.private))]
        return max(len(self.headings), max(places) + 1)

    def heading(self, place: int) -> str:
        """Return how to call a column to a person: by its heading, else by its number from 1."""
        named = self.headings[place] if place < len(self.headings) else ""
        return named or str(place + 1)


def by_headings(cells: Sequence[str], below: Sequence[Sequence[str]]) -> Columns | None:
    """Read a row as the header of a members' list over the rows below it; None when it is none."""
    if not is_header(cells):
        return None
    words = [_folded(cell) for cell in cells]
    private = tuple((place, kind) for place, word in enumerate(words) if (kind := kind_of_heading(word)))
    taken = {place for place, _ in private}
    name = _name(words, taken, below)
    taken |= set(name)
    paid, years = _paid(words, taken, below)
    taken.update(place for place, _ in years)
    taken.update([] if paid is None else [paid])
    library = next((at for at, word in enumerate(words) if at not in taken and _is_library(word)), None)
    private += _born(below, (at for at, word in enumerate(words) if at not in taken and word in _SAYS_NOTHING))
    headings = tuple(" ".join(cell.split()) for cell in cells)
    return Columns(name, library, paid, years, private, headings) if name else None


def two_storeys(upper: Sequence[str], lower: Sequence[str]) -> tuple[str, ...] | None:
    """Return a header of two rows («Членство» over «від» and «до») as one; None where the lower is none of it."""
    width = max(len(upper), len(lower))
    above, below = ([*cells, *[""] * (width - len(cells))] for cells in (upper, lower))
    own = [place for place in range(width) if below[place] and below[place] != above[place]]
    if not own or not all(_LOWER.fullmatch(_folded(below[place])) for place in own):
        return None
    wide = [next((cell for cell in reversed(above[: place + 1]) if cell), "") for place in range(width)]
    return tuple(f"{wide[place]} {below[place]}" if place in own else above[place] for place in range(width))


def is_header(cells: Sequence[str]) -> bool:
    """Tell whether a row names the columns of a members' list, people among them."""
    words = [_folded(cell) for cell in cells if cell]
    if not any(map(_NAME.match, words)) or max(map(len, words)) > _LONGEST:
        return False
    if len(words) == 1:
        return bool(_LONE_NAME.fullmatch(words[0]))
    if any(is_full_name(cell) and not _NAME.match(_folded(cell)) for cell in cells):
        return False
    known = (_NAME.match, _LIBRARY.search, _PAID_SURELY.search, _PAID_MAYBE.search, kind_of_heading)
    others = sum(any(knows(word) for knows in known) for word in words)
    return others > 1 or bool(_NUMBER.match(words[0]))


def by_content(rows: Sequence[Sequence[str]]) -> Columns | None:
    """Find the columns of a list without a header; None when most of its rows name nobody."""
    sample = [cells for cells in rows if any(cells)]
    places = range(max(map(len, sample), default=0))
    name = max(places, key=lambda place: _share(sample, place, is_full_name, of_all=True), default=None)
    if name is None or _share(sample, name, is_full_name, of_all=True) < _MOST:
        return None
    free = [place for place in places if place != name]
    born = _born(sample, free)
    dated = {place: _latest(sample, place) for place in free if _share(sample, place, _is_paid) >= _HALF}
    paid = max((place for place in dated if dated[place]), key=dated.__getitem__, default=None)
    houses = [place for place in free if place not in dated and _share(sample, place, is_library) >= _FEW]
    library = max(houses, key=lambda place: _share(sample, place, is_library), default=None)
    return Columns((name,), library, paid, private=born)


def _is_library(heading: str) -> bool:
    return bool(_LIBRARY.search(heading)) and not _NO_LIBRARY.search(heading)


def _folded(cell: str) -> str:
    return " ".join(re.sub(r"(?<=[^\W\d_])-\s+(?=[^\W\d_])", "", cell.casefold()).split()).strip(" .:*")


def _name(words: Sequence[str], taken: set[int], below: Sequence[Sequence[str]]) -> tuple[int, ...]:
    """Return the place of the names, or the three of their parts; none where no column holds names."""
    parts = [next((at for at, word in enumerate(words) if one.fullmatch(word)), None) for one in _PARTS]
    if parts[0] is not None and parts[1] is not None:
        return tuple(place for place in parts if place is not None)
    named = [at for at, word in enumerate(words) if at not in taken and _NAME.match(word)]
    held = [at for at in named if _share(below, at, name_in) >= _HALF]
    others = [at for at in range(len(words)) if at not in taken and _share(below, at, is_full_name) >= _MOST]
    best = held or others or named
    return (max(best, key=lambda at: _share(below, at, is_full_name)),) if best else ()


def _paid(
    words: Sequence[str], taken: set[int], below: Sequence[Sequence[str]]
) -> tuple[int | None, tuple[tuple[int, int], ...]]:
    """Return the place of the dates, or those of the years that are marked where they are paid."""
    free = [at for at, word in enumerate(words) if at not in taken and not _NOT_PAID.search(word)]
    surely = [at for at in free if _PAID_SURELY.search(words[at]) and _holds_dates(below, at)]
    years = tuple((at, int(found[1])) for at in free if (found := _YEAR.fullmatch(words[at])))
    if not surely and years:
        return None, years
    maybe = [at for at in free if _PAID_MAYBE.search(words[at]) and _holds_dates(below, at)]
    return max(surely or maybe, key=lambda at: _share(below, at, read_paid_until), default=None), ()


def _holds_dates(below: Sequence[Sequence[str]], place: int) -> bool:
    filled = any(place < len(cells) and not is_nothing(cells[place]) for cells in below[:_SAMPLE])
    return not filled or _share(below, place, _is_paid) >= _FEW


def _is_paid(cell: str) -> bool:
    return is_nothing(cell) or read_paid_until(cell) is not None


def _share(rows: Sequence[Sequence[str]], place: int, holds: Callable[[str], object], *, of_all: bool = False) -> float:
    """Return the share of the filled cells of a column for which something holds; of all rows where that is asked."""
    sample = rows[:_SAMPLE]
    filled = [cells[place] for cells in sample if place < len(cells) and cells[place]]
    count = len(sample) if of_all else len(filled)
    return sum(bool(holds(cell)) for cell in filled) / count if count else 0.0


def _born(rows: Sequence[Sequence[str]], places: Iterable[int]) -> tuple[tuple[int, Private], ...]:
    """Return the columns of birthdays among those whose heading does not tell."""
    return tuple((place, Private.BIRTHDAY) for place in places if _share(rows, place, is_birthday) >= _HALF)


def _latest(rows: Sequence[Sequence[str]], place: int) -> int:
    """Return the year in the middle of a column's dates."""
    days = sorted(day for cells in rows[:_SAMPLE] if place < len(cells) and (day := read_paid_until(cells[place])))
    return days[len(days) // 2].year if days else 0
