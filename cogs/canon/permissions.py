"""Checks whether a member is a reviewer, at every command, click and form."""

from __future__ import annotations

import discord

from bot.base import Interaction
from bot.errors import RefusedError
from bot.permissions import ADMIN_PERMISSION, is_reviewer

REVIEW_GROUP = "review"
"""The name of the command group for reviewers."""


class NotReviewerError(RefusedError):
    """The member is no reviewer of this guild."""

    def __init__(self) -> None:
        super().__init__(
            f"Only reviewers can do that: anyone with {ADMIN_PERMISSION} or the reviewer role "
            "from /setup."
        )


def get_guild(interaction: Interaction) -> discord.Guild:
    """Return the guild of an interaction with `/canon`, which exists in guilds only."""
    assert interaction.guild is not None, "/canon is used in servers only"
    return interaction.guild


async def require_reviewer(interaction: Interaction) -> None:
    """Raise NotReviewerError unless the member is a reviewer now."""
    if not await is_reviewer(interaction):
        raise NotReviewerError
