"""What is asked for in the world: requests that wait for somebody's word, and some that are only begun."""

from __future__ import annotations

from bot.dialog.actions import Action, AskProposedTerm, AskTaker, AskWhy, ChooseTaker, SendRequest
from bot.domain.requesting import request_mark
from bot.domain.requests import RequestKind, RequestState
from db.snapshot import load_snapshot
from db.tables import RequestRow
from tests.rights.people import MOMENT
from tests.rights.world import World

SENT = 1
"""The revision of a request that was sent and not decided on."""


async def add_requests(world: World, branch: int, foreign: int) -> None:
    """Have the responsible ask for two things about 1.1, and three people begin to ask for more."""
    async with world.store.writing() as session:
        ours = await load_snapshot(session, branch, world.house.today(), world.house.zone)
        theirs = await load_snapshot(session, foreign, world.house.today(), world.house.zone)
        assert ours is not None
        assert theirs is not None
        about = ours.activity_of[world.activity["1.1"]]
        seen = {"activity_id": about.id, "branch_id": branch, "member_id": world.people["responsible"]}
        mark = {"mark": request_mark(ours, about)}
        new = {"branch_id": branch, "kind": RequestKind.ADD}
        title = {"plan": about.plan_id, "goal": 0, "title": "Ніч у бібліотеці"}
        alien = {"plan": theirs.plan_id, "goal": 0, "title": "Чужинська ніч", "term": "вересень"}
        rows = {
            "move": _sent(**seen, kind=RequestKind.MOVE, wanted={**mark, "term": "червень"}),
            "substitute": _sent(**seen, kind=RequestKind.SUBSTITUTE, wanted=mark, asked_id=world.people["member"]),
            "alien": _sent(branch_id=foreign, kind=RequestKind.ADD, wanted=alien, member_id=world.people["elsewhere"]),
            "taker": _begun(**seen, kind=RequestKind.DELEGATE, wanted=mark),
            "term": _begun(**new, member_id=world.people["member"], wanted=title),
            "why": _begun(**new, member_id=world.people["both"], wanted={**title, "term": "вересень"}),
        }
        session.add_all(rows.values())
        await session.flush()
        world.request = {name: row.id for name, row in rows.items()}


def _sent(**of: object) -> RequestRow:
    return RequestRow(at=MOMENT, state=RequestState.OPEN, revision=SENT, **of)


def _begun(**of: object) -> RequestRow:
    return RequestRow(at=MOMENT, state=RequestState.BEGUN, **of)


def begun(world: World) -> list[Action]:
    """Return what whoever has begun may do next; the pages that offer it stand on no other."""
    taker, term, why = (world.request[each] for each in ("taker", "term", "why"))
    choosing: list[Action] = [AskTaker(taker, 0), ChooseTaker(taker, world.people["member"])]
    return [*choosing, AskProposedTerm(term), AskWhy(why), SendRequest(why)]
