"""Small phrases that many pages share: activities, people, moments, quarters."""

from __future__ import annotations

from datetime import datetime
from typing import assert_never
from zoneinfo import ZoneInfo

from bot.dialog.text import Text, text, verbatim
from bot.domain.duties import parties_of
from bot.domain.plan import Activity, Member, Snapshot
from bot.domain.windows import Period, PeriodKind

TITLE_LENGTH = 90
BUTTON_LENGTH = 28
MOST_NAMES = 3
NAME_LENGTH, FULL_NAME_LENGTH = 40, 150
ROMAN = ("", "I", "II", "III", "IV")


def period_text(period: Period) -> Text:
    """Name what a plan is for: «2026 рік», «2026/27 навчальний рік», «вересень 2026 року»."""
    match period.kind:
        case PeriodKind.CALENDAR:
            return text("period.calendar", year=period.year)
        case PeriodKind.SCHOOL:
            return text("period.school", year=period.year, next=f"{(period.year + 1) % 100:02}")
        case PeriodKind.MONTH:
            return text(f"period.month.{period.month}", year=period.year)
        case _:
            assert_never(period.kind)


def clipped(words: str, length: int) -> str:
    """Shorten a text to at most `length` characters, at a word's end where there is one."""
    if len(words) <= length:
        return words
    head = words[: length - 1]
    return (head.rsplit(" ", 1)[0] if " " in head[length // 2 :] else head).rstrip(" ,.:;–-") + "…"


def label(activity: Activity, length: int = TITLE_LENGTH) -> str:
    """Name an activity in one line: its number, where it has one, and its title."""
    title = clipped(" ".join(activity.title.split()).rstrip(" .;,"), length)
    return f"{activity.number} {title}" if activity.number else title


def short_label(activity: Activity) -> str:
    """Name an activity on a button: the number alone says enough."""
    return activity.number or clipped(activity.title, BUTTON_LENGTH).rstrip(".")


def people(snapshot: Snapshot, activity: Activity, most: int = MOST_NAMES) -> Text:
    """Name those responsible as the plan does, the first few of them."""
    longest = NAME_LENGTH if most <= MOST_NAMES else FULL_NAME_LENGTH
    names = [clipped(party.name, longest) for party in parties_of(snapshot, activity)]
    if not names:
        return text("people.nobody")
    if len(names) <= most:
        return verbatim(", ".join(names))
    return text("people.more", names=", ".join(names[:most]), n=len(names) - most)


def name_of(member: Member | None) -> Text:
    """Name a member; one who was erased has no name any more."""
    return spelled(member.name if member else "")


def spelled(name: str) -> Text:
    """Return a name, or what stands for the one that was erased."""
    return verbatim(name) if name else text("people.somebody")


def author_of(snapshot: Snapshot, author: int | None, recorded_by: int | None) -> Text:
    """Name whose words something is; where somebody else wrote them down, that is said too, wherever it is shown."""
    name = name_of(snapshot.person(author))
    return text("by-word-of", who=name, by=name_of(snapshot.person(recorded_by))) if recorded_by else name


def moment(instant: datetime, zone: ZoneInfo) -> Text:
    """Write an instant as people in the zone read it: the day and the time."""
    local = instant.astimezone(zone)
    return text("moment", day=local.date(), time=local.strftime("%H:%M"))


def messenger(door: str) -> Text:
    """Name a messenger by its door."""
    return text(f"door.{door}")
