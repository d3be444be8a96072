"""The loop of one running game: it asks, waits, reveals, redraws, and survives faults.

A step that fails is tried again, after a longer and longer wait, from the state the game is in.
Every step can be repeated: what was posted is found again, and what was stored is stored once.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

from cogs.trivia.play.context import CHANNEL_GONE, NO_RESPONSE, ChannelLostError, GameContext
from cogs.trivia.play.persistence import GamePersistence
from cogs.trivia.play.redraw_timer import NEVER, RedrawTimer
from cogs.trivia.rules.errors import RestartingError
from cogs.trivia.rules.game import Game
from cogs.trivia.rules.settings import Ending, Phase

log = logging.getLogger(__name__)

INTERNAL_ERROR = "something went wrong on my end, and I've logged it"
MAX_PUBLISH_DELAY = 2.0
"""Seconds; a question that takes longer to be posted starts its time when it is posted."""
MAX_WAIT = 120.0
"""Seconds; a longer wait means that the clock was set back."""


class GameLoop:
    """The task that drives one game.

    `on_end` is called when nothing more is shown; when the end could not be stored then, it is
    called again once it is.
    """

    def __init__(
        self,
        game: Game,
        context: GameContext,
        persistence: GamePersistence,
        on_end: Callable[[], None],
    ) -> None:
        self._game = game
        self._context = context
        self._persistence = persistence
        self._display = context.build_display(game, context.delays)
        self._on_end = on_end
        self._task: asyncio.Task[None] | None = None
        self._sleeps_until: float | None = None
        self._redraw_timer = RedrawTimer(context.delays.redraw)
        self._is_unsaved = False
        """Whether a change of the loop itself is not known to be on disk."""
        self._may_be_posted = False
        """Whether the question may have been posted without its message being known."""
        self.is_end_stored = False
        self._is_lobby_unknown = False
        """Whether the lobby may have been posted without its message being known."""

    def record_lobby(self) -> None:
        """Record that the lobby is about to be shown as it is now."""
        self._redraw_timer.record(self._display.get_visible_state(), self._now())

    def resume(self) -> None:
        """Start the loop of a game that was running when the bot stopped."""
        game, now = self._game, self._now()
        self._may_be_posted = game.phase is Phase.ASKING and not game.needs_question
        self._is_lobby_unknown = game.turn == 0 and game.card_id is None
        if game.due_at is not None and game.due_at <= now:
            # The next phase is due, so the card is drawn once, for that one.
            self._redraw_timer.record(None, now)
        self._is_unsaved = game.resume(now)
        self.start()

    def start(self) -> None:
        """Start the task."""
        self._task = asyncio.create_task(self._run(), name=f"trivia {self._game.id}")

    def stop(self) -> None:
        """Stop the task; the stored game stays as it is."""
        if self._task is not None:
            self._task.cancel()

    async def save_and_wake(self) -> None:
        """Store what a member changed, and wake the loop if its next action is due earlier.

        The task is cancelled in its sleep and started again instead of waiting for an event:
        simcord, which the tests run on, can skip the time of an `asyncio.sleep` only.
        """
        await self._persistence.save()
        if self._sleeps_until is not None and self._get_next_wake() < self._sleeps_until:
            self._sleeps_until = None
            self.stop()
            self.start()

    async def on_channel_deleted(self) -> None:
        """End a game whose channel was deleted, unless it is lost already."""
        if not self._game.lost_reason:
            self.stop()
            await self._lose(CHANNEL_GONE)

    async def cancel(self) -> None:
        """End the game without announcing its scores."""
        self.stop()
        self._game.end(Ending.CANCELLED, self._now())
        await self._finish()

    def _now(self) -> float:
        return self._context.clock().timestamp()

    async def _run(self) -> None:
        failures = 0
        while True:
            try:
                if not await self._step():
                    return
                failures = 0
            except ChannelLostError as lost:
                log.info("game %d ends: %r", self._game.id, lost.__cause__ or lost)
                await self._lose(lost.reason)
                return
            except RestartingError:
                return  # It was abandoned while a write went on to its end.
            except Exception:
                log.exception("game %d in channel %d broke", self._game.id, self._game.channel_id)
                if failures == len(self._context.delays.retries):
                    await self._lose(INTERNAL_ERROR)
                    return
                await asyncio.sleep(self._context.delays.retries[failures])
                failures += 1

    async def _step(self) -> bool:
        """Do what is due next; return whether there is more to do."""
        game = self._game
        if self._is_unsaved:
            await self._save()
        elif game.lost_reason:
            await self._lose(game.lost_reason)
            return False
        elif game.replaced_round is not None:
            await self._update_replaced_card()
        elif self._is_lobby_unknown:
            await self._recover_lobby()
        elif game.is_over:
            await self._announce_end()
            return False
        elif game.needs_question:
            await self._ask_next_question()
        elif game.phase is Phase.ASKING:
            await self._post_question()
        elif self._get_next_redraw() <= self._now():
            await self._redraw()
        else:
            await self._wait()
        return True

    async def _save(self, asked: str | None = None) -> None:
        """Store what has changed; a failure is made up for by the next step."""
        self._is_unsaved = True
        await self._persistence.save(asked=asked)
        self._is_unsaved = False

    async def _update_replaced_card(self) -> None:
        """Show on the card of a replaced round that it does not count."""
        game = self._game
        if game.replaced_card_id is not None and game.replaced_round is not None:
            await self._display.mark_replaced(game.replaced_card_id, game.replaced_round)
        game.replaced_round = game.replaced_card_id = None
        await self._save()

    async def _recover_lobby(self) -> None:
        """Find the lobby of an earlier run, or post it again while it is open."""
        game = self._game
        game.card_id = await self._display.find_lobby()
        if game.card_id is None and game.phase is Phase.LOBBY:
            self.record_lobby()
            game.card_id = await self._display.publish_lobby(self._build_nonce("l"))
        self._is_lobby_unknown = False
        await self._save()

    async def _ask_next_question(self) -> None:
        game = self._game
        if game.turn == 0 and game.card_id is not None:
            await self._display.close_lobby(game.card_id)
            game.card_id = None
        async with self._context.pick_locks.get(game.audience_id):
            await self._pick_and_ask()

    async def _pick_and_ask(self) -> None:
        game = self._game
        question = await self._context.pick_question(game)
        if not game.needs_question:
            return
        if question is None:
            game.end(Ending.NO_QUESTIONS, self._now())
            await self._save()
            return
        game.ask(question)
        game.card_id, game.posting_since = None, self._now()
        await self._save(asked=question.key)

    async def _post_question(self) -> None:
        game, round_ = self._game, self._game.round
        assert round_ is not None, "a question was chosen"
        began = self._now()
        ends_at, nonce = began + round_.seconds, self._build_nonce("q")
        is_late, self._may_be_posted = self._may_be_posted, True
        posted = await self._display.publish_question(round_, ends_at, nonce)
        game.card_id, now = posted.id, self._now()
        # A repeated nonce returns the message of an earlier try or run: its time starts again, and
        # its card shows an earlier end.
        is_late = is_late or now - began > MAX_PUBLISH_DELAY
        self._redraw_timer.record(None if is_late else ("open", round_.turn, 0, 0), now)
        if game.phase is Phase.ASKING:
            game.mark_shown(now if is_late else posted.created_at, now)
        self._may_be_posted = False
        await self._save()

    async def _redraw(self) -> None:
        game = self._game
        state, before = self._display.get_visible_state(), game.card_id
        if before is not None:
            game.card_id = await self._display.redraw(before, self._now())
        self._redraw_timer.record(state, self._now())
        if game.card_id != before:
            await self._save()

    async def _wait(self) -> None:
        if MAX_WAIT < self._get_next_wake() - self._now() < NEVER:
            self._redraw_timer.postpone(self._now())
            self._game.restart_timer(self._now())
            await self._save()
        self._sleeps_until = until = self._get_next_wake()
        try:
            await asyncio.sleep(max(0.0, until - self._now()))
        finally:
            self._sleeps_until = None
        if self._game.tick(max(self._now(), until)):
            await self._save()

    def _get_next_wake(self) -> float:
        if self._game.phase in (Phase.ASKING, Phase.OVER):
            return 0.0
        return min(self._game.due_at or NEVER, self._get_next_redraw())

    def _get_next_redraw(self) -> float:
        return self._redraw_timer.get_due_at(self._display.get_visible_state())

    def _build_nonce(self, suffix: str) -> str:
        """Return a nonce of at most 25 characters, the same for the same card after a restart."""
        return f"{self._game.id}:{self._game.turn}{suffix}"

    async def _announce_end(self) -> None:
        """Redraw the last card, announce the scores, and store the end."""
        await self._redraw_last_card()
        if self._game.ending is not Ending.CANCELLED:
            await self._display.publish_end(self._build_nonce("end"))
        await self._finish()

    async def _redraw_last_card(self) -> None:
        game, state = self._game, self._display.get_visible_state()
        if game.card_id is not None and self._redraw_timer.is_outdated(state):
            game.card_id = await self._display.redraw(game.card_id, self._now())
            self._redraw_timer.record(state, self._now())

    async def _lose(self, reason: str) -> None:
        """End a game that cannot be shown any more, and notify a person of the reason."""
        self._game.lose(reason, self._now())
        # The stored game keeps the reason until a person was told, also by a later run.
        await self._try(self._persistence.save())
        if reason not in (CHANNEL_GONE, NO_RESPONSE):
            await self._try(self._redraw_last_card())
        if reason == INTERNAL_ERROR:
            await self._try(self._display.publish_end(self._build_nonce("end")))
        self._persistence.notice = self._display.build_lost_notice(reason)
        await self._finish()

    async def _try(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except Exception as error:
            log.warning("game %d is lost, and %s failed: %r", self._game.id, work, error)

    async def _finish(self) -> None:
        """Store the end, and tell what is to be told; when the disk fails, store it later."""
        try:
            await self._persistence.save(is_over=True)
            self.is_end_stored = True
            await self._display.relay(self._persistence.notice)
        except Exception as error:
            log.warning("game %d: its end is not stored yet: %r", self._game.id, error)
            if await self._display.send_unstored(self._persistence.notice):
                self._persistence.notice = None
            self._task = asyncio.create_task(self._finish_later(), name=f"end {self._game.id}")
        finally:
            self._on_end()

    async def _finish_later(self) -> None:
        self.is_end_stored = await self._persistence.save_end_later(self._context.delays.retries)
        self._on_end()
