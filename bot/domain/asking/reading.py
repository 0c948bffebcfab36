"""From the parts of a question to what is asked. Whoever is not understood word for word gets no answer by guess.

Every word of a question must play a part: one that neither questions nor the plan know makes it unclear, and so do days
that cannot be read. So «яка погода завтра» is no question about tomorrow.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from bot.domain.asking.index import Index, index_of
from bot.domain.asking.naming import groups_of
from bot.domain.asking.pieces import Moment
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
from bot.domain.asking.slots import Slots
from bot.domain.meetings import is_meeting
from bot.domain.plan import Goal, Snapshot
from bot.domain.windows import Window, quarter_of, quarter_window

_SUBJECTS = frozenset(
    {
        "late",
        "manage",
        "done",
        "left",
        "progress",
        "meeting",
        "gathering",
        "presidium",
        "wait",
        "goal",
        "plan",
        "act",
        "task",
    }
    | {"act", "task", "todo", "we-do", "do", "resp", "who", "when", "count", "me", "my"}
)
_UNITS = frozenset("dkzqhyigb")
_ENOUGH_WORDS = 2
_SOON = 30


@dataclass(frozen=True, slots=True)
class Ground:
    """What a question is asked of: the day, the plan's period, and the plan where there is one."""

    moment: Moment
    snapshot: Snapshot | None = None

    @property
    def index(self) -> Index | None:
        """The words of the plan."""
        return index_of(self.snapshot, self.moment.today) if self.snapshot else None

    @property
    def this_quarter(self) -> Window:
        """The quarter of the day."""
        today: date = self.moment.today
        return quarter_window(today.year, quarter_of(today))

    @property
    def soon(self) -> Window:
        """The days ahead that «далі» means."""
        return Window(self.moment.today, self.moment.today + timedelta(days=_SOON))

    def goal(self, number: int) -> Goal | None:
        """Return the goal of a number."""
        goals = self.snapshot.goals if self.snapshot else ()
        return next((each for each in goals if (each.number or "").strip(" .") == str(number)), None)


Rule = Callable[[Slots, Ground], Question | None]


def read(slots: Slots, ground: Ground) -> Question:
    """Return what is asked, as far as the parts tell it by themselves."""
    return next((found for rule in _RULES if (found := rule(slots, ground)) is not None), AskUnclear())


def aspect_of(slots: Slots) -> Aspect | None:
    """Return what is asked of an activity, None where it is not said."""
    if slots.has("who", "resp"):
        return Aspect.WHO
    return Aspect.WHEN if slots.has("when") else None


def standing_of(slots: Slots) -> Standing | None:
    """Return how far the activities that are asked for are, None where it is not said."""
    if slots.has("late") or (slots.has("manage") and slots.has("not")):
        return Standing.OVERDUE
    if slots.has("left") or (slots.has("done") and slots.has("not")):
        return Standing.LEFT
    return Standing.DONE if slots.has("done") else None


def who_of(slots: Slots, ground: Ground) -> Who | AskWhom | None:
    """Return whose activities are asked for; the people of a like name where it is not clear which of them."""
    if slots.mine:
        return Who(me=True)
    if slots.named.people and ground.snapshot:
        together = frozenset[int].intersection(*slots.named.people)
        sets = (together,) if together else slots.named.people
        groups = [groups_of(ground.snapshot.parties[each] for each in sorted(parties)) for parties in sets]
        unclear = next((each for each in groups if len(each) > 1), None)
        return AskWhom(unclear) if unclear else Who(frozenset[int]().union(*sets))
    if slots.has("presidium") and ground.index:
        return Who(ground.index.presidium) if ground.index.presidium else None
    bodies = slots.named.bodies
    return Who(bodies) if bodies and (slots.has("do", "resp") or not slots.named.titles) else None


def goal_of(slots: Slots, ground: Ground) -> Goal | AskNoGoal | None:
    """Return the goal that is named by its number or, where goals or progress are spoken of, by its words."""
    if slots.goal is not None and ground.snapshot:
        return ground.goal(slots.goal) or AskNoGoal(str(slots.goal))
    if ground.snapshot and len(slots.named.goals) == 1 and (slots.has("goal") or not slots.named.titles):
        return next(each for each in ground.snapshot.goals if each.id in slots.named.goals)
    return None


def asks_progress(slots: Slots) -> bool:
    """Tell whether it is asked how far something is."""
    if slots.has("late"):
        return False
    how = slots.has("how") and (slots.has("go", "goal", "plan", "affairs", "do"))
    done = slots.has("count") and slots.has("done")
    return slots.has("progress") or how or done or (slots.has("manage") and not slots.has("not"))


