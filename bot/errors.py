"""Errors that a person may meet: each carries the key of a text and the arguments of that text."""

from __future__ import annotations


class PlanovykError(Exception):
    """Something went wrong that the person must be told about in their own language.

    `key` names a text of the catalogues (for instance ``error.document-empty``), `args_` holds the values of its
    places in braces. Neither may hold a secret: both end in front of people. The values are what the text shows,
    so a log writes only the key.
    """

    def __init__(self, key: str, **args: object) -> None:
        super().__init__(key)
        self.key = key
        self.args_: dict[str, object] = args


class DocumentError(PlanovykError):
    """A document that cannot be read as a plan at all; nothing of it was taken over."""


class SettingsError(PlanovykError):
    """A setting that the program cannot run with; the arguments name its variable, never its value."""


class StoreUnavailableError(Exception):
    """The database did not take or give anything this time (locked, full disk); trying again may help."""
