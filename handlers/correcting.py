"""The secretary and the head correct an activity from its card, or one of a draft."""

from __future__ import annotations

from collections.abc import Callable

from bot.dialog.actions import (
    AskCancel,
    AskPeople,
    AskTerm,
    AskTitle,
    BringBack,
    CancelActivity,
    ChoosePerson,
    ShowCard,
    ShowCorrecting,
    TakeBack,
    decode,
)
from bot.dialog.model import Line
from bot.dialog.pages.correcting import (
    Desk,
    Last,
    ask_cancel_page,
    ask_people_page,
    ask_person_page,
    ask_term_page,
    ask_title_page,
    back_note,
    cancelled_note,
    corrected_page,
    correcting_page,
    people_note,
    term_note,
    title_note,
    undone_note,
)
from bot.dialog.pages.view import View
from bot.dialog.text import text
from bot.domain.correcting import LONGEST_TITLE
from bot.usecases import correcting
from bot.usecases.acting import await_words, awaited
from bot.usecases.appointing import choose_person, correct_people
from bot.usecases.correcting import Corrected, Outcome, Sight, see
from bot.usecases.outcome import what_came_of
from db.caller import Caller
from handlers.talk import Replies, Visit, front, revisit

Note = Callable[[Desk], tuple[Line, ...]]


async def show_correcting(visit: Visit, action: ShowCorrecting) -> Replies:
    """Show what can be corrected of an activity."""
    desk = await desk_of(visit, action.activity)
    return (correcting_page(desk),) if desk else await refused(visit)


async def ask_term(visit: Visit, action: AskTerm, *before: Line) -> Replies:
    """Ask for a term and wait for it in words."""
    desk = await _asking(visit, action)
    if isinstance(desk, tuple):
        return desk
    return (ask_term_page(desk, *before, adding=action.adding),)


async def ask_people(visit: Visit, action: AskPeople, *before: Line) -> Replies:
    """Ask who answers for it and wait for the names."""
    desk = await _asking(visit, action)
    if isinstance(desk, tuple):
        return desk
    return (ask_people_page(desk, *before, adding=action.adding),)


async def ask_title(visit: Visit, action: AskTitle, *before: Line) -> Replies:
    """Ask for a title and wait for it."""
    desk = await _asking(visit, action)
    return desk if isinstance(desk, tuple) else (ask_title_page(desk, *before),)


async def ask_cancel(visit: Visit, action: AskCancel) -> Replies:
    """Ask whether to cancel."""
    desk = await desk_of(visit, action.activity)
    if desk is None:
        return await refused(visit)
    return (ask_cancel_page(desk),) if desk.mark == action.mark else _stale(desk)


async def term_said(visit: Visit, action: AskTerm, words: str) -> Replies:
    """Take a term in words; one that is not clear is asked for again, with the reason."""
    done = await correcting.correct_term(visit.house, visit.caller, action, words, visit.incoming.update_key)
    if done.outcome is Outcome.UNCLEAR:
        return await ask_term(visit, action, _unclear(done))
    if done.outcome is Outcome.DONE and action.adding:
        now = await revisit(visit)
        desk = await desk_of(now, action.activity)
        if desk is not None:
            return await ask_people(now, AskPeople(action.activity, desk.mark, 1), *term_note(desk))
    return await _after(visit, done, term_note)


async def people_said(visit: Visit, action: AskPeople, words: str) -> Replies:
    """Take names in words; what is not clear is asked for again, a name that is like a known one is asked about."""
    done = await correct_people(visit.house, visit.caller, action, words, visit.incoming.update_key)
    if done.outcome is Outcome.UNCLEAR:
        return await ask_people(visit, action, _unclear(done))
    return await _after(visit, done, people_note)


async def person_chosen(visit: Visit, action: ChoosePerson) -> Replies:
    """Take whom a name stands for."""
    chosen = await choose_person(visit.house, visit.caller, action, visit.incoming.update_key)
    return await _after(visit, chosen, people_note)


