"""The running games of this process, and how an interaction finds the game of its channel."""

from __future__ import annotations

import logging
from dataclasses import replace

from bot.base import BotBase, Interaction, ResourceKey
from cogs.trivia.play.context import GameContext
from cogs.trivia.play.persistence import restore_game
from cogs.trivia.play.session import Session
from cogs.trivia.rules.delays import GameDelays
from cogs.trivia.rules.errors import (
    ChannelTakenError,
    GameEndingError,
    GameOverError,
    NoGameError,
    RestartingError,
)
from cogs.trivia.rules.game import Game
from cogs.trivia.rules.settings import GameSettings
from storage.shards import ALL_SHARDS

log = logging.getLogger(__name__)


class SessionRegistry:
    """The running games by channel."""

    def __init__(self, bot: BotBase, context: GameContext) -> None:
        self._bot = bot
        self._context = context
        self._by_channel: dict[int, Session] = {}
        self._finished_game_ids: dict[int, int] = {}
        """The ids of ended games by channel; the end of a game may not have reached the disk."""
        self._unstored: set[Session] = set()
        """Ended games whose end is still to be stored."""

    @property
    def delays(self) -> GameDelays:
        """The delays of games that start later."""
        return self._context.delays

    @delays.setter
    def delays(self, delays: GameDelays) -> None:
        self._context = replace(self._context, delays=delays)

    def __len__(self) -> int:
        return len(self._by_channel)

    def get(self, channel_id: int | None) -> Session | None:
        """Return the game in a channel, None when there is none."""
        return None if channel_id is None else self._by_channel.get(channel_id)

    async def open(
        self, game_id: int, channel_id: int, audience_id: int, starter_id: int, rules: GameSettings
    ) -> Session:
        """Start a game in its lobby, and return its session.

        Raise ChannelTakenError while a game is running in the channel, and GameEndingError while
        the end of a game is being stored.

        Of two games that start at the same moment only one does: the channel is taken before
        anything is awaited, and the database decides between two processes.
        """
        if (running := self._by_channel.get(channel_id)) is not None:
            raise GameEndingError if running.game.is_over else ChannelTakenError
        game = Game(
            id=game_id,
            channel_id=channel_id,
            audience_id=audience_id,
            starter_id=starter_id,
            rules=rules,
        )
        game.open_lobby(self._context.clock().timestamp())
        session = self._add_session(game)
        try:
            has_begun = await session.create(self._finished_game_ids.get(channel_id))
        except BaseException:
            self._remove_session(session)
            raise
        if not has_begun:
            self._remove_session(session)
            raise ChannelTakenError
        self._finished_game_ids.pop(channel_id, None)
        return session

    async def restore(self) -> int:
        """Read the stored games, for `resume_all`; return their number.

        While the shards of this process are not known, those are all games.
        """
        shard_set = ALL_SHARDS if self._bot.shard_ids is None else self._bot.shard_set
        for stored in await self._context.games.iter_running(shard_set):
            try:
                game = restore_game(stored)
            except ValueError:
                log.exception("a game cannot be read back: it gives way to the next there")
                self._finished_game_ids[stored.channel_id] = stored.game_id
                continue
            self._add_session(game)
        return len(self)

    def resume_all(self) -> None:
        """Resume the games of the guilds on this process's shards, and remove all others.

        Call this once interactions arrive again: a round whose time ran out before that could not
        be answered.
        """
        for session in list(self._by_channel.values()):
            if self._is_on_own_shard(session.game):
                session.resume()
            else:
                self._remove_session(session)

    def unload(self) -> None:
        """Stop every game loop; the stored games stay as they are."""
        for session in (*self._by_channel.values(), *self._unstored):
            session.stop_loop()
        self._by_channel.clear()
        self._unstored.clear()

    def abandon_all(self) -> None:
        """Forget every game without storing anything: another process may go on with them."""
        for session in (*self._by_channel.values(), *self._unstored):
            session.abandon()
        self._by_channel.clear()
        self._unstored.clear()
        self._finished_game_ids.clear()

    def list_in_guild(self, guild_id: int) -> list[Session]:
        """Return every game in a guild."""
        return [
            session for session in self._by_channel.values() if session.game.audience_id == guild_id
        ]

    def count_running(self, guild_id: int) -> int:
        """Return how many games in a guild have not ended."""
        return sum(not session.game.is_over for session in self.list_in_guild(guild_id))

    def _is_on_own_shard(self, game: Game) -> bool:
        bot, shard = self._bot, 0
        if game.audience_id != game.channel_id:
            shard = (game.audience_id >> 22) % (bot.shard_count or 1)
        return shard in bot.shards

    def _add_session(self, game: Game) -> Session:
        session = Session(game, self._context, self._on_session_end)
        self._by_channel[game.channel_id] = session
        return session

    def _on_session_end(self, session: Session) -> None:
        if session in self._unstored:
            self._unstored.discard(session)
            return
        if not session.is_end_stored:
            self._unstored.add(session)
        self._finished_game_ids[session.game.channel_id] = session.game.id
        self._remove_session(session)

    def _remove_session(self, session: Session) -> None:
        if self._by_channel.get(session.game.channel_id) is session:
            del self._by_channel[session.game.channel_id]


SESSIONS = ResourceKey[SessionRegistry]("trivia sessions")


def get_game_session(interaction: Interaction, game_id: int | None = None) -> Session:
    """Return the game in the channel of a click or a command.

    Raise NoGameError when there is none, GameOverError when `game_id` is not its id.
    """
    sessions = interaction.client.resources.get(SESSIONS)
    if sessions is None:
        raise RestartingError
    session = sessions.get(interaction.channel_id)
    if session is None and game_id is None:
        raise NoGameError
    if session is None or game_id not in (None, session.game.id):
        raise GameOverError
    return session


def get_interaction_time(interaction: Interaction) -> float:
    """Return Discord's time of a click or a submitted form, in epoch seconds."""
    return interaction.created_at.timestamp()


def is_moderator(interaction: Interaction) -> bool:
    """Return whether the member may stop and skip in the games of others in this channel."""
    return interaction.guild_id is not None and interaction.permissions.manage_messages
