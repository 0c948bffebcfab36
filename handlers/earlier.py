"""What people asked before, so that «а хто?» is understood. Losing it costs nothing: they ask in more words then."""

from __future__ import annotations

from collections import OrderedDict

from bot.domain.asking import Question

MOST = 20_000


class Earlier:
    """The last question of each person, by their member id; of very many people the latest."""

    def __init__(self, most: int = MOST) -> None:
        """Keep the questions of at most so many people."""
        self._most = most
        self._asked: OrderedDict[int, Question] = OrderedDict()

    def of(self, member_id: int) -> Question | None:
        """Return what the person asked before."""
        return self._asked.get(member_id)

    def note(self, member_id: int, question: Question | None) -> None:
        """Remember what the person asks now; None when they do something else."""
        self._asked.pop(member_id, None)
        if question is None:
            return
        self._asked[member_id] = question
        if len(self._asked) > self._most:
            self._asked.popitem(last=False)
