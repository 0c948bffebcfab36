"""Every doubt, reason and document error of a plan can be said in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from openpyxl import Workbook

from bot import domain
from bot.dialog.speech import LANGUAGES, LOCALES, read_catalogue, say
from bot.dialog.text import Text
from bot.documents import plan_reader
from bot.documents.plan_reader import read_plan
from bot.domain.windows import calendar_year
from bot.errors import DocumentError, PlanovykError
from tests.documents.hostile import W, docx_of, packed, table, unpacked
from tests.documents.sheets import xlsx

DOMAIN = Path(domain.__file__).parent
DOCUMENTS = Path(plan_reader.__file__).parent
HEADER = "№\tНазва заходу\tТермін\tВідповідальні\tРесурси\tРезультат\tПримітка"
# A key of a term's details and a pattern, which look like reasons.
NOT_REASONS = {"time-end", "n-n"}
# Every code of a doubt, with the reasons of two readers, comes from these few rows.
PLAN = f"""План на 2025 рік
{HEADER}
Ціль 1: Перша
1.1\tОдне\tколи буде тепло\t
1.1\tДруге\t31.09\tЧитальна зала
1.3\tТретє\tвересень\tСосенко О.О.\tЯсен К.\t\tважливо
1.4\tЧетверте\t\tСосенка О.О.
1.5\tШосте\tвересеь\tПрізвище
\tП'яте\tсерпень\tСосенко О.О.
Рядок, якого не прочитати
Ціль 3: Третя
3.1\tОстаннє\tвересень\tСосенко О.О.
"""


def source(place: Path) -> str:
    paths = [place] if place.is_file() else sorted(place.rglob("*.py"))
    return "\n".join(path.read_text("utf-8") for path in paths)


def doubt_codes() -> set[str]:
    return set(re.findall(r'Doubt\(\s*[\w.]+,\s*"([a-z-]+)"', source(DOCUMENTS))) | {"term-unsure", "term-unknown"}


def reasons() -> set[str]:
    """Every code that either reader can give as a reason: all its words with a hyphen, and those of one word."""
    terms, people = source(DOMAIN / "terms"), source(DOMAIN / "people" / "reader.py")
    hyphened = set(re.findall(r'"([a-z]+(?:-[a-z]+)+)"', terms + people)) - NOT_REASONS
    single = set(
        re.findall(r'(?:with_doubt\(|doubts\.append\(|doubts=\(|why=|rule=|return None, )"([a-z]+)"', terms + people)
    )
    parts = set(re.findall(r'"[a-z]": \("([a-z-]+)"', terms))
    return hyphened | single | parts | {f"no-such-{part}" for part in parts} | {"dash", "slash", "ditto", "empty"}


def texts(language: str) -> set[str]:
    topics = ("plan.po", "registry.po", "reporting.po")
    catalogues = [read_catalogue(LOCALES / language / topic, language) for topic in topics]
    return {str(message.id) for catalogue in catalogues for message in catalogue if message.id and message.string}


def error_keys() -> set[str]:
    return set(re.findall(r'DocumentError\("([a-z.-]+)"', source(DOCUMENTS)))


def test_the_codes_are_found_in_the_source() -> None:
    assert {"same-person", "goal-gap", "no-term", "unreadable-row"} <= doubt_codes()
    assert {"typo", "wraps-year", "no-separator", "no-such-quarter", "place", "unknown-words"} <= reasons()
    assert {"error.document-empty", "error.document-too-long"} <= error_keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_its_sentence(language: str) -> None:
    wanted = {f"doubt.{code}" for code in doubt_codes()} | {f"why.{code}" for code in reasons()} | error_keys()
    assert wanted - texts(language) == set()


def others() -> tuple[bytes, ...]:
    """Documents with the doubts that no table of text has."""
    numbers = (*range(1, 10), 1, 11)
    restarts = [f"{n}\tЗахід\tтравень\tЯсен К." for n in (1, 2, 1, 2)]
    rows = [(f"1.{n}", "Захід", "травень", "Ясен К.") for n in numbers]
    book = xlsx(
        {"План": (tuple(HEADER.split("\t")), *rows), "Телефони": (("хтось",),), "Старе": (("хтось",),)}, look=_hide
    )
    noted = docx_of(table(*[(str(n), "Захід", "травень", "Ясен К.") for n in (1, 2)]))
    footnote = f"<w:footnotes {W}><w:footnote><w:p><w:r><w:t>якщо</w:t></w:r></w:p></w:footnote></w:footnotes>"
    return (
        "\n".join([HEADER, *restarts]).encode(),
        book,
        packed(unpacked(noted) | {"word/footnotes.xml": footnote.encode()}),
    )


def _hide(book: Workbook) -> None:
    book["План"].row_dimensions[2].hidden = True
    book["Старе"].sheet_state = "hidden"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_doubt_of_a_plan_can_be_said(language: str) -> None:
    doubts = [doubt for data in (PLAN.encode(), *others()) for doubt in read_plan(data, calendar_year(2026)).doubts]
    assert {doubt.code for doubt in doubts} == doubt_codes()
    for doubt in doubts:
        reason = {"why": Text(f"why.{doubt.args['why']}", {})} if "why" in doubt.args else {}
        sentence = say(Text(f"doubt.{doubt.code}", {**doubt.args, **reason}), language)
        assert sentence
        assert "{" not in sentence


def test_an_error_carries_its_key_and_values() -> None:
    error = DocumentError("error.document-too-large", limit=5)
    assert isinstance(error, PlanovykError)
    assert (error.key, error.args_) == ("error.document-too-large", {"limit": 5})
    assert say(Text(error.key, error.args_), "uk").startswith("Файл завеликий: я читаю файли до 5 МБ.")
