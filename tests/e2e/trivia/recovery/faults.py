"""What goes wrong between a game and Discord, and what the starter is told of it."""

from __future__ import annotations

from tests.world import World


def resets_the_connection() -> None:
    raise ConnectionResetError(104, "Connection reset by peer")


def told(world: World) -> str:
    """The last direct message to the starter."""
    return world.alice.user.dm_channel.history()[-1].content


def posting(world: World) -> str:
    return f"/channels/{world.channel.id}/messages"
