"""answerCallbackQuery: stops the spinner on a tapped button."""

from __future__ import annotations

from tests.servers.telegram.account import Account, Callback
from tests.servers.telegram.errors import ApiError, bad_request
from tests.servers.telegram.markup import utf16_length
from tests.servers.telegram.params import Params

_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
_MAX_ANSWER = 200


def answer_callback_query(account: Account, params: Params) -> bool:
    """Answer a tap once for every time it was delivered; a notification has at most 200 characters.

    A tap that was delivered again may be tried again, because the bot cannot know whether its answer arrived.
    """
    if utf16_length(params.text("text")) > _MAX_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG", breach="callback-answer-too-long")
    callback = account.callbacks.get(params.text("callback_query_id"))
    if callback is None:
        raise _too_old(breach="callback-unknown")
    callback.answers += 1
    if callback.answers > max(1, callback.handed_out) + account.spoilt_answers:
        raise _too_old(breach="callback-answered-twice")
    if callback.answers > 1 or _expired(account, callback):
        raise _too_old()
    return True


def _expired(account: Account, callback: Callback) -> bool:
    return account.clock() - callback.tapped > account.limits.callback_seconds


def _too_old(breach: str | None = None) -> ApiError:
    return bad_request(_TOO_OLD, breach=breach)
