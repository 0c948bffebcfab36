"""What comes in from a door and what goes out through it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from enum import Enum, StrEnum

from bot.dialog.actions import Action, Home, encode
from bot.dialog.text import Text, text
from bot.errors import PlanovykError


@dataclass(frozen=True, slots=True)
class Address:
    """An account in one messenger: the name of the door and the account's id there."""

    door: str
    account: str


@dataclass(frozen=True, slots=True)
class Words:
    """A text that a person wrote."""

    text: str


@dataclass(frozen=True, slots=True)
class Tap:
    """A pressed button: the code of its action, as it came."""

    code: str


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody opened the bot, with the start token of a personal link or without one."""

    token: str | None


@dataclass(frozen=True, slots=True)
class File:
    """A file that a person sent: its name, its size in bytes as the messenger tells it (0: untold), and the way to it.

    `read` fetches the content, which a door does only when it is asked to. It raises PlanovykError, which tells the
    person why there is no content: error.file-unavailable, error.file-too-large. A `picture` was sent to be looked
    at and not as a file, and has no name; the `caption` is what was written under either.
    """

    name: str
    size: int
    read: Callable[[], Awaitable[bytes]] = field(compare=False)
    caption: str = ""
    picture: bool = False


MOST_FILE_BYTES = 15 * 1024 * 1024
"""The largest file that a door fetches: what phones make of a picture or a scan; Telegram gives 20 MB."""


def too_large() -> PlanovykError:
    """Return what a person hears of a larger one."""
    return PlanovykError("error.file-too-large", limit=MOST_FILE_BYTES // 1024**2)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Something the bot has no use for yet: a sticker, a voice message, a place."""


What = Words | Tap | Arrival | File | Unreadable


class GroupEvent(Enum):
    """What happens in a group chat that the bot is in."""

    SAID = "said"
    ADDED = "added"
    """Somebody has brought the bot in."""
    REMOVED = "removed"
    MOVED = "moved"
    """The messenger has given the group another account."""


@dataclass(frozen=True, slots=True)
class Group:
    """That an update is of a group chat: what happens there, and who does it, unless they speak as the group itself.

    `answers` is the public name of whoever is answered by it; `moved_to` the new account of a group that has moved.
    """

    event: GroupEvent
    speaker: Address | None
    answers: str = ""
    moved_to: str = ""


@dataclass(frozen=True, slots=True)
class Incoming:
    """One genuine update. `update_key` is unique for ever; `language` is what the messenger says of the reader.

    The address is where it is answered: a person, or with `group` a group chat.
    """

    address: Address
    update_key: str
    what: What
    language: str | None = None
    group: Group | None = None


class Style(StrEnum):
    """How a line is shown; each door renders it in its own best way."""

    PLAIN = "plain"
    TITLE = "title"
    HEADING = "heading"
    ITEM = "item"
    QUOTE = "quote"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph of a reply."""

    text: Text
    style: Style = Style.PLAIN


@dataclass(frozen=True, slots=True)
class Button:
    """A labelled action. `keep` asks that the message it stands under stays when it is tapped."""

    label: Text
    action: Action
    keep: bool = False

    @property
    def code(self) -> str:
        """The action as every door carries it."""
        return encode(self.action, keep=self.keep)


Row = tuple[Button, ...]


class AttachmentKind(StrEnum):
    """How an attachment is shown: to be looked at in the chat, or to be kept."""

    PICTURE = "picture"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Attachment:
    """Something that goes along with a reply: a picture, which is a PNG or a JPEG, or a file; its name tells which.

    `name` is what the person's phone keeps it under: with an ending, at most 255 characters, never a path. `content`
    is not empty; the caption, if any, fits a line or two.
    """

    name: str
    kind: AttachmentKind
    content: bytes = field(repr=False)
    caption: Text | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """That a message shows the card of an activity, on an occurrence at a revision of it."""

    activity: int
    occurrence: int
    revision: int


@dataclass(frozen=True, slots=True)
class Reply:
    """One message to a person, and what goes along with it. Where it shows a `card` it may be kept up to date.

    `replaces` asks the door to put it in place of the message that was tapped. A reply with attachments never does: a
    text cannot become a picture, and what somebody may want to keep must not take the place of something else.
    """

    lines: tuple[Line, ...]
    rows: tuple[Row, ...] = field(default=())
    replaces: bool = False
    attachments: tuple[Attachment, ...] = ()
    card: Card | None = None

    def __post_init__(self) -> None:
        """Keep a reply with attachments from replacing anything, whoever makes it."""
        if self.attachments and self.replaces:
            object.__setattr__(self, "replaces", False)

    def noted(self, note: Text, instead_of: int = 0) -> Reply:
        """Return the same reply under a note, which stands instead of its first so many lines."""
        return replace(self, lines=(Line(note), *self.lines[instead_of:]))

    def in_place(self) -> Reply:
        """Return the same reply, to stand where the tapped message stood; one with attachments stays a new message."""
        return replace(self, replaces=True)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the core says to one update, and in which language; no reply at all to a repeated update."""

    replies: tuple[Reply, ...]
    language: str


HOME = Button(text("button.home"), Home())


def reply(
    *lines: Line, rows: tuple[Row, ...] = (), home: bool = True, attachments: tuple[Attachment, ...] = ()
) -> Reply:
    """Make a reply; a way back to the menu closes it unless `home` is False."""
    return Reply(lines, (*rows, (HOME,)) if home else rows, attachments=attachments)
