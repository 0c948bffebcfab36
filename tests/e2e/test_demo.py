"""The demo: a whole year's story in a real browser, for one person at this computer and nobody else."""

from __future__ import annotations

import calendar
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path

import aiohttp
import pytest
from selenium.webdriver import Chrome

from tests.e2e.branch import JANUARY, YEAR, Branch, sample_plan
from tests.e2e.chromium import complaints
from tests.e2e.doors import viber_by_webhook
from tests.e2e.program import PATIENCE, bot, environment
from tests.e2e.quarters import IN_JANUARY, Sections, sections
from tests.e2e.story import KYIV, Story
from tests.e2e.test_web_page import Page

THIS_YEAR = datetime.now(KYIV).year
# What the newest message says, with the bullets that the page draws in its own way.
NEWEST = """
const lines = Array.from(document.querySelectorAll(".message:last-of-type .line"));
return lines.map((line) => (line.tagName === "LI" ? "• " : "") + line.textContent).join("\\n");
"""
SENTENCE = "Тиха зала, сорок читачів."


@contextmanager
def demo(folder: Path, **variables: str) -> Iterator[str]:
    """Start the demo on a free port; give its address. At the end Ctrl+C ends it, and nothing of it is left."""
    temporary = folder / "temporary"
    temporary.mkdir()
    with (folder / "demo-errors").open("wb") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "demo", "--no-browser", "--port", "0"],
            cwd=folder,
            env={**environment({}), "TMPDIR": str(temporary), **variables},
            stdout=subprocess.PIPE,
            stderr=errors,
        )
    with process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline().decode()
            address = re.search(r"http://127\.0\.0\.1:\d+/", line)
            assert address, line + (folder / "demo-errors").read_text()
            yield address[0]
        finally:
            process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 130
    assert list(temporary.iterdir()) == []


@pytest.mark.browser
def test_the_story_of_a_year(browser: Chrome, tmp_path: Path) -> None:
    with demo(tmp_path) as address:
        page = Page(browser, address)
        _the_secretary_asks_about_the_year(page)
        _a_stranger_learns_nothing(page)
        _the_responsible_is_reminded(page)
        _reports(page)
        _the_presidium_decides(page)
        assert complaints(page.driver) == []
    assert (tmp_path / "demo-errors").read_bytes() == b""


def _the_secretary_asks_about_the_year(page: Page) -> None:
    page.press("Що цього кварталу?")
    for quarter in ("I", "II", "III", "IV"):
        page.press(f"{quarter} кв.")
        page.wait(partial(_begins, page, f"{quarter} квартал {THIS_YEAR}"))
        assert sections(newest(page)) == _in(THIS_YEAR, IN_JANUARY[quarter])


def _a_stranger_learns_nothing(page: Page) -> None:
    page.be("stranger")
    page.press("Почати розмову")
    page.sees("Вітаю! Я Плановик.")
    for words in ("I квартал", "3.3", "Тополя"):
        page.write(words)
        page.sees(words)
        page.wait(lambda: "особисте посилання" in newest(page))
    told = " ".join(each.text for each in page.all(".message:not(.mine)"))
    assert not re.search("Калинівськ|Криничко|Шепіт|квартал", told)


def _the_responsible_is_reminded(page: Page) -> None:
    for day in ("1 квітня", "1 липня"):
        page.driver.find_element("css selector", "[data-to=quarter]").click()
        page.wait(partial(_happened, page, day))
    for _ in range(20):
        before = page.text("#happened")
        page.driver.find_element("css selector", "[data-to=notice]").click()
        page.wait(partial(_happened_anew, page, before))
        if "Тополя Сергій" in page.text("#happened"):
            break
    assert re.search(r"1[678] вересня, 09:0\d", page.text("#happened")), page.text("#happened")
    page.press("Тополя Сергій · 1")
    page.wait(lambda: "Шепіт сторінок" in newest(page))
    assert re.search(r"3\.3 .*: виконати до 30 вересня, лишило\S+ 1\d дн", newest(page))


