"""`ask`: what a person of the branch would be told, read from the terminal, and nothing changed by asking."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.branch import Branch
from tests.e2e.program import PATIENCE, ROOT, environment

DAY = "2021-07-13"
Done = subprocess.CompletedProcess[str]


def ask(branch: Branch, questions: str, *words: str, person: str = "Барвінок", name: str | None = None) -> Done:
    """Run `python -m bot ask` on questions, one a line."""
    command = ["-m", "bot", "ask", "--branch", name or branch.name, "--as", person, "--at", DAY, *words]
    return _run(branch.folder, command, questions, {"DATABASE_URL": f"sqlite:///{branch.database}"})


def _run(folder: Path, command: list[str], questions: str, settings: dict[str, str]) -> Done:
    return subprocess.run(
        [sys.executable, *command],
        cwd=folder,
        env=environment(settings),
        input=questions,
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )


def test_questions_are_answered_one_after_another_for_other_programs(invented: Branch) -> None:
    before = invented.database.read_bytes()
    questions = "що у вересні?\nа в жовтні?\n\nхто відповідає за газету\nа коли\noj e dthtcys\nяка погода завтра\n"
    done = ask(invented, questions, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert all(set(each) == {"question", "kind", "activities", "reply"} for each in told)
    assert [each["question"] for each in told] == [line for line in questions.splitlines() if line]
    kinds = ["window", "window", "responsible", "when", "window", "menu"]
    assert [each["kind"] for each in told] == kinds
    september, october, newspaper, when, typed, weather = told
    assert september["reply"].startswith("Вересень 2021\n")
    assert october["reply"].startswith("Жовтень 2021\n")
    assert {"3.2", "6.2"} <= set(september["activities"])
    assert typed["activities"] == september["activities"]
    assert newspaper["activities"] == when["activities"] == ["3.4"]
    assert "Дем’яненко О.В." in newspaper["reply"]
    assert (weather["activities"], weather["reply"].splitlines()[0][:11]) == ([], "Не зрозумів")
    assert "Мандрівний клуб читачів-бібліотекарів «Зайва сторінка»." in september["activities"]
    assert invented.database.read_bytes() == before
    assert not list(invented.folder.glob("planovyk.db-*"))


def test_the_answers_are_readable(invented: Branch) -> None:
    done = ask(invented, "мої завдання\n3.4\n")
    assert (done.returncode, done.stderr) == (0, "")
    mine, card = done.stdout.strip().split("\n\n")
    assert mine.splitlines()[:2] == ["> мої завдання", "[mine] 3.6, 3.5"]
    assert card.splitlines()[:3] == ["> 3.4", "[number] 3.4", "3.4 Щорічна газета відділення «Закладка»"]
    assert "[☰ Меню]" in card


@pytest.mark.parametrize("person", ["Барвінок І.", "барвінка", "Barvinok", "Барвиноком"])
def test_a_person_is_found_as_anybody_would_write_them(invented: Branch, person: str) -> None:
    [told] = ask(invented, "мої", "--json", person=person).stdout.splitlines()
    assert json.loads(told)["activities"] == ["3.6", "3.5"]


def test_somebody_of_the_plan_may_ask_before_they_are_invited(invented: Branch) -> None:
    [told] = ask(invented, "мої", "--json", person="Тополя").stdout.splitlines()
    assert (json.loads(told)["kind"], json.loads(told)["activities"]) == ("mine", ["3.3"])


@pytest.mark.parametrize(
    ("person", "branch", "said"),
    [
        ("Ніхто", None, "Людини «Ніхто» немає"),
        ("Барвінок", "Нема такого", "Відділення «Нема такого» тут немає"),
        ("", None, "Людини «» немає"),
    ],
)
def test_whoever_is_not_there_is_told_so(invented: Branch, person: str, branch: str | None, said: str) -> None:
    done = ask(invented, "мої\n", person=person, name=branch)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(said)


def test_a_database_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    words = ["-m", "bot", "ask", "--branch", "Відділення", "--as", "Коваль"]
    done = _run(tmp_path, words, "мої\n", {"DATABASE_URL": f"sqlite:///{tmp_path / 'none.db'}"})
    assert (done.returncode, done.stdout) == (2, "")
    assert not list(tmp_path.iterdir())


def test_a_day_that_is_none_is_told(invented: Branch) -> None:
    done = _run(invented.folder, ["-m", "bot", "ask", "--branch", "В", "--as", "К", "--at", "завтра"], "", {})
    assert done.returncode == 2
    assert "2026-09-01" in done.stderr


def test_the_help_names_the_kinds_of_answers(tmp_path: Path) -> None:
    done = _run(tmp_path, ["-m", "bot", "ask", "--help"], "", {})
    assert all(f" {kind}" in done.stdout for kind in ("window", "person", "overdue", "search", "menu"))
    assert "`ask`" in (ROOT / "README.md").read_text(encoding="utf-8") or "bot ask" in (ROOT / "README.md").read_text(
        encoding="utf-8"
    )
