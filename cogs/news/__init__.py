"""News feeds that a server watches: what they bring waits for review."""

from bot.base import BotBase
from cogs.news.cog import NewsCog


async def setup(bot: BotBase) -> None:
    """Add the page of `/setup` and the jobs, unless the owner of the bot has feeds switched off."""
    if bot.settings.feeds != "off":
        await bot.add_cog(NewsCog(bot))
