"""Who answers for an activity from now on, in a corrector's words; a name that is like a known one is asked about."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.dialog.actions import AskPeople, ChoosePerson
from bot.domain.correcting import alike_names
from bot.domain.names import parse_name
from bot.domain.people import Kind, Named, read_people
from bot.domain.plan import Snapshot
from bot.usecases.correcting import About, Case, Corrected, Outcome, Step, correct
from bot.usecases.deeds import entry
from bot.usecases.house import House
from db.amending import replace_duties
from db.caller import Caller
from db.tables import AuditRow

VERB, ASKED = "correct-people", "ask-people"


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Those to be responsible; it is settled whom the names before `sure` stand for, and the next was asked about."""

    mark: int
    people: tuple[Named, ...]
    sure: int = 0
    alike: tuple[str, ...] = ()

    def written(self) -> str:
        """Write it down for the trail."""
        people = [[each.kind, each.name] for each in self.people]
        return json.dumps([self.mark, people, self.sure, self.alike], ensure_ascii=False)


def _read(written: str) -> _Wanted:
    mark, people, sure, alike = json.loads(written)
    named = tuple(Named(Kind(kind), name) for kind, name in people)
    return _Wanted(mark, named, sure, tuple(alike))


async def correct_people(house: House, caller: Caller, about: AskPeople, words: str, update_key: str) -> Corrected:
    """Make those named responsible instead of those who are, if all of them can be told beyond doubt."""

    async def change(case: Case) -> Corrected | None:
        read = read_people(words)
        if not read.sure or not read.items:
            return Corrected(Outcome.UNCLEAR, case.row.id, read.why)
        return await _appoint(case, _Wanted(about.mark, read.items))

    seen = About(about.activity, about.mark)
    return await correct(house, caller, Step(seen, VERB, update_key, words, spares=True), change)


async def choose_person(house: House, caller: Caller, about: ChoosePerson, update_key: str) -> Corrected:
    """Go on with the names said before, now that it is clear whom one of them stands for."""
    wanted = await _said(house, caller, about)
    if wanted is None or about.choice > len(wanted.alike):
        return Corrected(Outcome.STALE, about.activity)
    settled = _settled(wanted, about.choice)

    async def change(case: Case) -> Corrected | None:
        return await _appoint(case, settled)

    seen = About(about.activity, wanted.mark)
    names = ", ".join(each.name for each in settled.people)
    step = Step(seen, VERB, update_key, names, spares=True)
    return await correct(house, caller, step, change)


def _settled(wanted: _Wanted, choice: int) -> _Wanted:
    """Return the names with the one asked about settled: a known one (1, 2 …), or as it was said (0)."""
    if not choice:
        return replace(wanted, sure=wanted.sure + 1)
    known = Named(Kind.PERSON, wanted.alike[choice - 1])
    people = (*wanted.people[: wanted.sure], known, *wanted.people[wanted.sure + 1 :])
    return replace(wanted, people=people, sure=wanted.sure + 1)


async def _said(house: House, caller: Caller, about: ChoosePerson) -> _Wanted | None:
    async with house.store.reading() as session:
        row = await session.get(AuditRow, about.said)
    mine = row is not None and (row.branch_id, row.member_id) == (caller.branch_id, caller.member_id)
    ours = mine and row is not None and (row.verb, row.subject) == (ASKED, f"activity:{about.activity}")
    return _read(row.words) if ours and row is not None else None


async def _appoint(case: Case, wanted: _Wanted) -> Corrected | None:
    """Make the change, or write down what was said and ask about the first name that is like a known one."""
    known = _known(case.before)
    for place, named in list(enumerate(wanted.people))[wanted.sure :]:
        alike = alike_names(named.name, known) if named.kind is Kind.PERSON else ()
        if alike:
            return await _ask(case, replace(wanted, sure=place, alike=alike), named.name)
    await replace_duties(case.review.session, case.review.branch_id, case.row, wanted.people)
    return None


def _known(snapshot: Snapshot) -> Sequence[str]:
    """Return the people of the branch as its plans name them, and its members whom none does."""
    named = [party.name for party in snapshot.parties.values() if party.kind is Kind.PERSON]
    behind = {party.member_id for party in snapshot.parties.values()}
    others = (parse_name(member.name) for member in snapshot.members.values() if member.id not in behind)
    return [*named, *(name.written() for name in others if name)]


async def _ask(case: Case, wanted: _Wanted, name: str) -> Corrected:
    review = case.review
    row = entry(review, ASKED, f"activity:{case.row.id}", wanted.written())
    review.session.add(row)
    await review.session.flush()
    return Corrected(Outcome.ALIKE, case.row.id, said=row.id, name=name, alike=wanted.alike)
