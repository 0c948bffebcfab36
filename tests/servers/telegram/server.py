"""The Telegram Bot API over real HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, suppress
from typing import Any, Self

from aiohttp import web

from tests.servers.breaches import Breach, demand_none
from tests.servers.faults import Fault, Faults, Planned, on_the_wire
from tests.servers.listener import Listener
from tests.servers.telegram import methods
from tests.servers.telegram.account import JSON, Account
from tests.servers.telegram.chats import Chat
from tests.servers.telegram.errors import ApiError, forbidden, too_many_requests
from tests.servers.telegram.params import Params, of_request
from tests.servers.telegram.people import User
from tests.servers.telegram.polling import Polling
from tests.servers.telegram.rates import Limits
from tests.servers.telegram.webhook import WebhookDelivery
from tests.servers.watching import Watch, telling, unwatched

_TOKEN = "8110000001:AAtest-token-of-the-strict-server-0001"
_MAX_REQUEST_BYTES = 60 * 1024 * 1024


class TelegramServer:
    """A bot's whole Telegram: `async with TelegramServer() as server`, then point the bot at `server.url`.

    `limits` sets the platform's sending limits, `clock` (monotonic seconds) measures them, `redelivery_seconds` is
    the pause before a webhook update is sent again, `allow_http_webhook` permits http://127.0.0.1 as a webhook.
    """

    def __init__(
        self,
        *,
        token: str = _TOKEN,
        limits: Limits | None = None,
        clock: Callable[[], float] | None = None,
        redelivery_seconds: float = 0.05,
        allow_http_webhook: bool = False,
    ) -> None:
        self.token = token
        self.faults = Faults()
        self.watch: Watch = unwatched
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self._closing = asyncio.Event()
        self.account = Account(token, limits or Limits(), clock or asyncio.get_running_loop().time, allow_http_webhook)
        self._polling = Polling(self.account, self._closing)
        self._delivery = WebhookDelivery(self.account, redelivery_seconds)
        self._delivering: asyncio.Task[None] | None = None
        self._listener = Listener(self._app())

    async def __aenter__(self) -> Self:
        await self._listener.start()
        self._delivering = asyncio.create_task(self._delivery.run())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._closing.set()
        self.account.updates.changed.set()
        if self._delivering is not None:
            self._delivering.cancel()
            with suppress(asyncio.CancelledError):
                await self._delivering
        await self._listener.close()

    @property
    def url(self) -> str:
        """Base URL for `TelegramAPIServer.from_base`."""
        return self._listener.url

    @property
    def breaches(self) -> list[Breach]:
        """Rules broken so far; callbacks still to be answered are judged by `check`."""
        return self.account.breaches

    def check(self) -> None:
        """Raise AssertionError when the bot broke a rule or left a tapped button spinning."""
        demand_none("Telegram", [*self.account.breaches, *self.account.unanswered()])

    def user(self, user_id: int, *, first_name: str = "Олена", language_code: str = "uk", **more: str) -> User:
        """The person with this id, the same chat every time; `more` holds last_name or username."""
        person = {"id": user_id, "is_bot": False, "first_name": first_name, "language_code": language_code, **more}
        return User(self.account, self.account.chats.setdefault(user_id, Chat(person)))

    def offline(self) -> AbstractAsyncContextManager[None]:
        """`async with`: the platform cannot be reached, connections are refused."""
        return self._listener.offline()

    async def settled(self, timeout: float = 5.0) -> None:  # noqa: ASYNC109 - a test's patience
        """Wait until the bot has taken every update (200, or confirmed by offset). TimeoutError."""
        async with asyncio.timeout(timeout):
            while len(self.account.updates):
                await self.account.updates.wait()

    def _app(self) -> web.Application:
        app = web.Application(client_max_size=_MAX_REQUEST_BYTES, middlewares=[telling(lambda: self.watch)])
        app.router.add_route("*", "/bot{token}/{method}", self._handle)
        app.router.add_get("/file/bot{token}/documents/{file_id}", self._download)
        return app

    async def _handle(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        if (planned := self.faults.take(method)) is None:
            return await self._process(request)
        if method.lower() == "answercallbackquery":
            self.account.spoilt_answers += 1
        match planned.fault:
            case Fault.TOO_MANY_REQUESTS | Fault.FORBIDDEN | Fault.SERVER_ERROR:
                return _refusal(await self._planned_error(planned, request))
            case fault:
                return await on_the_wire(fault, request, lambda: self._process(request), self._closing)

    async def _process(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        try:
            if request.match_info["token"] != self.token:
                return _refusal(ApiError(401, "Unauthorized"))
            params = await of_request(request)
            self.calls.append((method, dict(params.values)))
            return web.json_response({"ok": True, "result": await self._call(method, params)})
        except ApiError as error:
            return _refusal(error)

    async def _call(self, method: str, params: Params) -> Any:  # noqa: ANN401 - a method's result is any JSON
        if method.lower() == "getupdates":
            return await self._polling.get_updates(params)
        return methods.call(self.account, method, params)

    async def _planned_error(self, planned: Planned, request: web.Request) -> ApiError:
        match planned.fault:
            case Fault.TOO_MANY_REQUESTS:
                params = await of_request(request)
                self.account.rates.pause(params.integer("chat_id", 0), planned.retry_after)
                return too_many_requests(planned.retry_after)
            case Fault.FORBIDDEN:
                return forbidden("bot was blocked by the user")
            case _:
                return ApiError(500, "Internal Server Error")

    async def _download(self, request: web.Request) -> web.Response:
        document = self.account.files.get(request.match_info["file_id"])
        if request.match_info["token"] != self.token or document is None:
            return web.Response(status=404)
        return web.Response(body=document.content, content_type="application/octet-stream")


def _refusal(error: ApiError) -> web.Response:
    body: JSON = {"ok": False, "error_code": error.code, "description": error.description}
    if error.retry_after is not None:
        body["parameters"] = {"retry_after": error.retry_after}
    return web.json_response(body, status=error.code)
