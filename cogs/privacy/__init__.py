"""`/privacy`: what is kept about the member who asks, as a card and as a file, and its deletion."""

from bot.base import BotBase
from cogs.privacy.cog import PrivacyCog
from cogs.privacy.views import BUTTONS


async def setup(bot: BotBase) -> None:
    """Add the cog, and register its buttons so that they work across restarts."""
    bot.add_dynamic_items(*BUTTONS)
    await bot.add_cog(PrivacyCog(bot))
