"""Somebody of a scene in the conversation itself: what they tap and say, and what they see."""

from dataclasses import dataclass, field

from bot.dialog.actions import Action, EndReport, encode
from bot.dialog.model import Incoming, Reply, Tap, Words
from bot.dialog.speech import say
from handlers.conversation import conversation
from tests.integration.houses import UNHURRIED, Scene, update_key


@dataclass
class Chat:
    """A person's chat; `reply` is the last thing they were told."""

    scene: Scene
    who: str
    told: list[Reply] = field(default_factory=list)

    @property
    def reply(self) -> Reply:
        return self.told[-1]

    @property
    def text(self) -> str:
        return "\n".join(say(line.text, "uk") for line in self.reply.lines)

    @property
    def actions(self) -> list[Action]:
        return [button.action for row in self.reply.rows for button in row]

    async def taps(self, action: Action) -> None:
        await self._hears(Tap(encode(action)))

    async def says(self, words: str) -> None:
        await self._hears(Words(words))

    async def ends(self) -> None:
        """Press the button that ends the report of which the bot spoke last."""
        await self.taps(next(each for each in self.actions if isinstance(each, EndReport)))

    async def _hears(self, what: Tap | Words) -> None:
        answer = conversation(self.scene.house, UNHURRIED)
        answered = await answer(Incoming(self.scene.address(self.who), update_key(), what))
        self.told.extend(answered.replies)
