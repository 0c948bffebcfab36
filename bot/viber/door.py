"""The open Viber door."""

from __future__ import annotations

from bot.dialog.door import DeliveryError, Failure
from bot.dialog.model import Reply
from bot.viber.client import API_URL, ViberClient
from bot.viber.incoming import DOOR
from bot.viber.rendering import messages


class ViberDoor:
    """Sends replies to people who are subscribed; see `bot.dialog.door.Door`."""

    name = DOOR

    def __init__(self, client: ViberClient) -> None:
        self.client = client

    async def send(self, account: str, reply: Reply, language: str) -> None:
        """Send one reply in one attempt: a long one is several messages in a row. Raises DeliveryError."""
        for place, message in enumerate(messages(reply, language)):
            try:
                await self.client.call("send_message", {"receiver": account, **message})
            except DeliveryError as error:
                if place and error.failure is Failure.LATER:
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


def open_viber(token: str, api_url: str = API_URL) -> ViberDoor:
    """Open the door of the bot with this token, in a running event loop. The address may end in ``/pa`` or not."""
    return ViberDoor(ViberClient(token, api_url))
