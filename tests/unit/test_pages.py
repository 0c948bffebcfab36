"""What the pages show: everything once and in order, in one message, with a way on and a way back."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialog.actions import Claim, Confirm, Help, Home, Return, ShowCard, decode
from bot.dialog.model import Reply, Style
from bot.dialog.pages.agenda import agenda_page, span_name
from bot.dialog.pages.answers import activities_page, list_page, progress_page, whom_page
from bot.dialog.pages.asks import ask_check_in, ask_meeting_day, ask_reason
from bot.dialog.pages.card import card_page
from bot.dialog.pages.doubts import doubt_page
from bot.dialog.pages.history import history_page
from bot.dialog.pages.lists import confirm_all_page, mine_page, overdue_page, waiting_page
from bot.dialog.pages.meetings import coming_page, meetings_page
from bot.dialog.pages.menu import bad_link, help_page, menu, no_plan, stranger, unclear
from bot.dialog.pages.notices import notices_reply
from bot.dialog.pages.reporting import ask_drop_page, asking_page, draft_page, other_page
from bot.dialog.pages.rules import rules_page
from bot.dialog.pages.view import View
from bot.dialog.pages.wording import clipped, label, people, short_label
from bot.dialog.speech import LANGUAGES, say
from bot.dialog.text import text
from bot.domain.agenda import agenda, waiting
from bot.domain.asking import AskActivities, AskList, AskProgress, AskWhom, Aspect, Standing, Who
from bot.domain.doubts import OpenDoubt
from bot.domain.history import Event
from bot.domain.notices import Kind, Notice
from bot.domain.plan import CheckIn, Role, State
from bot.domain.reporting import MOST_WORDS, Draft
from bot.domain.reports import Outcome
from bot.domain.steps import Step
from bot.domain.windows import Mode, Window
from bot.telegram.rendering import MAX_UNITS, render, units
from bot.usecases.deciding import MOST_AT_ONCE
from tests.unit.plans import MORNING, TODAY, WHOLE_YEAR, Plan, month, quarter

LONG_TITLE = "Виїзні майстерні «Кімната на чотири настрої»: як поділити зал між тишею, грою, розмовою та навчанням."
NAMES = ("Демяненко О.В.", "Соловейко-Гнатенко М.П.", "Криничко Т.А.", "Верболоз І.С.")
MOST_ROWS = 12
FULL_DRAFT = Draft(1, 1, 1, Outcome.DONE, "Слово. " * 285, 1_000_000, 10, 10, 10, 40)
LONG_EVENT = Event(MORNING, 1, Step.CLAIM, "Зроблено. " * 40, 2, Outcome.PARTLY, evidence=12, taken_back=True)


def spoken(reply: Reply, language: str = "uk") -> list[str]:
    return [say(line.text, language) for line in reply.lines]


def shown(reply: Reply, style: Style = Style.ITEM) -> list[str]:
    return [say(line.text, "uk") for line in reply.lines if line.style is style]


def actions(reply: Reply) -> list[object]:
    return [button.action for row in reply.rows for button in row]


def sections(reply: Reply) -> dict[str, list[str]]:
    """The items of a page by the key of their heading."""
    found: dict[str, list[str]] = {}
    heading = ""
    for line in reply.lines:
        if line.style is Style.HEADING:
            heading = line.text.key
        elif line.style is Style.ITEM:
            found.setdefault(heading, []).append(say(line.text, "uk"))
    return found


def quarter_page(view: View, number: int = 1) -> Reply:
    return agenda_page(view, agenda(view.snapshot, quarter(number), view.today))


def a_plan() -> tuple[Plan, int, int]:
    """A small plan with something of everything; with its head and a member."""
    plan = Plan()
    head, member = plan.member("Дем'яненко О.В.", Role.HEAD), plan.member("Тополя С.")
    plan.activity("Моніторинг", month(1, 31), [head], number="5.2")
    plan.activity("Школа керівника", quarter(1), [head], number="2.2")
    plan.activity("Хаби", Window(date(2026, 2, 1), date(2026, 2, 20)), [member], number="2.1")
    plan.activity("Конкурс", Window(date(2026, 1, 15), date(2026, 9, 30)), [member], number="6.3")
    plan.activity("Консультації", WHOLE_YEAR, [head, member], Mode.CONTINUOUS, number="1.1")
    plan.activity("Проведення засідань Президії", WHOLE_YEAR, [head], Mode.QUARTERLY, number="5.1")
    plan.activity("Внески", month(1, 20), [member], number="6.1")
    plan.becomes(plan.of(7), State.CONFIRMED, by=head)
    plan.meeting(1, date(2026, 2, 24), "15:00")
    plan.meeting(2)
    return plan, head, member


def test_the_quarter_says_what_to_finish_what_goes_on_when_to_meet_what_is_late_and_what_is_done() -> None:
    plan, head, _ = a_plan()
    page = quarter_page(plan.view(head))
    assert spoken(page)[0] == "I квартал 2026"
    assert sections(page) == {
        "agenda.to-finish": [
            "2.1 Хаби: до 20 лютого (Тополя С.)",
            "2.2 Школа керівника: до 31 березня (Дем'яненко О.В.)",
        ],
        "agenda.ongoing": [
            "6.3 Конкурс: триває до 30 вересня (Тополя С.)",
            "1.1 Консультації (Дем'яненко О.В., Тополя С.)",
        ],
        "agenda.meetings": ["5.1 Проведення засідань Президії: 24 лютого о 15:00 (Дем'яненко О.В.)"],
        "agenda.overdue": ["5.2 Моніторинг: було до 31 січня (Дем'яненко О.В.)"],
        "agenda.done": ["✅ 6.1 Внески"],
    }
    assert list(sections(page)) == [
        "agenda.to-finish", "agenda.ongoing", "agenda.meetings", "agenda.overdue", "agenda.done",
    ]  # fmt: skip


def test_an_empty_span_says_so_and_shows_the_other_quarters() -> None:
    plan = Plan()
    head = plan.member("Дем'яненко О.В.", Role.HEAD)
    page = quarter_page(plan.view(head))
    assert [line.text.key for line in page.lines] == ["agenda.title", "agenda.empty"]
    assert len(page.rows[0]) == 4


def test_states_are_named_where_they_matter() -> None:
    plan, head, member = a_plan()
    plan.becomes(plan.of(2), State.CLAIMED, by=member)
    plan.becomes(plan.of(3), State.RETURNED, by=member)
    items = sections(quarter_page(plan.view(head)))["agenda.to-finish"]
    assert items == [
        "2.1 Хаби: повернуто на доопрацювання, до 20 лютого (Тополя С.)",
        "2.2 Школа керівника: звіт подано, чекає підтвердження (Дем'яненко О.В.)",
    ]


def test_what_was_late_last_quarter_stays_in_sight_this_quarter_and_not_in_the_next() -> None:
    plan, head, _ = a_plan()
    view = plan.view(head, date(2026, 4, 15))
    assert len(sections(quarter_page(view, 2))["agenda.overdue"]) == 4  # 5.2, 2.1, 2.2 and the meeting of quarter I
    assert "agenda.overdue" not in sections(quarter_page(view, 3))


def test_a_meeting_without_a_date_offers_it_to_those_who_may_call() -> None:
    plan, head, member = a_plan()
    keys = {
        who: [button.label.key for row in quarter_page(plan.view(who), 2).rows for button in row]
        for who in (head, member)
    }
    assert "button.set-date" in keys[head]
    assert "button.set-date" not in keys[member]


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    plan = Plan()
    parties = [plan.member(name, role) for name, role in zip(NAMES, Role, strict=True)]
    parties.append(plan.party("Бібліотека Калинівського коледжу імені Остапа Вишні, науково-методичний відділ"))
    for _ in range(draw(st.integers(0, 40))):
        first = date(2026, 1, 1) + timedelta(draw(st.integers(0, 364)))
        last = min(first + timedelta(draw(st.integers(0, 200))), date(2026, 12, 31))
        mode = draw(st.sampled_from([Mode.ONCE, Mode.ONCE, Mode.QUARTERLY, Mode.CONTINUOUS, None]))
        who = draw(st.lists(st.sampled_from(parties), unique=True, max_size=5))
        number = draw(st.sampled_from(["", None]))
        plan.activity(
            draw(st.sampled_from([LONG_TITLE, "Захід", LONG_TITLE * 3])), Window(first, last), who, mode, number
        )
    for occurrence in list(plan.occurrences):
        state = draw(st.sampled_from(State))
        if state is not State.PLANNED:
            plan.becomes(occurrence, state, by=draw(st.sampled_from(parties[:4])), words="Зроблено. " * 20)
        for _ in range(draw(st.sampled_from([0, 0, 0, 1, 8]))):
            plan.tells(occurrence, parties[0], draw(st.sampled_from(Outcome)), "Моя частина. " * 30)
    for each in (1, 2, 3, 4):
        plan.meeting(each)
    return plan


@settings(max_examples=60, deadline=None)
@given(plans(), st.integers(1, 4), st.integers(0, 364), st.integers(1, 4))
def test_no_occurrence_stands_twice_and_none_of_the_quarter_is_missing(
    plan: Plan, number: int, shift: int, who: int
) -> None:
    today = date(2026, 1, 1) + timedelta(shift)
    view = plan.view(who, today)
    found = agenda(view.snapshot, quarter(number), today)
    ids = [item.occurrence.id for item in found.items]
    assert len(ids) == len(set(ids))
    ending = {
        each.id
        for each in view.snapshot.occurrences
        if quarter(number).holds(each.window.last) and not each.continuous and each.state is not State.CANCELLED
    }
    assert ending <= set(ids)


def worst_plan(count: int = 40, number: str | None = "") -> tuple[Plan, int]:
    plan = Plan()
    parties = [plan.member(name, role) for name, role in zip(NAMES, Role, strict=True)]
    for at in range(count):
        shift = timedelta(at % 40)
        plan.activity(LONG_TITLE, Window(date(2026, 2, 1), date(2026, 2, 15) + shift), parties, number=number)
    for quarter_number in (1, 2, 3, 4):
        plan.meeting(quarter_number)
    return plan, parties[3]


def answers(view: View) -> dict[str, Reply]:
    """Answers to questions in people's own words."""
    snapshot, everybody = view.snapshot, Who(frozenset(view.snapshot.parties))
    windows, whose, goals = (None, quarter(1)), (None, Who(me=True), everybody), (None, 1)
    asked = [*product(windows, whose, goals)]
    pages = {f"list {each} {how}": list_page(view, AskList(*each, how)) for each in asked for how in (None, *Standing)}
    pages |= {f"progress {each}": progress_page(view, AskProgress(*each)) for each in asked}
    every = tuple(each.id for each in snapshot.activities)
    for aspect, sure, some in product(Aspect, (True, False), (every, every[:3], every[:1])):
        found = AskActivities(some, aspect, sure, quarter(3))
        pages[f"activities {aspect} {sure} {len(some)}"] = activities_page(
            view, found, snapshot.activities[: len(some)]
        )
    return pages | {"whom": whom_page(view, AskWhom(tuple(frozenset({each}) for each in snapshot.parties)))}


