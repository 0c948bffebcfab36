"""Whom to call today and what about, and whose words stand where."""

from dataclasses import replace
from datetime import date

from bot.dialog.actions import RecordDone, RecordQuarter, ShowProxy, SpeakFor
from bot.dialog.model import Reply
from bot.dialog.pages.bodies import body_page
from bot.dialog.pages.card import card_page
from bot.dialog.pages.lists import waiting_page
from bot.dialog.pages.notices import notices_reply
from bot.dialog.pages.proxies import MOST_MATTERS, calls_page, proxies_page, proxy_page
from bot.dialog.speech import say
from bot.domain.calling import Why, calls, matters_of, unjoined
from bot.domain.notices import Kind, Notice, told_about
from bot.domain.people.model import Kind as PartyKind
from bot.domain.plan import CheckIn, Party, Role, State
from bot.domain.speaking import recipient_of, speaker_for, stood_for
from bot.domain.windows import Mode
from tests.unit.plans import MORNING, WHOLE_YEAR, Plan, month

MARCH = date(2026, 3, 23)


def spoken_for(plan: Plan, name: str, role: Role = Role.MEMBER) -> int:
    """Add somebody who will never join."""
    who = plan.member(name, role, reachable=False)
    plan.members[who] = replace(plan.members[who], by_proxy=True)
    return who


def words(reply: Reply) -> str:
    return "\n".join(say(line.text, "uk") for line in reply.lines)


def actions(reply: Reply) -> list[object]:
    return [button.action for row in reply.rows for button in row]


def a_year(plan: Plan, who: int) -> None:
    """Give somebody something late, something soon, something far off, and something that goes on all year."""
    plan.activity("Січнева", month(1, 31), [who])
    plan.activity("Березнева", month(3, 31), [who])
    plan.activity("Червнева", month(6, 30), [who])
    plan.activity("Порада", WHOLE_YEAR, [who], Mode.CONTINUOUS)


def test_what_somebody_owes_comes_with_the_most_pressing_first() -> None:
    plan = Plan()
    who = spoken_for(plan, "Барвінок І.")
    a_year(plan, who)
    matters = matters_of(plan.snapshot(), who, MARCH)
    assert [(each.why, each.activity.title) for each in matters] == [
        (Why.LATE, "Січнева"),
        (Why.SOON, "Березнева"),
        (Why.ASKED, "Порада"),
        (Why.LATER, "Червнева"),
    ]


def test_a_quarter_that_has_been_told_of_is_no_matter_any_more() -> None:
    plan = Plan()
    who = spoken_for(plan, "Барвінок І.")
    activity = plan.activity("Порада", WHOLE_YEAR, [who], Mode.CONTINUOUS)
    assert [each.quarter for each in matters_of(plan.snapshot(), who, date(2026, 4, 2))] == [1, 2]
    plan.check_ins.append(CheckIn(activity, 1, who, "Дві поради"))
    assert [(each.why, each.quarter) for each in matters_of(plan.snapshot(), who, date(2026, 4, 2))] == [(Why.GOING, 2)]


def test_those_to_call_are_spoken_for_and_have_something_pressing() -> None:
    plan = Plan()
    plan.member("Криничко Т.", Role.SECRETARY)
    pressed, free = spoken_for(plan, "Барвінок І."), spoken_for(plan, "Ясен К.")
    joined, waited_for = plan.member("Лелека М."), plan.member("Дубова Ю.", reachable=False)
    plan.activity("Березнева", month(3, 31), [pressed, joined, waited_for])
    plan.activity("Червнева", month(6, 30), [free])
    presidium = spoken_for(plan, "Верболоз І.", Role.PRESIDIUM)
    plan.meeting(1, date(2026, 3, 31), "15:00")
    found = calls(plan.snapshot(), MARCH)
    assert [each.member.id for each in found] == [pressed, presidium]
    page = words(calls_page(plan.view(1, MARCH), 0))
    assert "1.1 Березнева: виконати до 31 березня" in page
    assert "запрошуємо на засідання Президії 31 березня о 15:00" in page


