"""The exceptions whose message is one sentence for the person who caused them."""

from __future__ import annotations

from bot.markdown import Markdown


class StartError(Exception):
    """The program cannot start; the message is one sentence that says what to do."""


class UnreachableError(StartError):
    """The platform cannot be reached at the moment; a later start may succeed."""


class BlockedError(UnreachableError):
    """The platform refuses this computer's address for a while, and every try prolongs it."""

    def __init__(self, message: str, retry_after: float) -> None:
        """Take the sentence, and the seconds that the platform asks to wait; 0 for none."""
        super().__init__(message)
        self.retry_after = retry_after


class HungError(StartError):
    """A part of the bot stopped working while it ran; a new start solves that."""


class RefusedError(Exception):
    """A request was refused and changed nothing; the message is one sentence that says why."""

    def __init__(self, message: Markdown) -> None:
        super().__init__(message)
        self.message: Markdown = message
