"""Trivia: games in channels, the question of the day, and the scores."""

from bot.base import BotBase
from bot.welcome.tour import TOUR, TourStop
from cogs.trivia.cog import TriviaCog
from cogs.trivia.daily.views import DAILY_BUTTONS, build_daily_question_card
from cogs.trivia.play.buttons import GAME_BUTTONS
from cogs.trivia.privacy import register_stored_questions
from cogs.trivia.scores.views import SCORE_BUTTONS


async def setup(bot: BotBase) -> None:
    """Add the commands and a card of the tour; the buttons work after restarts."""
    register_stored_questions(bot.store)
    bot.add_dynamic_items(*GAME_BUTTONS, *SCORE_BUTTONS, *DAILY_BUTTONS)
    sentence = "`/trivia daily` asks you one question a day, and `/trivia play` starts a game."
    bot.resources[TOUR].add(TourStop(50, sentence, build_daily_question_card))
    await bot.add_cog(TriviaCog(bot))
