"""The feature `/wrapped`: a year of trivia of a server, or of one member."""

from bot.base import BotBase
from cogs.wrapped.cog import WrappedCog


async def setup(bot: BotBase) -> None:
    """Add the command."""
    await bot.add_cog(WrappedCog())
