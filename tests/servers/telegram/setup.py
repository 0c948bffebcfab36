"""Methods that set the bot up: profile, commands, webhook, files."""

from __future__ import annotations

import re
from typing import Any

from tests.servers.telegram.account import JSON, Account, Webhook, now
from tests.servers.telegram.errors import bad_request
from tests.servers.telegram.params import Params

_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_MAX_COMMANDS = 100
_MAX_DESCRIPTION = 256
_MAX_DOWNLOAD_BYTES = 20 * 1024 * 1024


def get_me(account: Account, _params: Params) -> JSON:
    """The bot's own User object."""
    return account.profile


def set_webhook(account: Account, params: Params) -> bool:
    """Have updates POSTed to an HTTPS address (loopback HTTP only when the server was told to allow it)."""
    url, secret = params.text("url"), params.text("secret_token")
    if not url:
        return delete_webhook(account, params)
    loopback = account.allow_http_webhook and url.startswith("http://127.0.0.1:")
    if not (loopback or url.startswith("https://")):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook", breach="webhook-url")
    if secret and not _SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters or is too long", breach="secret-token")
    _allow(account, params)
    _drop(account, params)
    account.webhook = Webhook(url, secret, params.integer("max_connections", 40))
    account.updates.redeliver()
    return True


def delete_webhook(account: Account, params: Params) -> bool:
    """Back to getUpdates."""
    _drop(account, params)
    account.webhook = None
    account.updates.changed.set()
    return True


def get_webhook_info(account: Account, _params: Params) -> JSON:
    """Where updates go, and how many wait."""
    info: JSON = {
        "url": account.webhook.url if account.webhook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(account.updates),
    }
    if account.webhook:
        info["max_connections"] = account.webhook.max_connections
    if account.updates.allowed:
        info["allowed_updates"] = account.updates.allowed
    if account.webhook and account.last_webhook_error:
        info |= {"last_error_date": now(), "last_error_message": account.last_webhook_error}
    return info


def set_my_commands(account: Account, params: Params) -> bool:
    """The menu of commands, by language; at most 100, names of 1–32 lower-case letters, digits and underscores."""
    commands: list[JSON] = params.structure("commands") or []
    if len(commands) > _MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH", breach="commands")
    for command in commands:
        if not _COMMAND.fullmatch(command.get("command", "")):
            raise bad_request("BOT_COMMAND_INVALID", breach="commands")
        if not 1 <= len(command.get("description", "")) <= _MAX_DESCRIPTION:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID", breach="commands")
    account.commands[params.text("language_code")] = commands
    return True


def get_file(account: Account, params: Params) -> JSON:
    """Where to download a file of at most 20 MB from."""
    file_id = params.text("file_id")
    document = account.files.get(file_id)
    if document is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if len(document.content) > _MAX_DOWNLOAD_BYTES:
        raise bad_request("file is too big")
    return {
        "file_id": file_id,
        "file_unique_id": f"u{file_id}",
        "file_size": len(document.content),
        "file_path": f"documents/{file_id}",
    }


def _allow(account: Account, params: Params) -> None:
    kinds: Any = params.structure("allowed_updates")
    if kinds is not None:
        account.updates.allowed = list(kinds)


def _drop(account: Account, params: Params) -> None:
    if params.flag("drop_pending_updates"):
        account.updates.clear()
