"""A strict Telegram Bot API server (Bot API 10.3) for tests."""

from tests.servers.faults import Fault
from tests.servers.telegram.chats import Document, Message
from tests.servers.telegram.keyboard import Button
from tests.servers.telegram.people import User
from tests.servers.telegram.rates import Limits
from tests.servers.telegram.server import TelegramServer

__all__ = ["Button", "Document", "Fault", "Limits", "Message", "TelegramServer", "User"]
