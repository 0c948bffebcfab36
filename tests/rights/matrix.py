"""The rights, written down by hand: what each action does, and who may, in each state of what it is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from bot.dialog import actions
from bot.dialog.actions import Action
from tests.rights import people
from tests.rights.states import ANOTHER_DOOR
from tests.rights.world import ANSWERED, APPLICANT, OURS

KEEPERS = frozenset({"head", "secretary"})
PRESIDIUM = frozenset({"presidium", "head"})
SECRETARY = frozenset({"secretary"})
THEIRS = frozenset({"responsible"})
WRITING = frozenset({"member"})
READERS = PRESIDIUM | KEEPERS
BOTH, ELSEWHERE = frozenset({"both"}), frozenset({"elsewhere"})
NONE: frozenset[str] = frozenset()


class Does(Enum):
    """What comes of an action."""

    SHOWS = "shows"
    ACTS = "acts"
    ASKS = "asks"
    """It asks for words, which act."""


@dataclass(frozen=True)
class Rule:
    """What an action does and who may; `by` says it for each state where that makes a difference (`states`)."""

    does: Does
    who: frozenset[str] = OURS
    words: str = ""
    by: Mapping[str, frozenset[str]] | None = None


def shows(who: frozenset[str] = OURS, words: str = "") -> Rule:
    """A page; who may not see it sees another one. With words it is what a question leads to."""
    return Rule(Does.SHOWS, who, words)


def acts(who: frozenset[str], by: Mapping[str, frozenset[str]] | None = None) -> Rule:
    """A change."""
    return Rule(Does.ACTS, who, by=by)


def asks(who: frozenset[str], words: str, by: Mapping[str, frozenset[str]] | None = None) -> Rule:
    """A change that needs words."""
    return Rule(Does.ASKS, who, words, by)


# States: 1.1 planned, 1.2 claimed by its responsible, 1.3 returned, 1.4 confirmed, 1.5 cancelled, 1.6 claimed by the
# head, 1.7 goes on all year, 1.9 and 1.10 are of somebody spoken for, 1.11 of a body, 1.12 of nobody who is in the bot,
# 1.13 of somebody who is writing their report.
CLAIM = {
    "1.1": THEIRS, "1.2": NONE, "1.3": THEIRS, "1.4": NONE, "1.5": NONE, "1.6": NONE, "1.7": THEIRS,
    "1.9": SECRETARY, "1.11": THEIRS | PRESIDIUM, "1.12": SECRETARY, "1.13": WRITING,
}  # fmt: skip
CONFIRM = {
    "1.1": PRESIDIUM, "1.2": PRESIDIUM, "1.3": PRESIDIUM, "1.4": NONE, "1.5": NONE, "1.6": frozenset({"presidium"}),
    "1.7": PRESIDIUM,
}  # fmt: skip
RETURN = {
    "1.1": NONE, "1.2": PRESIDIUM, "1.3": NONE, "1.4": NONE, "1.5": NONE, "1.6": frozenset({"presidium"}), "1.7": NONE,
}  # fmt: skip
CHANGE = {"1.13": WRITING}
TAKE = {**CLAIM, "1.11": THEIRS}
WITHDRAW = {**dict.fromkeys(CLAIM, NONE), "1.2": THEIRS, "1.6": frozenset({"head"})}
CONFIRM_ALL = {"head": frozenset({"head"}), "presidium": frozenset({"presidium"}), "head+presidium": PRESIDIUM}
"""Of what was seen waiting, who has seen just that."""
UNDO = {**dict.fromkeys(CLAIM, NONE), "1.3": PRESIDIUM, "1.4": PRESIDIUM}
MEETING = {"2": KEEPERS, "1": NONE, "3": NONE, "4": NONE}
"""By the quarter: the words name a day of the second."""
CHECK_IN = {"1.7": THEIRS, "1.5": NONE, "1.6": NONE, "1.10": SECRETARY}
OWN = {who: frozenset({who}) for who in OURS}
HERE = {**OWN, ANOTHER_DOOR: NONE}
"""Where one is signed out is where one asks for it."""
ERASED = {who: frozenset({who, APPLICANT}) for who in OURS}
"""Whoever waits is no member, and asked whether to be forgotten without being told of branches."""
DECIDED = {who: KEEPERS - {who} for who in KEEPERS} | {"removed": NONE}
"""Nobody decides on themselves, and nothing is left to decide on who has left."""
INVITED = {"removed": NONE, "gone": NONE}
NAMED = {"Топлоя С.В.": NONE}
"""Whose name is like a member's becomes one only when a human says so."""

