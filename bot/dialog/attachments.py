"""What every door does alike with the attachments of a reply."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from urllib.parse import quote

from bot.dialog.model import Attachment, AttachmentKind, Line, Reply, Style
from bot.dialog.text import text

LONGEST_NAME = 255

_MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "jpg": "image/jpeg",
    "json": "application/json",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "pdf": "application/pdf",
    "png": "image/png",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "txt": "text/plain; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# What ends a quoted name in a header, or a file system takes for a path.
_UNSAFE = frozenset('"\\/\0')


def file_name(attachment: Attachment) -> str:
    """Return the name as it may travel: without line breaks, quotes and slashes, and not too long for its ending."""
    name = "".join("-" if sign in _UNSAFE or not sign.isprintable() else sign for sign in attachment.name)
    stem, dot, ending = name.rpartition(".")
    return f"{stem[: LONGEST_NAME - len(dot) - len(ending)]}{dot}{ending}" if len(name) > LONGEST_NAME else name


def ending(attachment: Attachment) -> str:
    """Return what tells a phone the kind of a file, in small letters and without its dot; empty when it has none."""
    return attachment.name.rpartition(".")[2].lower() if "." in attachment.name else ""


def media_type(attachment: Attachment) -> str:
    """Return the content's type as HTTP names it (RFC 9110, 8.3)."""
    if attachment.kind is AttachmentKind.PICTURE:
        return _MEDIA_TYPES["jpg" if ending(attachment) == "jpg" else "png"]
    return _MEDIA_TYPES.get(ending(attachment), "application/octet-stream")


def disposition(attachment: Attachment) -> str:
    """Return the header that has a browser show a picture and keep a file under its name (RFC 6266)."""
    shown = "inline" if attachment.kind is AttachmentKind.PICTURE else "attachment"
    return f"{shown}; filename*=UTF-8''{quote(file_name(attachment), safe='')}"


def with_captions(reply: Reply, fits: Callable[[Attachment], bool]) -> Reply:
    """Return the reply with the captions that cannot stand under their attachments at the beginning of its text."""
    told = tuple(Line(each.caption) for each in reply.attachments if each.caption is not None and not fits(each))
    return replace(reply, lines=(*told, *reply.lines)) if told else reply


def words_of(reply: Reply, lost: Sequence[Attachment] = ()) -> Reply:
    """Return what is left to say when the attachments are sent; of those that could not be, it says so at its end."""
    if not reply.attachments:
        return reply
    notes = tuple(Line(text("attachment.not-sent", name=file_name(each)), Style.NOTE) for each in lost)
    return replace(reply, lines=(*reply.lines, *notes) if notes else reply.lines, attachments=())
