"""Anniversaries: what happened on this day, posted once, at the hour a guild chose."""

from bot.base import BotBase
from cogs.anniversaries.cog import AnniversariesCog, OnThisDayCog
from cogs.anniversaries.views import BUTTONS


async def setup(bot: BotBase) -> None:
    """Add the commands and the scheduled post, and let the buttons outlive restarts."""
    bot.add_dynamic_items(*BUTTONS)
    await bot.add_cog(OnThisDayCog())
    await bot.add_cog(AnniversariesCog(bot))
