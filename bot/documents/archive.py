"""Documents that are ZIP archives (.docx, .xlsx, .ods), opened with limits and read without trust."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from xml.etree.ElementTree import Element, ParseError, fromstring
from zipfile import BadZipFile, ZipFile

from bot.documents.limits import MAX_MEMBERS, MAX_UNPACKED, MEGABYTE
from bot.errors import DocumentError

_ENCRYPTED = 0x1
_DECLARATIONS = tuple(
    f"<!{word}".encode(encoding) for word in ("DOCTYPE", "ENTITY") for encoding in ("utf-8", "utf-16-le", "utf-16-be")
)
_BROKEN = (BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError, RuntimeError)
"""What zipfile raises over a damaged archive."""


@contextmanager
def opened(data: bytes) -> Iterator[ZipFile]:
    """Open an archive whose directory promises what we can bear.

    Raises DocumentError: error.document-damaged, -encrypted, -unpacks-too-large (limit, megabytes).
    """
    try:
        archive = ZipFile(io.BytesIO(data))
    except _BROKEN as error:
        raise DocumentError("error.document-damaged") from error
    with archive:
        _check(archive)
        yield archive


def member(archive: ZipFile, name: str) -> bytes:
    """Return the bytes of one file of the archive, at most as many as its directory promised."""
    try:
        return archive.read(name)
    except (*_BROKEN, KeyError) as error:
        raise DocumentError("error.document-damaged") from error


def parsed(archive: ZipFile, name: str) -> Element:
    """Return the root of an XML file of the archive. Office writes no DTD: one is an attack, and none is read.

    Raises DocumentError: error.document-damaged, -unsafe.
    """
    content = member(archive, name)
    refuse_declarations(content)
    try:
        return fromstring(content)  # noqa: S314 - without a DTD there are no entities to expand
    except (ParseError, ValueError, LookupError) as error:
        raise DocumentError("error.document-damaged") from error


def refuse_declarations(content: bytes) -> None:
    """Refuse XML with a document type or entities. Raises DocumentError error.document-unsafe."""
    if any(word in content for word in _DECLARATIONS):
        raise DocumentError("error.document-unsafe")


def _check(archive: ZipFile) -> None:
    entries = archive.infolist()
    if len(entries) > MAX_MEMBERS or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise DocumentError("error.document-unpacks-too-large", limit=MAX_UNPACKED // MEGABYTE)
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise DocumentError("error.document-encrypted")
