"""Every button's code carries its action there and back, on every messenger, and no other text is taken for one."""

from dataclasses import fields
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialog.actions import KEEP, MARK, Action, Claim, Home, SetMeetingDay, ShowCard, decode, encode, looks_coded

KINDS: tuple[type[Action], ...] = get_args(Action)
LARGEST = 10**18 - 1
MOST_BYTES = 64

kinds = st.sampled_from(KINDS)
numbers = st.integers(0, LARGEST)


@st.composite
def actions(draw: st.DrawFn) -> Action:
    kind = draw(kinds)
    return kind(*(draw(numbers) for _ in fields(kind)))


@given(actions(), st.booleans())
def test_every_action_comes_back_as_it_went(action: Action, keep: bool) -> None:
    code = encode(action, keep=keep)
    assert decode(code) == action
    assert looks_coded(code)
    assert code.startswith(KEEP if keep else MARK)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("keep", [False, True], ids=["replace", "keep"])
def test_the_largest_ids_fit_into_sixty_four_bytes(kind: type[Action], keep: bool) -> None:
    action = kind(*(LARGEST for _ in fields(kind)))
    code = encode(action, keep=keep)
    assert len(code.encode()) <= MOST_BYTES
    assert decode(code) == action


def test_no_two_actions_share_a_code() -> None:
    codes = [encode(kind(*(1 for _ in fields(kind)))) for kind in KINDS]
    assert len(set(codes)) == len(KINDS)


def test_codes_in_the_field_keep_their_meaning() -> None:
    assert decode("~h") == Home()
    assert decode("+d:7:3") == Claim(7, 3)
    assert decode("~a:5:0") == ShowCard(5)
    assert decode("~s:2:1:739000") == SetMeetingDay(2, 1, 739000)


@pytest.mark.parametrize(
    "code",
    [
        "", "~", "+", ":", "h", "~x", "~h:1", "~a:5", "~a:5:0:0", "~d:-7:3", "~d:7:", "~d:７:3", "~d:²:3", "~d: 7:3",
        "~d:7.0:3", "~d:1e3:3", f"~d:{LARGEST + 1}:3", "~~h", "*h", " ~h", "~h\n", "~H",
    ],
)  # fmt: skip
def test_what_is_damaged_or_forged_is_no_action(code: str) -> None:
    assert decode(code) is None
    assert not looks_coded(code)


@given(st.text())
def test_no_text_makes_the_reader_fail(words: str) -> None:
    found = decode(words)
    assert found is None or type(found) in KINDS


@given(st.text(alphabet="~+hdacq:0123456789", max_size=70))
def test_what_is_read_from_a_text_like_a_code_is_written_back_the_same(words: str) -> None:
    found = decode(words)
    if found is not None:
        assert decode(encode(found, keep=words[0] == KEEP)) == found
        assert all(0 <= getattr(found, each.name) <= LARGEST for each in fields(found))


@pytest.mark.parametrize("words", ["~ дякую", "+1", "+380 50", "~", "Привіт", "+", "що цього кварталу?"])
def test_what_people_write_is_not_taken_for_a_button(words: str) -> None:
    assert not looks_coded(words)
