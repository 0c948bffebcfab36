"""What an error of aiogram means for the message that met it."""

from __future__ import annotations

from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramConflictError,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiohttp import ClientConnectorError, ConnectionTimeoutError

from bot.dialog.door import DeliveryError, Failure

CALL_ERRORS = (TelegramAPIError, ClientDecodeError, UnicodeDecodeError)
"""Everything that a call of the Bot API raises."""

# The Bot API has no codes for them, only these words (seen in tdlib/telegram-bot-api).
_NOBODY_THERE = ("chat not found", "can't initiate conversation", "user not found", "peer_id_invalid")
_NOT_MODIFIED = "message is not modified"
_TOO_OLD = "query is too old"


def failure_of(error: Exception) -> DeliveryError:
    """Return what one of CALL_ERRORS means: did the message surely not go out, and is it worth trying again."""
    if isinstance(error, TelegramRetryAfter):
        # The Bot API does not say whether the chat's or the bot's limit was met.
        return DeliveryError(Failure.LATER, float(error.retry_after), whole_door=True)
    return DeliveryError(_meaning(error))


def is_not_modified(error: TelegramAPIError) -> bool:
    """Tell whether an edit failed only because the message shows this already."""
    return _NOT_MODIFIED in error.message


def is_too_old(error: Exception) -> bool:
    """Tell whether a tap can no longer be acknowledged, or was acknowledged before."""
    return isinstance(error, TelegramBadRequest) and _TOO_OLD in error.message


def _meaning(error: Exception) -> Failure:
    match error:
        case TelegramServerError():
            return Failure.LATER
        case TelegramUnauthorizedError() | TelegramNotFound() | TelegramConflictError():
            # 404 is the answer to a token of no bot: an account that is not there is a 400.
            return Failure.SHUT
        case TelegramForbiddenError():
            return Failure.UNREACHABLE
        case TelegramNetworkError() if not isinstance(error, TelegramEntityTooLarge):
            return Failure.LATER if _never_left(error) else Failure.UNCERTAIN
        case TelegramAPIError():
            nobody = any(words in error.message.lower() for words in _NOBODY_THERE)
            return Failure.UNREACHABLE if nobody else Failure.REFUSED
        case _:
            # An answer that cannot be read, such as a proxy's page: the request may have reached Telegram.
            return Failure.UNCERTAIN


def _never_left(error: TelegramNetworkError) -> bool:
    """No connection came about, so no byte of the request went out; aiogram keeps the reason as the cause."""
    return isinstance(error.__cause__, ClientConnectorError | ConnectionTimeoutError)
