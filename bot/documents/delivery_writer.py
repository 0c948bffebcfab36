"""The log of deliveries out, as a table: a notice a row, the latest first."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.dialog.pages.deliveries import fate_text, what_text, who_text
from bot.dialog.pages.wording import messenger
from bot.dialog.speech import say
from bot.dialog.text import text
from bot.documents.table_writer import Cell, table_csv, table_xlsx
from bot.domain.deliveries import Delivery, Fate

_WIDTHS = (32, 70, 18, 18, 16, 60)


def deliveries_csv(found: Iterable[Delivery], language: str, zone: ZoneInfo) -> bytes:
    """Return the log as CSV (see `table_csv`); moments are the zone's."""
    return table_csv(_headings(language), (_cells(each, language, zone) for each in found))


def deliveries_xlsx(found: Iterable[Delivery], language: str, zone: ZoneInfo) -> bytes:
    """Return the log as a workbook of one sheet (see `table_xlsx`); moments are the zone's."""
    return table_xlsx(_headings(language), _WIDTHS, (_cells(each, language, zone) for each in found))


def _headings(language: str) -> tuple[str, ...]:
    columns = (
        text("delivery.column-who"), text("delivery.column-what"), text("delivery.column-due"),
        text("delivery.column-sent"), text("delivery.column-door"), text("delivery.column-fate"),
    )  # fmt: skip
    return tuple(say(each, language) for each in columns)


def _cells(each: Delivery, language: str, zone: ZoneInfo) -> tuple[Cell, ...]:
    sent = _moment(each.moment, zone) if each.fate is Fate.SENT else ""
    door = say(messenger(each.door), language) if each.door else ""
    words = (say(part, language) for part in (who_text(each), what_text(each), fate_text(each, zone)))
    who, what, fate = (" ".join(part.split()) for part in words)
    return who, what, _moment(each.due, zone), sent, door, fate


def _moment(instant: datetime | None, zone: ZoneInfo) -> str:
    return instant.astimezone(zone).strftime("%d.%m.%Y %H:%M") if instant else ""
