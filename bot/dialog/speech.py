"""Texts spoken in a language: gettext catalogues read with Babel, dates as the language writes them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.dates import format_date, format_skeleton
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

from bot.dialog.text import VERBATIM, Text

LANGUAGES = ("uk", "en")
LOCALES = Path(__file__).parent / "locales"


def language_for(wanted: str | None) -> str:
    """Return the language to speak to somebody whose messenger says `wanted` («uk-UA»): Ukrainian unless we know it."""
    short = (wanted or "").split("-")[0].lower()
    return short if short in LANGUAGES else LANGUAGES[0]


def say(what: Text, language: str) -> str:
    """Return a text in the language. Raises KeyError when the catalogues do not hold its key."""
    if what.key == VERBATIM:
        return str(what.args["words"])
    number = what.args.get("n")
    pattern = _pattern(language, what.key, number if isinstance(number, int) else None)
    if not what.args:
        return pattern
    words = {name: _spoken(value, language) for name, value in what.args.items()}
    return _without_second_dots(pattern, words).format_map(words)


def _without_second_dots(pattern: str, words: Mapping[str, str]) -> str:
    """Drop the full stop after what ends with one already: «Верболоз І.С.», a title that was clipped."""
    for name, said in words.items():
        if said.endswith((".", "…")):
            pattern = pattern.replace(f"{{{name}}}.", f"{{{name}}}")
    return pattern


def knows(key: str) -> bool:
    """Tell whether the catalogues hold a key, for one that is made of what the store has kept."""
    return catalogue_of(LANGUAGES[0]).gettext(key) != key


def _spoken(value: object, language: str) -> str:
    match value:
        case Text():
            return say(value, language)
        case date():
            return spoken_day(value, language)
        case None:
            return ""
        case _:
            return str(value)


@cache
def spoken_day(day: date, language: str) -> str:
    """Return a day as the language writes it without a year: «31 березня», “31 March”."""
    if language == "uk":
        return format_date(day, "d MMMM", locale="uk")
    return format_skeleton("MMMMd", day, locale="en_GB")


@cache
def _pattern(language: str, key: str, number: int | None) -> str:
    catalogue = catalogue_of(language)
    found = catalogue.gettext(key) if number is None else catalogue.ngettext(key, key, number)
    if found == key:
        raise KeyError(key)
    return found


@cache
def catalogue_of(language: str) -> Translations:
    """Return the language's catalogue: one file a topic under locales/, joined."""
    whole = Catalog(locale=language)
    for path in sorted((LOCALES / language).glob("*.po")):
        for message in read_catalogue(path, language):
            if message.id:
                whole[message.id[0] if isinstance(message.id, tuple) else message.id] = message
    compiled = BytesIO()
    write_mo(compiled, whole)
    compiled.seek(0)
    return Translations(compiled)


def read_catalogue(path: Path, language: str) -> Catalog:
    """Read one topic's file; an error in it is an error of ours."""
    with path.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)
