"""The work on an occurrence: somebody is at it, its people report, and may take back what nobody has decided on yet."""

from __future__ import annotations

from enum import StrEnum

from bot.dialog.actions import ShowCard
from bot.domain.access import may_ask_help, may_claim, may_report
from bot.domain.duties import with_roles
from bot.domain.notices import Kind
from bot.domain.plan import Member, Occurrence, Role, Snapshot, State
from bot.domain.reports import Outcome
from bot.domain.steps import Step
from bot.domain.word import closers_of
from bot.usecases.acting import Act, Verdict, acting, record, recorder, speaking_as, words_came
from bot.usecases.house import House
from bot.usecases.stepping import hindrance, stepped
from bot.usecases.telling import asked_to_judge, owe
from db.caller import Caller
from db.tables import ReportRow


async def take(house: House, caller: Caller, occurrence_id: int, revision: int, update_key: str) -> Verdict:
    """Say that the member is at it; the others see that on the card."""
    async with acting(house, caller, update_key, ShowCard(0, occurrence_id)) as act:
        verdict = await _step(act, occurrence_id, revision, Step.TAKE)
    house.nudge()
    return verdict


async def withdraw(house: House, caller: Caller, occurrence_id: int, revision: int, update_key: str) -> Verdict:
    """Take a claim back that nobody has decided on: it is no longer asked about, and stays in the history."""
    async with acting(house, caller, update_key, ShowCard(0, occurrence_id)) as act:
        verdict = await _step(act, occurrence_id, revision, Step.WITHDRAW)
    house.nudge()
    return verdict


async def _step(act: Act | None, occurrence_id: int, revision: int, step: Step) -> Verdict:
    occurrence = act.snapshot.occurrence_of.get(occurrence_id) if act else None
    if act is None or occurrence is None:
        return Verdict.REFUSED
    if not act.fresh and step is Step.TAKE and occurrence.taken_by == act.member.id:
        return Verdict.DONE
    problem = hindrance(act, occurrence, revision, step)
    if problem is None:
        await stepped(act, occurrence, step)
    return problem or Verdict.DONE


async def claim(  # noqa: PLR0913 (what a report is made of, and in whose name)
    house: House,
    caller: Caller,
    occurrence_id: int,
    words: str,
    update_key: str,
    *,
    outcome: Outcome = Outcome.DONE,
    author_id: int = 0,
) -> Verdict:
    """Report on an occurrence in one message; see `finish` for what becomes of it.

    With `author_id` it is that member who says so, and the caller, who speaks for them, who writes it down.
    """
    async with acting(house, caller, update_key, ShowCard(0, occurrence_id)) as act:
        author = None
        if act is not None:
            await words_came(act)
            author = speaking_as(act, author_id)
        verdict = await _claim(act, author, occurrence_id, words, outcome) if act and author else Verdict.REFUSED
    house.nudge()
    return verdict


async def _claim(act: Act, author: Member, occurrence_id: int, words: str, outcome: Outcome) -> Verdict:
    occurrence = act.snapshot.occurrence_of.get(occurrence_id)
    if occurrence is None:
        return Verdict.REFUSED
    if not act.fresh:
        return Verdict.DONE if _has_said(act.snapshot, author, occurrence, words) else Verdict.STALE
    report = ReportRow(
        activity_id=occurrence.activity_id,
        occurrence_id=occurrence.id,
        member_id=author.id,
        outcome=outcome.value,
        words=words,
        started_at=act.now,
        ended_at=act.now,
    )
    return await finish(act, report)


def _has_said(snapshot: Snapshot, author: Member, occurrence: Occurrence, words: str) -> bool:
    """Tell whether what the author says stands already: as the claim, or beside it."""
    if occurrence.state is State.CLAIMED and occurrence.claimed_by == author.id:
        return True
    said = (each for each in snapshot.contributions if each.occurrence_id == occurrence.id)
    return any((each.member_id, each.words) == (author.id, words) for each in said)


class Fate(StrEnum):
    """What becomes of a report; also its verb in the trail."""

    CLAIM = "claim"
    CONTRIBUTION = "contribute"
    """Its author's word does not close the occurrence: whose word does hears of it."""
    HELP = "ask-help"
    """It closes nothing: the head hears of it, and whose word closes the occurrence."""


def fate_of(snapshot: Snapshot, author: Member, occurrence: Occurrence, outcome: Outcome) -> Fate | None:
    """Return what becomes of the author's report on the occurrence as it stands; None when they may not report."""
    if outcome is Outcome.HELP:
        return Fate.HELP if may_ask_help(snapshot, author, occurrence) else None
    if may_claim(snapshot, author, occurrence):
        return Fate.CLAIM
    return Fate.CONTRIBUTION if may_report(snapshot, author, occurrence) else None


async def finish(act: Act, report: ReportRow) -> Verdict:
    """Take a report as complete: a claim, which its judges hear of, a contribution, or a cry for help.

    For the last step of writing one, in its transaction: the report is of an occurrence and has its outcome, words and
    participants; `member_id` is its author, and `act.member` who has written it down. Whether the update is fresh, and
    whether the one may speak for the other, is the caller's to look at. Nothing is changed unless it returns DONE.
    """
    occurrence = act.snapshot.occurrence_of.get(report.occurrence_id or 0)
    author = act.snapshot.members.get(report.member_id)
    if occurrence is None or author is None or occurrence.activity_id != report.activity_id:
        return Verdict.REFUSED
    fate = fate_of(act.snapshot, author, occurrence, Outcome(report.outcome))
    if fate is None:
        return Verdict.REFUSED if occurrence.open else Verdict.STALE
    report.ended_at, report.closes = report.ended_at or act.now, fate is Fate.CLAIM
    report.recorded_by = recorder(act, author)
    act.session.add(report)
    await act.session.flush()
    if fate is Fate.CLAIM:
        await _lay_before_judges(act, await stepped(act, occurrence, Step.CLAIM, report.words, report))
    else:
        await _pass_on(act, report, occurrence, fate)
    return Verdict.DONE


async def _lay_before_judges(act: Act, claimed: Occurrence) -> None:
    for member_id in asked_to_judge(act.snapshot, claimed):
        await owe(act, Kind.CLAIM, claimed.id, claimed.revision, member_id)


async def _pass_on(act: Act, report: ReportRow, occurrence: Occurrence, fate: Fate) -> None:
    author = act.snapshot.members.get(report.member_id)
    await record(act, fate.value, f"occurrence:{occurrence.id}", report.words, author=author)
    activity = act.snapshot.activity_of[occurrence.activity_id]
    told = {each.id for each in closers_of(act.snapshot, activity)}
    if fate is Fate.HELP:
        heads = with_roles(act.snapshot, frozenset({Role.HEAD}))
        told |= {each.id for each in heads or with_roles(act.snapshot, frozenset({Role.SECRETARY}))}
    kind = Kind.HELP if fate is Fate.HELP else Kind.CONTRIBUTION
    for member_id in sorted(told - {report.member_id, act.member.id}):
        await owe(act, kind, report.id, 0, member_id)