async def title_said(visit: Visit, action: AskTitle, words: str) -> Replies:
    """Take a title."""
    done = await correcting.correct_title(visit.house, visit.caller, action, words, visit.incoming.update_key)
    if done.outcome is Outcome.UNCLEAR:
        return await ask_title(visit, action, title_problem())
    return await _after(visit, done, title_note)


async def cancel(visit: Visit, action: CancelActivity) -> Replies:
    """Cancel the activity; a second tap sees that it is."""
    done = await correcting.cancel_activity(visit.house, visit.caller, action, visit.incoming.update_key)
    return await _after(visit, done, cancelled_note)


async def bring_back(visit: Visit, action: BringBack) -> Replies:
    """Put a cancelled activity back into the plan."""
    done = await correcting.bring_activity_back(visit.house, visit.caller, action, visit.incoming.update_key)
    return await _after(visit, done, back_note)


async def take_back(visit: Visit, action: TakeBack) -> Replies:
    """Take the last correction back."""
    done = await correcting.undo(visit.house, visit.caller, action, visit.incoming.update_key)
    return await _after(visit, done, undone_note)


async def _after(visit: Visit, done: Corrected, note: Note) -> Replies:
    now = await revisit(visit)
    if done.outcome is Outcome.REPEATED:
        return await again(now)
    if done.outcome is Outcome.ALIKE:
        return (ask_person_page(done.activity_id, done.said, done.name, done.alike),)
    if done.outcome is Outcome.REFUSED:
        return await refused(now)
    desk = await desk_of(now, done.activity_id)
    if desk is None:
        return (await front(now),)
    if done.outcome is Outcome.REPORTED:
        return (corrected_page(desk, Line(text("correct.reported"))),)
    return (corrected_page(desk, *note(desk)),) if done.outcome is Outcome.DONE else _stale(desk)


async def again(visit: Visit) -> Replies:
    """Answer an update that has had its effect: what is asked now stays asked, else what came of it."""
    asked = awaited(visit.house, visit.caller)
    if isinstance(asked, AskTerm):
        return await ask_term(visit, asked)
    if isinstance(asked, AskPeople):
        return await ask_people(visit, asked)
    if isinstance(asked, AskTitle):
        return await ask_title(visit, asked)
    code = await what_came_of(visit.house, visit.incoming.update_key)
    shown = decode(code) if code else None
    desk = await desk_of(visit, shown.activity) if isinstance(shown, ShowCard) else None
    return (corrected_page(desk),) if desk else (await front(visit),)


async def desk_of(visit: Visit, activity_id: int) -> Desk | None:
    """Return an activity before the visitor; None when there is none, and for everybody who may not correct it."""
    sight = await see(visit.house, visit.caller, activity_id)
    return _desk(visit, visit.caller, sight) if sight else None


def _desk(visit: Visit, caller: Caller, sight: Sight) -> Desk:
    picture, last = sight.picture, sight.last
    member = picture.snapshot.members[caller.member_id]
    view = View(picture.snapshot, member, visit.house.today(), visit.house.zone)
    kept = Last(last.id, last.verb, last.member_id, last.at) if last else None
    return Desk(view, picture.activity, picture.published, kept, sight.reminder)


async def refused(visit: Visit) -> Replies:
    """Answer somebody who may not correct, or what is no more, with their menu; nothing is waited for any more."""
    await await_words(visit.house, visit.caller, None)
    return ((await front(visit)).noted(text("refused")),)


def title_problem() -> Line:
    """Say how long a title may be."""
    return Line(text("correct.title-problem", most=LONGEST_TITLE))


async def _asking(visit: Visit, action: AskTerm | AskPeople | AskTitle) -> Desk | Replies:
    """Return the activity to ask about, once it is waited for; an answer where it cannot be asked about."""
    desk = await desk_of(visit, action.activity)
    if desk is None:
        return await refused(visit)
    if desk.mark != action.mark:
        return _stale(desk)
    await await_words(visit.house, visit.caller, action)
    return desk


def _stale(desk: Desk) -> Replies:
    return (corrected_page(desk, Line(text("review.stale"))),)


def _unclear(done: Corrected) -> Line:
    return Line(text("review.unclear", why=text(f"why.{done.why}") if done.why else None))
