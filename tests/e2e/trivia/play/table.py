"""A table whose games wait for little, and the session behind it."""

from __future__ import annotations

from cogs.trivia.play.session import Session
from tests.drivers.trivia import TriviaDriver


def session_in(table: TriviaDriver) -> Session:
    """The game as the bot leads it."""
    session = table.sessions.get(table.channel.id)
    assert session is not None
    return session
