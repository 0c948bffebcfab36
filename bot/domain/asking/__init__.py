"""The reader of questions: what people ask in their own words, in whatever letters, going on from what they asked."""

from bot.domain.asking.elsewhere import goes_elsewhere
from bot.domain.asking.privacy import asks_privacy
from bot.domain.asking.question import (
    AskActivities,
    AskHelp,
    AskList,
    AskMeetings,
    AskMenu,
    AskNoGoal,
    AskNumber,
    AskProgress,
    AskUnclear,
    AskWaiting,
    AskWhom,
    Aspect,
    Question,
    Standing,
    Who,
)
from bot.domain.asking.selecting import Scope, numbered
from bot.domain.asking.understanding import understand, understand_alone
from bot.domain.asking.wishes import Wish, wish_of

__all__ = [
    "AskActivities",
    "AskHelp",
    "AskList",
    "AskMeetings",
    "AskMenu",
    "AskNoGoal",
    "AskNumber",
    "AskProgress",
    "AskUnclear",
    "AskWaiting",
    "AskWhom",
    "Aspect",
    "Question",
    "Scope",
    "Standing",
    "Who",
    "Wish",
    "asks_privacy",
    "goes_elsewhere",
    "numbered",
    "understand",
    "understand_alone",
    "wish_of",
]
