"""Keyboards: what Telegram takes as reply_markup."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from tests.servers.telegram.errors import ApiError, bad_request

MAX_BUTTONS = 100
MAX_BUTTONS_IN_ROW = 8
MAX_CALLBACK_BYTES = 64

_ACTIONS = {
    "url", "callback_data", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay", "disabled",
}  # fmt: skip
_LOOKS = {"text", "icon_custom_emoji_id", "style"}
_REQUESTS = {
    "request_users", "request_chat", "request_managed_bot", "request_contact", "request_location", "request_poll",
    "web_app",
}  # fmt: skip
_REPLY_OPTIONS = {
    "keyboard", "is_persistent", "resize_keyboard", "one_time_keyboard", "input_field_placeholder", "selective",
    "force_reply",
}  # fmt: skip
_URL_SCHEMES = ("http://", "https://", "tg://")


class Button(NamedTuple):
    """A button as the person sees it; `data` is its callback data, None for a link or a key of a reply keyboard."""

    text: str
    data: str | None


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Keyboard:
    """A checked reply_markup. `inline` is the JSON to repeat in the message, None for the other kinds."""

    rows: Rows = ()
    inline: dict[str, Any] | None = None
    links: dict[str, str] = field(default_factory=dict)


def check_keyboard(markup: Any) -> Keyboard:  # noqa: ANN401 - JSON from outside
    """Check a reply_markup of any kind. Raises ApiError 400, a breach."""
    match markup:
        case None:
            return Keyboard()
        case {"inline_keyboard": list(rows)}:
            return _inline(_counted(rows), markup)
        case {"keyboard": list(rows)}:
            _known(markup, _REPLY_OPTIONS)
            return Keyboard(tuple(tuple(map(_key, row)) for row in _counted(rows)))
        case {"remove_keyboard": True} | {"force_reply": True}:
            return Keyboard()
        case _:
            raise _refusal("can't parse reply keyboard markup JSON object")


def _inline(rows: list[list[Any]], markup: dict[str, Any]) -> Keyboard:
    _known(markup, {"inline_keyboard", "force_reply"})
    if not rows:
        return Keyboard()
    drawn = tuple(tuple(_inline_button(button) for button in row) for row in rows)
    links = {button["text"]: button["url"] for row in rows for button in row if "url" in button}
    return Keyboard(drawn, {"inline_keyboard": rows}, links)


def _counted(rows: list[Any]) -> list[list[Any]]:
    for row in rows:
        if not isinstance(row, list):
            raise _refusal("field keyboard must be an Array of Arrays")
        if not row:
            raise _refusal("a keyboard row is empty")
        if len(row) > MAX_BUTTONS_IN_ROW:
            raise _refusal(f"{len(row)} buttons in a row, at most {MAX_BUTTONS_IN_ROW} are shown")
    if sum(map(len, rows)) > MAX_BUTTONS:
        raise _refusal("REPLY_MARKUP_TOO_LONG")
    return rows


def _inline_button(button: Any) -> Button:  # noqa: ANN401 - JSON from outside
    text = _text(button)
    _known(button, _ACTIONS | _LOOKS)
    actions = _ACTIONS & button.keys()
    if len(actions) != 1:
        raise _refusal(f"an inline button needs exactly one action, this has {len(actions)}")
    if "url" in button and not str(button["url"]).startswith(_URL_SCHEMES):
        raise _refusal("BUTTON_URL_INVALID")
    return Button(text, _callback_data(button["callback_data"]) if "callback_data" in button else None)


def _callback_data(data: Any) -> str:  # noqa: ANN401 - JSON from outside
    if not isinstance(data, str) or not 1 <= len(data.encode()) <= MAX_CALLBACK_BYTES:
        raise bad_request("BUTTON_DATA_INVALID", breach="callback-data")
    return data


def _key(button: Any) -> Button:  # noqa: ANN401 - JSON from outside
    if isinstance(button, str):
        button = {"text": button}
    text = _text(button)
    _known(button, _REQUESTS | _LOOKS)
    if len(_REQUESTS & button.keys()) > 1:
        raise _refusal("a key asks for more than one thing")
    return Button(text, None)


def _text(button: Any) -> str:  # noqa: ANN401 - JSON from outside
    text = button.get("text") if isinstance(button, dict) else None
    if not isinstance(text, str) or not text.strip():
        raise _refusal("can't parse keyboard button: text is empty")
    return text


def _known(given: dict[str, Any], allowed: set[str]) -> None:
    if unknown := given.keys() - allowed:
        raise _refusal(f"unknown fields {sorted(unknown)} in reply_markup")


def _refusal(what: str) -> ApiError:
    return bad_request(what, breach="keyboard")
