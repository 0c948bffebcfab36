"""Hostile and damaged files, each with what a person is told about it."""

from __future__ import annotations

import gzip
import io
import struct
import zlib
from collections.abc import Callable, Iterator
from zipfile import ZIP_DEFLATED, ZipFile

from tests.documents import pdf, plans, sheets, word

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504
_MEGABYTE = 1024 * 1024
Case = tuple[str, bytes, str]
"""A name, the bytes, and the key of the error after ``error.document-``; several that are right are apart by bars."""


def packed(members: dict[str, bytes]) -> bytes:
    """Return a ZIP archive."""
    stream = io.BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def unpacked(data: bytes) -> dict[str, bytes]:
    """Return the members of a ZIP archive."""
    with ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def docx_of(body: str, before: str = "") -> bytes:
    """Return the smallest .docx with this body."""
    return packed({"word/document.xml": f"{before}<w:document {W}><w:body>{body}</w:body></w:document>".encode()})


def cell(text: str) -> str:
    return f"<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"


def table(*rows: tuple[str, ...]) -> str:
    return f"<w:tbl>{''.join('<w:tr>' + ''.join(map(cell, row)) + '</w:tr>' for row in rows)}</w:tbl>"


HEADER = ("№", "Назва заходу", "Термін", "Відповідальні")


def cases() -> list[Case]:
    """Make all of them."""
    return [*_nothing(), *_other_formats(), *_archives(), *_words(), *_books(), *_pages(), *_texts(), *_damaged()]


def _nothing() -> Iterator[Case]:
    yield "empty", b"", "empty"
    yield "blanks", b" \r\n\t " * 1000, "empty"
    yield "zeros", b"\x00" * 100_000, "empty"
    yield "byte order mark", b"\xef\xbb\xbf", "empty"
    yield "too large", b"x" * (5 * _MEGABYTE + 1), "too-large"
    yield "noise", bytes(range(256)) * 40, "binary"


def _other_formats() -> Iterator[Case]:
    def ole(stream: str) -> bytes:
        return _OLE + stream.encode("utf-16-le") + b"\x00" * 64

    yield "doc", ole("WordDocument"), "old-format"
    yield "doc called docx", ole("WordDocument") * 3, "old-format"
    yield "ppt", ole("PowerPoint Document"), "old-format"
    yield "msi", ole("SummaryInformation"), "binary"
    yield "encrypted docx", ole("EncryptedPackage"), "encrypted"
    yield "rtf", rb"{\rtf1\ansi Plan}", "old-format"
    yield "html", b"<html><body><table><tr><td>1</td></tr></table></body></html>", "old-format"
    yield "web archive", b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n", "old-format"
    yield "odt", packed({"mimetype": b"application/vnd.oasis.opendocument.text"}), "old-format"
    yield "odp", packed({"mimetype": b"application/vnd.oasis.opendocument.presentation"}), "old-format"
    yield "pptx", packed({"ppt/presentation.xml": b"<p/>"}), "old-format"
    yield "pages", packed({"Index/Document.iwa": b"x"}), "old-format"
    yield "png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 100, "picture"
    yield "jpeg", b"\xff\xd8\xff\xe0" + b"\x00" * 100, "picture"
    yield "heic", b"\x00\x00\x00\x18ftypheic" + b"\x00" * 100, "picture"
    yield "webp", b"RIFF\x00\x00\x00\x00WEBP" + b"\x00" * 100, "picture"
    yield "rar", b"Rar!\x1a\x07\x00" + b"\x00" * 100, "archive"
    yield "7z", b"7z\xbc\xaf\x27\x1c" + b"\x00" * 100, "archive"
    yield "gzip bomb", gzip.compress(b"0" * 10 * _MEGABYTE), "archive"
    yield "program", b"MZ\x90\x00\x03\x00\x00\x00" + b"\x00" * 100, "binary"
    yield "elf", b"\x7fELF\x02\x01\x01" + b"\x00" * 100, "binary"


