"""Doubts about a plan that wait for the secretary's word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OpenDoubt:
    """A doubt of the plan's reader, by code, with the row's own words and the arguments of its sentence."""

    id: int
    code: str
    text: str
    args: Mapping[str, str]
