"""Deciding on a request: agreed to, and the change is made as a correction; declined; or taken back by its author."""

from __future__ import annotations

from dataclasses import dataclass

from bot.dialog.actions import AskNew, ShowRequest
from bot.domain.duties import CALLING_ROLES, with_roles
from bot.domain.notices import Kind
from bot.domain.plan import Snapshot
from bot.domain.requesting import is_stale, may_see, may_settle, may_withdraw
from bot.domain.requests import HANDING_OVER, Request, RequestKind, RequestState
from bot.usecases.acting import Act, Verdict, acting, record, words_came
from bot.usecases.adding import Wanted, add_asked_for
from bot.usecases.correcting import About, Case, Change, Corrected, Outcome, Step, make, to_cancelled, to_term
from bot.usecases.deeds import Deed
from bot.usecases.house import House
from bot.usecases.requesting import subject_of
from bot.usecases.telling import owe
from db.amending import hand_over
from db.caller import Caller
from db.picturing import picture_of
from db.requests import request_of, settle
from db.tables import ActivityRow, MemberRow, RequestRow


@dataclass(frozen=True, slots=True)
class _Opened:
    """A request before who decides on it, as it is in this transaction."""

    act: Act
    row: RequestRow
    request: Request
    deed: Deed


async def agree(house: House, caller: Caller, request_id: int, revision: int, update_key: str) -> Verdict:
    """Agree to a request: the change is made at once, on its author's behalf; the first word counts."""
    async with acting(house, caller, update_key, ShowRequest(request_id)) as act:
        found = await _opened(act, request_id, revision)
        if isinstance(found, Verdict):
            return found
        verdict = await _agree(house, found)
    house.nudge()
    return verdict


async def decline(
    house: House, caller: Caller, request_id: int, revision: int, answer: str, update_key: str
) -> Verdict:
    """Decline a request, with a word why; nothing of the plan changes, and its author hears it."""
    async with acting(house, caller, update_key, ShowRequest(request_id)) as act:
        if act is not None:
            await words_came(act)
        found = await _opened(act, request_id, revision)
        if isinstance(found, Verdict):
            return found
        settle(found.row, RequestState.DECLINED, found.act.member.id, found.act.now, answer)
        await _tell(found, {found.request.member_id})
        taking = found.request.kind in HANDING_OVER
        await record(found.act, "cannot-take" if taking else "decline-request", subject_of(found.request), answer)
    house.nudge()
    return Verdict.DONE


async def withdraw(house: House, caller: Caller, request_id: int, revision: int, update_key: str) -> Verdict:
    """Take one's own request back, while nobody has decided on it."""
    async with acting(house, caller, update_key, ShowRequest(request_id)) as act:
        row = await _row(act, request_id)
        if act is None or row is None:
            return Verdict.REFUSED
        request = request_of(row)
        if request.member_id != act.member.id:
            return Verdict.REFUSED
        if not act.fresh or row.revision != revision or not may_withdraw(act.member, request):
            return Verdict.STALE
        settle(row, RequestState.WITHDRAWN, act.member.id, act.now)
        await record(act, "withdraw-request", subject_of(request))
    return Verdict.DONE


async def _row(act: Act | None, request_id: int) -> RequestRow | None:
    """Return a request of the branch that was sent; None for any other."""
    # Two may decide at one instant: where the database lets both in, the second waits here for the first.
    row = await act.session.get(RequestRow, request_id) if act else None
    ours = act is not None and row is not None and row.branch_id == act.snapshot.branch_id
    return row if ours and row is not None and row.state != RequestState.BEGUN else None


