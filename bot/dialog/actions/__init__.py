"""Actions: what a button does, as data. They grant nothing; the right is checked when they arrive.

Ids and the revision that the person saw go along, so that a stale button shows the present state instead of failing.
"""

from __future__ import annotations

from bot.dialog.actions.asking import (
    Help,
    Home,
    ShowCard,
    ShowMeetings,
    ShowMine,
    ShowOverdue,
    ShowQuarter,
    ShowWaiting,
    Speak,
)
from bot.dialog.actions.codec import KEEP, MARK, Action, decode, encode, looks_coded
from bot.dialog.actions.reviewing import (
    AnswerDoubt,
    AskDropDraft,
    AskPublish,
    DropDraft,
    ExplainDoubt,
    Publish,
    ReopenDoubt,
    ReviewDoubt,
    SettleDoubt,
    ShowDoubt,
    ShowDraft,
    ShowDraftCard,
    ShowGoal,
    ShowGoals,
    ShowSettled,
)
from bot.dialog.actions.working import (
    AskMeetingDay,
    CheckIn,
    Claim,
    Confirm,
    NothingDone,
    Return,
    SetMeetingDay,
)

__all__ = [
    "KEEP",
    "MARK",
    "Action",
    "AnswerDoubt",
    "AskDropDraft",
    "AskMeetingDay",
    "AskPublish",
    "CheckIn",
    "Claim",
    "Confirm",
    "DropDraft",
    "ExplainDoubt",
    "Help",
    "Home",
    "NothingDone",
    "Publish",
    "ReopenDoubt",
    "Return",
    "ReviewDoubt",
    "SetMeetingDay",
    "SettleDoubt",
    "ShowCard",
    "ShowDoubt",
    "ShowDraft",
    "ShowDraftCard",
    "ShowGoal",
    "ShowGoals",
    "ShowMeetings",
    "ShowMine",
    "ShowOverdue",
    "ShowQuarter",
    "ShowSettled",
    "ShowWaiting",
    "Speak",
    "decode",
    "encode",
    "looks_coded",
]
