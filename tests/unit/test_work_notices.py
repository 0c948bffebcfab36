"""Notices of the work: what is told to whom, as long as it is so."""

from dataclasses import dataclass

import pytest

from bot.dialog.model import Card
from bot.dialog.pages.notices import notices_reply
from bot.dialog.speech import say
from bot.domain.notices import Kind, Notice, hours_of, still_owed
from bot.domain.plan import Occurrence, Role, State
from bot.domain.reports import Outcome
from bot.domain.worktime import PERSONAL_HOURS
from tests.unit.plans import TODAY, Plan, quarter

WORDS = "Немає проєктора"


@dataclass
class Scene:
    """An activity of a lead and a helper, and the head."""

    plan: Plan
    lead: int
    helper: int
    head: int
    occurrence: Occurrence

    def owed(self, kind: Kind, subject: int, member: int, revision: int = 0) -> bool:
        return still_owed(self.plan.snapshot(), Notice(kind, subject, member, TODAY, revision))

    def said(self, kind: Kind, subject: int, member: int) -> list[str]:
        notice = Notice(kind, subject, member, TODAY, 1)
        page = notices_reply(self.plan.snapshot(), [notice], member, TODAY, repeated=False)
        return [say(line.text, "uk") for line in page.lines]


@pytest.fixture
def scene() -> Scene:
    plan = Plan()
    lead, helper = plan.member("Тополя С."), plan.member("Барвінок І.")
    head = plan.member("Дем'яненко О.", Role.HEAD)
    return Scene(plan, lead, helper, head, plan.of(plan.activity("Захід", quarter(1), [lead, helper])))


@pytest.mark.parametrize("kind", [Kind.CLAIM, Kind.DECISION, Kind.UNDONE, Kind.CONTRIBUTION, Kind.HELP])
def test_what_somebody_has_just_done_may_be_told_in_the_evening(kind: Kind) -> None:
    assert hours_of(kind) == PERSONAL_HOURS


@pytest.mark.parametrize("state", State)
def test_a_part_is_told_to_the_lead_until_it_is_over(scene: Scene, state: State) -> None:
    told = scene.plan.tells(scene.occurrence, scene.helper, words="Зробила афішу")
    now = scene.plan.becomes(scene.occurrence, state, by=scene.lead)
    assert scene.owed(Kind.CONTRIBUTION, told, scene.lead) is not now.closed
    assert not scene.owed(Kind.CONTRIBUTION, told, scene.head)
    assert scene.said(Kind.CONTRIBUTION, told, scene.lead) == [
        "Барвінок І. розповідає про свою частину: 1.1 Захід.", "Зробила афішу",
    ]  # fmt: skip


@pytest.mark.parametrize("state", State)
def test_a_cry_for_help_is_told_while_it_is_open(scene: Scene, state: State) -> None:
    told = scene.plan.tells(scene.occurrence, scene.lead, Outcome.HELP, WORDS)
    now = scene.plan.becomes(scene.occurrence, state, by=scene.lead)
    assert scene.owed(Kind.HELP, told, scene.head) is now.open
    assert scene.said(Kind.HELP, told, scene.head) == ["Тополя С. просить про допомогу: 1.1 Захід.", WORDS]


def test_that_a_decision_was_taken_back_is_told_whatever_was_decided_since(scene: Scene) -> None:
    scene.plan.becomes(scene.occurrence, State.CONFIRMED, by=scene.lead)
    assert scene.owed(Kind.UNDONE, scene.occurrence.id, scene.lead, 7)
    assert not scene.owed(Kind.UNDONE, 99, scene.lead, 7)
    assert scene.said(Kind.UNDONE, scene.occurrence.id, scene.lead)[0].startswith("Рішення відкликано: 1.1 Захід.")


def test_only_a_claim_that_is_alone_in_its_message_may_become_the_card(scene: Scene) -> None:
    claimed = scene.plan.becomes(scene.occurrence, State.CLAIMED, by=scene.lead)
    claim = Notice(Kind.CLAIM, claimed.id, scene.head, TODAY, 1)
    deadline = Notice(Kind.DEADLINE, claimed.id, scene.head, TODAY)
    snapshot = scene.plan.snapshot()
    alone = notices_reply(snapshot, [claim], scene.head, TODAY, repeated=False)
    both = notices_reply(snapshot, [claim, deadline], scene.head, TODAY, repeated=False)
    assert (alone.card, both.card) == (Card(claimed.activity_id, claimed.id, 1), None)
    assert notices_reply(snapshot, [deadline], scene.head, TODAY, repeated=False).card is None


def test_who_answers_beside_the_lead_is_reminded_of_their_part(scene: Scene) -> None:
    labels = {}
    for who in (scene.lead, scene.helper):
        notice = Notice(Kind.DEADLINE, scene.occurrence.id, who, scene.occurrence.window.last)
        page = notices_reply(scene.plan.snapshot(), [notice], who, TODAY, repeated=False)
        labels[who] = say(page.rows[0][0].label, "uk")
    assert labels == {scene.lead: "Виконано", scene.helper: "Моя частина"}
