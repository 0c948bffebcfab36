"""The rights, written down by hand: what each action does, and who may, in each state of what it is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from bot.dialog import actions
from bot.dialog.actions import Action
from tests.rights.world import OURS

KEEPERS = frozenset({"head", "secretary"})
PRESIDIUM = frozenset({"presidium", "head"})
SECRETARY = frozenset({"secretary"})
THEIRS = frozenset({"responsible"})
NONE: frozenset[str] = frozenset()


class Does(Enum):
    """What comes of an action."""

    SHOWS = "shows"
    ACTS = "acts"
    ASKS = "asks"
    """It asks for words, which act."""


@dataclass(frozen=True)
class Rule:
    """What an action does and who may; `by` says it for each number of the plan where that makes a difference."""

    does: Does
    who: frozenset[str] = OURS
    words: str = ""
    by: Mapping[str, frozenset[str]] | None = None


def shows(who: frozenset[str] = OURS) -> Rule:
    """A page; who may not see it sees another one."""
    return Rule(Does.SHOWS, who)


def acts(who: frozenset[str], by: Mapping[str, frozenset[str]] | None = None) -> Rule:
    """A change."""
    return Rule(Does.ACTS, who, by=by)


def asks(who: frozenset[str], words: str, by: Mapping[str, frozenset[str]] | None = None) -> Rule:
    """A change that needs words."""
    return Rule(Does.ASKS, who, words, by)


# States: 1.1 planned, 1.2 claimed by its responsible, 1.3 returned, 1.4 confirmed, 1.5 cancelled, 1.6 claimed by the
# head, 1.7 goes on all year.
CLAIM = {"1.1": THEIRS, "1.2": NONE, "1.3": THEIRS, "1.4": NONE, "1.5": NONE, "1.6": NONE, "1.7": THEIRS}
CONFIRM = {
    "1.1": PRESIDIUM, "1.2": PRESIDIUM, "1.3": PRESIDIUM, "1.4": NONE, "1.5": NONE, "1.6": frozenset({"presidium"}),
    "1.7": PRESIDIUM,
}  # fmt: skip
RETURN = {
    "1.1": NONE, "1.2": PRESIDIUM, "1.3": NONE, "1.4": NONE, "1.5": NONE, "1.6": frozenset({"presidium"}), "1.7": NONE,
}  # fmt: skip
TAKE = CLAIM
WITHDRAW = {**dict.fromkeys(CLAIM, NONE), "1.2": THEIRS, "1.6": frozenset({"head"})}
UNDO = {**dict.fromkeys(CLAIM, NONE), "1.3": PRESIDIUM, "1.4": PRESIDIUM}
MEETING = {"2": KEEPERS, "1": NONE, "3": NONE, "4": NONE}
"""By the quarter: the words name a day of the second."""
CHECK_IN = {"1.7": THEIRS, "1.5": NONE, "1.6": NONE}

RULES: dict[type[Action], Rule] = {
    actions.Home: shows(),
    actions.Help: shows(),
    actions.Speak: acts(OURS),
    actions.ShowQuarter: shows(),
    actions.ShowMine: shows(),
    actions.ShowOverdue: shows(),
    actions.ShowMeetings: shows(),
    actions.ShowWaiting: shows(),
    actions.ShowCard: shows(),
    actions.Claim: asks(THEIRS, "Провели, було сорок людей", CLAIM),
    actions.Confirm: acts(PRESIDIUM, CONFIRM),
    actions.Return: asks(PRESIDIUM, "Додайте, будь ласка, світлини", RETURN),
    actions.ClaimAs: asks(THEIRS, "Провели дві зустрічі з трьох", CLAIM),
    actions.TakeOn: acts(THEIRS, TAKE),
    actions.Withdraw: acts(THEIRS, WITHDRAW),
    actions.UndoDecision: acts(PRESIDIUM, UNDO),
    actions.AskConfirmAll: shows(),
    actions.ConfirmAll: acts(PRESIDIUM),
    actions.ShowHistory: shows(),
    actions.ShowRules: shows(KEEPERS),
    actions.SetOwnClaims: acts(KEEPERS),
    actions.CheckIn: asks(THEIRS, "Зробили дві поради", CHECK_IN),
    actions.NothingDone: acts(THEIRS, CHECK_IN),
    actions.AskMeetingDay: asks(KEEPERS, "20 травня о 15:00", MEETING),
    actions.SetMeetingDay: acts(KEEPERS),
    actions.ShowDoubt: shows(SECRETARY),
    actions.AnswerDoubt: acts(SECRETARY),
    actions.ShowDraft: shows(KEEPERS),
    actions.ReviewDoubt: shows(KEEPERS),
    actions.SettleDoubt: acts(KEEPERS),
    actions.ExplainDoubt: asks(KEEPERS, "вересень"),
    actions.AskPublish: shows(KEEPERS),
    actions.Publish: acts(KEEPERS),
    actions.AskDropDraft: shows(KEEPERS),
    actions.DropDraft: acts(KEEPERS),
    actions.ShowSettled: shows(KEEPERS),
    actions.ReopenDoubt: shows(KEEPERS),
    actions.ShowGoals: shows(KEEPERS),
    actions.ShowGoal: shows(KEEPERS),
    actions.ShowDraftCard: shows(KEEPERS),
    actions.ShowChanges: shows(KEEPERS),
    actions.ShowChange: shows(KEEPERS),
    actions.ChooseChange: acts(KEEPERS),
    actions.AskAcceptAll: shows(KEEPERS),
    actions.AcceptAll: acts(KEEPERS),
    actions.AskApply: shows(KEEPERS),
    actions.ApplyEdition: acts(KEEPERS),
    actions.AskDropEdition: shows(KEEPERS),
    actions.DropEdition: acts(KEEPERS),
    actions.ShowCorrecting: shows(KEEPERS),
    actions.AskTerm: asks(KEEPERS, "жовтень"),
    actions.AskPeople: asks(KEEPERS, "Лелека М."),
    actions.ChoosePerson: acts(SECRETARY),  # whoever was asked, and here it was she
    actions.AskTitle: asks(KEEPERS, "Зовсім інша назва"),
    actions.AskCancel: shows(KEEPERS),
    actions.CancelActivity: acts(KEEPERS),
    actions.BringBack: acts(KEEPERS),
    actions.TakeBack: acts(KEEPERS),
    actions.StartAdding: shows(KEEPERS),
    actions.AskNew: asks(KEEPERS, "Зовсім новий захід"),
    actions.ShowPeople: shows(KEEPERS),
    actions.ShowMe: shows(),
}
READS = {"plan": OURS, "draft": KEEPERS, "edition": KEEPERS, "foreign": frozenset({"elsewhere"})}
"""Who may read what stands in things of a kind."""
