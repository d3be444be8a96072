"""The feature `/about` and `/help`: the bot, the pack in numbers, and the commands."""

from bot.base import BotBase
from cogs.about.cog import AboutCog
from cogs.about.help import COMMAND_IDS, CommandIds, HelpButton


async def setup(bot: BotBase) -> None:
    """Add the commands and their buttons."""
    bot.resources[COMMAND_IDS] = CommandIds()
    bot.add_dynamic_items(HelpButton)
    await bot.add_cog(AboutCog())
