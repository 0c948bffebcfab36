"""A file that was sent, or a table that was pasted: a plan or a members' list, told apart before anything is taken."""

from __future__ import annotations

from bot.dialog.actions import AskPlanFile, AskRegistry, ShowDraft, ShowRegistryDraft, decode
from bot.dialog.model import File, Line, Words, reply
from bot.dialog.pages.registry import which_page
from bot.dialog.text import Text, text
from bot.documents.apart import FileRead
from bot.documents.limits import MAX_BYTES, MEGABYTE
from bot.domain.access import may_keep_members, may_review
from bot.domain.draft import PlanDraft
from bot.domain.registry import RegistryDraft
from bot.domain.review import LONGEST_PASTE, is_plan_text
from bot.errors import DocumentError, PlanovykError
from bot.usecases.acting import awaited
from bot.usecases.outcome import what_came_of
from handlers.drafts import show_draft, take_plan
from handlers.registry_drafts import show_draft as show_list
from handlers.registry_drafts import take_list
from handlers.talk import Replies, Visit

NO_LIST = "error.registry-no-names"


def brings_file(visit: Visit) -> bool:
    """Tell whether an update brings a plan or a list from somebody who may: nobody else's file is ever fetched."""
    what = visit.incoming.what
    if not (may_review(visit.caller.role) or may_keep_members(visit.caller.role)):
        return False
    if isinstance(what, Words):
        return is_plan_text(what.text) or (_asked(visit) is RegistryDraft and "\n" in what.text.strip())
    return isinstance(what, File) and not what.picture


async def take_file(visit: Visit) -> Replies:
    """Read what was sent once, and take it for what it is; where that is not beyond doubt, ask."""
    before = await what_came_of(visit.house, visit.incoming.update_key)
    if before:
        action = decode(before)
        return await (
            show_list(visit, action) if isinstance(action, ShowRegistryDraft) else show_draft(visit, ShowDraft(0))
        )
    try:
        read = await visit.house.read_file(await _content(visit), visit.house.today().year)
        return await _taken(visit, read)
    except PlanovykError as error:
        return (reply(Line(Text(error.key, error.args_))),)


async def _taken(visit: Visit, read: FileRead) -> Replies:
    """Take a plan or a list; raises PlanovykError where it is neither, or not what was asked for."""
    wanted = _asked(visit)
    match read.plan, read.registry:
        case None, None:
            raise _reason(read, wanted)
        case None, RegistryDraft() as found if wanted is not PlanDraft:
            return await take_list(visit, found)
        case PlanDraft() as plan, None if wanted is not RegistryDraft:
            return await take_plan(visit, plan)
        case _, RegistryDraft() as found if read.plan and wanted is RegistryDraft:
            return await take_list(visit, found)
        case PlanDraft() as plan, _ if read.registry and wanted is PlanDraft:
            return await take_plan(visit, plan)
        case _:
            return (which_page(Line(text(_what_is_seen(read)))),)


def _what_is_seen(read: FileRead) -> str:
    if read.plan and read.registry:
        return "members.which-both"
    return "members.which-plan" if read.plan else "members.which-list"


def _reason(read: FileRead, wanted: type[PlanDraft | RegistryDraft] | None) -> DocumentError:
    """Return why a file is of no use: what was asked for says so, else a list that is only too long, else the plan."""
    list_is_near = read.no_list is not None and read.no_list.key != NO_LIST
    chosen = read.no_list if wanted is RegistryDraft or (wanted is None and list_is_near) else read.no_plan
    return chosen or DocumentError("error.document-damaged")


def _asked(visit: Visit) -> type[PlanDraft | RegistryDraft] | None:
    match awaited(visit.house, visit.caller):
        case AskRegistry():
            return RegistryDraft
        case AskPlanFile():
            return PlanDraft
        case _:
            return None


async def _content(visit: Visit) -> bytes:
    what = visit.incoming.what
    if isinstance(what, Words):
        return _pasted(what.text)
    if not isinstance(what, File):
        return b""
    data = b"" if what.size > MAX_BYTES else await what.read()
    if max(what.size, len(data)) > MAX_BYTES:
        raise DocumentError("error.document-too-large", limit=MAX_BYTES // MEGABYTE)
    return data


def _pasted(words: str) -> bytes:
    if len(words) > LONGEST_PASTE:
        raise PlanovykError("error.paste-cut-off")
    return words.encode()
