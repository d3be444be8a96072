"""The feature `/status`: the stage of the awaited production, its history and its promises."""

from bot.base import BotBase
from cogs.status.cog import StatusCog
from cogs.status.live_card.card import LiveSourcesButton
from cogs.status.live_card.cog import StatusCardCog
from cogs.status.views import BUTTONS


async def setup(bot: BotBase) -> None:
    """Add the command and its buttons, and the card that is kept up to date."""
    bot.add_dynamic_items(*BUTTONS, LiveSourcesButton)
    await bot.add_cog(StatusCog())
    await bot.add_cog(StatusCardCog(bot))
