"""Tells somebody who can still be reached that a game has ended where it can be shown no longer."""

from __future__ import annotations

import logging

import discord

from bot.base import BotBase
from bot.messaging.admin_notices import notify_admins
from bot.messaging.sending import REQUEST_ERRORS
from cogs.trivia.play.cards import ranking_lines
from cogs.trivia.rules.game import Game

log = logging.getLogger(__name__)


async def notify_game_lost(bot: BotBase, game: Game, reason: str) -> None:
    """Tell whoever started the game, else the server's admins, why it ended and with what scores.

    Never raises: nobody is left to catch it.
    """
    sentence = format_game_lost(game, reason)
    try:
        channel = await bot.create_dm(discord.Object(game.starter_id))
        await channel.send(sentence)
    except REQUEST_ERRORS as refusal:
        log.info("game %d: its starter could not be told: %s", game.id, refusal)
        guild = bot.get_guild(game.audience_id)
        if guild is not None:
            await notify_admins(bot, guild, game.starter_id, sentence)


def format_game_lost(game: Game, reason: str) -> str:
    """Where, why, and the scores as they stand."""
    scores = (
        "\n".join(ranking_lines(game.standings)) if game.played else "No round had been settled."
    )
    return (
        f"The trivia game in <#{game.channel_id}> had to end because {reason}. "
        f"Nothing that was earned is lost:\n{scores}"
    )
