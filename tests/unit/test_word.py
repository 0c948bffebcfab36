"""Whose word closes an activity: its lead's, else that of the first named in the bot, else the secretary's."""

from dataclasses import replace

import pytest

from bot.domain.people.model import Kind
from bot.domain.plan import Role
from bot.domain.word import Rule, closers_of, closes, word_on
from tests.unit.plans import Plan, quarter


class Branch:
    """A plan with a member of each role, one who has never come, and one activity of whoever the test names."""

    def __init__(self) -> None:
        self.plan = Plan()
        self.lead = self.plan.member("Тополя С.")
        self.helper = self.plan.member("Барвінок І.")
        self.absent = self.plan.member("Лозова Ю.", reachable=False)
        self.presidium = self.plan.member("Соловейко М.", Role.PRESIDIUM)
        self.head = self.plan.member("Дем'яненко О.", Role.HEAD)
        self.secretary = self.plan.member("Криничко Т.", Role.SECRETARY)
        self.stranger = self.plan.party("Сосенко А.", Kind.PERSON)
        self.the_presidium = self.plan.party("Президія ЛОВ УБА")
        self.department = self.plan.party("Методичний відділ")
        self.in_department: tuple[int, ...] = ()

    def rule(self, *parties: str) -> tuple[Rule, list[int]]:
        """The rule for an activity of these parties, the first of which leads, and whose claims close it."""
        activity = self.plan.activity("Захід", quarter(1), [getattr(self, party) for party in parties])
        snapshot = replace(self.plan.snapshot(), bodies={self.department: self.in_department})
        closers = [each.id for each in closers_of(snapshot, snapshot.activity_of[activity])]
        everybody = list(snapshot.members)
        assert closers == sorted(closers, key=closers.index)
        assert {each for each in everybody if closes(snapshot, each, snapshot.activity_of[activity])} == set(closers)
        return word_on(snapshot, snapshot.activity_of[activity]).rule, closers


@pytest.mark.parametrize(
    ("parties", "rule", "closers"),
    [
        (["lead"], Rule.LEAD, ["lead"]),
        (["lead", "helper"], Rule.LEAD, ["lead"]),
        (["lead", "the_presidium"], Rule.LEAD, ["lead"]),
        (["the_presidium", "helper"], Rule.PRESIDIUM, ["presidium", "head"]),
        (["department", "helper"], Rule.BODY, ["presidium", "head"]),
        (["stranger", "helper"], Rule.FIRST, ["helper"]),
        (["absent", "helper", "lead"], Rule.FIRST, ["helper"]),
        (["stranger", "the_presidium"], Rule.PRESIDIUM, ["presidium", "head"]),
        (["stranger"], Rule.SECRETARY, ["secretary"]),
        ([], Rule.SECRETARY, ["secretary"]),
        (["department"], Rule.BODY, ["presidium", "head", "secretary"]),
    ],
    ids=lambda value: "+".join(value) if isinstance(value, list) else str(value),
)
def test_whose_word_counts(parties: list[str], rule: Rule, closers: list[str]) -> None:
    branch = Branch()
    assert branch.rule(*parties) == (rule, [getattr(branch, each) for each in closers])


def test_a_departments_members_speak_for_it_beside_the_presidium() -> None:
    branch = Branch()
    branch.in_department = (branch.helper,)
    assert branch.rule("department", "lead") == (Rule.BODY, [branch.helper, branch.presidium, branch.head])


def test_the_word_of_a_lead_for_whom_the_secretary_speaks_counts() -> None:
    branch = Branch()
    branch.plan.members[branch.absent] = replace(branch.plan.members[branch.absent], by_proxy=True)
    assert branch.rule("absent", "helper") == (Rule.LEAD, [branch.absent])


def test_the_word_of_a_lead_who_has_blocked_the_bot_counts_and_the_secretarys_who_is_reminded_instead() -> None:
    branch = Branch()
    silent = replace(branch.plan.members[branch.absent], joined_on=quarter(1).first)
    branch.plan.members[branch.absent] = silent
    assert branch.rule("absent") == (Rule.LEAD, [branch.absent, branch.secretary])
    assert branch.rule("absent", "helper") == (Rule.LEAD, [branch.absent])
