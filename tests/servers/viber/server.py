"""The Viber REST API over real HTTP."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any, Self

from aiohttp import web

from tests.servers.breaches import Breach, demand_none
from tests.servers.faults import Fault, Faults, on_the_wire
from tests.servers.listener import Listener
from tests.servers.viber.account import Account, Contact
from tests.servers.viber.callbacks import Callbacks
from tests.servers.viber.errors import ApiError, Status, bad_data
from tests.servers.viber.messages import MAX_REQUEST_BYTES
from tests.servers.viber.methods import METHODS
from tests.servers.viber.people import Media, User
from tests.servers.viber.rates import Rates, ViberLimits
from tests.servers.watching import Watch, telling, unwatched

JSON = dict[str, Any]
_TOKEN = "445da6az1s345z78-dazcczb2542zv51a-e0vc5fva17480im9"
AUTH_HEADER = "X-Viber-Auth-Token"


class ViberServer:
    """A bot's whole Viber: `async with ViberServer() as server`, then point the bot at `server.url` + "/pa/…".

    `limits` sets the platform's limits, `clock` (monotonic seconds) measures them, `redelivery_seconds` is the pause
    before a callback is sent again, `allow_http_webhook` permits http://127.0.0.1 as a webhook.
    """

    def __init__(
        self,
        *,
        token: str = _TOKEN,
        limits: ViberLimits | None = None,
        clock: Callable[[], float] | None = None,
        redelivery_seconds: float = 0.05,
        allow_http_webhook: bool = False,
    ) -> None:
        self.token = token
        self.faults = Faults()
        self.watch: Watch = unwatched
        self.calls: list[tuple[str, JSON]] = []
        self._closing = asyncio.Event()
        self._media = Media()
        rates = Rates(limits or ViberLimits(), clock or asyncio.get_running_loop().time)
        self.account = Account(token, rates, allow_http_webhook=allow_http_webhook)
        self.callbacks = Callbacks(self.account, redelivery_seconds)
        self._listener = Listener(self._app())

    async def __aenter__(self) -> Self:
        await self._listener.start()
        await self.callbacks.open()
        self._media.url = f"{self.url}/media"
        return self

    async def __aexit__(self, *_: object) -> None:
        self._closing.set()
        await self.callbacks.close()
        await self._listener.close()

    @property
    def url(self) -> str:
        """Base URL; the methods stand under /pa/."""
        return self._listener.url

    @property
    def breaches(self) -> list[Breach]:
        """Rules broken so far."""
        return self.account.breaches

    def check(self) -> None:
        """Raise AssertionError when the bot broke a rule."""
        demand_none("Viber", self.account.breaches)

    def user(self, user_id: str, *, name: str = "Олена", language: str = "uk", api_version: int = 10) -> User:
        """The person with this id, the same chat every time; `api_version` is what their phone can show."""
        profile = {
            "id": user_id,
            "name": name,
            "avatar": "https://media-direct.example.org/avatar.jpg",
            "country": "UA",
            "language": language,
            "api_version": api_version,
        }
        contact = self.account.contacts.setdefault(user_id, Contact(profile))
        return User(self.account, self.callbacks, contact, self._media)

    def offline(self) -> AbstractAsyncContextManager[None]:
        """`async with`: the platform cannot be reached, connections are refused."""
        return self._listener.offline()

    async def settled(self, timeout: float = 5.0) -> None:  # noqa: ASYNC109 - a test's patience
        """Wait until every callback, receipts too, got its 200. TimeoutError."""
        async with asyncio.timeout(timeout):
            await self.callbacks.settled()

    def _app(self) -> web.Application:
        app = web.Application(client_max_size=10 * MAX_REQUEST_BYTES, middlewares=[telling(lambda: self.watch)])
        app.router.add_post("/pa/{method}", self._handle)
        app.router.add_get("/media/{number}", self._download)
        return app

    async def _handle(self, request: web.Request) -> web.Response:
        planned = self.faults.take(request.match_info["method"])
        if planned is None:
            return await self._process(request)
        match planned.fault:
            case Fault.TOO_MANY_REQUESTS:
                return _answer({}, Status.TOO_MANY_REQUESTS, "tooManyRequests")
            case Fault.FORBIDDEN:
                return _answer({}, Status.RECEIVER_NOT_SUBSCRIBED, "receiverNotSubscribed")
            case Fault.SERVER_ERROR:
                return web.Response(status=500, text="Internal Server Error")
            case fault:
                return await on_the_wire(fault, request, lambda: self._process(request), self._closing)

    async def _process(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        try:
            self._demand_token(request)
            body = _parsed(await request.read())
            self.calls.append((method, body))
            return _answer(await self._call(method, body))
        except ApiError as error:
            if error.breach is not None:
                self.account.record(error.breach, method, error.message)
            return _answer({}, error.status, error.message)

    def _demand_token(self, request: web.Request) -> None:
        if request.headers.get(AUTH_HEADER) != self.token:
            raise ApiError(Status.INVALID_AUTH_TOKEN, "invalidAuthToken")

    async def _call(self, method: str, body: JSON) -> JSON:
        if method not in METHODS:
            self.account.record("unknown-method", method, "Viber has no such method")
            raise web.HTTPNotFound
        return await METHODS[method](self.account, self.callbacks, body)

    async def _download(self, request: web.Request) -> web.Response:
        content = self._media.files.get(request.match_info["number"])
        if content is None:
            raise web.HTTPNotFound
        return web.Response(body=content, content_type="application/octet-stream")


def _parsed(raw: bytes) -> JSON:
    if len(raw) > MAX_REQUEST_BYTES:
        raise bad_data(f"the request has {len(raw)} bytes, at most 30 KB are taken", breach="request-too-big")
    try:
        body = json.loads(raw or b"{}")
    except ValueError:
        raise bad_data("the request is not JSON", breach="not-json") from None
    if not isinstance(body, dict):
        raise bad_data("the request is not a JSON object", breach="not-json")
    return body


def _answer(body: JSON, status: Status = Status.OK, message: str = "ok") -> web.Response:
    return web.json_response({"status": int(status), "status_message": message, **body})
