"""Whoever presses a button of a message has got it."""

from __future__ import annotations

from bot.dialog.actions import Action
from bot.domain.notices import ABOUT, Kind
from bot.usecases.house import House
from db.arrivals import in_doubt, mark_arrived
from db.caller import Caller


async def note_arrival(house: House, caller: Caller, action: Action) -> None:
    """Take a tap as the proof that a notice of the same subject arrived, should that be in doubt.

    It is then not sent once more. The button may be of an older message about the subject: whoever deals with it at
    this moment need not be told of it again either.
    """
    subjects = _subjects(action)
    if not subjects:
        return
    async with house.store.reading() as session:
        ids = await in_doubt(session, caller.member_id, subjects)
    if ids:
        async with house.store.writing() as session:
            await mark_arrived(session, ids, caller.identity_id, house.now())


def _subjects(action: Action) -> dict[Kind, int]:
    """Return what notices speak of that a button is about."""
    named = {name: getattr(action, name, 0) for name in ABOUT}
    return {kind: subject for name, subject in named.items() if subject for kind in ABOUT[name]}
