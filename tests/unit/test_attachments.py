"""What goes along with a reply."""

from __future__ import annotations

from dataclasses import replace

from bot.dialog.model import Attachment, AttachmentKind, Line, Reply, reply
from bot.dialog.text import verbatim

PICTURE = Attachment("invitation.png", AttachmentKind.PICTURE, b"the picture's bytes", verbatim("Запрошення"))
LINES = (Line(verbatim("Ось")),)


def test_a_reply_carries_nothing_unless_it_is_told_to() -> None:
    assert Reply(LINES).attachments == ()
    assert reply(*LINES).attachments == ()
    assert reply(*LINES, attachments=(PICTURE,)).attachments == (PICTURE,)


def test_a_reply_with_an_attachment_never_takes_the_place_of_a_message() -> None:
    assert not Reply(LINES, replaces=True, attachments=(PICTURE,)).replaces
    assert not Reply(LINES, attachments=(PICTURE,)).in_place().replaces
    assert not replace(Reply(LINES, replaces=True), attachments=(PICTURE,)).replaces
    assert Reply(LINES).in_place().replaces


def test_a_note_leaves_the_attachments_where_they_are() -> None:
    assert reply(*LINES, attachments=(PICTURE,)).noted(verbatim("Готово")).attachments == (PICTURE,)


def test_the_content_stays_out_of_what_is_printed_of_an_attachment() -> None:
    assert "bytes" not in repr(PICTURE)
