"""The open Viber door."""

from __future__ import annotations

import logging

from bot.dialog.attachments import words_of
from bot.dialog.door import DeliveryError, Failure
from bot.dialog.model import Attachment, Reply
from bot.logs import log_event
from bot.viber.attaching import attachment_message, with_long_captions
from bot.viber.client import API_URL, ViberClient
from bot.viber.incoming import DOOR
from bot.viber.rendering import Message, messages
from bot.viber.shelf import Shelf

_log = logging.getLogger(__name__)


class ViberDoor:
    """Sends replies to people who are subscribed; see `bot.dialog.door.Door`."""

    name = DOOR

    def __init__(self, client: ViberClient, shelf: Shelf) -> None:
        self.client = client
        self.shelf = shelf

    async def send(self, account: str, reply: Reply, language: str) -> None:
        """Send one reply in one attempt, its attachments first: they and a long text are several messages in a row.

        Raises DeliveryError. An attachment that Viber refuses for good stays away, and the text says so.
        """
        lost = []
        has_begun = False
        for attachment in reply.attachments:
            if await self._attach(account, attachment, language, later=has_begun):
                has_begun = True
            else:
                lost.append(attachment)
        for message in messages(words_of(with_long_captions(reply, language), lost), language):
            await self._call(account, message, later=has_begun)
            has_begun = True

    async def _attach(self, account: str, attachment: Attachment, language: str, *, later: bool) -> bool:
        message = attachment_message(attachment, self.shelf.lay(attachment), language)
        try:
            await self._call(account, message, later=later)
        except DeliveryError as error:
            if error.failure is not Failure.REFUSED:
                raise
            log_event(_log, "attachment-not-sent", level=logging.WARNING, failure=error.failure)
            return False
        return True

    async def _call(self, account: str, message: Message, *, later: bool) -> None:
        try:
            await self.client.call("send_message", {"receiver": account, **message})
        except DeliveryError as error:
            if later and error.failure is Failure.LATER:
                # The beginning has arrived: sent again, it would be there twice.
                raise DeliveryError(Failure.UNCERTAIN, error.retry_after) from error
            raise

    async def account(self) -> str:
        """Return the bot's URI for deep links: ``viber://pa?chatURI=<uri>&context=<token>``. Raises DeliveryError."""
        uri = (await self.client.call("get_account_info", {})).get("uri")
        if not isinstance(uri, str) or not uri:
            raise DeliveryError(Failure.UNCERTAIN)
        return uri

    async def close(self) -> None:
        """Close the connections to Viber."""
        await self.client.close()


def open_viber(token: str, api_url: str = API_URL, public_url: str = "") -> ViberDoor:
    """Open the door of the bot with this token, in a running event loop.

    Args:
        token: of the bot.
        api_url: of Viber's REST API; it may end in ``/pa`` or not.
        public_url: where Viber reaches our server, which it fetches attachments from.
    """
    return ViberDoor(ViberClient(token, api_url), Shelf(public_url))
