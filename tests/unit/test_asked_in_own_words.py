"""A table of questions in people's own words, each with the answer that is right; nothing may be answered by guess."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from bot.domain.asking import AskList, AskUnclear, Question, Scope, understand
from bot.domain.asking.selecting import activities_of
from bot.domain.plan import Role
from bot.domain.windows import Window
from handlers.answers import kind_of
from tests.unit.asked import SAMPLE, snapshot_of

DATA = Path(__file__).parent / "data"
TODAY = date(2026, 7, 14)
FOLLOWS = "> "
MEMBERS = {"Барвінок І.": Role.MEMBER}


@dataclass(frozen=True, slots=True)
class Row:
    """A question, those that led to it, and what is right."""

    before: tuple[str, ...]
    words: str
    kind: str
    what: str


def rows() -> Iterator[Row]:
    before: tuple[str, ...] = ()
    for line in (DATA / "questions.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        words, kind, what = line.split("\t")
        before = before if words.startswith(FOLLOWS) else ()
        yield Row(before, words.removeprefix(FOLLOWS), kind, what)
        before = (*before, words.removeprefix(FOLLOWS))


@cache
def scope() -> Scope:
    return Scope(snapshot_of(SAMPLE, MEMBERS), TODAY, 1)


def asked(row: Row) -> Question:
    earlier: Question | None = None
    for words in row.before:
        earlier = understand(words, scope(), earlier)
    return understand(row.words, scope(), earlier)


def told(question: Question, like: str) -> str:
    """What a question is about, in the table's own words."""
    if ".." in like and isinstance(question, AskList) and question.window:
        return _days(question.window)
    names = [each.number.rstrip(".") if each.number else each.title for each in activities_of(question, scope())]
    return " ".join(sorted(names)) or "-"


def _days(window: Window) -> str:
    year = "" if window.first.year == TODAY.year else f"{window.first.year} "
    return f"{year}{window.first:%m-%d}..{window.last:%m-%d}"


ROWS = {" > ".join((*row.before, row.words)): row for row in rows()}
UNANSWERABLE = [
    line
    for line in (DATA / "questions-unanswerable.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_a_question_is_answered_right(row: Row) -> None:
    question = asked(row)
    assert (kind_of(question), told(question, row.what)) == (row.kind, row.what)


@pytest.mark.parametrize("words", UNANSWERABLE)
def test_what_the_plan_does_not_answer_gets_the_menu(words: str) -> None:
    assert kind_of(understand(words, scope())) in {"menu", "help"}


@pytest.mark.parametrize("words", UNANSWERABLE)
def test_nor_is_it_answered_after_a_question(words: str) -> None:
    earlier = understand("що у вересні", scope())
    assert kind_of(understand(words, scope(), earlier)) in {"menu", "help"}


def test_the_tables_are_large_enough() -> None:
    assert len(ROWS) >= 300
    assert len(UNANSWERABLE) >= 80


def test_nothing_is_said_of_words_that_say_nothing() -> None:
    assert understand("", scope()) == AskUnclear()
