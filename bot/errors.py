"""The exceptions whose message is one sentence for the person who caused them."""

from __future__ import annotations


class StartError(Exception):
    """The program cannot start; the message is one sentence that says what to do."""


class UnreachableError(StartError):
    """The platform cannot be reached at the moment; a later start may succeed."""


class RefusedError(Exception):
    """A request was refused and changed nothing; the message is one sentence that says why."""