ASKED = frozenset({"member"})
SETTLE = {"move": KEEPERS, "substitute": NONE}
DECLINE = {"move": KEEPERS, "substitute": ASKED}
TAKEN_OVER = {"move": NONE, "substitute": ASKED}
"""By what is asked for: 1.1 to be moved, and 1.1 to be done by the member in its responsible's place."""

RULES: dict[type[Action], Rule] = {
    actions.Home: shows(),
    actions.Help: shows(),
    actions.Speak: acts(OURS),
    actions.WriteToMe: acts(OURS),
    actions.ShowQuarter: shows(),
    actions.ShowMine: shows(),
    actions.ShowTheirs: shows(),
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
    actions.ConfirmAll: acts(PRESIDIUM, CONFIRM_ALL),
    actions.ShowHistory: shows(),
    actions.WriteReport: asks(WRITING, "І ще було весело"),
    actions.EndReport: acts(WRITING),
    actions.RemoveLast: acts(WRITING),
    actions.AskDropReport: shows(WRITING),
    actions.DropReport: acts(WRITING),
    actions.ShowEvidence: shows(),
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
    **{kind: shows() for kind in (
        actions.ShowChanging, actions.ShowApproved, actions.ShowRequests, actions.ShowRequest,
        actions.StartProposing, actions.AskTaker,
    )},
    actions.AskMove: asks(THEIRS, "жовтень", CHANGE),
    actions.HandOver: acts(THEIRS, CHANGE),
    actions.AskCancelling: acts(THEIRS, CHANGE),
    actions.ChooseTaker: acts(THEIRS),
    actions.AskProposedTerm: asks(ASKED, "жовтень"),
    actions.Propose: asks(OURS - KEEPERS, "Ніч у бібліотеці"),
    actions.AskWhy: asks(BOTH, "Діти давно просять"),
    actions.SendRequest: acts(BOTH),
    actions.AgreeTo: acts(KEEPERS, SETTLE),
    actions.DeclineRequest: asks(KEEPERS, "Не цього року", DECLINE),
    actions.TakeOver: acts(ASKED, TAKEN_OVER),
    actions.CannotTake: acts(ASKED, TAKEN_OVER),
    actions.WithdrawRequest: acts(THEIRS),
    actions.ShowPeople: shows(KEEPERS),
    actions.ShowMe: shows(),
    **{kind: shows() for kind in (
        actions.ShowAccounts, actions.AskUnlink, actions.AskSignOut, actions.ShowBranches,
        actions.ShowPrivacy, actions.GetMyData, actions.AskErase,
    )},
    actions.OfferLink: acts(OURS),
    actions.Unlink: acts(OURS, OWN),
    actions.SignOut: acts(OURS, HERE),
    actions.GoTo: acts(BOTH),
    actions.EraseMe: acts(OURS, ERASED),
    **{kind: shows(KEEPERS) for kind in (
        actions.ShowEntrance, actions.DrawEntrance, actions.ShowApplicants, actions.ShowApplicant,
        actions.ShowMembers, actions.ShowGone, actions.ShowMember, actions.ShowNamed,
        actions.AskRole, actions.AskSecretary, actions.AskRemove, actions.ShowBodies, actions.ShowBody,
        actions.ShowProxies, actions.ShowProxy, actions.ShowCalls, actions.ShowReach, actions.ShowReachGroup,
        actions.ShowGroups, actions.ShowKeeping,
        actions.ShowRegistry, actions.AskRegistry, actions.AskPlanFile, actions.ShowRegistryDraft,
        actions.ShowRegistryChanges, actions.ShowRegistryDoubts, actions.AskSame, actions.ShowListed,
        actions.ShowDue, actions.ShowUncalled, actions.ShowPerson, actions.AskWho, actions.ShowRenewals,
    )},
    **{kind: acts(KEEPERS) for kind in (
        actions.OpenEntrance, actions.CloseEntrance, actions.Admit, actions.Refuse,
        actions.JoinNamed, actions.InviteEverybody, actions.BringMemberBack,
        actions.AddBodyMember, actions.RemoveBodyMember, actions.SpeakFor, actions.RecordNothing,
        actions.NameInGroups, actions.UnbindGroup, actions.KeepFor,
        actions.AnswerSame, actions.KeepNoted, actions.SaveRegistry, actions.DropRegistry, actions.NoteRenewed,
        actions.UndoRenewed, actions.TellWho, actions.ExportRegistry, actions.RemindToRenew,
    )},
    actions.InviteMember: acts(KEEPERS, INVITED),
    actions.InviteNamed: acts(KEEPERS, NAMED),
    actions.SetRole: acts(KEEPERS, DECIDED),
    actions.RemoveMember: acts(KEEPERS, DECIDED),
    actions.ForgetAccount: acts(KEEPERS, DECIDED),
    actions.ChooseMember: acts(SECRETARY),  # whoever was asked, and here it was she
    actions.AskMembers: asks(KEEPERS, "Мак М.М."),
    actions.AskName: asks(KEEPERS, "Мак М.М."),
    # What is looked for is said again where nothing is found: less than what gives a name away.
    actions.AskFind: shows(KEEPERS, words=people.OURS.roll[:-1]),
    actions.FindListed: shows(KEEPERS, words=people.OURS.registry[:-1]),
    actions.AskBodyMember: shows(KEEPERS, words=people.OURS.roll[:-1]),
    actions.AskRenewed: asks(KEEPERS, "31.12.2027"),
    actions.RecordDone: asks(KEEPERS, "Телефоном: усе провели"),
    actions.RecordQuarter: asks(KEEPERS, "Телефоном: дві поради"),
    actions.ShowTrail: shows(READERS),
    **{kind: shows(READERS) for kind in (
        actions.ShowDeliveries, actions.ShowTold, actions.ShowCalled, actions.ShowDelivery,
    )},
    **{kind: acts(READERS) for kind in (actions.ExportDeliveries, actions.ExportTold, actions.ExportCalled)},
    **{kind: shows(KEEPERS) for kind in (
        actions.ShowAnnouncements, actions.ShowAnnouncement, actions.AskAudience, actions.AskAudienceBody,
        actions.ShowAnnounced,
    )},
    **{kind: acts(KEEPERS) for kind in (
        actions.AddressAnnouncement, actions.SendAnnouncement, actions.DropAnnouncement, actions.StopAnnouncement,
        actions.ExportAnnounced,
    )},
    actions.WriteAnnouncement: asks(KEEPERS, "Збори перенесено на три години"),
    actions.AskAudienceActivity: asks(KEEPERS, "1.1"),
}  # fmt: skip
MOMENTS: Mapping[type[Action], str] = {actions.SaveRegistry: ANSWERED}
"""What can only be done at another moment of the world than the first."""
READS = {
    "plan": OURS, "draft": KEEPERS, "edition": KEEPERS, "foreign": ELSEWHERE | BOTH,
    "roll": KEEPERS, "registry": KEEPERS, "applicant": KEEPERS | {APPLICANT}, "trail": READERS,
}  # fmt: skip
"""Who may read what stands in things of a kind."""
