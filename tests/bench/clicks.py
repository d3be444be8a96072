"""How much longer a committed click takes than one that does nothing."""

from __future__ import annotations

import asyncio
import re
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import discord
from simcord._settlement import _active_callbacks
from simcord.backend.serializers import message_payload
from simcord.enums import InteractionType
from simcord.interactions import base_payload

from bot.base import Interaction
from bot.ui.components import PersistentButton
from bot.ui.replies import reply_text
from cogs.trivia.play.cards import question_card
from seeds.loader import BUNDLED_PACK
from tests.bench.commands import Stopwatch
from tests.bench.trivia import SLOW_DELAYS, add_other_answers, quantiles
from tests.cogs.trivia.rules.games import choice_question
from tests.drivers.trivia import TriviaDriver
from tests.world import NOW, World, build_settings, open_world

CLICKS = 100
RUNS = 5
"""Of so many clicks each: whatever else the machine does is not in all of them."""


class NothingButton(PersistentButton, template=r"bench:nothing\d"):
    """The yardstick: made and found as ours are, on the same card, and all it does is answer."""

    def __init__(self, number: int = 0) -> None:
        super().__init__("Nothing", f"bench:nothing{number}")

    @classmethod
    def from_match(cls, match: re.Match[str]) -> NothingButton:  # noqa: ARG003 - one is as another
        return cls()

    async def press(self, interaction: Interaction) -> None:
        await reply_text(interaction, "nothing")


async def measure() -> list[tuple[str, str]]:
    """Rows of name and value."""
    with tempfile.TemporaryDirectory() as folder:
        return await measure_clicks(Path(folder))


async def measure_clicks(folder: Path) -> list[tuple[str, str]]:
    async with open_world(build_settings(folder, BUNDLED_PACK), None) as world:
        world.bot.add_dynamic_items(NothingButton)
        channel = world.guild.create_text_channel("nothing")
        messageable = world.bot.get_partial_messageable(channel.id)
        table = TriviaDriver(world, questions=[choice_question()])
        table.sessions.delays = SLOW_DELAYS
        await table.start_game(rounds=1, seconds=60)
        add_other_answers(table.game)
        assert table.game.round is not None
        card = question_card(table.game, table.game.round, NOW.timestamp())
        card = card.with_buttons(*map(NothingButton, range(5)))
        nothing = await messageable.send(view=card.build_view(world.bot.packs.get(None).colour))
        clicks = ClickTimer(world)
        question = table.card
        option = f"trivia:answer:{table.game.id}:1:0"
        pairs: list[tuple[float, float]] = []
        commits: list[float] = []
        for number in range(RUNS * CLICKS):
            bare = await clicks.press(nothing, "bench:nothing0")
            pairs.append((bare, await clicks.press(question, option)))
            del table.game.round.locks[world.bob.id]
            commits.append(await _time_commit(world, number))
    runs = [_latency_ratio(pairs[begin : begin + CLICKS]) for begin in range(0, len(pairs), CLICKS)]
    base, found = (quantiles(list(samples)) for samples in zip(*pairs, strict=True))
    return [
        ("trivia: do-nothing button", f"p50 {base[0] * 1e3:.2f} ms, p99 {base[1] * 1e3:.2f} ms"),
        (
            "trivia: answer click, committed",
            f"p50 {found[0] / base[0]:.2f} x ({min(runs):.2f} x in the best of {RUNS} runs), "
            f"p99 {found[1] / base[1]:.2f} x",
        ),
        (
            "trivia: one commit on this disk, by itself",
            f"p50 {statistics.median(commits) * 1e3:.2f} ms",
        ),
    ]


async def _time_commit(world: World, number: int) -> float:
    """Seconds until some other row is on disk, as small as a game's state."""
    await asyncio.sleep(0.002)
    began = time.perf_counter()
    sql = "UPDATE trivia_game SET audience_id = ?"
    await world.bot.store.database.write(sql, (number,))
    return time.perf_counter() - began


def _latency_ratio(pairs: Sequence[tuple[float, float]]) -> float:
    bare, answers = zip(*pairs, strict=True)
    return statistics.median(answers) / statistics.median(bare)


class ClickTimer:
    """Clicks that are not waited for: the simulation's own waiting would be in the way."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._stopwatch = Stopwatch(world.env)

    async def press(self, message: discord.Message, custom_id: str) -> float:
        """Press a button; gives the seconds until its answer leaves the library."""
        world, backend = self._world, self._world.env.backend
        # The simulation drops its records of cancelled timers when it waits, which it does not
        # here; of the driver's timers it would get more with each statement, and look at them all.
        _active_callbacks(world.env._settlement_state())
        record, payload = base_payload(
            backend,
            type=InteractionType.MESSAGE_COMPONENT,
            channel_id=message.channel.id,
            guild_id=world.guild.id,
            user_id=world.bob.id,
            data={"component_type": 2, "custom_id": custom_id},
        )
        stored = backend.get_message(message.channel.id, message.id)
        payload["message"] = dict(message_payload(backend, stored))
        self._stopwatch.seconds = 0.0
        world.env._notify_dispatch_observers(record)
        backend.emit("INTERACTION_CREATE", payload)
        while not self._stopwatch.seconds:
            await asyncio.sleep(0.002)
        await asyncio.sleep(0.002)
        return self._stopwatch.seconds
