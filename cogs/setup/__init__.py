"""`/setup`: a private panel with all settings of a guild; and the message on joining one."""

from bot.base import BotBase
from bot.setup.controls import CONTROLS
from cogs.setup.cog import SetupCog
from cogs.setup.welcome import WelcomeCog


async def setup(bot: BotBase) -> None:
    """Add both cogs, and register the panel's controls so that they work across restarts."""
    bot.add_dynamic_items(*CONTROLS)
    await bot.add_cog(SetupCog(bot))
    await bot.add_cog(WelcomeCog(bot))
