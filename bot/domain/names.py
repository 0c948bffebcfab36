"""Names of people: one shape for all the ways a name is written, and how far two spellings agree.

Names are joined by surname and initials, the rule of every Ukrainian office paper. A spelling that is only similar
is a question to a person and never a decision of the program.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

APOSTROPHES = "’'ʼ`´‘″ʹ"
_UPPER = "A-ZА-ЯЁІЇЄҐЎ"
_TOKENS = re.compile(
    rf"(?P<initial>[{_UPPER}](?:[жз](?=\s?\.))?\s?\.)|(?P<word>[^\W\d_]+(?:[{APOSTROPHES}-][^\W\d_]+)*[{APOSTROPHES}]?)"
)
_LATIN = str.maketrans("ABCEHIKMOPTXYaceiopxyï", "АВСЕНІКМОРТХУасеіорхуї")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_MALE_PATRONYMIC = re.compile(r"(?:ович|йович|евич|кич|мич|лліч|ьїч)$", re.IGNORECASE)
_FEMALE_PATRONYMIC = re.compile(r"(?:івна|ївна|овна|евна|инична|ична)$", re.IGNORECASE)
_MEN_IN_A = frozenset({"микола", "ілля", "сава", "лука", "хома", "кузьма", "микита", "ярема", "никита", "илья"})

# The commonest given names of Ukraine, enough to tell «Інна Рибалко» from «Рибалко Інна».
_GIVEN = frozenset(
    """
    олександр олексій анатолій андрій антон артем арсен богдан борис вадим валентин валерій василь віктор віталій
    владислав володимир всеволод вячеслав в'ячеслав геннадій георгій григорій данило денис дмитро євген євгеній ігор
    іван ілля кирило костянтин леонід лев лук'ян любомир максим марко матвій микита микола мирослав михайло назар
    назарій олег орест остап павло петро роман ростислав руслан святослав семен сергій станіслав степан тарас тимофій
    тимур федір юрій ярослав яків ярема алла аліна альбіна анастасія ангеліна анжела антоніна анна валентина валерія
    варвара василина віра віталіна вікторія владислава галина ганна дарина дарія дар'я діана євгенія єлизавета жанна
    зінаїда зоряна зоя інна ірина іванна катерина каріна кіра клавдія ксенія лариса леся лілія лідія любов людмила майя
    маргарита маріанна марина марія мирослава мар'яна надія наталія наталя неля ніна оксана олександра олена олеся ольга
    поліна раїса роксолана руслана світлана соломія софія стефанія таїсія тамара тетяна уляна христина юліана юлія яна
    ярина ярослава елена ольга наталья татьяна ирина юлия сергей александр алексей андрей владимир дмитрий николай
    екатерина марта
    """.split()
)


@dataclass(frozen=True, slots=True)
class PersonName:
    """A surname as written (its apostrophe sign kept) and the first letters of the given name and patronymic."""

    surname: str
    initials: tuple[str, ...] = ()

    def written(self) -> str:
        """Return the canonical spelling «Surname I.I.», the surname alone when no initial is known."""
        return f"{self.surname} {''.join(f'{letter}.' for letter in self.initials)}".rstrip()


class Likeness(StrEnum):
    """How far two spellings agree."""

    SAME = "same"
    SIMILAR = "similar"
    DIFFERENT = "different"


# A surname of five letters may hide one slip, one of nine letters two; shorter ones are other surnames.
_LETTERS_FOR_A_SLIP = (5, 9)

NameAt = tuple[PersonName, int]
MayBeSurname = Callable[[str], bool]


def parse_name(text: str) -> PersonName | None:
    """Read a text that is one person's name in any usual order; None when it is not just that.

    Understood: «Surname I.I.», «I. SURNAME», «Given Surname», «Surname Given», both with a patronymic, a bare surname,
    and a comma or nothing where a dot belongs. A given name without a surname is not a name to join people by.
    """
    tokens = name_tokens(text)
    if tokens is None:
        return None
    found = name_at(tokens, 0, is_capitalised)
    if found:
        return found[0] if found[1] == len(tokens) else None
    if len(tokens) == 1 and is_capitalised(tokens[0]) and not is_given(tokens[0]):
        return PersonName(_proper(tokens[0]))
    return None


def name_tokens(text: str) -> list[str] | None:
    """Split a text into words and initials («О.»); None when something else than commas and spaces is left over."""
    clean = unicodedata.normalize("NFC", text)
    if re.sub(r"[\s.,;]", "", _TOKENS.sub("", clean)):
        return None
    return [re.sub(r"\s", "", match.group()) for match in _TOKENS.finditer(clean)]


def name_at(tokens: Sequence[str], at: int, may_be_surname: MayBeSurname) -> NameAt | None:
    """Find a name that begins at a token: the name and the place of the token after it, or None.

    `may_be_surname` tells which capitalised words can be a surname here: in a cell of posts and bodies not all can.
    Bare surnames are left to the caller, who knows what else the word could be.
    """
    rules = (_initials_first, _initials_last, _with_patronymic, _with_given) if at < len(tokens) else ()
    return next((found for rule in rules if (found := rule(tokens, at, may_be_surname))), None)


def is_initial(token: str) -> bool:
    """Tell whether a token is an initial: a capital letter, with its dot or without."""
    return (len(token) == 1 and token.isupper()) or (token.endswith(".") and token[:1].isupper())


def is_capitalised(token: str) -> bool:
    """Tell whether a token is a word of at least two letters that begins with a capital."""
    return len(token) > 1 and token[0].isupper() and not is_initial(token)


def is_given(token: str) -> bool:
    """Tell whether a word is a common given name."""
    return _plain_apostrophe(_cyrillic(token)).casefold() in _GIVEN


def compare(one: PersonName, other: PersonName) -> Likeness:
    """Tell how far two spellings agree; it does not matter which comes first.

    SAME: one surname up to case, the sign of the apostrophe and look-alike Latin letters, and initials of which one
    is the beginning of the other. SIMILAR: initials as before, the surname without its apostrophe or with a slip.
    """
    if not _agree(one.initials, other.initials):
        return Likeness.DIFFERENT
    left, right = fold(one.surname), fold(other.surname)
    if left == right:
        return Likeness.SAME
    left, right = left.replace("'", ""), right.replace("'", "")
    return Likeness.SIMILAR if left == right or _near(left, right) else Likeness.DIFFERENT


def fold(word: str) -> str:
    """Return a word in the form in which spellings are compared: small Cyrillic letters, one apostrophe sign."""
    composed = unicodedata.normalize("NFC", word)
    return _plain_apostrophe(_cyrillic(composed)).casefold()


def _initials_first(tokens: Sequence[str], at: int, may_be_surname: MayBeSurname) -> NameAt | None:
    end = _initials_end(tokens, at)
    if end == at or end >= len(tokens) or not tokens[at].endswith(".") or not may_be_surname(tokens[end]):
        return None
    return _name(tokens[end], tokens[at:end]), end + 1


def _initials_last(tokens: Sequence[str], at: int, may_be_surname: MayBeSurname) -> NameAt | None:
    if not may_be_surname(tokens[at]):
        return None
    end = _initials_end(tokens, at + 1)
    return (_name(tokens[at], tokens[at + 1 : end]), end) if end > at + 1 else None


def _initials_end(tokens: Sequence[str], at: int) -> int:
    end = at
    while end < len(tokens) and end < at + 2 and is_initial(tokens[end]):
        end += 1
    return end


def _with_patronymic(tokens: Sequence[str], at: int, may_be_surname: MayBeSurname) -> NameAt | None:
    if at + 3 > len(tokens) or not all(map(is_capitalised, tokens[at : at + 3])):
        return None
    first, second, third = tokens[at : at + 3]
    if _is_patronymic(second) and (is_given(first) or not _is_patronymic(third)):
        return (_name(third, (first, second)), at + 3) if may_be_surname(third) else None
    if _is_patronymic(third) and may_be_surname(first):
        return _name(first, (second, third)), at + 3
    return None


def _with_given(tokens: Sequence[str], at: int, may_be_surname: MayBeSurname) -> NameAt | None:
    if at + 2 > len(tokens) or not all(map(is_capitalised, tokens[at : at + 2])):
        return None
    first, second = tokens[at : at + 2]
    if is_given(first) and may_be_surname(second) and not is_given(second) and not _completes(first, second):
        return _name(second, (first,)), at + 2
    if is_given(second) and may_be_surname(first) and not is_given(first):
        return _name(first, (second,)), at + 2
    return None


def _completes(given: str, word: str) -> bool:
    """Tell whether the word after a given name is its patronymic rather than a surname like «Антонович»."""
    woman = given[-1] in "аяАЯ" and given.casefold() not in _MEN_IN_A
    return bool((_FEMALE_PATRONYMIC if woman else _MALE_PATRONYMIC).search(word))


def _is_patronymic(word: str) -> bool:
    return bool(_MALE_PATRONYMIC.search(word) or _FEMALE_PATRONYMIC.search(word))


def _name(surname: str, given: Sequence[str]) -> PersonName:
    proper = _proper(surname)
    letters = tuple(part[:2] if re.fullmatch("[A-ZА-Я][жз]\\.", part) else part[0].upper() for part in given)
    if _CYRILLIC.search(proper):
        letters = tuple(letter.translate(_LATIN) for letter in letters)
    return PersonName(proper, letters)


def _proper(surname: str) -> str:
    """Return a surname with capitals only where they belong: «ІВАНЕНКО-БІЛА» is «Іваненко-Біла»."""
    word = _cyrillic(surname)
    if not word.isupper():
        return word
    return "-".join(part[:1] + part[1:].lower() for part in word.split("-"))


def _cyrillic(word: str) -> str:
    """Put right a Cyrillic word with Latin look-alikes in it; a word that can only be Latin stays as it is."""
    changed = word.translate(_LATIN)
    return word if re.search("[A-Za-z]", changed) and not _CYRILLIC.search(word) else changed


def _plain_apostrophe(word: str) -> str:
    return re.sub(f"[{APOSTROPHES}]", "'", word)


def _agree(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return all(fold(left)[:1] == fold(right)[:1] for left, right in zip(one, other, strict=False))


def _near(left: str, right: str) -> bool:
    """Tell whether two surnames may be one with a slip: one slip from five letters on, two from nine."""
    shorter = min(len(left), len(right))
    allowed = sum(shorter >= letters for letters in _LETTERS_FOR_A_SLIP)
    # One slip puts at most one letter out and one in: a cheap look before the dear count.
    if abs(len(left) - len(right)) > allowed or len(set(left) ^ set(right)) > 2 * allowed:
        return False
    return _slips(left, right) <= allowed


def _slips(left: str, right: str) -> int:
    """Count the slips of the pen between two words: a letter too many, missing, wrong, or two swapped."""
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, letter in enumerate(left, start=1):
        before, last, row = row, before, [i]
        for j, wanted in enumerate(right, start=1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == right[j - 2] and left[i - 2] == wanted:
                best = min(best, last[j - 2] + 1)
            row.append(best)
    return row[-1]
