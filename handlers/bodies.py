"""The bodies that plans name: members seen, added and taken out."""

from __future__ import annotations

from bot.dialog import actions
from bot.dialog.actions import AddBodyMember, AskBodyMember, RemoveBodyMember, ShowBodies, ShowBody
from bot.dialog.pages.bodies import bodies_page, body_page, choose_page
from bot.dialog.text import Text, text
from bot.usecases import bodies
from bot.usecases.acting import await_words
from bot.usecases.bodies import Changed, Inside, Outcome
from handlers.talk import OnEarlyTap, OnEarlyWords, Replies, Visit, front


async def show_bodies(visit: Visit, action: ShowBodies) -> Replies:
    """Show the bodies of the plans; to those who may not keep people, the menu."""
    found = await bodies.list_bodies(visit.house, visit.caller)
    if found is None:
        return (await front(visit),)
    return (bodies_page([(each.party, each.count) for each in found], action.page),)


async def show_body(visit: Visit, action: ShowBody) -> Replies:
    """Show the members of a body."""
    inside = await bodies.look_inside(visit.house, visit.caller, action.party)
    if inside is None:
        return await show_bodies(visit, ShowBodies(0))
    return (body_page(inside.party, _names(inside), action.page),)


async def ask_member(visit: Visit, action: AskBodyMember) -> Replies:
    """Show whom to choose from, and wait for a surname."""
    inside = await bodies.choose_from(visit.house, visit.caller, action.party)
    if inside is None:
        return await show_body(visit, ShowBody(action.party, 0))
    await await_words(visit.house, visit.caller, action)
    return (choose_page(inside.party, _names(inside), action.page),)


async def member_said(visit: Visit, action: AskBodyMember, words: str) -> Replies:
    """Show those who are called so; a tap chooses, and other words look again."""
    inside = await bodies.choose_from(visit.house, visit.caller, action.party, words)
    if inside is None:
        await await_words(visit.house, visit.caller, None)
        return await show_body(visit, ShowBody(action.party, 0))
    return (choose_page(inside.party, _names(inside), 0, words),)


async def add_member(visit: Visit, action: AddBodyMember) -> Replies:
    """Make somebody a member of a body."""
    done = await bodies.add_to_body(visit.house, visit.caller, action, visit.incoming.update_key)
    return await _after(visit, action.party, _noted(done, "body.added"))


async def remove_member(visit: Visit, action: RemoveBodyMember) -> Replies:
    """Take somebody out of a body."""
    done = await bodies.remove_from_body(visit.house, visit.caller, action, visit.incoming.update_key)
    return await _after(visit, action.party, _noted(done, "body.removed"))


def _noted(done: Changed, key: str) -> Text:
    notes = {Outcome.DONE: text(key, name=done.name), Outcome.REFUSED: text("refused"), Outcome.GONE: text("body.gone")}
    return notes[done.outcome]


async def _after(visit: Visit, party: int, note: Text) -> Replies:
    (page,) = await show_body(visit, ShowBody(party, 0))
    return (page.noted(note),)


def _names(inside: Inside) -> list[tuple[int, str]]:
    return [(each.id, each.name) for each in inside.members]


BODIES_TAPS: dict[type[actions.Action], OnEarlyTap] = {
    ShowBodies: show_bodies,
    ShowBody: show_body,
    AskBodyMember: ask_member,
    AddBodyMember: add_member,
    RemoveBodyMember: remove_member,
}
"""What the buttons about bodies do."""

BODIES_AWAITED: dict[type[actions.Action], OnEarlyWords] = {AskBodyMember: member_said}
"""What is done with a surname."""
