"""The feature `/quote`: a random quote with its speaker, occasion and sources."""

from bot.base import BotBase
from cogs.quotes.cog import QuotesCog
from cogs.quotes.views import BUTTONS


async def setup(bot: BotBase) -> None:
    """Add the command and its buttons."""
    bot.add_dynamic_items(*BUTTONS)
    await bot.add_cog(QuotesCog(bot))
