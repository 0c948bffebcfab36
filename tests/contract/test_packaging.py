"""The packaging: what a host installs is exactly what was locked, and every setting is explained."""

import re
import tomllib
from pathlib import Path

import pytest

from bot.settings import Settings, load_settings, variable

ROOT = Path(__file__).parents[2]
LOCKS = ("requirements.txt", "requirements-dev.txt")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def normal(name: str) -> str:
    """The normal form of a distribution's name (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def requirements(lock: str) -> list[str]:
    """The logical lines of a lock file, without comments."""
    text = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    return [line.strip() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]


def pins(lock: str) -> dict[str, str]:
    """Distribution to its version, as the lock has them."""
    found = [re.match(r"([\w.-]+)(?:\[[\w,-]+\])?==(\S+)", line) for line in requirements(lock)]
    return {normal(pin[1]): pin[2] for pin in found if pin}


def wanted(specifiers: list[str]) -> set[str]:
    """The names of the distributions that a list of pyproject.toml asks for."""
    return {normal(re.split(r"[\[<>=!~ ;]", each, maxsplit=1)[0]) for each in specifiers}


@pytest.mark.parametrize("lock", LOCKS)
def test_each_requirement_is_one_version_with_its_hashes(lock: str) -> None:
    lines = requirements(lock)
    assert len(pins(lock)) == len(lines) > 20
    for line in lines:
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", line), line


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_place_to_download_from(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "://" not in text
    assert set(re.findall(r"(?<=\s)--?[a-z-]+(?=[= ])", text)) - {"-c"} == {"--hash"}
    assert not re.search(r"\s@\s", text)


def test_everything_that_the_project_asks_for_is_locked() -> None:
    runtime, dev = wanted(PROJECT["project"]["dependencies"]), wanted(PROJECT["dependency-groups"]["dev"])
    assert runtime <= pins("requirements.txt").keys()
    assert runtime | dev <= pins("requirements-dev.txt").keys()


def test_the_tools_of_development_do_not_reach_a_host() -> None:
    dev = wanted(PROJECT["dependency-groups"]["dev"])
    assert dev.isdisjoint(pins("requirements.txt"))


def test_tests_run_with_the_versions_that_a_host_gets() -> None:
    assert pins("requirements.txt").items() <= pins("requirements-dev.txt").items()


def test_the_example_names_exactly_the_settings_that_exist() -> None:
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    named = re.findall(r"^([A-Z_]+)=", text, re.MULTILINE)
    assert named == [variable(field) for field in Settings.model_fields]


def test_the_example_as_it_stands_changes_nothing() -> None:
    assert load_settings(ROOT / ".env.example") == Settings()
