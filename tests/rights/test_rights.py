"""Everybody may do exactly what the matrix says: through each door, in each state, whatever button they hold."""

from __future__ import annotations

import io
import zipfile
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import get_args

import aiohttp
import pytest

from bot.dialog.actions import Action, encode
from bot.dialog.door import Answerer
from bot.dialog.model import Answer, Incoming
from bot.dialog.speech import say
from handlers.conversation import conversation
from tests.entrances import DOORS, open_entrance
from tests.integration.houses import UNHURRIED
from tests.rights.calls import Caller
from tests.rights.crawl import Found, advance, every_action
from tests.rights.making import a_world
from tests.rights.matrix import MOMENTS, READS, RULES, Does
from tests.rights.states import hand_typed, state_of
from tests.rights.world import ANSWERED, CLASSES, FIRST, OURS, WHO, World, account

OK = 200
REFUSED = {400, 403}
_BUTTONS: list[Found] = []
"""Found once: every world is the same, down to its ids."""


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
        files = [_content(each.content) for reply in replies for each in reply.attachments]
        return "\n".join([say(line.text, "uk") for reply in replies for line in reply.lines] + labels + files)


def _content(file: bytes) -> str:
    """What can be read in a file; a workbook is an archive of texts."""
    if not zipfile.is_zipfile(io.BytesIO(file)):
        return file.decode(errors="replace")
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        return "\n".join(archive.read(name).decode(errors="replace") for name in archive.namelist())


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
    untouched: dict[str, str] = field(default_factory=dict)
    moment: str = FIRST

    async def does(self, who: str, action: Action, words: str = "") -> tuple[bool, str]:
        """Have somebody press a button, and say something where it asks; tell whether that changed anything."""
        person = account(self.door, who)
        self.be_at(MOMENTS.get(type(action), FIRST))
        statuses = [await self.caller.taps(person, encode(action))]
        statuses += [await self.caller.says(person, words)] if words else []
        if set(statuses) != {OK}:
            self.faults.append(f"{who} {action}: {statuses}")
        changed = self.world.digest() != self.untouched[self.moment]
        if changed:
            self.world.restore(self.moment)
        return changed, self.hearing.words()

    def be_at(self, moment: str) -> None:
        """Put the world to one of its moments."""
        if moment != self.moment:
            self.world.restore(moment)
            self.moment = moment

    def overheard(self, who: str, action: Action, said: str) -> None:
        """Note what somebody was told that is not for them."""
        for kind, word in CLASSES.items():
            if word in said and who not in READS[kind]:
                self.faults.append(f"{who} {action}: was told of the {kind}")
        for owner in WHO:
            if owner != who and any(str(account(door, owner)) in said for door in ("telegram", "viber")):
                self.faults.append(f"{who} {action}: was told {owner}'s account")


@asynccontextmanager
async def a_stage(folder: Path, door: str) -> AsyncIterator[Stage]:
    """Open a door to a world of its own."""
    world = await a_world(folder)
    try:
        async with _opened(world, door) as stage:
            yield stage
    finally:
        await world.close()


@asynccontextmanager
async def _opened(world: World, door: str) -> AsyncIterator[Stage]:
    offered = await advance(world)
    if not _BUTTONS:
        _BUTTONS.append(await every_action(world, sorted(OURS), offered))
        _BUTTONS.append(await every_action(world, ["elsewhere"]))
    hearing = Hearing(conversation(world.house, UNHURRIED))
    accounts = [account(door, who) for who in WHO]
    async with open_entrance(door, world.house, hearing, accounts) as entrance, aiohttp.ClientSession() as client:
        stage = Stage(world, Caller(door, entrance, client), hearing, door, _BUTTONS[0], _BUTTONS[1])
        for moment in (ANSWERED, FIRST):
            world.restore(moment)
            stage.untouched[moment] = world.digest()
        yield stage


def allowed(stage: Stage, action: Action) -> frozenset[str]:
    """Who may do it, by the matrix."""
    rule = RULES[type(action)]
    return (rule.by or {}).get(state_of(stage.world, stage.door, action), rule.who)


def test_the_matrix_has_every_action() -> None:
    assert set(RULES) == set(get_args(Action))


@pytest.mark.parametrize("door", DOORS)
async def test_everybody_may_do_what_the_matrix_says(tmp_path: Path, door: str) -> None:
    async with a_stage(tmp_path, door) as stage:
        assert set(stage.found) == set(RULES), "no button leads there"
        typed = hand_typed(stage.world, door)
        for kind in RULES:
            # Who is nothing here is nothing for every state of a thing.
            people: Iterable[str] = WHO
            for action in dict.fromkeys([*stage.found[kind], *typed.get(kind, [])]):
                for who in people:
                    await check(stage, action, who)
                people = sorted(OURS)
        assert not stage.faults, "\n".join(stage.faults)


async def check(stage: Stage, action: Action, who: str) -> None:
    """Note whatever is otherwise than the matrix says."""
    rule = RULES[type(action)]
    changed, said = await stage.does(who, action, rule.words)
    may = who in allowed(stage, action)
    stage.overheard(who, action, said)
    if changed is not (may and rule.does is not Does.SHOWS) and who != "elsewhere":
        stage.faults.append(f"{who} {action}: {'changed something' if changed else 'was refused'}")


@pytest.mark.parametrize("door", DOORS)
async def test_nothing_of_another_branch_is_shown_or_changed(tmp_path: Path, door: str) -> None:
    async with a_stage(tmp_path, door) as stage:
        for kind, actions in stage.foreign.items():
            for action in actions:
                for who in sorted(OURS - {"both"}):
                    changed, said = await stage.does(who, action, RULES[kind].words)
                    stage.overheard(who, action, said)
                    if changed and _is_about_something(action):
                        stage.faults.append(f"{who} {action}: changed something")
        assert not stage.faults, "\n".join(stage.faults)


def _is_about_something(action: Action) -> bool:
    """Tell whether it names a thing of a branch, and not just «the latest» or «this quarter»."""
    named = {
        "activity", "occurrence", "plan", "doubt", "meeting", "identity", "member", "party", "applicant", "entrance",
        "group", "draft", "registration", "branch", "request", "report",
    }  # fmt: skip
    return any(field.name in named and getattr(action, field.name) for field in fields(action))


@pytest.mark.parametrize("door", DOORS)
async def test_a_call_that_is_not_the_messengers_is_refused_whatever_it_asks(tmp_path: Path, door: str) -> None:
    async with a_stage(tmp_path, door) as stage:
        for kind, rule in RULES.items():
            for who in sorted(rule.who):
                status = await stage.caller.forges(account(door, who), encode(stage.found[kind][0]))
                assert (status in REFUSED, stage.hearing.said) == (True, []), f"{who} {kind}: {status}"
        assert stage.world.digest() == stage.untouched[FIRST]


@pytest.mark.parametrize("door", ["telegram", "viber"])
async def test_a_call_that_comes_again_has_no_second_effect(tmp_path: Path, door: str) -> None:
    async with a_stage(tmp_path, door) as stage:
        for kind, rule in RULES.items():
            action = stage.found[kind][0]
            for who in sorted(allowed(stage, action)) if rule.does is Does.ACTS else ():
                stage.be_at(MOMENTS.get(kind, FIRST))
                await stage.caller.taps(account(door, who), encode(action))
                once = stage.world.digest()
                statuses = [await stage.caller.again() for _ in range(3)]
                assert (set(statuses), stage.world.digest()) == ({OK}, once), f"{who} {kind}"
                stage.world.restore(stage.moment)
