"""The format of a document, known by its first bytes and never by its name, and a way out for those not read."""

from __future__ import annotations

import re
from enum import StrEnum
from zipfile import ZipFile

from bot.documents.archive import member, opened
from bot.errors import DocumentError


class Format(StrEnum):
    """A kind of document that a plan can be read from."""

    TEXT = "text"
    WORD = "word"
    SHEETS = "sheets"
    PDF = "pdf"


_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
_PICTURE_INSIDE = re.compile(rb"RIFF....WEBP|....ftyp(?:heic|heix|mif1|avif)", re.DOTALL)
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
_WEB_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<!doctype html|<html|mime-version:|<\?xml[^>]*>\s*<(?:html|\?mso|w:))", re.IGNORECASE
)
_PDF_WITHIN = 1024
_MIMETYPES = {
    b"application/vnd.oasis.opendocument.text": ".odt",
    b"application/vnd.oasis.opendocument.presentation": ".odp",
}
_FOLDERS = (("ppt/", ".pptx"), ("Index/", ".pages"))


def format_of(data: bytes) -> Format:
    """Tell how to read a document.

    Raises DocumentError: error.document-old-format (format), -picture, -archive, -encrypted, -binary, and what
    `archive.opened` raises.
    """
    if b"%PDF-" in data[:_PDF_WITHIN]:
        return Format.PDF
    if data.startswith(_ZIP):
        return _packed(data)
    if data.startswith(_OLE):
        return _compound(data)
    _refuse(data)
    return Format.TEXT


def _refuse(data: bytes) -> None:
    if data.startswith(b"{\\rtf"):
        raise DocumentError("error.document-old-format", format=".rtf")
    if _WEB_PAGE.match(data):
        raise DocumentError("error.document-old-format", format=".html")
    if data.startswith(_PICTURES) or _PICTURE_INSIDE.match(data):
        raise DocumentError("error.document-picture")
    if data.startswith(_ARCHIVES):
        raise DocumentError("error.document-archive")


def _packed(data: bytes) -> Format:
    with opened(data) as archive:
        names = set(archive.namelist())
        if any(name.startswith("word/") for name in names):
            return Format.WORD
        if any(name.startswith("xl/") for name in names):
            return Format.SHEETS
        return _packed_otherwise(archive, names)


def _packed_otherwise(archive: ZipFile, names: set[str]) -> Format:
    kind = member(archive, "mimetype") if "mimetype" in names else b""
    if kind.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        return Format.SHEETS
    old = next((suffix for mime, suffix in _MIMETYPES.items() if kind.startswith(mime)), None)
    old = old or next((suffix for folder, suffix in _FOLDERS if any(name.startswith(folder) for name in names)), None)
    if old:
        raise DocumentError("error.document-old-format", format=old)
    raise DocumentError("error.document-archive")


def _compound(data: bytes) -> Format:
    """Tell apart what Office kept in OLE files until 2007, by the names of the streams in it."""
    if _names(data, "EncryptedPackage"):
        raise DocumentError("error.document-encrypted")
    if _names(data, "WordDocument"):
        raise DocumentError("error.document-old-format", format=".doc")
    if _names(data, "Workbook") or _names(data, "Book"):
        return Format.SHEETS
    if _names(data, "PowerPoint Document"):
        raise DocumentError("error.document-old-format", format=".ppt")
    raise DocumentError("error.document-binary")


def _names(data: bytes, stream: str) -> bool:
    return stream.encode("utf-16-le") + b"\x00\x00" in data