def every_page(view: View) -> dict[str, Reply]:
    """Every page a member can meet, by name."""
    snapshot, today = view.snapshot, view.today
    doubt = OpenDoubt(1, "same-person", "Рядок", {"a": "Рибянцева І.П.", "b": "Риб’янцева І.П."})
    pages = {
        "menu": menu(view, 3),
        "help": help_page(view.member.role, 1),
        "unclear": unclear(view, 3),
        "no-plan": no_plan(view.member.role, snapshot.branch_name),
        "mine": mine_page(view),
        "overdue": overdue_page(view),
        "waiting": waiting_page(view),
        "meetings": meetings_page(view),
        "confirm-all": confirm_all_page(view, waiting(snapshot)[:MOST_AT_ONCE], 2**32 - 1),
        "rules": rules_page(snapshot.branch_name, own_claims=True),
        "meetings-of-days": coming_page(view, quarter(2)),
        "next-meeting": coming_page(view, None),
        "doubt": doubt_page(doubt, 5),
        "no-doubt": doubt_page(None, 0),
        "year": agenda_page(view, agenda(snapshot, WHOLE_YEAR, today)),
        "day": agenda_page(view, agenda(snapshot, Window(today, today), today)),
    }
    pages |= {f"quarter-{each}": quarter_page(view, each) for each in (1, 2, 3, 4)}
    for each in snapshot.occurrences[:1]:
        activity, events = snapshot.activity_of[each.activity_id], [LONG_EVENT] * 20
        pages |= {f"history-{at}": history_page(view, activity, each, events, at) for at in (0, 1, 2)}
    pages |= answers(view)
    pages |= {f"card-{each.id}": card_page(view, each) for each in snapshot.activities}
    if snapshot.activities:
        activity = snapshot.activities[0]
        days = tuple(date(2026, 2, day) for day in range(1, 7))
        pages |= {
            **{f"ask-{each}": asking_page(activity, replace(FULL_DRAFT, outcome=each), part=False) for each in Outcome},
            "ask-part": asking_page(activity, FULL_DRAFT, part=True),
            "report": draft_page(activity, FULL_DRAFT, text("reporting.cut", limit=MOST_WORDS)),
            "report-other": other_page(activity, FULL_DRAFT),
            "report-drop": ask_drop_page(activity, FULL_DRAFT),
            "ask-reason": ask_reason(activity),
            "ask-check-in": ask_check_in(activity, 1),
            "ask-day": ask_meeting_day(snapshot.meetings[0], days),
        }
    return pages


