"""Who is reminded of what and when: in time, at work, in one message, and never of what is done or has no last day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import time

from tests.e2e.branch import (
    BARVINOK,
    EVERYBODY,
    HEAD,
    JANUARY,
    PRESIDIUM,
    SECRETARY,
    SOLOVEIKO,
    VERBOLOZ,
    Branch,
    Guest,
)
from tests.e2e.doors import ViberDoor, viber_by_webhook
from tests.e2e.quarters import sections
from tests.e2e.story import Story, answers

AT_WORK = {"deadline", "overdue", "check-in", "meeting-date", "meeting"}
"""Kinds that may come only from 9:00 to 18:00 on a working day; the others answer to what somebody has just done."""


async def test_the_last_weeks_of_a_quarter(story: Story) -> None:
    """2.1 and 2.2 are the presidium's, 5.1 is led by the head with two others, 6.1 and 3.6 have one person each.

    5.1 and 3.6 are done each quarter, and asked about in the same words as what goes on.
    """
    async with story.at(JANUARY):
        await story.all_join(EVERYBODY)
        await _set_the_meeting(story)

    async with story.at("2021-03-17T09:00"):
        presidium = ["2.1 за 14 дн", "2.2 за 14 дн", "засідання 31 березня за 14 дн"]
        assert await story.reminded([HEAD, SOLOVEIKO, VERBOLOZ, SECRETARY]) == {
            "head": _one(presidium),
            "soloveiko": _one(presidium),
            "verboloz": _one(presidium),
            "secretary": _one(["засідання 31 березня за 14 дн", "6.1 за 14 дн"]),
        }
    assert story.news(BARVINOK) == []

    async with story.at("2021-03-29T09:00"):  # three days before is a Sunday; the check-ins are a week old
        presidium = ["2.1 за 2 дн", "2.2 за 2 дн", "засідання 31 березня за 2 дн", *_asked("2.4", "5.3")]
        assert await story.reminded(EVERYBODY) == {
            "head": _one([*presidium, *_asked("1.1", "1.3", "5.1")]),
            "soloveiko": _one([*presidium, *_asked("1.1", "1.2", "1.3", "5.1")]),
            "verboloz": _one([*presidium, *_asked("1.2")]),
            "secretary": _one(
                [
                    "засідання 31 березня за 2 дн",
                    "6.1 за 2 дн",
                    *_asked("1.2", "1.3", "5.1", "6.4", "«Зайва сторінка»"),
                ]
            ),
            "barvinok": _one(_asked("3.5", "3.6")),
        }
        await _reports(story)

    async with story.at("2021-04-01T09:00"):
        late = ["2.1 минуло 31 березня", "2.2 минуло 31 березня"]
        assert await story.reminded([HEAD, SOLOVEIKO, VERBOLOZ, SECRETARY]) == {
            "head": _one([*late, "5.1 минуло 31 березня", "засідання за II квартал без дати"]),
            "soloveiko": _one([*late, "5.1 минуло 31 березня"]),
            "verboloz": _one(late),
            "secretary": _one(["5.1 минуло 31 березня", "6.1 минуло 31 березня", "засідання за II квартал без дати"]),
        }
        await _goes_on(story)
    assert story.news(BARVINOK) == []
    _was_written_at_work(story)


async def test_day_by_day_and_never_at_night_or_on_a_weekend(invented: Branch) -> None:
    """5.2 ends on Sunday, 28 February; the head leads it, two others are responsible with her."""
    async with viber_by_webhook() as door:
        story = Story(invented, [door])
        async with story.at(JANUARY):
            await story.all_join(EVERYBODY)
            await _set_the_meeting(story)
        for moment in ("2021-02-14T12:00", "2021-02-15T08:50"):
            await _nobody_hears(story, door, moment)
        await _are_reminded(story, "2021-02-15T09:00", "5.2 за 13 дн")
        await _are_reminded(story, "2021-02-25T08:50", "5.2 за 3 дн", speed=1200)
        await _nobody_hears(story, door, "2021-02-27T12:00")
        await _are_reminded(story, "2021-03-01T09:00", "5.2 минуло 28 лютого")
        await _nobody_hears(story, door, "2021-03-02T09:00")
        await _nobody_hears(story, door, "2021-03-17T18:00")
        async with story.at("2021-03-22T09:00"):
            assert (await story.reminded([BARVINOK]))["barvinok"] == _one(_asked("3.5", "3.6"))
        _was_written_at_work(story)


async def _set_the_meeting(story: Story) -> None:
    """The head takes a day that is proposed, the secretary moves it in her own words."""
    head, secretary = story.person(HEAD), story.person(SECRETARY)
    await head.says("засідання")
    await head.sees("Засідання Президії: 2021 рік")
    await head.taps("Призначити дату: I квартал")
    await head.sees("Коли засідання Президії за I квартал?")
    await head.taps("вт, 26 січня")
    await head.sees("Засідання призначено на 26 січня.")
    await secretary.says("Засідання")
    assert "I квартал: 26 січня" in (await secretary.sees("Засідання Президії: 2021 рік")).text
    await secretary.taps("Перенести: I квартал")
    await secretary.sees("Коли засідання Президії за I квартал?")
    await secretary.says("20 квітня о 15:00")
    await secretary.sees("Засідання має бути з 1 січня до 31 березня.")
    await secretary.says("31 березня о 15:00")
    await secretary.sees("Засідання призначено на 31 березня о 15:00.")
    await _may_not_set_it(story)
    for guest in EVERYBODY:
        story.news(guest)


async def _may_not_set_it(story: Story) -> None:
    member = story.person(BARVINOK)
    await member.says("Засідання")
    page = await member.sees("Засідання Президії: 2021 рік")
    assert "I квартал: 31 березня о 15:00" in page.text
    assert [label for label in page.buttons if "квартал" in label and "Що" not in label] == []


async def _reports(story: Story) -> None:
    """3.6 is reported, 3.5 had nothing to tell: neither is spoken of again."""
    barvinok = story.person(BARVINOK)
    await barvinok.taps("Цього разу нічого: 3.5")
    await barvinok.sees("Записав, дякую!")
    await barvinok.says("3.6")
    await barvinok.sees("Допис про справи відділення")
    await barvinok.taps("Виконано")
    await barvinok.sees("Ваші слова побачить Президія")
    await barvinok.says("Три дописи за квартал.")
    await barvinok.sees("Записав: ваші слова")
    await barvinok.taps("Готово")
    await barvinok.sees("Звіт передано Президії")
    await story.hears_once(PRESIDIUM, "Барвінок І. повідомляє")
    for guest in EVERYBODY:
        story.news(guest)


async def _goes_on(story: Story) -> None:
    """What goes on all year is late neither in the list nor on its card."""
    head = story.person(HEAD)
    late = await answers(head, "прострочене", "Прострочено")
    found = sections("\n" + late.text)["Прострочено"]
    assert found == ["5.2 28 лютого", "2.1 31 березня", "2.2 31 березня", "5.1 31 березня", "6.1 31 березня"]
    await head.says("1.1")
    assert "Стан: триває протягом року" in (await head.sees("«Запитай колегу»")).text
    story.news(HEAD)


async def _are_reminded(story: Story, moment: str, what: str, speed: float = 1) -> None:
    async with story.at(moment, speed):
        concerned = {guest.key: _one([what]) for guest in (HEAD, SOLOVEIKO, SECRETARY)}
        assert await story.reminded([HEAD, SOLOVEIKO, SECRETARY]) == concerned
    _nothing_new(story, EVERYBODY)


async def _nobody_hears(story: Story, door: ViberDoor, moment: str) -> None:
    """The program works, for it answers; it writes to nobody of its own accord, not even before it has stopped."""
    async with story.at(moment):
        stranger = door.person(moment)
        await stranger.says("Є хто?")
        await stranger.sees("Вітаю! Я Плановик.")
    _nothing_new(story, EVERYBODY)


def _nothing_new(story: Story, guests: Iterable[Guest]) -> None:
    assert {guest.key: story.news(guest) for guest in guests} == {guest.key: [] for guest in guests}


def _was_written_at_work(story: Story) -> None:
    reminders = [at for kind, at in story.sent() if kind in AT_WORK]
    assert len(reminders) > 5
    assert [at for at in reminders if at.weekday() > 4 or not time(9) <= at.time() < time(18)] == []


def _asked(*activities: str) -> list[str]:
    return [f"{each} за I квартал?" for each in activities]


def _one(what: list[str]) -> list[str]:
    """One message, and in it all of this."""
    return ["; ".join(sorted(what))]
