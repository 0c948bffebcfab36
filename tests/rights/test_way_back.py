"""Everything is a few taps away, and from everywhere a tap leads back: nobody has to type a command."""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterator, Iterable
from pathlib import Path

import pytest

from bot.dialog import actions
from bot.dialog.actions import Action, Home, encode
from bot.dialog.model import Incoming, Reply, Tap, Words
from bot.dialog.speech import LANGUAGES, say
from handlers.conversation import conversation
from tests.integration.houses import UNHURRIED, update_key
from tests.rights.crawl import MOST_OF_A_KIND, starts
from tests.rights.making import a_world
from tests.rights.matrix import KEEPERS, READERS
from tests.rights.world import OURS, World

MOST_TAPS = 2
LONGEST_LABEL = 50
FAREWELLS = frozenset({actions.SignOut, actions.Unlink, actions.EraseMe})
"""After these there is no member to have a menu; the words say how to come back."""
EVERYBODYS = frozenset(
    {
        actions.ShowQuarter, actions.ShowMine, actions.ShowOverdue, actions.ShowMeetings, actions.ShowMe, actions.Help,
        actions.ShowAccounts, actions.OfferLink, actions.ShowPrivacy, actions.WriteToMe, actions.Speak,
    }
)  # fmt: skip
OF_KEEPERS = frozenset(
    {
        actions.ShowPeople, actions.StartAdding, actions.ShowMembers, actions.ShowEntrance, actions.ShowReach,
        actions.ShowCalls, actions.ShowProxies, actions.ShowBodies, actions.ShowRegistry, actions.ShowGroups,
        actions.ShowRules,
    }
)  # fmt: skip


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    made = await a_world(tmp_path)
    made.keep("first")
    yield made
    await made.close()


async def pressed(world: World, who: str, step: Action | str) -> tuple[Reply, ...]:
    what = Words(step) if isinstance(step, str) else Tap(encode(step))
    answer = conversation(world.house, UNHURRIED)
    return (await answer(Incoming(world.address(who), update_key(), what))).replies


def buttons(replies: Iterable[Reply]) -> dict[Action, str]:
    return {
        each.action: label
        for reply in replies
        for row in reply.rows
        for each in row
        for label in [max((say(each.label, language) for language in LANGUAGES), key=len)]
    }


def leads_back(replies: tuple[Reply, ...]) -> bool:
    """Tell whether the last message has the menu's button, or is the menu itself."""
    last = replies[-1]
    offered = buttons([last])
    is_menu = bool(last.lines) and actions.ShowMe() in offered and actions.Help() in offered
    return Home() in offered or is_menu


@pytest.mark.parametrize("who", sorted(OURS))
async def test_every_message_has_a_way_back_and_labels_that_fit(world: World, who: str) -> None:
    faults: list[str] = []
    waiting, met, counts = deque(starts(world)), set(starts(world)), dict[type, int]()
    untouched = world.digest()
    while waiting:
        step = waiting.popleft()
        said = await pressed(world, who, step)
        if world.digest() != untouched:
            world.restore()
        if not leads_back(said) and type(step) not in FAREWELLS:
            faults.append(f"{step}: no way back")
        for action, label in buttons(said).items():
            faults += [f"{label}: too long"] if len(label) > LONGEST_LABEL else []
            counts[type(action)] = counts.get(type(action), 0) + (action not in met)
            if action not in met and counts[type(action)] <= MOST_OF_A_KIND:
                met.add(action)
                waiting.append(action)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("who", sorted(OURS))
async def test_everything_of_the_menu_is_a_tap_or_two_away(world: World, who: str) -> None:
    wanted = set(EVERYBODYS)
    wanted |= OF_KEEPERS if who in KEEPERS else set()
    wanted |= {actions.ShowTrail} if who in READERS else set()
    found: set[type[Action]] = set()
    untouched = world.digest()
    here: list[Action] = [Home()]
    for _ in range(MOST_TAPS):
        pages = []
        for step in here:
            pages.append(buttons(await pressed(world, who, step)))
            if world.digest() != untouched:
                world.restore()
        offered = [action for page in pages for action in page if type(action) not in found]
        found |= {type(action) for action in offered}
        here = offered
    assert wanted <= found, wanted - found
