"""A newer edition of the plan: what it changes is found row by row, and nothing that is only typed otherwise."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import documents
from bot.documents.plan_reader import read_plan
from bot.domain.comparing import Change, ChangeKind, compare
from bot.domain.draft import DraftActivity, DraftGoal, PlanDraft
from bot.domain.likeness import alike, share, very_alike, word_sets
from bot.domain.wording import figures, plain, same_wording
from tests.unit.editions import GOALS, YEAR, Branch, row, rows, said

SCHOOL = "Семінар для бібліотекарів шкільних бібліотек"
VILLAGE = "Семінар для бібліотекарів сільських бібліотек"
SEMINAR, RUN_SEMINAR = "Проведення семінару", "Організація та проведення семінару"


def changes(old: Sequence[DraftActivity], new: Sequence[DraftActivity]) -> list[str]:
    branch = Branch()
    current, newer = branch.edition(old), branch.edition(new)
    return said(compare(current, newer, frozenset()), current, newer)


# --------------------------------------------------------------------------------------------------- which row is which


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        # A typo put right, at the beginning of a word and in a title of one word.
        (rows("1.1 Семенар методистів"), rows("1.1 Семінар методистів"), ["renamed 1.1"]),
        (rows("1.1 Семенар"), rows("1.1 Семінар"), ["renamed 1.1"]),
        # A word added.
        (rows("1.1 Конкурс читців"), rows("1.1 Обласний конкурс читців"), ["renamed 1.1"]),
        (rows(f"1.1 {SEMINAR}"), rows(f"1.1 {RUN_SEMINAR}"), ["renamed 1.1"]),
        # The same number and nothing in common.
        (rows(f"1.1 {SEMINAR}"), rows("1.1 Газета відділення"), ["removed 1.1", "added 1.1"]),
        # One seminar in place of another under its number is for a person to see as what it is.
        (rows(f"1.1 {SCHOOL}"), rows(f"1.1 {VILLAGE}"), ["renamed 1.1"]),
        # Two seminars that share most words, each with a number of its own, are never one.
        (rows(f"1.1 {SCHOOL}"), rows(f"1.2 {VILLAGE}"), ["removed 1.1", "added 1.2"]),
        (rows(f"1.1 {SCHOOL}"), rows(f"1.1 {SCHOOL}", f"1.2 {VILLAGE}"), ["added 1.2"]),
        (
            rows(f"1.1 {SCHOOL}", f"1.2 {VILLAGE}"),
            rows(f"1.1 {VILLAGE}", f"1.2 {SCHOOL}"),
            ["details 1.2 > 1.1", "details 1.1 > 1.2"],
        ),
        (rows(f"1.1 {SCHOOL}", f"1.2 {VILLAGE}"), rows(f"1.1 {VILLAGE}"), ["removed 1.1", "details 1.2 > 1.1"]),
        (rows("1.1 Семінар методистів 1"), rows("1.2 Семінар методистів 2"), ["removed 1.1", "added 1.2"]),
        (rows("1.1 Семінар методистів. І"), rows("1.2 Семінар методистів. ІІ"), ["removed 1.1", "added 1.2"]),
        # A row put in, taken out, put elsewhere.
        (
            rows("1.1 Читання", "1.2 Конкурс", "1.3 Газета"),
            rows("1.1 Читання", "1.2 Виставка", "1.3 Конкурс", "1.4 Газета"),
            ["added 1.2", "details 1.2 > 1.3", "details 1.3 > 1.4"],
        ),
        (
            rows("1.1 Читання", "1.2 Виставка", "1.3 Конкурс"),
            rows("1.1 Читання", "1.2 Конкурс"),
            ["removed 1.2", "details 1.3 > 1.2"],
        ),
        (rows("1.1 Читання", "1.2 Конкурс"), rows("1.2 Конкурс", "1.1 Читання"), []),
        (rows("1.1 Читання", "1.2 Конкурс"), rows("1.2 Конкурс"), ["removed 1.1"]),
        # Renumbered and renamed; the words tell it even where the number now tells another one.
        (rows(f"1.1 {SEMINAR}"), rows(f"1.4 {RUN_SEMINAR}"), ["renamed 1.1 > 1.4", "details 1.1 > 1.4"]),
        (rows("1.1 Семенар методистів"), rows("1.4 Семінар методистів"), ["renamed 1.1 > 1.4", "details 1.1 > 1.4"]),
        (
            rows("1.2 Семінар для методистів"),
            rows("1.2 Семінар для вчителів", "1.3 Обласний семінар для методистів"),
            ["added 1.2", "renamed 1.2 > 1.3", "details 1.2 > 1.3"],
        ),
        # In another goal an equal title is enough, one that is only alike is not.
        (rows("1.1 Конкурс читців"), rows("2.1 Конкурс читців"), ["details 1.1 > 2.1"]),
        (rows("1.1 Конкурс читців"), rows("2.1 Обласний конкурс читців"), ["removed 1.1", "added 2.1"]),
        # Rows of one title: the number tells them, or the term where the numbers have shifted.
        (
            rows("1.1 Засідання | січень", "1.2 Засідання | квітень", "1.3 Засідання | липень"),
            rows("1.1 Засідання | січень", "1.2 Засідання | березень", "1.3 Засідання | квітень",
                 "1.4 Засідання | липень"),
            ["added 1.2", "details 1.2 > 1.3", "details 1.3 > 1.4"],
        ),
        (
            rows("1.1 Засідання | січень", "1.2 Засідання | квітень"),
            rows("1.1 Засідання | січень", "1.2 Засідання | травень"),
            ["moved 1.2"],
        ),
        (
            rows("- Засідання | січень | Ясен К.", "- Засідання | січень | Тополя С."),
            rows("- Засідання | січень | Тополя С.", "- Засідання | січень | Ясен К."),
            [],
        ),
        (rows("- Засідання"), rows("- Засідання", "- Засідання"), ["added -"]),
        # A row that has got its number.
        (rows("- Клуб читачів"), rows("1.1 Клуб читачів"), ["details - > 1.1"]),
        ([], rows("1.1 Читання"), ["added 1.1"]),
        (rows("1.1 Читання"), [], ["removed 1.1"]),
    ],
)  # fmt: skip
def test_rows_are_told_as_a_secretary_tells_them(
    old: list[DraftActivity], new: list[DraftActivity], expected: list[str]
) -> None:
    assert changes(old, new) == expected


@pytest.mark.parametrize(
    ("one", "other", "may_be_renamed", "may_be_renumbered"),
    [
        ("Конкурс читців", "Конкурси читця", True, True),
        ("Семенар методистів", "Семінар методистів", True, True),
        ("Конкурс читців", "Обласний конкурс читців", True, True),
        (SEMINAR, RUN_SEMINAR, True, True),
        (SCHOOL, VILLAGE, True, False),
        (f"Обласний {SCHOOL} і коледжів громад області", f"Обласний {VILLAGE} і коледжів громад області", True, False),
        ("Свято читацьких садів", "Фестиваль читацьких садів", True, False),
        ("Семінар", "Семінари", True, False),
        ("Семінар методистів", "Семінар для вчителів і методистів сільських громад", True, False),
        ("Семінар", "Семінар для вчителів і методистів", True, False),
        ("Семінар", "Семінар для вчителів, методистів і вихователів", False, False),
        ("Обласний семінар методистів", "Обласна газета відділення", False, False),
        ("Нова мова", "Жива нота", False, False),
        ("Оновити список членів", "Шукати друзів відділення", False, False),
    ],
)
def test_how_alike_titles_must_be(one: str, other: str, may_be_renamed: bool, may_be_renumbered: bool) -> None:
    left, right = word_sets([one, other])
    numbers = len(left & right), len(left), len(right)
    assert (alike(*numbers), very_alike(*numbers)) == (may_be_renamed, may_be_renumbered)
    assert 0 <= share(*numbers) <= 1


# ----------------------------------------------------------------------------------------------------- what is a change


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (row("1.1 Читання | вересень"), row("1.1 Читання | жовтень"), ["moved 1.1"]),
        (row("1.1 Читання | 3 квартал"), row("1.1 Читання | щомісяця у 3 кварталі"), ["moved 1.1"]),
        (row("1.1 Читання | вересень"), row("1.1 Читання | Вересень."), []),
        (row("1.1 Читання | ІІ квартал"), row("1.1 Читання | II  квартал"), []),
        (row("1.1 Читання | ІІ квартал"), row("1.1 Читання | 2 квартал"), ["details 1.1"]),
        (row("1.1 Читання | 1 і 4 квартали"), row("1.1 Читання | 4 і 1 квартали"), ["details 1.1"]),
        (row("1.1 Вечір «Кермо» - школа"), row("1.1 ВЕЧІР  “кермо” — школа."), []),
        (row("1.1 Вечір у подвір'ї"), row("1.1 Вечір у подвір’ї"), []),
        (row("1.1 Вечір без слів"), row("1.1 Вечір без світла"), ["renamed 1.1"]),
        (row("1.1 Читання | | Ясен К., Тополя С."), row("1.1 Читання | | Тополя С., Ясен К."), ["people 1.1"]),
        (row("1.1 Читання | | Ясен К., Тополя С."), row("1.1 Читання | | Ясен К."), ["people 1.1"]),
        (row("1.1 Читання | | Демяненко О.В."), row("1.1 Читання | | О. ДЕМЯНЕНКО"), []),
        (row("1.1 Читання | | Демяненко О.В."), row("1.1 Читання | | Демяненко К.В."), ["people 1.1"]),
        (row("1.1 Читання | | Методичний відділ"), row("1.1 Читання | | методичний відділ"), []),
        (row("1. Читання"), row("1 Читання"), []),
        (row("1.1 Читання", resources="актова зала"), row("1.1 Читання", resources="подвір'я"), ["details 1.1"]),
        (row("1.1 Читання", result="прочитано"), row("1.1 Читання", result="Прочитано."), []),
        (row("1.1 Читання", result="прочитано"), row("1.1 Читання"), ["details 1.1"]),
        (row("1.1 Читання", notes="Бюджет: 0"), row("1.1 Читання", notes="Бюджет: 9"), ["details 1.1"]),
        (
            row("1.1 Читання | вересень | Ясен К."),
            row("1.1 Обласні читання | жовтень | Тополя С.", resources="зала"),
            ["moved 1.1", "renamed 1.1", "people 1.1", "details 1.1"],
        ),
    ],
)
def test_a_change_is_what_says_something_else(old: DraftActivity, new: DraftActivity, expected: list[str]) -> None:
    assert changes([old], [new]) == expected
    if not expected:
        assert changes([new], [old]) == []


def test_spellings_of_one_member_are_one_person() -> None:
    branch = Branch()
    current = branch.edition(rows("1.1 Читання | | Демяненко О.В."))
    newer = branch.edition(rows("1.1 Читання | | Дем’яненко О.В."))
    assert said(compare(current, newer, frozenset()), current, newer) == ["people 1.1"]
    joined = {key: replace(party, member_id=7) for key, party in branch.parties.items()}
    assert compare(replace(current, parties=joined), replace(newer, parties=joined), frozenset()) == ()
    [first, second] = branch.parties
    half = {first: branch.parties[first], second: joined[second]}
    assert compare(replace(current, parties=half), replace(newer, parties=half), frozenset()) != ()


@pytest.mark.parametrize(
    ("goals", "expected"),
    [
        (GOALS, []),
        ((DraftGoal("1", "навчати  бібліотекарів."), GOALS[1]), []),
        ((DraftGoal("1", "Вчитися разом"), GOALS[1]), ["goal 1"]),
        ((GOALS[0], DraftGoal("2", "Писати про бібліотеки")), ["goal 2"]),
    ],
)
def test_a_goal_with_another_title_is_one_change(goals: Sequence[DraftGoal], expected: list[str]) -> None:
    branch = Branch()
    plan = rows("1.1 Читання", "1.2 Конкурс", "2.1 Газета")
    current, newer = branch.edition(plan), branch.edition(plan, goals)
    assert said(compare(current, newer, frozenset()), current, newer) == expected


def test_a_goal_put_in_before_others_renumbers_them_and_renames_none() -> None:
    branch = Branch()
    current = branch.edition(rows("1.1 Читання", "2.1 Газета"))
    goals = [
        DraftGoal("1", "Допомагати фронту"),
        *(replace(goal, number=str(int(goal.number or 0) + 1)) for goal in GOALS),
    ]
    newer = branch.edition(rows("1.1 Плетіння сіток", "2.1 Читання", "3.1 Газета"), goals)
    expected = ["added 1.1", "details 1.1 > 2.1", "details 2.1 > 3.1"]
    assert said(compare(current, newer, frozenset()), current, newer) == expected


def test_a_row_of_a_goal_that_is_gone_is_in_another_goal() -> None:
    branch = Branch()
    current = branch.edition(rows("1.1 Читання", "2.1 Газета", "2.2 Конкурс читців"))
    goals = [GOALS[0], DraftGoal("3", "Зовсім інша ціль")]
    newer = branch.edition(rows("1.1 Читання", "3.1 Газета", "3.2 Обласний конкурс читців"), goals)
    expected = ["details 2.1 > 3.1", "removed 2.2", "added 3.2"]
    assert said(compare(current, newer, frozenset()), current, newer) == expected


def test_changes_come_in_the_order_of_the_newer_plan() -> None:
    branch = Branch()
    current = branch.edition(rows("1.1 Читання", "1.2 Газета", "1.3 Виставка", "2.1 Конкурс", "2.2 Клуб"))
    goals = [DraftGoal("1", "Вчитися"), DraftGoal("2", "Писати")]
    newer = branch.edition(rows("1.1 Читання | май", "1.3 Виставка | май", "2.1 Конкурс | май", "2.3 Вечорниці"), goals)
    expected = ["goal 1", "moved 1.1", "removed 1.2", "moved 1.3", "goal 2", "moved 2.1", "removed 2.2", "added 2.3"]
    assert said(compare(current, newer, frozenset()), current, newer) == expected


# ------------------------------------------------------------------------------------------------------------ cancelled


def with_cancelled(old: Sequence[DraftActivity], new: Sequence[DraftActivity], place: int) -> tuple[Change, ...]:
    branch = Branch()
    current, newer = branch.edition(old), branch.edition(new)
    return compare(current, newer, {current.activities[place].id})


def test_what_was_cancelled_and_is_left_out_is_no_change() -> None:
    assert with_cancelled(rows("1.1 Читання", "1.2 Конкурс"), rows("1.1 Читання"), 1) == ()


def test_what_was_cancelled_and_stands_in_the_plan_again_is_revived_and_nothing_else() -> None:
    [change] = with_cancelled(rows("1.1 Читання | май"), rows("1.2 Читання | червень"), 0)
    assert change.kind is ChangeKind.ADDED
    assert change.old is not None
    assert change.new is not None


def test_a_live_row_is_preferred_to_a_cancelled_one_of_its_title() -> None:
    old = rows("1.1 Читання", "1.2 Читання")
    assert [each.kind for each in with_cancelled(old, rows("1.1 Читання"), 0)] == [ChangeKind.DETAILS]


def test_a_cancelled_row_of_that_very_title_is_preferred_to_a_live_one_that_is_only_alike() -> None:
    found = with_cancelled(rows("1.1 Конкурс читців", "1.2 Обласний конкурс читців"), rows("1.1 Конкурс читців"), 0)
    assert [(each.kind, each.old is None) for each in found] == [(ChangeKind.ADDED, False), (ChangeKind.REMOVED, False)]


def test_rows_of_a_plan_beside_it_are_not_compared() -> None:
    branch = Branch()
    current, newer = branch.edition(rows("1.1 Читання")), branch.edition(rows("1.1 Читання"))
    past = branch.edition(rows("2.1 Торішня газета"), [DraftGoal("1", "Торішня ціль"), DraftGoal("2", "Друга")])
    beside = tuple(replace(each, plan_id=2) for each in past.activities)
    goals = (*current.goals, past.goals[1])
    both = replace(current, activities=(*current.activities, *beside), goals=goals)
    assert compare(both, newer, frozenset()) == ()


# ---------------------------------------------------------------------------------------------------------------- marks


def test_changes_that_say_something_else_have_other_marks() -> None:
    before = row("1.1 Читання | вересень | Ясен К.", resources="зала")

    def mark(line: str, resources: str = "зала") -> int:
        branch = Branch()
        [change] = compare(branch.edition([before]), branch.edition([row(line, resources)]), frozenset())
        return change.mark

    lines = [
        ("1.1 Читання | жовтень | Ясен К.", "зала"),
        ("1.1 Читання | листопад | Ясен К.", "зала"),
        ("1.1 Читання | вересень | Тополя С.", "зала"),
        ("1.1 Читання | вересень | Ясен К., Тополя С.", "зала"),
        ("1.1 Обласні читання | вересень | Ясен К.", "зала"),
        ("1.1 Районні читання | вересень | Ясен К.", "зала"),
        ("1.2 Читання | вересень | Ясен К.", "зала"),
        ("1.1 Читання | вересень | Ясен К.", "подвір'я"),
    ]
    marks = [mark(*each) for each in lines]
    assert len(set(marks)) == len(lines)
    assert marks == [mark(*each) for each in lines]
    assert all(0 <= each < 2**32 for each in marks)


def test_a_mark_does_not_hang_on_the_ids_of_a_draft() -> None:
    branch = Branch()
    current = branch.edition(rows("1.1 Читання", "1.2 Конкурс"))
    new = rows("1.1 Читання | май", "1.3 Газета")
    first, second = (compare(current, branch.edition(new), frozenset()) for _ in range(2))
    assert [each.mark for each in first] == [each.mark for each in second]
    assert [each.new for each in first] != [each.new for each in second]


# -------------------------------------------------------------------------------------------------------- the real plan

SAMPLE = Path(documents.__file__).parent / "samples" / "plan-uk.txt"


def sample(edit: Callable[[str], str] = str) -> PlanDraft:
    text = SAMPLE.read_text("utf-8").replace("{year}", str(YEAR.year))
    return read_plan(edit(text).encode(), YEAR)


def edited(*edits: tuple[str, str]) -> list[str]:
    def edit(text: str) -> str:
        for before, after in edits:
            assert text.count(before) == 1, before
            text = text.replace(before, after)
        return text

    branch = Branch()
    current, newer = (branch.edition(each.activities, each.goals) for each in (sample(), sample(edit)))
    return said(compare(current, newer, frozenset()), current, newer)


def test_three_rows_edited_in_a_real_plan_are_three_changes() -> None:
    found = edited(
        ("гурток наставників для тих, хто починає", "гурток для наставників, які починають"),
        ("ремесла, ігри, наука»\tвересень", "ремесла, ігри, наука»\tжовтень"),
        (
            "серед підприємців і товариств\tПротягом року\tПрезидія КОВ СБ",
            "серед підприємців і товариств\tПротягом року\tКриничко Т.А.",
        ),
    )
    assert found == ["renamed 3.1", "moved 3.2", "people 5.3"]


def test_a_real_plan_that_is_only_retyped_has_no_changes() -> None:
    assert edited() == []
    assert edited(("“Шепіт сторінок”", "«Шепіт  сторінок»"), ("Січень-лютий", "січень – лютий"), ("2.1.", "2.1")) == []


def test_a_row_put_into_a_real_plan_renumbers_the_rows_after_it_and_renames_none() -> None:
    found = edited(
        ("<b>6.1</b>\tОновити", "<b>6.1</b>\tНічні читання\tтравень\tТополя С.\t\t\n<b>6.2</b>\tОновити"),
        ("<b>6.2</b>\tСвято", "<b>6.3</b>\tСвято"),
        ("<b>6.3</b>\t«Вечорниці", "<b>6.4</b>\t«Вечорниці"),
        ("6.4\tСпільна", "6.5\tСпільна"),
    )
    assert found == ["added 6.1", "details 6.1 > 6.2", "details 6.2 > 6.3", "details 6.3 > 6.4", "details 6.4 > 6.5"]


def test_words_that_a_human_has_explained_mean_the_same_when_they_come_again() -> None:
    branch = Branch()
    current, newer = branch.edition(rows("1.1 Портал | 4 квартал")), branch.edition(rows("1.1 Портал | колись потім"))
    explained = replace(current, activities=tuple(replace(each, term="колись потім") for each in current.activities))
    assert compare(explained, newer, frozenset()) == ()
    assert said(compare(current, newer, frozenset()), current, newer) == ["moved 1.1"]
    assert said(compare(newer, explained, frozenset()), newer, explained) == ["moved 1.1"]


# ------------------------------------------------------------------------------------------------ promises for any plan

WORDS = st.sampled_from("семінар семенар школа методистів обласний шкільних сільських читання конкурс 1 ІІ".split())
TITLES = st.lists(WORDS, max_size=5).map(" ".join)
NUMBERS = st.sampled_from(["1.1", "1.2", "1.3", "2.1", "2.2", "3.1", "-"])
TERMS = st.sampled_from(["вересень", "Вересень.", "жовтень", "щоквартально", "колись"])
NAMES = st.lists(st.sampled_from(["Ясен К.", "Ясен", "Тополя С.", "Методичний відділ"]), max_size=3, unique=True)
LINES = st.builds(
    lambda number, title, when, names: f"{number} {title} | {when} | {', '.join(names)}", NUMBERS, TITLES, TERMS, NAMES
)
PLANS = st.lists(st.builds(row, LINES, st.sampled_from(["", "зала"])), max_size=8)


def of(kind: ChangeKind, found: Sequence[Change]) -> set[tuple[int | None, int | None]]:
    return {(each.old, each.new) for each in found if each.kind is kind}


@given(PLANS)
def test_an_edition_compared_with_itself_changes_nothing(plan: list[DraftActivity]) -> None:
    branch = Branch()
    current = branch.edition(plan)
    assert compare(current, current, frozenset()) == ()
    assert compare(current, branch.edition(plan), frozenset()) == ()


@given(PLANS, PLANS, st.data())
def test_each_row_is_in_at_most_one_pair_and_none_is_left_out(
    old: list[DraftActivity], new: list[DraftActivity], data: st.DataObject
) -> None:
    branch = Branch()
    current, newer = branch.edition(old), branch.edition(new)
    ids = [each.id for each in current.activities]
    cancelled = frozenset(data.draw(st.sets(st.sampled_from(ids)) if ids else st.just(set[int]())))
    found = [each for each in compare(current, newer, cancelled) if each.kind is not ChangeKind.GOAL]
    pairs = {(each.old, each.new) for each in found}
    assert len({one for one, _ in pairs if one}) == sum(one is not None for one, _ in pairs)
    assert len({other for _, other in pairs if other}) == sum(other is not None for _, other in pairs)
    assert not cancelled & {one for one, _ in of(ChangeKind.REMOVED, found)}
    gone = len(of(ChangeKind.REMOVED, found))
    fresh = sum(one is None for one, _ in of(ChangeKind.ADDED, found))
    still = len(new) - fresh
    assert len(ids) - gone - len(cancelled) <= still <= len(ids) - gone


@given(PLANS, PLANS, st.data())
def test_the_order_of_rows_does_not_matter(
    old: list[DraftActivity], new: list[DraftActivity], data: st.DataObject
) -> None:
    branch = Branch()
    current, newer = branch.edition(old), branch.edition(new)
    mixed, remixed = (
        replace(each, activities=tuple(data.draw(st.permutations(each.activities)))) for each in (current, newer)
    )
    assert set(compare(mixed, remixed, frozenset())) == set(compare(current, newer, frozenset()))


@given(PLANS, PLANS)
def test_the_way_back_removes_what_was_added(old: list[DraftActivity], new: list[DraftActivity]) -> None:
    branch = Branch()
    current, newer = branch.edition(old), branch.edition(new)
    there, back = compare(current, newer, frozenset()), compare(newer, current, frozenset())
    for kind, mirrored in ((ChangeKind.ADDED, ChangeKind.REMOVED), (ChangeKind.REMOVED, ChangeKind.ADDED)):
        assert {(two, one) for one, two in of(kind, there)} == of(mirrored, back)
    assert {(two, one) for one, two in of(ChangeKind.MOVED, there)} == of(ChangeKind.MOVED, back)


@given(
    st.text("абвгґдеєіїйклщьюяАБВЄЇabxАXІI12 .,:;()!'’-«", max_size=40),
    st.sampled_from(["«", "”", "  ", "\u00a0", " – ", ".", "\u200b"]),
)
def test_what_a_typist_may_do_either_way_says_nothing(text: str, sign: str) -> None:
    assert same_wording(text, f" {text.upper()}{sign} ")
    assert plain(" ".join(plain(text))) == plain(text)


@given(st.text(max_size=60))
def test_any_text_can_be_compared(text: str) -> None:
    assert plain(" ".join(plain(text))) == plain(text)
    assert same_wording(text, f"{text} ")


def test_numbers_in_a_title_are_figures() -> None:
    assert figures("ІІ етап COVID-19, І тур, 2026") == ("II", "19", "I", "2026")
    assert figures("і знов Хто") == ()


# ---------------------------------------------------------------------------------------------------------------- speed

ENDINGS = ("льник", "ння", "нка")
VOCABULARY = [
    f"{first}{mark}{end}" for first in ("чита", "писа", "вчи") for mark in "бвгджзлмнрстхцч" for end in ENDINGS
]


def rewritten(chance: Random, words: int) -> list[DraftActivity]:
    """A thousand rows of one goal, all titles of the same frame, with numbers and words of no other edition."""
    titles = (f"Обласний семінар бібліотек {' '.join(chance.choices(VOCABULARY, k=words))}" for _ in range(1000))
    return [row(f"1.{chance.randint(1, 10**6)} {title}") for title in titles]


@pytest.mark.parametrize("words", [1, 6])
def test_a_thousand_rows_of_which_each_was_rewritten_do_not_take_long(words: int) -> None:
    """Half a second on a laptop. The limit leaves room for a slow machine and a measured run, not for a slow way."""
    chance = Random(2026)  # noqa: S311 - any rows will do
    branch = Branch()
    current, newer = (branch.edition(rewritten(chance, words)) for _ in range(2))
    began = time.process_time()
    assert compare(current, newer, frozenset())
    assert time.process_time() - began < 5
