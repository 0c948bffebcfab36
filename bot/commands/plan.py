"""`plan check` and `plan import`."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

from bot.commands.voice import operator_language, spoken, spoken_window
from bot.dialog.pages.doubts import doubt_sentence
from bot.dialog.pages.wording import period_text
from bot.dialog.speech import say
from bot.documents.apart import read_document_now
from bot.domain.draft import Doubt, DraftActivity, PlanDraft
from bot.errors import DocumentError, PlanovykError

JsonPlan = dict[str, object]


def check(file: Path, year: int | None, *, as_json: bool) -> None:
    """Print what was understood of a plan and what is in doubt; store nothing."""
    draft = read(file, year)
    if as_json:
        json.dump(as_data(draft), sys.stdout, ensure_ascii=False, indent=2)
        print()
        return
    for line in _lines(draft):
        print(line)


def take(file: Path, year: int | None, branch: str, *, publish: bool) -> None:
    """Store a plan; with `publish` it is the branch's plan from now on."""
    from bot.app import house_of, opened_store
    from bot.clock import clock_from
    from bot.settings import load_settings
    from bot.usecases.joining import LONGEST_BRANCH_NAME
    from bot.usecases.plans import Imported, import_plan

    draft = read(file, year)
    if not branch.strip():
        raise PlanovykError("error.branch-name", most=LONGEST_BRANCH_NAME)

    settings = load_settings()

    async def store_it() -> Imported:
        async with opened_store(settings) as store:
            return await import_plan(house_of(store, clock_from(settings)), draft, branch, publish=publish)

    done = asyncio.run(store_it())
    key = "cli.published" if done.published else "cli.edition" if done.beside else "cli.imported"
    print(spoken(key, branch=branch, period=period_text(draft.period), activities=done.activities, doubts=done.doubts))


def read(file: Path, year: int | None) -> PlanDraft:
    """Read a plan's file. Raises PlanovykError when there is no file, or no plan in it."""
    try:
        data = file.read_bytes()
    except OSError as error:
        raise PlanovykError("error.file", file=str(file)) from error
    try:
        return read_document_now(data, year)
    except DocumentError as error:
        if error.key == "error.document-no-year":
            raise PlanovykError("cli.no-year") from error
        raise


def as_data(draft: PlanDraft) -> JsonPlan:
    """Return the plan as plain data, for other programs."""
    return {
        "period": {"kind": draft.period.kind, "year": draft.period.year, "month": draft.period.month},
        "goals": [{"number": goal.number, "title": goal.title} for goal in draft.goals],
        "activities": [_activity_data(activity) for activity in draft.activities],
        "doubts": [
            {"activity": doubt.activity, "code": doubt.code, "text": doubt_text(doubt)} for doubt in draft.doubts
        ],
    }


def _activity_data(activity: DraftActivity) -> JsonPlan:
    return {
        "number": activity.number,
        "goal": activity.goal,
        "title": activity.title,
        "term": activity.term.text,
        "windows": [[window.first.isoformat(), window.last.isoformat()] for window in activity.term.windows],
        "mode": activity.term.mode,
        "responsible": [{"kind": named.kind, "name": named.name} for named in activity.responsible],
        "resources": activity.resources,
        "result": activity.result,
    }


def doubt_text(doubt: Doubt) -> str:
    """Return a doubt as a sentence, with the row's own words behind it."""
    sentence = say(doubt_sentence(doubt.code, doubt.args), operator_language())
    return f"{sentence} «{doubt.text}»" if doubt.text and doubt.text not in sentence else sentence


def _lines(draft: PlanDraft) -> list[str]:
    lines = [
        spoken("cli.read", period=period_text(draft.period), goals=len(draft.goals), activities=len(draft.activities))
    ]
    for activity in draft.activities:
        term = activity.term
        spans = ", ".join(spoken_window(window) for window in term.windows) or "?"
        lines.append(f"\n{activity.number or '—'}  {activity.title}")
        lines.append(f"    {term.text or '—'} → {spans} ({term.mode or '?'})")
        lines.append(f"    {', '.join(named.name for named in activity.responsible) or '—'}")
    lines.append("\n" + spoken("cli.doubts", n=len(draft.doubts)))
    lines.extend(f"  {doubt.activity or '*'}: {doubt_text(doubt)}" for doubt in draft.doubts)
    return lines
