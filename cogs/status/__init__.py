"""The feature `/status`: the stage of the awaited production, its history and its promises."""

from bot.base import BotBase
from bot.welcome.tour import TOUR, TourStop
from cogs.status.cog import StatusCog
from cogs.status.live_card.card import LiveSourcesButton
from cogs.status.live_card.cog import StatusCardCog
from cogs.status.views import BUTTONS, current_status_card


async def setup(bot: BotBase) -> None:
    """Add the command, its buttons, its card of the tour, and the card that is kept up to date."""
    bot.add_dynamic_items(*BUTTONS, LiveSourcesButton)
    sentence = "`/status` says where things stand, how sure that is, and who says so."
    bot.resources[TOUR].add(TourStop(10, sentence, current_status_card))
    await bot.add_cog(StatusCog())
    await bot.add_cog(StatusCardCog(bot))
