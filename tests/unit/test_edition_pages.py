"""The pages of a newer edition: every change in plain words, one message each, and what follows said before it does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import pytest

from bot.dialog.actions import (
    AcceptAll,
    Action,
    ApplyEdition,
    AskAcceptAll,
    AskApply,
    AskDropEdition,
    AskPublish,
    ChooseChange,
    DropEdition,
    Publish,
    ReviewDoubt,
    ShowChange,
    ShowChanges,
)
from bot.dialog.model import Line, Reply
from bot.dialog.pages.changes import change_page
from bot.dialog.pages.editions import accept_all_page, apply_page, changes_page, drop_page, edition_page
from bot.dialog.speech import LANGUAGES, say
from bot.dialog.text import text
from bot.domain.comparing import ChangeKind, compare
from bot.domain.draft import DraftActivity, DraftGoal
from bot.domain.editions import Edition, woven
from bot.domain.plan import Occurrence, Role, Snapshot, State
from bot.domain.publishing import Following, following
from bot.domain.windows import Window, calendar_year
from bot.telegram.rendering import render
from bot.viber.rendering import messages
from tests.unit.editions import GOALS, Branch, row
from tests.unit.plans import KYIV, MORNING, Plan, month, quarter

OLD = (
    row("1.1 Видання бюлетеню | 3 квартал | Тополя С.В."),
    row("1.2 Обласний конкурс читців | червень | Лелека М."),
    row("1.3 Читання на площі | вересень | Тополя С.В."),
    row("1.4 Клуб мандрівників | щоквартально | Тополя С.В."),
    row("2.1 Газета відділення | жовтень | Соловейко М.П."),
)
NEW = (
    row("1.1 Видання бюлетеню | 4 квартал | Тополя С.В."),
    row("1.2 Обласний конкурс юних читців | червень | Лелека М."),
    row("1.3 Читання на площі | вересень | Лелека М., Тополя С.В."),
    row("1.5 Нічні бесіди | травень | Ясен К.П.", "Сад", "Говорять"),
    row("2.1 Газета відділення | жовтень | Соловейко М.П.", "Папір"),
)
NEW_GOALS = (GOALS[0], DraftGoal("2", "Розповідати про бібліотеки всім"))
NOBODY = Following(Plan().snapshot(), (), (), ())
LONG = "Дуже довга назва заходу, яку ніхто не скорочував, бо так її записано в плані " * 6


def edition(
    old: Sequence[DraftActivity] = OLD,
    new: Sequence[DraftActivity] = NEW,
    goals: Sequence[DraftGoal] = NEW_GOALS,
    choices: Mapping[ChangeKind, bool] | None = None,
) -> Edition:
    branch = Branch()
    current, newer = branch.edition(old), branch.edition(new, goals)
    changes = compare(current, newer, frozenset())
    made = {each.mark: (choices or {})[each.kind] for each in changes if each.kind in (choices or {})}
    return Edition(current, newer, changes, made)


def whole(page: Reply, language: str = "uk") -> str:
    return "\n".join(say(line.text, language) for line in page.lines)


def actions(page: Reply) -> list[Action]:
    return [button.action for row in page.rows for button in row]


def labels(page: Reply) -> list[str]:
    return [say(button.label, "uk") for row in page.rows for button in row]


def page_of(kind: ChangeKind, of: Edition | None = None) -> Reply:
    of = of or edition()
    at = next(place for place, change in enumerate(of.changes, 1) if change.kind is kind)
    return change_page(of, at)


# --- what a newer edition is


def test_the_summary_counts_by_kind_and_says_that_nothing_has_changed() -> None:
    page = edition_page(edition(), 2)
    said = whole(page)
    for line in (
        "Нова редакція чинного плану на 2026 рік", "поки нічого не змінилося", "Додано: 1", "Прибрано: 1",
        "Перенесено: 1", "Перейменовано: 1", "Інші відповідальні: 1", "Уточнено: 1", "Інші назви цілей: 1", "2 питання",
    ):  # fmt: skip
        assert line in said, line
    assert [type(each) for each in actions(page)][:2] == [ReviewDoubt, ShowChanges]
    assert not {AskPublish, Publish} & {type(each) for each in actions(page)}
    assert "Переглянути зміни (7)" in labels(page)


def test_what_has_no_change_says_so_and_offers_to_drop_the_file() -> None:
    page = edition_page(edition(new=OLD, goals=GOALS), 0)
    assert "нічого не змінює" in whole(page)
    assert isinstance(actions(page)[0], DropEdition)
    assert labels(page)[0] == "Прибрати чернетку"
    for other in (changes_page, accept_all_page):
        assert actions(other(edition(new=OLD, goals=GOALS))) == actions(page)


def test_kinds_that_do_not_occur_are_not_counted() -> None:
    said = whole(edition_page(edition(new=OLD[:-1], goals=GOALS), 0))
    assert "Прибрано: 1" in said
    assert not [word for word in ("Додано", "Перенесено", "Уточнено", ": 0") if word in said]


# --- one change


@pytest.mark.parametrize(
    ("kind", "wanted"),
    [
        (
            ChangeKind.MOVED,
            ["1.1 Видання", "Було: 3 квартал", "III квартал 2026", "Буде: 4 квартал", "IV квартал 2026"],
        ),
        (ChangeKind.RENAMED, ["1.2 Обласний конкурс читців", "Буде:", "1.2 Обласний конкурс юних читців"]),
        (ChangeKind.PEOPLE, ["Було: Тополя С.В.", "Буде: Лелека М., Тополя С.В.", "Тепер веде: Лелека М."]),
        (ChangeKind.REMOVED, ["1.4 Клуб", "щоквартально", "Захід буде скасовано", "звіти лишаться"]),
        (ChangeKind.ADDED, ["1.5 Нічні бесіди", "травень", "Травень 2026", "Ясен К.П.", "Говорять"]),
        (ChangeKind.DETAILS, ["2.1 Газета", "Ресурси: було «—», буде «Папір»"]),
        (ChangeKind.GOAL, ["2. Розповідати про бібліотеки\n", "2. Розповідати про бібліотеки всім"]),
    ],
)
def test_a_change_says_what_was_and_what_will_be(kind: ChangeKind, wanted: list[str]) -> None:
    said = whole(page_of(kind))
    for words in wanted:
        assert words in said, words


def test_a_goals_title_is_said_once_and_not_as_a_detail_of_its_rows() -> None:
    assert "Ціль" not in whole(page_of(ChangeKind.DETAILS))
    moved = edition(OLD, (*OLD[:4], replace(OLD[4], goal="1")), GOALS)
    assert "Ціль: було «2. Розповідати про бібліотеки», буде «1. Навчати" in whole(page_of(ChangeKind.DETAILS, moved))


def test_an_undated_term_says_that_there_will_be_no_reminders() -> None:
    undated = edition(OLD, (row("1.1 Видання бюлетеню | колись | Тополя С.В."), *OLD[1:]), GOALS)
    assert "без дати, тож нагадувань не буде" in whole(page_of(ChangeKind.MOVED, undated))


@pytest.mark.parametrize(("place", "ways"), [(1, ["→"]), (2, ["←", "→"]), (7, ["←"])])
def test_the_ways_lead_to_the_changes_beside_and_to_the_list(place: int, ways: list[str]) -> None:
    of = edition()
    page = change_page(of, place)
    plan, mark = of.newer.plan_id, of.changes[place - 1].mark
    assert actions(page)[:2] == [ChooseChange(plan, mark, 1), ChooseChange(plan, mark, 0)]
    beside = [each for each in actions(page) if isinstance(each, ShowChange)]
    assert beside == [ShowChange(plan, place + (1 if way == "→" else -1)) for way in ways]
    assert ShowChanges(plan) in actions(page)


def test_a_change_that_was_decided_on_says_how() -> None:
    of = edition(choices={ChangeKind.MOVED: True, ChangeKind.PEOPLE: False})
    assert "Цю зміну прийнято" in whole(page_of(ChangeKind.MOVED, of))
    assert "лишається як було" in whole(page_of(ChangeKind.PEOPLE, of))
    assert "прийнято" not in whole(page_of(ChangeKind.ADDED, of))


def with_work(of: Edition, title: str, *states: State) -> Edition:
    activity = next(each for each in of.current.activities if each.title.startswith(title))
    window = Window(date(2026, 9, 1), date(2026, 9, 30))
    done = tuple(
        Occurrence(at, activity.id, window, continuous=False, state=each, revision=1) for at, each in enumerate(states)
    )
    return replace(of, current=replace(of.current, occurrences=done))


@pytest.mark.parametrize(
    ("count", "said"),
    [(1, "підтверджено 1 строк:"), (2, "підтверджено 2 строки:"), (5, "підтверджено 5 строків:")],
)
def test_what_is_confirmed_is_said_to_stay(count: int, said: str) -> None:
    of = with_work(edition(), "Клуб", *[State.CONFIRMED] * count, State.PLANNED)
    assert said in whole(page_of(ChangeKind.REMOVED, of))
    assert "Чекає" not in whole(page_of(ChangeKind.REMOVED, of))
    assert "підтверджено" not in whole(page_of(ChangeKind.MOVED, of))


def test_a_claim_stays_and_on_a_cancelled_activity_waits_for_nobody() -> None:
    moved = whole(page_of(ChangeKind.MOVED, with_work(edition(), "Видання", State.CLAIMED)))
    assert "Чекає рішення Президії 1 звіт: він лишиться." in moved
    removed = whole(page_of(ChangeKind.REMOVED, with_work(edition(), "Клуб", State.CLAIMED, State.CLAIMED)))
    assert "2 звіти" in removed
    assert "вирішувати вже не треба" in removed


def test_a_cancelled_activity_that_comes_back_says_since_when_it_was_gone() -> None:
    branch = Branch()
    current, newer = branch.edition(OLD), branch.edition(OLD)
    gone = replace(current.activities[3], cancelled_on=date(2026, 2, 3))
    current = replace(current, activities=(*current.activities[:3], gone, current.activities[4]))
    of = Edition(current, newer, compare(current, newer, frozenset({gone.id})), {})
    page = change_page(of, 1)
    assert "Захід було скасовано 3 лютого 2026 року" in whole(page)
    assert "захід знову в плані" in whole(page)
    assert "Знову в плані: 1.4" in whole(changes_page(of))


# --- the whole list


def test_the_list_shows_every_change_with_what_was_chosen() -> None:
    of = edition(choices={ChangeKind.MOVED: True, ChangeKind.PEOPLE: False})
    page = changes_page(of)
    said = whole(page)
    assert "✓ Перенесено: 1.1 Видання бюлетеню → 4 квартал" in said
    assert "✕ Інші відповідальні: 1.3 Читання на площі → Лелека М., Тополя С.В." in said
    assert "\nПрибрано: 1.4 Клуб мандрівників" in said
    assert "Прийнято: 1. Лишається як було: 1. Ще не вирішено: 5." in said
    assert [type(each) for each in actions(page)][:4] == [ShowChange, AskAcceptAll, AskApply, AskDropEdition]
    assert "Застосувати прийняте (1)…" in labels(page)


def test_there_is_nothing_to_apply_before_something_is_accepted_nor_to_accept_afterwards() -> None:
    assert AskApply not in {type(each) for each in actions(changes_page(edition()))}
    every = edition(choices=dict.fromkeys(ChangeKind, True))
    assert AskAcceptAll not in {type(each) for each in actions(changes_page(every))}


def test_accepting_all_shows_the_whole_list_at_the_revision_that_was_seen() -> None:
    of = edition()
    page = accept_all_page(of)
    assert whole(page).startswith("Прийняти всі 7 змін?")
    assert len([line for line in page.lines if line.text.key.startswith("change.")]) == len(of.changes)
    assert actions(page)[0] == AcceptAll(of.newer.plan_id, of.newer.revision)


def test_dropping_says_that_the_plan_stays() -> None:
    of = edition()
    page = drop_page(of)
    assert "з 7 змінами" in whole(page)
    assert actions(page)[0] == DropEdition(of.newer.plan_id, of.newer.revision)


# --- what follows


def ahead_of(before: Snapshot, after: Snapshot) -> Following:
    return following(before, after, {calendar_year(2026)}, frozenset(), MORNING, KYIV)


def a_plan(window: Window, people: Sequence[int]) -> Snapshot:
    plan = Plan()
    plan.member("Тополя Сергій")
    plan.member("Лелека Марта")
    plan.member("Криничко Тетяна", Role.SECRETARY)
    plan.member("Ясен Костянтин", reachable=False)
    plan.activity("Читання", window, people)
    plan.activity("Зустріч", quarter(4), [3])
    return plan.snapshot()


def test_only_who_hears_because_of_it_is_named_with_the_first_letter() -> None:
    ahead = ahead_of(a_plan(month(3, 31), [1]), a_plan(month(6, 30), [2, 4]))
    assert [letter.member.name for letter in ahead.first] == ["Лелека Марта"]
    assert ahead.first[0].notice.refers_to == date(2026, 6, 30)
    assert (ahead.dropped, ahead.unreachable) == (("Тополя Сергій",), ("Ясен Костянтин",))
    of = edition(choices={ChangeKind.MOVED: True, ChangeKind.PEOPLE: False})
    said = whole(apply_page(of, ahead, 1, KYIV))
    for words in (
        "Застосувати 1 зміну?", "Лелека Марта: 16 червня 2026, строк 30 червня: 1.1 Читання",
        "Більше не нагадуватиму: Тополя Сергій", "не напишу: Ясен Костянтин", "не прийнято 1, не вирішено 5",
        "лишилося 1 питання",
    ):  # fmt: skip
        assert words in said, words
    assert "Криничко" not in said


def test_a_plan_that_stays_as_it_is_writes_to_nobody_anew() -> None:
    plan = a_plan(month(3, 31), [1])
    ahead = ahead_of(plan, plan)
    assert (ahead.first, ahead.dropped, ahead.unreachable) == ((), (), ())
    assert "Нових нагадувань через це не буде." in whole(apply_page(edition(), ahead, 0, KYIV))


def test_what_was_written_already_is_no_news() -> None:
    before, after = a_plan(month(3, 31), [1]), a_plan(month(4, 30), [1])
    news = ahead_of(before, after).first
    assert [letter.notice.refers_to for letter in news] == [date(2026, 4, 30)]
    written = {f"deadline:1:{rule}:2026-04-30:0:1" for rule in ("14d", "3d")} | {"overdue:1:after:2026-04-30:0:1"}
    assert following(before, after, {calendar_year(2026)}, written, MORNING, KYIV).first == ()


def test_applying_is_at_the_revision_that_was_seen() -> None:
    of = edition(choices={ChangeKind.MOVED: True})
    page = apply_page(of, NOBODY, 0, KYIV, Line(text("publish.changed")))
    assert actions(page)[:2] == [ApplyEdition(of.newer.plan_id, of.newer.revision), ShowChanges(of.newer.plan_id)]
    assert "Лишиться як було" in whole(page)
    every = apply_page(edition(choices=dict.fromkeys(ChangeKind, True)), NOBODY, 0, KYIV)
    assert "Лишиться як було" not in whole(every)


# --- one message each


def long_edition(count: int) -> Edition:
    old = [row(f"1.{at} {at} {LONG} | вересень | Тополя С.В.", LONG, LONG, LONG) for at in range(1, count + 1)]
    new = [
        replace(
            row(f"1.{at} {at} {LONG} нова | до {at % 28 + 1} жовтня | {', '.join(NAMES)}", LONG + "а", "", LONG + "б")
        )
        for at in range(1, count + 1)
    ]
    return edition(old, new, choices={ChangeKind.MOVED: True, ChangeKind.RENAMED: True})


NAMES = [f"Довгопрізвищенко-Найдовший{letter} {letter}.{letter}." for letter in "АБВГДЖЗІКЛМНОПР"]


def crowd() -> Following:
    def plan(window: Window) -> Snapshot:
        made = Plan()
        for number in range(30):
            made.activity(LONG, window, [made.member(f"Довгопрізвищенко-Найдовший Костянтин {number}")])
        return made.snapshot()

    return replace(ahead_of(plan(month(3, 31)), plan(month(4, 30))), dropped=tuple(NAMES), unreachable=tuple(NAMES))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("count", [1, 12, 120])
def test_every_page_is_one_message_on_every_messenger(language: str, count: int) -> None:
    of, before = long_edition(count), Line(text("publish.changed"))
    pages = [
        edition_page(of, 5, Line(text("draft.taken"))), changes_page(of, before), accept_all_page(of, before),
        apply_page(of, crowd(), 5, KYIV, before), drop_page(of, before),
        *(change_page(of, at, before) for at in range(1, min(len(of.changes), 8) + 1)),
    ]  # fmt: skip
    for page in pages:
        assert len(render(page, language)) == 1, page.lines[1].text.key
        assert len(messages(page, language)) == 1
        assert sum(map(len, page.rows)) <= 7


def test_a_list_that_is_too_long_is_cut_and_counted() -> None:
    of = long_edition(120)
    page = accept_all_page(of)
    shown = [line for line in page.lines if line.text.key.startswith("change.")]
    assert page.lines[-1].text == text("agenda.more", n=len(of.changes) - len(shown))
    assert 20 < len(shown) < len(of.changes)


# --- order, and choices


@pytest.mark.parametrize(
    ("current", "newer", "expected"),
    [
        ([1, 2, 3], [1, 2, 3], (1, 2, 3)),
        ([1, 2, 3], [1, 9, 2, 3], (1, 9, 2, 3)),
        ([1, 2, 3], [8, 9, 1], (8, 9, 1, 2, 3)),
        ([1, 2, 3], [1, 3, 9], (1, 2, 3, 9)),
        ([1, 2, 3], [3, 9, 1, 8], (1, 8, 2, 3, 9)),
        ([], [7, 8], (7, 8)),
    ],
)
def test_what_is_new_stands_after_what_it_follows(
    current: list[int], newer: list[int], expected: tuple[int, ...]
) -> None:
    assert woven(current, newer) == expected


def test_a_choice_holds_for_its_mark_alone() -> None:
    of = edition(choices={ChangeKind.MOVED: True, ChangeKind.ADDED: False})
    assert [each.kind for each in of.accepted] == [ChangeKind.MOVED]
    assert [each.kind for each in of.left] == [ChangeKind.ADDED]
    assert len(of.undecided) == 5
    assert (of.first_undecided(), of.first_undecided(2), of.first_undecided(7)) == (2, 3, 0)
    other = edition(OLD, (row("1.1 Видання бюлетеню | листопад | Тополя С.В."), *NEW[1:]))
    assert replace(other, choices=of.choices).accepted == ()
