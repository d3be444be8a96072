"""The feature `/about` and `/help`: the bot, the pack in numbers, and the commands."""

from bot.base import BotBase
from cogs.about.cog import AboutCog


async def setup(bot: BotBase) -> None:
    """Add the commands."""
    await bot.add_cog(AboutCog())
