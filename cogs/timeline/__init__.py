"""`/timeline`: the dated story in pages."""

from bot.client import FanBot
from cogs.timeline.cog import TimelineCog
from cogs.timeline.views import BUTTONS


async def setup(bot: FanBot) -> None:
    """Add the command and let its buttons outlive restarts."""
    bot.add_dynamic_items(*BUTTONS)
    await bot.add_cog(TimelineCog(bot))
