"""Two hundred at once: one winner, nothing lost, and everybody is told once."""

import asyncio

from sqlalchemy import func, select

from bot.domain.access import Role
from bot.domain.notices import Kind
from bot.domain.plan import State
from bot.domain.steps import Step
from bot.usecases import deciding
from bot.usecases.acting import Verdict
from db.tables import BranchRow, InboxRow, OutboxRow
from tests.integration.builders import add_member
from tests.integration.houses import DOOR, Scene
from tests.integration.working import Workers, is_what_its_history_says

CROWD = 200


async def a_crowd_decides(scene: Scene, *, returning: bool) -> list[Verdict]:
    """Have two hundred judges decide on the claim at once: all confirm, or every second one returns it."""
    for number in range(CROWD):
        await add_member(scene.store, scene.branch, f"Член {number}", Role.PRESIDIUM, [(DOOR, f"judge-{number}")])
    workers = Workers(scene)
    await workers.claims("responsible")
    seen = await workers.revision()
    callers = [await scene.store.caller(scene.address("head").__class__(DOOR, f"judge-{n}")) for n in range(CROWD)]

    async def decide(number: int) -> Verdict:
        caller, key = callers[number], f"crowd-{number}"
        assert caller is not None
        if returning and number % 2:
            return await deciding.give_back(scene.house, caller, scene.occurrence, seen, "Не те", key)
        return await deciding.confirm(scene.house, caller, scene.occurrence, seen, key)

    return list(await asyncio.gather(*(decide(number) for number in range(CROWD))))
