"""Everybody may do exactly what the matrix says: through each door, in each state, whatever button they hold."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import get_args

import aiohttp
import pytest

from bot.dialog.actions import (
    Action,
    AskMeetingDay,
    CheckIn,
    Claim,
    ClaimAs,
    Confirm,
    ConfirmAll,
    NothingDone,
    Return,
    TakeOn,
    UndoDecision,
    Withdraw,
    encode,
)
from bot.dialog.door import Answerer
from bot.dialog.model import Answer, Incoming
from bot.dialog.speech import say
from bot.domain.reports import OUTCOMES, Outcome
from handlers.conversation import conversation
from tests.entrances import DOORS, open_entrance
from tests.integration.houses import UNHURRIED
from tests.rights.calls import Caller
from tests.rights.crawl import Found, advance, every_action
from tests.rights.matrix import NONE, READS, RULES, Does, Rule
from tests.rights.world import CLASSES, OURS, WHO, World, a_world, account

OK = 200
REFUSED = {400, 403}
_BUTTONS: list[Found] = []
"""Found once: every world is the same, down to its ids."""
STEPS = (Claim, Confirm, Return, TakeOn, Withdraw, UndoDecision)
FORGED = ("1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "1.7")


@dataclass
class Hearing:
    """Takes down what the bot says on its way to a door."""

    answerer: Answerer
    said: list[Answer] = field(default_factory=list)

    async def __call__(self, incoming: Incoming) -> Answer:
        answered = await self.answerer(incoming)
        self.said.append(answered)
        return answered

    def words(self) -> str:
        """Everything said since it was asked last."""
        replies = [reply for answer in self.said for reply in answer.replies]
        self.said.clear()
        labels = [say(each.label, "uk") for reply in replies for row in reply.rows for each in row]
        return "\n".join([say(line.text, "uk") for reply in replies for line in reply.lines] + labels)


@dataclass
class Stage:
    """A world with a door to it, and the buttons of its people and of the other branch's."""

    world: World
    caller: Caller
    hearing: Hearing
    door: str
    found: Found
    foreign: Found
    faults: list[str] = field(default_factory=list)
    untouched: str = ""

    async def does(self, who: str, action: Action, words: str = "") -> tuple[bool, str]:
        """Have somebody press a button, and say something where it asks; tell whether that changed anything."""
        person = account(self.door, who)
        statuses = [await self.caller.taps(person, encode(action))]
        statuses += [await self.caller.says(person, words)] if words else []
        if set(statuses) != {OK}:
            self.faults.append(f"{who} {action}: {statuses}")
        changed = self.world.digest() != self.untouched
        if changed or words:
            self.world.restore()
        return changed, self.hearing.words()

    def overheard(self, who: str, action: Action, said: str) -> None:
        """Note what somebody was told that is not for them."""
        for kind, word in CLASSES.items():
            if word in said and who not in READS[kind]:
                self.faults.append(f"{who} {action}: was told of the {kind}")


@asynccontextmanager
async def a_stage(folder: Path, door: str) -> AsyncIterator[Stage]:
    """Open a door to a world of its own."""
    world = await a_world(folder)
    try:
        async with _opened(world, door) as stage:
            yield stage
    finally:
        await world.store.close()


@asynccontextmanager
async def _opened(world: World, door: str) -> AsyncIterator[Stage]:
    offered = await advance(world)
    world.keep()
    if not _BUTTONS:
        _BUTTONS.append(await every_action(world, sorted(OURS), offered))
        _BUTTONS.append(await every_action(world, ["elsewhere"]))
    hearing = Hearing(conversation(world.house, UNHURRIED))
    accounts = [account(door, who) for who in WHO]
    async with open_entrance(door, world.house, hearing, accounts) as entrance, aiohttp.ClientSession() as client:
        stage = Stage(world, Caller(door, entrance, client), hearing, door, _BUTTONS[0], _BUTTONS[1])
        world.restore()
        stage.untouched = world.digest()
        yield stage


def hand_typed(world: World) -> Found:
    """Buttons that nobody is shown, as somebody who knows their codes would type them: every act in every state."""
    made: Found = {kind: [] for kind in (*STEPS, ClaimAs, CheckIn, NothingDone)}
    for number in FORGED:
        seen = (world.occurrence[number], world.revision[number])
        for kind in STEPS:
            made[kind].append(kind(*seen))
        made[ClaimAs].extend(ClaimAs(*seen, OUTCOMES.index(each)) for each in (Outcome.PARTLY, Outcome.HELP))
    for number in ("1.5", "1.6", "1.7"):
        made[CheckIn].append(CheckIn(world.activity[number], 2))
        made[NothingDone].append(NothingDone(world.activity[number], 2))
    return made


