"""Who keeps the branch's people invites them, one or the whole list, and adds those whom no plan names."""

from __future__ import annotations

from bot.dialog import actions
from bot.dialog.actions import (
    AskMembers,
    ChooseMember,
    InviteEverybody,
    InviteMember,
    InviteNamed,
    JoinNamed,
    ShowMember,
    ShowMembers,
    ShowNamed,
)
from bot.dialog.model import Line, Reply
from bot.dialog.pages.inviting import (
    all_invited_page,
    ask_members_page,
    ask_whom_page,
    invitation_reply,
    made_note,
)
from bot.dialog.pages.members import ask_named_page
from bot.dialog.text import text
from bot.documents.qr import qr_picture
from bot.domain.access import may_keep_people
from bot.domain.enlisting import MOST_NEW
from bot.domain.members import Invitation
from bot.usecases import enlisting, inviting
from bot.usecases.acting import await_words, awaited
from bot.usecases.inviting import Invited
from bot.usecases.keeping import Kept, Outcome
from handlers.correcting import refused
from handlers.members import show_member, show_members, show_named, stale
from handlers.talk import OnEarlyTap, OnEarlyWords, Replies, Visit, revisit


async def invite_member(visit: Visit, action: InviteMember) -> Replies:
    """Make a link for a member: a message to pass on, and their card below it."""
    invited = await inviting.invite_member(visit.house, visit.caller, action, visit.incoming.update_key)
    return await _after_one(visit, invited)


async def invite_named(visit: Visit, action: InviteNamed) -> Replies:
    """Make a member of somebody whom the plan names, and a link, unless they may be somebody known."""
    invited = await inviting.invite_named(visit.house, visit.caller, action, visit.incoming.update_key)
    if invited.outcome is Outcome.ALIKE:
        return (ask_named_page(invited.party_id, invited.name, invited.alike),)
    if invited.outcome in {Outcome.STALE, Outcome.REPEATED}:
        return await show_named(visit, ShowNamed(invited.party_id))
    return await _after_one(visit, invited)


async def join_named(visit: Visit, action: JoinNamed) -> Replies:
    """Keep that somebody whom the plan names is a member."""
    joined = await inviting.join_named(visit.house, visit.caller, action, visit.incoming.update_key)
    now = await revisit(visit)
    if joined.outcome is Outcome.REFUSED:
        return await refused(now)
    notes = {Outcome.DONE: (Line(text("person.name-joined")),), Outcome.STALE: (stale(),)}
    return await show_member(now, ShowMember(joined.member_id), *notes.get(joined.outcome, ()))


async def _after_one(visit: Visit, invited: Invited) -> Replies:
    now = await revisit(visit)
    match invited.outcome:
        case Outcome.REFUSED:
            return await refused(now)
        case Outcome.DONE:
            [invitation] = invited.invitations
            note = made_note(invitation, visit.house.zone)
            card = await show_member(now, ShowMember(invited.member_id), note)
            return (_message(visit, invitation, pictures=True), *card)
        case Outcome.REPEATED:
            return await show_member(now, ShowMember(invited.member_id), Line(text("invite.repeated")))
        case _:
            return await show_member(now, ShowMember(invited.member_id), stale())


def _message(visit: Visit, invitation: Invitation, *, pictures: bool) -> Reply:
    picture = qr_picture if pictures else None
    return invitation_reply(invitation, visit.caller.branch_name, visit.house.zone, picture)


async def invite_everybody(visit: Visit, _action: InviteEverybody) -> Replies:
    """Make links for the next few: a message to pass on for each of them, and what is left."""
    invited = await inviting.invite_everybody(visit.house, visit.caller, visit.incoming.update_key)
    if invited.outcome is Outcome.REFUSED:
        return await refused(visit)
    if invited.outcome is Outcome.REPEATED:
        return await show_members(visit, ShowMembers(0), Line(text("invite.all-repeated")))
    messages = [_message(visit, each, pictures=False) for each in invited.invitations]
    return (*messages, all_invited_page(len(messages), invited.rest, invited.unclear))


async def ask_members(visit: Visit, action: AskMembers, *before: Line) -> Replies:
    """Ask for names and wait for them."""
    if not may_keep_people(visit.caller.role):
        return await refused(visit)
    await await_words(visit.house, visit.caller, action)
    return (ask_members_page(*before),)


async def members_said(visit: Visit, action: AskMembers, words: str) -> Replies:
    """Take names; what is none is asked for again, and who may be known is asked about."""
    kept = await enlisting.enlist(visit.house, visit.caller, words, visit.incoming.update_key)
    if kept.outcome is Outcome.UNCLEAR:
        return await ask_members(visit, action, Line(text("enlist.unclear", most=MOST_NEW)))
    return await _after_names(visit, kept)


async def member_chosen(visit: Visit, action: ChooseMember) -> Replies:
    """Take whom a name stands for."""
    return await _after_names(
        visit, await enlisting.choose_member(visit.house, visit.caller, action, visit.incoming.update_key)
    )


async def _after_names(visit: Visit, kept: Kept) -> Replies:
    now = await revisit(visit)
    match kept.outcome:
        case Outcome.REFUSED:
            return await refused(now)
        case Outcome.ALIKE:
            return (ask_whom_page(kept.said, kept.name, kept.alike),)
        case Outcome.DONE:
            done = Line(text("enlist.done", n=kept.count) if kept.count else text("enlist.nobody"))
            if kept.member_id:
                return await show_member(now, ShowMember(kept.member_id), done)
            return await show_members(now, ShowMembers(0), done)
        case Outcome.REPEATED:
            # What is asked now stays asked.
            asked = isinstance(awaited(now.house, now.caller), AskMembers)
            return await (ask_members(now, AskMembers()) if asked else show_members(now, ShowMembers(0)))
        case _:
            return await show_members(now, ShowMembers(0), stale())


INVITING_TAPS: dict[type[actions.Action], OnEarlyTap] = {
    InviteMember: invite_member,
    InviteNamed: invite_named,
    JoinNamed: join_named,
    InviteEverybody: invite_everybody,
    AskMembers: ask_members,
    ChooseMember: member_chosen,
}
"""What the buttons of invitations and of new people do."""

INVITING_AWAITED: dict[type[actions.Action], OnEarlyWords] = {AskMembers: members_said}
"""What a person's next words are after one of its questions."""
