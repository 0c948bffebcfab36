"""Attachments as Viber's messages: each one a message with the address where the content lies.

They go before the text: Viber shows the keyboard of the message that came last, and the text can say which of them did
not arrive.
"""

from __future__ import annotations

from viberbot.api.messages import FileMessage, PictureMessage

from bot.dialog.attachments import ending, file_name, with_captions
from bot.dialog.model import Attachment, AttachmentKind, Reply
from bot.dialog.speech import say
from bot.viber.measure import length
from bot.viber.rendering import SENDER, Message

LONGEST_CAPTION = 120
"""What every version of the API takes: newer ones say 512 or 768."""
MOST_PICTURE_BYTES = 1024 * 1024
"""What a phone with iOS shows; a larger picture goes as a file."""


def attachment_message(attachment: Attachment, address: str, language: str) -> Message:
    """Return the message, without its receiver, that shows what lies at the address.

    A picture may be a PNG or a JPEG; the address says which by its ending.
    """
    if _is_picture(attachment):
        message = PictureMessage(media=address, text=_caption(attachment, language))
    else:
        message = FileMessage(media=address, size=len(attachment.content), file_name=file_name(attachment))
    return {"sender": SENDER} | {name: value for name, value in message.to_dict().items() if value is not None}


def with_long_captions(reply: Reply, language: str) -> Reply:
    """Return the reply with the captions in its text that have no place under their attachment, as those of files."""
    return with_captions(reply, lambda each: _is_picture(each) and bool(_caption(each, language)))


def _is_picture(attachment: Attachment) -> bool:
    is_shown = attachment.kind is AttachmentKind.PICTURE and ending(attachment) in {"png", "jpg"}
    return is_shown and len(attachment.content) <= MOST_PICTURE_BYTES


def _caption(attachment: Attachment, language: str) -> str:
    words = say(attachment.caption, language).strip() if attachment.caption else ""
    return words if length(words) <= LONGEST_CAPTION else ""
