"""Replies as Viber's messages, within its limits.

Viber shows *bold* and _italic_ in a text and has no way to escape them, so nothing is marked up: a person's own words
could not be told from our marks. Blank lines, bullets and quotation marks give the text its shape instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import assert_never

from viberbot.api.messages import TextMessage

from bot.dialog.attachments import words_of
from bot.dialog.model import Line, Reply, Style
from bot.dialog.speech import say
from bot.viber.keyboard import Keyboard, keyboard
from bot.viber.measure import clipped, length, pieces
from bot.viber.payload import encoded

Message = dict[str, object]

SENDER: dict[str, object] = {"name": "Плановик"}
LONGEST_TEXT = 7000
MOST_BYTES = 30_000
"""Of a whole request: Viber says 30 KB, so the smaller kilobyte."""
ENVELOPE_BYTES = 1_000
"""What the receiver, the sender and the names of the fields take at the very most."""


def messages(reply: Reply, language: str) -> list[Message]:
    """Return the messages that carry a reply, without their receiver: one, or more when the text is long.

    The keyboard goes with the last one, as Viber always shows the keyboard that came last.
    """
    board = keyboard(reply.rows, language)
    *earlier, last = _parts(_paragraphs(reply.lines, language), _room(board))
    return [*(_message(part, None) for part in earlier), _message(last, board)]


def welcome(replies: Sequence[Reply], language: str) -> Message | None:
    """Return the one message that may greet somebody who is not subscribed yet: every text, the last keyboard.

    What is longer than one message is cut, and of attachments it only says that they are not there. None when there is
    nothing to say.
    """
    if not replies:
        return None
    board = keyboard(next((reply.rows for reply in reversed(replies) if reply.rows), ()), language)
    told = [words_of(reply, reply.attachments) for reply in replies]
    texts = ("\n".join(_paragraphs(reply.lines, language)).strip() for reply in told)
    first, *more = _parts(["\n\n".join(texts)], _room(board) - len("…".encode()))
    return _message(clipped(first, LONGEST_TEXT - 1).rstrip() + "…" if more else first, board)


def _message(words: str, board: Keyboard | None) -> Message:
    return {"sender": SENDER, **TextMessage(text=words, keyboard=board).to_dict()}


def _room(board: Keyboard | None) -> int:
    """How many bytes are left for a text beside this keyboard."""
    return MOST_BYTES - ENVELOPE_BYTES - (len(encoded(board)) if board else 0)


def _paragraphs(lines: Iterable[Line], language: str) -> list[str]:
    shown = [_shown(say(line.text, language), line.style) for line in lines]
    return list(chain.from_iterable(shown))


def _shown(words: str, style: Style) -> list[str]:
    match style:
        case Style.HEADING:
            return ["", words]
        case Style.ITEM:
            return [f"• {words}"]
        case Style.QUOTE:
            return [f"«{words}»"]
        case Style.TITLE | Style.PLAIN | Style.NOTE:
            return [words]
        case _:
            assert_never(style)


def _parts(paragraphs: Sequence[str], most_bytes: int) -> list[str]:
    """Join paragraphs into as few texts as the limits allow, parting between paragraphs where it can be."""
    parts = [""]
    for piece in chain.from_iterable(_fitting(paragraph, most_bytes) for paragraph in paragraphs):
        joined = f"{parts[-1]}\n{piece}" if parts[-1] else piece
        if _fits(joined, most_bytes):
            parts[-1] = joined
        else:
            parts.append(piece)
    # A text may not be empty, and without one its keyboard would not arrive.
    return [part for part in map(str.strip, parts) if part] or ["…"]


def _fitting(paragraph: str, most_bytes: int) -> list[str]:
    """Cut a paragraph that is too long for one message; signs that JSON has to escape take up to six bytes."""
    longest = LONGEST_TEXT
    while True:
        cut = pieces(paragraph, longest)
        if all(_fits(piece, most_bytes) for piece in cut):
            return cut
        longest = longest * 3 // 4


def _fits(words: str, most_bytes: int) -> bool:
    return length(words) <= LONGEST_TEXT and len(encoded({"": words})) <= most_bytes
