"""The documents: their links lead somewhere, their commands run, and what they name exists in the code."""

import argparse
import ast
import re
import shlex
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from bot.commands.line import _parser
from bot.dialog.speech import LOCALES, read_catalogue
from bot.settings import Settings, variable

ROOT = Path(__file__).parents[2]
DECISIONS = ROOT / "docs" / "decisions"
ROOMS = ("bot", "db", "handlers", "scheduler")
READMES = ("README.md", "README.uk.md")
DOCUMENTS = sorted(
    path.relative_to(ROOT).as_posix() for pattern in ("*.md", "docs/**/*.md") for path in ROOT.glob(pattern)
)
BUTTONS_OF_THE_GUIDE = (
    "Змінити", "Додати захід", "↩ Повернути як було",
    "Виконано", "Виконано, тепер усе", "Підтвердити", "Повернути", "Цього разу нічого", "Прострочене", "Засідання",
    "Питання щодо плану", "Лишити як є", "Розглянути питання", "Опублікувати", "Прийняти", "Лишити як було", "Меню",
    "Довідка", "English",
)  # fmt: skip
PARTS_OF_A_RECORD = ("Context", "Decision", "Consequences")
MOST_PICTURE_BYTES = 200_000


def read(document: str) -> str:
    return (ROOT / document).read_text(encoding="utf-8")


def tokens(document: str) -> list[str]:
    """What stands in backticks, on a line of its own text."""
    return re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", read(document), flags=re.DOTALL))


def links(document: str) -> list[str]:
    return [link for link in re.findall(r"\]\(([^)\s]+)\)", read(document)) if "://" not in link]


def commands(document: str) -> list[str]:
    """The arguments of every `python -m bot …` of a document, be it inside another command."""
    found = re.findall(r"python -m bot ([^`\n]+)", read(document))
    return [command.strip() for command in found]


@cache
def names_of_the_code() -> frozenset[str]:
    """Every function, class, method, field and constant of the program; what a class holds also as `Class.name`."""
    return frozenset().union(*(names_of(path) for room in ROOMS for path in (ROOT / room).rglob("*.py")))


def names_of(path: Path) -> frozenset[str]:
    return frozenset(_named(ast.parse(path.read_text(encoding="utf-8")).body))


def _named(body: list[ast.stmt], owner: str = "") -> Iterator[str]:
    for statement in body:
        for name in _targets(statement):
            yield name
            yield f"{owner}{name}"
        if isinstance(statement, ast.ClassDef):
            yield from _named(statement.body, f"{statement.name}.")


def _targets(statement: ast.stmt) -> list[str]:
    match statement:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return [name]
        case ast.AnnAssign(target=ast.Name(id=name)):
            return [name]
        case ast.Assign(targets=targets):
            return [target.id for target in targets if isinstance(target, ast.Name)]
        case _:
            return []


