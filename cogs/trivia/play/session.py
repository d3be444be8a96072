"""One running game: the only place where its rules, the disk and the channel meet.

Members' clicks change the game at once, before anything is awaited, and are told so only when the
change is on disk. One task, the conductor, does everything else: it asks, waits, reveals, redraws.
"""

from __future__ import annotations

import asyncio
import logging
import math
from collections.abc import Callable

from cogs.trivia.play import display
from cogs.trivia.play.cards import closed_lobby_card, final_card, replaced_card
from cogs.trivia.play.context import GameContext
from cogs.trivia.play.game_channel import CHANNEL_GONE, ChannelLostError, GameChannel
from cogs.trivia.play.notices import notify_game_lost
from cogs.trivia.play.persistence import GamePersistence
from cogs.trivia.questions.picker import draw_question
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
NEVER = math.inf


class Session:
    """A game in play. `on_end` is called once, when nothing of it is left to do."""

    def __init__(self, game: Game, context: GameContext, on_end: Callable[[Session], None]) -> None:
        self.game = game
        self._context = context
        self._bot = context.bot
        self._persistence = GamePersistence(
            game,
            context.bot.store.trivia_games,
            context.commits,
            context.banks.shared,
            context.bot.clock,
        )
        self._channel = GameChannel(
            context.bot, game.channel_id, context.timing, context.rate_limiter
        )
        self._on_end = on_end
        self._loop_task: asyncio.Task[None] | None = None
        self._sleeps_until: float | None = None
        self._rendered_state: tuple[object, ...] | None = None
        self._rendered_at = 0.0
        self._replaced_round: Round | None = None
        self._is_aborted = False
        self._may_be_posted = False
        """Whether the question may stand in the channel without our knowing its message."""

    async def create(self, finished_game_id: int | None) -> bool:
        """Put a new game on disk; False when another than `over` is being played in its channel."""
        return await self._persistence.create(finished_game_id)

    def render_lobby(self) -> display.Card:
        """The card to show the game on first; who joins before that is known is drawn after."""
        self._set_rendered(("lobby", len(self.game.players), False))
        return display.render_lobby(self._bot, self.game)

    async def on_lobby_posted(self, card_id: int) -> None:
        """The lobby can be seen on message `card_id`: lead the game from here to its end."""
        self.game.card_id = card_id
        self.start_loop()
        await self._persistence.save()

    def resume(self) -> None:
        """Go on with a game that another life of the bot has left."""
        before = self.game.round
        self._may_be_posted = self.game.phase is Phase.ASKING
        if self.game.resume(self._now()):
            self._replaced_round = before
        self.start_loop()

    def start_loop(self) -> None:
        """Lead the game to its end."""
        self._loop_task = asyncio.create_task(self._run_loop(), name=f"trivia {self.game.id}")

    def stop_loop(self) -> None:
        """Stop leading it; on disk it stays as it is."""
        if self._loop_task is not None:
            self._loop_task.cancel()

    async def join(self, member_id: int) -> bool:
        """Add a member; False when they were in."""
        is_new = self.game.join(member_id)
        await self._save_and_wake()
        return is_new

    async def start(self, member_id: int, *, is_moderator: bool) -> None:
        """End the lobby early."""
        self.game.start(member_id, is_moderator=is_moderator)
        await self._save_and_wake()

    async def answer(self, turn: int, member_id: int, guess: int | str, answered_at: float) -> str:
        """Lock an answer, given at the platform's `at`; gives what was locked, in words.

        Whoever clicks twice is told of the first only when that is on disk, too.
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
        """The text of round `turn` while `member` may still answer it; raises like `answer`."""
        try:
            return self.game.get_answerable_round(turn, member_id).question.text
        except AlreadyAnsweredError:
            await self._persistence.save()
            raise

    async def answer_from_chat(self, member_id: int, text: str, answered_at: float) -> None:
        """Take a chat message for an answer if it is one."""
        if self.game.answer_from_chat(member_id, text, answered_at, self._now()) is not None:
            await self._save_and_wake()

    async def use_hint(self, turn: int, member_id: int, requested_at: float) -> str:
        """The hint, at its price."""
        hint = self.game.use_hint(turn, member_id, requested_at)
        await self._save_and_wake()
        return hint

    async def skip(self, member_id: int, *, is_moderator: bool) -> bool:
        """Vote to skip; True when that settled the round."""
        is_skipped = self.game.skip(member_id, self._now(), is_moderator=is_moderator)
        await self._save_and_wake()
        return is_skipped

    async def stop(self, member_id: int, *, is_moderator: bool) -> None:
        """End the game; the conductor announces the scores."""
        self.game.stop(member_id, self._now(), is_moderator=is_moderator)
        await self._save_and_wake()

    async def on_channel_deleted(self) -> None:
        """End a game whose channel is gone, unless the conductor has noticed that first."""
        if not self._is_aborted:
            self.stop_loop()
            await self._abort(CHANNEL_GONE)

    async def cancel(self) -> None:
        """Take a game back that nobody can see."""
        self.stop_loop()
        self.game.end(Ending.CANCELLED, self._now())
        await self._finish()

    def _now(self) -> float:
        return self._bot.clock().timestamp()

    async def _save_and_wake(self) -> None:
        """Commit what a member changed, then wake the conductor if that is for it to see to."""
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
            await self._channel.edit_or_repost(card_id, replaced_card(self.game, round_))

    async def _ask_next_question(self) -> None:
        game = self.game
        if game.turn == 0 and game.card_id is not None:
            await self._channel.edit_or_repost(game.card_id, closed_lobby_card(game))
            game.card_id = None
        async with self._context.draw_locks.get(game.audience_id):
            await self._draw_and_ask()

    async def _draw_and_ask(self) -> None:
        game, context, now = self.game, self._context, self._bot.clock()
        question = await draw_question(self._bot.store, context.banks, game, now, context.rng)
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
        card = display.render_question(game, round_, began + round_.seconds)
        message = await self._channel.post(card, self._build_nonce("q"))
        game.card_id, now = message.id, self._now()
        # A repeated nonce brings back the message of an earlier try or life: its time starts anew,
        # and its card, which tells another end, is old.
        is_late = self._may_be_posted or now - began > MAX_PUBLISH_DELAY
        self._set_rendered(None if is_late else ("open", round_.turn, 0, 0))
        if game.phase is Phase.ASKING:
            game.mark_shown(now if is_late else message.created_at.timestamp(), now)
        self._may_be_posted = False
        await self._persistence.save()

    async def _redraw(self) -> None:
        game = self.game
        state, before = display.get_visible_state(game), game.card_id
        if before is not None:
            game.card_id = await self._channel.edit_or_repost(
                before, await display.render_game(self._bot, game, self._now())
            )
        self._set_rendered(state)
        if game.card_id != before:
            await self._persistence.save()

    def _set_rendered(self, state: tuple[object, ...] | None) -> None:
        self._rendered_state, self._rendered_at = state, self._now()

    async def _wait(self) -> None:
        if MAX_WAIT < self._get_next_wake() - self._now() < NEVER:
            self._rendered_at = self._now()
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
        """When the card may be edited next; never, while it shows what there is."""
        if display.get_visible_state(self.game) == self._rendered_state:
            return NEVER
        return self._rendered_at + self._context.timing.redraw

    def _build_nonce(self, suffix: str) -> str:
        """The same for the same card in every life of the bot; the platform takes 25 characters."""
        return f"{self.game.id}:{self.game.turn}{suffix}"

    async def _announce_end(self) -> None:
        """Settle the last card and announce the scores."""
        game = self.game
        if game.card_id is not None and display.get_visible_state(game) != self._rendered_state:
            await self._channel.edit_or_repost(
                game.card_id, await display.render_game(self._bot, game, self._now())
            )
        if game.ending is not Ending.CANCELLED:
            await self._channel.post(final_card(game), self._build_nonce("end"))
        await self._finish()

    async def _abort(self, reason: str) -> None:
        """End a game that can be shown no longer, and tell somebody where they can see it."""
        self._is_aborted = True
        self.game.end(Ending.LOST, self._now())
        try:
            await self._finish()
        finally:
            await notify_game_lost(self._bot, self.game, reason)

    async def _finish(self) -> None:
        try:
            await self._persistence.save(is_over=True)
        finally:
            self._on_end(self)
