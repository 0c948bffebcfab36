"""The tokens of a tidy cell: words and initials, names of bodies in quotes, and the signs that separate items."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.names import APOSTROPHES, PersonName, is_capitalised, is_initial, name_at
from bot.domain.people.lexicon import head, is_place, is_time


class Sign(StrEnum):
    """What a token does in a cell."""

    WORD = "word"
    NAME = "name"
    SEPARATOR = "separator"
    BREAK = "break"
    AND = "and"
    WITH = "with"
    DASH = "dash"
    BRACKET = "bracket"


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the cell; `person` is set for a NAME."""

    sign: Sign
    text: str
    person: PersonName | None = None


_UP = "A-ZА-ЯЁІЇЄҐ"
_WORD = rf"№\s?\d+|[^\W_]+(?:[{APOSTROPHES}-][^\W_]+)*"
_CAPITAL = rf"[{_UP}][\w{APOSTROPHES}-]+"
_INITIALS = rf"(?:[{_UP}]\s?\.\s?){{1,2}}"
_NAMESAKE = (
    rf"(?i:ім\.|імені|імени|им\.|имени)\s*(?:{_INITIALS}\s*{_CAPITAL}|{_CAPITAL}\s+{_INITIALS}"
    rf"|{_CAPITAL}(?:\s+{_CAPITAL}\b(?!\s*[{_UP}]\s?\.)){{0,2}})"
)
_TOKEN = re.compile(
    rf"""(?P<bracket>\([^()]*\)|\[[^\[\]]*\])
    |(?P<quoted>«[^»]*»|“[^”]*”|„[^“”]*[“”]|"[^"]*")
    |(?P<namesake>{_NAMESAKE})
    |(?P<with>(?i:(?:спільно|разом|у\s+співпраці|совместно)\s+(?:з|із|зі|с)\b|за\s+участ[юі]\b
        |(?:з|із)\s+залученням\b|під\s+керівництвом\b|[ву]\s+особі\b
        |(?:за|при)\s+(?:підтримки|підтримці|сприяння|сприянні)\b))
    |(?P<and>(?:а\s+також|та|і|й|и|або|чи|или)(?=\s)|[&+])
    |(?P<break>\n)
    |(?P<separator>[,;/|•·])
    |(?P<acting>\b(?:[Тт]\.?\s?)?[Вв]\.\s?о\.)
    |(?P<initial>[{_UP}][жз]?\s?\.)
    |(?P<abbreviated>[^\W\d_]{{1,5}}\.(?=\s*[^\W\d_]))
    |(?P<word>{_WORD})
    |(?P<dash>[-–—:])""",
    re.VERBOSE,
)
# Endings that hardly any common noun has; a bare word of another shape is left for a person to recognise.
_SURNAME_SHAPE = re.compile(
    r"(?:[єе]нко|йко|ський|цький|зький|ська|цька|зька|чук|щук|[^л]юк|[оеєь]ва|[оеє]в|(?<=...)[ії]на|ишин|ович|евич|няк|[внлрдтпб]ко"
    r"|ская|ский)$",
    re.IGNORECASE,
)
_NOT_SURNAME = re.compile(
    r"(?:міська|сільська|районна|обласна|учнівська|батьківська|студентська|громадська|українська|селищна|юнацька"
    r"|волонтерська|читацька|україна|країна|зміна|(?:роз|о?с|у|про)?мова|основа|будова|змова|наукова|фахова|масова|ділова"
    r"|цільова|ігрова|чергова|керівна)$",
    re.IGNORECASE,
)


# Common surnames whose ending does not tell them; several are trades that no plan of today names.
_BARE_SURNAMES = frozenset(
    "мельник коваль бондар ткач кравець мороз гончар швець олійник козак рудь кушнір вовк гончарук дяк кріль білоус "
    "чорновіл стельмах скляр гайдамака лобода макуха пилипів яцків гнатів сорока журба калина чайка головань".split()
)
_SYLLABLES = re.compile(r"[аеєиіїоуюя]?(?:[^аеєиіїоуюя]{1,2}[аеєиіїоуюя])+[^аеєиіїоуюя]{0,2}", re.IGNORECASE)
_SHORTEST_SURNAME = 4
_SHORT_NAME = range(2, 9)
_SHORT_WORD = range(2, 6)
# A library (village, central, children's, town, district …), a house of culture, a community, a council.
_SHORT_BODIES = frozenset("СБ ЦБ ДБ МБ РБ ОБ ПБ НБ ЮБ БК СК ТГ СР МР РР ДЮ".split())
_TOWN_SIGNS = frozenset({"М.", "С."})
_TOWN_SHAPE = re.compile(
    r"(?:[иіїо]вка|[сц]ьк|град|поле|поль|піль|город|[іїє]в|[оеє]ве|ине|ці|[ая]ни|^одеса|^дніпро|^суми|^черкаси|^рівне|^полтава"
    r"|^херсон|^вінниця|^ужгород)$",
    re.IGNORECASE,
)
_WITH_MANY = re.compile(r"(?:ами|ями)$")
ACTING = frozenset({"в.о.", "т.в.о."})


