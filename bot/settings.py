"""What a host can set, by ``PLANOVYK_…`` variables of the environment or of a file named ``.env``.

Importing this module costs about 0.2 s, which is pydantic: the command line imports it only when it runs the program.
"""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime
from difflib import get_close_matches
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Self
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import SettingsError

PREFIX = "PLANOVYK_"

_SQLITE = re.compile(r"sqlite(\+aiosqlite)?://(/(?!:memory:|\?).+)")
_POSTGRESQL = re.compile(r"postgres(?:ql)?(?:\+psycopg)?://([^/?#\s]*/[^/?#\s]+(?:\?\S*)?)")
_TELEGRAM_TOKEN = re.compile(r"[0-9]+:[A-Za-z0-9_-]+")
_WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")

# The sentence about a value that has not even the right type.
_SENTENCES = {
    "http_port": "error.setting-port",
    "timezone": "error.setting-timezone",
    "clock_start": "error.setting-clock-start",
    "clock_speed": "error.setting-clock-speed",
}


class Settings(BaseSettings):
    """The settings of one process, checked; see `.env.example` for what each of them means to a host."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        # A byte order mark, which Windows' Notepad may write, would make the first variable unknown.
        env_file_encoding="utf-8-sig",
        env_ignore_empty=True,
        dotenv_filtering="match_prefix",
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,
        str_strip_whitespace=True,
    )

    database_url: Annotated[str, Field(repr=False)] = "sqlite+aiosqlite:///data/planovyk.db"
    """May hold a password."""
    evidence_folder: Path | None = None
    telegram_token: SecretStr | None = None
    telegram_api_url: str = "https://api.telegram.org"
    telegram_webhook_secret: SecretStr | None = None
    viber_token: SecretStr | None = None
    viber_api_url: str = "https://chatapi.viber.com/pa"
    public_url: str | None = None
    http_host: str = "127.0.0.1"
    http_port: Annotated[int, Field(ge=0, le=65535)] = 8080
    timezone: ZoneInfo = ZoneInfo("Europe/Kyiv")
    clock_start: datetime | None = None
    clock_speed: Annotated[float, Field(gt=0, allow_inf_nan=False)] = 1.0

    @field_validator("database_url")
    @classmethod
    def _with_its_driver(cls, url: str) -> str:
        if found := _SQLITE.fullmatch(url):
            return f"sqlite+aiosqlite://{found[2]}"
        if found := _POSTGRESQL.fullmatch(url):
            return f"postgresql+psycopg://{found[1]}"
        raise SettingsError("error.setting-database", variable=variable("database_url"))

    @field_validator("telegram_token")
    @classmethod
    def _like_a_token(cls, token: SecretStr | None) -> SecretStr | None:
        if token is not None and not _TELEGRAM_TOKEN.fullmatch(token.get_secret_value()):
            raise SettingsError("error.setting-telegram-token", variable=variable("telegram_token"))
        return token

    @field_validator("telegram_webhook_secret")
    @classmethod
    def _of_allowed_letters(cls, secret: SecretStr | None) -> SecretStr | None:
        if secret is not None and not _WEBHOOK_SECRET.fullmatch(secret.get_secret_value()):
            raise SettingsError("error.setting-webhook-secret", variable=variable("telegram_webhook_secret"))
        return secret

    @field_validator("telegram_api_url", "viber_api_url", "public_url")
    @classmethod
    def _a_web_address(cls, url: str | None, info: ValidationInfo) -> str | None:
        if url is None:
            return None
        if not _is_web_address(url):
            raise SettingsError("error.setting-url", variable=variable(info.field_name or ""))
        return url.rstrip("/")

    @field_validator("public_url")
    @classmethod
    def _encrypted(cls, url: str | None) -> str | None:
        """Messengers call only https; http serves a try-out on one machine."""
        if url is not None and not _is_encrypted_or_local(urlsplit(url)):
            raise SettingsError("error.setting-https", variable=variable("public_url"))
        return url

    @field_validator("clock_start", mode="before")
    @classmethod
    def _from_iso(cls, moment: object) -> object:
        """Only ISO 8601: left alone, pydantic reads «2026» as 2026 seconds after 1970."""
        return datetime.fromisoformat(moment.strip()) if isinstance(moment, str) else moment

    @field_validator("clock_start")
    @classmethod
    def _in_utc(cls, moment: datetime | None, info: ValidationInfo) -> datetime | None:
        if moment is None:
            return None
        local = moment if moment.tzinfo else moment.replace(tzinfo=info.data.get("timezone", UTC))
        return local.astimezone(UTC)

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.viber_token and not self.public_url:
            raise SettingsError("error.setting-viber-webhook", variable=variable("public_url"))
        if self.telegram_token and self.public_url and not self.telegram_webhook_secret:
            raise SettingsError("error.setting-secret-missing", variable=variable("telegram_webhook_secret"))
        return self


def load_settings(env_file: Path | None = Path(".env"), **given: object) -> Settings:
    """Read the settings; what is `given` wins over the environment, and that over the file (which need not exist).

    Names are read whatever their case; an empty value is the same as none.

    Raises:
        SettingsError: a value cannot be used, two do not go together, a name of ours is misspelt, or the file is not
            text in UTF-8. Its key names one sentence, its arguments the variable; never the value.
    """
    _refuse_near_misses()
    try:
        # BaseSettings takes any of its fields and `_env_file`; its checks and not its types say what is right.
        return Settings(_env_file=env_file, **given)  # type: ignore[call-arg, arg-type]
    except ValidationError as error:
        raise _told(error) from None
    except UnicodeDecodeError:
        raise SettingsError("error.env-file-encoding", file=str(env_file)) from None


def variable(field: str) -> str:
    """The name of the variable that sets `field`."""
    return PREFIX + field.upper()


def _told(error: ValidationError) -> SettingsError:
    """The first thing that pydantic found, as our sentence."""
    found = error.errors(include_url=False, include_context=False, include_input=False)[0]
    field = str(found["loc"][0])
    if found["type"] == "extra_forbidden":
        return _unknown(variable(field.lower().removeprefix(PREFIX.lower())))
    return SettingsError(_SENTENCES[field], variable=variable(field))


def _refuse_near_misses() -> None:
    """A misspelt name in the environment is refused; one that only begins like ours may be somebody else's."""
    for name in map(str.upper, os.environ):
        if name.startswith(PREFIX) and name not in _known() and get_close_matches(name, _known(), n=1, cutoff=0.9):
            raise _unknown(name)


def _unknown(name: str) -> SettingsError:
    nearest = get_close_matches(name, _known(), n=1, cutoff=0)
    return SettingsError("error.setting-unknown", variable=name, nearest=nearest[0])


def _known() -> list[str]:
    return [variable(field) for field in Settings.model_fields]


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return False
    whole = not (parts.query or parts.fragment or parts.username)
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and whole and not re.search(r"\s", url)


def _is_encrypted_or_local(parts: SplitResult) -> bool:
    if parts.scheme == "https" or parts.hostname == "localhost":
        return True
    try:
        return ip_address(parts.hostname or "").is_loopback
    except ValueError:
        return False
