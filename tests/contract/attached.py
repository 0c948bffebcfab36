"""Replies with attachments, for the tests of every door."""

from __future__ import annotations

from bot.dialog.actions import Home, ShowCard
from bot.dialog.model import Attachment, AttachmentKind, Button, Line, Reply
from bot.dialog.text import verbatim
from tests.servers.pictures import png

PICTURE = Attachment("запрошення.png", AttachmentKind.PICTURE, png(410, 410), verbatim("Код <для> Олени & Марти"))
FILE = Attachment("мої дані.json", AttachmentKind.FILE, '{"ім\'я": "Олена"}'.encode(), verbatim("Усе, що є про вас"))
ROWS = ((Button(verbatim("Картка"), ShowCard(1)),), (Button(verbatim("Меню"), Home()),))
LABELS = ["Картка", "Меню"]


def carrying(*attachments: Attachment, words: str = "Ось вони") -> Reply:
    """A reply with these attachments, a text and two buttons."""
    return Reply((Line(verbatim(words)),), ROWS, attachments=attachments)


def not_sent(attachment: Attachment) -> str:
    """The beginning of what is said of an attachment that may not have arrived."""
    return f"Не вдалося надіслати «{attachment.name}»."