def tokens_of(text: str) -> list[Token]:
    """Split a tidy cell into tokens, with the people already found among them."""
    tokens: list[Token] = []
    for match in _TOKEN.finditer(text):
        token = _token(match)
        glued = bool(tokens) and _are_initials(token.text, tokens[-1].text)
        tokens.extend([Token(Sign.WORD, f"{letter}.") for letter in token.text] if glued else [token])
    return _together(_find_people(tokens))


def _are_initials(letters: str, before: str) -> bool:
    """Tell whether two capitals after a word are initials without dots and not a body («Михайлівська СБ»)."""
    body = letters in _SHORT_BODIES and before.endswith(("ська", "цька", "зька", "ський", "цький", "зький"))
    return bool(re.fullmatch(f"[{_UP}]{{2}}", letters)) and looks_like_surname(before) and not body


def looks_like_surname(word: str) -> bool:
    """Tell whether a capitalised word without initials has the shape of a Ukrainian surname and is no known noun."""
    shaped = word.casefold() in _BARE_SURNAMES or bool(_SURNAME_SHAPE.search(word))
    return shaped and len(word) >= _SHORTEST_SURNAME and _may_be_surname(word) and not _NOT_SURNAME.match(word)


def is_abbreviation(word: str) -> bool:
    """Tell whether a word is the short name of a body («ОУНБ», «УБА», «ЗЗСО»)."""
    if len(word) not in _SHORT_NAME or sum(map(str.isalpha, word)) == 1:
        return False
    return word[:2].isupper() and word.rstrip("и").isupper() and not looks_like_surname(word)


def _token(match: re.Match[str]) -> Token:
    text = match.group()
    match match.lastgroup:
        case "bracket":
            return Token(Sign.BRACKET, text[1:-1].strip())
        case "acting":
            return Token(Sign.WORD, text.replace(" ", "").lower())
        case "with" | "and" | "break" | "separator" | "dash":
            return Token(Sign(match.lastgroup), text)
        case _:
            return Token(Sign.WORD, text)


def _find_people(tokens: list[Token]) -> list[Token]:
    """Replace the words of every name by one token; a comma after a bare initial stands for its dot."""
    found: list[Token] = []
    at = 0
    while at < len(tokens):
        run = _run(tokens, at)
        named = name_at(run, 0, _may_be_surname) if run and not (_belongs_to_next(run) or _is_town(run)) else None
        if named is None:
            found.append(tokens[at])
            at += 1
        else:
            found.append(Token(Sign.NAME, " ".join(run[: named[1]]), named[0]))
            at += named[1]
    return found


def _together(tokens: list[Token]) -> list[Token]:
    """Read «з» right before a name, or after one and before many («із колегами»), as «спільно з»."""
    around = zip(tokens, [None, *tokens[:-1]], [*tokens[1:], None], strict=True)
    return [Token(Sign.WITH, token.text) if _joins(token, before, after) else token for token, before, after in around]


def _joins(token: Token, before: Token | None, after: Token | None) -> bool:
    if token.text not in {"з", "із", "зі"} or after is None:
        return False
    many = before is not None and before.sign is Sign.NAME and _WITH_MANY.search(after.text) and head(after.text)
    return after.sign is Sign.NAME or bool(many)


def _run(tokens: list[Token], at: int) -> list[str]:
    """Return up to six words and initials from a place on; a lone letter counts as an initial only before an end."""
    words: list[str] = []
    for place in range(at, min(at + 6, len(tokens))):
        token = tokens[place]
        if token.sign is not Sign.WORD or (len(token.text) == 1 and not _ends(tokens, place + 1)):
            break
        words.append(token.text.replace(" ", ""))
    return words


def _ends(tokens: list[Token], at: int) -> bool:
    if at >= len(tokens) or tokens[at].sign is not Sign.WORD or is_capitalised(tokens[at].text):
        return True
    return len(tokens[at].text) == 1 and tokens[at].text.isupper() and _closes(tokens, at + 1)


def _closes(tokens: list[Token], at: int) -> bool:
    return at >= len(tokens) or tokens[at].sign is not Sign.WORD


def _belongs_to_next(run: list[str]) -> bool:
    """Tell whether the initials after an unknown word are those of the next one («Комендантка О.О. Іваненко»)."""
    end = 1
    while end < len(run) and is_initial(run[end]):
        end += 1
    if is_initial(run[0]) or end == 1 or end >= len(run) or looks_like_surname(run[0]):
        return False
    followed = end + 1 < len(run) and is_initial(run[end + 1])
    return looks_like_surname(run[end]) and not followed


def _is_town(run: list[str]) -> bool:
    """Tell whether «М.» and «С.» before a word are likelier a town or a village («М. Київ») than an initial."""
    return run[0] in _TOWN_SIGNS and len(run) > 1 and bool(_TOWN_SHAPE.search(run[1]))


def _may_be_surname(word: str) -> bool:
    if not is_capitalised(word) or head(word) or is_place(word) or is_time(word):
        return False
    if (
        word.isupper()
        and len(word) in _SHORT_WORD
        and not (len(word) >= _SHORTEST_SURNAME and _SYLLABLES.fullmatch(word))
    ):
        return False
    return not any(letter.isdigit() for letter in word) and word[0].isalpha()
