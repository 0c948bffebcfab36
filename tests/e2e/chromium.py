"""A real Chromium for tests, driven by the machine's own chromedriver; nothing is downloaded."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from selenium.webdriver import Chrome, ChromeOptions, ChromeService
from selenium.webdriver.remote.command import Command

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
CHROMEDRIVER = ("chromedriver", "chromium.chromedriver")
REQUIRED = "PLANOVYK_REQUIRE_BROWSER"

_ARGUMENTS = (
    "--headless",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--window-size=1280,800",
)


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    """One browser for all tests. Without Chromium they are skipped, or fail where REQUIRED is 1."""
    program, chromedriver = _find(CHROMIUM), _find(CHROMEDRIVER)
    if program is None or chromedriver is None:
        reason = f"there is no {'Chromium' if program is None else 'chromedriver'} on this machine"
        if os.environ.get(REQUIRED) == "1":
            pytest.fail(f"{reason}, and {REQUIRED}=1 asks for one")
        pytest.skip(reason)
    with open_browser(program, chromedriver, tmp_path_factory.mktemp("chromium")) as driver:
        yield driver


@pytest.fixture
def browser(chromium: Chrome) -> Iterator[Chrome]:
    """A new tab of the browser: with its own screen and session storage, no complaints, closed after the test."""
    first = chromium.current_window_handle
    chromium.switch_to.new_window("tab")
    complaints(chromium)
    yield chromium
    chromium.close()
    chromium.switch_to.window(first)


@contextmanager
def open_browser(program: str, chromedriver: str, profile: Path) -> Iterator[Chrome]:
    """Open a browser of 1280x800 with its profile in a folder, and close it at the end."""
    options = ChromeOptions()
    options.binary_location = program
    for argument in (*_ARGUMENTS, f"--user-data-dir={profile}"):
        options.add_argument(argument)
    if os.name == "posix" and os.geteuid() == 0:
        # Chromium's sandbox does not start for root, as whom containers run their tests.
        options.add_argument("--no-sandbox")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = Chrome(options=options, service=ChromeService(executable_path=chromedriver))
    try:
        yield driver
    finally:
        driver.quit()


def set_screen(driver: Chrome, width: int, height: int, *, dark: bool = False) -> None:
    """Give the page a screen of CSS pixels (narrower than any window can be) and a colour scheme."""
    metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})


def complaints(driver: Chrome) -> list[str]:
    """What the page wrote to the browser's console since the last call: errors, and what its policy blocked."""
    return [entry["message"] for entry in driver.execute(Command.GET_LOG, {"type": "browser"})["value"]]


def _find(names: tuple[str, ...]) -> str | None:
    return next(filter(None, map(shutil.which, names)), None)
