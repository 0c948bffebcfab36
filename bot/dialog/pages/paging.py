"""Long lists, a page at a time: which part is shown, and the buttons to the pages beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.dialog.actions import Action
from bot.dialog.model import Button, Line, Row, Style
from bot.dialog.text import text

PER_PAGE = 8
"""Rows of buttons that leave room for the ways on in the twelve rows of Viber."""
JUMP = 10

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Part(Generic[Item]):
    """The items of a page (counted from 0), the place of the first of them, and how many pages there are."""

    items: Sequence[Item]
    page: int
    pages: int

    @property
    def start(self) -> int:
        """How many items stand before the first of the page."""
        return self.page * PER_PAGE


def part_of(items: Sequence[Item], page: int, per_page: int = PER_PAGE) -> Part[Item]:
    """Return a page of a list; beyond its end the last one. More than usual fit where nothing of it is a button."""
    shown, pages = place_of(len(items), page, per_page)
    return Part(items[shown * per_page : (shown + 1) * per_page], shown, pages)


def place_of(count: int, page: int, per_page: int = PER_PAGE) -> tuple[int, int]:
    """Return which page of a list of so many is shown, beyond its end the last one, and how many pages there are."""
    pages = max(1, -(-count // per_page))
    return min(page, pages - 1), pages


def page_lines(part: Part[Item]) -> Iterator[Line]:
    """Say which page it is, where there are several."""
    if part.pages > 1:
        yield Line(text("list.page", page=part.page + 1, pages=part.pages), Style.NOTE)


def page_rows(part: Part[Item], way_to: Callable[[int], Action]) -> Iterator[Row]:
    """Return the buttons to the pages beside this one, and of very many to those ten pages away."""
    before = [each for each in (part.page - JUMP, part.page - 1) if each >= 0]
    after = [each for each in (part.page + 1, part.page + JUMP) if each < part.pages]
    row = [Button(text("button.page-before", page=each + 1), way_to(each)) for each in before]
    row += [Button(text("button.page-after", page=each + 1), way_to(each)) for each in after]
    if row:
        yield tuple(row)