def test_the_list_has_those_responsible_who_cannot_be_written_to() -> None:
    plan = Plan()
    secretary = plan.member("Криничко Т.", Role.SECRETARY)
    spoken, waited_for, joined = (
        spoken_for(plan, "Барвінок І."),
        plan.member("Дубова Ю.", reachable=False),
        plan.member("Лелека М."),
    )
    known = plan.party("Ясен К.", PartyKind.PERSON)
    plan.member("Зайвий З.", reachable=False)
    plan.activity("Захід", month(3, 31), [spoken, waited_for, joined, known])
    assert [(each.name, each.spoken_for) for each in unjoined(plan.snapshot())] == [
        ("Барвінок І.", True),
        ("Дубова Ю.", False),
        ("Ясен К.", False),
    ]
    shown = actions(proxies_page(plan.view(secretary, MARCH), 0))
    assert shown[:3] == [ShowProxy(spoken, 0), ShowProxy(waited_for, 0), ShowProxy(0, known)]


def test_answers_are_written_down_only_for_who_is_spoken_for() -> None:
    plan = Plan()
    secretary, spoken = plan.member("Криничко Т.", Role.SECRETARY), spoken_for(plan, "Барвінок І.")
    waited_for = plan.member("Дубова Ю.", reachable=False)
    once = plan.activity("Березнева", month(3, 31), [spoken, waited_for])
    year = plan.activity("Порада", WHOLE_YEAR, [spoken, waited_for], Mode.CONTINUOUS)
    view = plan.view(secretary, MARCH)
    theirs, others = unjoined(view.snapshot)
    assert actions(proxy_page(view, theirs))[:3] == [
        RecordDone(spoken, plan.of(once).id, 1),
        RecordQuarter(spoken, year, 1),
        SpeakFor(spoken, 0, 0),
    ]
    assert actions(proxy_page(view, others))[0] == SpeakFor(waited_for, 0, 1)


def test_a_row_that_comes_every_quarter_is_written_down_by_its_day() -> None:
    plan = Plan()
    secretary, spoken = plan.member("Криничко Т.", Role.SECRETARY), spoken_for(plan, "Барвінок І.")
    for day in range(1, MOST_MATTERS + 2):
        plan.activity("Допис", month(3, day), [spoken])
    view = plan.view(secretary, MARCH)
    [person] = unjoined(view.snapshot)
    page = proxy_page(view, person)
    recorded = [each for row in page.rows for each in row if isinstance(each.action, RecordDone)]
    assert len({say(each.label, "uk") for each in recorded}) == len(recorded) == MOST_MATTERS
    assert "…і ще 1" in words(page)


def test_what_is_passed_on_names_no_button_that_its_reader_does_not_have() -> None:
    plan = Plan()
    secretary, spoken = plan.member("Криничко Т.", Role.SECRETARY), spoken_for(plan, "Барвінок І.")
    joined = plan.member("Лелека М.")
    occurrence = plan.of(plan.activity("Лютнева", month(2, 28), [spoken, joined])).id
    snapshot = plan.snapshot()
    for member, is_named in ((spoken, False), (joined, True)):
        notice = Notice(Kind.OVERDUE, occurrence, member, MARCH)
        reply = notices_reply(snapshot, [notice], secretary if member == spoken else joined, MARCH, repeated=False)
        assert ("натисніть «Виконано»" in words(reply)) is is_named


def test_a_notice_goes_to_its_person_or_to_who_speaks_for_them() -> None:
    plan = Plan()
    secretary, head = plan.member("Криничко Т.", Role.SECRETARY), plan.member("Дем'яненко О.", Role.HEAD)
    spoken, joined = spoken_for(plan, "Барвінок І.", Role.PRESIDIUM), plan.member("Лелека М.")
    occurrence = plan.of(plan.activity("Березнева", month(3, 31), [spoken, joined])).id
    snapshot = plan.snapshot()
    assert recipient_of(snapshot, Notice(Kind.DEADLINE, occurrence, joined, MARCH)) == joined
    assert recipient_of(snapshot, Notice(Kind.DEADLINE, occurrence, spoken, MARCH)) == secretary
    assert recipient_of(snapshot, Notice(Kind.CLAIM, occurrence, spoken, MARCH)) == spoken
    plan.members[secretary] = replace(plan.members[secretary], reachable=False)
    assert recipient_of(plan.snapshot(), Notice(Kind.DEADLINE, occurrence, spoken, MARCH)) == head
    plan.members[head] = replace(plan.members[head], reachable=False)
    assert recipient_of(plan.snapshot(), Notice(Kind.DEADLINE, occurrence, spoken, MARCH)) == spoken
    assert speaker_for(plan.snapshot(), plan.members[spoken]) is None


