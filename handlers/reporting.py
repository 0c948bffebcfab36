"""Writing a report in several messages: begun by a tap, added to by words, pictures and files, ended by a button."""

from __future__ import annotations

from bot.dialog.actions import (
    AskDropReport,
    Claim,
    ClaimAs,
    DropReport,
    EndReport,
    RemoveLast,
    WriteReport,
)
from bot.dialog.model import File, Line, reply
from bot.dialog.pages.reporting import ask_drop_page, asking_page, draft_page, other_page
from bot.dialog.text import Text, text
from bot.domain.access import may_keep_members, may_review
from bot.domain.plan import Activity
from bot.domain.reporting import MOST_WORDS, Draft
from bot.domain.reports import OUTCOMES, Outcome
from bot.domain.wordforms import folded
from bot.errors import PlanovykError
from bot.usecases import reporting
from bot.usecases.acting import await_words, awaited
from bot.usecases.bringing import add_file
from bot.usecases.reporting import Came, Written
from bot.usecases.work import Fate, fate_of
from handlers.standing import present, stale_text
from handlers.talk import OnTap, OnWords, Replies, Talk, Visit, anew, home, lost, unread

_SAYS_DONE = frozenset({"готово", "done"})


async def start_claim(talk: Talk, action: Claim | ClaimAs) -> Replies:
    """Begin a report on what was done, or what is needed, if the member may still report it."""
    occurrence, outcome = talk.snapshot.occurrence_of.get(action.occurrence), _outcome(action)
    if occurrence is None:
        return (await lost(talk),)
    key = talk.incoming.update_key
    written = await reporting.begin(talk.house, talk.caller, occurrence.id, outcome, key)
    activity = talk.snapshot.activity_of[occurrence.activity_id]
    match written:
        case Written(Came.DONE, Draft() as draft):
            part = fate_of(talk.snapshot, talk.view.member, occurrence, outcome) is Fate.CONTRIBUTION
            return (asking_page(activity, draft, part=part),)
        case Written(Came.OTHER, Draft() as draft):
            return (other_page(_about(talk, draft), draft) if _is_known(talk, draft) else await home(talk),)
        case _:
            now = await anew(talk)
            problem = text("refused.not-yours") if occurrence.open else stale_text(now, occurrence)
            return (present(now, occurrence, problem),)


def _outcome(action: Claim | ClaimAs) -> Outcome:
    """Return what is reported; a code that somebody has made up counts as plainly done."""
    place = action.outcome if isinstance(action, ClaimAs) else 0
    return OUTCOMES[place] if place < len(OUTCOMES) else Outcome.DONE


async def go_on(talk: Talk, action: WriteReport) -> Replies:
    """Go on with a report: what it has by now, and the person's words go to it again."""
    written = await reporting.resume(talk.house, talk.caller, action.report, talk.incoming.update_key)
    return await _shown(talk, written)


async def words_said(talk: Talk, action: WriteReport, words: str) -> Replies:
    """Add what was said; who says no more than that it is done has done with a report that has something in it."""
    if folded(words).strip(" .!") in _SAYS_DONE:
        draft = await reporting.draft_of(talk.house, talk.caller)
        if draft is not None and not draft.empty and not draft.lacks_words:
            return await end(talk, EndReport(action.report))
    written = await reporting.add_words(talk.house, talk.caller, action.report, words, talk.incoming.update_key)
    return await _shown(talk, written)


def brings_evidence(visit: Visit) -> bool:
    """Tell whether a file goes with a report: whatever comes while one is written, and every picture.

    A file of somebody who brings plans and members' lists may be one of these when no report is awaited.
    """
    what = visit.incoming.what
    if not isinstance(what, File):
        return False
    brings_plans = may_review(visit.caller.role) or may_keep_members(visit.caller.role)
    return what.picture or not brings_plans or is_writing(visit)


def is_writing(visit: Visit) -> bool:
    """Tell whether what a person sends now goes to their report."""
    return isinstance(awaited(visit.house, visit.caller), WriteReport)


async def sent(talk: Talk) -> Replies | None:
    """Take what is no words for the report that it goes with; None where it goes with none."""
    what = talk.incoming.what
    if isinstance(what, File):
        return await file_came(talk, what) if brings_evidence(talk) else None
    return await no_use(talk) if is_writing(talk) else None


async def file_came(talk: Talk, file: File) -> Replies:
    """Add a picture or a file to the report; what stands in the way of that is said, and the report stays."""
    try:
        written = await add_file(talk.house, talk.caller, file, talk.incoming.update_key)
    except PlanovykError as error:
        draft = await reporting.draft_of(talk.house, talk.caller)
        problem = Text(error.key, error.args_)
        if draft is None or not _is_known(talk, draft):
            return (reply(Line(problem)),)
        return (draft_page(_about(talk, draft), draft, problem),)
    if written.draft is None:
        reviews = may_review(talk.caller.role)
        return (await unread(talk) if reviews else (await home(talk)).noted(text("reporting.not-begun"), instead_of=2),)
    return await _shown(talk, written)


