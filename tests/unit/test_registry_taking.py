"""What a newer list does to the stored one, who of it is in the bot, and which activity speaks of the renewal."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.plan import Activity
from bot.domain.registry import FOR_GOOD, Known, Registered, Standing, standing_of
from bot.domain.registry_members import who_is_who
from bot.domain.registry_taking import NOBODY, taking
from bot.domain.renewing import Campaign, is_renewal, round_to_come, was_renewed

OLD, NEW = date(2025, 12, 31), date(2026, 12, 31)
NAMES = (
    "Сосенко Ольга Іванівна", "Сосенко Олена Ігорівна", "Сосенко О.І.", "Сосенка Ольга Іванівна", "Ясен Клим Петрович",
    "Ясень К.П.", "Ясен К.", "Грималюк Октавія",
)  # fmt: skip
lists = st.lists(
    st.builds(Registered, st.sampled_from(NAMES), st.sampled_from(["ЦБС", ""]), st.sampled_from([None, OLD, NEW])),
    max_size=6,
)


def kept(*people: Registered, noted: bool = False) -> list[Known]:
    return [Known(place, each, noted) for place, each in enumerate(people, start=1)]


@given(lists, lists, st.dictionaries(st.integers(0, 6), st.integers(0, 7)))
def test_everybody_of_both_lists_is_one_thing_and_nobody_is_lost(
    stored: list[Registered], read: list[Registered], answers: dict[int, int]
) -> None:
    found = taking(kept(*stored), read, answers)
    places = [place for place, _ in found.new] + [each.place for each in found.met + found.asked]
    assert sorted(places) == list(range(len(read)))
    known = [each.id for each in found.gone] + [each.known.id for each in found.met]
    waiting = {one.id for each in found.asked for one in each.among}
    assert len(known) == len(set(known))
    assert set(known) | waiting == set(range(1, len(stored) + 1))
    assert not set(known) & waiting


@given(lists, lists)
def test_what_is_asked_about_can_always_be_settled(stored: list[Registered], read: list[Registered]) -> None:
    first = taking(kept(*stored), read, {})
    assert not taking(kept(*stored), read, {each.place: NOBODY for each in first.asked}).asked
    for each in first.asked:
        chosen = taking(kept(*stored), read, {each.place: each.among[0].id})
        assert (each.among[0].id, each.place) in [(met.known.id, met.place) for met in chosen.met]


def test_a_list_over_itself_changes_nothing() -> None:
    people = [Registered("Сосенко Ольга Іванівна", "ЦБС", NEW), Registered("Ясен Клим Петрович", "", FOR_GOOD)]
    found = taking(kept(*people), people, {})
    assert (found.new, found.gone, found.changed, found.asked) == ((), (), (), ())


@pytest.mark.parametrize(("day", "stands"), [(OLD, True), (None, True), (NEW, False), (FOR_GOOD, False)])
def test_a_noted_renewal_stands_against_a_list_that_does_not_know_it(day: date | None, *, stands: bool) -> None:
    known = kept(Registered("Ясен Клим Петрович", "", NEW), noted=True)
    read = [Registered("Ясен Клим Петрович", "", day)]
    found = taking(known, read, {})
    assert [found.day_of(each) for each in found.met] == [NEW if stands else day]
    assert bool(found.noted) is stands
    taken = taking(known, read, {}, keeps_noted=False)
    assert [taken.day_of(each) for each in taken.met] == [day]
    assert (found.mark != taken.mark) is stands


def test_who_fits_one_member_alone_is_that_member_and_others_are_asked_about() -> None:
    people = [Registered(name, "", None) for name in ("Ясен Клим Петрович", "Сосенко Ольга Іванівна", "Вербова Ніна")]
    found = who_is_who(people, {7: "Ясен К.П.", 8: "Сосенка О.І.", 9: "Криничко Т.А."})
    assert (found.sure, found.asked) == ({0: 7}, {1: (8,)})


def test_namesakes_of_the_list_are_asked_about_though_one_is_written_just_so() -> None:
    people = [Registered(name, "", None) for name in ("Сосенко О.І.", "Сосенко Ольга Іванівна")]
    found = who_is_who(people, {8: "Сосенко О.І."})
    assert not found.sure
    assert found.asked[0] == (8,)


@pytest.mark.parametrize(
    ("day", "standing"),
    [
        (None, Standing.UNDATED),
        (date(2026, 11, 23), Standing.EXPIRED),
        (date(2026, 11, 24), Standing.ENDING),
        (date(2027, 1, 23), Standing.ENDING),
        (date(2027, 1, 24), Standing.PAID),
        (FOR_GOOD, Standing.PAID),
    ],
)
def test_a_membership_ends_soon_from_sixty_days_before(day: date | None, standing: Standing) -> None:
    assert standing_of(day, date(2026, 11, 24)) is standing


@pytest.mark.parametrize(
    ("title", "speaks"),
    [
        ("Поновлення членства в УБА та аналіз корпоративної бази даних членів ЛОВ УБА", True),
        ("Оновлення членства", True),
        ("Збір річних членських внесків", True),
        ("Сплата членських внесків за рік", True),
        ("Renewal of membership", True),
        ("Оновлення сайту для членів відділення", False),
        ("Розширити коло офіційних партнерів", False),
        ("Оновити фонд бібліотеки", False),
    ],
)
def test_the_renewal_is_known_by_its_words_and_not_by_its_number(title: str, *, speaks: bool) -> None:
    assert is_renewal(Activity(1, 1, None, "6.1", title, "", (), None, (), "", "")) is speaks


@pytest.mark.parametrize(
    ("before", "now", "renewed"),
    [(OLD, NEW, True), (None, OLD, True), (OLD, OLD, False), (OLD, None, False), (NEW, OLD, False)],
)
def test_only_a_later_day_is_a_renewal(before: date | None, now: date | None, *, renewed: bool) -> None:
    assert was_renewed(before, now) is renewed


@pytest.mark.parametrize(("round_", "days", "coming"), [(1, 13, 1), (1, 14, 2), (2, 14, 2), (2, 300, 2)])
def test_there_are_two_rounds_two_weeks_apart(round_: int, days: int, coming: int) -> None:
    begun = datetime(2026, 1, 12, 9, tzinfo=UTC)
    assert round_to_come(Campaign(1, round_, begun, begun), begun + timedelta(days=days)) == coming
    assert round_to_come(None, begun) == 1
