"""The pages of corrections: what can be changed, what is so now, and a way back; and who gets to see them."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from bot.dialog import actions
from bot.dialog.actions import Action, decode, encode
from bot.dialog.model import Reply
from bot.dialog.pages.adding import ask_new_page, choose_goal_page, choose_plan_page
from bot.dialog.pages.card import card_page
from bot.dialog.pages.correcting import (
    Desk,
    Last,
    ask_cancel_page,
    ask_people_page,
    ask_person_page,
    ask_term_page,
    ask_title_page,
    corrected_page,
    correcting_page,
    people_note,
    term_note,
)
from bot.dialog.pages.menu import menu
from bot.dialog.speech import LANGUAGES, say
from bot.domain.correcting import LONGEST_TITLE, alike_names, next_number, seen_mark, title_of
from bot.domain.plan import Activity, Goal, PlanHead, Role
from bot.domain.windows import Mode, calendar_year
from bot.telegram.rendering import render
from tests.unit.plans import WHOLE_YEAR, Plan, month, quarter

LAST = Last(5, "correct-term", 1, datetime(2026, 2, 10, 7, tzinfo=UTC))


def whole(page: Reply, language: str = "uk") -> str:
    return "\n".join(say(line.text, language) for line in page.lines)


def found(page: Reply) -> set[type[Action]]:
    return {type(button.action) for row in page.rows for button in row}


def a_desk(role: Role = Role.SECRETARY, last: Last | None = LAST, *, published: bool = True, title: str = "Ч") -> Desk:
    plan = Plan()
    who = plan.member("Криничко Тетяна", role)
    plan.activity(title, month(9, 30), [who])
    view = plan.view(who)
    return Desk(view, view.snapshot.activities[0], published, last, date(2026, 9, 16))


EVERY_PAGE: dict[str, Callable[[Desk], Reply]] = {
    "menu": correcting_page,
    "done": lambda desk: corrected_page(desk, *term_note(desk), *people_note(desk)),
    "term": ask_term_page,
    "people": ask_people_page,
    "title": ask_title_page,
    "cancel": ask_cancel_page,
    "person": lambda _: ask_person_page(1, 2, "Лелеко М.", ("Лелека М.", "Лелечко М.")),
    "goals": lambda _: choose_goal_page(1, [Goal(n, str(n), "Довга назва цілі " * 9) for n in range(1, 60)]),
    "plans": lambda _: choose_plan_page([PlanHead(1, calendar_year(2026), date(2026, 1, 5))]),
    "new": lambda _: ask_new_page(Goal(1, None, "Читання")),
}


@pytest.mark.parametrize("name", EVERY_PAGE)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_can_be_said_and_has_a_way_out(name: str, language: str) -> None:
    page = EVERY_PAGE[name](a_desk(title="Дуже довга назва заходу " * 40))
    assert whole(page, language).strip()
    assert page.rows[-1][0].action == actions.Home()
    assert all(decode(encode(each.action)) == each.action for row in page.rows for each in row)
    render(page, language)


@pytest.mark.parametrize("role", Role)
def test_who_may_correct_sees_it_on_the_card_and_in_the_menu(role: Role) -> None:
    desk = a_desk(role)
    may = role in {Role.SECRETARY, Role.HEAD}
    assert (actions.ShowCorrecting in found(card_page(desk.view, desk.activity))) is may
    assert (actions.StartAdding in found(menu(desk.view))) is may


def test_the_buttons_carry_what_was_seen() -> None:
    desk = a_desk()
    marks = {
        getattr(button.action, "mark", desk.mark)
        for page in (correcting_page(desk), ask_cancel_page(desk))
        for row in page.rows
        for button in row
    }
    assert marks == {desk.mark} == {seen_mark(desk.activity)}


def test_the_last_change_is_named_and_can_be_put_back() -> None:
    page = correcting_page(a_desk())
    assert "Остання зміна: термін (Криничко Тетяна, 10 лютого, 09:00)" in whole(page)
    assert actions.TakeBack in found(page)
    assert actions.TakeBack not in found(correcting_page(a_desk(last=None)))
    otherwise = Last(5, "taken-over", None, LAST.at)
    assert "Остання зміна: захід змінено (член відділення" in whole(correcting_page(a_desk(last=otherwise)))


def test_the_note_says_exactly_what_is_so_now() -> None:
    lines = [say(line.text, "uk") for line in term_note(a_desk())]
    assert lines == [
        "Готово. Тепер строк:",
        "Вересень 2026, виконати до 30 вересня",
        "Нагадаю 16 вересня: Криничко Тетяна",
    ]
    draft = [say(line.text, "uk") for line in term_note(a_desk(published=False))]
    assert draft[-1] == "Нагадувати почну, коли план опублікують."


def test_a_draft_has_no_card_of_a_plan_in_force() -> None:
    page = corrected_page(a_desk(published=False))
    assert actions.ShowDraft in found(page)
    assert not {actions.ShowCard, actions.Claim, actions.ShowQuarter} & found(page)


def test_of_several_windows_the_first_are_shown() -> None:
    plan = Plan()
    who = plan.member("Криничко Тетяна", Role.SECRETARY)
    plan.activity("Огляди", WHOLE_YEAR, [who], Mode.MONTHLY)
    plan.activity("Проведення засідань Президії", quarter(1), [who], Mode.QUARTERLY)
    view = plan.view(who)
    several, meeting = (Desk(view, each, True, None, None) for each in view.snapshot.activities)
    assert [line.text.key for line in term_note(several)] == ["correct.term", "review.window", "correct.no-reminders"]
    assert term_note(meeting)[-1].text.key == "correct.meetings"


# --- the rules behind


def activity(number: str | None, goal: int | None = 1) -> Activity:
    return Activity(1, 1, goal, number, "Назва", "", (), None, (), "", "")


@pytest.mark.parametrize(
    ("goal", "numbers", "expected"),
    [
        (Goal(1, "5", ""), ["5.1", "5.2"], "5.3"),
        (Goal(1, "5.", ""), ["5.1.", "5.10."], "5.11"),
        (Goal(1, "5", ""), [], "5.1"),
        (Goal(1, "5", ""), ["5.1", None], "5.2"),
        (Goal(1, "V", ""), ["5.1"], None),
        (Goal(1, None, ""), ["5.1"], None),
        (None, ["5.1"], None),
    ],
)
def test_the_next_number_follows_the_last_of_the_goal(
    goal: Goal | None, numbers: list[str | None], expected: str | None
) -> None:
    assert next_number(goal, [*map(activity, numbers), activity("9.9", 2)]) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Лелеко М.", ("Лелека М.",)),
        ("Лелека М.", ()),
        ("Лелека М.П.", ()),
        ("Лелеко О.", ()),
        ("Рибянцева Н.", ("Риб'янцева Н.",)),
        ("Методичний відділ", ()),
    ],
)
def test_a_name_that_may_be_a_slip_is_like_a_known_one(name: str, expected: tuple[str, ...]) -> None:
    assert alike_names(name, ["Лелека М.", "Риб'янцева Н.", "Президія"]) == expected


def test_a_title_is_one_line_of_some_length() -> None:
    assert title_of("  Ніч \n у бібліотеці ") == "Ніч у бібліотеці"
    assert title_of("я" * LONGEST_TITLE) == "я" * LONGEST_TITLE
    assert title_of("я" * (LONGEST_TITLE + 1)) is None
    assert title_of(" \n") is None
