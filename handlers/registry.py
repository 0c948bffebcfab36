"""The association's members' list: looked at, searched, sent as a file, and who has renewed noted in it."""

from __future__ import annotations

from datetime import date
from typing import assert_never

from bot.dialog import actions
from bot.dialog.actions import (
    AskPlanFile,
    AskRegistry,
    AskRenewed,
    AskWho,
    ExportRegistry,
    FindListed,
    NoteRenewed,
    ShowDue,
    ShowListed,
    ShowPerson,
    ShowRegistry,
    TellWho,
    UndoRenewed,
)
from bot.dialog.model import Attachment, AttachmentKind, Line, reply
from bot.dialog.pages.paging import PER_PAGE, Part, place_of
from bot.dialog.pages.registry import (
    TO_LIST,
    ask_list_page,
    ask_name_page,
    ask_plan_page,
    ask_renewed_page,
    ask_who_page,
    found_page,
    people_page,
    person_page,
    registry_page,
)
from bot.dialog.text import text
from bot.documents.paid_until import read_paid_until
from bot.documents.registry_writer import registry_csv, registry_xlsx
from bot.domain.access import may_keep_members, may_review
from bot.domain.registry import Listed
from bot.usecases.acting import await_words
from bot.usecases.registry import (
    Noting,
    export,
    find_people,
    note_renewed,
    overview,
    people_of,
    person_of_list,
    question_who,
    seen_day,
    tell_who,
    undo_renewed,
)
from db.registry import Which
from handlers.talk import OnEarlyTap, OnEarlyWords, Replies, Visit, front

LAST_ORDINAL = date.max.toordinal()


async def show_registry(visit: Visit, _action: ShowRegistry, *before: Line) -> Replies:
    """Show the list in numbers; to those who do not keep it, the menu."""
    found = await overview(visit.house, visit.caller)
    if found is None:
        return (await front(visit),)
    return (registry_page(found.counts, found.draft, found.asked, *before),)


async def ask_list(visit: Visit, action: AskRegistry) -> Replies:
    """Take the next file for a list."""
    if not may_keep_members(visit.caller.role):
        return (await front(visit),)
    await await_words(visit.house, visit.caller, action)
    return (ask_list_page(),)


async def ask_plan(visit: Visit, action: AskPlanFile) -> Replies:
    """Take the next file for a plan."""
    if not may_review(visit.caller.role):
        return (await front(visit),)
    await await_words(visit.house, visit.caller, action)
    return (ask_plan_page(),)


async def words_for_file(visit: Visit, action: AskRegistry | AskPlanFile, _words: str) -> Replies:
    """Ask again for the file to somebody who has written something else."""
    if isinstance(action, AskPlanFile):
        return await ask_plan(visit, action)
    return await ask_list(visit, action)


async def show_listed(visit: Visit, action: ShowListed) -> Replies:
    """Show a page of everybody."""
    return await _page(visit, action, Which.ALL)


async def show_due(visit: Visit, action: ShowDue) -> Replies:
    """Show a page of those to renew."""
    return await _page(visit, action, Which.DUE)


async def _page(visit: Visit, action: ShowListed | ShowDue, which: Which) -> Replies:
    part = await part_of_list(visit, which, action.page, PER_PAGE)
    if part is None or not part.items:
        return await show_registry(visit, ShowRegistry())
    title = text("members.all-title" if which is Which.ALL else "members.due-title")
    return (people_page(title, part, visit.house.today(), type(action)),)


async def part_of_list(visit: Visit, which: Which, page: int, per_page: int) -> Part[Listed] | None:
    """Return a page of some of the list's people, beyond the end the last one; None without the right."""
    found = await people_of(visit.house, visit.caller, which, start=page * per_page, most=per_page)
    if found is None:
        return None
    shown, pages = place_of(found.count, page, per_page)
    if shown != page:
        found = await people_of(visit.house, visit.caller, which, start=shown * per_page, most=per_page) or found
    return Part(found.people, shown, pages)


async def ask_name(visit: Visit, action: FindListed) -> Replies:
    """Ask for a surname and wait for it."""
    if not may_keep_members(visit.caller.role):
        return (await front(visit),)
    await await_words(visit.house, visit.caller, action)
    return (ask_name_page(),)


async def name_said(visit: Visit, _action: FindListed, words: str) -> Replies:
    """Show who has such a name; where nobody has, another one is waited for."""
    found = await find_people(visit.house, visit.caller, words)
    if found is None:
        return (await front(visit),)
    if not found.count:
        return (ask_name_page(Line(text("members.not-found"))),)
    await await_words(visit.house, visit.caller, None)
    if found.count == 1:
        return await show_person(visit, ShowPerson(found.people[0].id))
    return (found_page(found.people, found.count, visit.house.today()),)


