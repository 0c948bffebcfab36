"""Plans to be read, as the usual programs write them; by hand, since a host has no libraries that write documents."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

_HEADER = ("№ з/п", "Назва заходу", "Термін проведення", "Відповідальні", "Ресурси", "Очікуваний результат")
_WIDTHS = (40, 220, 90, 130, 140, 180)
_TITLE = "План роботи відділення на 2027 рік"
_TERMS = ("протягом року", "вересень", "1 і 4 квартали", "щоквартально", "12 травня")
_PEOPLE = ("Калина О.П.", "Барвінок І. Верболоз С.А.", "Президія", "Журавель Н.М., Сосенко Ю.")
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_FONT = (
    "<</Type/Font/Subtype/Type0/BaseFont/Plain/Encoding/Identity-H/ToUnicode 4 0 R/DescendantFonts[<</Type/Font"
    "/Subtype/CIDFontType2/BaseFont/Plain/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 550"
    "/FontDescriptor<</Type/FontDescriptor/FontName/Plain/Flags 4/FontBBox[0 -200 1000 900]/Ascent 900"
    "/Descent -200/CapHeight 700/ItalicAngle 0/StemV 80>>>>]>>"
)
_LETTERS = (
    "/CIDInit/ProcSet findresource begin begincmap 1 begincodespacerange<0000><FFFF>endcodespacerange "
    "1 beginbfrange<0000><FFFF><0000>endbfrange endcmap end"
)
_TOP, _BOTTOM, _LEFT, _LINE = 560, 30, 20, 11
_SIGNS_A_POINT = 5.5
Rows = Sequence[Sequence[str]]


def rows(activities: int) -> list[tuple[str, ...]]:
    """Return the header and so many activities, each with as many words as those of a real plan."""
    return [_HEADER, *(_activity(number) for number in range(1, activities + 1))]


def _activity(number: int) -> tuple[str, ...]:
    return (
        str(number),
        f"Захід {number}: консультації та тренінги для працівників бібліотек і фахівців територіальних громад області",
        _TERMS[number % len(_TERMS)],
        _PEOPLE[number % len(_PEOPLE)],
        "обласна бібліотека, навчальні та промоційні матеріали",
        "Підвищення цифрової грамотності населення; збільшення кількості бібліотек-хабів цифрової освіти",
    )


def text(table: Rows) -> bytes:
    """Write a plan as text whose cells are apart by tabs."""
    return "\n".join([_TITLE, "", *map("\t".join, table)]).encode()


def docx(table: Rows) -> bytes:
    """Write a plan as a Word document."""

    def cell(words: str) -> str:
        return f"<w:tc><w:tcPr><w:tcW w:w='1600'/></w:tcPr>{_paragraph(words)}</w:tc>"

    lines = "".join(f"<w:tr>{''.join(map(cell, row))}</w:tr>" for row in table)
    body = f"<w:body>{_paragraph(_TITLE)}<w:tbl>{lines}</w:tbl></w:body>"
    return _packed({"word/document.xml": f"<w:document xmlns:w='{_WORD}'>{body}</w:document>"})


def _paragraph(words: str) -> str:
    run = f"<w:r><w:rPr><w:sz w:val='20'/></w:rPr><w:t>{escape(words)}</w:t></w:r>"
    return f"<w:p><w:pPr><w:jc w:val='left'/></w:pPr>{run}</w:p>"


def xlsx(table: Rows) -> bytes:
    """Write a plan as an Excel workbook."""

    def cell(words: str) -> str:
        return f"<c t='inlineStr'><is><t>{escape(words)}</t></is></c>"

    lines = "".join(f"<row>{''.join(map(cell, row))}</row>" for row in [(_TITLE,), *table])
    relation = f"<Relationship Id='r1' Type='{_OFFICE}/%s' Target='%s'/>"
    relations = f"<Relationships xmlns='{_PACKAGE}/relationships'>{relation}</Relationships>"
    return _packed(
        {
            "_rels/.rels": relations % ("officeDocument", "xl/workbook.xml"),
            "xl/_rels/workbook.xml.rels": relations % ("worksheet", "worksheets/sheet1.xml"),
            "xl/workbook.xml": f"<workbook xmlns='{_SHEET}' xmlns:r='{_OFFICE}'><sheets>"
            "<sheet name='План' sheetId='1' r:id='r1'/></sheets></workbook>",
            "xl/worksheets/sheet1.xml": f"<worksheet xmlns='{_SHEET}'><sheetData>{lines}</sheetData></worksheet>",
        }
    )


def _packed(members: dict[str, str]) -> bytes:
    stream = io.BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def pdf(table: Rows) -> bytes:
    """Write a plan as a PDF with a ruled table; its letters are told by a character map, as those of real files."""
    pages = list(_pages(table))
    kids = " ".join(f"{5 + 2 * place} 0 R" for place in range(len(pages)))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]/MediaBox[0 0 842 595]/Resources<</Font<</F 3 0 R>>>>>>",
        _FONT,
        _stream(_LETTERS),
    ]
    for place, drawn in enumerate(pages):
        objects += [f"<</Type/Page/Parent 2 0 R/Contents {6 + 2 * place} 0 R>>", _stream(drawn)]
    return _numbered(objects)


def _stream(content: str) -> str:
    return f"<</Length {len(content)}>>stream\n{content}\nendstream"


def _numbered(objects: Sequence[str]) -> bytes:
    written, places = "%PDF-1.7\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(written))
        written += f"{number} 0 obj{one}endobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    return (
        f"{written}xref\n0 {size}\n0000000000 65535 f \n{table}"
        f"trailer<</Size {size}/Root 1 0 R>>\nstartxref\n{len(written)}\n%%EOF"
    ).encode("ascii")


def _pages(table: Rows) -> Iterator[str]:
    drawn, top = [_words(_TITLE, _LEFT, _TOP)], _TOP - _LINE
    for row in table:
        height = _LINE * max(len(_broken(cell, width)) for cell, width in zip(row, _WIDTHS, strict=True)) + 4
        if top - height < _BOTTOM:
            yield "\n".join(drawn)
            drawn, top = [], _TOP
        drawn.extend(_row(row, top, height))
        top -= height
    yield "\n".join(drawn)


def _row(row: Sequence[str], top: int, height: int) -> Iterator[str]:
    left = _LEFT
    for cell, width in zip(row, _WIDTHS, strict=True):
        yield f"{left} {top - height} {width} {height} re S"
        for place, line in enumerate(_broken(cell, width), 1):
            yield _words(line, left + 2, top - _LINE * place)
        left += width


def _words(line: str, left: int, height: int) -> str:
    return f"BT /F 9 Tf {left} {height} Td <{line.encode('utf-16-be').hex()}> Tj ET"


def _broken(cell: str, width: int) -> list[str]:
    """Break the words of a cell into lines."""
    lines = [""]
    for word in cell.split():
        longer = f"{lines[-1]} {word}".strip()
        if len(longer) * _SIGNS_A_POINT > width and lines[-1]:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


WRITERS: dict[str, Callable[[Rows], bytes]] = {".docx": docx, ".xlsx": xlsx, ".pdf": pdf, "text": text}
"""How a plan is written, by the format as people call it."""
