"""Plain text in: bytes of any usual encoding to text, text to rows of cells."""

from __future__ import annotations

import codecs
import csv
import html
import io
import re
from collections.abc import Iterator

from bot.documents.limits import MAX_CELLS, MAX_LINES
from bot.documents.row import Row
from bot.documents.spaced import header_of, spaced_rows
from bot.errors import DocumentError

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_MAX_DAMAGED_SHARE = 0.01
_MIN_UTF16_SHARE = 0.8
_UTF16_SAMPLE = 4096
_TAG = re.compile(r"</?(?:b|i|u|s|em|strong|span|p|font|sup|sub|small)(?:\s[^<>]*)?>", re.IGNORECASE)
_LINE_TAG = re.compile(r"<br\s*/?>", re.IGNORECASE)
_BOLD = re.compile(r"\*\*|__|<(?:b|strong)>", re.IGNORECASE)
_BOLD_OVER_LINES = re.compile(r"\*\*[^*\t|]{1,400}?\*\*")
_BAR = re.compile(r"(?<!\\)\|")
_MIN_BARS = 2
_FEWEST_ROWS = 2


def decode(data: bytes) -> str:
    """Return the text of a document in UTF-8, UTF-16 or Windows-1251, with or without a byte order mark.

    Raises DocumentError: error.document-empty, error.document-binary.
    """
    if not data.strip(b"\x00 \t\r\n"):
        raise DocumentError("error.document-empty")
    text = _decoded(data)
    if text is None or _CONTROL.search(text):
        raise DocumentError("error.document-binary")
    if not text.strip("\ufeff \t\r\n\u00a0"):
        raise DocumentError("error.document-empty")
    return text.lstrip("\ufeff")


def rows_of(text: str) -> list[Row]:
    """Cut a text into rows: cells stand between tabs or, as in Markdown, between bars; other lines are one cell.

    Where that makes no header of a plan, semicolons, commas (as a workbook saves its sheet) and columns of spaces are
    tried.

    Raises DocumentError error.document-too-long (limit, lines).
    """
    whole = re.sub(r"\r\n|[\r\v\f\u2028\u2029]", "\n", text)
    whole = re.sub(r"\n{3,}", "\n\n", _BOLD_OVER_LINES.sub(_on_one_line, whole))
    if whole.count("\n") > MAX_LINES:
        raise DocumentError("error.document-too-long", limit=MAX_LINES)
    rows = [Row(tuple(map(plain, cells)), bool(_BOLD.search(line))) for line, cells in _lines(whole)]
    if header_of(rows) is not None:
        return rows
    return _separated(whole, ";") or _separated(whole, ",") or spaced_rows(whole.split("\n")) or rows


def _separated(text: str, sign: str) -> list[Row] | None:
    if sign not in text:
        return None
    try:
        lines = list(csv.reader(io.StringIO(text), delimiter=sign))
    except csv.Error:
        return None
    rows = [Row(tuple(plain(cell) for cell in cells[:MAX_CELLS]) or ("",)) for cells in lines]
    start = header_of(rows)
    if start is None:
        return None
    # A sentence may name the columns, too; a table goes on with as many cells.
    alike = sum(len(row.cells) == len(rows[start].cells) for row in rows[start + 1 :])
    return rows if sign == ";" or alike >= _FEWEST_ROWS else None


def _on_one_line(match: re.Match[str]) -> str:
    return " ".join(match.group().split("\n"))


def plain(cell: str) -> str:
    """Return a cell without markup, its white space made single."""
    words = _TAG.sub("", _LINE_TAG.sub(" ", cell)).replace("**", "").replace("__", "")
    return re.sub(r"\s+", " ", html.unescape(words)).strip()


def _lines(text: str) -> Iterator[tuple[str, list[str]]]:
    for line in text.split("\n"):
        if "\t" in line:
            yield line, line.split("\t", MAX_CELLS)
        elif len(_BAR.findall(line)) >= _MIN_BARS:
            yield line, [cell.replace("\\|", "|") for cell in _BAR.split(line.strip().strip("|"), MAX_CELLS)]
        else:
            yield line, [line]


def _decoded(data: bytes) -> str | None:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strictly(data, encoding)
    for likely in (_utf16_order(data), "utf-8"):
        text = _strictly(data, likely) if likely else None
        if text is not None:
            return text
    return _damaged_utf8(data) or _strictly(data, "cp1251")


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _utf16_order(data: bytes) -> str | None:
    """Recognise UTF-16 without a mark: every other byte is 0x00 (Latin) or 0x04 (Cyrillic)."""
    sample = data[:_UTF16_SAMPLE]
    for start, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        high = sample[start::2]
        if len(data) % 2 == 0 and high and sum(byte in b"\x00\x04" for byte in high) > _MIN_UTF16_SHARE * len(high):
            return encoding
    return None


def _damaged_utf8(data: bytes) -> str | None:
    """Read UTF-8 with a few broken bytes; the signs they leave (U+FFFD) stay to be seen. None when it is not UTF-8."""
    text = data.decode("utf-8", errors="replace")
    return text if text.count("\ufffd") <= _MAX_DAMAGED_SHARE * len(text) else None
