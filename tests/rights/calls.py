"""What a person does at a door, as the HTTP request that the messenger makes of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import aiohttp
from yarl import URL

from bot.telegram.webhook import SECRET_HEADER
from bot.viber.signature import HEADER
from tests.entrances import Entrance
from tests.fuzz.webhooks.calls import SECRET, VIBER_TOKEN
from tests.servers.viber.callbacks import sign

JSON = dict[str, Any]
PATHS = {"telegram": "/telegram", "viber": "/viber", "web": "/api/say"}
_numbers = count(5_000_000)


@dataclass(frozen=True)
class Caller:
    """Makes the calls of people at one door; `last` is the body of the call made last."""

    door: str
    entrance: Entrance
    client: aiohttp.ClientSession
    made: list[bytes] = field(default_factory=list)

    async def forges(self, account: int | str, code: str) -> int:
        """Press a button in somebody's name, without the messenger's secret."""
        original = self.entrance.originals.by(account).taps[0]
        body = json.dumps(_renewed(original, account, {"data": code, "text": code, "code": code})).encode()
        wrong = {
            "telegram": {SECRET_HEADER: SECRET[:-1]},
            "viber": {HEADER: sign(VIBER_TOKEN, body + b" ")},
            "web": {"Origin": "https://evil.example"},
        }
        return await self._post(body, wrong[self.door])

    async def taps(self, account: int | str, code: str) -> int:
        """Press a button, drawn by us or typed by hand; returns the status of the call."""
        original = self.entrance.originals.by(account).taps[0]
        return await self._call(_renewed(original, account, {"data": code, "text": code, "code": code}))

    async def says(self, account: int | str, words: str) -> int:
        """Write something."""
        theirs = self.entrance.originals.by(account).updates
        original = next(each for each in theirs if _words_of(each) is not None)
        return await self._call(_renewed(original, account, {"text": words}))

    async def again(self) -> int:
        """Make the last call once more, as a messenger does that has not heard of its success, or a thief."""
        return await self._post(self.made[-1], _genuine(self.door, self.made[-1]))

    async def _call(self, body: JSON) -> int:
        self.made.append(json.dumps(body, ensure_ascii=False).encode())
        return await self._post(self.made[-1], _genuine(self.door, self.made[-1]))

    async def _post(self, body: bytes, headers: Mapping[str, str]) -> int:
        url = URL(self.entrance.url + PATHS[self.door])
        given = {"Content-Type": "application/json", **headers}
        async with self.client.post(url, data=body, headers=given) as response:
            await response.read()
            return response.status


def _genuine(door: str, body: bytes) -> dict[str, str]:
    return {
        "telegram": {SECRET_HEADER: SECRET},
        "viber": {HEADER: sign(VIBER_TOKEN, body)},
        "web": {},
    }[door]


def _words_of(update: JSON) -> str | None:
    message = update.get("message")
    found = message.get("text") if isinstance(message, dict) else update.get("text")
    return found if isinstance(found, str) and not found.startswith(("/start", "~")) else None


def _renewed(original: JSON, account: int | str, said: Mapping[str, str]) -> JSON:
    """The same thing done anew, with other words in it."""
    number = next(_numbers)
    match original:
        case {"callback_query": query}:
            return {"update_id": number, "callback_query": {**query, "id": str(number), "data": said["data"]}}
        case {"update_id": _, "message": message}:
            return {"update_id": number, "message": {**message, "text": said["text"], "entities": []}}
        case {"message_token": _, "message": message}:
            return {**original, "message_token": number, "message": {**message, "text": said["text"]}}
        case _:
            kept = {"account": account, "message": 1, "code": said["code"]} if "code" in said else None
            return kept or {"account": account, "text": said["text"]}