def _broken(slots: Slots, _ground: Ground) -> Question | None:
    if not slots.broken:
        return None
    nearly = slots.named.nearly
    alone = slots.number is None and slots.named.unknown <= 1
    return AskActivities(tuple(sorted(nearly)), Aspect.CARD, sure=False) if nearly and alone else AskUnclear()


def _command(slots: Slots, _ground: Ground) -> Question | None:
    """A way out is one only by itself; what is denied, to be reminded of some day, or of ourselves is not answered."""
    bare = slots.empty and slots.tags.isdisjoint(_SUBJECTS)
    if slots.has("menu"):
        return AskMenu() if bare else AskUnclear()
    if (slots.has("remind") and slots.has("D", "T", "w")) or (slots.has("you") and slots.has("count")):
        return AskUnclear()
    if slots.has("query") and slots.empty and slots.tags.isdisjoint(_SUBJECTS - {"me", "what"}):
        return AskMenu()
    pairs = [(one.tag, two.tag, two.code) for one, two in pairwise(slots.tokens)]
    politely = any(one == "not" and two == "show" and not code.startswith("ho") for one, two, code in pairs)
    denied = not politely and slots.has("not") and not slots.has("done", "manage", "late", "do", "wait", "left")
    return (AskMenu() if bare else AskUnclear()) if denied else None


def _manners(slots: Slots, _ground: Ground) -> Question | None:
    """Greetings, thanks, «як справи», «що ти вмієш»; before a question they are only manners."""
    if _congratulates(slots):
        return AskMenu()
    polite = _SUBJECTS - ({"who", "me"} if slots.has("greet", "bye") else {"who"})
    if not slots.empty or not slots.tags.isdisjoint(polite):
        return None
    if slots.has("help", "able") or (slots.has("you") and slots.has("who", "what")):
        return AskHelp()
    if slots.has("who"):
        return None
    small_talk = slots.has("how") and slots.has("affairs", "you", "go")
    return AskMenu() if small_talk or slots.has("greet", "bye") else None


def _congratulates(slots: Slots) -> bool:
    """Tell whether it is no question: «вітаю зі святом», «з Днем бібліотек», «дякую за газету»."""
    first = slots.tokens[0].tag if slots.tokens else ""
    wishes = first == "f" and slots.named.sought > 0
    wishes = wishes or any(one.tag == "greet" and two.tag == "f" for one, two in pairwise(slots.tokens))
    return (wishes or first == "bye") and not slots.has("what", "who", "when", "how", "show", "which", "count", "resp")


def _numbered(slots: Slots, _ground: Ground) -> Question | None:
    if slots.number is not None:
        return AskNumber(slots.number, aspect_of(slots) or Aspect.CARD)
    lone = len(slots.ordinals) == 1 and not slots.leads_on and slots.window is None and slots.goal is None
    if (
        lone
        and not slots.named.sought
        and slots.rest.isdisjoint((_SUBJECTS | _UNITS) - {"act", "numero", "who", "when", "resp"})
    ):
        return AskNumber(str(slots.ordinals[0]), aspect_of(slots) or Aspect.CARD)
    return AskUnclear() if slots.ordinals else None


def _meetings(slots: Slots, ground: Ground) -> Question | None:
    held = [each.id for each in ground.snapshot.activities if is_meeting(each)] if ground.snapshot else []
    others = slots.named.sought and slots.named.titles.isdisjoint(held)  # «засідання президії УБА» is no other
    if not _speaks_of_meetings(slots) or others or slots.named.people or slots.goal is not None:
        return None
    if standing_of(slots) is not None:
        return None
    if held and slots.has("who", "resp"):
        return AskActivities(tuple(held), Aspect.WHO)
    return AskMeetings(None if slots.has("o") else slots.window)


def _speaks_of_meetings(slots: Slots) -> bool:
    """Tell whether meetings are named, or the presidium with when it is («наступна президія»)."""
    presidium = slots.has("presidium") and not slots.has("do", "resp")
    return slots.has("meeting", "gathering") or (presidium and (slots.has("when", "o") or "N" in slots.rest))


def _waiting(slots: Slots, _ground: Ground) -> Question | None:
    claims = slots.has("wait") or (slots.has("report") and slots.has("await"))
    return AskWaiting() if claims and slots.empty else None


def _elsewhere(slots: Slots, _ground: Ground) -> Question | None:
    """What the plan does not tell: reasons, guests, figures, telephones, places, and what day it is."""
    named = slots.named
    reasons = slots.has("why") and not (slots.number or named.titles)
    pairs = {(one.tag, two.tag) for one, two in pairwise(slots.tokens)}
    guests = ("who", "be") in pairs and not slots.has("resp", "do", "todo")
    figures = slots.has("schedule", "count") and named.sought > 0
    telephone = slots.has("numero") and (named.people or slots.mine)
    place = slots.has("where") and len(named.titles) > 1
    asked = reasons or guests or figures or telephone or place or _of_the_calendar(slots)
    return AskUnclear() if asked else None


