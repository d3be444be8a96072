"""One running game: the only place where its rules, the disk and its display meet.

Members' clicks change the game at once, before anything is awaited, and are told so only when the
change is on disk. One task, the game loop, does everything else: it asks, waits, reveals, redraws.
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
"""Seconds that a question may take to come out and still have its time from its message."""
MAX_WAIT = 120.0
"""Seconds; nothing in a game takes longer, unless the clock was set back."""


class Session:
    """A game in play. `on_end` is called once, when nothing of it is left to do."""

    def __init__(self, game: Game, context: GameContext, on_end: Callable[[Session], None]) -> None:
        self.game = game
        self._context = context
        self._persistence = GamePersistence(
            game, context.games, context.commits, context.banks.shared, context.clock
        )
        self._display = context.build_display(game, context.timing)
        self._on_end = on_end
        self._loop_task: asyncio.Task[None] | None = None
        self._sleeps_until: float | None = None
        self._redraw_timer = RedrawTimer(context.timing.redraw)
        self._replaced_round: Round | None = None
        self._is_aborted = False
        self._may_be_posted = False
        """Whether the question may stand in the channel without our knowing its message."""

    async def create(self, finished_game_id: int | None) -> bool:
        """Put a new game on disk; return False when another is being played in its channel.

        A game with the id `finished_game_id` is over and gives way.
        """
        return await self._persistence.create(finished_game_id)

    async def publish_lobby(self, publish: Callable[[], Awaitable[int]]) -> None:
        """Show the lobby, and lead the game from there to its end.

        `publish` shows its card and returns the id of the message. A game whose lobby cannot be
        shown is taken back. Whoever joins before the message is known is drawn afterwards.
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
        """Go on with a game that was running when the bot stopped."""
        before = self.game.round
        self._may_be_posted = self.game.phase is Phase.ASKING
        if self.game.resume(self._now()):
            self._replaced_round = before
        self.start_loop()

    def start_loop(self) -> None:
        """Start the game loop."""
        self._loop_task = asyncio.create_task(self._run_loop(), name=f"trivia {self.game.id}")

    def stop_loop(self) -> None:
        """Stop the game loop; on disk the game stays as it is."""
        if self._loop_task is not None:
            self._loop_task.cancel()

    async def join(self, member_id: int) -> bool:
        """Add a member; return False when they were in."""
        is_new = self.game.join(member_id)
        await self._save_and_wake()
        return is_new

    async def start(self, member_id: int, *, is_moderator: bool) -> None:
        """End the lobby early."""
        self.game.start(member_id, is_moderator=is_moderator)
        await self._save_and_wake()

    async def answer(self, turn: int, member_id: int, guess: int | str, answered_at: float) -> str:
        """Lock an answer, given at the platform's time `answered_at`; return it as text.

        Raise a GameError when the rules refuse it. That a member has answered already is raised
        only when the first answer is on disk, too.
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
        """Return the text of round `turn` while the member may answer it; raise like `answer`."""
        try:
            return self.game.get_answerable_round(turn, member_id).question.text
        except AlreadyAnsweredError:
            await self._persistence.save()
            raise

    async def answer_from_chat(self, member_id: int, text: str, answered_at: float) -> None:
        """Take a chat message for an answer if it is the right one."""
        if self.game.answer_from_chat(member_id, text, answered_at, self._now()) is not None:
            await self._save_and_wake()

    async def use_hint(self, turn: int, member_id: int, requested_at: float) -> str:
        """Return the hint, at its price; raise a GameError when there is none yet."""
        hint = self.game.use_hint(turn, member_id, requested_at)
        await self._save_and_wake()
        return hint

    async def skip(self, member_id: int, *, is_moderator: bool) -> bool:
        """Vote to skip; return True when that settled the round."""
        is_skipped = self.game.skip(member_id, self._now(), is_moderator=is_moderator)
        await self._save_and_wake()
        return is_skipped

    async def stop(self, member_id: int, *, is_moderator: bool) -> None:
        """End the game; the game loop announces the scores."""
        self.game.stop(member_id, self._now(), is_moderator=is_moderator)
        await self._save_and_wake()

    async def on_channel_deleted(self) -> None:
        """End a game whose channel is gone, unless the game loop has noticed that first."""
        if not self._is_aborted:
            self.stop_loop()
            await self._abort(CHANNEL_GONE)

    async def cancel(self) -> None:
        """Take back a game that cannot be seen."""
        self.stop_loop()
        self.game.end(Ending.CANCELLED, self._now())
        await self._finish()

    def _now(self) -> float:
        return self._context.clock().timestamp()

    async def _save_and_wake(self) -> None:
        """Commit what a member changed, and wake the game loop when it has to act earlier now.

        The loop is cancelled in its sleep and started again, where it could wait for an event:
        simcord, which the tests run on, takes only `asyncio.sleep` for a pause it may skip.
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
        """Say on the card of a round that ran out while the bot was down that it does not count."""
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
        # A repeated nonce brings back the message of an earlier try or run: its time starts again,
        # and its card, which tells another end, is old.
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
        """Settle the last card and announce the scores."""
        game = self.game
        state = self._display.get_visible_state()
        if game.card_id is not None and self._redraw_timer.is_outdated(state):
            await self._display.redraw(game.card_id, self._now())
        if game.ending is not Ending.CANCELLED:
            await self._display.publish_end(self._build_nonce("end"))
        await self._finish()

    async def _abort(self, reason: str) -> None:
        """End a game that can be shown no longer, and tell a person where they can see it."""
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