async def _opened(act: Act | None, request_id: int, revision: int) -> _Opened | Verdict:
    """Return a request that the member may decide on; one that things have overtaken is settled as stale."""
    row = await _row(act, request_id)
    if act is None or row is None:
        return Verdict.REFUSED
    request = request_of(row)
    if not may_see(act.member, request) or not may_settle(act.member, request):
        return Verdict.REFUSED
    if not act.fresh or not request.open or row.revision != revision:
        return Verdict.STALE
    deed = Deed(act.session, await act.session.get_one(MemberRow, act.member.id), act.now, act.fresh)
    found = _Opened(act, row, request, deed)
    if is_stale(act.snapshot, request):
        await _overtaken(found)
        return Verdict.STALE
    return found


async def _overtaken(found: _Opened) -> None:
    settle(found.row, RequestState.STALE, found.act.member.id, found.act.now)
    await _tell(found, {found.request.member_id})


async def _agree(house: House, found: _Opened) -> Verdict:
    # It is settled first: what follows the change settles as stale whatever else was open about the activity.
    settle(found.row, RequestState.AGREED, found.act.member.id, found.act.now)
    await found.act.session.flush()
    made = await _make(house, found)
    if made is not None and made.outcome is not Outcome.DONE:
        await _overtaken(found)
        return Verdict.STALE
    if made is not None:
        found.row.activity_id = made.activity_id
    keepers = {each.id for each in with_roles(found.act.snapshot, CALLING_ROLES)}
    handed_over = found.request.kind in HANDING_OVER
    await _tell(found, {found.request.member_id} | (keepers if handed_over else set()))
    return Verdict.DONE


async def _tell(found: _Opened, members: set[int]) -> None:
    """Owe to each what became of the request; who has just decided knows it, who has left hears nothing."""
    for member_id in sorted(members & found.act.snapshot.members.keys() - {found.act.member.id}):
        await owe(found.act, Kind.REQUEST_SETTLED, found.row.id, found.row.revision, member_id)


async def _make(house: House, found: _Opened) -> Corrected | None:
    """Make the change by the very functions that keepers correct with; None, or DONE for what was added."""
    request = found.request
    match request.kind:
        case RequestKind.ADD:
            wanted = Wanted(request.words("title"), request.words("term"))
            place = AskNew(request.number("plan"), request.number("goal"))
            return await add_asked_for(house, found.deed, place, wanted, request.member_id)
        case RequestKind.MOVE:
            words = request.words("term")
            step = Step(_seen(request), "correct-term", "", words, spares=True)
            return await _correct(house, found, step, to_term(words))
        case RequestKind.CANCEL:
            return await _correct(house, found, Step(_seen(request), "cancel-activity", ""), to_cancelled)
        case RequestKind.DELEGATE | RequestKind.SUBSTITUTE:
            name = _name(found.act.snapshot, request.asked_id)
            step = Step(_seen(request), "correct-people", "", name, spares=True)
            return await _correct(house, found, step, _to_taker(found))


def _seen(request: Request) -> About:
    return About(request.activity_id or 0, request.number("mark"))


def _name(snapshot: Snapshot, member_id: int | None) -> str:
    member = snapshot.person(member_id)
    return member.name if member else ""


async def _correct(house: House, found: _Opened, step: Step, change: Change) -> Corrected | None:
    act = found.act
    picture = await picture_of(act.session, act.snapshot.branch_id, step.about.activity, act.today, house.zone)
    if picture is None:
        return Corrected(Outcome.STALE)
    case = Case(found.deed, picture, await act.session.get_one(ActivityRow, step.about.activity))
    return await make(house, case, step, change, on_behalf_of=found.request.member_id)


def _to_taker(found: _Opened) -> Change:
    """Return the change to the person asked; STALE where the plan cannot name them."""

    async def change(case: Case) -> Corrected | None:
        session, request = case.review.session, found.request
        author = await session.get_one(MemberRow, request.member_id)
        taker = await session.get_one(MemberRow, request.asked_id)
        stays = request.kind is RequestKind.DELEGATE
        if await hand_over(session, case.row, author, taker, stays=stays):
            return None
        return Corrected(Outcome.STALE, case.row.id)

    return change