def allowed(world: World, rule: Rule, action: Action) -> frozenset[str]:
    """Who may do it, by the matrix; of what was seen waiting, who has seen just that."""
    if isinstance(action, ConfirmAll):
        return rule.who & world.marks.get(action.mark, set())
    if rule.by is None:
        return rule.who
    numbers = {key: number for number, key in world.occurrence.items()}
    activities = {key: number for number, key in world.activity.items()}
    match action:
        case Claim() | ClaimAs() | Confirm() | Return() | TakeOn() | Withdraw() | UndoDecision():
            return rule.by.get(numbers.get(action.occurrence, ""), rule.who)
        case CheckIn() | NothingDone():
            return rule.by.get(activities.get(action.activity, ""), rule.who)
        case AskMeetingDay():
            return rule.by.get(str(action.meeting), rule.who)
        case _:
            return NONE


def test_the_matrix_has_every_action() -> None:
    assert set(RULES) == set(get_args(Action))


@pytest.mark.parametrize("door", DOORS)
async def test_everybody_may_do_what_the_matrix_says(tmp_path: Path, door: str) -> None:
    async with a_stage(tmp_path, door) as stage:
        assert set(stage.found) == set(RULES), "no button leads there"
        typed = hand_typed(stage.world)
        for kind, rule in RULES.items():
            for action in dict.fromkeys([*stage.found[kind], *typed.get(kind, [])]):
                for who in WHO:
                    await check(stage, rule, action, who)
        assert not stage.faults, "\n".join(stage.faults)


async def check(stage: Stage, rule: Rule, action: Action, who: str) -> None:
    """Note whatever is otherwise than the matrix says."""
    changed, said = await stage.does(who, action, rule.words)
    may = who in allowed(stage.world, rule, action)
    stage.overheard(who, action, said)
    if changed is not (may and rule.does is not Does.SHOWS) and who != "elsewhere":
        stage.faults.append(f"{who} {action}: {'changed something' if changed else 'was refused'}")


@pytest.mark.parametrize("door", DOORS)
async def test_nothing_of_another_branch_is_shown_or_changed(tmp_path: Path, door: str) -> None:
    async with a_stage(tmp_path, door) as stage:
        for kind, actions in stage.foreign.items():
            for action in actions:
                for who in sorted(OURS):
                    changed, said = await stage.does(who, action, RULES[kind].words)
                    stage.overheard(who, action, said)
                    if changed and _is_about_something(action):
                        stage.faults.append(f"{who} {action}: changed something")
        assert not stage.faults, "\n".join(stage.faults)


def _is_about_something(action: Action) -> bool:
    """Tell whether it names a thing of a branch, and not just «the latest» or «this quarter»."""
    named = {"activity", "occurrence", "plan", "doubt", "meeting"}
    return any(field.name in named and getattr(action, field.name) for field in fields(action))


@pytest.mark.parametrize("door", DOORS)
async def test_a_call_that_is_not_the_messengers_is_refused_whatever_it_asks(tmp_path: Path, door: str) -> None:
    async with a_stage(tmp_path, door) as stage:
        for kind, rule in RULES.items():
            for who in sorted(rule.who):
                status = await stage.caller.forges(account(door, who), encode(stage.found[kind][0]))
                assert (status in REFUSED, stage.hearing.said) == (True, []), f"{who} {kind}: {status}"
        assert stage.world.digest() == stage.untouched


@pytest.mark.parametrize("door", ["telegram", "viber"])
async def test_a_call_that_comes_again_has_no_second_effect(tmp_path: Path, door: str) -> None:
    async with a_stage(tmp_path, door) as stage:
        for kind, rule in RULES.items():
            for who in sorted(rule.who) if rule.does is Does.ACTS else ():
                await stage.caller.taps(account(door, who), encode(stage.found[kind][0]))
                once = stage.world.digest()
                statuses = [await stage.caller.again() for _ in range(3)]
                assert (set(statuses), stage.world.digest()) == ({OK}, once), f"{who} {kind}"
                stage.world.restore()
