"""Cards of games that Discord refuses for good: told to admins once, and shown in the diagnosis."""

from __future__ import annotations

from bot.base import BotBase
from bot.markdown import escape, mention_channel
from bot.messaging.outbox_relay import relay_now
from bot.messaging.refusals import get_remedy
from cogs.trivia.rules.game import Game
from storage.outbox import OutboxMessage
from storage.posts.post_log import PostLogEntry, PostState

KIND = "trivia games"
"""The kind of games in the post log, which has a row only for days with a refused card."""


async def record_refusal(bot: BotBase, game: Game, refusal: str) -> None:
    """Store why a card was refused, and tell the admins, unless they were told of that last."""
    if bot.get_guild(game.audience_id) is None:
        return
    notice = None
    if not await _was_last_refused(bot, game, refusal):
        text = (
            f"The trivia game in {mention_channel(game.channel_id)} had to end because Discord "
            f"refused a card: {escape(refusal)}. {get_remedy(refusal) or ''}"
        )
        notice = OutboxMessage.to_admins(game.audience_id, text.strip(), bot.clock())
    await bot.store.post_log.record(
        await _build_entry(bot, game, PostState.FAILED, refusal), notice
    )
    await relay_now(bot, notice)


async def record_success(bot: BotBase, game: Game) -> None:
    """Store that a game came to its end, if the last one in the guild could not."""
    if await _was_last_refused(bot, game):
        await bot.store.post_log.record(await _build_entry(bot, game, PostState.SENT))


async def _was_last_refused(bot: BotBase, game: Game, refusal: str | None = None) -> bool:
    """Return whether the last row is about a refused card; with `refusal`, one for that reason."""
    rows = await bot.store.post_log.list_newest(game.audience_id, KIND, offset=0, limit=1)
    return any(row.state is PostState.FAILED and refusal in (None, row.reason) for row in rows)


async def _build_entry(
    bot: BotBase, game: Game, state: PostState, reason: str | None = None
) -> PostLogEntry:
    now = bot.clock()
    return PostLogEntry(
        guild_id=game.audience_id,
        kind=KIND,
        day=await bot.today_in(game.audience_id),
        state=state,
        channel_id=game.channel_id,
        claimed_at=now,
        reason=reason,
        settled_at=now,
    )
