"""Responsible people: what a cell of a plan says about who does the work."""

from bot.domain.people.model import Kind, Named, PeopleCell
from bot.domain.people.reader import read_people

__all__ = ["Kind", "Named", "PeopleCell", "read_people"]
