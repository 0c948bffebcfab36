"""Group chats: the plan's questions are answered there and nothing else; whatever is about people is not for them."""

from __future__ import annotations

import re

from bot.dialog.actions import Action, NameInGroups, ShowGroups, UnbindGroup
from bot.dialog.model import Address, Answer, GroupEvent, Incoming, Line, Reply, Words
from bot.dialog.pages.answers import scope_of
from bot.dialog.pages.groups import (
    elsewhere,
    group_card,
    group_meeting,
    group_overdue,
    group_span,
    groups_page,
    said,
)
from bot.dialog.pages.view import View
from bot.dialog.speech import LANGUAGES
from bot.dialog.text import text
from bot.domain.access import may_keep_people
from bot.domain.asking import (
    AskList,
    AskMeetings,
    AskNumber,
    Aspect,
    Question,
    Standing,
    numbered,
    understand,
)
from bot.domain.flood import Admission
from bot.domain.plan import NOBODY
from bot.domain.windows import Window, quarter_of, quarter_window
from bot.usecases.groups import (
    Outcome,
    Place,
    bind_group,
    groups,
    leave_group,
    move_group,
    name_in_groups,
    place_at,
    unbind_group,
)
from bot.usecases.house import House
from db.caller import Caller
from db.groups import BoundGroup
from handlers.flood import Gates
from handlers.talk import OnEarlyTap, Replies, Visit, front

_COMMAND = re.compile(r"/(\w+)(?:@(\w+))?\s*(.*)", re.DOTALL)
_HERE = "here"
_SILENCE = Answer((), LANGUAGES[0])


async def answer_in_group(house: House, incoming: Incoming, gates: Gates) -> Answer:
    """Answer in a group chat, if the bot is spoken to and the group is a branch's. Never more than a group bears."""
    group, address = incoming.group, incoming.address
    if group is None:
        return _SILENCE
    match group.event:
        case GroupEvent.MOVED:
            await move_group(house, address, group.moved_to)
        case GroupEvent.REMOVED:
            await leave_group(house, address)
        case GroupEvent.ADDED:
            return await _added(house, incoming)
        case GroupEvent.SAID:
            return await _said(house, incoming, gates)
    return _SILENCE


async def _added(house: House, incoming: Incoming) -> Answer:
    """Bind the group when it is a keeper who has brought the bot in; to nobody else is anything told."""
    keeper = await _keeper(house, incoming)
    return _one(await _bind(house, keeper, incoming)) if keeper else _SILENCE


async def _said(house: House, incoming: Incoming, gates: Gates) -> Answer:
    words = incoming.what.text if isinstance(incoming.what, Words) else ""
    answers = incoming.group.answers if incoming.group else ""
    if not answers and not words.startswith("/") and "@" not in words:
        return _SILENCE
    place = await place_at(house, incoming.address)
    asked = _asked(words, answers, place.handle)
    if asked is None or gates.groups.take(incoming.address, house.now()) is not Admission.OPEN:
        return _SILENCE
    if asked == f"/{_HERE}":
        return await _here(house, incoming)
    if place.bound is None:
        return _one(said(Line(text("group.bind-how")))) if await _keeper(house, incoming) else _SILENCE
    return _one(await _answered(house, place, place.bound, asked))


def _asked(words: str, answers: str, handle: str) -> str | None:
    """Return what the bot is asked; None when it is not spoken to."""
    ours = handle.casefold()
    command = _COMMAND.fullmatch(words.strip())
    if command is not None:
        name, to, rest = command.groups()
        return f"/{name} {rest}".strip() if to is None or to.casefold() == ours else None
    mentioned = re.compile(rf"@{re.escape(handle)}\b", re.IGNORECASE) if handle else None
    if mentioned is not None and mentioned.search(words):
        return " ".join(mentioned.sub(" ", words).split())
    return words.strip() if ours and answers.casefold() == ours else None


async def _answered(house: House, place: Place, bound: BoundGroup, asked: str) -> Reply:
    snapshot = await house.store.snapshot(bound.branch_id, bound.revision, house.today())
    if snapshot is None:
        return said(Line(text("group.no-plan")))
    view = View(snapshot, NOBODY, house.today(), house.zone)
    match _question(view, asked):
        case AskList(window=Window() as window, who=None, goal=None, standing=None):
            return group_span(view, window, named=bound.named)
        case AskList(window=None, who=None, goal=None, standing=Standing.OVERDUE):
            return group_overdue(view)
        case AskMeetings(window=None):
            return group_meeting(view)
        case AskNumber(number, Aspect.CARD | Aspect.WHEN) if (activity := numbered(snapshot, number)) is not None:
            return group_card(view, activity, named=bound.named)
        case _:
            return elsewhere(place.handle)


def _question(view: View, asked: str) -> Question:
    command, _, rest = asked.partition(" ")
    today = view.today
    match command:
        case "/quarter" if not rest:
            return AskList(quarter_window(today.year, quarter_of(today)))
        case "/overdue":
            return AskList(standing=Standing.OVERDUE)
        case "/meeting" | "/meetings":
            return AskMeetings()
        case "/quarter" | "/number":
            return understand(rest, scope_of(view))
        case _:
            return understand(asked, scope_of(view))


async def _here(house: House, incoming: Incoming) -> Answer:
    """Bind the group at the word of a keeper, who must speak as themselves."""
    if incoming.group is not None and incoming.group.speaker is None:
        return _one(said(Line(text("group.anonymous"))))
    return await _added(house, incoming)


async def _bind(house: House, keeper: Caller, incoming: Incoming) -> Reply:
    outcome = await bind_group(house, keeper, incoming.address, incoming.update_key)
    if outcome is Outcome.DONE:
        return said(Line(text("group.bound", branch=keeper.branch_name)), Line(text("group.bound-what")))
    return said(Line(text("group.taken" if outcome is Outcome.TAKEN else "group.elsewhere")))


async def _keeper(house: House, incoming: Incoming) -> Caller | None:
    speaker: Address | None = incoming.group.speaker if incoming.group else None
    caller = await house.store.caller(speaker) if speaker else None
    return caller if caller and may_keep_people(caller.role) else None


def _one(page: Reply) -> Answer:
    return Answer((page,), LANGUAGES[0])


async def show_groups(visit: Visit, _action: object) -> Replies:
    """Show the branch's group chats; to those who do not keep its people, the menu."""
    found = await groups(visit.house, visit.caller)
    if found is None:
        return (await front(visit),)
    bound, named = found
    zone = visit.house.zone
    return (groups_page([(each.id, each.made_at.astimezone(zone).date()) for each in bound], named=named),)


async def choose_names(visit: Visit, action: NameInGroups) -> Replies:
    """Name people in group chats, or nobody."""
    await name_in_groups(visit.house, visit.caller, visit.incoming.update_key, named=action.named == 1)
    return await show_groups(visit, action)


async def unbind(visit: Visit, action: UnbindGroup) -> Replies:
    """Answer in a group chat no more."""
    await unbind_group(visit.house, visit.caller, action.group, visit.incoming.update_key)
    return await show_groups(visit, action)


GROUP_TAPS: dict[type[Action], OnEarlyTap] = {
    ShowGroups: show_groups,
    NameInGroups: choose_names,
    UnbindGroup: unbind,
}
"""What the buttons about group chats do."""