def check(name: str, page: Reply) -> None:
    assert 0 < len(page.rows) <= MOST_ROWS, name
    assert all(0 < len(row) <= 6 for row in page.rows), name
    for action in actions(page):
        assert decode(next(b.code for row in page.rows for b in row if b.action is action)) == action
    if name not in {"menu", "unclear"}:
        assert page.rows[-1][-1].action == Home(), name
    else:
        assert Help() in actions(page), name
    for language in LANGUAGES:
        texts = spoken(page, language)
        assert all(words.strip() for words in texts), name
        labels = [say(button.label, language) for row in page.rows for button in row]
        assert all(words.strip() and "{" not in words for words in labels), name
        assert len(render(page, language)) == 1, name
        assert sum(units(words) + 3 for words in texts) <= MAX_UNITS, name


@pytest.mark.parametrize("numbered", ["", None], ids=["numbered", "unnumbered"])
@pytest.mark.parametrize("today", [date(2026, 1, 20), TODAY, date(2026, 3, 1), date(2026, 12, 31)], ids=str)
def test_every_page_of_a_plan_of_forty_is_one_message_with_few_rows_and_a_way_back(
    numbered: str | None, today: date
) -> None:
    plan, who = worst_plan(number=numbered)
    for name, page in every_page(plan.view(who, today)).items():
        check(name, page)


