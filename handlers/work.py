"""The work on an occurrence: who is at it, reports, and what nobody has decided on taken back."""

from __future__ import annotations

from bot.dialog.actions import Claim, ClaimAs, TakeOn, Withdraw
from bot.dialog.pages.asks import ask_words
from bot.dialog.text import Text, text
from bot.domain.plan import Occurrence
from bot.domain.reports import OUTCOMES, Outcome
from bot.usecases import work
from bot.usecases.acting import await_words
from bot.usecases.work import Fate, fate_of
from handlers.standing import activity_behind, after, present, stale_text
from handlers.talk import OnTap, OnWords, Replies, Talk, lost


async def take(talk: Talk, action: TakeOn) -> Replies:
    """Write down that the member is at it."""
    verdict = await work.take(talk.house, talk.caller, action.occurrence, action.revision, talk.incoming.update_key)
    return await after(talk, action.occurrence, verdict, text("take.done"))


async def withdraw(talk: Talk, action: Withdraw) -> Replies:
    """Take the member's claim back."""
    verdict = await work.withdraw(talk.house, talk.caller, action.occurrence, action.revision, talk.incoming.update_key)
    return await after(talk, action.occurrence, verdict, text("withdraw.done"))


async def start_claim(talk: Talk, action: Claim | ClaimAs) -> Replies:
    """Ask for a sentence about what was done, or what is needed, if the member may still report it."""
    occurrence = talk.snapshot.occurrence_of.get(action.occurrence)
    if occurrence is None:
        return (await lost(talk),)
    outcome = _outcome(action)
    fate = fate_of(talk.snapshot, talk.view.member, occurrence, outcome)
    if fate is None:
        return (present(talk, occurrence, _problem(talk, occurrence)),)
    await await_words(talk.house, talk.caller, _seen_now(action, occurrence))
    return (ask_words(activity_behind(talk, occurrence), outcome, part=fate is Fate.CONTRIBUTION),)


async def finish_claim(talk: Talk, action: Claim | ClaimAs, words: str) -> Replies:
    """Take the sentence; the presidium hears of it, or whoever's word closes the activity."""
    occurrence, outcome = talk.snapshot.occurrence_of.get(action.occurrence), _outcome(action)
    fate = fate_of(talk.snapshot, talk.view.member, occurrence, outcome) if occurrence else None
    key = talk.incoming.update_key
    verdict = await work.claim(talk.house, talk.caller, action.occurrence, words, key, outcome=outcome)
    return await after(talk, action.occurrence, verdict, _thanks(fate))


def _outcome(action: Claim | ClaimAs) -> Outcome:
    """Return what is reported; a code that somebody has made up counts as plainly done."""
    place = action.outcome if isinstance(action, ClaimAs) else 0
    return OUTCOMES[place] if place < len(OUTCOMES) else Outcome.DONE


def _seen_now(action: Claim | ClaimAs, occurrence: Occurrence) -> Claim | ClaimAs:
    if isinstance(action, ClaimAs):
        return ClaimAs(occurrence.id, occurrence.revision, action.outcome)
    return Claim(occurrence.id, occurrence.revision)


def _thanks(fate: Fate | None) -> Text:
    if fate is Fate.CONTRIBUTION:
        return text("claim.part-taken")
    return text("claim.help-taken") if fate is Fate.HELP else text("claim.taken")


def _problem(talk: Talk, occurrence: Occurrence) -> Text:
    return text("refused.not-yours") if occurrence.open else stale_text(talk, occurrence)


WORK_TAPS: dict[type, OnTap] = {
    Claim: start_claim,
    ClaimAs: start_claim,
    TakeOn: take,
    Withdraw: withdraw,
}
"""What the buttons of the work do."""
WORK_AWAITED: dict[type, OnWords] = {Claim: finish_claim, ClaimAs: finish_claim}
"""What a person's next words are, after they were asked for a report."""
