"""The feature `/fact`: a random fact with its sources."""

from bot.base import BotBase
from cogs.facts.cog import FactsCog
from cogs.facts.views import BUTTONS


async def setup(bot: BotBase) -> None:
    """Add the command and its buttons."""
    bot.add_dynamic_items(*BUTTONS)
    await bot.add_cog(FactsCog())
