"""Who keeps the branch's people looks at them and changes one: role, name, account, leaving and coming back."""

from __future__ import annotations

from bot.dialog import actions
from bot.dialog.actions import (
    AskFind,
    AskName,
    AskRemove,
    AskRole,
    AskSecretary,
    BringMemberBack,
    ForgetAccount,
    RemoveMember,
    SetRole,
    ShowGone,
    ShowMember,
    ShowMembers,
    ShowNamed,
)
from bot.dialog.model import Line, Reply
from bot.dialog.pages.member import ask_name_page, ask_remove_page, ask_role_page, ask_secretary_page, member_page
from bot.dialog.pages.members import ask_find_page, found_page, gone_page, members_page, named_page
from bot.dialog.text import text
from bot.domain.admission import LONGEST_NAME
from bot.domain.members import MemberCard, Named, find
from bot.usecases import keeping
from bot.usecases.acting import await_words
from bot.usecases.keeping import Kept, Outcome
from bot.usecases.members import see_all, see_member, see_named
from handlers.correcting import refused
from handlers.talk import OnEarlyTap, OnEarlyWords, Replies, Visit, revisit


async def show_members(visit: Visit, action: ShowMembers, *before: Line) -> Replies:
    """Show a page of the list."""
    roll = await see_all(visit.house, visit.caller)
    if roll is None:
        return await refused(visit)
    return (members_page(roll, visit.caller.branch_name, action.page, visit.house.zone, *before),)


async def show_gone(visit: Visit, action: ShowGone) -> Replies:
    """Show a page of those who have left."""
    roll = await see_all(visit.house, visit.caller)
    return (gone_page(roll, action.page),) if roll else await refused(visit)


async def ask_find(visit: Visit, action: AskFind) -> Replies:
    """Ask for a part of a name and wait for it."""
    if await see_all(visit.house, visit.caller) is None:
        return await refused(visit)
    await await_words(visit.house, visit.caller, action)
    return (ask_find_page(),)


async def find_said(visit: Visit, _action: AskFind, words: str) -> Replies:
    """Show whose name a part was written of; the question stays, so that one can go on looking."""
    roll = await see_all(visit.house, visit.caller)
    if roll is None:
        return await refused(visit)
    return (found_page(words, *find(words, roll.members, roll.named)),)


async def show_member(visit: Visit, action: ShowMember, *before: Line) -> Replies:
    """Show a member's card."""
    card = await see_member(visit.house, visit.caller, action.member)
    return (_page(visit, card, *before),) if card else await refused(visit)


def _page(visit: Visit, card: MemberCard, *before: Line) -> Reply:
    return member_page(card, visit.caller.member_id, visit.house.zone, *before)


async def show_named(visit: Visit, action: ShowNamed) -> Replies:
    """Show somebody whom only the plan names, or the member that they are by now."""
    found = await see_named(visit.house, visit.caller, action.party)
    match found:
        case None:
            return await refused(visit)
        case Named():
            return (named_page(found),)
        case _:
            return await show_member(visit, ShowMember(found))


async def ask_role(visit: Visit, action: AskRole) -> Replies:
    """Ask for a role."""
    card = await see_member(visit.house, visit.caller, action.member)
    if card is None:
        return await refused(visit)
    return (ask_role_page(card) if card.left_at is None else _page(visit, card, stale()),)


async def ask_secretary(visit: Visit, action: AskSecretary) -> Replies:
    """Ask once more before somebody becomes the secretary."""
    card = await see_member(visit.house, visit.caller, action.member)
    if card is None:
        return await refused(visit)
    return (ask_secretary_page(card, action.was) if card.left_at is None else _page(visit, card, stale()),)


async def set_role(visit: Visit, action: SetRole) -> Replies:
    """Give a member a role."""
    kept = await keeping.give_role(visit.house, visit.caller, action, visit.incoming.update_key)
    return await _after(visit, action.member, kept, Line(text("person.role-given")))


async def ask_name(visit: Visit, action: AskName, *before: Line) -> Replies:
    """Ask for a name and wait for it."""
    card = await see_member(visit.house, visit.caller, action.member)
    if card is None:
        return await refused(visit)
    await await_words(visit.house, visit.caller, action)
    return (ask_name_page(card, *before),)


async def name_said(visit: Visit, action: AskName, words: str) -> Replies:
    """Take a name; one that is none is asked for again."""
    kept = await keeping.rename(visit.house, visit.caller, action, words, visit.incoming.update_key)
    if kept.outcome is Outcome.UNCLEAR:
        return await ask_name(visit, action, Line(text("person.name-problem", most=LONGEST_NAME)))
    return await _after(visit, action.member, kept, Line(text("person.renamed")))


async def ask_remove(visit: Visit, action: AskRemove) -> Replies:
    """Ask whether somebody shall leave."""
    card = await see_member(visit.house, visit.caller, action.member)
    if card is None:
        return await refused(visit)
    return (ask_remove_page(card) if card.left_at is None else _page(visit, card, stale()),)


async def remove(visit: Visit, action: RemoveMember) -> Replies:
    """Let a member leave."""
    kept = await keeping.remove(visit.house, visit.caller, action, visit.incoming.update_key)
    return await _after(visit, action.member, kept, Line(text("person.removed")))


async def bring_back(visit: Visit, action: BringMemberBack) -> Replies:
    """Make somebody who has left a member again."""
    kept = await keeping.bring_back(visit.house, visit.caller, action, visit.incoming.update_key)
    return await _after(visit, action.member, kept, Line(text("person.is-back")))


async def forget_account(visit: Visit, action: ForgetAccount) -> Replies:
    """Forget an account that is not the member's."""
    kept = await keeping.forget_account(visit.house, visit.caller, action, visit.incoming.update_key)
    return await _after(visit, action.member, kept, Line(text("person.account-forgotten", count=kept.count)))


async def _after(visit: Visit, member_id: int, kept: Kept, done: Line) -> Replies:
    now = await revisit(visit)
    if kept.outcome is Outcome.REFUSED:
        return await refused(now)
    notes = {Outcome.DONE: (done,), Outcome.STALE: (stale(),), Outcome.OWN: (Line(text("person.own")),)}
    return await show_member(now, ShowMember(member_id), *notes.get(kept.outcome, ()))


def stale() -> Line:
    """Say that things are no longer as the person saw them."""
    return Line(text("review.stale"))


MEMBERS_TAPS: dict[type[actions.Action], OnEarlyTap] = {
    ShowMembers: show_members,
    ShowGone: show_gone,
    AskFind: ask_find,
    ShowMember: show_member,
    ShowNamed: show_named,
    AskRole: ask_role,
    AskSecretary: ask_secretary,
    SetRole: set_role,
    AskName: ask_name,
    AskRemove: ask_remove,
    RemoveMember: remove,
    BringMemberBack: bring_back,
    ForgetAccount: forget_account,
}
"""What the buttons of the list and of a card do."""

MEMBERS_AWAITED: dict[type[actions.Action], OnEarlyWords] = {
    AskFind: find_said,
    AskName: name_said,
}
"""What a person's next words are after one of its questions."""
