"""What every door remembers between updates: whose turn it is, and what went out in a response."""

from __future__ import annotations

from bot.dialog.lanes import Lanes
from bot.dialog.responses import MOST, Responses


def test_a_lane_is_one_persons_and_is_forgotten_with_its_last_user() -> None:
    lanes = Lanes()
    lane = lanes.of("501")
    assert lanes.of("501") is lane
    assert lanes.of("502") is not lane
    del lane
    assert not lanes._locks


def test_only_the_latest_responses_are_remembered() -> None:
    responses: Responses[int] = Responses()
    for number in range(MOST + 1):
        responses.keep(str(number), number)
    assert [responses.of(key) for key in ("0", "1", str(MOST))] == [None, 1, MOST]


def test_a_response_kept_again_takes_no_room_of_another() -> None:
    responses: Responses[int] = Responses(2)
    for key in ("1", "2", "2", "2"):
        responses.keep(key, int(key))
    assert responses.of("1") == 1
