"""QR codes, for what somebody else's phone shall open."""

from __future__ import annotations

from io import BytesIO

SCALE = 10
"""Pixels a module: enough for an old camera that reads it from a screen, and small enough for any messenger."""
QUIET_ZONE = 4
"""Modules of white around the code (ISO/IEC 18004, 5.3.8)."""


def qr_picture(content: str) -> bytes:
    """Return a PNG with the QR code of a text, usually a link; it is read even when 15 % of it is spoilt.

    The code is chosen no larger than it must be and uses what room is left for more error correction than the level M.
    Raises ValueError when the text is empty or too long for a code (2,331 bytes in UTF-8).
    """
    import segno  # noqa: PLC0415 - paid only by who makes an invitation

    if not content:
        raise ValueError("a QR code needs something to say")
    drawn = BytesIO()
    segno.make_qr(content, error="m", encoding="utf-8").save(drawn, kind="png", scale=SCALE, border=QUIET_ZONE)
    return drawn.getvalue()
