"""The exceptions whose message is one sentence for the person who caused them."""

from __future__ import annotations

from bot.markdown import Markdown

_IN_THE_SOURCE = {
    "demo": "make demo",
    "drafting": "pip install '.[drafting]'",
    "sentry": "pip install '.[sentry]'",
}
"""The command that installs each extra in a checkout."""


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


def build_missing_extra_error(subject: str, extra: str, error: ModuleNotFoundError) -> StartError:
    """Return the error that says which extra `subject`, such as "The demo", needs."""
    return StartError(
        f"{subject} needs {error.name}, which isn't installed: run `pip install "
        f"'fan-community-bot[{extra}]'`, or `{_IN_THE_SOURCE[extra]}` where the bot's source is."
    )