async def show_person(visit: Visit, action: ShowPerson, *before: Line) -> Replies:
    """Show a person of the list; of one that is there no more, the list."""
    person = await person_of_list(visit.house, visit.caller, action.registration)
    if person is None:
        return await show_registry(visit, ShowRegistry())
    seen = seen_day(person.person.paid_until)
    return (person_page(person, seen, visit.house.today(), visit.house.zone, *before),)


async def ask_renewed(visit: Visit, action: AskRenewed, *before: Line) -> Replies:
    """Ask until when somebody has paid now; a tap or their own words answer."""
    person = await person_of_list(visit.house, visit.caller, action.registration)
    if person is None:
        return await show_registry(visit, ShowRegistry())
    await await_words(visit.house, visit.caller, action)
    return (ask_renewed_page(person, action.seen, visit.house.today(), *before),)


async def renewed_said(visit: Visit, action: AskRenewed, words: str) -> Replies:
    """Note the day that was written; one that cannot be read is asked for again."""
    day = read_paid_until(words)
    if day is None:
        return await ask_renewed(visit, action, Line(text("members.unclear-day")))
    return await _noted(visit, action, day)


async def renewed_tapped(visit: Visit, action: NoteRenewed) -> Replies:
    """Note the day that was tapped."""
    if not 1 <= action.day <= LAST_ORDINAL:
        return await show_registry(visit, ShowRegistry())
    return await _noted(visit, AskRenewed(action.registration, action.seen), date.fromordinal(action.day))


async def _noted(visit: Visit, asked: AskRenewed, day: date) -> Replies:
    key = visit.incoming.update_key
    came = await note_renewed(visit.house, visit.caller, asked.registration, asked.seen, day, key)
    if came is Noting.PAST:
        return await ask_renewed(visit, asked, Line(text("members.past-day")))
    return await _after(visit, asked.registration, came, "members.noted-now")


async def undo(visit: Visit, action: UndoRenewed) -> Replies:
    """Put the day back that was known before."""
    key = visit.incoming.update_key
    came = await undo_renewed(visit.house, visit.caller, action.registration, action.seen, key)
    return await _after(visit, action.registration, came, "members.undone")


async def _after(visit: Visit, registration: int, came: Noting, done: str) -> Replies:
    match came:
        case Noting.DONE:
            return await show_person(visit, ShowPerson(registration), Line(text(done)))
        case Noting.STALE | Noting.PAST:
            return await show_person(visit, ShowPerson(registration), Line(text("review.stale")))
        case Noting.REFUSED:
            return await show_registry(visit, ShowRegistry())
        case _:
            assert_never(came)


async def ask_who(visit: Visit, action: AskWho, *before: Line) -> Replies:
    """Ask who in the bot somebody of the list is; where nobody is asked about any more, show the list."""
    found = await question_who(visit.house, visit.caller, action.registration)
    if found is None:
        return await show_registry(visit, ShowRegistry(), *before)
    return (ask_who_page(found.person, found.members, found.others, *before),)


async def who_told(visit: Visit, action: TellWho) -> Replies:
    """Keep who it is, and go on with the person."""
    key = visit.incoming.update_key
    came = await tell_who(visit.house, visit.caller, action.registration, action.member, key)
    return await _after(visit, action.registration, came, "members.told")


async def send_list(visit: Visit, action: ExportRegistry) -> Replies:
    """Send the list as a file, in the language of whoever asks."""
    which = Which.UNREACHABLE if action.which else Which.ALL
    people = await export(visit.house, visit.caller, which, visit.incoming.update_key)
    if not people:
        return await show_registry(visit, ShowRegistry())
    ending, write = (".csv", registry_csv) if action.form else (".xlsx", registry_xlsx)
    name = f"{'members' if which is Which.ALL else 'to-call'}-{visit.house.today()}{ending}"
    file = Attachment(name, AttachmentKind.FILE, write(people, visit.caller.language))
    return (reply(Line(text("members.file", n=len(people))), rows=(TO_LIST,), attachments=(file,)),)


REGISTRY_TAPS: dict[type[actions.Action], OnEarlyTap] = {
    ShowRegistry: show_registry,
    AskRegistry: ask_list,
    AskPlanFile: ask_plan,
    ShowListed: show_listed,
    ShowDue: show_due,
    FindListed: ask_name,
    ShowPerson: show_person,
    AskRenewed: ask_renewed,
    NoteRenewed: renewed_tapped,
    UndoRenewed: undo,
    AskWho: ask_who,
    TellWho: who_told,
    ExportRegistry: send_list,
}
"""What the buttons of the list do."""

REGISTRY_AWAITED: dict[type[actions.Action], OnEarlyWords] = {
    AskRegistry: words_for_file,
    AskPlanFile: words_for_file,
    FindListed: name_said,
    AskRenewed: renewed_said,
}
"""What a person's next words are after the list has asked."""
