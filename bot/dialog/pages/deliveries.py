"""The log of deliveries in words: what was owed to whom, and whether and how it reached them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import assert_never
from zoneinfo import ZoneInfo

from bot.dialog.actions import (
    ExportAnnounced,
    ExportCalled,
    ExportDeliveries,
    ExportTold,
    ShowAnnounced,
    ShowAnnouncement,
    ShowCalled,
    ShowCard,
    ShowDeliveries,
    ShowDelivery,
    ShowMe,
    ShowMeetings,
    ShowTold,
)
from bot.dialog.actions.deliveries import Exporting, Showing
from bot.dialog.model import Button, Line, Reply, Row, Style, reply
from bot.dialog.pages.paging import PER_PAGE
from bot.dialog.pages.trail import about_text
from bot.dialog.pages.wording import clipped, messenger, spelled
from bot.dialog.speech import knows
from bot.dialog.text import Text, text, verbatim
from bot.domain.deliveries import Delivery, Extent, Fate
from bot.domain.group_notices import OF_GROUPS
from bot.domain.notices import Kind
from bot.domain.renewing import NO_DAY

NAME_LENGTH = 60
PER_ROW = 4
_OF_A_DAY = frozenset({Kind.DEADLINE, Kind.OVERDUE, Kind.MEETING, Kind.RENEWAL})
_WITH_MOMENT = frozenset({Fate.WAITING, Fate.UNCERTAIN})


def extent_of(action: Showing | Exporting) -> Extent:
    """Return whose notices, or about what, an action is about."""
    match action:
        case ShowDeliveries() | ExportDeliveries():
            return Extent(member=action.member)
        case ShowTold() | ExportTold():
            return Extent(activity=action.activity)
        case ShowCalled() | ExportCalled():
            return Extent(meeting=action.meeting)
        case ShowAnnounced() | ExportAnnounced():
            return Extent(announcement=action.announcement)
        case _:
            assert_never(action)


def showing(extent: Extent, before: int = 0) -> Showing:
    """Return the action that shows the notices of a extent."""
    if extent.announcement:
        return ShowAnnounced(extent.announcement, before)
    if extent.activity:
        return ShowTold(extent.activity, before)
    return ShowCalled(extent.meeting, before) if extent.meeting else ShowDeliveries(extent.member, before)


def _exporting(form: int, extent: Extent) -> Exporting:
    if extent.announcement:
        return ExportAnnounced(form, extent.announcement)
    if extent.activity:
        return ExportTold(form, extent.activity)
    return ExportCalled(form, extent.meeting) if extent.meeting else ExportDeliveries(form, extent.member)


def deliveries_page(found: Sequence[Delivery], extent: Extent, before: int, zone: ZoneInfo) -> Reply:
    """Return a page of the log; of `found` the last one only tells that there are more."""
    shown = found[:PER_PAGE]
    lines = [Line(_title(shown, extent), Style.TITLE)]
    lines += [Line(_item(at, each, zone), Style.ITEM) for at, each in enumerate(shown, start=1)]
    if not shown:
        lines.append(Line(text("delivery.nothing")))
    numbered = [Button(verbatim(str(at)), ShowDelivery(each.id), keep=True) for at, each in enumerate(shown, start=1)]
    rows = [tuple(numbered[at : at + PER_ROW]) for at in range(0, len(numbered), PER_ROW)]
    return reply(*lines, rows=(*rows, *_ways(found, extent, before)))


def _title(shown: Sequence[Delivery], extent: Extent) -> Text:
    if extent.member and shown:
        return text("delivery.title-member", who=spelled(clipped(shown[0].who, NAME_LENGTH)))
    return text("delivery.title" if extent == Extent(extent.member) else "delivery.title-about")


def who_text(delivery: Delivery) -> Text:
    """Name whom it was owed to: a person, or the branch's group chat."""
    if delivery.kind in OF_GROUPS:
        return text("delivery.group")
    return spelled(clipped(delivery.who, NAME_LENGTH))


def _item(at: int, delivery: Delivery, zone: ZoneInfo) -> Text:
    who = who_text(delivery)
    return text("delivery.item", at=at, who=who, what=what_text(delivery), fate=fate_text(delivery, zone))


