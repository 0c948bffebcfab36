"""Attachments as Telegram takes them: uploaded with the call, a picture to be seen and a file to be kept.

They go before the text: there the text can say which of them did not arrive, and its buttons stay at the end of the
chat, under the thumb.
"""

from __future__ import annotations

from html import escape

from aiogram.methods import SendDocument, SendPhoto
from aiogram.types import BufferedInputFile

from bot.dialog.attachments import file_name, with_captions
from bot.dialog.model import Attachment, AttachmentKind, Reply
from bot.dialog.speech import say
from bot.telegram.rendering import units

MAX_CAPTION = 1024
"""UTF-16 code units of a caption after its entities are parsed (https://core.telegram.org/bots/api#sendphoto)."""
MAX_PHOTO = 10 * 1024 * 1024
"""Bytes of a photo; what is larger goes as a file."""

Upload = SendPhoto | SendDocument


def send_attachment(account: str, attachment: Attachment, language: str) -> Upload:
    """Return the call that sends an attachment to a person."""
    file = BufferedInputFile(attachment.content, file_name(attachment))
    caption = escape(_caption(attachment, language), quote=False) or None
    if attachment.kind is AttachmentKind.PICTURE and len(attachment.content) <= MAX_PHOTO:
        return SendPhoto(chat_id=account, photo=file, caption=caption)
    return SendDocument(chat_id=account, document=file, caption=caption)


def with_long_captions(reply: Reply, language: str) -> Reply:
    """Return the reply with the captions that Telegram would refuse in its text."""
    return with_captions(reply, lambda attachment: bool(_caption(attachment, language)))


def _caption(attachment: Attachment, language: str) -> str:
    words = say(attachment.caption, language).strip() if attachment.caption else ""
    return words if units(words) <= MAX_CAPTION else ""
