"""Payloads: JSON as this door writes it on the wire."""

from __future__ import annotations

import json
from collections.abc import Mapping


def encoded(payload: Mapping[str, object]) -> bytes:
    """Write a payload as compact UTF-8: Cyrillic takes two bytes a letter instead of six, and bytes are limited."""
    return json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
