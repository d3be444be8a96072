"""Guilds on several shards: some in whose channels members play, others with a post each."""

from __future__ import annotations

import asyncio
import shutil
import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg

from cogs.trivia.daily.question_of_the_day import DAILY_QUESTION_KIND
from storage.engines.location import PostgresUrl
from tests.fleet.players import TOPIC, Diary, Table
from tests.platform_server import PlatformServer
from tests.world import TINY_PACK

FIRST_GUILD = 100
QUIET_GUILD = 1_000
"""Numbers of guilds; the id of one is its number, shifted, so that it says the shard."""
QUESTION = """
[[question]]
id = "question.lamp-{number}"
style = "choice"
text = "How many lamps are in scene {number}?"
answers = ["{number}1 lamps"]
distractors = ["{number}2 lamps", "{number}3 lamps", "{number}4 lamps"]
difficulty = "easy"
topic = "{topic}"
explanation = "They are counted in the letter."
sources = ["source.lamp-letter"]
"""
_WRITER_LOG = """
CREATE TABLE IF NOT EXISTS writer_log (
    id BIGINT GENERATED ALWAYS AS IDENTITY, guild_id BIGINT, backend INTEGER, at TIMESTAMPTZ
);
CREATE OR REPLACE FUNCTION note_writer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO writer_log (guild_id, backend, at)
        VALUES (NEW.audience_id, pg_backend_pid(), clock_timestamp());
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER note_writer AFTER INSERT OR UPDATE ON trivia_game
    FOR EACH ROW EXECUTE FUNCTION note_writer();
"""
"""Notes which session has written to a game, in the order of the changes."""


def make_pack(folder: Path, questions: int = 80) -> Path:
    """Write a pack with so many choice questions of one topic."""
    pack = folder / "pack"
    shutil.copytree(TINY_PACK, pack)
    with (pack / "pack.toml").open("a") as file:
        file.write(f'\n[[topics]]\nslug = "{TOPIC}"\nname = "Lamps"\n')
    texts = [QUESTION.format(number=number, topic=TOPIC) for number in range(questions)]
    (pack / "lamps.toml").write_text("".join(texts))
    return pack


@dataclass
class Community:
    """The guilds with their players, and the posts that are due in the others."""

    platform: PlatformServer
    url: PostgresUrl
    shard_count: int
    diary: Diary = field(default_factory=Diary)
    tables: dict[int, Table] = field(default_factory=dict[int, Table])
    """The channels in which members play, by id."""
    quiet: dict[int, int] = field(default_factory=dict[int, int])
    """The channels of guilds with a post, by the id of the guild."""
    _games: list[asyncio.Task[None]] = field(default_factory=list[asyncio.Task[None]])

    def get_shard(self, guild_id: int) -> int:
        return (guild_id >> 22) % self.shard_count

    def list_guilds(self, shards: set[int]) -> set[int]:
        """Return the guilds of some shards in which members play."""
        guilds = {table.guild_id for table in self.tables.values()}
        return {one for one in guilds if self.get_shard(one) in shards}

    def start_games(self) -> None:
        """Have all members play until `stop_games`."""
        self.platform.on_message = self._show
        self._games = [asyncio.create_task(table.play()) for table in self.tables.values()]

    async def stop_games(self) -> None:
        """Have all members leave."""
        for task in self._games:
            task.cancel()
        await asyncio.gather(*self._games, return_exceptions=True)

    def _show(self, message: dict[str, Any]) -> None:
        table = self.tables.get(int(message["channel_id"]))
        if table is not None:
            table.see(message)

    async def wait_for_load(self, shards: set[int]) -> None:
        """Wait for the moment at which a member of some shards is told something, for 30 s."""
        await self.wait_for_answer(shards, time.monotonic(), 30)

    async def wait_for_answer(self, shards: set[int], since: float, seconds: float) -> float:
        """Wait for an answer in a guild of some shards; return the seconds after `since`."""
        guild_ids = self.list_guilds(shards)
        deadline = time.monotonic() + seconds
        while not (found := self.diary.list_since(since, guild_ids)):
            if time.monotonic() > deadline:
                raise TimeoutError(f"no answer on shards {sorted(shards)} in {seconds} s")
            await asyncio.sleep(0.02)
        return found[0].at - since

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run one statement beside the bots, and return its rows."""
        with psycopg.connect(self.url.secret_text, autocommit=True) as connection:
            cursor = connection.execute(sql.encode(), parameters)
            return cursor.fetchall() if cursor.description else []

    def note_writers(self) -> None:
        """Have the database note which session writes to which guild's games."""
        self.execute(_WRITER_LOG)

    def schedule_posts(self, first: datetime, apart: timedelta) -> None:
        """Have a post due in each quiet guild, one after the other."""
        for number, (guild_id, channel_id) in enumerate(self.quiet.items()):
            due_at = first + number * apart
            self.execute(
                "INSERT INTO schedule (guild_id, kind, channel_id, local_time, options, set_up_by,"
                " day, due_at, until, wake_at, tries)"
                " VALUES (%s, %s, %s, %s, '{}', 1, %s, %s, %s, %s, 0)",
                (
                    guild_id,
                    DAILY_QUESTION_KIND,
                    channel_id,
                    due_at.strftime("%H:%M:%S"),
                    due_at.date().isoformat(),
                    round(due_at.timestamp()),
                    round((due_at + timedelta(hours=12)).timestamp()),
                    round(due_at.timestamp()),
                ),
            )


@asynccontextmanager
async def open_community(
    platform: PlatformServer,
    url: PostgresUrl,
    *,
    shards: int,
    games: int,
    seats: int = 8,
    posts: int = 0,
) -> AsyncGenerator[Community]:
    """Create guilds, evenly over the shards; at the end their members leave."""
    community = Community(platform, url, shards)
    platform.shards, platform.has_first_guild = shards, False
    for number in range(FIRST_GUILD, FIRST_GUILD + games):
        guild_id, channel_id = number << 22, (number << 22) + 500_000
        platform.add_guild(guild_id, channel_id)
        table = Table(platform, guild_id, channel_id, seats, community.diary)
        community.tables[channel_id] = table
    for number in range(QUIET_GUILD, QUIET_GUILD + posts):
        guild_id, channel_id = number << 22, (number << 22) + 500_000
        platform.add_guild(guild_id, channel_id)
        community.quiet[guild_id] = channel_id
    try:
        yield community
    finally:
        await community.stop_games()


def utc_now() -> datetime:
    """Return the computer's time."""
    return datetime.now(UTC)