def _archives() -> Iterator[Case]:
    plain = docx_of(table(HEADER))
    yield "zip of a text", packed({"plan.txt": "План".encode()}), "archive"
    yield "zip of a docx", packed({"plan.docx": plain}), "archive"
    yield "empty zip", packed({}), "archive"
    yield "zip without directory", plain[: len(plain) // 2], "damaged"
    yield "zip bomb", packed({"word/document.xml": b" " * 65 * _MEGABYTE}), "unpacks-too-large"
    yield "many members", packed({f"word/{number}": b"" for number in range(2001)}), "unpacks-too-large"
    yield (
        "many parts of a bomb",
        packed({f"word/{number}": b" " * _MEGABYTE for number in range(70)}),
        "unpacks-too-large",
    )
    yield "lying directory", _lying(packed({"word/document.xml": b" " * 40 * _MEGABYTE})), "damaged"
    yield "locked member", _with_flag(plain), "encrypted"
    yield "path outside", packed({"../../word/document.xml": b"x", "word/x": b""}), "damaged"


def _lying(data: bytes) -> bytes:
    """Say in the directory that the only member is a hundred bytes long."""
    place = data.rindex(b"PK\x01\x02")
    return data[: place + 24] + struct.pack("<L", 100) + data[place + 28 :]


def _with_flag(data: bytes) -> bytes:
    place = data.rindex(b"PK\x01\x02")
    return data[: place + 8] + struct.pack("<H", 1) + data[place + 10 :]


def _words() -> Iterator[Case]:
    secret = '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    laughs = (
        "<!DOCTYPE w [" + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol"}">' for n in range(10)) + "]>"
    )
    yield "external entity", docx_of(table(HEADER, ("1", "&x;", "травень", "Сосенко О.О.")), secret), "unsafe"
    yield "billion laughs", docx_of("<w:p><w:r><w:t>&l9;</w:t></w:r></w:p>", laughs), "unsafe"
    sixteen = f"{secret}<w:document {W}><w:body/></w:document>".encode("utf-16")
    yield "entity in utf-16", packed({"word/document.xml": sixteen}), "unsafe"
    yield "no document", packed({"word/styles.xml": b"<x/>"}), "damaged"
    yield "no body", packed({"word/document.xml": b"<x/>"}), "damaged"
    yield "no xml", packed({"word/document.xml": b"\x00\x01\x02"}), "damaged"
    yield "unclosed xml", docx_of("<w:p><w:r>"), "damaged"
    yield "unknown encoding", docx_of("", '<?xml version="1.0" encoding="klingon"?>'), "damaged"
    yield "empty document", docx_of(""), "no-table"
    yield "letter", docx_of("<w:p><w:r><w:t>Добрий день</w:t></w:r></w:p>"), "no-table"
    yield "header alone", docx_of(table(HEADER)), "no-rows"
    yield "deep tables", docx_of("<w:tbl><w:tr><w:tc>" * 3000 + "</w:tc></w:tr></w:tbl>" * 3000), "no-table|damaged"
    yield "deep tables with words", docx_of(_nested(30)), "damaged"
    yield "deep elements", docx_of("<w:ins>" * 100_000 + "</w:ins>" * 100_000), "no-table|damaged"
    yield "wide cell", docx_of(_spanned("999999999")), "no-table|no-rows"
    yield "negative span", docx_of(_spanned("-5")), "no-table|no-rows"
    yield "long table", docx_of(table(HEADER, *[("1", "Захід", "травень", "")] * 100_000)), "too-long"
    yield "long cell", docx_of(table(HEADER, ("1", "а" * 2_000_000, "травень", ""))), "no-rows"
    yield "many activities", docx_of(table(HEADER, *[("1", "Захід", "травень", "")] * 1001)), "too-long"


def _nested(depth: int) -> str:
    return "<w:tbl><w:tr><w:tc>" * depth + "<w:p><w:r><w:t>а</w:t></w:r></w:p>" + "</w:tc></w:tr></w:tbl>" * depth


def _spanned(value: str) -> str:
    span = f'<w:tcPr><w:gridSpan w:val="{value}"/></w:tcPr>'
    return table(HEADER).replace("<w:tc>", f"<w:tc>{span}", 1)


