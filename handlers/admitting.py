"""Those who keep the branch's people see to who waits at the general entrance."""

from __future__ import annotations

from datetime import datetime

from bot.dialog import actions
from bot.dialog.actions import Admit, Refuse, ShowApplicant, ShowApplicants
from bot.dialog.model import Reply
from bot.dialog.pages.admitting import (
    admitted_note,
    applicant_page,
    applicants_page,
    refused_note,
    settled_note,
)
from bot.dialog.text import text
from bot.domain.access import may_keep_people
from bot.usecases.acting import Verdict
from bot.usecases.admitting import Settled, admit, applicants, candidate, refuse
from db.applicants import Applicant
from handlers.talk import OnEarlyTap, Replies, Visit, front


async def show_applicants(visit: Visit, action: ShowApplicants) -> Replies:
    """List those who wait."""
    return (await _list(visit, action.page),)


async def show_applicant(visit: Visit, action: ShowApplicant) -> Replies:
    """Show somebody who waits, or what became of them."""
    found = await candidate(visit.house, visit.caller, action.applicant)
    if found is None:
        return (await _list(visit),)
    if isinstance(found, Settled):
        return ((await _list(visit)).noted(settled_note(found.member, found.by)),)
    who = _shown(found.applicant)
    return (applicant_page(who, found.proposals, found.namesakes, action.page, visit.house.zone),)


async def let_in(visit: Visit, action: Admit) -> Replies:
    """Let somebody in as whom they were said to be."""
    match await admit(visit.house, visit.caller, visit.incoming.update_key, action):
        case Verdict.DONE:
            found = await candidate(visit.house, visit.caller, action.applicant)
            name = found.member if isinstance(found, Settled) else None
            return ((await _list(visit)).noted(admitted_note(name or "")),)
        case Verdict.STALE:
            return await _anew(visit, action.applicant)
        case Verdict.REFUSED:
            return (await front(visit),)


async def keep_out(visit: Visit, action: Refuse) -> Replies:
    """Do not let somebody in."""
    match await refuse(visit.house, visit.caller, visit.incoming.update_key, action):
        case Verdict.DONE:
            return ((await _list(visit)).noted(refused_note()),)
        case Verdict.STALE:
            return await _anew(visit, action.applicant)
        case Verdict.REFUSED:
            return (await front(visit),)


async def _anew(visit: Visit, applicant_id: int) -> Replies:
    """Show how it stands with somebody whose card was out of date."""
    replies = await show_applicant(visit, ShowApplicant(applicant_id))
    found = await candidate(visit.house, visit.caller, applicant_id)
    stale = not isinstance(found, Settled) and found is not None
    return (replies[0].noted(text("applicant.changed")),) if stale else replies


async def _list(visit: Visit, page: int = 0) -> Reply:
    if not may_keep_people(visit.caller.role):
        return await front(visit)
    waiting = [_shown(each) for each in await applicants(visit.house, visit.caller)]
    return applicants_page(waiting, page, visit.house.zone)


def _shown(applicant: Applicant) -> tuple[int, str, str, datetime]:
    return applicant.id, applicant.name, applicant.door, applicant.asked_at


ADMITTING_TAPS: dict[type[actions.Action], OnEarlyTap] = {
    actions.ShowApplicants: show_applicants,
    actions.ShowApplicant: show_applicant,
    actions.Admit: let_in,
    actions.Refuse: keep_out,
}
"""What the buttons about those who wait do."""
