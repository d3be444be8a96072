"""Anniversaries: what happened on this day, as a daily post and as commands."""

from bot.base import BotBase
from bot.welcome.tour import TOUR, TourStop
from cogs.anniversaries.cog import AnniversariesCog, CalendarCog
from cogs.anniversaries.server_events.cog import EventsCog
from cogs.anniversaries.upcoming.views import UpcomingPageButton
from cogs.anniversaries.views import BUTTONS, next_day_card


async def setup(bot: BotBase) -> None:
    """Add the commands and a card of the tour; the buttons work after restarts."""
    bot.add_dynamic_items(*BUTTONS, UpcomingPageButton)
    sentence = "`/onthisday` says what happened on a date in other years. Here is the next one."
    bot.resources[TOUR].add(TourStop(40, sentence, next_day_card))
    await bot.add_cog(CalendarCog())
    await bot.add_cog(AnniversariesCog(bot))
    await bot.add_cog(EventsCog(bot))
