"""Who may do how much at once: a lively person never meets the limit, a flood is told once and then left alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.dialog.model import Address
from bot.domain.flood import Admission, Bucket, Limit, give_back, take
from handlers.flood import LIMITS, Buckets, Tries

NOW = datetime(2026, 2, 10, 8, tzinfo=UTC)
LIMIT = Limit(5, timedelta(minutes=1))
OPEN, JUST_SHUT, SHUT = Admission.OPEN, Admission.JUST_SHUT, Admission.SHUT
OLENA, MARKO = Address("telegram", "1"), Address("viber", "1")


def after(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def admissions(limit: Limit, *seconds: float) -> list[Admission]:
    """What becomes of acts at these seconds."""
    bucket, found = Bucket(NOW), []
    for second in seconds:
        bucket, admission = take(bucket, limit, after(second))
        found.append(admission)
    return found


def test_so_many_go_on_at_once_the_next_is_told_and_the_others_are_not() -> None:
    assert admissions(LIMIT, *[0] * 8) == [*[OPEN] * 5, JUST_SHUT, SHUT, SHUT]


def test_who_was_shut_out_is_in_again_after_the_period_whatever_they_did_meanwhile() -> None:
    flood = admissions(LIMIT, *[0] * 6, *range(1, 60), 60)
    assert flood[6:] == [*[SHUT] * 59, OPEN]


def test_what_was_used_becomes_free_bit_by_bit() -> None:
    assert admissions(LIMIT, *[0] * 5, 12, 12) == [*[OPEN] * 6, JUST_SHUT]
    assert admissions(LIMIT, *range(0, 1200, 12)) == [OPEN] * 100


def test_a_clock_that_was_put_back_shuts_nobody_out_for_longer() -> None:
    hour = 3600.0
    assert admissions(LIMIT, *[hour] * 6, 0, 59, 60) == [*[OPEN] * 5, JUST_SHUT, SHUT, SHUT, OPEN]


def test_an_act_that_was_none_is_given_back() -> None:
    bucket, _ = take(Bucket(NOW), LIMIT, NOW)
    assert give_back(bucket, LIMIT, NOW) == Bucket(NOW)
    assert give_back(Bucket(NOW), LIMIT, NOW) == Bucket(NOW)
    assert give_back(Bucket(after(60), shut=True), LIMIT, NOW).shut


@given(st.lists(st.floats(0, 30), max_size=200), st.integers(1, 30), st.floats(1, 4000))
def test_no_more_go_on_in_any_stretch_of_time_than_the_limit_says(
    pauses: list[float], at_once: int, seconds: float
) -> None:
    limit = Limit(at_once, timedelta(seconds=seconds))
    moments = [sum(pauses[: number + 1]) for number in range(len(pauses))]
    went_on = [moment for moment, what in zip(moments, admissions(limit, *moments), strict=True) if what is OPEN]
    for first, start in enumerate(went_on):
        for count, end in enumerate(went_on[first:], start=1):
            assert count <= at_once + (end - start) / (seconds / at_once) + 1


@given(st.lists(st.sampled_from([0.0, 0.3, 1.0, 20.0, 70.0]), max_size=300))
def test_between_two_words_about_it_lies_at_least_the_period(pauses: list[float]) -> None:
    moments = [sum(pauses[: number + 1]) for number in range(len(pauses))]
    told = [at for at, what in zip(moments, admissions(LIMIT, *moments), strict=True) if what is JUST_SHUT]
    assert all(later - earlier >= 60 - 1e-6 for earlier, later in pairwise(told))


def test_a_lively_person_never_meets_the_limit() -> None:
    """An hour of going through cards: twelve taps, one in 0.7 s, half a minute of reading, and again."""
    turns = [turn * 38.4 + tap * 0.7 for turn in range(94) for tap in range(12)]
    assert set(admissions(LIMITS.people, *turns)) == {OPEN}
    steady = [second * 2.0 for second in range(1800)]
    assert set(admissions(LIMITS.people, *steady)) == {OPEN}
    in_a_hurry = [tap * 0.5 for tap in range(30)]
    assert set(admissions(LIMITS.people, *in_a_hurry)) == {OPEN}


def test_strangers_have_less() -> None:
    assert LIMITS.strangers.at_once < LIMITS.people.at_once


def test_each_account_has_its_own() -> None:
    buckets = Buckets(LIMIT)
    assert [buckets.take(OLENA, NOW) for _ in range(6)][-1] is JUST_SHUT
    assert buckets.take(MARKO, NOW) is OPEN
    assert buckets.wait(OLENA, after(20)) == timedelta(seconds=40)
    assert buckets.wait(OLENA, after(90)) == timedelta(0)


def test_a_million_accounts_take_the_memory_of_a_few() -> None:
    buckets = Buckets(LIMIT, most=100)
    for _ in range(6):
        buckets.take(OLENA, NOW)
    for number in range(2000):
        buckets.take(Address("telegram", f"other-{number}"), NOW)
        if number % 50 == 0:
            assert buckets.take(OLENA, NOW) is SHUT, "whoever goes on writing is not forgotten"
    assert len(buckets) == 100


def test_wrong_tokens_are_few_and_right_ones_do_not_count() -> None:
    tries = Tries(LIMITS.tries, LIMITS.tries_of_all)
    for _ in range(20):
        assert tries.take(OLENA, NOW) is None
        tries.give_back(OLENA, NOW)
    assert [tries.take(OLENA, NOW) for _ in range(5)] == [None] * 5
    assert tries.take(OLENA, after(60)) == timedelta(hours=1)
    assert tries.take(OLENA, after(61)) == timedelta(minutes=59, seconds=59)
    assert tries.take(MARKO, NOW) is None
    assert tries.take(OLENA, after(3660)) is None


def test_all_together_have_a_bound_too_and_it_costs_nobody_a_try_of_their_own() -> None:
    tries = Tries(LIMITS.tries, LIMITS.tries_of_all)
    crowd = [Address("telegram", str(number)) for number in range(100)]
    assert {tries.take(each, NOW) for each in crowd} == {None}
    assert tries.take(MARKO, NOW) == timedelta(minutes=1)
    assert tries.take(MARKO, NOW) == timedelta(minutes=1)
    assert [tries.take(MARKO, after(60)) for _ in range(5)] == [None] * 5


def test_guessing_a_start_token_is_hopeless() -> None:
    """A token has 128 random bits and 48 hours; even every try that is let through, at a thousand open invitations."""
    tries = LIMITS.tries_of_all.at_once + timedelta(hours=48) / LIMITS.tries_of_all.each
    assert tries * 1000 / 2**128 < 1e-29
