"""The feature `/status`: the stage of the awaited production, its history and its promises."""

from bot.base import BotBase
from cogs.status.cog import StatusCog
from cogs.status.views import BUTTONS


async def setup(bot: BotBase) -> None:
    """Add the command and its buttons."""
    bot.add_dynamic_items(*BUTTONS)
    await bot.add_cog(StatusCog())
