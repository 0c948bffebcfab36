"""What somebody sends along with a report: known by its content, and a picture drawn anew without what hides in it."""

from __future__ import annotations

import re
from io import BytesIO

from bot.documents.archive import member, opened
from bot.documents.limits import MAX_EVIDENCE_SIDE, MAX_PIXELS
from bot.errors import DocumentError

JPEG = "image/jpeg"
PDF = "application/pdf"
TEXT = "text/plain"
_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
_PARTS = {
    "word/document.xml": _OFFICE + "wordprocessingml.document",
    "xl/workbook.xml": _OFFICE + "spreadsheetml.sheet",
    "ppt/presentation.xml": _OFFICE + "presentationml.presentation",
}
_TYPES = "[Content_Types].xml"
_OPEN_KINDS = ("text", "spreadsheet", "presentation")
ENDINGS = {
    JPEG: "jpg",
    PDF: "pdf",
    TEXT: "txt",
    _OFFICE + "wordprocessingml.document": "docx",
    _OFFICE + "spreadsheetml.sheet": "xlsx",
    _OFFICE + "presentationml.presentation": "pptx",
    _OPEN + "text": "odt",
    _OPEN + "spreadsheet": "ods",
    _OPEN + "presentation": "odp",
}
"""What a kept file's name ends with, by its type."""
PICTURES = ("JPEG", "PNG", "WEBP")
QUALITY = 85
_PICTURE = re.compile(rb"\xff\xd8\xff|\x89PNG\r\n\x1a\n|RIFF....WEBP", re.DOTALL)
_ODD_PICTURE = re.compile(rb"GIF8|II\*\0|MM\0\*|BM|....ftyp(?:hei|mif|avif)", re.DOTALL)
_ZIP = b"PK\x03\x04"
_MARKUP = re.compile(r"\s*<(?:!doctype|html|\?xml|svg|script)", re.IGNORECASE)
_MACROS = re.compile(r"vbaProject\.bin$|^Basic/|^Scripts/", re.IGNORECASE)


def examined(data: bytes) -> tuple[str, bytes]:
    """Return the type of what was sent, and a picture as it is kept: a JPEG; empty where a file stays as it came.

    Raises DocumentError: error.evidence-empty, -type, -picture, -odd-picture, -picture-size (limit, megapixels),
    -macros, and what `archive.opened` raises.
    """
    if not data:
        raise DocumentError("error.evidence-empty")
    if _PICTURE.match(data):
        return JPEG, redrawn(data)
    if _ODD_PICTURE.match(data):
        raise DocumentError("error.evidence-odd-picture")
    if data.startswith(b"%PDF-"):
        return PDF, b""
    if data.startswith(_ZIP):
        return _packed(data), b""
    _demand_text(data)
    return TEXT, b""


def redrawn(data: bytes) -> bytes:
    """Return a picture as a JPEG of at most MAX_EVIDENCE_SIDE pixels a side, upright, with nothing but its pixels.

    Where and with what it was taken (EXIF, XMP, IPTC, comments, a preview inside) stays behind.
    """
    from PIL import Image, ImageOps  # noqa: PLC0415 - paid only by the process that looks at a picture

    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    try:
        with Image.open(BytesIO(data), formats=PICTURES) as picture:
            _demand_size(picture.size)
            picture.draft("RGB", (MAX_EVIDENCE_SIDE, MAX_EVIDENCE_SIDE))
            picture.thumbnail((MAX_EVIDENCE_SIDE, MAX_EVIDENCE_SIDE))
            turned = ImageOps.exif_transpose(picture)
            drawn = Image.new("RGB", turned.size, "white")
            layers = turned.convert("RGBA")
            drawn.paste(layers, mask=layers.getchannel("A"))
            kept = BytesIO()
            drawn.save(kept, "JPEG", quality=QUALITY)
    except DocumentError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels() from error
    except (OSError, ValueError, SyntaxError, EOFError, TypeError, IndexError, KeyError, OverflowError) as error:
        # A broken picture has Pillow raise any of these.
        raise DocumentError("error.evidence-picture") from error
    return kept.getvalue()


def _demand_size(size: tuple[int, int]) -> None:
    if size[0] * size[1] > MAX_PIXELS:
        raise _too_many_pixels()


def _too_many_pixels() -> DocumentError:
    return DocumentError("error.evidence-picture-size", limit=MAX_PIXELS // 1_000_000)


def _packed(data: bytes) -> str:
    with opened(data) as archive:
        names = set(archive.namelist())
        if any(_MACROS.search(name) for name in names):
            raise DocumentError("error.evidence-macros")
        office = next((kind for part, kind in _PARTS.items() if part in names and _TYPES in names), None)
        stated = member(archive, "mimetype").decode("ascii", "replace") if "mimetype" in names else ""
    if office:
        return office
    if stated in {_OPEN + kind for kind in _OPEN_KINDS} and "content.xml" in names:
        return stated
    raise DocumentError("error.evidence-type")


def _demand_text(data: bytes) -> None:
    """Refuse what is no text in UTF-8 or Windows' Cyrillic, and markup that a browser would run."""
    try:
        words = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        words = data.decode("cp1251", "replace")
        if "\ufffd" in words or not re.search("[А-Яа-яІіЇїЄєҐґ]{3}", words):
            raise DocumentError("error.evidence-type") from None
    if any(ord(sign) < ord(" ") and sign not in "\t\n\r\f" for sign in words) or _MARKUP.match(words):
        raise DocumentError("error.evidence-type")
