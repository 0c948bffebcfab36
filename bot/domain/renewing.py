"""The yearly renewal of memberships: which activity of the plan speaks of it, and how often people are reminded."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain.plan import Activity, Snapshot

MOST_ROUNDS = 2
NEXT_ROUND_AFTER = timedelta(days=14)
USEFUL = timedelta(days=14)
"""For how long a reminder that could not leave is still of use."""
NO_DAY = date.min
"""What a notice refers to where no day is known that the membership is paid until."""
_FEW_WORDS = r"\w*\s+(?:\w+\s+){0,3}?"
_TITLE = re.compile(
    rf"(?:поновл|оновл|продовж){_FEW_WORDS}членств|перереєстр{_FEW_WORDS}член"
    rf"|(?:сплат|збір|збор){_FEW_WORDS}член\w*\s+внес|renew{_FEW_WORDS}member|member\w*\s+renew",
    re.IGNORECASE,
)


def is_renewal(activity: Activity) -> bool:
    """Tell whether an activity is the renewal of memberships («Поновлення членства в УБА…»)."""
    return activity.cancelled_on is None and _TITLE.search(activity.title) is not None


def renewal_in(snapshot: Snapshot, today: date) -> Activity | None:
    """Return the one activity of the present plans that is the renewal; None where there is none, or several."""
    plans = {plan.id for plan in snapshot.present(today)}
    found = [each for each in snapshot.activities if each.plan_id in plans and is_renewal(each)]
    return found[0] if len(found) == 1 else None


def was_renewed(before: date | None, now: date | None) -> bool:
    """Tell whether a membership is paid for longer than it was when its person was counted among those to renew."""
    return now is not None and (before is None or now > before)


@dataclass(frozen=True, slots=True)
class Campaign:
    """A year's renewal under way: which round of reminders it is in, and since when."""

    id: int
    round: int
    begun_at: datetime
    round_at: datetime


@dataclass(frozen=True, slots=True)
class Progress:
    """What a campaign has brought, in people: of so many who were to renew, how many have.

    The others were told, wait for an hour at which they may be, failed to be told (refused, or too late), or cannot be
    told by the bot.
    """

    people: int
    renewed: int
    told: int
    waiting: int
    failed: int
    unreachable: int


@dataclass(frozen=True, slots=True)
class Outreach:
    """Whom another press of the button would remind: registrations by id, in which round, and how many it cannot.

    `opens` is when the next round may begin, None while there is something to do in this one, or no more rounds.
    """

    round: int
    to_tell: tuple[int, ...]
    unreachable: int
    opens: datetime | None = None


def round_to_come(campaign: Campaign | None, now: datetime) -> int:
    """Return the round in which people would be reminded now."""
    if campaign is None:
        return 1
    ripe = now - campaign.round_at >= NEXT_ROUND_AFTER and campaign.round < MOST_ROUNDS
    return campaign.round + 1 if ripe else campaign.round
