"""Being written to or not: a word of the person's is enough, and holds in all their messengers and branches."""

from __future__ import annotations

from bot.dialog.actions import ShowMe
from bot.domain.access import may_ask_for_silence
from bot.usecases.deeds import doing, note
from bot.usecases.house import House
from db.caller import Caller
from db.silence import stop_writing, write_again


async def write_to(house: House, caller: Caller, update_key: str, *, wanted: bool) -> None:
    """Write to a person from now on (`wanted`), or no more; what they ask for they are still answered."""
    async with doing(house, caller, update_key, ShowMe(), may_ask_for_silence) as deed:
        if deed is None or not deed.fresh:
            return
        change = write_again if wanted else stop_writing
        if await change(deed.session, caller.member_id, deed.now):
            await note(deed, "write-again" if wanted else "stop-writing", f"member:{caller.member_id}")
    house.nudge()
