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
from bot.dialog.actions.editions import (
    AcceptAll,
    ApplyEdition,
    AskAcceptAll,
    AskApply,
    AskDropEdition,
    ChooseChange,
    DropEdition,
    ShowChange,
    ShowChanges,
)
from bot.dialog.actions.reviewing import (
    AnswerDoubt,
    AskPublish,
    ExplainDoubt,
    Publish,
    ReviewDoubt,
    SettleDoubt,
    ShowDoubt,
    ShowDraft,
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
    "AcceptAll",
    "Action",
    "AnswerDoubt",
    "ApplyEdition",
    "AskAcceptAll",
    "AskApply",
    "AskDropEdition",
    "AskMeetingDay",
    "AskPublish",
    "CheckIn",
    "ChooseChange",
    "Claim",
    "Confirm",
    "DropEdition",
    "ExplainDoubt",
    "Help",
    "Home",
    "NothingDone",
    "Publish",
    "Return",
    "ReviewDoubt",
    "SetMeetingDay",
    "SettleDoubt",
    "ShowCard",
    "ShowChange",
    "ShowChanges",
    "ShowDoubt",
    "ShowDraft",
    "ShowMeetings",
    "ShowMine",
    "ShowOverdue",
    "ShowQuarter",
    "ShowWaiting",
    "Speak",
    "decode",
    "encode",
    "looks_coded",
]
