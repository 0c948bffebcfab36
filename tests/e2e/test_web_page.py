"""The demo's page in a real Chromium: somebody talks, taps, is somebody else, and moves the clock."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait

from bot.dialog.model import File
from tests.e2e.chromium import complaints, set_screen
from tests.e2e.little_demo import LittleDemo, served

pytestmark = pytest.mark.browser

# The contrast of text with what lies behind it (WCAG 2.2, relative luminance), for every text that is seen.
CONTRASTS = """
const light = (part) => { part /= 255; return part <= .04045 ? part / 12.92 : Math.pow((part + .055) / 1.055, 2.4); };
const numbers = (colour) => colour.match(/[\\d.]+/g).map(Number);
const luminance = ([r, g, b]) => .2126 * light(r) + .7152 * light(g) + .0722 * light(b);
function ground(element) {
  for (let each = element; each; each = each.parentElement) {
    const colour = numbers(getComputedStyle(each).backgroundColor);
    if (colour.length < 4 || colour[3] === 1) return colour;
  }
  return [255, 255, 255];
}
return Array.from(document.querySelectorAll("body *")).filter((element) => element.offsetParent
  && Array.from(element.childNodes).some((node) => node.nodeType === 3 && node.data.trim())
).map((element) => {
  const pair = [luminance(numbers(getComputedStyle(element).color)), luminance(ground(element))].sort((a, b) => b - a);
  return [element.className + " " + element.textContent.slice(0, 30), (pair[0] + .05) / (pair[1] + .05)];
});
"""


class Page:
    """What a person at the page can see and do."""

    def __init__(self, driver: Chrome, url: str) -> None:
        self.driver = driver
        driver.get(url)
        self.wait(lambda: self.person("secretary"))

    def wait(self, condition: Callable[[], object]) -> None:
        WebDriverWait(self.driver, 10, 0.05, (StaleElementReferenceException,)).until(lambda _driver: condition())

    def all(self, selector: str) -> list[WebElement]:
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def text(self, selector: str) -> str:
        """What a selector's first element says; nothing when it is not to be seen."""
        script = "const found = document.querySelector(arguments[0]);"
        script += "return found && found.offsetParent ? found.innerText : '';"
        return str(self.driver.execute_script(script, selector))

    def person(self, account: str) -> list[WebElement]:
        return self.all(f".person[data-account={account}]")

    def be(self, account: str) -> None:
        self.person(account)[0].click()
        self.wait(lambda: self.person(account)[0].get_attribute("aria-current") == "true")

    def write(self, words: str) -> None:
        self.wait(self.is_at_rest)
        self.driver.find_element(By.ID, "words").send_keys(words, Keys.ENTER)

    def press(self, label: str) -> None:
        """Press the last button with this label."""
        self.wait(lambda: self.is_at_rest() and self.labelled(label))
        self.labelled(label)[-1].click()

    def is_at_rest(self) -> bool:
        """Whether the page has done what was asked last; what is pressed before counts for nothing."""
        return not self.all("body.busy")

    def labelled(self, label: str) -> list[WebElement]:
        return self.driver.find_elements(By.XPATH, f"//button[normalize-space()='{label}' or @aria-label='{label}']")

    def sees(self, words: str) -> None:
        self.wait(lambda: words in self.text("#log"))


@pytest.fixture
def demo() -> LittleDemo:
    return LittleDemo()


@pytest.fixture
def page(browser: Chrome, demo: LittleDemo) -> Iterator[Page]:
    with served(demo.app()) as url:
        yield Page(browser, url)


def test_a_question_is_answered_and_a_button_opens_a_card_in_its_place(page: Page) -> None:
    page.press("Що цього кварталу?")
    page.sees("I квартал 2021 року")
    assert [item.text for item in page.all("#log li")][1] == "2.2 Обласна школа керівника «Стратегії та рішення»"
    page.press("2.1 Мережа хабів")
    page.sees("Відповідає: Президія ЛОВ УБА")
    assert "I квартал 2021 року" not in page.text("#log")
    page.press("Виконано")
    page.sees("Напишіть одним реченням")
    page.write("Провели три тренінги")
    page.sees("Ви написали: Провели три тренінги")
    assert len(page.all(".mine")) == 3
    assert page.driver.find_element(By.ID, "words").get_attribute("value") == ""
    assert complaints(page.driver) == []


