"""A corrected file takes the place of a draft, and nothing that was answered is asked again."""

import pytest

from bot.dialog import actions
from db.store import Store
from tests.integration.drafting import PLAN, Desk, a_desk, keys, whole
from tests.integration.test_revising import reopened


@pytest.fixture
async def desk(store: Store) -> Desk:
    return await a_desk(store)


async def answers_everything(desk: Desk) -> None:
    """Settle every doubt: with words where it takes them, else by its first button."""
    words = {"term-unsure": "до 15 березня", "term-unknown": "вересень", "no-term": "щомісяця", "no-number": "1.7"}
    people = {"people-unsure": "Лелека М.", "no-responsible": "Лелека М."}
    said = words | people
    page = await desk.taps("secretary", actions.ReviewDoubt(0, 0))
    while any(key.startswith("doubt.") for key in keys(page)):
        code = next(key for key in keys(page) if key.startswith("doubt.")).removeprefix("doubt.")
        if code in said:
            page = await desk.says("secretary", said[code])
        else:
            button = next(each for row in page.rows for each in row if isinstance(each.action, actions.SettleDoubt))
            page = await desk.taps("secretary", button.action)


async def test_the_same_file_again_keeps_every_answer_and_what_it_changed(desk: Desk) -> None:
    await desk.brings()
    await answers_everything(desk)
    before = await desk.draft()
    settled = [(doubt.code, doubt.answer) for doubt in await desk.doubts()]
    page = await desk.brings()
    after = await desk.draft()
    assert keys(page)[:2] == ["draft.taken", "draft.carried"]
    assert f"({len(settled)})" in whole(page)
    assert [(doubt.code, doubt.answer) for doubt in await desk.doubts()] == settled
    assert after.plan_id != before.plan_id
    for old, new in zip(before.activities, after.activities, strict=True):
        assert (new.number, new.title, new.windows, new.mode) == (old.number, old.title, old.windows, old.mode)
        assert [before.parties[each.party_id].name for each in old.duties] == [
            after.parties[each.party_id].name for each in new.duties
        ]


async def test_what_a_corrected_file_says_otherwise_is_asked_about_anew(desk: Desk) -> None:
    await desk.brings()
    await answers_everything(desk)
    doubtful = next(doubt for doubt in await desk.doubts() if doubt.code == "term-unknown")
    await desk.brings(words=PLAN.replace(doubtful.text, "коли буде нагода"))
    open_ones = [(doubt.code, doubt.text) for doubt in await desk.doubts() if doubt.answer is None]
    assert open_ones == [("term-unknown", "коли буде нагода")]


async def test_a_first_file_has_nothing_to_keep(desk: Desk) -> None:
    assert "draft.carried" not in keys(await desk.brings())
    assert all(doubt.answer is None for doubt in await desk.doubts())


async def test_a_carried_answer_can_be_taken_back(desk: Desk) -> None:
    await desk.brings()
    as_read = {each.title: each.windows for each in (await desk.draft()).activities}
    await answers_everything(desk)
    await desk.brings()
    page = await reopened(desk, "term-unsure")
    await desk.presses("secretary", page, "Як прочитано")
    found = next(each for each in (await desk.draft()).activities if each.title == "Читання")
    assert found.windows == as_read["Читання"]
