"""Keyboards: the rows of a reply on Viber's grid of six columns.

Limits are those of Viber's documentation for keyboards; where it names two, the smaller one. Only what every version
of the API knows is used, so that the oldest phones show it too (they would refuse a message with a `min_api_version`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import chain

from bot.dialog.model import Button, Row
from bot.dialog.speech import say
from bot.viber.measure import clipped, length
from bot.viber.payload import encoded

COLUMNS = 6
MOST_ROWS = 12
MOST_BYTES = 20_000
"""What a keyboard may take of a request, so that a text of some length goes along with it."""
LABEL_LENGTHS = (250, 120, 60, 30, 12)
"""Lengths of labels to try: the longest that Viber takes, then what makes a keyboard of many buttons fit."""

Keyboard = dict[str, object]


def keyboard(rows: Sequence[Row], language: str) -> Keyboard | None:
    """Return the keyboard for these rows, None when there is no button.

    A row keeps its place and fills the width. More rows than Viber takes are merged, and of buttons beyond all room
    those before the last row are left out: the last row is the way back.
    """
    fitted = fit(rows)
    if not fitted:
        return None
    drawn = (_drawn(fitted, language, longest) for longest in LABEL_LENGTHS)
    return next(board for board in drawn if len(encoded(board)) <= MOST_BYTES)


def fit(rows: Sequence[Row]) -> list[Row]:
    """Return the rows with at most six buttons each, and at most twelve of them."""
    fitted = [part for row in rows for part in _chunks(row, COLUMNS)]
    if len(fitted) <= MOST_ROWS:
        return fitted
    *others, last = fitted
    buttons = tuple(chain.from_iterable(others))
    width = min(-(-len(buttons) // (MOST_ROWS - 1)), COLUMNS)
    return [*list(_chunks(buttons, width))[: MOST_ROWS - 1], last]


def _chunks(buttons: Row, size: int) -> Iterator[Row]:
    return (buttons[start : start + size] for start in range(0, len(buttons), size))


def _drawn(rows: Sequence[Row], language: str, longest_label: int) -> Keyboard:
    buttons = [
        _button(button, columns, label(say(button.label, language), longest_label))
        for row in rows
        for button, columns in zip(row, _widths(len(row)), strict=True)
    ]
    return {"Type": "keyboard", "Buttons": buttons}


def _widths(count: int) -> list[int]:
    """Share six columns among the buttons of a row, the first ones wider where it does not come out even."""
    even, rest = divmod(COLUMNS, count)
    return [even + (place < rest) for place in range(count)]


def _button(button: Button, columns: int, words: str) -> dict[str, object]:
    return {
        "Columns": columns,
        "Rows": 1,
        "ActionType": "reply",
        "ActionBody": button.code,
        "Text": words,
        # Else the code of the action would appear in the chat as a message of the person.
        "Silent": True,
    }


def label(words: str, longest: int) -> str:
    """Return a button's text on one line, escaped (Viber reads HTML in it) and cut to `longest` after escaping."""
    line = " ".join(words.split()) or "…"
    if length(escape(line, quote=False)) <= longest:
        return escape(line, quote=False)
    cut = clipped(line, longest - 1)
    while length(escape(cut, quote=False)) >= longest:
        cut = cut[:-1]
    return escape(cut, quote=False).rstrip() + "…"