def test_a_file_is_sent_with_a_button(page: Page, demo: LittleDemo, tmp_path: Path) -> None:
    plan = tmp_path / "план на 2027.txt"
    plan.write_text("План")
    button = page.driver.find_element(By.ID, "attach")
    assert (button.text, button.get_attribute("aria-label")) == ("Файл", "Файл: надіслати план")
    page.driver.find_element(By.ID, "file").send_keys(str(plan))
    page.sees("план на 2027.txt")
    page.sees("Цього я не прочитаю.")
    [what] = [incoming.what for incoming in demo.heard]
    assert isinstance(what, File)
    assert (what.name, what.size) == ("план на 2027.txt", 8)
    assert page.driver.switch_to.active_element.get_attribute("id") == "words"


def test_a_picture_is_seen_and_a_file_can_be_kept(page: Page) -> None:
    page.write("Мої дані")
    page.sees("Ось вони")
    [picture] = page.all("#log img")
    page.wait(lambda: picture.get_attribute("naturalWidth") == "410")
    assert picture.get_attribute("alt") == "Покажіть <b>код</b>"
    assert page.text("#log figcaption") == "Покажіть <b>код</b>"
    [link] = page.all("#log a")
    assert (link.text, link.get_attribute("download")) == ("мої дані.json\n4 КБ", "мої дані.json")
    fetched = "return fetch(arguments[0]).then((answer) => answer.text())"
    assert page.driver.execute_script(fetched, link.get_attribute("href")) == "{}" * 2000
    page.press("2.1 Мережа хабів")
    page.sees("Відповідає: Президія ЛОВ УБА")
    assert complaints(page.driver) == []


PASTED = """
const [carried, words] = [new DataTransfer(), document.querySelector("#words")];
carried.items.add(new File(["План"], "план.txt"));
if (arguments[0]) carried.setData("text/plain", arguments[0]);
const pasted = new ClipboardEvent("paste", { clipboardData: carried, bubbles: true, cancelable: true });
return words.dispatchEvent(pasted);
"""
"""Pastes a file, with a text beside it or without; tells whether the browser is left to paste the text."""


def test_a_file_is_pasted_but_of_a_copied_table_its_text(page: Page, demo: LittleDemo) -> None:
    assert page.driver.execute_script(PASTED, "№\tЗахід") is True
    assert page.driver.execute_script(PASTED, "") is False
    page.sees("Цього я не прочитаю.")
    [what] = [incoming.what for incoming in demo.heard]
    assert isinstance(what, File)
    assert (what.name, what.size) == ("план.txt", 8)


def test_moving_the_clock_brings_reminders_and_shows_who_else_got_one(page: Page) -> None:
    page.wait(lambda: page.text("#day") == "понеділок, 15 березня 2021")
    page.press("Наступний день")
    page.sees("Нагадую: 2.1")
    assert page.text("#day") == "вівторок, 16 березня 2021"
    assert "16 березня, 09:00" in page.text("#happened")
    page.wait(lambda: page.text("[data-account=head] .badge") == "1")
    assert page.text("[data-account=secretary] .badge") == ""
    page.press("Інна Рибянцева · 1")
    page.wait(lambda: page.text("#name") == "Інна Рибянцева")
    page.wait(lambda: page.text("[data-account=head] .badge") == "")
    page.sees("Нагадую: 2.1")


def test_where_the_clock_cannot_go_is_said_aloud(page: Page) -> None:
    page.press("Наступний квартал")
    page.wait(lambda: "йде лише вперед" in page.text("#trouble"))
    assert page.driver.find_element(By.ID, "trouble").get_attribute("role") == "alert"
    page.press("Наступний день")
    page.wait(lambda: page.text("#trouble") == "")


def test_everybody_has_a_chat_of_their_own_and_a_half_written_message_waits(page: Page) -> None:
    page.write("Я секретар")
    page.sees("Ви написали: Я секретар")
    page.driver.find_element(By.ID, "words").send_keys("недописане")
    page.be("stranger")
    page.sees("Тут іще порожньо")
    page.press("Почати розмову")
    page.sees("Запрошення: немає")
    page.be("secretary")
    page.sees("Ви написали: Я секретар")
    assert page.driver.find_element(By.ID, "words").get_attribute("value") == "недописане"


def test_english_is_whole(page: Page) -> None:
    page.press("Що цього кварталу?")
    page.sees("Годинник демонстрації")
    page.press("eng")
    page.sees("The clock of the demo goes only forward")
    assert page.driver.find_element(By.TAG_NAME, "html").get_attribute("lang") == "en"
    assert page.text("#day") == "Monday, 15 March 2021"
    chrome = " ".join(page.text(each) for each in (".demo", ".bar", ".people h2", ".say"))
    assert re.findall("[А-Яа-яІіЇїЄєҐґ]+", chrome) == ["укр"]
    page.driver.refresh()
    page.wait(lambda: page.text(".brand") == "Planovyk")


