"""What is kept of a person as files: one for other programs, whose form is in docs/my-data.md, and one to read."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from bot.dialog.speech import knows, say
from bot.dialog.text import Text, text, verbatim
from bot.domain.personal import MyData, Record

FORMAT = "planovyk-my-data/1"
_MOMENTS = frozenset({"at", "due", "silent_since"})
_DAYS = frozenset({"first", "last", "paid_until"})
_NAMED = {
    "role": "role.{}", "verb": "trail.{}", "part": "my-part.{}", "state": "my-state.{}", "before": "my-state.{}",
    "after": "my-state.{}",
}  # fmt: skip
"""Fields whose values have words, and the key of these."""
UNSAID = frozenset(
    {"year", "number", "title", "kind", "subject", "silence", "language", "outcome", "wanted", "media_type", "size"}
)
"""Fields that are said with others, or are the program's own; the other file has them all."""


def my_data_json(data: MyData) -> bytes:
    """Return all of it for other programs: JSON in UTF-8, moments in UTC."""
    members = [{**each.about, **each.sections} for each in data.memberships]
    made_at = data.made_at.astimezone(UTC).isoformat()
    whole = {"format": FORMAT, "made_at": made_at, "memberships": members, "applications": list(data.applications)}
    return json.dumps(whole, ensure_ascii=False, indent=2).encode()


def my_data_text(data: MyData, language: str, zone: ZoneInfo) -> bytes:
    """Return it to be read by the person: a paragraph for each kind of thing, moments in the zone."""
    lines = [say(text("my-data.title"), language)]
    for each in data.memberships:
        lines += ["", *_record_lines(each.about, language, zone)]
        for section, records in each.sections.items():
            lines += _section(section, records, language, zone)
    lines += _section("applications", data.applications, language, zone)
    return ("\r\n".join(lines) + "\r\n").encode("utf-8-sig")


def _section(name: str, records: Sequence[Record], language: str, zone: ZoneInfo) -> list[str]:
    if not records:
        return []
    said = [f"- {'; '.join(_record_lines(record, language, zone))}" for record in records]
    return ["", say(text(f"my-data.{name}"), language), *said]


def _record_lines(record: Record, language: str, zone: ZoneInfo) -> Iterator[str]:
    if "title" in record:
        number = f"{record['number']} " if record.get("number") else ""
        yield f"{record['year']}, {number}{' '.join(str(record['title']).split())}"
    for field, value in record.items():
        if field not in UNSAID and value not in (None, "", False):
            yield f"{say(text(f'my-field.{field}'), language)}: {_said(field, value, language, zone)}"


def _said(field: str, value: object, language: str, zone: ZoneInfo) -> str:
    if field in _NAMED:
        key = _NAMED[field].format(value)
        return say(Text(key, {}) if knows(key) else verbatim(str(value)), language)
    if field in _DAYS:
        return date.fromisoformat(str(value)).strftime("%d.%m.%Y")
    if field in _MOMENTS or field.endswith("_at"):
        return datetime.fromisoformat(str(value)).astimezone(zone).strftime("%d.%m.%Y %H:%M")
    return say(text("my-data.yes"), language) if value is True else " ".join(str(value).split())
