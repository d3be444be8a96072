"""`/canon`: what members add to the canon, and who decides about it."""

from bot.base import BotBase
from cogs.canon.announce.buttons import NewsSourcesButton
from cogs.canon.announce.cog import AnnouncerCog
from cogs.canon.cog import CanonCog
from cogs.canon.group import canon
from cogs.canon.history.commands import HistoryCog
from cogs.canon.history.views import HISTORY_BUTTONS
from cogs.canon.review.commands import ReviewFormsCog
from cogs.canon.review.edit import EditProposalButton
from cogs.canon.review.views import REVIEW_BUTTONS
from cogs.canon.submit.commands import AddCog, save_as_quote
from cogs.canon.submit.consent import CONSENT_BUTTONS
from cogs.canon.submit.views import SUBMIT_BUTTONS
from cogs.canon.transfer.commands import TRANSFER_BUTTONS, TransferCog


async def setup(bot: BotBase) -> None:
    """Add the commands, announce what is due, and let the buttons and forms outlive restarts."""
    bot.add_dynamic_items(*SUBMIT_BUTTONS, *CONSENT_BUTTONS, EditProposalButton)
    bot.add_dynamic_items(*REVIEW_BUTTONS, *HISTORY_BUTTONS, *TRANSFER_BUTTONS, NewsSourcesButton)
    bot.tree.add_command(canon)
    bot.tree.add_command(save_as_quote)
    await bot.add_cog(CanonCog(bot))
    await bot.add_cog(AddCog(bot))
    await bot.add_cog(ReviewFormsCog())
    await bot.add_cog(HistoryCog(bot))
    await bot.add_cog(TransferCog())
    await bot.add_cog(AnnouncerCog(bot))
