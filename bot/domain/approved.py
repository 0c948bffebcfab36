"""The plan as it was approved: what each activity was when its plan was published, whatever has become of it since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.domain.windows import Mode, Window

Image = Mapping[str, object]
"""What an activity was before a correction, of what the correction changed (see `db.correcting.image_of`)."""


@dataclass(frozen=True, slots=True)
class Approved:
    """An activity as its plan was published, where it was corrected since; `added`: it was not in the plan.

    `by` and `at` are of the last correction that nobody has taken back; None where all were.
    """

    added: bool
    title: str
    number: str | None
    goal_id: int | None
    term: str
    windows: tuple[Window, ...]
    mode: Mode | None
    people: tuple[str, ...]
    cancelled: bool
    by: int | None = None
    at: datetime | None = None


def earliest(images: Iterable[Image | None]) -> Image | None:
    """Return what the first corrections found, field by field; None where the first of all has added the activity.

    A field that was changed is found as it had been in the image of the first correction that changed it: whatever was
    changed or taken back later began from there.
    """
    found: dict[str, object] = {}
    for place, image in enumerate(images):
        if image is None and place == 0:
            return None
        for name, value in (image or {}).items():
            found.setdefault(name, value)
    return found
