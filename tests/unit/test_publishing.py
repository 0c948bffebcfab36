"""What a reviewer's words are, and what tells doubts apart."""

import pytest

from bot.domain.review import is_plan_text, mark_of, number_in_words


@pytest.mark.parametrize(
    ("words", "number"),
    [("5.4", "5.4"), (" 5.4. ", "5.4"), ("№ 12", "12"), ("№5", "5"), ("п'ять", None), ("5.4 і 5.5", None), ("", None),
     ("5..4", None), ("1234567", None), ("-1", None)],
)  # fmt: skip
def test_a_number_in_words(words: str, number: str | None) -> None:
    assert number_in_words(words) == number


@pytest.mark.parametrize(
    ("words", "is_plan"),
    [
        ("План на 2027 рік\n№\tНазва\tТермін\n1\tЧитання\tвересень", True),
        ("План\n|№|Назва|\n|1|Читання|", True),
        ("що у вересні?", False),
        ("раз\nдва\nтри\nчотири", False),
        ("№\tНазва\n1\tЧитання", False),
        ("або так | або так\nчи ні\nчи так", False),
        ("", False),
    ],
)
def test_a_pasted_table_is_told_from_a_message(words: str, is_plan: bool) -> None:
    assert is_plan_text(words) is is_plan


def test_doubts_that_say_something_else_have_other_marks() -> None:
    same = mark_of("1.1", "no-term", "", {"title": "Читання"})
    assert mark_of("1.1", "no-term", "", {"title": "Читання"}) == same
    others = [
        mark_of("1.2", "no-term", "", {"title": "Читання"}),
        mark_of(None, "no-term", "", {"title": "Читання"}),
        mark_of("1.1", "no-number", "", {"title": "Читання"}),
        mark_of("1.1", "no-term", "колись", {"title": "Читання"}),
        mark_of("1.1", "no-term", "", {"title": "Читанка"}),
    ]
    assert same not in others
    assert mark_of("а", "c", "", {"a": "1", "b": "2"}) == mark_of("а", "c", "", {"b": "2", "a": "1"})
    assert 0 <= same < 10**18
