"""Messages: what Viber takes from a bot, by send, broadcast or as the welcome message."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.servers.viber.errors import ApiError, Status, bad_data, missing_data
from tests.servers.viber.keyboard import Button, check_keyboard

JSON = dict[str, Any]
MAX_REQUEST_BYTES = 30 * 1024
MAX_TEXT = 7000
MAX_CAPTION = 512
MAX_SENDER = 28
MAX_TRACKING = 4000
MAX_FILE_BYTES = 50 * 1024 * 1024
MAX_FILE_NAME = 256
MAX_URL = 2000
NEWEST_API_VERSION = 10

_COMMON = {"receiver", "type", "sender", "tracking_data", "min_api_version", "keyboard", "broadcast_list"}
_REQUIRED = {
    "text": {"text"}, "picture": {"media", "text"}, "video": {"media", "size"}, "file": {"media", "size", "file_name"},
    "contact": {"contact"}, "location": {"location"}, "url": {"media"}, "sticker": {"sticker_id"},
    "rich_media": {"rich_media"},
}  # fmt: skip
_OPTIONAL = {"picture": {"thumbnail"}, "video": {"text", "duration", "thumbnail"}, "rich_media": {"alt_text"}}
_RICH_MEDIA_LEVEL = 2
# Some of the forbidden file formats (developers.viber.com, "Forbidden file formats").
_FORBIDDEN_ENDINGS = {"apk", "app", "bat", "bin", "cmd", "com", "exe", "ipa", "jse", "lnk", "msi", "ps1", "reg", "vbs"}


@dataclass(frozen=True, slots=True)
class Message:
    """A message of the bot as the person sees it.

    `payload` is the JSON as it was sent, `content` what lay at the address of a picture or a file.
    """

    token: int
    text: str
    type: str
    buttons: tuple[Button, ...]
    tracking_data: str
    sender: str
    payload: JSON = field(repr=False)
    content: bytes = field(default=b"", repr=False)


def check_message(payload: JSON, token: int) -> Message:
    """Check a message against every limit. Raises ApiError, a breach (but for an API version yet unknown)."""
    kind = payload.get("type")
    if kind is None and "keyboard" not in payload:
        raise missing_data("type")
    if kind is not None and kind not in _REQUIRED:
        raise bad_data(f"type {kind!r} is not known", breach="message-type")
    _check_fields(payload, kind)
    api_version = _api_version(payload)
    _check_sender(payload.get("sender"))
    _check_length(payload, "tracking_data", MAX_TRACKING, "tracking-data-too-long")
    _check_content(payload, kind, api_version)
    keyboard = payload.get("keyboard")
    buttons = check_keyboard(keyboard, api_version) if "keyboard" in payload else ()
    return Message(
        token,
        payload.get("text", ""),
        kind or "keyboard",
        buttons,
        payload.get("tracking_data", ""),
        payload["sender"]["name"],
        payload,
    )


def _check_fields(payload: JSON, kind: str | None) -> None:
    required = _REQUIRED.get(kind or "", set())
    unknown = payload.keys() - _COMMON - required - _OPTIONAL.get(kind or "", set())
    if unknown:
        raise bad_data(f"unknown fields {sorted(unknown)}", breach="unknown-field")
    if lacking := required - payload.keys():
        raise missing_data(str(sorted(lacking)))


def _api_version(payload: JSON) -> int:
    version = payload.get("min_api_version", 1)
    if type(version) is not int or version < 1:
        raise bad_data("min_api_version must be a whole number from 1", breach="min-api-version")
    if version > NEWEST_API_VERSION:
        raise ApiError(Status.API_VERSION_NOT_SUPPORTED, "apiVersionNotSupported")
    return version


def _check_sender(sender: Any) -> None:  # noqa: ANN401 - JSON from outside
    name = sender.get("name") if isinstance(sender, dict) else None
    if not isinstance(name, str) or not name.strip():
        raise missing_data("sender.name", breach="sender-name")
    if len(name) > MAX_SENDER:
        raise bad_data(f"sender.name has more than {MAX_SENDER} characters", breach="sender-name")
    if unknown := sender.keys() - {"name", "avatar"}:
        raise bad_data(f"unknown fields {sorted(unknown)} in sender", breach="unknown-field")


def _check_content(payload: JSON, kind: str | None, api_version: int) -> None:
    match kind:
        case "text":
            _check_length(payload, "text", MAX_TEXT, "text-too-long")
            if not payload["text"].strip():
                raise bad_data("text is empty", breach="text-empty")
        case "picture" | "video":
            _check_address(payload)
            _check_length(payload, "text", MAX_CAPTION, "caption-too-long")
        case "file":
            _check_address(payload)
            _check_file_name(payload)
            if type(payload["size"]) is not int or not 1 <= payload["size"] <= MAX_FILE_BYTES:
                raise bad_data("size is not valid", breach="file-too-big")
        case "url":
            _check_address(payload)
        case "rich_media" if api_version < _RICH_MEDIA_LEVEL:
            raise bad_data("rich_media needs min_api_version 2", breach="min-api-version")
        case _:
            pass


def _check_address(payload: JSON) -> None:
    media = payload["media"]
    if not isinstance(media, str) or not media.startswith(("http://", "https://")) or len(media) > MAX_URL:
        raise bad_data("media must be a public address", breach="media")


def _check_file_name(payload: JSON) -> None:
    _check_length(payload, "file_name", MAX_FILE_NAME, "file-name")
    ending = payload["file_name"].rpartition(".")[2].lower()
    if not ending or ending == payload["file_name"].lower() or ending in _FORBIDDEN_ENDINGS:
        raise bad_data("file_name needs an ending, and not one of a program", breach="file-name")


def _check_length(payload: JSON, name: str, limit: int, breach: str) -> None:
    value = payload.get(name, "")
    if not isinstance(value, str):
        raise bad_data(f"{name} must be a string", breach=breach)
    if len(value) > limit:
        raise bad_data(f"{name} has {len(value)} characters, at most {limit} are taken", breach=breach)