def _reports(page: Page) -> None:
    page.press("Виконано")
    page.sees("Ваші слова побачить Президія")
    page.write(SENTENCE)
    page.sees("Записав: ваші слова")
    page.press("Готово")
    page.sees("Звіт передано Президії")


def _the_presidium_decides(page: Page) -> None:
    page.be("presidium")
    page.wait(lambda: "Тополя Сергій повідомляє" in newest(page))
    assert SENTENCE in newest(page)
    page.press("Підтвердити")
    page.sees("Підтверджено.")
    page.be("head")
    page.wait(lambda: "✅ підтверджено (Соловейко-Гнатенко М.П., " in newest(page))  # what asked for it has changed
    assert "повідомляє" not in newest(page)
    page.be("responsible")
    page.wait(lambda: "Соловейко-Гнатенко М.П. підтверджує" in newest(page))
    page.be("member")
    page.write("3.3")
    page.sees("✅ підтверджено (Соловейко-Гнатенко М.П., ")


async def test_the_demo_answers_without_aiogram_and_only_to_this_computer(tmp_path: Path) -> None:
    with demo(tmp_path, PYTHONPROFILEIMPORTTIME="1") as address:
        said = await _asked(f"{address}api/say", {"account": "member", "text": "Що цього кварталу?"})
        assert f"I квартал {THIS_YEAR}" in said
        for path in ("", "main.js", "api/people", "api/chat?account=secretary"):
            assert await _status(f"{address}{path}", Host="planovyk.example") == 421
            assert await _status(f"{address}{path}", Origin="https://planovyk.example") == 403
            assert await _status(f"{address}{path}") == 200
    imported = (tmp_path / "demo-errors").read_text()
    assert "bot.web.app" in imported
    assert "aiogram" not in imported


@pytest.mark.parametrize(
    "words", [("--help",), ("plan", "check", "plan.txt", "--year", str(YEAR))], ids=["help", "check"]
)
def test_the_command_line_does_not_wait_for_aiogram(
    tmp_path: Path, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    sample_plan(tmp_path)
    monkeypatch.setenv("PYTHONPROFILEIMPORTTIME", "1")
    done = bot(tmp_path, *words)
    assert done.returncode == 0
    assert "bot.commands.line" in done.stderr
    assert not re.search("aiogram|sqlalchemy|pydantic", done.stderr)


async def test_a_bot_in_the_world_has_no_web_chat(invented: Branch) -> None:
    async with viber_by_webhook() as door, Story(invented, [door]).at(JANUARY):
        await door.person("stranger").says("Привіт")
        await door.person("stranger").sees("Плановик")
        for path in ("", "main.js", "api/people", "api/chat?account=secretary", "api/clock", "api/say", "api/events"):
            for method in ("GET", "POST"):
                assert await _status(f"{door.settings['PUBLIC_URL']}/{path}", method) == 404


def _in(year: int, expected: Sections) -> Sections:
    february = f"{calendar.monthrange(year, 2)[1]} лютого"
    return {heading: [each.replace("28 лютого", february) for each in items] for heading, items in expected.items()}


def _begins(page: Page, words: str) -> bool:
    return newest(page).startswith(words)


def _happened(page: Page, words: str) -> bool:
    return words in page.text("#happened")


def _happened_anew(page: Page, before: str) -> bool:
    return page.text("#happened") != before


def newest(page: Page) -> str:
    """What the newest message says."""
    return str(page.driver.execute_script(NEWEST))


async def _asked(url: str, what: dict[str, str]) -> str:
    async with aiohttp.request("POST", url, json=what) as answer:
        assert answer.status == 200
        return await answer.text()


async def _status(url: str, method: str = "GET", **headers: str) -> int:
    async with aiohttp.request(method, url, headers=headers) as answer:
        return answer.status
