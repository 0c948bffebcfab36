"""A branch made at random: its plan, in the words of Ukrainian plans, and its people with their messengers."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from bot.dialog.actions import SpeakFor
from bot.dialog.model import Address
from bot.documents.plan_reader import read_plan
from bot.domain.plan import Role
from bot.domain.windows import calendar_year
from bot.simulation.messengers import DOORS
from bot.usecases.house import House
from bot.usecases.joining import invite, join
from bot.usecases.plans import import_plan
from bot.usecases.speaking import speak_for

BRANCH = "Калинівське обласне відділення"
TERMS = (
    "вересень", "травень", "лютий", "I квартал", "2 квартал", "1 і 4 квартали", "2-3 квартал", "протягом року",
    "щоквартально", "щомісяця", "до 5 числа щомісяця", "остання п'ятниця місяця", "раз на два місяці", "щотижня",
    "двічі на рік", "до 15 травня", "до кінця року", "10-20 жовтня", "березень-червень", "щороку", "29 лютого",
    "31 березня",
)  # fmt: skip
"""All the ways in which an activity repeats, and days that fall next to clock changes and ends."""
WITH_PRESIDIUM, JOINED, SPOKEN_FOR = 0.25, 0.75, 0.5
"""How many of all activities the presidium answers for, of the members join, and of the others are spoken for."""
LEADERS = 2
"""The secretary and the head, without whom nothing begins."""
_NAMES = (
    "Криничко Тетяна", "Дем'яненко Ольга", "Соловейко Марко", "Верболоз Ірина", "Тополя Сергій", "Лелека Марта",
    "Журавель Наталія", "Барвінок Іван", "Лозова Юлія", "Сосенко Андрій",
)  # fmt: skip
_ROLES = (Role.SECRETARY, Role.HEAD, Role.PRESIDIUM, Role.PRESIDIUM)
_HEADING = "№ з/п\tНазва заходу\tТермін проведення\tВідповідальні\tРесурси\tОчікуваний результат"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the branch with their accounts; without any they have not joined."""

    name: str
    role: Role
    accounts: tuple[Address, ...]
    proxy: bool = False


def make_plan(random: Random, year: int) -> bytes:
    """Return a plan as a document: up to eight activities, some without anybody who answers for them."""
    lines = [f"План роботи Калинівського обласного відділення на {year} рік", "", _HEADING, "Ціль 1: Жити\t\t\t\t\t"]
    for number in range(1, random.randint(3, 8) + 1):
        people = random.sample([_initials(each) for each in _NAMES], random.choice((0, 1, 1, 2, 3)))
        if random.random() < WITH_PRESIDIUM:
            people.append("Президія КОВ СБ")
        lines.append(f"1.{number}\tЗахід {number}\t{random.choice(TERMS)}\t{', '.join(people)}\tКОВ СБ\tДобре")
    return "\n".join(lines).encode()


def _initials(name: str) -> str:
    surname, first = name.split()
    return f"{surname} {first[0]}."


def make_people(random: Random) -> list[Person]:
    """Return the branch's people: most in one messenger, some in both, some who never join, some spoken for."""
    people = []
    for place, name in enumerate(_NAMES[: random.randint(4, 8)]):
        role = _ROLES[place] if place < len(_ROLES) else Role.MEMBER
        doors = random.choice(((DOORS[0],), (DOORS[1],), DOORS)) if place < LEADERS or random.random() < JOINED else ()
        accounts = tuple(Address(door, f"{door}-{place}") for door in doors)
        people.append(Person(name, role, accounts, proxy=not accounts and random.random() < SPOKEN_FOR))
    return people


async def settle(house: House, random: Random, year: int) -> list[Person]:
    """Publish a plan of the year and have its people come in; return them."""
    plan = read_plan(make_plan(random, year), calendar_year(year))
    await import_plan(house, plan, BRANCH, publish=True)
    people = make_people(random)
    for each in people:
        token = await invite(house, BRANCH, each.name, each.role)
        for place, address in enumerate(each.accounts):
            await join(house, address, token if not place else await invite(house, BRANCH, each.name, each.role))
    await _speak_for_the_absent(house, people)
    return people


async def _speak_for_the_absent(house: House, people: list[Person]) -> None:
    secretary = await house.store.caller(people[0].accounts[0])
    snapshot = await house.store.snapshot(secretary.branch_id, secretary.revision, house.today()) if secretary else None
    if secretary is None or snapshot is None:
        raise LookupError(BRANCH)
    wanted = {each.name for each in people if each.proxy}
    for member in snapshot.members.values():
        if member.name in wanted:
            await speak_for(house, secretary, SpeakFor(member.id, 0, 1), f"proxy-{member.id}")
