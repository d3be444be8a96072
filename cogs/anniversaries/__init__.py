"""Anniversaries: what happened on this day, as a daily post and as commands."""

from bot.base import BotBase
from cogs.anniversaries.cog import AnniversariesCog, OnThisDayCog
from cogs.anniversaries.views import BUTTONS


async def setup(bot: BotBase) -> None:
    """Add the commands, and register the buttons so that they work after restarts."""
    bot.add_dynamic_items(*BUTTONS)
    await bot.add_cog(OnThisDayCog())
    await bot.add_cog(AnniversariesCog(bot))
