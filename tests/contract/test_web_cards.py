"""Cards in the demo: what was sent changes in place, and what is no longer in the chat is refused."""

import pytest

from bot.dialog.door import AmendingDoor, DeliveryError, Failure
from bot.dialog.model import Line, Reply
from bot.dialog.text import verbatim
from bot.web.door import WebDoor
from tests.unit.plans import MORNING


def page(words: str) -> Reply:
    return Reply((Line(verbatim(words)),))


async def test_what_was_sent_changes_in_place_and_is_no_news() -> None:
    door = WebDoor(lambda: MORNING)
    assert isinstance(door, AmendingDoor)
    message = await door.send("head", page("Звіт чекає"), "uk")
    before = door.revision("head")
    await door.amend("head", message, page("Підтверджено"), "uk")
    assert [each.said for each in door.messages("head")] == [page("Підтверджено")]
    assert (door.received("head"), door.revision("head") > before) == (1, True)


async def test_what_is_no_longer_there_is_refused() -> None:
    with pytest.raises(DeliveryError) as caught:
        await WebDoor(lambda: MORNING).amend("head", "7", page("Підтверджено"), "uk")
    assert caught.value.failure is Failure.REFUSED
