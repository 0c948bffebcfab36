"""A message as the page gets it: plain strings under names of styles, never markup."""

from __future__ import annotations

from urllib.parse import urlencode

from bot.dialog.attachments import file_name
from bot.dialog.model import Reply
from bot.dialog.speech import say
from bot.dialog.text import Text
from bot.web.transcript import Message

ATTACHMENT_PATH = "/api/attachment"
"""Where the page finds what goes along with a message."""


def rendered(message: Message, account: str, language: str | None) -> dict[str, object]:
    """Write a message of an account's chat as JSON data, in `language` or else in the one it was sent in."""
    spoken = language or message.language
    return {
        "id": message.id,
        "version": message.version,
        "at": message.at.isoformat(timespec="seconds"),
        "mine": message.mine,
        "attachments": _attachments(message, account, spoken),
        "lines": _lines(message.said, spoken),
        "rows": _rows(message.said, spoken),
    }


def _attachments(message: Message, account: str, language: str) -> list[dict[str, object]]:
    return [
        {
            "kind": each.kind.value,
            "name": file_name(each),
            "bytes": len(each.content),
            "caption": say(each.caption, language) if each.caption else "",
            "path": f"{ATTACHMENT_PATH}?{urlencode({'account': account, 'message': message.id, 'place': place})}",
        }
        for place, each in enumerate(message.attachments)
    ]


def _lines(said: Reply | Text, language: str) -> list[dict[str, str]]:
    if isinstance(said, Text):
        return [{"style": "plain", "text": say(said, language)}]
    return [{"style": line.style.value, "text": say(line.text, language)} for line in said.lines]


def _rows(said: Reply | Text, language: str) -> list[list[dict[str, str]]]:
    if isinstance(said, Text):
        return []
    return [[{"label": say(button.label, language), "code": button.code} for button in row] for row in said.rows]
