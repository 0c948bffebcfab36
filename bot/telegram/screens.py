"""What the messages that we edited show now, so that no edit is asked for that would change nothing."""

from __future__ import annotations

from collections import OrderedDict

from bot.telegram.rendering import Rendered
from bot.telegram.wire import Message

_MOST = 2048


class Screens:
    """Remembers the last edits.

    A tap carries the message as it stood when it was tapped. Of two quick taps the second shows what the first has
    changed meanwhile: there our own memory is newer. It is only an economy; forgetting it costs one needless call.
    """

    def __init__(self) -> None:
        self._edits: OrderedDict[tuple[int, int], tuple[int, Rendered]] = OrderedDict()

    def remember(self, message: Message, edit_date: int, page: Rendered) -> None:
        """The message was edited to this page; `edit_date` is Telegram's, in Unix seconds."""
        self.note(message.chat.id, message.message_id, edit_date, page)

    def note(self, chat: int, message: int, edit_date: int, page: Rendered) -> None:
        """The message of these ids was edited to this page; see `remember`."""
        key = (chat, message)
        self._edits[key] = (edit_date, page)
        self._edits.move_to_end(key)
        if len(self._edits) > _MOST:
            self._edits.popitem(last=False)

    def was_last(self, chat: int, message: int, page: Rendered) -> bool:
        """Tell whether this page is the last one to which we have edited the message of these ids."""
        return self._edits.get((chat, message), (0, None))[1] == page

    def shows(self, message: Message, page: Rendered) -> bool:
        """Tell whether the person sees this page there already. Differences of blanks alone do not count."""
        edit_date, seen = self._edits.get((message.chat.id, message.message_id), (-1, page))
        if message.edit_date <= edit_date:
            return seen == page
        return message.reply_markup == page.keyboard and (message.text or "").split() == page.shown.split()