def test_who_is_spoken_for_is_told_and_nobody_in_their_stead() -> None:
    plan = Plan()
    secretary, spoken = plan.member("Криничко Т.", Role.SECRETARY), spoken_for(plan, "Барвінок І.")
    activity = plan.activity("Березнева", month(3, 31), [spoken])
    snapshot = plan.snapshot()
    assert [each.id for each in told_about(snapshot, snapshot.activity_of[activity])] == [spoken]
    notice = Notice(Kind.DEADLINE, plan.of(activity).id, spoken, MARCH)
    assert stood_for(snapshot, notice, secretary) == {spoken}
    assert stood_for(snapshot, notice, spoken) == frozenset()


def test_whose_words_a_report_is_in_and_who_wrote_it_stands_wherever_it_is_shown() -> None:
    plan = Plan()
    secretary, spoken = plan.member("Криничко Т.", Role.SECRETARY), spoken_for(plan, "Барвінок І.")
    head = plan.member("Дем'яненко О.", Role.HEAD)
    whose = "Барвінок І. (зі слів, запис: Криничко Т.)"
    once = plan.activity("Березнева", month(3, 31), [spoken])
    year = plan.activity("Порада", WHOLE_YEAR, [spoken], Mode.CONTINUOUS)
    claimed = replace(plan.becomes(plan.of(once), State.CLAIMED, spoken, "Було"), recorded_by=secretary)
    plan.occurrences[0] = claimed
    plan.check_ins.append(CheckIn(year, 1, spoken, "Дві поради", secretary))
    view = plan.view(head, MARCH)
    assert whose in words(card_page(view, view.snapshot.activity_of[once]))
    assert whose in words(card_page(view, view.snapshot.activity_of[year]))
    assert whose in words(waiting_page(view))
    plan.occurrences[0] = replace(claimed, state=State.CONFIRMED, decided_by=head, decided_at=MORNING)
    view = plan.view(head, MARCH)
    assert f"Звіт: {whose}" in words(card_page(view, view.snapshot.activity_of[once]))


def test_the_presidium_tells_how_it_is_changed_and_other_bodies_let_people_out() -> None:
    members = [(7, "Соловейко М.")]
    presidium = body_page(Party(1, PartyKind.BODY, "Президія ЛОВ УБА"), members, 0)
    assert "змініть роль" in words(presidium)
    assert not any(type(each).__name__ in {"RemoveBodyMember", "AskBodyMember"} for each in actions(presidium))
    department = body_page(Party(2, PartyKind.BODY, "Відділ"), members, 0)
    assert {"RemoveBodyMember", "AskBodyMember"} <= {type(each).__name__ for each in actions(department)}


def test_the_card_lets_who_speaks_for_them_write_their_words_down_and_nobody_else() -> None:
    plan = Plan()
    secretary, spoken = plan.member("Криничко Т.", Role.SECRETARY), spoken_for(plan, "Барвінок І.")
    other = plan.member("Лелека М.")
    once = plan.activity("Березнева", month(3, 31), [spoken, other])
    year = plan.activity("Порада", WHOLE_YEAR, [spoken], Mode.CONTINUOUS)
    done, told = RecordDone(spoken, plan.of(once).id, 1), RecordQuarter(spoken, year, 1)
    for who, sees in ((secretary, True), (other, False), (spoken, False)):
        view = plan.view(who, MARCH)
        assert (done in actions(card_page(view, view.snapshot.activity_of[once]))) is sees
        assert (told in actions(card_page(view, view.snapshot.activity_of[year]))) is sees
    plan.becomes(plan.of(once), State.CLAIMED, spoken)
    view = plan.view(secretary, MARCH)
    assert done not in actions(card_page(view, view.snapshot.activity_of[once]))
