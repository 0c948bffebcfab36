"""The work on an occurrence: who is at it, and a report taken back that nobody has decided on."""

from __future__ import annotations

from bot.dialog.actions import TakeOn, Withdraw
from bot.dialog.text import text
from bot.usecases import work
from handlers.standing import after
from handlers.talk import OnTap, Replies, Talk


async def take(talk: Talk, action: TakeOn) -> Replies:
    """Write down that the member is at it."""
    verdict = await work.take(talk.house, talk.caller, action.occurrence, action.revision, talk.incoming.update_key)
    return await after(talk, action.occurrence, verdict, text("take.done"))


async def withdraw(talk: Talk, action: Withdraw) -> Replies:
    """Take the member's claim back."""
    verdict = await work.withdraw(talk.house, talk.caller, action.occurrence, action.revision, talk.incoming.update_key)
    return await after(talk, action.occurrence, verdict, text("withdraw.done"))


WORK_TAPS: dict[type, OnTap] = {
    TakeOn: take,
    Withdraw: withdraw,
}
"""What the buttons of the work do."""
