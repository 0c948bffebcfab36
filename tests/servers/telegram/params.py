"""Parameters of one call, whichever way they came: query, urlencoded form, multipart form or JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import BodyPartReader, web
from aiohttp.multipart import MultipartResponseWrapper

from tests.servers.telegram.errors import bad_request


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came inside the request."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Params:
    """Typed access to the parameters; every accessor answers 400 for a value of the wrong kind."""

    values: Mapping[str, Any]
    uploads: Mapping[str, Upload] = field(default_factory=dict)

    def text(self, name: str, default: str = "") -> str:
        """A string; the default when it was not sent."""
        value = self.values.get(name, default)
        return value if isinstance(value, str) else json.dumps(value)

    def integer(self, name: str, default: int | None = None) -> int:
        """A whole number; required when there is no default."""
        value = self.values.get(name, default)
        if value is None:
            raise bad_request(f"parameter {name} is required", breach="parameter-missing")
        try:
            return int(value)
        except (TypeError, ValueError):
            raise bad_request(f"field {name} must be of type Number", breach="parameter-invalid") from None

    def flag(self, name: str) -> bool:
        """A boolean; false when it was not sent."""
        return str(self.values.get(name, "")).lower() in {"true", "1", "yes"}

    def structure(self, name: str) -> Any:  # noqa: ANN401 - whatever JSON holds
        """A JSON-serialised value; None when it was not sent."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except ValueError:
            raise bad_request(f"can't parse {name} JSON object", breach="parameter-invalid") from None

    def upload(self, name: str) -> Upload | None:
        """A file sent as this parameter, directly or by attach://; None for a URL or a file id."""
        attached = self.text(name).removeprefix("attach://")
        return self.uploads.get(name) or self.uploads.get(attached)


async def of_request(request: web.Request) -> Params:
    """The parameters of a call that the bot made."""
    values: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        return Params(values | dict(await request.json()))
    uploads: dict[str, Upload] = {}
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            uploads[name] = Upload(value.filename, value.file.read())
        else:
            values[name] = value if isinstance(value, str) else bytes(value).decode()
    return Params(values, uploads)


async def of_parts(reader: MultipartResponseWrapper) -> Params:
    """The parameters of a method inside the multipart answer to a webhook request."""
    values: dict[str, Any] = {}
    uploads: dict[str, Upload] = {}
    while (part := await reader.next()) is not None:
        if not isinstance(part, BodyPartReader) or part.name is None:
            continue
        content = bytes(await part.read(decode=True))
        if part.filename:
            uploads[part.name] = Upload(part.filename, content)
        else:
            values[part.name] = content.decode()
    return Params(values, uploads)
