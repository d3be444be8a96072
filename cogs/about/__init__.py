"""`/about`: what this bot is and keeps, where mistakes go; and `/help`: what one can ask."""

from bot.base import BotBase
from cogs.about.cog import AboutCog


async def setup(bot: BotBase) -> None:
    """Add the commands."""
    await bot.add_cog(AboutCog())