def _books() -> Iterator[Case]:
    book = unpacked(sheets.xlsx({"Аркуш1": (HEADER, (1, "Захід", "травень", "Сосенко О.О."))}))
    sheet = "xl/worksheets/sheet1.xml"
    entity = b'<!DOCTYPE x [<!ENTITY x "x">]>'
    yield "entity in a book", packed(book | {sheet: entity + book[sheet]}), "unsafe"
    yield "no workbook", packed({"xl/styles.xml": b"<x/>"}), "damaged"
    yield "no sheet", packed({name: data for name, data in book.items() if name != sheet}), "damaged|no-table"
    yield "sheet of noise", packed(book | {sheet: b"<worksheet><sheetData><row><c r='"}), "damaged|no-table"
    yield "empty book", sheets.xlsx({"Аркуш1": ()}), "no-table"
    yield "endless sheet", packed(book | {sheet: _corner()}), "too-long|too-heavy|damaged"
    yield "xls of noise", _OLE + "Workbook".encode("utf-16-le") + b"\x00" * 600, "damaged"
    manifest = {
        "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
        "META-INF/manifest.xml": b"<manifest><encryption-data/></manifest>",
        "content.xml": b"\x00\x01",
    }
    yield "locked ods", packed(manifest), "encrypted"
    yield "ods without content", packed({"mimetype": manifest["mimetype"]}), "damaged"


def _corner() -> bytes:
    """A sheet whose only cell lies in the last row and column."""
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    return f"<worksheet {space}><sheetData>{rows}</sheetData></worksheet>".encode()


def _pages() -> Iterator[Case]:
    whole = pdf.written(plans.sample())
    yield "scanned pdf", pdf.scanned(), "scanned"
    yield "too many pages", pdf.scanned(201), "too-many-pages"
    yield "locked pdf", pdf.locked(plans.sample()), "encrypted"
    yield (
        "pdf of a letter",
        pdf.written(plans.Written(("Добрий день, шановні колеги",), (("а", "б", "в"),))),
        "no-table",
    )
    yield "half a pdf", whole[: len(whole) // 3], "damaged|scanned"
    yield "head of a pdf", whole[:20], "damaged"
    yield "pdf of noise", b"%PDF-1.7\n" + bytes(range(256)) * 50, "damaged"
    yield "endless page tree", _page_tree(), "damaged|scanned|too-many-pages"
    yield "pdf bomb", _stream_bomb(), "scanned|too-long|damaged|too-heavy|too-slow"


def _page_tree() -> bytes:
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 1000000>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    )


def _stream_bomb() -> bytes:
    content = zlib.compress(b"0 0 m 9 9 l S\n" * 3_000_000)
    head = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R>>endobj\n"
        b"4 0 obj<</Filter/FlateDecode/Length "
    )
    return (
        head
        + str(len(content)).encode()
        + b">>stream\n"
        + content
        + b"\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    )


def _texts() -> Iterator[Case]:
    header = "\t".join(HEADER)
    yield "letter in text", "Добрий день! Надсилаю план пізніше.".encode(), "no-table"
    yield "minutes", "ПРОТОКОЛ № 3\nСЛУХАЛИ: звіт\nУХВАЛИЛИ: 1. Схвалити".encode(), "minutes"
    yield "one line", ("а" * 2_000_000).encode(), "no-table"
    yield "only tabs", b"\t" * 1_000_000 + b"x", "no-table"
    yield "only bars", b"|" * 1_000_000, "no-table"
    yield "many lines", (header + "\nрядок" * 30_000).encode(), "too-long"
    yield "many stars", b"*" * 1_000_000, "no-table"
    yield "many brackets", b"<" * 1_000_000, "no-table"
    yield "no year", f"{header}\n1\tЗахід\tтравень\tСосенко О.О.".encode(), "no-year"
    yield "half of a letter", "План".encode("utf-16")[:-1], "no-table|binary|empty"
    yield "semicolons", b'";' * 500_000, "no-table"


def _damaged() -> Iterator[Case]:
    plan = plans.sample()
    writers: dict[str, Callable[[plans.Written], bytes]] = {
        "docx": word.written,
        "xlsx": sheets.written,
        "ods": sheets.written_ods,
    }
    for name, writer in writers.items():
        whole = writer(plan)
        for share in (10, 50, 99):
            yield f"{share} % of a {name}", whole[: len(whole) * share // 100], "damaged"
    whole = sheets.written_xls(plan)
    yield "half of an xls", whole[: len(whole) // 2], "damaged|binary|no-table|no-rows"
