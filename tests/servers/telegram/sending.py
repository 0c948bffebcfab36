"""Methods that bring something to a person's screen."""

from __future__ import annotations

from dataclasses import replace

from tests.servers.pictures import size
from tests.servers.telegram.account import JSON, Account, now
from tests.servers.telegram.chats import MAX_CAPTION, Chat, Document, Message, wording
from tests.servers.telegram.errors import bad_request
from tests.servers.telegram.keyboard import Keyboard, check_keyboard
from tests.servers.telegram.params import Params

_MAX_DOCUMENT_BYTES = 50 * 1024 * 1024
_MAX_PHOTO_BYTES = 10 * 1024 * 1024
_MAX_PHOTO_SIDES, _MAX_PHOTO_RATIO = 10_000, 20
_ACTIONS = {
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
    "choose_sticker", "find_location", "record_video_note", "upload_video_note",
}  # fmt: skip


def send_message(account: Account, params: Params) -> JSON:
    """A text of 1 to 4096 characters."""
    words = wording(params)
    if not words.text:
        raise bad_request("message text is empty", breach="text-empty")
    keyboard = check_keyboard(params.structure("reply_markup"))
    chat = _open_chat(account, params)
    message = _message(account, params, words.text, words.html, keyboard)
    return chat.show(message, _payload(account, chat, message, keyboard) | words.payload("text"))


def send_document(account: Account, params: Params) -> JSON:
    """A file of at most 50 MB with a caption."""
    return _send_file(account, params, "document", _MAX_DOCUMENT_BYTES)


def send_photo(account: Account, params: Params) -> JSON:
    """A picture, here a PNG, of at most 10 MB with a caption."""
    return _send_file(account, params, "photo", _MAX_PHOTO_BYTES)


def send_chat_action(account: Account, params: Params) -> bool:
    """Show "typing…" for five seconds; not a message, so not counted."""
    action = params.text("action")
    if action not in _ACTIONS:
        raise bad_request("wrong parameter action in request", breach="parameter-invalid")
    chat_id = params.integer("chat_id")
    account.chat(chat_id).demand_open()
    account.actions.append((chat_id, action))
    return True


def _send_file(account: Account, params: Params, kind: str, limit: int) -> JSON:
    words = wording(params, "caption", MAX_CAPTION)
    keyboard = check_keyboard(params.structure("reply_markup"))
    document = _file(account, params, kind)
    if not document.content:
        raise bad_request("file must be non-empty", breach="file-empty")
    if len(document.content) > limit:
        raise bad_request("file is too big", breach="file-too-big")
    shape = _shape(document) if kind == "photo" else {}
    chat = _open_chat(account, params)
    shown = replace(document, is_photo=kind == "photo")
    message = _message(account, params, words.text, words.html, keyboard, shown)
    payload = _payload(account, chat, message, keyboard) | words.payload("caption")
    described = describe_file(account, shown)
    payload[kind] = described if kind == "document" else [described | shape]
    return chat.show(message, payload)


def _shape(photo: Document) -> JSON:
    """Width and height of a photo, within the limits of https://core.telegram.org/bots/api#sendphoto."""
    try:
        width, height = size(photo.content)
    except ValueError:
        raise bad_request("IMAGE_PROCESS_FAILED", breach="photo") from None
    if width + height > _MAX_PHOTO_SIDES or max(width, height) > _MAX_PHOTO_RATIO * min(width, height):
        raise bad_request("PHOTO_INVALID_DIMENSIONS", breach="photo")
    return {"width": width, "height": height}


def _file(account: Account, params: Params, kind: str) -> Document:
    if upload := params.upload(kind):
        if not upload.name or not upload.name.isprintable():
            raise bad_request("file name is invalid", breach="file-name")
        return Document(upload.name, upload.content)
    if known := account.files.get(params.text(kind)):
        return known
    raise bad_request("wrong file identifier/HTTP URL specified", breach="file-unknown")


def describe_file(account: Account, document: Document) -> JSON:
    """Keep a file and return its Document object."""
    file_id = f"file-{len(account.files) + 1}"
    account.files[file_id] = document
    return {
        "file_id": file_id,
        "file_unique_id": f"u{file_id}",
        "file_name": document.name,
        "file_size": len(document.content),
    }


def _open_chat(account: Account, params: Params) -> Chat:
    chat_id = params.integer("chat_id")
    chat = account.chat(chat_id)
    chat.demand_open()
    reply = params.structure("reply_parameters")
    if reply and reply["message_id"] not in chat.payloads and not reply.get("allow_sending_without_reply"):
        raise bad_request("message to be replied not found")
    account.rates.count(chat_id)
    return chat


def _message(
    account: Account, params: Params, text: str, html: str, keyboard: Keyboard, document: Document | None = None
) -> Message:
    return Message(
        id=next(account.message_ids),
        text=text,
        html=html,
        buttons=keyboard.rows,
        links=keyboard.links,
        document=document,
        silent=params.flag("disable_notification"),
    )


def _payload(account: Account, chat: Chat, message: Message, keyboard: Keyboard) -> JSON:
    payload = {"message_id": message.id, "from": account.profile, "chat": chat.payload, "date": now()}
    return payload | ({"reply_markup": keyboard.inline} if keyboard.inline else {})