@settings(max_examples=25, deadline=None)
@given(plans(), st.integers(0, 364), st.integers(1, 4))
def test_every_page_of_any_plan_is_one_message_with_few_rows_and_a_way_back(plan: Plan, shift: int, who: int) -> None:
    for name, page in every_page(plan.view(who, date(2026, 1, 1) + timedelta(shift))).items():
        check(name, page)


def test_of_a_short_list_everything_is_named_in_full() -> None:
    plan, head, _ = a_plan()
    assert all("…" not in words for words in spoken(quarter_page(plan.view(head))))


def test_of_a_long_list_what_is_left_out_is_counted() -> None:
    plan, who = worst_plan(90)
    page = agenda_page(plan.view(who), agenda(plan.snapshot(), WHOLE_YEAR, TODAY))
    items = len(shown(page)) - 4  # the meetings
    [note] = shown(page, Style.NOTE)
    assert note == f"…і ще {90 - items}"


def test_each_number_has_one_button_to_its_soonest_occurrence() -> None:
    plan = Plan()
    head = plan.member("Дем'яненко О.В.", Role.HEAD)
    activity = plan.activity("Допис", WHOLE_YEAR, [head], Mode.MONTHLY)
    page = quarter_page(plan.view(head))
    cards = [action for action in actions(page) if isinstance(action, ShowCard)]
    assert cards == [ShowCard(activity, plan.of(activity, 0).id)]


def names_in(replies: Sequence[Reply]) -> set[str]:
    said = " ".join(" ".join(spoken(reply, language)) for reply in replies for language in LANGUAGES)
    surnames = {re.split(r"[\s-]", name)[0] for name in NAMES}
    return {name for name in surnames if name in said}


def test_strangers_see_no_name_no_branch_and_no_button() -> None:
    for page in (stranger(), bad_link()):
        assert page.rows == ()
        assert all(not line.text.args for line in page.lines)
        assert names_in([page]) == set()


def test_the_card_says_everything_the_plan_says_and_where_it_stands() -> None:
    plan, _, member = a_plan()
    plan.activities[1] = replace(plan.activities[1], goal_id=1, resources="Зал", result="Тридцять тренерів")
    page = card_page(plan.view(member), plan.activities[1])
    assert spoken(page) == [
        "2.2 Школа керівника",
        "Ціль 1: Оновити роботу бібліотек",
        "Термін у плані: строк",
        "Відповідальні: Дем'яненко О.В.",
        "Ресурси: Зал",
        "Очікуваний результат: Тридцять тренерів",
        "Стан: у роботі, виконати до 31 березня",
    ]


def buttons_of(plan: Plan, who: int, activity: int) -> list[type]:
    view = plan.view(who)
    wanted = (Claim, Confirm, Return)
    return [
        type(each) for each in actions(card_page(view, view.snapshot.activity_of[activity])) if isinstance(each, wanted)
    ]


