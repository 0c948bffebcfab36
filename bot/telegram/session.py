"""aiogram's session, with its two dear steps made cheap: they are most of what a call costs in Ukrainian."""

from __future__ import annotations

from enum import Enum
from typing import Any

import msgspec
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.methods import Response, TelegramMethod
from aiogram.types import Message, Update, User
from aiohttp import FormData
from aiohttp.payload import BytesPayload
from yarl import URL

# What aiogram reads the Bot API's answers with. pydantic forgets such a generic model as soon as nobody holds it, and
# building it again, 9 ms each time, held everybody's answers up many times a second.
_ANSWERS = (Response[Message], Response[Message | bool], Response[bool], Response[User], Response[list[Update]])


class CallSession(AiohttpSession):
    """Makes the calls of the Bot API. `timeout` is handed to aiohttp as it is, which takes more than a number."""

    def __init__(self, api: TelegramAPIServer, timeout: float) -> None:
        super().__init__(api=api, timeout=timeout, json_loads=msgspec.json.decode)

    def build_form_data(self, bot: Bot, method: TelegramMethod[Any]) -> FormData:
        """Return a method's parameters as a form."""
        files: dict[str, Any] = {}
        # Without what is not set: each button of a keyboard has a dozen such fields, and each is looked at three times.
        values = {
            name: self.prepare_value(value, bot=bot, files=files)
            for name, value in method.model_dump(warnings=False, exclude_none=True).items()
        }
        if files:
            return super().build_form_data(bot, method)
        return _Form({name: _plain(value) for name, value in values.items() if value})


class _Form(FormData):
    """An urlencoded form, written by yarl: the standard library takes 25 times as long for Cyrillic letters."""

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__()
        self._written = URL.build(query=fields).raw_query_string.encode("ascii")

    def __call__(self) -> BytesPayload:
        return BytesPayload(self._written, content_type="application/x-www-form-urlencoded")


def _plain(value: str) -> str:
    """Return the value of an enumeration of aiogram's, which says its own name where a text is asked for."""
    return str(value.value) if isinstance(value, Enum) else value
