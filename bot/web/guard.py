"""The page is for this computer's own browser: other sites that run in it must not read or press anything here.

A foreign page can point its own name at 127.0.0.1 (DNS rebinding), and can post forms to any address. Hence the
names in Host, the Origin and Sec-Fetch-Site that browsers add, and the type of the body (in `incoming`) are checked.
"""

from __future__ import annotations

import re

from aiohttp import web
from aiohttp.typedefs import Handler

_LOCAL = re.compile(r"(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?", re.IGNORECASE)
_OWN_SITES = {"same-origin", "none"}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


@web.middleware
async def only_this_computers_page(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse requests to a foreign name (421) and from a foreign page (403)."""
    hosts = request.headers.getall("Host", [])
    if len(hosts) != 1 or not _LOCAL.fullmatch(hosts[0]):
        raise web.HTTPMisdirectedRequest(text="this page answers to localhost only")
    if _is_foreign(request, hosts[0]):
        raise web.HTTPForbidden(text="only the demo's own page may ask this")
    return await handler(request)


async def set_headers(_request: web.Request, response: web.StreamResponse) -> None:
    """Add the headers that shut the page in: nothing of others loads in it, nobody frames it."""
    response.headers.update(_HEADERS)


def _is_foreign(request: web.Request, host: str) -> bool:
    origins = request.headers.getall("Origin", [])
    if any(origin.lower() != f"http://{host.lower()}" for origin in origins):
        return True
    # A link from elsewhere may open the page itself; only what it asks and sends is its own affair.
    is_api = request.path.startswith("/api/")
    return is_api and request.headers.get("Sec-Fetch-Site", "none").lower() not in _OWN_SITES
