"""How somebody arrives in writing: ``/start``, as messengers write it for a link or a person types it."""

from __future__ import annotations

import re

from bot.dialog.model import Arrival

_START = re.compile(r"/start(?:@\w+)?(?:\s+(.*))?", re.DOTALL)
_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,64}")


def arrival_of(text: str) -> Arrival | None:
    """Return the arrival that a text is, None when it is none; blanks around it do not count.

    Its token is what follows, when a link can have carried it (https://core.telegram.org/bots/features#deep-linking).
    """
    start = _START.fullmatch(text.strip())
    return Arrival(start_token(start[1])) if start else None


def start_token(payload: object) -> str | None:
    """Return what a link brought, if it has the shape of a start token."""
    return payload if isinstance(payload, str) and _TOKEN.fullmatch(payload) else None
