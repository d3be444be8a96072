"""Trivia: games in channels, the question of the day, and the scores."""

from bot.base import BotBase
from cogs.trivia.cog import TriviaCog
from cogs.trivia.daily.views import DAILY_BUTTONS
from cogs.trivia.play.buttons import GAME_BUTTONS
from cogs.trivia.privacy import register_stored_questions
from cogs.trivia.scores.views import SCORE_BUTTONS


async def setup(bot: BotBase) -> None:
    """Add the commands, and register the buttons so that they work after restarts."""
    register_stored_questions(bot.store)
    bot.add_dynamic_items(*GAME_BUTTONS, *SCORE_BUTTONS, *DAILY_BUTTONS)
    await bot.add_cog(TriviaCog(bot))
