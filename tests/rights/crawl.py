"""Every button that the bot shows to somebody, found by pressing them all."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from bot.dialog.actions import (
    Action,
    AnswerSame,
    AskFind,
    AskMembers,
    AskPeople,
    AskPlanFile,
    AskSame,
    AskTitle,
    ChooseChange,
    ExplainDoubt,
    Home,
    ReviewDoubt,
    SaveRegistry,
    SettleDoubt,
    ShowChange,
    ShowChanges,
    ShowCorrecting,
    ShowDraft,
    ShowMe,
    ShowMember,
    ShowPeople,
    ShowPerson,
    ShowRegistryDraft,
    ShowTheirs,
)
from bot.dialog.actions import encode as code_of
from bot.dialog.model import Incoming, Reply, Tap, Words
from handlers.conversation import conversation
from tests.integration.houses import UNHURRIED, update_key
from tests.rights.asked import begun
from tests.rights.people import OURS as OF_ROLL
from tests.rights.world import ANSWERED, FIRST, World

MOST_OF_A_KIND = 3
"""Buttons of one kind that are pressed: enough for every state, few enough for a page of five hundred people."""
MOST_KEPT = 2
"""Of those, what is kept of all people's walks together; the states that matter are typed by hand."""
Found = dict[type[Action], list[Action]]


def starts(world: World) -> tuple[Action | str, ...]:
    """Where the walk begins: the pages that everything hangs on, and every activity by its number.

    Then what only a page further on in a list offers; a search is offered in a long one alone, and a plan is asked for
    where a file could be read as neither.
    """
    corrected = (ShowCorrecting(world.activity["1.8"]), ShowCorrecting(world.activity["1.5"]))
    in_lists = (
        ShowMember(world.folk.others["gone"]),
        ShowPerson(world.folk.noted),
        AskFind(),
        AskPlanFile(),
        ShowTheirs(1),
    )
    return (Home(), ShowPeople(), ShowMe(), *corrected, *in_lists, *sorted(world.activity), "засідання")


async def advance(world: World) -> list[Action]:
    """Settle a doubt of the draft, accept a change of the newer edition, correct a title, ask whom a name stands for.

    Returns the actions that the last pages offer: they stand on no other. The moment after that is the world's first;
    in another one the question that the members' list raises is answered, so that it can be stored.
    """
    await _press(world, ShowDraft(0), ReviewDoubt, SettleDoubt)
    await _press(world, ShowChanges(world.edition), ShowChange, ChooseChange)
    await _press(world, ShowCorrecting(world.activity["1.8"]), AskTitle, "Неясне, але з назвою")
    offered = _actions(await _press(world, ShowCorrecting(world.activity["1.7"]), AskPeople, "Топля С.В."))
    offered += _actions(await _press(world, AskMembers(), f"{OF_ROLL.roll}а Б.Б."))
    world.keep(FIRST)
    storing = _actions(await _press(world, ShowRegistryDraft(0), AskSame, AnswerSame))
    world.keep(ANSWERED)
    world.restore()
    offered += begun(world)
    return [*offered, *(each for each in storing if isinstance(each, SaveRegistry))]


async def _press(world: World, start: Action, *steps: type[Action] | str) -> Iterable[Reply]:
    """Press the first button of each kind, and say the words; returns what was answered last."""
    answer = conversation(world.house, UNHURRIED)
    replies = (await answer(Incoming(world.address("secretary"), update_key(), Tap(code_of(start))))).replies
    for step in steps:
        offered = [] if isinstance(step, str) else [each for each in _actions(replies) if isinstance(each, step)]
        what = Words(step) if isinstance(step, str) else Tap(code_of(offered[0]))
        replies = (await answer(Incoming(world.address("secretary"), update_key(), what))).replies
    return replies


def _actions(replies: Iterable[Reply]) -> list[Action]:
    return [button.action for reply in replies for row in reply.rows for button in row]


async def every_action(world: World, people: Iterable[str], more: Iterable[Action] = ()) -> Found:
    """Return the actions that the pages lead to which these people see, by kind, with a few of each.

    What a page shows only after something was changed does not count: it would mean nothing in the world as it is.
    """
    found: Found = {}
    for action in (*more, *(each for each in starts(world) if not isinstance(each, str))):
        found.setdefault(type(action), []).append(action)
    for who in people:
        await _walk(world, who, found)
    # Words settle any doubt whose page is open; the first one is about a term.
    for settling in found.get(SettleDoubt, [])[:1]:
        if isinstance(settling, SettleDoubt):
            found[ExplainDoubt] = [ExplainDoubt(settling.doubt, settling.mark)]
    return found


async def _walk(world: World, who: str, found: Found) -> None:
    answer = conversation(world.house, UNHURRIED)
    waiting, met = deque(starts(world)), set(starts(world))
    untouched = world.digest()
    counts: dict[type, int] = {}
    while waiting:
        step = waiting.popleft()
        what = Words(step) if isinstance(step, str) else Tap(code_of(step))
        replies = (await answer(Incoming(world.address(who), update_key(), what))).replies
        if world.digest() != untouched:
            world.restore()
            continue
        for each in dict.fromkeys(_actions(replies)):
            counts[type(each)] = counts.get(type(each), 0) + (each not in met)
            if each not in met and counts[type(each)] <= MOST_OF_A_KIND:
                met.add(each)
                waiting.append(each)
                known = found.setdefault(type(each), [])
                known.extend([each] if each not in known and len(known) < MOST_KEPT else [])
