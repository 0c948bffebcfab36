"""Who stands behind an activity: people, the presidium, and nobody yet."""

import pytest

from bot.domain.duties import (
    CALLING_ROLES,
    PRESIDIUM_ROLES,
    is_presidium,
    is_responsible,
    judges_of,
    parties_of,
    people_of,
    responsible_for,
    with_roles,
)
from bot.domain.people.model import Kind
from bot.domain.plan import Party, Role, State
from tests.unit.plans import Plan, quarter


@pytest.mark.parametrize(
    ("kind", "name", "expected"),
    [
        (Kind.BODY, "Президія", True),
        (Kind.BODY, "Президія ЛОВ УБА", True),
        (Kind.BODY, "ПРЕЗИДІЯ", True),
        (Kind.BODY, "президії відділення", True),
        (Kind.BODY, "Члени Президії", False),
        (Kind.BODY, "Науково-методичний відділ", False),
        (Kind.PERSON, "Президія", False),
        (Kind.GROUP, "Президія", False),
    ],
)
def test_which_party_is_the_presidium(kind: Kind, name: str, expected: bool) -> None:
    assert is_presidium(Party(1, kind, name)) is expected


def a_branch() -> tuple[Plan, dict[str, int]]:
    plan = Plan()
    people = {
        "member": plan.member("Лелека М."),
        "head": plan.member("Дем'яненко О.", Role.HEAD),
        "presidium": plan.member("Соловейко М.", Role.PRESIDIUM),
        "secretary": plan.member("Криничко Т.", Role.SECRETARY),
    }
    return plan, people


def test_a_person_stands_for_themselves_a_body_for_its_people_others_for_nobody() -> None:
    plan, people = a_branch()
    body, department = plan.party("Президія ЛОВ УБА"), plan.party("Методичний відділ")
    unknown = plan.party("Барвінок І.", Kind.PERSON)
    snapshot = plan.snapshot()

    def names(party: int) -> list[str]:
        return [member.name for member in people_of(snapshot, snapshot.parties[party])]

    assert names(people["member"]) == ["Лелека М."]
    assert names(body) == ["Дем'яненко О.", "Соловейко М."]
    assert names(department) == names(unknown) == []


def test_the_lead_comes_first_and_nobody_twice() -> None:
    plan, people = a_branch()
    activity = plan.activity("Захід", quarter(1), [people["presidium"], plan.party("Президія"), people["member"]])
    snapshot = plan.snapshot()
    found = responsible_for(snapshot, snapshot.activity_of[activity])
    assert [member.id for member in found] == [people["presidium"], people["head"], people["member"]]
    for who, expected in {"presidium": True, "head": True, "member": True, "secretary": False}.items():
        assert is_responsible(snapshot, people[who], snapshot.activity_of[activity]) is expected


def test_the_parties_are_named_as_the_plan_names_them() -> None:
    plan, people = a_branch()
    department = plan.party("Методичний відділ")
    activity = plan.activity("Захід", quarter(1), [department, people["member"]])
    snapshot = plan.snapshot()
    assert [party.name for party in parties_of(snapshot, snapshot.activity_of[activity])] == [
        "Методичний відділ",
        "Лелека М.",
    ]


@pytest.mark.parametrize(
    ("author", "judges"),
    [
        ("member", ["head", "presidium"]),
        ("head", ["presidium"]),
        ("presidium", ["head"]),
        ("secretary", ["head", "presidium"]),
    ],
)
def test_nobody_judges_their_own_claim_while_there_is_another(author: str, judges: list[str]) -> None:
    plan, people = a_branch()
    activity = plan.activity("Захід", quarter(1), [people["member"]])
    occurrence = plan.becomes(plan.of(activity), State.CLAIMED, by=people[author])
    assert [member.id for member in judges_of(plan.snapshot(), occurrence)] == [people[each] for each in judges]


def test_a_branch_without_a_presidium_has_no_judges() -> None:
    plan = Plan()
    member = plan.member("Лелека М.")
    occurrence = plan.becomes(plan.of(plan.activity("Захід", quarter(1), [member])), State.CLAIMED, by=member)
    assert judges_of(plan.snapshot(), occurrence) == ()


def test_roles_are_found_in_the_order_of_the_list() -> None:
    plan, people = a_branch()
    snapshot = plan.snapshot()
    assert [each.id for each in with_roles(snapshot, CALLING_ROLES)] == [people["head"], people["secretary"]]
    assert [each.id for each in with_roles(snapshot, PRESIDIUM_ROLES)] == [people["head"], people["presidium"]]
