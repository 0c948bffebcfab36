"""Viber keyboards: what the API takes, and on how many rows the buttons come out."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from tests.servers.viber.errors import ApiError, bad_data, missing_data

JSON = dict[str, Any]
MAX_ROWS = 12
MAX_TEXT = 250
MAX_ACTION_BODY = 100
_COLUMNS = 6
_BUTTON_ROWS = 2

# Each known field and the API level it came with (developers.viber.com, "Keyboards").
_KEYBOARD_LEVELS = {
    "Type": 1, "Buttons": 1, "BgColor": 1, "DefaultHeight": 1, "CustomDefaultHeight": 3, "HeightScale": 3,
    "ButtonsGroupColumns": 4, "ButtonsGroupRows": 4, "InputFieldState": 4, "FavoritesMetadata": 6,
}  # fmt: skip
_BUTTON_LEVELS = {
    "Columns": 1, "Rows": 1, "BgColor": 1, "Silent": 1, "BgMediaType": 1, "BgMedia": 1, "BgLoop": 1, "ActionType": 1,
    "ActionBody": 1, "Image": 1, "Text": 1, "TextVAlign": 1, "TextHAlign": 1, "TextOpacity": 1, "TextSize": 1,
    "OpenURLType": 1, "OpenURLMediaType": 1, "TextBgGradientColor": 1, "InternalBrowser": 3, "TextPaddings": 4,
    "BgMediaScaleType": 6, "ImageScaleType": 6, "TextShouldFit": 6, "Map": 6, "Frame": 6, "MediaPlayer": 6,
}  # fmt: skip
_ACTION_LEVELS = {"reply": 1, "open-url": 1, "none": 1, "location-picker": 3, "share-phone": 3}
_CHOICES: dict[str, set[Any]] = {
    "ActionType": set(_ACTION_LEVELS),
    "TextSize": {"small", "regular", "large"},
    "TextVAlign": {"top", "middle", "bottom"},
    "TextHAlign": {"left", "center", "right"},
    "BgMediaType": {"picture", "gif"},
    "OpenURLType": {"internal", "external"},
    "InputFieldState": {"regular", "minimized", "hidden"},
    "Silent": {True, False},
    "DefaultHeight": {True, False},
}
_COLOR = re.compile(r"#[0-9a-fA-F]{6}")
_MARKUP = re.compile(r"<[^>]*>")


class Button(NamedTuple):
    """A button as the person sees it, and what tapping it says (`body`) or opens."""

    text: str
    body: str
    action: str = "reply"
    silent: bool = False


def check_keyboard(keyboard: Any, api_version: int) -> tuple[Button, ...]:  # noqa: ANN401 - JSON from outside
    """Check a keyboard against the limits and the API level the message asks for. Raises ApiError, a breach."""
    if not isinstance(keyboard, dict) or keyboard.get("Type") != "keyboard":
        raise _wrong('Type must be "keyboard"')
    level = _check_fields(keyboard, _KEYBOARD_LEVELS)
    buttons = keyboard.get("Buttons")
    if not isinstance(buttons, list) or not buttons:
        raise missing_data("Buttons", breach="keyboard")
    levels = [_check_button(button) for button in buttons]
    _demand_level(max(level, *levels), api_version)
    if (rows := rows_of(buttons, keyboard.get("ButtonsGroupColumns", _COLUMNS))) > MAX_ROWS:
        raise _wrong(f"{rows} rows, at most {MAX_ROWS} are safe")
    return tuple(map(_drawn, buttons))


def rows_of(buttons: list[JSON], columns: int = _COLUMNS) -> int:
    """Rows that the buttons fill: they flow left to right, a row is as high as its highest button."""
    rows, height, free = 0, 0, 0
    for button in buttons:
        width = button.get("Columns", columns)
        if width > free:
            rows, height, free = rows + height, 0, columns
        free -= width
        height = max(height, button.get("Rows", 1))
    return rows + height


def _check_button(button: Any) -> int:  # noqa: ANN401 - JSON from outside
    if not isinstance(button, dict):
        raise _wrong("a button must be an object")
    level = _check_fields(button, _BUTTON_LEVELS)
    _check_size(button, "Columns", _COLUMNS)
    _check_size(button, "Rows", _BUTTON_ROWS)
    if not button.keys() & {"Text", "BgMedia", "Image", "BgColor"}:
        raise missing_data("Text, BgMedia, Image or BgColor", breach="keyboard")
    text = button.get("Text", " ")
    if not isinstance(text, str) or not text or len(text) > MAX_TEXT:
        raise _wrong(f"Text must have 1 to {MAX_TEXT} characters")
    _check_body(button)
    return max(level, _ACTION_LEVELS[button.get("ActionType", "reply")])


def _check_body(button: JSON) -> None:
    action, body = button.get("ActionType", "reply"), button.get("ActionBody", "")
    if action == "none" and not body:
        return
    if not isinstance(body, str) or not 1 <= len(body) <= MAX_ACTION_BODY:
        raise bad_data(f"ActionBody must have 1 to {MAX_ACTION_BODY} characters", breach="action-body")
    if action == "open-url" and not re.match(r"(https?|viber)://", body):
        raise bad_data("ActionBody of open-url must be an address", breach="action-body")


def _check_size(button: JSON, name: str, limit: int) -> None:
    size = button.get(name, 1)
    if type(size) is not int or not 1 <= size <= limit:
        raise _wrong(f"{name} must be 1 to {limit}")


def _check_fields(given: JSON, levels: Mapping[str, int]) -> int:
    if unknown := given.keys() - levels.keys():
        raise bad_data(f"unknown fields {sorted(unknown)} in keyboard", breach="unknown-field")
    for name in _CHOICES.keys() & given.keys():
        if isinstance(given[name], (list, dict)) or given[name] not in _CHOICES[name]:
            raise _wrong(f"{name} is {given[name]!r}")
    if "BgColor" in given and not _COLOR.fullmatch(str(given["BgColor"])):
        raise _wrong("BgColor must be #RRGGBB")
    return max((levels[name] for name in given), default=1)


def _demand_level(level: int, api_version: int) -> None:
    if level > api_version:
        what = f"the keyboard uses API level {level}, the message says min_api_version {api_version}"
        raise bad_data(what, breach="min-api-version")


def _drawn(button: JSON) -> Button:
    return Button(
        html.unescape(_MARKUP.sub("", button.get("Text", ""))),
        button.get("ActionBody", ""),
        button.get("ActionType", "reply"),
        bool(button.get("Silent", False)),
    )


def _wrong(what: str) -> ApiError:
    return bad_data(f"keyboard is not valid. {what}", breach="keyboard")
