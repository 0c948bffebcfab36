"""Messengers at their worst: they take messages, lose answers, ask for patience, refuse, and fail in unknown ways."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.dialog.door import DeliveryError, Failure
from bot.dialog.model import Address, Reply
from bot.simulation.world import PowerCut, World

DOORS = ("telegram", "viber")
Carried = Callable[[Reply], Sequence[str]]
"""Tells which notices a message is made of, by their keys."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """A message that has arrived: when in truth, and with which notices.

    `marked`: it says that it may be a second copy. `needless` are those of the notices that nothing called for then.
    """

    at: datetime
    account: str
    keys: tuple[str, ...]
    marked: bool
    needless: frozenset[str]


@dataclass
class Network:
    """Both messengers, seen from outside.

    `blocked` has the accounts whose owners let nothing in, `dark` the messengers that are down or shut, `arrived` all
    that they have accepted, `troubled` the keys whose delivery met an obstacle, `refused` those that were refused.
    `called_for` tells whether a notice is owed at the moment.
    """

    world: World
    called_for: Callable[[str], bool]
    blocked: set[tuple[str, str]] = field(default_factory=set)
    dark: dict[str, Failure] = field(default_factory=dict)
    arrived: list[Accepted] = field(default_factory=list)
    troubled: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)
    _shut: dict[Address, list[tuple[datetime, datetime]]] = field(default_factory=dict)

    def shut(self, address: Address) -> None:
        """Let nothing in to an account any more."""
        self.blocked.add((address.door, address.account))
        self._shut.setdefault(address, []).append((self.world.true, _NEVER))

    def open(self, address: Address) -> None:
        """Let everything in again."""
        self.blocked.discard((address.door, address.account))
        since, _ = self._shut[address].pop()
        self._shut[address].append((since, self.world.true))

    def was_open(self, address: Address, since: datetime, until: datetime) -> bool:
        """Tell whether an account let everything in all that time."""
        return all(begin >= until or end <= since for begin, end in self._shut.get(address, ()))


@dataclass
class Messenger:
    """A door to one of the network's messengers."""

    name: str
    network: Network
    carried: Carried

    async def send(self, account: str, reply: Reply, _language: str) -> str | None:
        """Take one message, or do what messengers and networks do."""
        world, network = self.network.world, self.network
        if not world.powered:
            raise PowerCut
        keys = self.carried(reply)
        trouble = self._trouble(account)
        if trouble is not None:
            network.troubled.update(keys)
        if isinstance(trouble, DeliveryError) and trouble.failure is Failure.REFUSED:
            network.refused.update(keys)
        if trouble is None or (_in_the_dark(trouble) and world.chance(50)):
            self._accept(account, reply, keys)
        world.true += world.random.choice(_TAKES)
        if trouble is not None:
            world.tell("send-failed", door=self.name, how=trouble, keys=",".join(keys))
            raise trouble
        return None

    def _trouble(self, account: str) -> Exception | None:
        """Return what goes wrong with the message, if anything does."""
        world, network = self.network.world, self.network
        if (self.name, account) in network.blocked:
            return DeliveryError(Failure.UNREACHABLE)
        if dark := network.dark.get(self.name):
            return DeliveryError(dark)
        luck = world.random.random() * 100
        for share, trouble in _TROUBLES:
            luck -= share
            if luck < 0:
                return trouble(world)
        return None

    def _accept(self, account: str, reply: Reply, keys: Sequence[str]) -> None:
        world = self.network.world
        marked = any(line.text.key == "notice.repeated" for line in reply.lines)
        needless = frozenset(key for key in keys if not self.network.called_for(key))
        self.network.arrived.append(Accepted(world.true, account, tuple(keys), marked, needless))
        world.tell("arrived", door=self.name, marked=int(marked), keys=",".join(keys))
        if not world.off and world.chance(CUTS):
            world.powered = False
            world.tell("power-cut", after="arrival")
            raise PowerCut


def _in_the_dark(trouble: Exception) -> bool:
    return not isinstance(trouble, DeliveryError) or trouble.failure is Failure.UNCERTAIN


def _patience(world: World) -> Exception:
    whole_door = world.chance(30)
    return DeliveryError(Failure.LATER, float(world.random.randint(1, 900)), whole_door=whole_door)


_NEVER = datetime.max.replace(tzinfo=UTC)
CUTS = 0.5
"""Of a hundred messages that arrive, those after which the power goes before that is written down."""
_TROUBLES: tuple[tuple[float, Callable[[World], Exception]], ...] = (
    (2.0, _patience),
    (2.0, lambda _world: DeliveryError(Failure.LATER)),
    (2.0, lambda _world: DeliveryError(Failure.UNCERTAIN)),
    (0.5, lambda _world: ConnectionResetError()),
    (0.5, lambda _world: DeliveryError(Failure.REFUSED)),
)
"""How often of a hundred messages each goes wrong."""
_TAKES = tuple(timedelta(milliseconds=each) for each in (40, 80, 200, 3000))
