"""Personal data that no members' list of ours keeps: known where it stands, cut out and counted, never stored."""

from __future__ import annotations

import re
from enum import StrEnum

from bot.documents.paid_until import read_paid_until


class Private(StrEnum):
    """A kind of personal data that is dropped as soon as it is seen."""

    PHONE = "phone"
    EMAIL = "email"
    BIRTHDAY = "birthday"
    ADDRESS = "address"
    DOCUMENT = "document"


_HEADINGS = (
    (Private.BIRTHDAY, r"народж|рожден|birth|^д\.?\s*[нр]\.?$|^вік$|^возраст$|^age$"),
    (
        Private.EMAIL,
        r"e-?\s?mail|[еи]-?мейл|імейл|\bмейл|электрон|електрон|\bел\w*\.?\s*(?:пошт|адрес)|^пошта$|^почта$",
    ),
    (Private.PHONE, r"\bтел\b|телеф|^тел\.|\bмоб|phone|mobile|viber|вайбер|вотсап|whats|telegram|телеграм|контакт"),
    (Private.DOCUMENT, r"паспорт|\bіпн\b|\bинн\b|рнокпп|ідентифікаційн|идентификац|passport|\btax|податков"),
    (Private.ADDRESS, r"адрес|address|прожива|прописк|поштов|індекс"),
)
_OF_THE_LIBRARY = re.compile(r"бібліот|библиот|заклад|установ|роботи|организац|організац|library|work")
_EMAIL = re.compile(r"[\w.+-]+@[^\W_][\w-]*(?:\.[\w-]+)*\.[^\W\d_]{2,}")
_PHONE = re.compile(
    r"(?:(?:моб|тел)\w*\.?\s*:?\s*)?(?<![\d.])(?:"
    r"\+\d(?:[\s().-]{0,2}\d){8,13}"
    r"|\(?(?:3?8[\s-]?)?\(?0\d\d\)?(?:[\s.-]{0,2}\d){7}"
    r"|\(0\d{2,4}\)(?:[\s-]?\d){5,7}"
    r"|\d{9,12})(?!\d)",
    re.IGNORECASE,
)
_LANDLINE = re.compile(r"(?:тел\w*\.?\s*:?\s*)?(?<![\d.-])\d{1,3}-\d\d-\d\d(?![\d-])", re.IGNORECASE)
_BORN = re.compile(
    r"\d{1,2}[./]\d{1,2}[./](?:19|20)?\d\d(?:\s*(?:р\.?\s*н|г\.?\s*р)\w*\.?)?|(?:19|20)\d\d\s*(?:р\.?\s*н|г\.?\s*р)\b\.?",
    re.IGNORECASE,
)
_BIRTHDAY = re.compile(r"(?:\d\d?[./-]\d\d?[./-])?(?:19\d\d|200\d)(?:\s*р\.?)?|(?:19\d\d|200\d)-\d\d-\d\d")
"""A day or a year before 2010, when nobody's membership ends and few librarians were born later."""
_HOME = re.compile(r"\b(?:вул|ул|просп|пров|бульв|кв|буд)\.|\bвулиц|\bулиц|\bstreet\b", re.IGNORECASE)


def kind_of_heading(heading: str) -> Private | None:
    """Return what personal data a column holds by its heading; the address and number of a library are nobody's."""
    words = heading.casefold()
    found = next((kind for kind, pattern in _HEADINGS if re.search(pattern, words)), None)
    return None if found in {Private.ADDRESS, Private.PHONE} and _OF_THE_LIBRARY.search(words) else found


def is_birthday(cell: str) -> bool:
    """Tell whether a cell is a day so long ago that it can be a member's birthday."""
    return bool(_BIRTHDAY.fullmatch(cell))


def kinds_in(cell: str) -> tuple[Private, ...]:
    """Return the kinds of personal data that a cell under any heading shows by itself."""
    if read_paid_until(cell):
        return ()
    _, kinds = without_contacts(cell)
    return (*kinds, Private.ADDRESS) if _HOME.search(cell) else kinds


def without_contacts(cell: str) -> tuple[str, tuple[Private, ...]]:
    """Return a cell without phone numbers and e-mails, and which of the two were there."""
    return _without(cell, ((Private.EMAIL, _EMAIL), (Private.PHONE, _PHONE), (Private.PHONE, _LANDLINE)))


def without_birthday(cell: str) -> tuple[str, tuple[Private, ...]]:
    """Return a name's cell without a date beside the name, and whether one was there."""
    return _without(cell, ((Private.BIRTHDAY, _BORN),))


def _without(cell: str, patterns: tuple[tuple[Private, re.Pattern[str]], ...]) -> tuple[str, tuple[Private, ...]]:
    found: dict[Private, None] = {}
    for kind, pattern in patterns:
        shorter = pattern.sub(" ", cell)
        if shorter != cell:
            found[kind] = None
            cell = shorter
    return (" ".join(cell.split()).strip(" ,;:") if found else cell), tuple(found)