def _unanswerable(slots: Slots, _ground: Ground) -> Question | None:
    """Claims of some days or people, and reports, are asked for on pages of their own."""
    lost = slots.has("wait", "report", "help", "able") and not slots.named.titles
    return AskUnclear() if lost else None


def _of_the_calendar(slots: Slots) -> bool:
    """Tell whether it is asked what day it is, how long it is till then, or what a quarter is at all."""
    pairs = [(one.tag, two.tag) for one, two in pairwise(slots.tokens)]
    which_day = slots.has("which") and slots.has("D") and (slots.has("when") or "d" in slots.rest)
    how_many = any(one == "count" and two in {*"dkzy"} for one, two in pairs)
    nothing_else = not (slots.named.sought or slots.named.people or slots.number or slots.goal)
    return which_day or how_many or (slots.has("what-is") and nothing_else)


def _titled(slots: Slots, ground: Ground) -> Question | None:
    """Activities by the words of their titles."""
    named = slots.named
    whose = who_of(slots, ground)
    if named.titles and slots.has("me") and aspect_of(slots) is None:
        return AskUnclear()  # «моя мета»
    if not named.titles or (isinstance(whose, Who) and whose.parties and not named.people and named.bodies):
        return None
    found = named.titles
    if isinstance(whose, Who) and whose.parties and ground.snapshot:
        theirs = _of_whom(found, whose, ground.snapshot)
        if not theirs and aspect_of(slots) is None:
            return AskUnclear()  # «телефон Тополі»
        found = theirs or found
    within = _within(found, slots.window, ground)
    return AskActivities(
        tuple(sorted(within or found)),
        aspect_of(slots) or Aspect.CARD,
        window=None if within else slots.window,
    )


def _of_whom(found: frozenset[int], whose: Who, snapshot: Snapshot) -> frozenset[int]:
    duties = {each: {duty.party_id for duty in snapshot.activity_of[each].duties} for each in found}
    return frozenset(each for each, parties in duties.items() if parties & whose.parties)


def _within(found: frozenset[int], window: Window | None, ground: Ground) -> frozenset[int]:
    if window is None or ground.snapshot is None:
        return found
    spans = ((each, ground.snapshot.occurrences_of[each]) for each in found)
    return frozenset(each for each, pieces in spans if any(piece.window.meets(window) for piece in pieces))


def _narrowed(slots: Slots, ground: Ground) -> Question | None:
    """The plan by days, people, goals, and by how far things are."""
    whose, goal, standing = who_of(slots, ground), goal_of(slots, ground), standing_of(slots)
    if isinstance(whose, AskWhom):
        return whose
    if isinstance(goal, AskNoGoal):
        return goal
    by_words = (isinstance(whose, Who) and whose.parties == slots.named.bodies) or (goal and slots.goal is None)
    if (slots.named.sought and not by_words) or (slots.has("presidium") and whose is None):
        return None
    window = slots.window
    if (standing or asks_progress(slots)) and window == Window(*[ground.moment.today] * 2):
        window = None  # «прострочене на сьогодні»
    if asks_progress(slots):
        return AskProgress(window, whose, goal.id if goal else None)
    if window or whose or goal or standing:
        return AskList(window, whose, goal.id if goal else None, standing)
    return None


def _mentioned(slots: Slots, _ground: Ground) -> Question | None:
    """Words that stand in other columns of the plan alone: perhaps that is what is meant."""
    found, bare = slots.named.details, len(slots.tokens) == slots.named.sought
    enough = slots.named.sought >= _ENOUGH_WORDS or bare
    return AskActivities(tuple(sorted(found)), sure=False) if found and enough and not slots.named.people else None


def _whole(slots: Slots, ground: Ground) -> Question | None:
    """The whole plan, what we are doing now, what there is to do."""
    if slots.named.sought or slots.has("you"):
        return None
    if slots.has("then"):
        return AskList(ground.soon)
    if slots.has("task") or (slots.has("todo") and slots.has("what")):
        return AskList(who=Who(me=True))
    if slots.has("plan", "schedule") or (slots.has("act") and not slots.has("who", "when", "where", "how")):
        return AskList(ground.moment.period.window)
    asks = slots.has("we-do") or (slots.has("do") and slots.has("what"))
    return AskList(ground.this_quarter) if asks and not slots.has("it", "where", "how") else None


_RULES: tuple[Rule, ...] = (
    _broken,
    _command,
    _manners,
    _numbered,
    _elsewhere,
    _meetings,
    _waiting,
    _unanswerable,
    _titled,
    _narrowed,
    _mentioned,
    _whole,
)
