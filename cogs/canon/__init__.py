"""`/canon`: members propose entries for the canon of their guild, and reviewers decide."""

from bot.base import BotBase
from bot.messaging.uploads import PendingUploads
from bot.news import FIND_INTAKE
from cogs.canon.announce.cog import AnnouncerCog
from cogs.canon.announce.post import NewsSourcesButton
from cogs.canon.cog import CanonCog, build_canon_group, build_review_group
from cogs.canon.history.retraction import RetractFormsCog
from cogs.canon.history.revision_target import RevisionTarget
from cogs.canon.history.views import HISTORY_BUTTONS
from cogs.canon.privacy import register_stored_quotes
from cogs.canon.review.amendment import AmendmentTarget
from cogs.canon.review.commands import ReviewFormsCog
from cogs.canon.review.find_buttons import RefuseButton
from cogs.canon.review.findings import CanonIntake
from cogs.canon.review.notices import OpenQueueButton, ReviewNoticesCog
from cogs.canon.review.views import REVIEW_BUTTONS
from cogs.canon.submit.commands import DraftsCog, save_as_quote
from cogs.canon.submit.consent import CONSENT_BUTTONS
from cogs.canon.submit.targets import DRAFT_TARGETS, ProposalTarget
from cogs.canon.submit.views import SUBMIT_BUTTONS
from cogs.canon.transfer.commands import IMPORT_COMMANDS
from cogs.canon.transfer.importing import (
    PENDING_IMPORTS,
    ImportButton,
    ImportExpiredError,
    ImportFormsCog,
    PendingImport,
)
from storage.proposals.drafts import DraftPurpose


async def setup(bot: BotBase) -> None:
    """Add the commands, the announcer, and the buttons and forms, which work after restarts."""
    register_stored_quotes(bot.store)
    bot.resources[PENDING_IMPORTS] = PendingUploads[PendingImport](ImportExpiredError)
    bot.resources[FIND_INTAKE] = CanonIntake(bot)
    bot.resources[DRAFT_TARGETS] = {
        DraftPurpose.PROPOSAL: ProposalTarget(),
        DraftPurpose.AMENDMENT: AmendmentTarget(),
        DraftPurpose.REVISION: RevisionTarget(),
    }
    bot.add_dynamic_items(*SUBMIT_BUTTONS, *CONSENT_BUTTONS, *REVIEW_BUTTONS, RefuseButton)
    bot.add_dynamic_items(*HISTORY_BUTTONS, ImportButton, NewsSourcesButton, OpenQueueButton)
    bot.tree.add_command(build_canon_group())
    bot.tree.add_command(build_review_group())
    for command in IMPORT_COMMANDS:
        bot.tree.add_command(command)
    bot.tree.add_command(save_as_quote)
    await bot.add_cog(CanonCog(bot))
    await bot.add_cog(DraftsCog(bot))
    await bot.add_cog(ReviewFormsCog())
    await bot.add_cog(RetractFormsCog())
    await bot.add_cog(ImportFormsCog())
    await bot.add_cog(ReviewNoticesCog(bot))
    await bot.add_cog(AnnouncerCog(bot))
