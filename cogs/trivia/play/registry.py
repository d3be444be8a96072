"""Every running game of this process, at most one a channel."""

from __future__ import annotations

import logging
from dataclasses import replace

from pydantic import ValidationError

from cogs.trivia.play.context import GameContext
from cogs.trivia.play.game_rows import restore_game
from cogs.trivia.play.session import Session
from cogs.trivia.rules.game import Game
from cogs.trivia.rules.settings import GameSettings
from cogs.trivia.rules.timing import Timing

log = logging.getLogger(__name__)


class SessionRegistry:
    """Sessions by channel."""

    def __init__(self, context: GameContext) -> None:
        self._context = context
        self._by_channel: dict[int, Session] = {}
        self._finished_game_ids: dict[int, int] = {}
        """The last game of a channel, in case the disk does not know that nobody leads it now."""

    @property
    def timing(self) -> Timing:
        """The pace of games that begin from now on."""
        return self._context.timing

    @timing.setter
    def timing(self, timing: Timing) -> None:
        self._context = replace(self._context, timing=timing)

    def __len__(self) -> int:
        return len(self._by_channel)

    def get(self, channel_id: int | None) -> Session | None:
        """The game in a channel, None when none is played there."""
        return None if channel_id is None else self._by_channel.get(channel_id)

    async def open(
        self, game_id: int, channel_id: int, audience_id: int, starter_id: int, rules: GameSettings
    ) -> Session | None:
        """Begin a game in its lobby; None when one is being played in the channel.

        Of two that begin at the same moment one does: the place is taken before anything is
        awaited, and the disk decides between two processes.
        """
        if channel_id in self._by_channel:
            return None
        game = Game(
            id=game_id,
            channel_id=channel_id,
            audience_id=audience_id,
            starter_id=starter_id,
            rules=rules,
        )
        game.open_lobby(self._context.bot.clock().timestamp())
        session = self._add_session(game)
        try:
            has_begun = await session.create(self._finished_game_ids.get(channel_id))
        except BaseException:
            self._remove_session(session)
            raise
        if not has_begun:
            self._remove_session(session)
            return None
        self._finished_game_ids.pop(channel_id, None)
        return session

    async def restore(self) -> int:
        """Read back every game that was being played; `resume` goes on with them."""
        for kept in await self._context.bot.store.trivia_games.list_running():
            try:
                game = restore_game(kept)
            except ValidationError:
                log.exception("a game cannot be read back: it gives way to the next there")
                self._finished_game_ids[kept.channel_id] = kept.game_id
                continue
            self._add_session(game)
        return len(self)

    def resume_all(self) -> None:
        """Go on with every game whose server is this process's; leave the others to theirs.

        Not before the platform hands on clicks again: what ran out until then nobody could answer.
        """
        for session in list(self._by_channel.values()):
            if self._is_on_own_shard(session.game):
                session.resume()
            else:
                self._remove_session(session)

    def unload(self) -> None:
        """Stop leading any game; on disk they stay as they are."""
        for session in self._by_channel.values():
            session.stop_loop()
        self._by_channel.clear()

    def list_in_guild(self, guild_id: int) -> list[Session]:
        """Every game in a server."""
        return [one for one in self._by_channel.values() if one.game.audience_id == guild_id]

    def _is_on_own_shard(self, game: Game) -> bool:
        bot = self._context.bot
        shard = 0
        if game.audience_id != game.channel_id:
            shard = (game.audience_id >> 22) % (bot.shard_count or 1)
        return shard in bot.shards

    def _add_session(self, game: Game) -> Session:
        session = Session(game, self._context, self._on_session_end)
        self._by_channel[game.channel_id] = session
        return session

    def _on_session_end(self, session: Session) -> None:
        self._finished_game_ids[session.game.channel_id] = session.game.id
        self._remove_session(session)

    def _remove_session(self, session: Session) -> None:
        if self._by_channel.get(session.game.channel_id) is session:
            del self._by_channel[session.game.channel_id]
