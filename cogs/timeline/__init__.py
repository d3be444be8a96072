"""The feature `/timeline`: all dated events, in pages."""

from bot.base import BotBase
from cogs.timeline.cog import TimelineCog
from cogs.timeline.views import BUTTONS


async def setup(bot: BotBase) -> None:
    """Add the command and its buttons."""
    bot.add_dynamic_items(*BUTTONS)
    await bot.add_cog(TimelineCog(bot))
