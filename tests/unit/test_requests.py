"""The table of consent, and the approved plan told from what corrections have kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.approved import earliest
from bot.domain.people.model import Kind as PartyKind
from bot.domain.plan import Activity, Duty, Member, Occurrence, Party, PlanHead, Role, Snapshot, State
from bot.domain.requesting import (
    able_to_take,
    for_decision,
    is_stale,
    may_request,
    may_see,
    may_settle,
    may_withdraw,
    request_mark,
)
from bot.domain.requests import HANDING_OVER, TERMS, Request, RequestKind, RequestState
from bot.domain.windows import Mode, Window, calendar_year

MAY = Window(date(2026, 5, 1), date(2026, 5, 31))
NOW = datetime(2026, 2, 10, 8, tzinfo=UTC)
AUTHOR, BODY_MEMBER, OTHER, SECRETARY, SILENT = 1, 2, 3, 4, 5
MEMBERS = {
    AUTHOR: Member(AUTHOR, "Тополя С.В.", Role.MEMBER, reachable=True),
    BODY_MEMBER: Member(BODY_MEMBER, "Лелека М.", Role.MEMBER, reachable=True),
    OTHER: Member(OTHER, "Мак М.М.", Role.MEMBER, reachable=True),
    SECRETARY: Member(SECRETARY, "Криничко Т.А.", Role.SECRETARY, reachable=True),
    SILENT: Member(SILENT, "Заочна З.З.", Role.MEMBER, reachable=False, by_proxy=True),
}
ACTIVITY = Activity(7, 1, None, "1.1", "Тренінг", "травень", (MAY,), Mode.ONCE, (Duty(1, True), Duty(2, False)), "", "")
PLAN = Snapshot(
    branch_id=1,
    branch_name="Відділення",
    revision=1,
    plans=(PlanHead(1, calendar_year(2026), date(2026, 1, 1)),),
    goals=(),
    activities=(ACTIVITY,),
    occurrences=(Occurrence(9, 7, MAY, continuous=False, state=State.PLANNED, revision=0),),
    meetings=(),
    check_ins=(),
    parties={
        1: Party(1, PartyKind.PERSON, "Тополя С.В.", AUTHOR),
        2: Party(2, PartyKind.BODY, "Відділ комплектування"),
    },
    members=MEMBERS,
    bodies={2: (BODY_MEMBER,)},
)


def asked(kind: RequestKind, asked_id: int | None = None) -> Request:
    wanted = {"mark": request_mark(PLAN, ACTIVITY), "term": "жовтень", "plan": 1, "title": "Ніч"}
    about = None if kind is RequestKind.ADD else ACTIVITY.id
    return Request(1, kind, RequestState.OPEN, 1, AUTHOR, asked_id, about, NOW, wanted)


@pytest.mark.parametrize(
    ("kind", "who"),
    [
        (RequestKind.MOVE, {AUTHOR, BODY_MEMBER}),
        (RequestKind.DELEGATE, {AUTHOR, BODY_MEMBER}),
        (RequestKind.SUBSTITUTE, {AUTHOR}),
        (RequestKind.CANCEL, {AUTHOR, BODY_MEMBER}),
        (RequestKind.ADD, {AUTHOR, BODY_MEMBER, OTHER, SILENT}),
    ],
)
def test_who_may_ask_for_what(kind: RequestKind, who: set[int]) -> None:
    about = None if kind is RequestKind.ADD else ACTIVITY
    assert {each.id for each in MEMBERS.values() if may_request(PLAN, each, kind, about)} == who


@pytest.mark.parametrize("kind", RequestKind)
def test_consent_is_the_keepers_or_that_of_who_is_asked(kind: RequestKind) -> None:
    request = asked(kind, OTHER if kind in HANDING_OVER else None)
    agrees = {each.id for each in MEMBERS.values() if may_settle(each, request)}
    assert agrees == ({OTHER} if kind in HANDING_OVER else {SECRETARY})
    assert {each.id for each in MEMBERS.values() if may_see(each, request)} == {AUTHOR, SECRETARY} | agrees
    assert {each.id for each in MEMBERS.values() if may_withdraw(each, request)} == {AUTHOR}
    assert [each.id for each in for_decision(replace(PLAN, requests=(request,)), MEMBERS[min(agrees)])] == [1]


def test_the_table_has_every_kind() -> None:
    assert set(TERMS) == set(RequestKind)


def test_only_who_can_be_written_to_is_asked_to_take_it() -> None:
    assert {each.id for each in able_to_take(PLAN, MEMBERS[AUTHOR])} == {BODY_MEMBER, OTHER, SECRETARY}


@pytest.mark.parametrize("state", State)
def test_what_was_reported_or_confirmed_since_is_not_decided_on_any_more(state: State) -> None:
    [piece] = PLAN.occurrences
    later = replace(PLAN, occurrences=(replace(piece, state=state),))
    assert is_stale(later, asked(RequestKind.MOVE)) is (state in {State.CLAIMED, State.CONFIRMED})


@pytest.mark.parametrize(
    "now",
    [
        replace(ACTIVITY, revision=1),
        replace(ACTIVITY, cancelled_on=date(2026, 2, 11)),
        replace(ACTIVITY, revision=1, duties=(Duty(2, True),)),
    ],
    ids=["corrected", "cancelled", "given to others"],
)
def test_what_was_changed_since_is_void(now: Activity) -> None:
    assert is_stale(replace(PLAN, activities=(now,)), asked(RequestKind.MOVE))
    assert not is_stale(replace(PLAN, activities=(now,)), asked(RequestKind.ADD))


@pytest.mark.parametrize("gone", [AUTHOR, OTHER])
def test_it_is_void_when_one_of_its_people_has_left(gone: int) -> None:
    left = {key: each for key, each in MEMBERS.items() if key != gone}
    assert not is_stale(PLAN, asked(RequestKind.SUBSTITUTE, OTHER))
    assert is_stale(replace(PLAN, members=left), asked(RequestKind.SUBSTITUTE, OTHER))


@given(
    first=st.dictionaries(st.sampled_from("abcd"), st.integers(), min_size=4, max_size=4),
    changes=st.lists(st.dictionaries(st.sampled_from("abcd"), st.integers(), min_size=1)),
)
def test_the_earliest_images_are_what_was_first(first: dict[str, object], changes: list[dict[str, object]]) -> None:
    now, images = dict(first), []
    for change in changes:
        changed = {name: value for name, value in change.items() if now[name] != value}
        images.append({name: now[name] for name in changed})
        now |= changed
    assert {**now, **(earliest(images) or {})} == first


def test_what_was_added_since_has_no_earlier_image() -> None:
    assert earliest([None, {"title": "Ніч"}]) is None
