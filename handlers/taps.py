"""Which handler answers which button, and which takes a person's next words after the bot has asked."""

from __future__ import annotations

from bot.dialog import actions
from handlers import (
    adding,
    browsing,
    check_ins,
    correcting,
    doubts,
    drafts,
    editions,
    meetings,
    menu,
    questions,
    reviewing,
)
from handlers.accounts import ACCOUNT_TAPS
from handlers.admitting import ADMITTING_TAPS
from handlers.announcing import ANNOUNCING_AWAITED, ANNOUNCING_TAPS
from handlers.bodies import BODIES_AWAITED, BODIES_TAPS
from handlers.deciding import DECIDING_AWAITED, DECIDING_TAPS
from handlers.deliveries import DELIVERY_TAPS
from handlers.entrances import ENTRANCE_TAPS
from handlers.evidence import EVIDENCE_TAPS
from handlers.groups import GROUP_TAPS
from handlers.inviting import INVITING_AWAITED, INVITING_TAPS
from handlers.members import MEMBERS_AWAITED, MEMBERS_TAPS
from handlers.people import PEOPLE_TAPS
from handlers.privacy import PRIVACY_TAPS
from handlers.proxies import EARLY_PROXY_TAPS, PROXY_AWAITED, PROXY_TAPS
from handlers.quiet import QUIET_TAPS
from handlers.reaching import REACH_TAPS
from handlers.registry import REGISTRY_AWAITED, REGISTRY_TAPS
from handlers.registry_drafts import REGISTRY_DRAFT_TAPS
from handlers.renewing import RENEWING_TAPS
from handlers.reporting import REPORTING_AWAITED, REPORTING_TAPS
from handlers.requesting import REQUESTING_AWAITED, REQUESTING_TAPS
from handlers.requests import REQUESTS_AWAITED, REQUESTS_TAPS
from handlers.rules import RULES_TAPS
from handlers.talk import OnEarlyTap, OnEarlyWords, OnTap, OnWords
from handlers.trail import TRAIL_TAPS
from handlers.work import WORK_TAPS

DRAFT_TAPS: dict[type[actions.Action], OnEarlyTap] = {
    actions.ShowDraft: drafts.show_draft,
    actions.ReviewDoubt: reviewing.show_doubt,
    actions.SettleDoubt: reviewing.settle_doubt,
    actions.ExplainDoubt: reviewing.ask_again,
    actions.AskPublish: drafts.ask_publish,
    actions.Publish: drafts.publish_draft,
    actions.AskDropDraft: drafts.ask_drop,
    actions.DropDraft: drafts.drop,
    actions.ShowSettled: reviewing.show_settled,
    actions.ReopenDoubt: reviewing.reopen_doubt,
    actions.ShowGoals: browsing.show_goals,
    actions.ShowGoal: browsing.show_goal,
    actions.ShowDraftCard: browsing.show_draft_card,
}
"""What the buttons of a draft do; they need no published plan."""

EDITION_TAPS: dict[type[actions.Action], OnEarlyTap] = {
    actions.ShowChanges: editions.show_changes,
    actions.ShowChange: editions.show_change,
    actions.ChooseChange: editions.choose_one,
    actions.AskAcceptAll: editions.ask_accept_all,
    actions.AcceptAll: editions.accept_every,
    actions.AskApply: editions.ask_apply,
    actions.ApplyEdition: editions.apply_accepted,
    actions.AskDropEdition: editions.ask_drop,
    actions.DropEdition: editions.drop,
}
"""What the buttons of a newer edition do, beside the plan in force."""

CORRECTING_TAPS: dict[type[actions.Action], OnEarlyTap] = {
    actions.ShowCorrecting: correcting.show_correcting,
    actions.AskTerm: correcting.ask_term,
    actions.AskPeople: correcting.ask_people,
    actions.ChoosePerson: correcting.person_chosen,
    actions.AskTitle: correcting.ask_title,
    actions.AskCancel: correcting.ask_cancel,
    actions.CancelActivity: correcting.cancel,
    actions.BringBack: correcting.bring_back,
    actions.TakeBack: correcting.take_back,
    actions.StartAdding: adding.start_adding,
    actions.AskNew: adding.ask_new,
}
"""What the buttons of corrections do; a draft is corrected without a published plan too."""

EARLY_AWAITED: dict[type[actions.Action], OnEarlyWords] = {
    actions.ExplainDoubt: reviewing.explained,
    actions.AskTerm: correcting.term_said,
    actions.AskPeople: correcting.people_said,
    actions.AskTitle: correcting.title_said,
    actions.AskNew: adding.new_said,
    **REGISTRY_AWAITED,
    **BODIES_AWAITED,
    **MEMBERS_AWAITED,
    **INVITING_AWAITED,
    **ANNOUNCING_AWAITED,
}
"""What a person's next words are, where that needs no published plan."""

EARLY_TAPS: dict[type[actions.Action], OnEarlyTap] = {
    actions.Help: questions.show_help,
    actions.Speak: menu.choose_language,
    **DRAFT_TAPS,
    **CORRECTING_TAPS,
    **PEOPLE_TAPS,
    **RULES_TAPS,
    **ENTRANCE_TAPS,
    **ADMITTING_TAPS,
    **ACCOUNT_TAPS,
    **REGISTRY_TAPS,
    **REGISTRY_DRAFT_TAPS,
    **RENEWING_TAPS,
    **BODIES_TAPS,
    **REACH_TAPS,
    **EARLY_PROXY_TAPS,
    **MEMBERS_TAPS,
    **INVITING_TAPS,
    **TRAIL_TAPS,
    **PRIVACY_TAPS,
    **GROUP_TAPS,
    **QUIET_TAPS,
    **DELIVERY_TAPS,
    **ANNOUNCING_TAPS,
}
"""What the buttons do that are there before a plan is published."""

TAPS: dict[type[actions.Action], OnTap] = {
    actions.Home: menu.show_home,
    actions.ShowQuarter: questions.show_quarter,
    actions.ShowMine: questions.show_mine,
    actions.ShowOverdue: questions.show_overdue,
    actions.ShowMeetings: questions.show_meetings,
    actions.ShowWaiting: questions.show_waiting,
    actions.ShowCard: questions.show_card,
    actions.ShowTheirs: questions.show_person,
    **WORK_TAPS,
    **REPORTING_TAPS,
    **EVIDENCE_TAPS,
    **DECIDING_TAPS,
    **REQUESTING_TAPS,
    **REQUESTS_TAPS,
    actions.CheckIn: check_ins.start_check_in,
    actions.NothingDone: check_ins.nothing_done,
    actions.AskMeetingDay: meetings.ask_day,
    actions.SetMeetingDay: meetings.set_day,
    actions.ShowDoubt: doubts.show_doubt,
    actions.AnswerDoubt: doubts.settle_doubt,
    **EARLY_TAPS,
    **EDITION_TAPS,
    **PROXY_TAPS,
}
"""What each button does."""

AWAITED: dict[type[actions.Action], OnWords] = {
    **REPORTING_AWAITED,
    **DECIDING_AWAITED,
    **REQUESTING_AWAITED,
    **REQUESTS_AWAITED,
    actions.CheckIn: check_ins.finish_check_in,
    actions.AskMeetingDay: meetings.day_came,
    **EARLY_AWAITED,
    **PROXY_AWAITED,
}
"""What a person's next words are, after the bot has asked."""
