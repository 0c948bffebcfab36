"""The signature by which a callback proves that it comes from Viber."""

from __future__ import annotations

import hmac

HEADER = "X-Viber-Content-Signature"


def is_genuine(body: bytes, signature: str | None, token: str) -> bool:
    """Tell whether `signature` is the HMAC-SHA256 of the raw body, in hex, keyed with the bot's token.

    Compared in constant time and as bytes, so that a header of any letters is refused instead of raising.
    """
    expected = hmac.new(token.encode(), body, "sha256").hexdigest()
    return hmac.compare_digest(expected.encode(), (signature or "").encode("utf-8", "surrogateescape"))
