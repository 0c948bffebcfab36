"""Words are compared without case, apostrophes, look-alike letters and endings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.wordforms import folded, stems


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Риб’янцева", "рибянцева"),
        ("Риб'янцева", "рибянцева"),
        ("Рибʼянцева", "рибянцева"),
        ("РИБ`ЯНЦЕВА", "рибянцева"),
        ("IV квартал", "iv квартал"),
        ("ІV квартал", "іv квартал"),
        ("Cічень", "січень"),  # the first letter is Latin
        ("вересeнь", "вересень"),  # so is the second last vowel
        ("и\u0306огурт", "йогурт"),  # a letter and a combining breve
        ("Code & tea", "code & tea"),
        ("", ""),
    ],
)
def test_words_are_folded(words: str, expected: str) -> None:
    assert folded(words) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("бюлетень", "бюлетеню"),
        ("конференція", "конференцію"),
        ("конференції", "КОНФЕРЕНЦІЯ"),
        ("Летучий", "Летучого"),
        ("Риб'янцева", "Риб’янцевої"),
        ("засідання", "засідань"),
        ("школа", "школи"),
        ("кермо", "керма"),
    ],
)
def test_of_two_forms_of_a_word_one_stem_begins_with_the_other(one: str, other: str) -> None:
    [shorter, longer] = sorted((next(iter(stems(one))), next(iter(stems(other)))), key=len)
    assert longer.startswith(shorter)
    assert len(shorter) >= 4


@pytest.mark.parametrize("words", ["що", "хто відповідає за", "покажи мої", "де і коли", "5.1", "🙂", "", "а б в"])
def test_small_words_say_nothing(words: str) -> None:
    assert stems(words) <= stems("мої")


@pytest.mark.parametrize(("one", "other"), [("школа", "вечір"), ("літо", "літній"), ("рік", "ріка")])
def test_other_words_have_other_stems(one: str, other: str) -> None:
    assert stems(one) != stems(other)


@given(st.text(max_size=80))
def test_folding_twice_changes_nothing_more(words: str) -> None:
    assert folded(folded(words)) == folded(words)


@given(st.text(max_size=80))
def test_every_stem_is_a_beginning_of_one_of_the_words(words: str) -> None:
    for stem in stems(words):
        assert stem in folded(words)
