"""Who is to renew, who is who in two lists, and which names are one person's."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date, timedelta
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.registry import FOR_GOOD, Registered, due, person_of
from bot.domain.registry_matching import Changed, Difference, compare_registries, duplicates
from tests.documents.registries import many

TODAY = date(2026, 11, 24)
NAMES = (
    "Сосенко Ольга Іванівна", "Сосенко Олена Ігорівна", "Сосенко О.І.", "Сосенко О.", "Сосенка Ольга Іванівна",
    "СОСЕНКО Ольга", "Ольга Сосенко", "Ясен Клим Петрович", "Ясень К.П.", "Ясен К.", "Грималюк Октавія",
    "Вербова Наталія", "Вербова Наталя", "Вербова (Гай) Наталія",
)  # fmt: skip


def one(name: str, library: str = "ЦБС", paid_until: date | None = None) -> Registered:
    return Registered(name, library, paid_until)


registers = st.lists(
    st.builds(one, st.sampled_from(NAMES), st.sampled_from(["ЦБС", "Філія"]), st.sampled_from([None, TODAY, FOR_GOOD])),
    max_size=8,
)


# --------------------------------------------------------------------------------------------------------- who is due


def test_the_day_that_is_paid_until_is_still_paid() -> None:
    yesterday, last, later = (TODAY + timedelta(days=days) for days in (-1, 30, 31))
    people = [
        one("А", paid_until=later),
        one("Б", paid_until=last),
        one("В", paid_until=TODAY),
        one("Г", paid_until=yesterday),
    ]
    found = due([*people, one("Ґ"), one("Д", paid_until=FOR_GOOD)], TODAY, 30)
    assert [[each.name for each in some] for some in (found.expired, found.ending, found.undated)] == [
        ["Г"], ["В", "Б"], ["Ґ"],
    ]  # fmt: skip


@given(
    st.lists(st.builds(one, st.sampled_from(NAMES), paid_until=st.none() | st.dates())),
    st.dates(max_value=date(9998, 1, 1)),
    st.integers(0, 366),
)
def test_nobody_is_due_twice_and_nobody_before_time(people: list[Registered], today: date, within: int) -> None:
    found = due(people, today, within)
    named = [*found.expired, *found.ending, *found.undated]
    late = [each for each in people if each.paid_until is None or each.paid_until <= today + timedelta(days=within)]
    assert sorted(named, key=repr) == sorted(late, key=repr)
    assert all(each.paid_until and each.paid_until < today for each in found.expired)


# ------------------------------------------------------------------------------------------------------ who is who


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Сосенко Ольга Іванівна", "Сосенко О.І."),
        ("Ольга Сосенко", "Сосенко О."),
        ("Грималюк Октавія", "Грималюк О."),
        ("Мамедова Айгюн Фікрет кизи", "Мамедова А.Ф."),
        ("Вербова (Гай) Наталія Олегівна", "Вербова Н.О."),
        ("Сосенко", "Сосенко"),
    ],
)
def test_a_name_of_a_list_is_read(name: str, written: str) -> None:
    found = person_of(name)
    assert found is not None
    assert found.written() == written


@pytest.mark.parametrize("name", ["", "усі", "Ольга", "31.12.2026", "Один Два Три Чотири Пять"])
def test_what_is_no_name_is_none(name: str) -> None:
    assert person_of(name) is None


def test_one_person_twice_is_found_and_two_of_one_surname_are_not() -> None:
    people = [
        one("Сосенко Ольга Іванівна"),
        one("Ясен К."),
        one("Сосенко О.І.", "Філія"),
        one("Сосенко Олена Ігорівна"),
    ]
    assert list(duplicates([people[0], people[3]])) == []
    assert list(duplicates(people[:3])) == [(people[0], people[2])]


def test_a_newer_list_says_who_is_new_who_is_gone_and_what_has_changed() -> None:
    known = [one("Сосенко О.І."), one("Ясен К."), one("Вербова Н.О."), one("Гай Л.")]
    read = [one("Сосенко Ольга Іванівна"), one("Ясен К.", "Філія", TODAY), one("Вербова Н.О.", "«ЦБС»"), one("Дуб Т.")]
    found = compare_registries(known, read)
    assert (found.new, found.gone, found.unsure) == ((read[3],), (known[3],), ())
    assert found.changed == (Changed(known[0], read[0]), Changed(known[1], read[1]))
    assert [each.differences for each in found.changed] == [
        (Difference.NAME,), (Difference.LIBRARY, Difference.PAID_UNTIL),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("known", "read"),
    [
        (["Сосенко О.І."], "Сосенка О.І."),
        (["Вербова Наталія"], "Вербова Наталя"),
        (["Рибянцева І.П."], "Риб’янцева Інна Петрівна"),
        (["Сосенко Ольга", "Сосенко Олена"], "Сосенко О."),
        (["Грималюк Октавія"], "Гримелюк Октавія"),
    ],
)
def test_who_is_merely_similar_or_several_is_asked_about(known: list[str], read: str) -> None:
    found = compare_registries(list(map(one, known)), [one(read)])
    assert (found.new, found.gone, found.changed) == ((), (), ())
    assert [(each.read.name, [old.name for old in each.known]) for each in found.unsure] == [(read, known)]


def test_given_names_written_out_tell_people_apart() -> None:
    found = compare_registries([one("Сосенко Ольга Іванівна")], [one("Сосенко Олена Іванівна")])
    assert [len(found.new), len(found.gone), len(found.unsure)] == [1, 1, 0]


def test_two_of_one_name_are_told_apart_by_their_libraries() -> None:
    known = [one("Ясен К.", "ЦБС"), one("Ясен К.", "Філія")]
    read = [one("Ясен К.", "Філія", TODAY), one("Ясен К.", "Школа")]
    found = compare_registries(known, read)
    assert found.changed == (Changed(known[1], read[0]), Changed(known[0], read[1]))


@given(registers, registers)
def test_nobody_is_lost_between_two_lists(known: list[Registered], read: list[Registered]) -> None:
    found = compare_registries(known, read)
    told = [*found.new, *(each.after for each in found.changed), *(each.read for each in found.unsure)]
    silent = len(read) - len(told)
    assert silent >= 0
    asked = {old for each in found.unsure for old in each.known}
    untold = [old for old in known if old not in {*found.gone, *asked, *(each.before for each in found.changed)}]
    assert all(any(replace(old, name=new.name, library=new.library) == new for new in read) for old in untold)
    assert not set(found.gone) & asked - {old for old in known if known.count(old) > 1}
    assert all(each.differences for each in found.changed)


@given(registers)
def test_a_list_changes_nothing_in_itself_but_where_a_person_stands_twice(people: list[Registered]) -> None:
    once = [
        each for each in dict.fromkeys(people) if [other.name for other in dict.fromkeys(people)].count(each.name) == 1
    ]
    found = compare_registries(once, once)
    assert list(chain(found.new, found.gone, found.changed, found.unsure)) == []


def test_five_hundred_are_compared_at_once() -> None:
    known = many(500)
    others = [replace(each, name=each.name.replace("енко ", "чук ")) for each in known]
    started = time.process_time()
    found = compare_registries(known, others)
    assert len(found.new) == len(found.gone) == 500
    assert time.process_time() - started < 2
