"""The methods that this server knows, by lower-case name (the Bot API ignores letter case)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.servers.telegram import callbacks, editing, sending, setup
from tests.servers.telegram.account import Account
from tests.servers.telegram.errors import ApiError
from tests.servers.telegram.params import Params

_METHODS: dict[str, Callable[[Account, Params], Any]] = {
    "getme": setup.get_me,
    "setwebhook": setup.set_webhook,
    "deletewebhook": setup.delete_webhook,
    "getwebhookinfo": setup.get_webhook_info,
    "setmycommands": setup.set_my_commands,
    "getfile": setup.get_file,
    "sendmessage": sending.send_message,
    "senddocument": sending.send_document,
    "sendphoto": sending.send_photo,
    "sendchataction": sending.send_chat_action,
    "editmessagetext": editing.edit_message_text,
    "editmessagereplymarkup": editing.edit_message_reply_markup,
    "deletemessage": editing.delete_message,
    "answercallbackquery": callbacks.answer_callback_query,
}


def call(account: Account, method: str, params: Params) -> Any:  # noqa: ANN401 - a method's result is any JSON
    """Carry a method out and return its result; a breach is written down. Raises ApiError."""
    try:
        return _METHODS.get(method.lower(), _unknown)(account, params)
    except ApiError as error:
        if error.breach is not None:
            account.record(error.breach, method, error.description)
        raise


def _unknown(_account: Account, _params: Params) -> Any:  # noqa: ANN401 - as above
    raise ApiError(404, "Not Found: method not found", breach="unknown-method")
