"""`/canon`: what members add to the canon, and who decides about it."""

from bot.client import FanBot
from cogs.canon import add_cog, history_cog, review_cog
from cogs.canon.add_views import ADD_BUTTONS
from cogs.canon.announcement_buttons import NewsSourcesButton
from cogs.canon.announcer import AnnouncerCog
from cogs.canon.asking import ASK_BUTTONS
from cogs.canon.edit_button import EditButton
from cogs.canon.exchange_cog import EXCHANGE_BUTTONS, ExchangeCog
from cogs.canon.group import canon
from cogs.canon.history_views import HISTORY_BUTTONS
from cogs.canon.review_views import REVIEW_BUTTONS


async def setup(bot: FanBot) -> None:
    """Add the commands, announce what is due, and let the buttons and forms outlive restarts."""
    bot.add_dynamic_items(*ADD_BUTTONS, *ASK_BUTTONS, EditButton)
    bot.add_dynamic_items(*REVIEW_BUTTONS, *HISTORY_BUTTONS, *EXCHANGE_BUTTONS, NewsSourcesButton)
    bot.tree.add_command(canon)
    bot.tree.add_command(add_cog.save_as_quote)
    await bot.add_cog(add_cog.AddCog(bot))
    await bot.add_cog(review_cog.ReviewFormsCog())
    await bot.add_cog(history_cog.HistoryCog(bot))
    await bot.add_cog(ExchangeCog())
    await bot.add_cog(AnnouncerCog(bot))
