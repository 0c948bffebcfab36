"""Whether the same people and bodies answer for an activity in two plans of a branch."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.names import Likeness, PersonName, compare, parse_name
from bot.domain.people.model import Kind
from bot.domain.plan import Activity, Party
from bot.domain.wording import plain


@dataclass(frozen=True, slots=True)
class Namesakes:
    """The parties of a branch, and what the names of those without a member behind them are read as."""

    parties: Mapping[int, Party]
    names: Mapping[int, PersonName | None]

    def on(self, activity: Activity) -> tuple[Party, ...]:
        """Return who answers for an activity, in the plan's order."""
        return tuple(self.parties[duty.party_id] for duty in activity.duties)

    def leads(self, activity: Activity) -> tuple[Party, ...]:
        """Return who leads an activity."""
        return tuple(self.parties[duty.party_id] for duty in activity.duties if duty.lead)

    def same_on(self, one: Activity, other: Activity) -> bool:
        """Tell whether the same answer for both, and the same lead; the order of the others does not matter."""
        if one.duties == other.duties:
            return True
        return self._same_all(self.on(one), self.on(other)) and self._same_all(self.leads(one), self.leads(other))

    def same(self, one: Party, other: Party) -> bool:
        """Tell whether two parties are one: of one member, or both without one and called the same.

        People without a member are the same by the rule of names: one surname, and initials of which one is the
        beginning of the other. A member and a name that nobody stands behind are never one without a human's word.
        """
        if one.id == other.id:
            return True
        if one.member_id is not None or other.member_id is not None:
            return one.member_id == other.member_id
        if one.kind is not other.kind:
            return False
        left, right = self.names.get(one.id), self.names.get(other.id)
        if left is None or right is None:
            return plain(one.name) == plain(other.name)
        return compare(left, right) is Likeness.SAME

    def _same_all(self, some: Iterable[Party], others: Iterable[Party]) -> bool:
        one, other = self._once(some), self._once(others)
        return len(one) == len(other) and self._among(one, other) and self._among(other, one)

    def _once(self, parties: Iterable[Party]) -> Sequence[Party]:
        """Return each of the parties once, in whichever spelling."""
        once: list[Party] = []
        for party in sorted(parties, key=lambda each: each.id):
            if not self._among([party], once):
                once.append(party)
        return once

    def _among(self, some: Iterable[Party], others: Sequence[Party]) -> bool:
        return all(any(self.same(one, other) for other in others) for one in some)


def namesakes(*plans: Mapping[int, Party]) -> Namesakes:
    """Return the parties of the plans of one branch, whose ids are the branch's."""
    parties = {key: party for plan in plans for key, party in plan.items()}
    people = [each for each in parties.values() if each.kind is Kind.PERSON and each.member_id is None]
    return Namesakes(parties, {each.id: parse_name(each.name) for each in people})
