"""The command line: what it prints, what it stores, and one sentence and exit code 2 for whatever it cannot use."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
from pathlib import Path

import pytest

from tests.e2e.branch import JANUARY, SECRETARY, YEAR, Branch, real_plan, sample_plan
from tests.e2e.doors import telegram_by_polling, viber_by_webhook
from tests.e2e.program import bot, bot_beside

Done = subprocess.CompletedProcess[str]
ACTIVITY = {"number", "goal", "title", "term", "windows", "mode", "responsible", "resources", "result"}


@pytest.fixture(params=["invented", "real"])
def plan(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return sample_plan(tmp_path) if request.param == "invented" else real_plan()


def test_plan_check_tells_other_programs_what_it_read(plan: Path, tmp_path: Path) -> None:
    done = bot(tmp_path, "plan", "check", str(plan), "--year", str(YEAR), "--json")
    assert (done.returncode, done.stderr) == (0, "")
    read = json.loads(done.stdout)
    assert set(read) == {"period", "goals", "activities", "doubts"}
    assert read["period"] == {"kind": "calendar", "year": 2021, "month": None}
    assert [goal["number"] for goal in read["goals"]] == ["1", "2", "3", "5", "6", "7"]
    assert all(set(goal) == {"number", "title"} and goal["title"] for goal in read["goals"])
    assert len(read["activities"]) == 22
    assert all(set(activity) >= ACTIVITY for activity in read["activities"])
    assert all(set(doubt) == {"activity", "code", "text"} and doubt["text"] for doubt in read["doubts"])
    school = next(each for each in read["activities"] if each["number"] == "2.2")
    assert school["windows"] == [["2021-01-01", "2021-03-31"], ["2021-10-01", "2021-12-31"]]
    assert (school["term"], school["mode"], school["goal"]) == ("1 і 4 квартали", "none", "2")
    assert [set(named) for named in school["responsible"]] == [{"kind", "name"}] * 2
    assert {named["kind"] for named in school["responsible"]} == {"body"}
    assert "goal-gap" in {doubt["code"] for doubt in read["doubts"]}


def test_plan_check_is_readable_and_stores_nothing(tmp_path: Path) -> None:
    plan = sample_plan(tmp_path)
    done = bot(tmp_path, "plan", "check", str(plan), "--year", str(YEAR), **_database(tmp_path))
    assert (done.returncode, done.stderr) == (0, "")
    assert "5.2  Звести цифри за минулий рік" in done.stdout
    assert "1 січня – 28 лютого 2021" in done.stdout
    assert sorted(path.name for path in tmp_path.iterdir()) == ["plan.txt"]


BAD_PLANS = {
    "missing": None,
    "empty": b"",
    "binary": bytes(range(256)) * 40,
    "prose": "Любі колеги, цього року багато роботи.\n".encode(),
    "no rows": "№ з/п\tНазва заходу\tТермін проведення\tВідповідальні\tРесурси\tОчікуваний результат\n".encode(),
}


@pytest.mark.parametrize("content", BAD_PLANS.values(), ids=BAD_PLANS)
@pytest.mark.parametrize(
    "words", [("check",), ("import", "--branch", "Відділення", "--publish")], ids=["check", "import"]
)
def test_what_is_no_plan_is_told_in_a_sentence_and_leaves_nothing(
    tmp_path: Path, content: bytes | None, words: tuple[str, ...]
) -> None:
    plan = tmp_path / "plan.txt"
    if content is not None:
        plan.write_bytes(content)
    before = _files(tmp_path)
    command, *options = words
    _is_refused(bot(tmp_path, "plan", command, str(plan), "--year", str(YEAR), *options, **_database(tmp_path)))
    assert _files(tmp_path) == before


WRONG_WORDS = {
    "year in words": ("plan", "check", "plan.txt", "--year", "торік"),
    "year too early": ("plan", "import", "plan.txt", "--year", "1021", "--branch", "Відділення"),
    "no branch": ("plan", "import", "plan.txt", "--year", "2021"),
    "branch without a name": ("plan", "import", "plan.txt", "--year", "2021", "--branch", "  "),
    "no such branch": ("invite", "Коваль О.", "--branch", "Відділення", "--role", "member"),
    "no such role": ("invite", "Коваль О.", "--branch", "Відділення", "--role", "цар"),
    "no such command": ("полетіли",),
    "no such option": ("demo", "--fast"),
    "no such port": ("demo", "--port", "70000"),
    "nothing": (),
}


def test_the_year_is_the_documents_own_and_is_asked_for_where_it_names_none(tmp_path: Path) -> None:
    plan = sample_plan(tmp_path)
    read = json.loads(bot(tmp_path, "plan", "check", str(plan), "--json").stdout)
    assert read["period"]["year"] == YEAR
    plan.write_text(plan.read_text(encoding="utf-8").replace(str(YEAR), ""), encoding="utf-8")
    refused = bot(tmp_path, "plan", "check", str(plan))
    _is_refused(refused)
    assert "--year" in refused.stderr
    assert bot(tmp_path, "plan", "check", str(plan), "--year", str(YEAR)).returncode == 0


@pytest.mark.parametrize("words", WRONG_WORDS.values(), ids=WRONG_WORDS)
def test_a_wrong_word_is_told_in_a_sentence_and_leaves_nothing(tmp_path: Path, words: tuple[str, ...]) -> None:
    sample_plan(tmp_path)
    before = _files(tmp_path)
    _is_refused(bot(tmp_path, *words, **_database(tmp_path)))
    assert _files(tmp_path) == before


def test_a_published_plan_is_not_replaced(invented: Branch) -> None:
    before = invented.database.read_bytes()
    plan = sample_plan(invented.folder)
    words = ("plan", "import", str(plan), "--year", str(YEAR), "--branch", invented.name, "--publish")
    done = bot(invented.folder, *words, **_database(invented.folder))
    _is_refused(done)
    assert "2021" in done.stderr
    assert invented.database.read_bytes() == before


@pytest.mark.parametrize(("name", "branch"), [("Коваль О.", "Нема такого"), ("   ", None), ("Я" * 101, None)])
def test_an_impossible_invitation_is_refused_and_stores_nothing(
    invented: Branch, name: str, branch: str | None
) -> None:
    before = invented.database.read_bytes()
    words = ("invite", name, "--branch", branch or invented.name, "--role", "member", "--json")
    _is_refused(bot(invented.folder, *words, **_database(invented.folder)))
    assert invented.database.read_bytes() == before


async def test_an_invitation_brings_links_and_keeps_only_a_hash(invented: Branch) -> None:
    async with telegram_by_polling() as telegram, viber_by_webhook() as viber:
        settings = {**_database(invented.folder), **viber.settings, **telegram.settings}
        words = ("invite", "Нова Людина", "--branch", invented.name, "--role", "member", "--json")
        done = await bot_beside(invented.folder, *words, TELEGRAM_WEBHOOK_SECRET="Sesam_1", **settings)
    assert (done.returncode, done.stderr) == (0, "")
    links = json.loads(done.stdout)
    token = links["token"]
    assert re.fullmatch(r"[A-Za-z0-9_-]{22,64}", token)
    assert links == {
        "token": token,
        "telegram": f"https://t.me/planovyk_bot?start={token}",
        "viber": f"viber://pa?chatURI=planovyk&context={token}",
    }
    stored = b"".join(path.read_bytes() for path in invented.folder.glob("planovyk.db*"))
    assert token.encode() not in stored
    assert hashlib.sha256(token.encode()).hexdigest().encode() in stored


def test_every_invitation_of_a_person_has_a_token_of_its_own(invented: Branch) -> None:
    assert invented.tokens["secretary"] != invented.tokens["secretary again"]
    assert len(set(invented.tokens.values())) == len(invented.tokens)


def test_an_invitation_is_readable(invented: Branch) -> None:
    words = ("invite", SECRETARY.name, "--branch", invented.name, "--role", "secretary")
    done = bot(invented.folder, *words, **_database(invented.folder))
    assert (done.returncode, done.stderr) == (0, "")
    assert "Запрошення для Криничко Т.А., одноразове, чинне 48 годин." in done.stdout
    assert re.search(r"^Код: [A-Za-z0-9_-]{22}$", done.stdout, re.MULTILINE)


def test_the_operator_is_spoken_to_in_their_language(tmp_path: Path) -> None:
    plan = str(tmp_path / "none.txt")
    english = bot(tmp_path, "plan", "check", plan, "--year", "2021", language="C.UTF-8")
    assert re.search("[a-z]{4}", english.stderr)
    assert not re.search("[а-яіїєґ]", english.stderr)
    assert re.search("[а-яіїєґ]{4}", bot(tmp_path, "plan", "check", plan, "--year", "2021").stderr)


def test_the_schema_can_be_brought_up_to_date_again_and_again(tmp_path: Path) -> None:
    for _ in range(2):
        done = bot(tmp_path, "db", "upgrade", **_database(tmp_path))
        assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "planovyk.db").exists()


TOKEN = "8110000001:AAtest-token"
WRONG_SETTINGS: dict[str, tuple[dict[str, str], str]] = {
    "no door": ({}, "PLANOVYK_TELEGRAM_TOKEN"),
    "database": ({"DATABASE_URL": "mysql://localhost/planovyk"}, "PLANOVYK_DATABASE_URL"),
    "telegram token": ({"TELEGRAM_TOKEN": "не токен"}, "PLANOVYK_TELEGRAM_TOKEN"),
    "telegram address": ({"TELEGRAM_API_URL": "api.telegram.org"}, "PLANOVYK_TELEGRAM_API_URL"),
    "viber address": ({"VIBER_API_URL": "ftp://viber"}, "PLANOVYK_VIBER_API_URL"),
    "secret": ({"TELEGRAM_WEBHOOK_SECRET": "сезам"}, "PLANOVYK_TELEGRAM_WEBHOOK_SECRET"),
    "no secret": (
        {"TELEGRAM_TOKEN": TOKEN, "PUBLIC_URL": "https://bot.example.org"},
        "PLANOVYK_TELEGRAM_WEBHOOK_SECRET",
    ),
    "not encrypted": ({"PUBLIC_URL": "http://bot.example.org"}, "PLANOVYK_PUBLIC_URL"),
    "viber without address": ({"VIBER_TOKEN": "445da6az1s345z78"}, "PLANOVYK_PUBLIC_URL"),
    "port": ({"HTTP_PORT": "восьмий"}, "PLANOVYK_HTTP_PORT"),
    "time zone": ({"TIMEZONE": "Europe/Kalynivka"}, "PLANOVYK_TIMEZONE"),
    "clock start": ({"CLOCK_START": "учора"}, "PLANOVYK_CLOCK_START"),
    "clock speed": ({"CLOCK_SPEED": "-7.25"}, "PLANOVYK_CLOCK_SPEED"),
    "misspelt": ({"TELEGRAM_TOKN": TOKEN}, "PLANOVYK_TELEGRAM_TOKEN"),
}


@pytest.mark.parametrize(("settings", "variable"), WRONG_SETTINGS.values(), ids=WRONG_SETTINGS)
def test_a_wrong_setting_is_named_in_a_sentence(tmp_path: Path, settings: dict[str, str], variable: str) -> None:
    done = bot(tmp_path, "run", **{**_database(tmp_path), **settings})
    _is_refused(done)
    assert variable in done.stderr
    assert not [value for value in settings.values() if value in done.stderr.replace(variable, "")]
    assert _files(tmp_path) == {}


async def test_a_token_that_a_messenger_refuses_ends_the_program_with_a_sentence(tmp_path: Path) -> None:
    async with viber_by_webhook() as viber:
        settings = {**_database(tmp_path), **viber.settings, "VIBER_TOKEN": "445da6az1s345z78-0000000000000000"}
        done = await bot_beside(tmp_path, "run", **settings)
    assert done.returncode == 2
    assert "PLANOVYK_VIBER_TOKEN" in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr
    assert "445da6az1s345z78" not in done.stderr


def _is_refused(done: Done) -> None:
    """One sentence on stderr, nothing on stdout, exit code 2."""
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert "Traceback" not in done.stderr


def _database(folder: Path) -> dict[str, str]:
    return {"DATABASE_URL": f"sqlite:///{folder / 'planovyk.db'}", "CLOCK_START": JANUARY}


def _files(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
