"""The methods of the Viber REST API that this server knows."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp

from tests.servers.viber.account import CHAT_HOSTNAME, OPTIONAL_EVENTS, Account, Contact
from tests.servers.viber.callbacks import Callback, Callbacks
from tests.servers.viber.errors import ApiError, Status, bad_data, missing_data
from tests.servers.viber.media import with_content
from tests.servers.viber.messages import Message, check_message

JSON = dict[str, Any]
Method = Callable[[Account, Callbacks, JSON], Awaitable[JSON]]
MAX_BROADCAST = 300
_MAX_ONLINE = 100


async def set_webhook(account: Account, callbacks: Callbacks, body: JSON) -> JSON:
    """Set the address of the callbacks, or take it away with an empty one; calls it back before it answers."""
    _known(body, {"url", "event_types", "send_name", "send_photo"})
    url, events = body.get("url"), body.get("event_types", list(OPTIONAL_EVENTS))
    if not isinstance(url, str):
        raise missing_data("url")
    if unknown := set(events) - {*OPTIONAL_EVENTS, "message"}:
        raise bad_data(f"event_types {sorted(unknown)}", breach="event-types")
    if not url:
        account.webhook = ""
        return {}
    await _try_webhook(account, callbacks, url)
    account.events = set(events)
    return {"chat_hostname": CHAT_HOSTNAME, "event_types": sorted(account.events)}


async def send_message(account: Account, callbacks: Callbacks, body: JSON) -> JSON:
    """Write to one subscribed person."""
    receiver = body.get("receiver")
    if not isinstance(receiver, str) or not receiver:
        raise missing_data("receiver")
    _known_absent(body, "broadcast_list")
    message = check_message(body, next(account.tokens))
    contact = _reachable(account, receiver, message)
    message = await with_content(account, message)
    account.rates.count_message(receiver)
    _show(account, callbacks, contact, message)
    return {"message_token": message.token, "chat_hostname": CHAT_HOSTNAME, "billing_status": 1}


async def broadcast_message(account: Account, callbacks: Callbacks, body: JSON) -> JSON:
    """Write the same to at most 300 people; those who were not reached stand in failed_list."""
    receivers = body.get("broadcast_list")
    if not isinstance(receivers, list) or not receivers:
        raise missing_data("broadcast_list")
    if len(receivers) > MAX_BROADCAST or len(set(receivers)) < len(receivers):
        raise bad_data("broadcast_list has more than 300 receivers, or one twice", breach="broadcast-list")
    _known_absent(body, "receiver")
    message = await with_content(account, check_message(body, next(account.tokens)))
    account.rates.count_broadcast()
    failed: list[JSON] = []
    for receiver in receivers:
        try:
            contact = _reachable(account, receiver, message)
            account.rates.count_message(receiver)
            _show(account, callbacks, contact, message)
        except ApiError as error:
            failed.append({"receiver": receiver, "status": error.status, "status_message": error.message})
    return {"message_token": message.token, "failed_list": failed, "chat_hostname": CHAT_HOSTNAME}


async def get_account_info(account: Account, _callbacks: Callbacks, body: JSON) -> JSON:
    """Name, uri and settings of the bot."""
    _known(body, set())
    return {
        "id": "pa:75346594275468546724",
        "name": account.name,
        "uri": account.uri,
        "icon": "https://example.org/icon.jpg",
        "category": "Education",
        "subcategory": "Library",
        "country": "UA",
        "webhook": account.webhook,
        "event_types": sorted(account.events),
        "subscribers_count": sum(contact.subscribed for contact in account.contacts.values()),
    }


async def get_user_details(account: Account, _callbacks: Callbacks, body: JSON) -> JSON:
    """The profile of a subscribed person."""
    _known(body, {"id"})
    contact = _subscribed(account, str(body.get("id", "")))
    device = {"primary_device_os": "android 9", "viber_version": "16.1.0", "device_type": "SM-A105F"}
    return {"message_token": next(account.tokens), "user": contact.profile | device}


async def get_online(account: Account, _callbacks: Callbacks, body: JSON) -> JSON:
    """Whether at most 100 people are online."""
    _known(body, {"ids"})
    ids = body.get("ids")
    if not isinstance(ids, list) or not 1 <= len(ids) <= _MAX_ONLINE:
        raise bad_data("ids must be a list of 1 to 100", breach="ids")
    return {"users": [_online(account, user_id) for user_id in ids]}


METHODS: dict[str, Method] = {
    method.__name__: method
    for method in (set_webhook, send_message, broadcast_message, get_account_info, get_user_details, get_online)
}


def welcome(account: Account, contact: Contact, body: JSON) -> None:
    """Show the message that stood in the answer to conversation_started. Raises ApiError."""
    _known_absent(body, "broadcast_list")
    contact.show(check_message(body, next(account.tokens)))


async def _try_webhook(account: Account, callbacks: Callbacks, url: str) -> None:
    loopback = account.allow_http_webhook and url.startswith("http://127.0.0.1:")
    if not (loopback or url.startswith("https://")):
        raise ApiError(Status.INVALID_URL, "Webhook url is not valid", breach="webhook-url")
    before, account.webhook = account.webhook, url
    try:
        status, _ = await callbacks.post(account.event("webhook", {}))
    except (aiohttp.ClientError, TimeoutError):
        status = 0
    if status != 200:
        account.webhook = before
        raise ApiError(Status.INVALID_URL, f"Webhook url did not answer with 200 but {status}")


def _reachable(account: Account, receiver: str, message: Message) -> Contact:
    if account.blocked:
        raise ApiError(Status.ACCOUNT_BLOCKED, "publicAccountBlocked")
    if not account.webhook:
        raise ApiError(Status.WEBHOOK_NOT_SET, "webhookNotSet")
    contact = _subscribed(account, receiver)
    if message.payload.get("min_api_version", 1) > contact.profile["api_version"]:
        raise ApiError(Status.RECEIVER_NO_SUITABLE_DEVICE, "receiverNoSuitableDevice")
    return contact


def _subscribed(account: Account, receiver: str) -> Contact:
    contact = account.contacts.get(receiver)
    if contact is None:
        raise ApiError(Status.RECEIVER_NOT_REGISTERED, "receiverNotRegistered")
    if not contact.subscribed:
        raise ApiError(Status.RECEIVER_NOT_SUBSCRIBED, "receiverNotSubscribed")
    return contact


def _show(account: Account, callbacks: Callbacks, contact: Contact, message: Message) -> None:
    contact.show(message)
    for kind in ("delivered", "seen"):
        event = account.event(kind, {"message_token": message.token, "user_id": contact.id})
        callbacks.add(Callback(contact.id, event))


def _online(account: Account, user_id: str) -> JSON:
    if user_id in account.contacts:
        return {"id": user_id, "online_status": 0, "online_status_message": "online"}
    return {"id": user_id, "online_status": 3, "online_status_message": "try later"}


def _known(body: JSON, allowed: set[str]) -> None:
    if unknown := body.keys() - allowed:
        raise bad_data(f"unknown fields {sorted(unknown)}", breach="unknown-field")


def _known_absent(body: JSON, name: str) -> None:
    if name in body:
        raise bad_data(f"{name} does not belong here", breach="unknown-field")
