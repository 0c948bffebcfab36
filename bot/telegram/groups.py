"""What comes in from a group chat of Telegram, in the words of the core."""

from __future__ import annotations

from bot.dialog.model import Address, Group, GroupEvent, Incoming, Words
from bot.telegram.wire import Membership, Message, Person, Update

DOOR = "telegram"
MAX_TEXT = 4096
"""Characters of a message (https://core.telegram.org/bots/api#sendmessage)."""
_GROUPS = frozenset({"group", "supergroup"})
_OUTSIDE = frozenset({"left", "kicked"})


def group_incoming(update: Update) -> Incoming | None:
    """Read an update of a group; None for everything else, and for what is neither said nor about the bot itself.

    Its account is the group's id, which changes when a group becomes a supergroup.
    """
    match update:
        case Update(message=Message(migrate_to_chat_id=int(moved_to)) as message):
            return _of_group(update, message, Group(GroupEvent.MOVED, None, moved_to=str(moved_to)))
        case Update(message=Message(text=str()) as message):
            replied = message.reply_to_message
            answers = replied.sender.username if replied and replied.sender else ""
            return _of_group(update, message, Group(GroupEvent.SAID, _speaker(message), answers))
        case Update(my_chat_member=Membership() as change):
            event = _event(change)
            return _of_group(update, change, Group(event, _account(change.sender))) if event else None
        case _:
            return None


def _of_group(update: Update, what: Message | Membership, group: Group) -> Incoming | None:
    if what.chat.type not in _GROUPS:
        return None
    said = (what.text or "")[:MAX_TEXT] if isinstance(what, Message) else ""
    language = what.sender.language_code if what.sender else None
    return Incoming(Address(DOOR, str(what.chat.id)), f"{DOOR}:{update.update_id}", Words(said), language, group)


def _speaker(message: Message) -> Address | None:
    """Return who speaks; nobody when it is a channel, or an administrator who speaks as the group."""
    return _account(message.sender) if message.sender and message.sender_chat is None else None


def _account(person: Person) -> Address:
    return Address(DOOR, str(person.id))


def _event(change: Membership) -> GroupEvent | None:
    was_in, is_in = change.before.status not in _OUTSIDE, change.after.status not in _OUTSIDE
    if was_in == is_in:
        return None
    return GroupEvent.ADDED if is_in else GroupEvent.REMOVED
