"""`terms` and `people` read cells from standard input, one a line, and tell what they make of each."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.program import PATIENCE, environment

Done = subprocess.CompletedProcess[str]
BOT = ("-m", "bot")
# What the readers do not need and a start would pay for.
DEAR = ("sqlalchemy", "aiohttp", "aiogram", "viberbot", "alembic", "pypdfium2")


def run(folder: Path, *words: str, cells: str = "", language: str = "uk_UA.UTF-8") -> Done:
    return subprocess.run(
        [sys.executable, *words],
        cwd=folder,
        env=environment({}, language),
        input=cells,
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )


def data(done: Done) -> list[dict[str, object]]:
    assert (done.returncode, done.stderr) == (0, "")
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_terms_tells_other_programs_what_each_cell_means(tmp_path: Path) -> None:
    cells = "II квартал (травень)\nЩоквартально, до 10 числа\nБерезень\\nквітень\n\nтравнь\n"
    done = run(tmp_path, *BOT, "terms", "--year", "2026", "--json", cells=cells)
    may, quarterly, spring, empty, typo = data(done)
    assert may == {
        "text": "II квартал (травень)",
        "windows": [["2026-05-01", "2026-05-31"]],
        "mode": "none",
        "sure": True,
        "why": "quarter",
        "hints": {},
    }
    assert (quarterly["mode"], quarterly["hints"]) == ("quarterly", {"deadline": "", "day": "10"})
    assert (spring["text"], spring["windows"]) == ("Березень\nквітень", [["2026-03-01", "2026-04-30"]])
    assert (empty["windows"], empty["mode"], empty["sure"], empty["why"]) == ([], None, False, "empty")
    assert (typo["windows"], typo["sure"], typo["why"]) == ([["2026-05-01", "2026-05-31"]], False, "typo")


@pytest.mark.parametrize(
    ("period", "window"),
    [
        ("calendar", ["2026-01-01", "2026-12-31"]),
        ("school", ["2026-09-01", "2027-05-31"]),
        ("month:11", ["2026-11-01", "2026-11-30"]),
    ],
)
def test_the_kind_of_plan_gives_the_period(period: str, window: list[str], tmp_path: Path) -> None:
    done = run(tmp_path, *BOT, "terms", "--year", "2026", "--period", period, "--json", cells="щотижня\n")
    assert [(cell["windows"], cell["mode"]) for cell in data(done)] == [([window], "weekly")]


def test_people_tells_other_programs_whom_each_cell_names(tmp_path: Path) -> None:
    cells = "Іваненко О.О. (координатор), президія\nкласні керівники\nЧитальна зала\n"
    both, teachers, room = data(run(tmp_path, *BOT, "people", "--json", cells=cells))
    assert both == {
        "text": "Іваненко О.О. (координатор), президія",
        "items": [
            {"kind": "person", "name": "Іваненко О.О.", "post": "координатор"},
            {"kind": "body", "name": "президія", "post": None},
        ],
        "sure": True,
        "why": "",
    }
    assert teachers["items"] == [{"kind": "group", "name": "класні керівники", "post": None}]
    assert (room["items"], room["sure"], room["why"]) == ([], False, "place")


def test_without_json_a_person_reads_a_line_for_each_cell(tmp_path: Path) -> None:
    done = run(tmp_path, *BOT, "terms", "--year", "2026", cells="10.09\nгрудень 2025\\n– січень 2026\nколись\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "10.09 → 10 вересня 2026 (none)",
        "грудень 2025\\n– січень 2026 → 1 грудня 2025 – 31 січня 2026 (none)",
        "колись → ?. Перевірте: Тут є слова, яких я не знаю.",
    ]
    done = run(tmp_path, *BOT, "people", cells="директор Іваненко О.О.\n\n", language="en_GB.UTF-8")
    assert done.stdout.splitlines() == [
        "директор Іваненко О.О. → Іваненко О.О. (директор)",
        "— → ?. Please check: The cell is empty.",
    ]


@pytest.mark.parametrize(
    "words",
    [("terms",), ("terms", "--year", "20"), ("terms", "--year", "2026", "--period", "month:13"), ("people", "--x")],
)
def test_a_wrong_call_is_answered_in_one_sentence(words: tuple[str, ...], tmp_path: Path) -> None:
    done = run(tmp_path, *BOT, *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1


def test_bytes_that_are_no_text_end_nothing(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, *BOT, "people", "--json"],
        cwd=tmp_path,
        env=environment({}),
        input=b"\xff\xfe\x00\r\n" + "президія\r\n".encode(),
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert [json.loads(line)["sure"] for line in done.stdout.splitlines()] == [False, True]


def test_reading_cells_imports_nothing_dear(tmp_path: Path) -> None:
    program = (
        "import sys; from bot.commands.line import main; main(['people']); main(['terms', '--year', '2026'])\n"
        f"print(*sorted(set({DEAR!r}) & set(sys.modules)))"
    )
    done = run(tmp_path, "-c", program)
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "", "")
