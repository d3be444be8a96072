"""`/about`: what this bot is, what it keeps, and where to report a mistake."""

from bot.client import FanBot
from cogs.about.cog import AboutCog


async def setup(bot: FanBot) -> None:
    """Add the command."""
    await bot.add_cog(AboutCog())
