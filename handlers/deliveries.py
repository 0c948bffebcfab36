"""The log of deliveries, for those who may read it."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from bot.dialog.actions import (
    Action,
    ExportAnnounced,
    ExportCalled,
    ExportDeliveries,
    ExportTold,
    ShowAnnounced,
    ShowCalled,
    ShowDeliveries,
    ShowDelivery,
    ShowTold,
)
from bot.dialog.actions.deliveries import Exporting, Showing
from bot.dialog.model import Attachment, AttachmentKind
from bot.dialog.pages.deliveries import deliveries_page, delivery_pages, extent_of, file_page, showing
from bot.dialog.pages.paging import PER_PAGE
from bot.documents.delivery_writer import deliveries_csv, deliveries_xlsx
from bot.domain.access import may_read_deliveries
from bot.domain.deliveries import MOST_IN_FILE
from bot.usecases.deliveries import deliveries, delivery, export_deliveries
from handlers.correcting import refused
from handlers.talk import OnEarlyTap, Replies, Visit


async def show_deliveries(visit: Visit, action: Showing) -> Replies:
    """Show a page of the log; those who may not read it are refused."""
    if not may_read_deliveries(visit.caller.role):
        return await refused(visit)
    extent = extent_of(action)
    found = await deliveries(visit.house, visit.caller, extent, before=action.before, most=PER_PAGE + 1)
    return (deliveries_page(found, extent, action.before, visit.house.zone),)


async def show_delivery(visit: Visit, action: ShowDelivery) -> Replies:
    """Show one notice and the proof of it; of one that is not theirs to see, the log."""
    found = await delivery(visit.house, visit.caller, action.notice)
    if found is None:
        return await show_deliveries(visit, ShowDeliveries(0, 0))
    return delivery_pages(found, visit.house.zone)


async def send_deliveries(visit: Visit, action: Exporting) -> Replies:
    """Send the log as a file, in the language of whoever asks."""
    extent, language, zone = extent_of(action), visit.caller.language, visit.house.zone
    way = showing(extent)
    found = await export_deliveries(visit.house, visit.caller, extent, way, visit.incoming.update_key)
    if not found:
        return await show_deliveries(visit, way)
    ending, write = (".csv", deliveries_csv) if action.form else (".xlsx", deliveries_xlsx)
    # Thousands of rows take a second or two, in which others are answered.
    content = await asyncio.to_thread(write, found, language, zone)
    file = Attachment(f"deliveries-{visit.house.today()}{ending}", AttachmentKind.FILE, content)
    return (replace(file_page(len(found), extent, MOST_IN_FILE), attachments=(file,)),)


DELIVERY_TAPS: dict[type[Action], OnEarlyTap] = {
    ShowDeliveries: show_deliveries,
    ShowTold: show_deliveries,
    ShowCalled: show_deliveries,
    ShowAnnounced: show_deliveries,
    ShowDelivery: show_delivery,
    ExportDeliveries: send_deliveries,
    ExportTold: send_deliveries,
    ExportCalled: send_deliveries,
    ExportAnnounced: send_deliveries,
}
"""What the buttons of the log do."""
