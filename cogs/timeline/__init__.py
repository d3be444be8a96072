"""The feature `/timeline`: all dated events, in pages."""

from bot.base import BotBase
from bot.welcome.tour import TOUR, TourStop
from cogs.timeline.cog import TimelineCog
from cogs.timeline.views import BUTTONS, whole_timeline_card


async def setup(bot: BotBase) -> None:
    """Add the command, its buttons and its card of the tour."""
    bot.add_dynamic_items(*BUTTONS)
    sentence = "`/timeline` tells the whole story, newest first; turn its pages here."
    bot.resources[TOUR].add(TourStop(20, sentence, whole_timeline_card))
    await bot.add_cog(TimelineCog(bot))
