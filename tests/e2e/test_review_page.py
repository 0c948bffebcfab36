"""The secretary at the demo's page, in a real browser: she sends the next year's plan, reviews and publishes it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

from tests.e2e.branch import SAMPLE
from tests.e2e.chromium import complaints, set_screen
from tests.e2e.quarters import FINISH, sections
from tests.e2e.secretary import DOCX, NOBODY, VAGUE, plan_in_word
from tests.e2e.test_demo import THIS_YEAR, demo, newest
from tests.e2e.test_web_page import Page

pytestmark = pytest.mark.browser

NEXT_YEAR = THIS_YEAR + 1
PHONE = (360, 740)
HEAD_CALLED = ["1", "", "", ""]
"""Unread messages: from the first minute the head is asked when the presidium meets, and nobody else anything."""

# How far below the upper edge of the chat the last message begins, and what is too wide for its place.
TOP = """
const [log, all] = [document.querySelector("#log"), document.querySelectorAll(".message")];
return all[all.length - 1].getBoundingClientRect().top - log.getBoundingClientRect().top;
"""
TOO_WIDE = """
const seen = document.querySelectorAll("#log *:not(.visually-hidden), .say button, .say textarea");
const wide = Array.from(seen).filter((each) => each.getBoundingClientRect().right > innerWidth);
const words = document.querySelector("#words");
return wide.map((each) => each.className).concat(words.offsetHeight > words.clientHeight + 2 ? ["scroll bar"] : []);
"""


def test_a_plan_is_sent_reviewed_and_published_on_a_narrow_screen(browser: Chrome, tmp_path: Path) -> None:
    (tmp_path / DOCX).write_bytes(plan_in_word(NEXT_YEAR, NOBODY, VAGUE))
    with demo(tmp_path) as address:
        page = Page(browser, address)
        set_screen(browser, *PHONE)
        page.wait(lambda: _badges(page) == HEAD_CALLED)
        _sends_the_file(page, tmp_path / DOCX)
        _reviews(page)
        assert _badges(page) == HEAD_CALLED
        _others_know_nothing(page)
        _publishes(page)
        _this_year_goes_on(page)
        assert complaints(browser) == []
    assert (tmp_path / "demo-errors").read_bytes() == b""


def test_a_table_is_pasted_and_what_is_too_long_is_told_so(browser: Chrome, tmp_path: Path) -> None:
    (tmp_path / DOCX).write_bytes(b"x" * 6 * 1024 * 1024)
    plan = SAMPLE.read_text(encoding="utf-8").replace("{year}", str(NEXT_YEAR))
    with demo(tmp_path) as address:
        page = Page(browser, address)
        page.driver.find_element(By.ID, "file").send_keys(str(tmp_path / DOCX))
        page.sees("Файл завеликий: я читаю файли до 5 МБ.")
        _pastes(page, plan)
        page.sees("Такий довгий текст месенджер міг розрізати")
        _pastes(page, plan.partition("Ціль 2")[0])
        page.sees("Прочитано! Ось що я зрозумів.")
        assert "Цілей: 1. Заходів: 3." in newest(page)


def _pastes(page: Page, words: str) -> None:
    page.driver.find_element(By.ID, "words").click()
    page.driver.execute_cdp_cmd("Input.insertText", {"text": words})
    page.press("Надіслати")


def _badges(page: Page) -> list[str]:
    return [page.text(f"[data-account={account}] .badge") for account in ("head", "presidium", "responsible", "member")]


def _sends_the_file(page: Page, plan: Path) -> None:
    page.driver.find_element(By.ID, "file").send_keys(str(plan))
    page.sees("Прочитано! Ось що я зрозумів.")
    page.sees(DOCX)
    for words in (f"Чернетка плану на {NEXT_YEAR} рік", "Цілей: 6. Заходів: 22.", "Маю до вас 7 питань."):
        assert words in newest(page)


def _reviews(page: Page) -> None:
    _taps(page, "Розглянути питання: 7", "Цілі 4 у плані немає.")
    _taps(page, "Пізніше", "поки без відповідальних.")
    _taps(page, "← Назад", "Цілі 4 у плані немає.")
    _taps(page, "Лишити як є", "Записано.")
    page.write("Лелека Марта, Президія")
    page.sees("Зараз відповідають: Лелека М., Президія")
    page.sees("Не можу прочитати термін «до 15».")
    page.write("до 15 березня")
    page.sees("Записано: 6.1 ")
    page.sees("1 січня – 15 березня")
    assert re.search(r"^\w+ К\. [КЛ]ОВ ", newest(page), re.MULTILINE)
    _taps(page, "Так, додати", "не має номера.")
    assert page.driver.execute_script(TOO_WIDE) == []


def _taps(page: Page, button: str, words: str) -> None:
    """The answer stands in place of the tapped message, and is shown from its beginning."""
    page.press(button)
    page.wait(lambda: words in newest(page))
    page.wait(lambda: -1 <= float(page.driver.execute_script(TOP)) < 300)


def _others_know_nothing(page: Page) -> None:
    for account in ("presidium", "member"):
        page.be(account)
        page.write("меню")
        page.wait(lambda: f"План на {THIS_YEAR} рік" in newest(page))
        page.write("6.1")
        page.wait(lambda: newest(page).startswith("6.1 "))
        assert "31 березня" in newest(page)
        assert not re.search(f"{NEXT_YEAR}|Чернетка|15 березня", page.text("#log"))
    page.be("secretary")


def _publishes(page: Page) -> None:
    page.write("меню")
    page.press(f"Чернетка плану на {NEXT_YEAR} рік")
    _taps(page, "Опублікувати…", f"Публікуємо план на {NEXT_YEAR} рік?")
    assert "Лелека Марта: " in newest(page)
    _taps(page, "Опублікувати", "План опубліковано. Дякую!")


def _this_year_goes_on(page: Page) -> None:
    """The new plan waits for its year, and there is nothing to review any more."""
    page.write("меню")
    page.wait(lambda: f"План на {THIS_YEAR} рік" in newest(page))
    assert page.labelled(f"Чернетка плану на {NEXT_YEAR} рік") == []
    page.be("member")
    page.write("Що цього кварталу?")
    page.wait(lambda: newest(page).startswith(f"I квартал {THIS_YEAR}"))
    assert "6.1 31 березня" in sections(newest(page))[FINISH]
    assert _badges(page) == HEAD_CALLED
