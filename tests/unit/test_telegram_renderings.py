"""What kept renderings promise: the same page is drawn once, and no page is ever taken for another."""

from __future__ import annotations

import sys

from bot.dialog.actions import Home
from bot.dialog.model import Attachment, AttachmentKind, Button, Line, Reply
from bot.dialog.text import text, verbatim
from bot.telegram.rendering import Renderings, render


def page(words: str) -> Reply:
    return Reply((Line(verbatim(words)),), ((Button(text("button.home"), Home()),),))


def test_a_page_is_drawn_once_wherever_it_stands() -> None:
    renderings, kept = Renderings(), page("III квартал")
    assert renderings.of(kept, "uk") is renderings.of(kept.in_place(), "uk")


def test_each_language_has_its_own() -> None:
    renderings, kept = Renderings(), page("III квартал")
    for language in ("uk", "en", "uk"):
        assert renderings.of(kept, language) == render(kept, language)


def test_no_page_is_taken_for_another_that_is_gone() -> None:
    renderings = Renderings(most=2)
    for number in range(500):
        assert renderings.of(page(f"сторінка {number}"), "uk")[0].shown == f"сторінка {number}"


def test_what_went_along_with_a_page_is_not_kept() -> None:
    content = bytes(range(200))
    carrying = Reply(page("Ваші дані").lines, attachments=(Attachment("дані.json", AttachmentKind.FILE, content),))
    renderings, holders = Renderings(), sys.getrefcount(carrying)
    assert renderings.of(carrying, "uk")[0].shown == "Ваші дані"
    assert sys.getrefcount(carrying) == holders
