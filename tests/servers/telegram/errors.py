"""How the Bot API says no."""

from __future__ import annotations


class ApiError(Exception):
    """An answer with ok=false.

    `breach` names the rule that only a careless bot breaks; None marks an answer that a good bot meets too (403, 429).
    """

    def __init__(
        self, code: int, description: str, *, retry_after: int | None = None, breach: str | None = None
    ) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.retry_after = retry_after
        self.breach = breach


def bad_request(what: str, *, breach: str | None = None) -> ApiError:
    """The usual 400."""
    return ApiError(400, f"Bad Request: {what}", breach=breach)


def forbidden(what: str) -> ApiError:
    """A 403: this person cannot be written to."""
    return ApiError(403, f"Forbidden: {what}")


def too_many_requests(retry_after: int, *, breach: str | None = None) -> ApiError:
    """A 429 with the whole seconds to wait."""
    description = f"Too Many Requests: retry after {retry_after}"
    return ApiError(429, description, retry_after=retry_after, breach=breach)
