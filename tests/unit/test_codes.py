"""Codes that are read out and typed: however they are typed they are found, and nothing else is taken for one."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.codes import (
    DIGITS,
    LETTERS,
    LinkCode,
    entrance_code,
    link_code,
    read_entrance_code,
    read_link_code,
    spelled_entrance,
    spelled_link,
)

seeds = st.text(min_size=1, max_size=30)
CYRILLIC = str.maketrans(LETTERS, "АСЕНКМРТХ")


@given(seeds)
def test_an_entrances_code_is_read_however_it_is_typed(seed: str) -> None:
    code = entrance_code(seed)
    assert len(code) == 8
    spelled = spelled_entrance(code)
    for typed in (code, spelled, spelled.lower(), code.translate(CYRILLIC), code.translate(CYRILLIC).lower()):
        assert read_entrance_code(typed) == read_entrance_code(f"  {typed}\n") == code
    assert read_entrance_code("-".join((code[:2], code[2:4], code[4:]))) == code


@given(seeds)
def test_an_entrances_code_is_never_taken_for_another_kind_of_code(seed: str) -> None:
    assert read_link_code(entrance_code(seed)) is None
    assert read_entrance_code(link_code(seed).digits) is None


@given(seeds)
def test_a_link_code_is_read_whole_and_in_groups(seed: str) -> None:
    code = link_code(seed)
    assert re.fullmatch(r"\d{3}", code.handle)
    assert re.fullmatch(r"\d{5}", code.secret)
    halves = f"{code.digits[:4]}-{code.digits[4:]}"
    for typed in (code.digits, spelled_link(code), spelled_link(code).replace(" ", "-"), halves, f" {code.digits} "):
        assert read_link_code(typed) == code


@pytest.mark.parametrize(
    "words",
    [
        "05-03-2026", "05 03 2026", "05.03.2026", "1234567", "123456789", "12 345678", "12 34-56 78", "١٢٣٤٥٦٧٨", "",
        "12 34 56 78 90", "код 12 34 56 78",
    ],
)  # fmt: skip
def test_a_date_or_another_number_is_no_link_code(words: str) -> None:
    assert read_link_code(words) is None


@pytest.mark.parametrize(
    "words", ["ТЕХКАРТА", "МАТЕМАТЕ", "23456792", "АСЕН 234", "1.1", "що цього кварталу?", "", "а" * 5000]
)
def test_a_word_or_a_number_is_no_entrances_code(words: str) -> None:
    assert read_entrance_code(words) is None


@given(st.text(max_size=60))
def test_no_text_makes_a_reader_fail(words: str) -> None:
    assert (read_entrance_code(words) or "A2").isascii()
    assert isinstance(read_link_code(words), LinkCode | None)


def test_codes_are_drawn_from_all_there_are() -> None:
    chance = random.Random(5)  # noqa: S311 - to be repeated, not to be secret
    drawn = [str(chance.random()) for _ in range(4000)]
    assert {sign for seed in drawn for sign in entrance_code(seed)} == set(LETTERS + DIGITS)
    assert len({entrance_code(seed) for seed in drawn}) == len(drawn)
    assert len({link_code(seed).handle for seed in drawn}) > 950
    for place in range(5):
        counts = [sum(link_code(seed).secret[place] == str(digit) for seed in drawn) for digit in range(10)]
        assert min(counts) > 300, "every digit is as likely at every place"