def test_what_was_read_stays_read_over_a_reload(page: Page) -> None:
    page.press("Наступний день")
    page.be("head")
    page.wait(lambda: page.text("[data-account=head] .badge") == "")
    page.driver.refresh()
    page.sees("Нагадую: 2.1")
    assert page.text("#name") == "Інна Рибянцева"
    assert page.text("[data-account=secretary] .badge") == ""


def test_markup_that_somebody_writes_is_only_letters(page: Page) -> None:
    words = "<img src=x onerror=\"document.title='broken'\"><b>так</b>"
    page.write(words)
    page.sees(f"Ви написали: {words}")
    assert page.all("#log img, #log b") == []
    assert page.driver.title == "Плановик"


def test_the_keyboard_is_enough(page: Page) -> None:
    page.write("Що цього кварталу?")
    page.sees("I квартал 2021 року")
    button = page.labelled("2.1 Мережа хабів")[-1]
    button.send_keys(Keys.ENTER)
    page.sees("Відповідає: Президія ЛОВ УБА")
    page.wait(lambda: page.driver.switch_to.active_element.get_attribute("class") == "message")
    page.driver.switch_to.active_element.send_keys(Keys.TAB)
    assert page.driver.switch_to.active_element.text == "Виконано"


def test_a_screen_reader_hears_news_and_not_a_whole_chat(page: Page) -> None:
    log = page.driver.find_element(By.ID, "log")
    assert log.get_attribute("role") == "log"
    page.write("Привіт")
    page.sees("Ви написали: Привіт")
    assert log.get_attribute("aria-live") == "polite"
    page.be("head")
    page.sees("Тут іще порожньо")
    assert log.get_attribute("aria-live") == "off"
    named = page.all("button, textarea, nav, [role=log], [role=group]")
    assert len(named) > 15
    assert [each.get_attribute("id") for each in named if each.is_displayed() and not each.accessible_name] == []


def test_a_long_answer_is_shown_from_its_beginning(page: Page) -> None:
    page.write("перше")
    page.sees("Ви написали: перше")
    page.driver.find_element(By.ID, "words").send_keys("рядок", *(Keys.SHIFT, Keys.ENTER, Keys.NULL, "рядок") * 60)
    page.driver.find_element(By.CSS_SELECTOR, ".say [type=submit]").click()
    page.wait(lambda: len(page.all(".message")) == 4)
    assert page.text("#log").count("рядок") == 2 * 61
    offset = "const [log, all] = [document.querySelector('#log'), document.querySelectorAll('.message')];"
    offset += "return all[2].getBoundingClientRect().top - log.getBoundingClientRect().top"
    page.wait(lambda: abs(float(page.driver.execute_script(offset))) < 40)


def test_a_demo_that_was_closed_is_missed(browser: Chrome, demo: LittleDemo) -> None:
    with served(demo.app()) as url:
        page = Page(browser, url)
    page.wait(lambda: page.text("#trouble").startswith("Зв’язок із демо втрачено"))
    page.write("Привіт")
    page.wait(lambda: page.driver.find_element(By.ID, "words").get_attribute("value") == "Привіт")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [(360, 740), (800, 600), (1280, 800)])
def test_every_screen_holds_the_page_and_every_letter_can_be_read(
    page: Page, width: int, height: int, dark: bool
) -> None:
    set_screen(page.driver, width, height, dark=dark)
    page.write("слово" * 60)
    page.sees("Ви написали")
    page.write("Мої дані")
    page.sees("Ось вони")
    page.driver.find_element(By.CSS_SELECTOR, "[data-to=day]").click()
    page.sees("Нагадую: 2.1")
    page.wait(lambda: page.text("[data-account=head] .badge") == "1")
    fits = (
        "const all = document.documentElement; return all.scrollWidth <= innerWidth && all.scrollHeight <= innerHeight"
    )
    assert page.driver.execute_script(fits)
    contrasts = page.driver.execute_script(CONTRASTS)
    assert len(contrasts) > 20
    assert [each for each in contrasts if each[1] < 4.5] == []
    sizes = [button.size for button in page.all("button") if button.is_displayed()]
    assert min(min(size["width"], size["height"]) for size in sizes) >= 24