def test_the_documents_are_there() -> None:
    assert {*READMES, "CONTEXT.md", "CHANGELOG.md", "docs/architecture.md", "docs/decisions/README.md"} <= {*DOCUMENTS}


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_link_leads_to_a_file(document: str) -> None:
    folder = (ROOT / document).parent
    broken = [link for link in links(document) if not (folder / link.partition("#")[0]).exists()]
    assert broken == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_path_in_backticks_exists(document: str) -> None:
    rooms = "|".join((*ROOMS, "docs", "migrations", "tests"))
    paths = [token for token in tokens(document) if re.fullmatch(rf"(?:{rooms})/[\w./-]+", token)]
    assert [path for path in paths if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_function_in_backticks_exists(document: str) -> None:
    functions = [token.removesuffix("()") for token in tokens(document) if re.fullmatch(r"[A-Za-z_.]+\(\)", token)]
    assert [name for name in functions if name not in names_of_the_code()] == []


@pytest.mark.parametrize("document", ["docs/architecture.md", "CONTEXT.md"])
def test_a_class_or_constant_in_backticks_exists(document: str) -> None:
    named = [token for token in tokens(document) if re.fullmatch(r"[A-Z][A-Za-z]+|_?[A-Z][A-Z_]+", token)]
    assert len(named) > 5
    assert [name for name in named if name not in names_of_the_code()] == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_what_is_said_to_be_in_a_file_is_in_it(document: str) -> None:
    said = re.findall(r"`(\w+)(?:\(\))?`\s(?:in|of)\s`([\w/]+\.py)`", read(document))
    assert [(name, file) for name, file in said if name not in names_of(ROOT / file)] == []


def test_the_architecture_names_where_things_are() -> None:
    found = tokens("docs/architecture.md")
    assert len([token for token in found if "/" in token]) > 20
    assert len([token for token in found if token.endswith("()")]) > 20
    assert len(re.findall(r"`\s(?:in|of)\s`[\w/]+\.py`", read("docs/architecture.md"))) > 8


def test_every_command_of_the_readme_is_one_that_the_program_understands() -> None:
    found = commands("README.md")
    assert {command.split()[0] for command in found} == {"plan", "invite", "db", "terms", "people", "ask", "simulate"}
    for command in found:
        _parser().parse_args(shlex.split(command))


def test_the_readme_names_every_command_of_the_program() -> None:
    text = read("README.md")
    existing = set(_leaves(_parser()))
    assert {"demo", "plan check"} <= existing
    assert {
        command for command in existing if f"python -m bot {command}" in text or f"make {command}" in text
    } == existing


def _leaves(parser: argparse.ArgumentParser, path: str = "") -> Iterator[str]:
    inner = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    if not inner:
        yield path
    for name, command in (pair for action in inner for pair in action.choices.items()):
        yield from _leaves(command, f"{path} {name}".strip())


def test_every_make_target_of_the_readme_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", read("Makefile"), re.MULTILINE))
    wanted = set(re.findall(r"(?:`|    )make ([a-z]+)", read("README.md")))
    assert {"demo", "test", "run"} <= wanted <= targets


def test_the_settings_table_names_exactly_the_settings_with_the_defaults_of_the_example() -> None:
    rows = re.findall(r"^\| `(PLANOVYK_\w+)` \| (\S+) \|", read("README.md"), re.MULTILINE)
    example = dict(re.findall(r"^(PLANOVYK_\w+)=(.*)$", read(".env.example"), re.MULTILINE))
    assert [name for name, _ in rows] == [variable(field) for field in Settings.model_fields]
    assert {name: "" if default == "none" else default.strip("`") for name, default in rows} == example


def test_every_decision_is_listed() -> None:
    records = {path.name for path in DECISIONS.glob("[0-9]*.md")}
    assert records
    assert {link for link in links("docs/decisions/README.md") if link[0].isdigit()} == records


@pytest.mark.parametrize("record", sorted(DECISIONS.glob("[0-9]*.md")), ids=lambda path: path.name)
def test_a_decision_says_why_what_and_what_follows(record: Path) -> None:
    text = record.read_text(encoding="utf-8")
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert text.startswith(f"# {record.name[:4]}. ")
    assert [each for each in headings if each in PARTS_OF_A_RECORD] == [*PARTS_OF_A_RECORD]


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads(read("pyproject.toml"))
    specifiers = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    wanted = {re.split(r"[\[<>=!~ ;]", each, maxsplit=1)[0] for each in specifiers}
    rows = re.findall(r"^\| ([a-z][\w, -]+) \| \S", read("docs/decisions/0007-dependencies.md"), re.MULTILINE)
    given = {name for row in rows for name in row.split(", ")} - {"package"}
    assert given == wanted


def test_the_buttons_of_the_guide_are_those_that_people_see() -> None:
    shown = [
        str(message.string).lstrip("☰ ")
        for path in sorted((LOCALES / "uk").glob("*.po"))
        for message in read_catalogue(path, "uk")
        if str(message.id).startswith("button.")
    ]
    guide = " ".join(read("README.uk.md").split())
    for label in BUTTONS_OF_THE_GUIDE:
        assert f"«{label}»" in guide, label
        assert any(words == label or words.startswith(f"{label}:") for words in shown), label


def test_the_picture_is_small() -> None:
    picture = (ROOT / "docs" / "pictures" / "chat.png").read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert len(picture) < MOST_PICTURE_BYTES
