"""One running game: what members do in it, and the loop that drives it.

A member's click changes the game before anything is awaited, and is answered only when the change
is on disk. One task, the game loop, does everything else.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

from cogs.trivia.play.context import GameContext
from cogs.trivia.play.game_loop import GameLoop
from cogs.trivia.play.persistence import GamePersistence
from cogs.trivia.rules.errors import AlreadyAnsweredError
from cogs.trivia.rules.game import Game

log = logging.getLogger(__name__)


class Session:
    """A running game.

    `on_end` is called after its end, and again if that could only be stored later.
    """

    def __init__(self, game: Game, context: GameContext, on_end: Callable[[Session], None]) -> None:
        self.game = game
        self._context = context
        self._persistence = GamePersistence(
            game, context.games, context.banks.shared, context.clock
        )
        self._loop = GameLoop(game, context, self._persistence, lambda: on_end(self))

    @property
    def is_end_stored(self) -> bool:
        """Whether the game has ended and nothing of it is left to be stored."""
        return self._loop.is_end_stored

    async def create(self, finished_game_id: int | None) -> bool:
        """Store a new game; return False when another game is running in its channel.

        A stored game with the id `finished_game_id` is over and is replaced.
        """
        return await self._persistence.create(finished_game_id)

    async def publish_lobby(self, publish: Callable[[], Awaitable[int]]) -> None:
        """Show the lobby, and start the game loop.

        `publish` posts the card of the lobby and returns its message id; when it raises, the game
        is cancelled. Members who join before that are shown by the first redraw.
        """
        self._loop.record_lobby()
        try:
            self.game.card_id = await publish()
        except BaseException:
            await self.cancel()
            raise
        self.start_loop()
        try:
            await self._persistence.save()
        except Exception as error:
            # The next save stores the id too; a run that begins before it finds the message.
            log.warning("game %d: its lobby is not stored yet: %r", self.game.id, error)

    def resume(self) -> None:
        """Resume a game that was running when the bot stopped."""
        self._loop.resume()

    def start_loop(self) -> None:
        """Start the game loop."""
        self._loop.start()

    def stop_loop(self) -> None:
        """Stop the game loop; the stored game stays as it is."""
        self._loop.stop()

    def abandon(self) -> None:
        """Stop for good: another process may go on with the stored game, and nothing is saved."""
        self._loop.stop()
        self._persistence.abandon()

    async def join(self, member_id: int) -> bool:
        """Add a player; return False when the member had joined before."""
        is_new = self.game.join(member_id)
        await self._loop.save_and_wake()
        return is_new

    async def start(self, member_id: int, *, is_moderator: bool) -> None:
        """End the lobby early, for the starter or a moderator."""
        self.game.start(member_id, is_moderator=is_moderator)
        await self._loop.save_and_wake()

    async def answer(self, turn: int, member_id: int, guess: int | str, answered_at: float) -> str:
        """Lock an answer, given at Discord's time `answered_at`; return it as text.

        Raise a GameError when the rules refuse it; AlreadyAnsweredError only after the first
        answer is on disk.
        """
        try:
            lock = self.game.answer(turn, member_id, guess, answered_at, self._now())
        except AlreadyAnsweredError:
            await self._persistence.save()
            raise
        assert self.game.round is not None, "an answer was locked in it"
        shown = self.game.round.format_answer(lock)
        await self._loop.save_and_wake()
        self._context.on_answer()
        return shown

    async def get_answerable_text(self, turn: int, member_id: int | None = None) -> str:
        """Return the question of round `turn` as text; raise the GameErrors of `answer`."""
        try:
            return self.game.get_answerable_round(turn, member_id).question.text
        except AlreadyAnsweredError:
            await self._persistence.save()
            raise

    async def answer_from_chat(self, member_id: int, text: str, answered_at: float) -> None:
        """Lock a chat message as an answer if it is right."""
        if self.game.answer_from_chat(member_id, text, answered_at, self._now()) is not None:
            await self._loop.save_and_wake()
            self._context.on_answer()

    async def use_hint(self, turn: int, member_id: int, requested_at: float) -> str:
        """Return the hint, which halves the points; raise a GameError while it is closed."""
        hint = self.game.use_hint(turn, member_id, requested_at)
        await self._loop.save_and_wake()
        return hint

    async def skip(self, member_id: int, *, is_moderator: bool) -> bool:
        """Skip as the starter or a moderator, else vote to; return whether the round is settled."""
        is_skipped = self.game.skip(member_id, self._now(), is_moderator=is_moderator)
        await self._loop.save_and_wake()
        return is_skipped

    async def stop(self, member_id: int, *, is_moderator: bool) -> None:
        """End the game, for the starter or a moderator; the game loop announces the scores."""
        self.game.stop(member_id, self._now(), is_moderator=is_moderator)
        await self._loop.save_and_wake()

    async def on_channel_deleted(self) -> None:
        """End a game whose channel was deleted, unless it is lost already."""
        await self._loop.on_channel_deleted()

    async def cancel(self) -> None:
        """End a game without announcing its scores."""
        await self._loop.cancel()

    def _now(self) -> float:
        return self._context.clock().timestamp()
