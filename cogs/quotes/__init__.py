"""`/quote`: spoken words with their speaker, occasion and every outlet that printed them."""

from bot.base import BotBase
from cogs.quotes.cog import QuotesCog
from cogs.quotes.views import BUTTONS


async def setup(bot: BotBase) -> None:
    """Add the command and let its buttons outlive restarts."""
    bot.add_dynamic_items(*BUTTONS)
    await bot.add_cog(QuotesCog(bot))
