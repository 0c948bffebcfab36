"""How long that may be which is kept: names, and what people write."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.dialog.actions import Claim, OpenEntrance, encode
from bot.dialog.model import Address, Incoming, Tap, Words
from bot.documents.plan_reader import read_plan_of_year
from bot.domain.admission import LONGEST_NAME
from bot.domain.plan import Role
from bot.domain.reporting import MOST_WORDS
from bot.errors import PlanovykError
from bot.usecases.entrances import open_entrance
from bot.usecases.joining import LONGEST_BRANCH_NAME, invite
from bot.usecases.plans import import_plan
from db.tables import ApplicantRow, EntranceRow
from handlers.conversation import conversation
from tests.documents.plans import SAMPLE
from tests.integration.houses import Scene, update_key


async def test_names_of_people_and_branches_have_their_longest(scene: Scene) -> None:
    await invite(scene.house, scene.name, "я" * LONGEST_NAME, Role.MEMBER)
    with pytest.raises(PlanovykError, match=r"error\.name"):
        await invite(scene.house, scene.name, "я" * (LONGEST_NAME + 1), Role.MEMBER)
    plan = SAMPLE.read_text(encoding="utf-8").replace("{year}", "2030").encode()
    draft = read_plan_of_year(plan, 2030)
    await import_plan(scene.house, draft, "я" * LONGEST_BRANCH_NAME, publish=False)
    with pytest.raises(PlanovykError, match=r"error\.branch-name"):
        await import_plan(scene.house, draft, "я" * (LONGEST_BRANCH_NAME + 1), publish=False)


async def test_what_is_kept_of_a_persons_words_has_its_longest(scene: Scene) -> None:
    answer = conversation(scene.house)
    for what in (Tap(encode(Claim(scene.occurrence, 0))), Words("я" * 4096), Words("я"), Words("готово")):
        await answer(Incoming(scene.address("responsible"), update_key(), what))
    row = await scene.row()
    assert (row.state, len(row.words)) == ("claimed", MOST_WORDS - 1)


async def test_the_name_of_somebody_at_the_entrance_has_its_longest(scene: Scene) -> None:
    answer, stranger = conversation(scene.house), Address("viber", "newcomer=")
    await open_entrance(scene.house, await scene.caller("head"), update_key(), OpenEntrance(0))
    async with scene.store.reading() as session:
        code = await session.scalar(select(EntranceRow.code))
    for words in (str(code), "я" * 4096, "я" * 4096):
        await answer(Incoming(stranger, update_key(), Words(words)))
    async with scene.store.reading() as session:
        [row] = await session.scalars(select(ApplicantRow))
    assert len(row.name) == LONGEST_NAME
