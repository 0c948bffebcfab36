"""What Telegram tells of a group chat, in the words of the core."""

from __future__ import annotations

import pytest

from bot.dialog.model import Address, Group, GroupEvent, Incoming, Words
from tests.unit.test_telegram_incoming import GROUP, JSON, OLENA, message, read, tap

PLACE, SPEAKER = Address("telegram", "-1001"), Address("telegram", "501")
BOT: JSON = {"id": 42, "is_bot": True, "first_name": "Плановик", "username": "planovyk_bot"}


def change(before: str, after: str, chat: JSON = GROUP) -> JSON:
    members = {"old_chat_member": {"user": BOT, "status": before}, "new_chat_member": {"user": BOT, "status": after}}
    return {"update_id": 9, "my_chat_member": {"chat": chat, "from": OLENA, "date": 1, **members}}


def group_of(update: JSON) -> Group | None:
    incoming = read(update)
    return incoming.group if incoming else None


def test_words_tell_who_speaks_and_are_answered_in_the_group() -> None:
    assert read(message(GROUP, text="/quarter@planovyk_bot")) == Incoming(
        PLACE, "telegram:7", Words("/quarter@planovyk_bot"), "uk", Group(GroupEvent.SAID, SPEAKER)
    )


def test_who_is_answered_is_told() -> None:
    replied = {"message_id": 1, "date": 1, "chat": GROUP, "from": BOT, "text": "…"}
    assert group_of(message(GROUP, text="1.1", reply_to_message=replied)) == Group(
        GroupEvent.SAID, SPEAKER, "planovyk_bot"
    )


@pytest.mark.parametrize("chat", [GROUP, {"id": -5, "type": "channel", "title": "Канал"}])
def test_who_speaks_as_a_group_or_a_channel_is_nobody(chat: JSON) -> None:
    assert group_of(message(GROUP, text="/here", sender_chat=chat)) == Group(GroupEvent.SAID, None)


@pytest.mark.parametrize(
    ("before", "after", "event"),
    [
        ("left", "member", GroupEvent.ADDED), ("kicked", "administrator", GroupEvent.ADDED),
        ("member", "left", GroupEvent.REMOVED), ("administrator", "kicked", GroupEvent.REMOVED),
    ],
)  # fmt: skip
def test_that_the_bot_is_brought_in_or_out_is_told(before: str, after: str, event: GroupEvent) -> None:
    assert group_of(change(before, after)) == Group(event, SPEAKER)


def test_a_group_that_becomes_a_supergroup_has_another_account() -> None:
    update = message({"id": -5, "type": "group"}, migrate_to_chat_id=-1_001_234_567_890)
    incoming = read(update)
    assert incoming is not None
    assert incoming.address == Address("telegram", "-5")
    assert incoming.group == Group(GroupEvent.MOVED, None, moved_to="-1001234567890")


@pytest.mark.parametrize(
    "update",
    [
        change("member", "administrator"), change("left", "member", {"id": -5, "type": "channel"}),
        change("member", "kicked", {"id": 501, "type": "private"}), message(GROUP, sticker={}), tap(GROUP, data="~h"),
        message({"id": -5, "type": "channel"}, text="/quarter"), {"update_id": 1},
    ],
    ids=["promoted", "channel", "blocked", "no words", "tap", "post", "nothing"],
)  # fmt: skip
def test_the_rest_is_not_ours(update: JSON) -> None:
    assert read(update) is None
