"""`/setup`: a private panel with all settings of a guild; and the message on joining one."""

from bot.base import BotBase
from bot.setup.controls import CONTROLS
from bot.welcome.quick_setup import QuickSetupButton
from bot.welcome.tour import TOUR_BUTTONS
from cogs.setup.cog import SetupCog
from cogs.setup.welcome import WelcomeCog


async def setup(bot: BotBase) -> None:
    """Add both cogs; the controls of the panel and the welcome work across restarts."""
    bot.add_dynamic_items(*CONTROLS, QuickSetupButton, *TOUR_BUTTONS)
    await bot.add_cog(SetupCog(bot))
    await bot.add_cog(WelcomeCog(bot))
