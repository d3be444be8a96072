"""Measures commands in comparison with one that does nothing."""

from __future__ import annotations

import random
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, NamedTuple

import discord
import simcord
from discord import app_commands
from discord.ext import commands

from seeds.dates import PartialDate
from seeds.loader import BUNDLED_PACK, load_pack
from seeds.pack import Pack, Person
from seeds.schema import Quote, Source
from tests.world import NOW, World, build_settings, open_world

ROUNDS = 400
SYNTHETIC_QUOTES = 20_000
SYNTHETIC_SPEAKERS = 40


class Timings(NamedTuple):
    """The times of one kind of request, in seconds."""

    p50: float
    p99: float


class Stopwatch:
    """Seconds from an interaction reaching the bot to its answer leaving the library.

    The simulation's own work is left out: it copies every body, and waits after each request for
    further work of the bot.
    """

    def __init__(self, env: simcord.Env) -> None:
        self._started = 0.0
        self.seconds = 0.0
        env._register_dispatch_observer(self._start)
        adapter = env._webhook_adapter
        adapter.request = self._wrap(adapter.request)

    def _start(self, _interaction: Any) -> None:
        self._started = time.perf_counter()

    def _wrap(self, send: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        async def stop_and_send(*arguments: Any, **options: Any) -> Any:
            self.seconds = time.perf_counter() - self._started
            return await send(*arguments, **options)

        return stop_and_send


class NothingCog(commands.Cog):
    """Answer at once, for comparison."""

    @app_commands.command(description="Does nothing")
    async def nothing(self, interaction: discord.Interaction[Any]) -> None:
        await interaction.response.send_message("nothing")


async def measure() -> list[tuple[str, str]]:
    """Return rows of name and value for the bundled and the synthetic pack."""
    rows: list[tuple[str, str]] = []
    for title, pack in (("bundled pack", None), ("20,000 quotes", synthetic_pack())):
        with tempfile.TemporaryDirectory() as folder:
            settings = build_settings(Path(folder), BUNDLED_PACK)
            async with open_world(settings, None) as world:
                if pack is not None:
                    await world.bot.store.canon.load_pack(pack, "synthetic", NOW)
                    await world.bot.reload_extension("cogs.quotes")
                rows += await _compare(title, world)
    return rows


async def _compare(title: str, world: World) -> list[tuple[str, str]]:
    await world.bot.add_cog(NothingCog())
    await world.bot.tree.sync()
    member, channel = world.alice, world.channel
    # Another server, because a different wish in between is not what one server's members do.
    elsewhere = world.env.create_guild("Elsewhere")
    stranger = elsewhere.add_member(world.env.create_user("carol"))
    square = elsewhere.create_text_channel("square")
    speaker = world.bot.packs.get(None).manifest.people[0].name[:3]
    requests: dict[str, Callable[[], Awaitable[Any]]] = {
        "nothing": lambda: member.slash(channel, "nothing"),
        "/status": lambda: member.slash(channel, "status"),
        "/quote": lambda: member.slash(channel, "quote"),
        "/quote about": lambda: stranger.slash(square, "quote", about="script"),
        "autocomplete": lambda: member.autocomplete(channel, "quote", "speaker", speaker),
    }
    found = await _time_requests(Stopwatch(world.env), requests)
    base = found.pop("nothing")
    rows = [
        (
            f"{title}: do-nothing command",
            f"p50 {base.p50 * 1e3:.2f} ms, p99 {base.p99 * 1e3:.2f} ms",
        )
    ]
    for name, timings in found.items():
        value = f"p50 {timings.p50 / base.p50:.2f} x, p99 {timings.p99 / base.p99:.2f} x"
        rows.append((f"{title}: {name}", value))
    return rows


async def _time_requests(
    stopwatch: Stopwatch, requests: dict[str, Callable[[], Awaitable[Any]]]
) -> dict[str, Timings]:
    """Send the kinds of request in turn, so that other load affects all alike."""
    samples: dict[str, list[float]] = {name: [] for name in requests}
    for _ in range(ROUNDS):
        for name, request in requests.items():
            await request()
            samples[name].append(stopwatch.seconds)
    return {name: _summarize(taken) for name, taken in samples.items()}


def _summarize(samples: list[float]) -> Timings:
    cuts = statistics.quantiles(samples, n=100)
    return Timings(cuts[49], cuts[98])


def synthetic_pack() -> Pack:
    """Build a pack with very many quotes and the statuses of the bundled one."""
    rng = random.Random(20_000)
    words = [f"{a}{b}" for a in "bdfglmnprst" for b in ("ale", "ore", "ine", "ump", "ack", "est")]
    bundled = load_pack(BUNDLED_PACK)
    people = tuple(
        Person(slug=f"speaker-{n}", name=f"Speaker {n}") for n in range(SYNTHETIC_SPEAKERS)
    )
    manifest = bundled.manifest.model_copy(update={"people": (*bundled.manifest.people, *people)})
    entries = dict(bundled.entries)
    source = next(entry for entry in entries.values() if isinstance(entry, Source))
    for n in range(SYNTHETIC_QUOTES):
        spoken = " ".join(rng.choices(words, k=25)) + (" script" if n % 100 == 0 else "")
        quote = Quote(
            id=f"quote.synthetic-{n}",
            speaker=people[n % SYNTHETIC_SPEAKERS].slug,
            words=spoken,
            said=PartialDate(2024),
            occasion="to nobody",
            topics=(manifest.topics[0].slug,),
            sources=(source.id,),
        )
        entries[quote.id] = quote
    return Pack(manifest=manifest, entries=entries, files={})
