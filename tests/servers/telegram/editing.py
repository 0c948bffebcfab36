"""Methods that change or remove what a person already sees."""

from __future__ import annotations

from tests.servers.telegram.account import JSON, Account, now
from tests.servers.telegram.chats import Chat, Message, Wording, edited, wording
from tests.servers.telegram.errors import ApiError, bad_request
from tests.servers.telegram.keyboard import Keyboard, check_keyboard
from tests.servers.telegram.params import Params

_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)


def edit_message_text(account: Account, params: Params) -> JSON:
    """Replace text and keyboard of a message of the bot."""
    words = wording(params)
    if not words.text:
        raise bad_request("message text is empty", breach="text-empty")
    keyboard = _inline_keyboard(params)
    chat, message = _target(account, params)
    if message.document is not None:
        raise bad_request("there is no text in the message to edit", breach="edit-of-file-text")
    return _edit(chat, message, words, keyboard)


def edit_message_reply_markup(account: Account, params: Params) -> JSON:
    """Replace the keyboard; without one the buttons go."""
    keyboard = _inline_keyboard(params)
    chat, message = _target(account, params)
    return _edit(chat, message, None, keyboard)


def delete_message(account: Account, params: Params) -> bool:
    """Take a message off the person's screen."""
    chat = account.chat(params.integer("chat_id"))
    message_id = params.integer("message_id")
    if chat.payloads.pop(message_id, None) is None:
        raise bad_request("message to delete not found")
    chat.messages.pop(message_id, None)
    return True


def _inline_keyboard(params: Params) -> Keyboard:
    keyboard = check_keyboard(params.structure("reply_markup"))
    if keyboard.rows and keyboard.inline is None:
        raise bad_request("inline keyboard expected", breach="keyboard")
    return keyboard


def _target(account: Account, params: Params) -> tuple[Chat, Message]:
    chat = account.chat(params.integer("chat_id"))
    message = chat.editable(params.integer("message_id"))
    chat.demand_open()
    return chat, message


def _edit(chat: Chat, message: Message, words: Wording | None, keyboard: Keyboard) -> JSON:
    before = chat.payloads[message.id]
    after = {key: value for key, value in before.items() if key not in {"reply_markup", "edit_date"}}
    if words is not None:
        after.pop("entities", None)
        after |= words.payload("text")
    if keyboard.inline:
        after["reply_markup"] = keyboard.inline
    if {key: value for key, value in before.items() if key != "edit_date"} == after:
        raise _not_modified()
    return chat.show(edited(message, words, keyboard), after | {"edit_date": now()})


def _not_modified() -> ApiError:
    return bad_request(_NOT_MODIFIED, breach="not-modified")