def test_the_card_offers_what_its_reader_may_do_now() -> None:
    plan, head, member = a_plan()
    assert buttons_of(plan, member, 3) == [Claim]
    assert buttons_of(plan, head, 3) == [Confirm]
    plan.becomes(plan.of(3), State.CLAIMED, by=member, words="Навчили тридцять тренерів")
    assert buttons_of(plan, member, 3) == []
    assert buttons_of(plan, head, 3) == [Confirm, Return]
    view = plan.view(head)
    assert "Навчили тридцять тренерів" in shown(card_page(view, view.snapshot.activities[2]), Style.QUOTE)


def test_the_card_keeps_to_the_latest_of_many_reports() -> None:
    plan, head, member = a_plan()
    plan.check_ins.extend(CheckIn(5, 1, member, f"Розповідь {each}: " + "слово " * 150) for each in range(20))
    view = plan.view(head)
    page = card_page(view, view.snapshot.activities[4])
    assert len(shown(page)) == 6
    assert "Розповідь 19" in shown(page)[-1]
    check("card", page)


def test_the_card_shows_the_occurrence_that_was_asked_for_and_a_way_to_the_others() -> None:
    plan = Plan()
    head = plan.member("Дем'яненко О.В.", Role.HEAD)
    activity = plan.activity("Допис", WHOLE_YEAR, [head], Mode.QUARTERLY)
    view = plan.view(head)
    third = plan.of(activity, 2)
    page = card_page(view, view.snapshot.activities[0], third.id)
    assert shown(page, Style.HEADING) == ["III квартал 2026"]
    others = {action.occurrence for action in actions(page) if isinstance(action, ShowCard)}
    assert others == {each.id for each in plan.occurrences} - {third.id}
    foreign = card_page(view, view.snapshot.activities[0], 999)
    assert shown(foreign, Style.HEADING) == ["I квартал 2026"]


def decisions(plan: Plan, who: int, kinds: Sequence[tuple[Kind, int, date]]) -> Reply:
    notices = [Notice(kind, subject, who, day) for kind, subject, day in kinds]
    return notices_reply(plan.snapshot(), notices, who, TODAY, repeated=False)


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (TODAY + timedelta(14), "Запрошую на засідання Президії 24 лютого о 15:00. До нього 14 днів."),
        (TODAY + timedelta(2), "Запрошую на засідання Президії 12 лютого о 15:00. До нього 2 дні."),
        (TODAY + timedelta(1), "Запрошую на засідання Президії 11 лютого о 15:00. До нього 1 день."),
        (TODAY, "Нагадую: засідання Президії сьогодні, 10 лютого о 15:00."),
    ],
)
def test_the_call_to_a_meeting_says_how_long_it_is_to_it(day: date, said: str) -> None:
    plan = Plan()
    head = plan.member("Дем'яненко О.В.", Role.HEAD)
    meeting = plan.meeting(1, day, "15:00")
    page = decisions(plan, head, [(Kind.MEETING, meeting, day)])
    assert spoken(page) == [said]
    assert all(spoken(page, "en"))


@pytest.mark.parametrize(
    ("last", "said"),
    [
        (TODAY + timedelta(14), "1.1 Хаби: виконати до 24 лютого, лишилося 14 днів."),
        (TODAY + timedelta(1), "1.1 Хаби: виконати до 11 лютого, лишився 1 день."),
        (TODAY, "1.1 Хаби: останній день сьогодні."),
        (TODAY - timedelta(1), "1.1 Хаби: строк минув 9 лютого. Якщо вже зроблено, натисніть «Виконано»."),
    ],
)
def test_a_reminder_says_how_long_there_is_left(last: date, said: str) -> None:
    plan = Plan()
    member = plan.member("Тополя С.")
    occurrence = plan.of(plan.activity("Хаби.", Window(date(2026, 1, 1), last), [member]))
    page = decisions(plan, member, [(Kind.DEADLINE, occurrence.id, last)])
    assert spoken(page) == [said]
    assert [type(action) for action in actions(page)] == [Claim, ShowCard, Home]


