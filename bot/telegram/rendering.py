"""Replies as Telegram shows them: HTML and inline keyboards within the limits of the Bot API."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from html import escape
from itertools import chain

from bot.dialog.model import Line, Reply, Row, Style
from bot.dialog.speech import say
from bot.telegram.wire import InlineButton, InlineKeyboard

MAX_UNITS = 4096
"""UTF-16 code units of a message after its entities are parsed (https://core.telegram.org/bots/api#sendmessage)."""
MAX_BUTTONS = 100
MAX_IN_ROW = 8
MOST_KEPT = 2048
"""Renderings, of some 10 KiB each."""

# What the reader sees before the line's words, and the tag around the words.
_MARKS = {
    Style.PLAIN: ("", "", ""),
    Style.TITLE: ("", "<b>", "</b>"),
    Style.HEADING: ("\n", "<b>", "</b>"),
    Style.ITEM: ("• ", "", ""),
    Style.QUOTE: ("", "<blockquote>", "</blockquote>"),
    Style.NOTE: ("", "<i>", "</i>"),
}
# The longest of those marks and the line break.
_AROUND = 3
_NOTHING = "…"

_Words = tuple[Style, str]
_Said = tuple[tuple[Line, ...], tuple[Row, ...]]
_Buttons = tuple[tuple[InlineButton, ...], ...]


@dataclass(frozen=True, slots=True)
class Rendered:
    """One message: its HTML, the plain text that the reader sees, its keyboard."""

    html: str
    shown: str
    keyboard: InlineKeyboard | None = None


class Renderings:
    """The latest renderings. A page that the core keeps, such as a quarter's, is drawn once and not for each reader.

    A reply is known again by its very lines and rows, so nothing is compared and nothing is mistaken for another.
    """

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._most = most
        self._kept: OrderedDict[tuple[int, int, str], tuple[_Said, tuple[Rendered, ...]]] = OrderedDict()

    def of(self, reply: Reply, language: str) -> tuple[Rendered, ...]:
        """Return what `render` does. Raises KeyError as `render` does."""
        # What is kept holds the lines and rows, so that no other object can have their ids; attachments are let go.
        key = (id(reply.lines), id(reply.rows), language)
        kept = self._kept.get(key)
        if kept is not None:
            self._kept.move_to_end(key)
            return kept[1]
        pages = render(reply, language)
        self._kept[key] = ((reply.lines, reply.rows), pages)
        if len(self._kept) > self._most:
            self._kept.popitem(last=False)
        return pages


def render(reply: Reply, language: str) -> tuple[Rendered, ...]:
    """Render a reply in the language; several messages when it is too long for one, the keyboard under the last.

    A reply is parted between lines, a line that no message can hold between words. A reply without a visible character,
    which Telegram refuses, becomes an ellipsis. Raises KeyError as `say` does.
    """
    lines = [(line.style, say(line.text, language)) for line in reply.lines]
    pages = [lines] if _surely_fit(lines) else _pages(lines)
    *first, last = [page for page in pages if any(words and not words.isspace() for _, words in page)] or [
        [(Style.PLAIN, _NOTHING)]
    ]
    return (*(_rendered(page, None) for page in first), _rendered(last, _keyboard(reply.rows, language)))


def units(words: str) -> int:
    """Return the length of a text as Telegram counts it: UTF-16 code units."""
    return len(words.encode("utf-16-le")) // 2


def _rendered(lines: list[_Words], keyboard: InlineKeyboard | None) -> Rendered:
    html, shown = [], []
    for style, words in lines:
        lead, opening, closing = _MARKS[style]
        html.append(f"{lead}{opening}{escape(words, quote=False)}{closing}")
        shown.append(lead + words)
    return Rendered("\n".join(html).strip(), "\n".join(shown).strip(), keyboard)


def _surely_fit(lines: list[_Words]) -> bool:
    """Whether one message holds the lines even if each of their characters takes two units."""
    return sum([2 * len(words) + _AROUND for _, words in lines]) <= MAX_UNITS


def _pages(lines: list[_Words]) -> list[list[_Words]]:
    pages: list[list[_Words]] = [[]]
    room = MAX_UNITS
    for style, words in chain.from_iterable(_pieces(style, words) for style, words in lines):
        cost = units(words) + _AROUND
        if cost > room:
            pages.append([])
            room = MAX_UNITS
        pages[-1].append((style, words))
        room -= cost
    return pages


def _pieces(style: Style, words: str) -> list[_Words]:
    """Part a line that no message can hold, after a word where there is one."""
    pieces = []
    while units(words) > MAX_UNITS - _AROUND:
        head = _head(words)
        cut = max(head.rfind(" "), head.rfind("\n")) + 1 or len(head)
        pieces.append((style, words[:cut].rstrip()))
        words = words[cut:]
    return [*pieces, (style, words)]


def _head(words: str) -> str:
    """The longest beginning that a message holds; never half of a character."""
    return words.encode("utf-16-le")[: 2 * (MAX_UNITS - _AROUND)].decode("utf-16-le", "ignore")


def _keyboard(rows: tuple[Row, ...], language: str) -> InlineKeyboard | None:
    drawn = tuple(
        tuple([InlineButton(say(button.label, language).strip() or _NOTHING, button.code) for button in row])
        for row in rows
        if row
    )
    if any(len(row) > MAX_IN_ROW for row in drawn):
        drawn = tuple(row[at : at + MAX_IN_ROW] for row in drawn for at in range(0, len(row), MAX_IN_ROW))
    if sum(map(len, drawn)) > MAX_BUTTONS:
        drawn = _fewer(drawn)
    return InlineKeyboard(drawn) if drawn else None


def _fewer(rows: _Buttons) -> _Buttons:
    """The first rows and the last one, which holds the way home."""
    kept: list[tuple[InlineButton, ...]] = []
    room = MAX_BUTTONS - len(rows[-1])
    for row in rows[:-1]:
        room -= len(row)
        if room < 0:
            break
        kept.append(row)
    return (*kept, rows[-1])
