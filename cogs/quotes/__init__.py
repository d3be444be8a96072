"""The feature `/quote`: a random quote with its speaker, occasion and sources."""

from bot.base import BotBase
from bot.welcome.tour import TOUR, TourStop
from cogs.quotes.cog import QuotesCog
from cogs.quotes.views import BUTTONS, any_quote_card


async def setup(bot: BotBase) -> None:
    """Add the command, its buttons and its card of the tour."""
    bot.add_dynamic_items(*BUTTONS)
    sentence = "`/quote` has words that were really said, and where; ask for a name or a subject."
    bot.resources[TOUR].add(TourStop(30, sentence, any_quote_card))
    await bot.add_cog(QuotesCog(bot))