def test_everything_owed_at_once_is_one_message() -> None:
    plan, who = worst_plan(12)
    plan.activity("Консультації", WHOLE_YEAR, [who], Mode.CONTINUOUS)
    owed = [(Kind.DEADLINE, each.id, each.window.last) for each in plan.occurrences[:12]]
    page = decisions(plan, who, [*owed, (Kind.CHECK_IN, 13, date(2026, 3, 31)), (Kind.MEETING_DATE, 1, TODAY)])
    assert page.rows[-1][-1].action == Home()
    assert len(page.rows) <= MOST_ROWS
    assert spoken(page)[0] == "Плановик нагадує, 10 лютого"
    for language in LANGUAGES:
        assert len(render(page, language)) == 1


def test_a_claim_is_shown_with_its_words_and_a_decision_with_its_reason() -> None:
    plan, head, member = a_plan()
    occurrence = plan.becomes(plan.of(3), State.CLAIMED, by=member, words="Зроблено {усе}")
    page = decisions(plan, head, [(Kind.CLAIM, occurrence.id, TODAY)])
    assert spoken(page) == ["Тополя С. повідомляє про виконання: 2.1 Хаби.", "Зроблено {усе}"]
    assert [type(action) for action in actions(page)] == [Confirm, Return, Home]
    returned = replace(occurrence, state=State.RETURNED, decided_by=head, reason="Де світлини?")
    plan.occurrences[plan.occurrences.index(occurrence)] = returned
    page = decisions(plan, member, [(Kind.DECISION, occurrence.id, TODAY)])
    assert spoken(page) == ["Дем'яненко О.В. повертає на доопрацювання: 2.1 Хаби.", "Де світлини?"]
    assert [type(action) for action in actions(page)] == [Claim, Home]


def test_a_doubt_says_its_reason_as_a_sentence() -> None:
    page = doubt_page(OpenDoubt(1, "term-unsure", "", {"term": "восени", "why": "two-terms"}), 1)
    assert spoken(page)[1] == "Перевірте, будь ласка, як я читаю термін «восени». Тут два різні строки."


@pytest.mark.parametrize(
    ("window", "name"),
    [
        (quarter(3), "III квартал 2026"),
        (Window(date(2026, 9, 1), date(2026, 9, 30)), "Вересень 2026"),
        (Window(TODAY, TODAY), "10 лютого"),
        (Window(date(2026, 4, 1), date(2026, 9, 30)), "1 квітня – 30 вересня 2026"),
    ],
)
def test_spans_are_named_as_people_name_them(window: Window, name: str) -> None:
    assert say(span_name(window), "uk") == name


@given(st.text(max_size=300), st.integers(2, 100))
def test_a_clipped_text_is_never_longer_than_asked(words: str, length: int) -> None:
    short = clipped(words, length)
    assert len(short) <= length
    assert short == words or short.endswith("…")


def test_an_activity_is_named_by_number_and_title_in_one_line() -> None:
    plan = Plan()
    plan.activity("Свято\n садів  «Яблуко».", quarter(1), number="6.2")
    plan.activity("Клуб «Зайва сторінка».", quarter(1), number=None)
    first, second = plan.snapshot().activities
    assert (label(first), short_label(first)) == ("6.2 Свято садів «Яблуко»", "6.2")
    assert (label(second), short_label(second)) == ("Клуб «Зайва сторінка»", "Клуб «Зайва сторінка»")


def test_of_many_people_the_first_are_named_and_the_others_counted() -> None:
    plan = Plan()
    plan.activity("Захід", quarter(1), [plan.member(name) for name in NAMES])
    plan.activity("Захід", quarter(1))
    snapshot = plan.snapshot()
    assert say(people(snapshot, snapshot.activities[0], 2), "uk") == "Демяненко О.В., Соловейко-Гнатенко М.П. та ще 2"
    assert say(people(snapshot, snapshot.activities[0], 4), "uk") == ", ".join(NAMES)
    assert say(people(snapshot, snapshot.activities[1]), "uk") == "відповідального не названо"


@pytest.mark.parametrize(("revision", "said"), [(1, False), (2, True)], ids=["set once", "moved"])
def test_a_call_says_when_the_date_was_changed(revision: int, *, said: bool) -> None:
    plan = Plan()
    head = plan.member("Дем'яненко О.В.", Role.HEAD)
    plan.meeting(1, date(2026, 3, 24), "15:00")
    plan.meetings[0] = replace(plan.meetings[0], revision=revision)
    notice = Notice(Kind.MEETING, 1, head, date(2026, 3, 24), revision)
    reply = notices_reply(plan.snapshot(), [notice], head, date(2026, 3, 10), repeated=False)
    assert ("notice.meeting-moved" in [line.text.key for line in reply.lines]) is said
