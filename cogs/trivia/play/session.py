"""One running game: its rules, its storage and its display.

A member's click changes the game before anything is awaited, and is answered only when the change
is on disk. One task, the game loop, does everything else: it asks, waits, reveals and redraws.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from cogs.trivia.play.context import CHANNEL_GONE, ChannelLostError, GameContext
from cogs.trivia.play.persistence import GamePersistence
from cogs.trivia.play.redraw_timer import NEVER, RedrawTimer
from cogs.trivia.rules.errors import AlreadyAnsweredError
from cogs.trivia.rules.game import Game
from cogs.trivia.rules.round import Round
from cogs.trivia.rules.settings import Ending, Phase

log = logging.getLogger(__name__)

INTERNAL_ERROR = "something went wrong on our side, and it is written down"
MAX_PUBLISH_DELAY = 2.0
"""Seconds; a question that takes longer to be posted starts its time when it is posted."""
MAX_WAIT = 120.0
"""Seconds; a longer wait means that the clock was set back."""


class Session:
    """A running game. `on_end` is called once, after the end of the game was stored."""

    def __init__(self, game: Game, context: GameContext, on_end: Callable[[Session], None]) -> None:
        self.game = game
        self._context = context
        self._persistence = GamePersistence(
            game, context.games, context.banks.shared, context.clock
        )
        self._display = context.build_display(game, context.timing)
        self._on_end = on_end
        self._loop_task: asyncio.Task[None] | None = None
        self._sleeps_until: float | None = None
        self._redraw_timer = RedrawTimer(context.timing.redraw)
        self._replaced_round: Round | None = None
        self._is_aborted = False
        self._may_be_posted = False
        """Whether the question may have been posted without its message being known."""

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
        self._redraw_timer.record(self._display.get_visible_state(), self._now())
        try:
            self.game.card_id = await publish()
        except BaseException:
            await self.cancel()
            raise
        self.start_loop()
        await self._persistence.save()

    def resume(self) -> None:
        """Resume a game that was running when the bot stopped."""
        before = self.game.round
        self._may_be_posted = self.game.phase is Phase.ASKING
        if self.game.resume(self._now()):
            self._replaced_round = before
        self.start_loop()

    def start_loop(self) -> None:
        """Start the game loop."""
        self._loop_task = asyncio.create_task(self._run_loop(), name=f"trivia {self.game.id}")

    def stop_loop(self) -> None:
        """Stop the game loop; the stored game stays as it is."""
        if self._loop_task is not None:
            self._loop_task.cancel()

    async def join(self, member_id: int) -> bool:
        """Add a player; return False when the member had joined before."""
        is_new = self.game.join(member_id)
        await self._save_and_wake()
        return is_new

    async def start(self, member_id: int, *, is_moderator: bool) -> None:
        """End the lobby early, for the starter or a moderator."""
        self.game.start(member_id, is_moderator=is_moderator)
        await self._save_and_wake()

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
        await self._save_and_wake()
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
            await self._save_and_wake()

    async def use_hint(self, turn: int, member_id: int, requested_at: float) -> str:
        """Return the hint, which halves the points; raise a GameError while it is closed."""
        hint = self.game.use_hint(turn, member_id, requested_at)
        await self._save_and_wake()
        return hint

    async def skip(self, member_id: int, *, is_moderator: bool) -> bool:
        """Skip as the starter or a moderator, else vote to; return whether the round is settled."""
        is_skipped = self.game.skip(member_id, self._now(), is_moderator=is_moderator)
        await self._save_and_wake()
        return is_skipped

    async def stop(self, member_id: int, *, is_moderator: bool) -> None:
        """End the game, for the starter or a moderator; the game loop announces the scores."""
        self.game.stop(member_id, self._now(), is_moderator=is_moderator)
        await self._save_and_wake()

    async def on_channel_deleted(self) -> None:
        """End a game whose channel was deleted, unless the game loop has done so."""
        if not self._is_aborted:
            self.stop_loop()
            await self._abort(CHANNEL_GONE)

    async def cancel(self) -> None:
        """End a game without announcing its scores."""
        self.stop_loop()
        self.game.end(Ending.CANCELLED, self._now())
        await self._finish()

    def _now(self) -> float:
        return self._context.clock().timestamp()

    async def _save_and_wake(self) -> None:
        """Store what a member changed, and wake the game loop if its next action is due earlier.

        The loop is cancelled in its sleep and started again instead of waiting for an event:
        simcord, which the tests run on, can skip the time of an `asyncio.sleep` only.
        """
        await self._persistence.save()
        if self._sleeps_until is not None and self._get_next_wake() < self._sleeps_until:
            self._sleeps_until = None
            self.stop_loop()
            self.start_loop()

    async def _run_loop(self) -> None:
        try:
            while not self.game.is_over:
                await self._step()
            await self._announce_end()
        except ChannelLostError as lost:
            await self._abort(str(lost))
        except Exception:
            log.exception("game %d in channel %d broke", self.game.id, self.game.channel_id)
            await self._abort(INTERNAL_ERROR)

    async def _step(self) -> None:
        game = self.game
        if self._replaced_round is not None:
            await self._update_replaced_card(self._replaced_round)
        elif game.needs_question:
            await self._ask_next_question()
        elif game.phase is Phase.ASKING:
            await self._post_question()
        elif self._get_next_redraw() <= self._now():
            await self._redraw()
        else:
            await self._wait()

    async def _update_replaced_card(self, round_: Round) -> None:
        """Show on the card of a replaced round that it does not count."""
        card_id, self._replaced_round, self.game.card_id = self.game.card_id, None, None
        await self._persistence.save()
        if card_id is not None:
            await self._display.mark_replaced(card_id, round_)

    async def _ask_next_question(self) -> None:
        game = self.game
        if game.turn == 0 and game.card_id is not None:
            await self._display.close_lobby(game.card_id)
            game.card_id = None
        async with self._context.draw_locks.get(game.audience_id):
            await self._draw_and_ask()

    async def _draw_and_ask(self) -> None:
        game = self.game
        question = await self._context.draw_question(game)
        if not game.needs_question:
            return
        if question is None:
            game.end(Ending.NO_QUESTIONS, self._now())
            await self._persistence.save()
            return
        game.ask(question)
        game.card_id = None
        await self._persistence.save(asked=question.key)

    async def _post_question(self) -> None:
        game, round_ = self.game, self.game.round
        assert round_ is not None, "a question was chosen"
        began = self._now()
        ends_at, nonce = began + round_.seconds, self._build_nonce("q")
        posted = await self._display.publish_question(round_, ends_at, nonce)
        game.card_id, now = posted.id, self._now()
        # A repeated nonce returns the message of an earlier try or run: its time starts again, and
        # its card shows an earlier end.
        is_late = self._may_be_posted or now - began > MAX_PUBLISH_DELAY
        self._redraw_timer.record(None if is_late else ("open", round_.turn, 0, 0), now)
        if game.phase is Phase.ASKING:
            game.mark_shown(now if is_late else posted.created_at, now)
        self._may_be_posted = False
        await self._persistence.save()

    async def _redraw(self) -> None:
        game = self.game
        state, before = self._display.get_visible_state(), game.card_id
        if before is not None:
            game.card_id = await self._display.redraw(before, self._now())
        self._redraw_timer.record(state, self._now())
        if game.card_id != before:
            await self._persistence.save()

    async def _wait(self) -> None:
        if MAX_WAIT < self._get_next_wake() - self._now() < NEVER:
            self._redraw_timer.postpone(self._now())
            self.game.restart_timer(self._now())
            await self._persistence.save()
        self._sleeps_until = until = self._get_next_wake()
        try:
            await asyncio.sleep(max(0.0, until - self._now()))
        finally:
            self._sleeps_until = None
        if self.game.tick(max(self._now(), until)):
            await self._persistence.save()

    def _get_next_wake(self) -> float:
        if self.game.phase in (Phase.ASKING, Phase.OVER):
            return 0.0
        return min(self.game.due_at or NEVER, self._get_next_redraw())

    def _get_next_redraw(self) -> float:
        return self._redraw_timer.get_due_at(self._display.get_visible_state())

    def _build_nonce(self, suffix: str) -> str:
        """Return a nonce of at most 25 characters, the same for the same card after a restart."""
        return f"{self.game.id}:{self.game.turn}{suffix}"

    async def _announce_end(self) -> None:
        """Redraw the last card, announce the scores, and store the end."""
        game = self.game
        state = self._display.get_visible_state()
        if game.card_id is not None and self._redraw_timer.is_outdated(state):
            await self._display.redraw(game.card_id, self._now())
        if game.ending is not Ending.CANCELLED:
            await self._display.publish_end(self._build_nonce("end"))
        await self._finish()

    async def _abort(self, reason: str) -> None:
        """End a game that cannot be shown any more, and notify a person of the reason."""
        self._is_aborted = True
        self.game.end(Ending.LOST, self._now())
        try:
            await self._finish()
        finally:
            await self._display.notify_lost(reason)

    async def _finish(self) -> None:
        try:
            await self._persistence.save(is_over=True)
        finally:
            self._on_end(self)
