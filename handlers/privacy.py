"""A person and what is kept of them: members, and those who are none."""

from __future__ import annotations

from bot.dialog.actions import Action, AskErase, EraseMe, GetMyData, KeepFor, ShowKeeping, ShowPrivacy, decode
from bot.dialog.model import Attachment, AttachmentKind, Incoming, Reply, Tap, Words
from bot.dialog.pages.privacy import (
    ask_erase,
    ask_erase_stranger,
    data_page,
    erased_page,
    forgotten_page,
    keeping_page,
    privacy_page,
    stranded_page,
    stranger_privacy,
)
from bot.dialog.speech import language_for
from bot.documents.my_data import my_data_json, my_data_text
from bot.domain.access import may_keep_people
from bot.domain.asking import asks_privacy
from bot.domain.personal import MyData
from bot.usecases.house import House
from bot.usecases.privacy import (
    Outcome,
    applications_of,
    before_erasing,
    erase_me,
    forget_applicant,
    keep_for,
    my_data,
    retention_of,
)
from handlers.talk import OnEarlyTap, Replies, Visit, front

NAME = "planovyk-my-data"


async def show_privacy(visit: Visit, _action: object) -> Replies:
    """Say what is kept of the member and what is not."""
    return (privacy_page(await retention_of(visit.house, visit.caller.branch_id), visit.caller.role),)


async def get_my_data(visit: Visit, _action: object) -> Replies:
    """Give the member everything that is kept of them."""
    data = await my_data(visit.house, visit.caller)
    return (data_page(*_files(visit.house, data, visit.caller.language)),)


def _files(house: House, data: MyData, language: str) -> tuple[Attachment, ...]:
    readable = my_data_text(data, language, house.zone)
    return (
        Attachment(f"{NAME}.txt", AttachmentKind.FILE, readable),
        Attachment(f"{NAME}.json", AttachmentKind.FILE, my_data_json(data)),
    )


async def ask_to_erase(visit: Visit, _action: object) -> Replies:
    """Say what erasing does, and ask."""
    return (ask_erase(await before_erasing(visit.house, visit.caller)),)


async def erase(visit: Visit, action: EraseMe) -> Replies:
    """Erase the member who has said yes to just this."""
    outcome = await erase_me(visit.house, visit.caller, action.mark, visit.incoming.update_key)
    if outcome is Outcome.DONE:
        return (erased_page(),)
    now = await before_erasing(visit.house, visit.caller)
    return (stranded_page(now) if outcome is Outcome.STRANDED else ask_erase(now),)


async def show_keeping(visit: Visit, _action: object) -> Replies:
    """Show for how long who has left is kept; to those who do not keep people, the menu."""
    if not may_keep_people(visit.caller.role):
        return (await front(visit),)
    return (keeping_page(await retention_of(visit.house, visit.caller.branch_id)),)


async def choose_keeping(visit: Visit, action: KeepFor) -> Replies:
    """Keep who has left for another time."""
    await keep_for(visit.house, visit.caller, action.months, visit.incoming.update_key)
    return await show_keeping(visit, action)


async def privacy_of_stranger(house: House, incoming: Incoming) -> Reply | None:
    """Answer somebody who is no member about what is kept of them; None when they want something else."""
    match incoming.what:
        case Words(words) if asks_privacy(words):
            wanted: Action | None = ShowPrivacy()
        case Tap(code):
            wanted = decode(code)
        case _:
            return None
    return await _to_stranger(house, incoming, wanted)


async def _to_stranger(house: House, incoming: Incoming, wanted: Action | None) -> Reply | None:
    address = incoming.address
    match wanted:
        case ShowPrivacy():
            found = (await applications_of(house, address)).applications
            return stranger_privacy(str(found[-1]["name"]) if found else None)
        case GetMyData():
            data = await applications_of(house, address)
            return data_page(*_files(house, data, language_for(incoming.language)), home=False)
        case AskErase():
            return ask_erase_stranger()
        case EraseMe():
            await forget_applicant(house, address)
            return forgotten_page()
        case _:
            return None


PRIVACY_TAPS: dict[type[Action], OnEarlyTap] = {
    ShowPrivacy: show_privacy,
    GetMyData: get_my_data,
    AskErase: ask_to_erase,
    EraseMe: erase,
    ShowKeeping: show_keeping,
    KeepFor: choose_keeping,
}
"""What the buttons about one's own data do."""
