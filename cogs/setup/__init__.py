"""Setup: one private panel for everything a server can set, and a word of welcome."""

from bot.base import BotBase
from bot.setup.controls import CONTROLS
from cogs.setup.cog import SetupCog
from cogs.setup.welcome import WelcomeCog


async def setup(bot: BotBase) -> None:
    """Add the command, and let the panel's controls and forms outlive restarts."""
    bot.add_dynamic_items(*CONTROLS)
    await bot.add_cog(SetupCog(bot))
    await bot.add_cog(WelcomeCog(bot))
