"""What goes with a report is known by its content, and a picture is drawn anew without what hides in it."""

import io
import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.documents.evidence import ENDINGS, JPEG, PDF, TEXT, examined
from bot.documents.evidence_worker import look
from bot.documents.limits import MAX_EVIDENCE_SIDE
from bot.errors import DocumentError
from tests.documents.hostile import packed
from tests.servers.pictures import png

WHERE = "50.4501,30.5234"


def photo(kind: str = "JPEG", size: tuple[int, int] = (80, 40), turned: int = 1) -> bytes:
    """A picture as a phone makes it: with the place in its EXIF, in words and in degrees, and a comment."""
    exif = Image.Exif()
    exif[0x0112] = turned
    exif[0x010E] = f"taken at {WHERE}"
    place = exif.get_ifd(0x8825)
    place[1], place[2], place[3], place[4] = "N", (50.0, 27.0, 0.36), "E", (30.0, 31.0, 24.24)
    drawn = io.BytesIO()
    extra = {"comment": f"home {WHERE}".encode()} if kind == "JPEG" else {}
    Image.new("RGB", size, "orange").save(drawn, kind, exif=exif, **extra)
    return drawn.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_of_a_picture_only_its_pixels_are_kept(kind: str) -> None:
    sent = photo(kind)
    assert WHERE.encode() in sent or kind == "WEBP"
    media_type, kept = examined(sent)
    assert (media_type, ENDINGS[media_type]) == (JPEG, "jpg")
    for hidden in (b"Exif", b"GPS", WHERE.encode(), b"http://ns.adobe.com", b"home"):
        assert hidden not in kept
    with Image.open(io.BytesIO(kept)) as picture:
        assert (dict(picture.getexif()), picture.format, picture.size) == ({}, "JPEG", (80, 40))


def test_a_picture_stands_upright_and_is_not_larger_than_needed() -> None:
    with Image.open(io.BytesIO(examined(photo(turned=6))[1])) as picture:
        assert picture.size == (40, 80)
    with Image.open(io.BytesIO(examined(photo(size=(4000, 3000)))[1])) as picture:
        assert picture.size == (MAX_EVIDENCE_SIDE, MAX_EVIDENCE_SIDE * 3 // 4)


def test_what_shines_through_a_picture_is_white() -> None:
    drawn = io.BytesIO()
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(drawn, "PNG")
    with Image.open(io.BytesIO(examined(drawn.getvalue())[1])) as picture:
        assert picture.getpixel((4, 4)) == (255, 255, 255)


WORD = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}


@pytest.mark.parametrize(
    ("content", "ending"),
    [
        (b"%PDF-1.7\n", "pdf"),
        (packed(WORD), "docx"),
        (packed({"[Content_Types].xml": b"", "xl/workbook.xml": b""}), "xlsx"),
        (packed({"[Content_Types].xml": b"", "ppt/presentation.xml": b""}), "pptx"),
        (packed({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b""}), "odt"),
        ("Програма зустрічі\n".encode(), "txt"),
        ("Програма зустрічі\r\n".encode("cp1251"), "txt"),
    ],
)
def test_documents_are_known_by_their_content_and_stay_as_they_are(content: bytes, ending: str) -> None:
    media_type, picture = examined(content)
    assert (ENDINGS[media_type], picture) == (ending, b"")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "evidence-empty"),
        (b"GIF89a" + bytes(20), "evidence-odd-picture"),
        (bytes(4) + b"ftypheic" + bytes(20), "evidence-odd-picture"),
        (b"\xff\xd8\xff\xe0 no picture", "evidence-picture"),
        (photo()[:400], "evidence-picture"),
        (b"MZ\x90\x00" + bytes(100), "evidence-type"),
        (b"\x7fELF" + bytes(100), "evidence-type"),
        (b"<html><script>alert(1)</script>", "evidence-type"),
        (b"<svg xmlns='x' onload='alert(1)'/>", "evidence-type"),
        (packed({"a.exe": b"MZ"}), "evidence-type"),
        (packed({"word/document.xml": b""}), "evidence-type"),
        (packed(WORD | {"word/vbaProject.bin": b"macro"}), "evidence-macros"),
        (b"PK\x03\x04 broken", "document-damaged"),
        (bytes(4) + b"ftypmp42" + bytes(100), "evidence-type"),
    ],
)
def test_everything_else_is_refused_with_a_reason(content: bytes, why: str) -> None:
    with pytest.raises(DocumentError) as refused:
        examined(content)
    assert refused.value.key == f"error.{why}"


def bomb(width: int, height: int) -> bytes:
    """A PNG whose header promises very many pixels, and that has none of them."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    whole = png(1, 1)
    crc = struct.pack(">I", zlib.crc32(b"IHDR" + header))
    return whole[:16] + header + crc + whole[33:]


@pytest.mark.parametrize("side", [11_000, 30_000])
def test_a_picture_of_very_many_pixels_is_never_unpacked(side: int) -> None:
    with pytest.raises(DocumentError) as refused:
        examined(bomb(side, side))
    assert refused.value.key == "error.evidence-picture-size"


@given(st.binary(max_size=300), st.sampled_from([b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"%PDF-", b"PK\x03\x04"]))
@settings(max_examples=60)
def test_whatever_comes_it_is_named_or_refused(content: bytes, start: bytes) -> None:
    seen = look(start + content)
    assert bool(seen.error) is not (seen.media_type in {JPEG, PDF, TEXT, *ENDINGS})