def what_text(delivery: Delivery) -> Text:
    """Say what a notice is about; a kind of another version is a message and no fault."""
    key = f"delivery.{delivery.kind}"
    if delivery.kind is Kind.RENEWAL and delivery.refers_to == NO_DAY:
        key = "delivery.renewal-undated"
    if not knows(key):
        key = "delivery.other"
    what = text(key, day=delivery.refers_to) if delivery.kind in _OF_A_DAY else text(key)
    if delivery.about is None or delivery.kind is Kind.MEETING:
        return what
    return text("delivery.about", what=what, about=about_text(delivery.about))


def fate_text(delivery: Delivery, zone: ZoneInfo) -> Text:
    """Say what has become of a notice: when it went out and by what, until when it waits, or why it did not leave."""
    if delivery.fate is Fate.SENT:
        return _sent(delivery, zone)
    if delivery.fate in _WITH_MOMENT:
        return text(f"fate.{delivery.fate}", when=_moment(delivery.moment, zone))
    return text(f"fate.{delivery.fate}")


def _sent(delivery: Delivery, zone: ZoneInfo) -> Text:
    key = "delivery.sent-passed-on" if delivery.passed_on else "delivery.sent"
    return text(key, when=_moment(delivery.moment, zone), door=_door(delivery))


def _door(delivery: Delivery) -> Text:
    return messenger(delivery.door) if delivery.door else text("delivery.some-messenger")


def _moment(instant: datetime | None, zone: ZoneInfo) -> Text:
    if instant is None:
        return verbatim("—")
    local = instant.astimezone(zone)
    return text("history.when", day=local.date(), year=local.year, time=local.strftime("%H:%M"))


def _ways(found: Sequence[Delivery], extent: Extent, before: int) -> Iterator[Row]:
    ways = [Button(text("button.latest"), showing(extent))] if before else []
    if len(found) > PER_PAGE:
        ways.append(Button(text("button.earlier"), showing(extent, found[PER_PAGE - 1].id)))
    if ways:
        yield tuple(ways)
    if found:
        yield Button(text("button.xlsx"), _exporting(0, extent)), Button(text("button.csv"), _exporting(1, extent))
    yield (_back(extent),)


def _back(extent: Extent) -> Button:
    if extent.activity:
        return Button(text("button.to-activity"), ShowCard(extent.activity))
    if extent.announcement:
        return Button(text("button.back"), ShowAnnouncement(extent.announcement))
    if extent.meeting:
        return Button(text("button.meetings"), ShowMeetings())
    return _TO_LOG if extent.member else Button(text("button.me"), ShowMe())


_TO_LOG = Button(text("button.deliveries"), ShowDeliveries(0, 0))


def delivery_pages(delivery: Delivery, zone: ZoneInfo) -> tuple[Reply, ...]:
    """Return one notice; before it, where it went out, a message by itself that proves it and can be forwarded."""
    who = who_text(delivery)
    lines = [
        Line(text("delivery.one", who=who, what=what_text(delivery)), Style.TITLE),
        Line(text("delivery.due", when=_moment(delivery.due, zone))),
        Line(text("delivery.fate", fate=fate_text(delivery, zone))),
    ]
    theirs = Button(text("button.all-theirs"), ShowDeliveries(delivery.member_id, 0))
    page = reply(*lines, rows=((theirs, _TO_LOG),))
    return (_proof(delivery, zone), page) if delivery.fate is Fate.SENT else (page,)


def _proof(delivery: Delivery, zone: ZoneInfo) -> Reply:
    key = "delivery.proof-passed-on" if delivery.passed_on else "delivery.proof"
    when, what = _moment(delivery.moment, zone), what_text(delivery)
    return reply(Line(text(key, who=who_text(delivery), when=when, door=_door(delivery), what=what)), home=False)


def file_page(count: int, extent: Extent, most: int) -> Reply:
    """Say what is in the file; where the log is longer, that only the latest are."""
    lines = [Line(text("delivery.file", n=count))]
    if count >= most:
        lines.append(Line(text("delivery.file-latest"), Style.NOTE))
    return reply(*lines, rows=((Button(text("button.deliveries"), showing(extent)),),))
