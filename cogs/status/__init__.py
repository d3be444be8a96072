"""`/status`: where the production stands, how sure that is, and how old the news is."""

from bot.base import BotBase
from cogs.status.cog import StatusCog
from cogs.status.views import BUTTONS


async def setup(bot: BotBase) -> None:
    """Add the command and let its buttons outlive restarts."""
    bot.add_dynamic_items(*BUTTONS)
    await bot.add_cog(StatusCog())
