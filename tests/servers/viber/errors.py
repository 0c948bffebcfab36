"""How the Viber API says no: always HTTP 200, with a status in the JSON body."""

from __future__ import annotations

from enum import IntEnum


class Status(IntEnum):
    """Status codes of the Viber REST API that this server answers with."""

    OK = 0
    INVALID_URL = 1
    INVALID_AUTH_TOKEN = 2
    BAD_DATA = 3
    MISSING_DATA = 4
    RECEIVER_NOT_REGISTERED = 5
    RECEIVER_NOT_SUBSCRIBED = 6
    ACCOUNT_BLOCKED = 7
    WEBHOOK_NOT_SET = 10
    RECEIVER_NO_SUITABLE_DEVICE = 11
    TOO_MANY_REQUESTS = 12
    API_VERSION_NOT_SUPPORTED = 13


class ApiError(Exception):
    """An answer with another status than 0; `breach` names the rule that only a careless bot breaks."""

    def __init__(self, status: Status, message: str, *, breach: str | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.breach = breach


def bad_data(what: str, *, breach: str) -> ApiError:
    """Status 3: a value of the wrong kind or size."""
    return ApiError(Status.BAD_DATA, what, breach=breach)


def missing_data(what: str, *, breach: str = "missing-field") -> ApiError:
    """Status 4: a required field is not there."""
    return ApiError(Status.MISSING_DATA, f"missing required properties {what}", breach=breach)
