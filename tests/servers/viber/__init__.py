"""A strict Viber REST API server for tests."""

from tests.servers.faults import Fault
from tests.servers.viber.errors import Status
from tests.servers.viber.keyboard import Button
from tests.servers.viber.messages import Message
from tests.servers.viber.people import User
from tests.servers.viber.rates import ViberLimits
from tests.servers.viber.server import ViberServer

__all__ = ["Button", "Fault", "Message", "Status", "User", "ViberLimits", "ViberServer"]
