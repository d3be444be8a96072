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
from cogs.trivia.play.context import Surroundings
from cogs.trivia.play.game_channel import GONE, Stage, StageLostError
from cogs.trivia.play.notices import tell_lost
from cogs.trivia.play.persistence import Record
from cogs.trivia.questions.picker import draw
from cogs.trivia.rules.errors import AlreadyLockedError
from cogs.trivia.rules.game import Game
from cogs.trivia.rules.round import Round
from cogs.trivia.rules.settings import Ending, Phase

log = logging.getLogger(__name__)

BROKEN = "something went wrong on our side, and it is written down"
LATE = 2.0
"""Seconds that a question may take to come out and still have its time from its message."""
LONGEST_WAIT = 120.0
"""Seconds; nothing in a game takes longer, unless the clock was set back."""
NEVER = math.inf


class Session:
    """A game in play. `on_end` is called once, when nothing of it is left to do."""

    def __init__(self, game: Game, around: Surroundings, on_end: Callable[[Session], None]) -> None:
        self.game = game
        self._around = around
        self._bot = around.bot
        self._record = Record(
            around.bot.store.trivia_games, around.banks.shared, around.bot.clock, game
        )
        self._stage = Stage(around.bot, game.channel_id, around.tempo, around.pace)
        self._on_end = on_end
        self._task: asyncio.Task[None] | None = None
        self._sleeps_until: float | None = None
        self._drawn: tuple[object, ...] | None = None
        self._drawn_at = 0.0
        self._replaced: Round | None = None
        self._is_lost = False
        self._may_be_out = False
        """Whether the question may stand in the channel without our knowing its message."""

    async def begin(self, over: int | None) -> bool:
        """Put a new game on disk; False when another than `over` is being played in its channel."""
        return await self._record.begin(over)

    def lobby(self) -> display.Card:
        """The card to show the game on first; who joins before that is known is drawn after."""
        self._has_drawn(("lobby", len(self.game.players), False))
        return display.lobby(self._bot, self.game)

    async def seat(self, card_id: int) -> None:
        """The lobby can be seen on message `card_id`: lead the game from here to its end."""
        self.game.card_id = card_id
        self.conduct()
        await self._record.keep()

    def resume(self) -> None:
        """Go on with a game that another life of the bot has left."""
        before = self.game.round
        self._may_be_out = self.game.phase is Phase.ASKING
        if self.game.resume(self._now()):
            self._replaced = before
        self.conduct()

    def conduct(self) -> None:
        """Lead the game to its end."""
        self._task = asyncio.create_task(self._conduct(), name=f"trivia {self.game.id}")

    def leave(self) -> None:
        """Stop leading it; on disk it stays as it is."""
        if self._task is not None:
            self._task.cancel()

    async def join(self, member: int) -> bool:
        """Add a member; False when they were in."""
        is_new = self.game.join(member)
        await self._keep()
        return is_new

    async def start(self, member: int, *, is_moderator: bool) -> None:
        """End the lobby early."""
        self.game.start(member, is_moderator=is_moderator)
        await self._keep()

    async def answer(self, turn: int, member: int, guess: int | str, at: float) -> str:
        """Lock an answer, given at the platform's `at`; gives what was locked, in words.

        Whoever clicks twice is told of the first only when that is on disk, too.
        """
        try:
            lock = self.game.answer(turn, member, guess, at, self._now())
        except AlreadyLockedError:
            await self._record.keep()
            raise
        assert self.game.round is not None, "an answer was locked in it"
        shown = self.game.round.shown(lock)
        await self._keep()
        return shown

    async def check_open(self, turn: int, member: int | None = None) -> str:
        """The text of round `turn` while `member` may still answer it; raises like `answer`."""
        try:
            return self.game.check_open(turn, member).question.text
        except AlreadyLockedError:
            await self._record.keep()
            raise

    async def overhear(self, member: int, text: str, at: float) -> None:
        """Take a chat message for an answer if it is one."""
        if self.game.overhear(member, text, at, self._now()) is not None:
            await self._keep()

    async def hint(self, turn: int, member: int, at: float) -> str:
        """The hint, at its price."""
        hint = self.game.hint(turn, member, at)
        await self._keep()
        return hint

    async def skip(self, member: int, *, is_moderator: bool) -> bool:
        """Vote to skip; True when that settled the round."""
        is_skipped = self.game.skip(member, self._now(), is_moderator=is_moderator)
        await self._keep()
        return is_skipped

    async def stop(self, member: int, *, is_moderator: bool) -> None:
        """End the game; the conductor announces the scores."""
        self.game.stop(member, self._now(), is_moderator=is_moderator)
        await self._keep()

    async def abandon(self) -> None:
        """End a game whose channel is gone, unless the conductor has noticed that first."""
        if not self._is_lost:
            self.leave()
            await self._lose(GONE)

    async def withdraw(self) -> None:
        """Take a game back that nobody can see."""
        self.leave()
        self.game.end(Ending.CANCELLED, self._now())
        await self._finish()

    def _now(self) -> float:
        return self._bot.clock().timestamp()

    async def _keep(self) -> None:
        """Commit what a member changed, then wake the conductor if that is for it to see to."""
        await self._record.keep()
        if self._sleeps_until is not None and self._wakes_at() < self._sleeps_until:
            self._sleeps_until = None
            self.leave()
            self.conduct()

    async def _conduct(self) -> None:
        try:
            while not self.game.is_over:
                await self._step()
            await self._bow()
        except StageLostError as lost:
            await self._lose(str(lost))
        except Exception:
            log.exception("game %d in channel %d broke", self.game.id, self.game.channel_id)
            await self._lose(BROKEN)

    async def _step(self) -> None:
        game = self.game
        if self._replaced is not None:
            await self._replace(self._replaced)
        elif game.needs_question:
            await self._choose_question()
        elif game.phase is Phase.ASKING:
            await self._post_question()
        elif self._redraws_at() <= self._now():
            await self._redraw()
        else:
            await self._wait()

    async def _replace(self, round_: Round) -> None:
        """Say on the card of a round that ran out while the bot was down that it does not count."""
        card_id, self._replaced, self.game.card_id = self.game.card_id, None, None
        await self._record.keep()
        if card_id is not None:
            await self._stage.redraw(card_id, replaced_card(self.game, round_))

    async def _choose_question(self) -> None:
        game = self.game
        if game.turn == 0 and game.card_id is not None:
            await self._stage.redraw(game.card_id, closed_lobby_card(game))
            game.card_id = None
        async with self._around.turns.of(game.audience_id):
            await self._draw()

    async def _draw(self) -> None:
        game, around, now = self.game, self._around, self._bot.clock()
        question = await draw(self._bot.store, around.banks, game, now, around.rng)
        if not game.needs_question:
            return
        if question is None:
            game.end(Ending.NO_QUESTIONS, self._now())
            await self._record.keep()
            return
        game.ask(question)
        game.card_id = None
        await self._record.keep(asked=question.key)

    async def _post_question(self) -> None:
        game, round_ = self.game, self.game.round
        assert round_ is not None, "a question was chosen"
        began = self._now()
        card = display.question(game, round_, began + round_.seconds)
        message = await self._stage.post(card, self._nonce("q"))
        game.card_id, now = message.id, self._now()
        # A repeated nonce brings back the message of an earlier try or life: its time starts anew,
        # and its card, which tells another end, is old.
        is_late = self._may_be_out or now - began > LATE
        self._has_drawn(None if is_late else ("open", round_.turn, 0, 0))
        if game.phase is Phase.ASKING:
            game.shown(now if is_late else message.created_at.timestamp(), now)
        self._may_be_out = False
        await self._record.keep()

    async def _redraw(self) -> None:
        game = self.game
        look, before = display.look_of(game), game.card_id
        if before is not None:
            game.card_id = await self._stage.redraw(
                before, await display.current(self._bot, game, self._now())
            )
        self._has_drawn(look)
        if game.card_id != before:
            await self._record.keep()

    def _has_drawn(self, look: tuple[object, ...] | None) -> None:
        self._drawn, self._drawn_at = look, self._now()

    async def _wait(self) -> None:
        if LONGEST_WAIT < self._wakes_at() - self._now() < NEVER:
            self._drawn_at = self._now()
            self.game.await_anew(self._now())
            await self._record.keep()
        self._sleeps_until = until = self._wakes_at()
        try:
            await asyncio.sleep(max(0.0, until - self._now()))
        finally:
            self._sleeps_until = None
        if self.game.tick(max(self._now(), until)):
            await self._record.keep()

    def _wakes_at(self) -> float:
        if self.game.phase in (Phase.ASKING, Phase.OVER):
            return 0.0
        return min(self.game.due_at or NEVER, self._redraws_at())

    def _redraws_at(self) -> float:
        """When the card may be edited next; never, while it shows what there is."""
        if display.look_of(self.game) == self._drawn:
            return NEVER
        return self._drawn_at + self._around.tempo.redraw

    def _nonce(self, mark: str) -> str:
        """The same for the same card in every life of the bot; the platform takes 25 characters."""
        return f"{self.game.id}:{self.game.turn}{mark}"

    async def _bow(self) -> None:
        """Settle the last card and announce the scores."""
        game = self.game
        if game.card_id is not None and display.look_of(game) != self._drawn:
            await self._stage.redraw(
                game.card_id, await display.current(self._bot, game, self._now())
            )
        if game.ending is not Ending.CANCELLED:
            await self._stage.post(final_card(game), self._nonce("end"))
        await self._finish()

    async def _lose(self, reason: str) -> None:
        """End a game that can be shown no longer, and tell somebody where they can see it."""
        self._is_lost = True
        self.game.end(Ending.LOST, self._now())
        try:
            await self._finish()
        finally:
            await tell_lost(self._bot, self.game, reason)

    async def _finish(self) -> None:
        try:
            await self._record.keep(is_over=True)
        finally:
            self._on_end(self)
