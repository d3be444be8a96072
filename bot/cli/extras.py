"""What to install when a command needs an extra of the distribution that is missing."""

from __future__ import annotations

from bot.errors import StartError

_IN_THE_SOURCE = {"demo": "make demo", "drafting": "pip install '.[drafting]'"}
"""The command that installs each extra in a checkout."""


def build_missing_extra_error(subject: str, extra: str, error: ModuleNotFoundError) -> StartError:
    """Return the error that says which extra `subject`, such as "The demo", needs."""
    return StartError(
        f"{subject} needs {error.name}, which isn't installed: run `pip install "
        f"'fan-community-bot[{extra}]'`, or `{_IN_THE_SOURCE[extra]}` where the bot's source is."
    )
