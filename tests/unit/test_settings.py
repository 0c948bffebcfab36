"""The settings: what a host may write, and the sentence for everything that cannot work."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from babel.messages.pofile import read_po

from bot.errors import SettingsError
from bot.settings import Settings, load_settings

TOKEN = "123456:ABC-def_789"
ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.upper().startswith("PLANOVYK_")]:
        monkeypatch.delenv(name)


@pytest.fixture
def env_file(tmp_path: Path) -> Path:
    return tmp_path / ".env"


def told(env_file: Path, text: str) -> SettingsError:
    """The error about a file that says `text`."""
    env_file.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as refusal:
        load_settings(env_file)
    return refusal.value


def test_with_nothing_set_it_keeps_its_data_here_and_listens_to_this_machine_only(env_file: Path) -> None:
    settings = load_settings(env_file)
    assert settings.database_url == "sqlite+aiosqlite:///data/planovyk.db"
    assert (settings.http_host, settings.http_port) == ("127.0.0.1", 8080)
    assert settings.timezone == ZoneInfo("Europe/Kyiv")
    assert (settings.clock_start, settings.clock_speed) == (None, 1.0)
    assert settings.telegram_token is None
    assert settings.viber_token is None
    assert settings.public_url is None


def test_the_environment_wins_over_the_file_and_what_is_given_over_both(
    env_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    env_file.write_text("PLANOVYK_HTTP_PORT=1\nPLANOVYK_HTTP_HOST=file\nPLANOVYK_TIMEZONE=Europe/Paris\n")
    monkeypatch.setenv("PLANOVYK_HTTP_PORT", "2")
    monkeypatch.setenv("PLANOVYK_HTTP_HOST", "environment")
    settings = load_settings(env_file, http_port=3)
    assert (settings.http_port, settings.http_host, settings.timezone.key) == (3, "environment", "Europe/Paris")


def test_an_empty_value_is_the_same_as_none(env_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    env_file.write_text("PLANOVYK_VIBER_TOKEN=\nPLANOVYK_TIMEZONE=\n")
    monkeypatch.setenv("PLANOVYK_HTTP_PORT", "")
    assert load_settings(env_file) == Settings()


def test_a_file_of_windows_notepad_is_read(env_file: Path) -> None:
    env_file.write_bytes("\ufeffPLANOVYK_HTTP_PORT=81\r\n# Київ\r\nPLANOVYK_CLOCK_SPEED=2\r\n".encode())
    settings = load_settings(env_file)
    assert (settings.http_port, settings.clock_speed) == (81, 2.0)


def test_a_file_in_another_encoding_is_refused(env_file: Path) -> None:
    env_file.write_bytes("# Київ\n".encode("cp1251"))
    with pytest.raises(SettingsError) as refusal:
        load_settings(env_file)
    assert (refusal.value.key, refusal.value.args_) == ("error.env-file-encoding", {"file": str(env_file)})


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("sqlite:///var/plan.db", "sqlite+aiosqlite:///var/plan.db"),
        ("sqlite:////var/plan.db", "sqlite+aiosqlite:////var/plan.db"),
        ("sqlite+aiosqlite:///plan.db", "sqlite+aiosqlite:///plan.db"),
        ("postgresql://u:p@db:5433/plan", "postgresql+psycopg://u:p@db:5433/plan"),
        ("postgres://db/plan?sslmode=require", "postgresql+psycopg://db/plan?sslmode=require"),
        ("postgresql+psycopg:///plan?host=/run/postgresql", "postgresql+psycopg:///plan?host=/run/postgresql"),
    ],
)
def test_a_plain_url_gets_the_driver(written: str, meant: str) -> None:
    assert load_settings(None, database_url=written).database_url == meant


def test_a_start_without_a_zone_is_in_the_branchs_time() -> None:
    kyiv = load_settings(None, clock_start="2026-03-16T09:00")
    assert kyiv.clock_start == datetime(2026, 3, 16, 7, 0, tzinfo=UTC)
    paris = load_settings(None, clock_start="2026-03-16T09:00", timezone="Europe/Paris")
    assert paris.clock_start == datetime(2026, 3, 16, 8, 0, tzinfo=UTC)
    exact = load_settings(None, clock_start="2026-03-16T09:00+05:00")
    assert exact.clock_start == datetime(2026, 3, 16, 4, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("line", "key", "variable"),
    [
        ("DATABASE_URL=mysql://u:p@db/plan", "error.setting-database", "DATABASE_URL"),
        ("DATABASE_URL=postgresql://u:p@db", "error.setting-database", "DATABASE_URL"),
        ("DATABASE_URL=postgresql://u:p@db/", "error.setting-database", "DATABASE_URL"),
        ("DATABASE_URL=data/plan.db", "error.setting-database", "DATABASE_URL"),
        ("DATABASE_URL=sqlite://", "error.setting-database", "DATABASE_URL"),
        ("DATABASE_URL=sqlite:///", "error.setting-database", "DATABASE_URL"),
        ("DATABASE_URL=sqlite:///?timeout=1", "error.setting-database", "DATABASE_URL"),
        ("DATABASE_URL=sqlite:///:memory:", "error.setting-database", "DATABASE_URL"),
        ("TELEGRAM_TOKEN=ABC", "error.setting-telegram-token", "TELEGRAM_TOKEN"),
        ("TELEGRAM_WEBHOOK_SECRET='a secret'", "error.setting-webhook-secret", "TELEGRAM_WEBHOOK_SECRET"),
        ("TELEGRAM_WEBHOOK_SECRET=" + 257 * "a", "error.setting-webhook-secret", "TELEGRAM_WEBHOOK_SECRET"),
        ("TELEGRAM_API_URL=api.telegram.org", "error.setting-url", "TELEGRAM_API_URL"),
        ("VIBER_API_URL=ftp://viber.example", "error.setting-url", "VIBER_API_URL"),
        ("PUBLIC_URL=https://", "error.setting-url", "PUBLIC_URL"),
        ("PUBLIC_URL=https://bot.example:port", "error.setting-url", "PUBLIC_URL"),
        ("PUBLIC_URL=https://bot.example/?a=b", "error.setting-url", "PUBLIC_URL"),
        ("PUBLIC_URL=http://bot.example", "error.setting-https", "PUBLIC_URL"),
        ("PUBLIC_URL=http://192.168.0.7", "error.setting-https", "PUBLIC_URL"),
        ("HTTP_PORT=many", "error.setting-port", "HTTP_PORT"),
        ("HTTP_PORT=65536", "error.setting-port", "HTTP_PORT"),
        ("TIMEZONE=Europe/Kiyv", "error.setting-timezone", "TIMEZONE"),
        ("CLOCK_START=2026", "error.setting-clock-start", "CLOCK_START"),
        ("CLOCK_START=tomorrow", "error.setting-clock-start", "CLOCK_START"),
        ("CLOCK_SPEED=0", "error.setting-clock-speed", "CLOCK_SPEED"),
        ("CLOCK_SPEED=inf", "error.setting-clock-speed", "CLOCK_SPEED"),
        (f"VIBER_TOKEN={TOKEN}", "error.setting-viber-webhook", "PUBLIC_URL"),
        (
            f"TELEGRAM_TOKEN={TOKEN}\nPLANOVYK_PUBLIC_URL=https://bot.example",
            "error.setting-secret-missing",
            "TELEGRAM_WEBHOOK_SECRET",
        ),
    ],
)
def test_what_cannot_work_is_named(env_file: Path, line: str, key: str, variable: str) -> None:
    error = told(env_file, f"PLANOVYK_{line}\n")
    assert error.key == key
    assert error.args_ == {"variable": f"PLANOVYK_{variable}"}


@pytest.mark.parametrize("language", ["uk", "en"])
def test_each_refusal_is_one_sentence_in_each_language(language: str, env_file: Path) -> None:
    with (ROOT / "bot/dialog/locales" / language / "settings.po").open("rb") as file:
        texts = {str(message.id): str(message.string) for message in read_po(file, abort_invalid=True) if message.id}
    for line in ["DATABASE_URL=x", "TELEGRAM_TOKEN=x", "HTTP_PORT=x", "TIMEZONE=x", "PORT=x", "VIBER_TOKEN=x"]:
        error = told(env_file, f"PLANOVYK_{line}\n")
        sentence = texts[error.key].format(**error.args_)
        assert "PLANOVYK_" in sentence
        assert sentence[-1] in ".?"
        assert "{" not in sentence


def test_a_misspelt_name_in_the_file_is_not_overlooked(env_file: Path) -> None:
    error = told(env_file, "PLANOVYK_TELEGRAM_TOKN=x\n")
    assert error.key == "error.setting-unknown"
    assert error.args_ == {"variable": "PLANOVYK_TELEGRAM_TOKN", "nearest": "PLANOVYK_TELEGRAM_TOKEN"}


def test_a_misspelt_name_in_the_environment_is_not_overlooked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANOVYK_VIBER_TOKENS", "x")
    with pytest.raises(SettingsError) as refusal:
        load_settings(None)
    assert refusal.value.args_ == {"variable": "PLANOVYK_VIBER_TOKENS", "nearest": "PLANOVYK_VIBER_TOKEN"}


def test_other_programs_variables_are_none_of_our_business(env_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    env_file.write_text("TELEGRAM_TOKEN=x\nHTTP_PORT=x\nCOMPOSE_PROJECT_NAME=plan\n")
    monkeypatch.setenv("PLANOVYK_SERVICE_HOST", "10.0.0.1")
    monkeypatch.setenv("PLANOVYK_PORT", "tcp://10.0.0.1:8080")
    assert load_settings(env_file) == Settings()


def test_a_local_try_out_needs_no_encryption_and_a_public_bot_is_complete() -> None:
    for url in ("http://localhost:8080", "http://127.0.0.1:8080", "http://[::1]:8080"):
        assert load_settings(None, public_url=url).public_url == url
    settings = load_settings(
        None,
        public_url="https://bot.example.org/",
        telegram_token=TOKEN,
        telegram_webhook_secret="s-1_S",
        viber_token="viber",
    )
    assert settings.public_url == "https://bot.example.org"
    assert settings.telegram_token is not None
    assert settings.telegram_token.get_secret_value() == TOKEN


def test_no_secret_shows_in_what_gets_printed(env_file: Path) -> None:
    settings = load_settings(
        None,
        telegram_token=TOKEN,
        telegram_webhook_secret="hush",
        viber_token="hushhush",
        public_url="https://a.example",
    )
    for shown in (repr(settings), str(settings), settings.model_dump_json()):
        assert TOKEN not in shown
        assert "hush" not in shown
    error = told(env_file, "PLANOVYK_TELEGRAM_TOKEN=secret\n")
    assert "secret" not in repr((error, error.args_, error.__cause__, error.__context__))


def test_the_rest_of_the_house_does_not_pay_for_pydantic() -> None:
    asked = "import bot.clock, bot.logs, bot.errors, sys; print('pydantic' in sys.modules)"
    answer = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)
    assert answer.stdout == "False\n"