async def no_use(talk: Talk) -> Replies:
    """Say what a report takes to somebody who has sent something else in the middle of it."""
    draft = await reporting.draft_of(talk.house, talk.caller)
    if draft is None or not _is_known(talk, draft):
        return ((await home(talk)).noted(text("reporting.no-video"), instead_of=2),)
    return (draft_page(_about(talk, draft), draft, text("reporting.no-video")),)


async def remove_last(talk: Talk, action: RemoveLast) -> Replies:
    """Take back what the last message has added."""
    key = talk.incoming.update_key
    written = await reporting.remove_last(talk.house, talk.caller, action.report, action.seen, key)
    return await _shown(talk, written)


async def ask_drop(talk: Talk, action: AskDropReport) -> Replies:
    """Forget a report with nothing in it; ask about any other."""
    draft = await reporting.draft_of(talk.house, talk.caller)
    if draft is None or draft.id != action.report:
        return ((await home(talk)).noted(text("reporting.gone"), instead_of=2),)
    if draft.empty or not _is_known(talk, draft):
        return await drop(talk, DropReport(draft.id))
    return (ask_drop_page(_about(talk, draft), draft),)


async def drop(talk: Talk, action: DropReport) -> Replies:
    """Forget the report."""
    written = await reporting.drop_report(talk.house, talk.caller, action.report, talk.incoming.update_key)
    note = text("reporting.dropped" if written.came is Came.DONE else "reporting.gone")
    now = await anew(talk)
    occurrence = now.snapshot.occurrence_of.get(written.draft.occurrence_id) if written.draft else None
    return (present(now, occurrence, note) if occurrence else (await home(now)).noted(note, instead_of=2),)


async def end(talk: Talk, action: EndReport) -> Replies:
    """Take the report as complete; the presidium hears of it, or whoever's word closes the activity."""
    reported = talk.snapshot.occurrence_of.get(talk.caller.reported or 0)
    outcome = await reporting.draft_of(talk.house, talk.caller)
    fate = fate_of(talk.snapshot, talk.view.member, reported, outcome.outcome) if reported and outcome else None
    written = await reporting.end(talk.house, talk.caller, action.report, talk.incoming.update_key)
    if written.came in {Came.GONE, Came.WORDLESS}:
        return await _shown(talk, written)
    now = await anew(talk)
    occurrence = now.snapshot.occurrence_of.get(written.draft.occurrence_id) if written.draft else None
    if occurrence is None:
        return (await lost(now),)
    notes = {
        Came.DONE: _thanks(fate),
        Came.ENDED: text("reporting.ended"),
        Came.STALE: stale_text(now, occurrence),
        Came.REFUSED: text("refused.not-yours"),
    }
    return (present(now, occurrence, notes[written.came]),)


def _thanks(fate: Fate | None) -> Text:
    if fate is Fate.CONTRIBUTION:
        return text("claim.part-taken")
    return text("claim.help-taken") if fate is Fate.HELP else text("claim.taken")


_NOTES = {
    Came.STALE: text("reporting.stale"),
    Came.WORDLESS: text("reporting.wordless"),
    Came.CUT: text("reporting.cut", limit=MOST_WORDS),
    Came.FULL: text("reporting.full", limit=MOST_WORDS),
}


async def _shown(talk: Talk, written: Written) -> Replies:
    """Show a report as it stands by now; where it is not being written any more, how things stand."""
    draft = written.draft
    if draft is None or not _is_known(talk, draft):
        return await _gone(talk)
    if written.came is Came.LATE:
        now = await anew(talk)
        return (present(now, now.snapshot.occurrence_of[draft.occurrence_id], text("reporting.late")),)
    notes = [_NOTES[written.came]] if written.came in _NOTES else []
    return (draft_page(_about(talk, draft), draft, *notes),)


async def _gone(talk: Talk) -> Replies:
    await await_words(talk.house, talk.caller, None)
    return ((await home(await anew(talk))).noted(text("reporting.gone"), instead_of=2),)


def _is_known(talk: Talk, draft: Draft) -> bool:
    """Tell whether a report is about the plans in force: one of last year's may lie there still."""
    return draft.occurrence_id in talk.snapshot.occurrence_of and draft.activity_id in talk.snapshot.activity_of


def _about(talk: Talk, draft: Draft) -> Activity:
    return talk.snapshot.activity_of[draft.activity_id]


REPORTING_TAPS: dict[type, OnTap] = {
    Claim: start_claim,
    ClaimAs: start_claim,
    WriteReport: go_on,
    EndReport: end,
    RemoveLast: remove_last,
    AskDropReport: ask_drop,
    DropReport: drop,
}
"""What the buttons of a report do."""
REPORTING_AWAITED: dict[type, OnWords] = {WriteReport: words_said}
"""What a person's words are while they write a report."""
