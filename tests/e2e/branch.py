"""An invented branch and a real one: their plans, their people, and a database with the invitations written."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.app import house_of, opened_store
from bot.clock import clock_from
from bot.domain.plan import Role
from bot.settings import load_settings
from bot.usecases.joining import invite
from tests.e2e.program import ROOT, bot

YEAR = 2021
SAMPLE = ROOT / "bot" / "documents" / "samples" / "plan-uk.txt"
REAL = ROOT.parent / "shared" / "seeds" / "000_f005260d70cc39f8.txt"
JANUARY, JULY = "2021-01-11T10:00", "2021-07-12T10:00"
"""Two Mondays."""


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who is invited; `key` is what the tests call them."""

    key: str
    name: str
    role: str


SECRETARY = Guest("secretary", "Криничко Т.А.", "secretary")
HEAD = Guest("head", "Демяненко О.В.", "head")
SOLOVEIKO = Guest("soloveiko", "Соловейко-Гнатенко М.П.", "presidium")
VERBOLOZ = Guest("verboloz", "Верболоз І.С.", "presidium")
BARVINOK = Guest("barvinok", "Барвінок І.", "member")
"""Alone responsible for 3.6, with others for 3.5."""
SECRETARY_AGAIN = Guest("secretary again", "Криничко Т.А.", "secretary")
"""The same person with another account."""
PRESIDIUM = (HEAD, SOLOVEIKO, VERBOLOZ)
EVERYBODY = (SECRETARY, HEAD, SOLOVEIKO, VERBOLOZ, BARVINOK)


@dataclass(frozen=True, slots=True)
class Branch:
    """A published plan in a database of its own, and the start tokens of those invited."""

    folder: Path
    name: str
    tokens: Mapping[str, str]

    @property
    def database(self) -> Path:
        """The database's file."""
        return self.folder / "planovyk.db"

    def copied_to(self, folder: Path) -> Branch:
        """The same branch in a database of another test."""
        shutil.copy(self.database, folder / "planovyk.db")
        return Branch(folder, self.name, self.tokens)


def sample_plan(folder: Path) -> Path:
    """Write the invented plan, for the year, into a folder."""
    plan = folder / "plan.txt"
    plan.write_text(SAMPLE.read_text(encoding="utf-8").replace("{year}", str(YEAR)), encoding="utf-8")
    return plan


def real_plan() -> Path:
    """The real plan, which is not ours to hand on: where it is not, the test is skipped."""
    if not REAL.exists():
        pytest.skip("the real plan is not beside this checkout")
    return REAL


def invented_branch(folder: Path, database: str = "") -> Branch:
    """Publish the invented plan in January and invite everybody, in a database of the folder or at another address."""
    name = "Калинівське обласне відділення"
    _publish(folder, sample_plan(folder), name, JANUARY, database=database)
    return _invited(folder, name, JANUARY, (*EVERYBODY, SECRETARY_AGAIN), database)


def draft_branch(folder: Path) -> Branch:
    """Store the invented plan without publishing it, and invite everybody."""
    name = "Калинівське обласне відділення"
    _publish(folder, sample_plan(folder), name, JANUARY, "")
    return _invited(folder, name, JANUARY, (*EVERYBODY, SECRETARY_AGAIN))


def real_branch(folder: Path) -> Branch:
    """Publish the real plan in January and invite one of its people then and in July."""
    name = "Луганське обласне відділення УБА"
    _publish(folder, real_plan(), name, JANUARY)
    january = _invited(folder, name, JANUARY, [Guest(JANUARY, "Куценко С.В.", "member")])
    july = _invited(folder, name, JULY, [Guest(JULY, "Куценко С.В.", "member")])
    return Branch(folder, name, {**january.tokens, **july.tokens})


def _publish(
    folder: Path, plan: Path, name: str, moment: str, publish: str = "--publish", *, database: str = ""
) -> None:
    words = ("plan", "import", str(plan), "--year", str(YEAR), "--branch", name, *filter(None, [publish]))
    done = bot(folder, *words, **_settings(folder, moment, database))
    assert (done.returncode, done.stderr) == (0, "")


def _invited(folder: Path, name: str, moment: str, guests: Sequence[Guest], database: str = "") -> Branch:
    """Invite people as the command does (`test_first_start` and `test_commands` have the command itself do it)."""
    given = {key.lower(): value for key, value in _settings(folder, moment, database).items()}
    settings = load_settings(None, **given)

    async def tokens() -> dict[str, str]:
        async with opened_store(settings) as store:
            house = house_of(store, clock_from(settings))
            return {guest.key: await invite(house, name, guest.name, Role(guest.role)) for guest in guests}

    return Branch(folder, name, asyncio.run(tokens()))


def _settings(folder: Path, moment: str, database: str = "") -> dict[str, str]:
    return {"DATABASE_URL": database or f"sqlite:///{folder / 'planovyk.db'}", "CLOCK_START": moment}
