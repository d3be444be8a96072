"""Members who play in channels of the loopback, and what they were told."""

from __future__ import annotations

import asyncio
import random
import re
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from tests.loopback.interactions import SentInteraction
from tests.loopback.objects import iter_components, make_id
from tests.platform_server import PlatformServer

PATIENCE_S = 3.0
"""Seconds after which the app says that the application did not respond."""
ROUNDS = 4
SECONDS = 15
"""For each question."""
TOPIC = "lamps"
_ANSWER = re.compile(r"trivia:answer:(\d+):(\d+):\d")
_LOBBY = re.compile(r"trivia:start:(\d+)")
_LOCKED = re.compile(r"(?:You already answered )?“(.+)”(?: is locked in\.|\. Only your first)")
"""What is said of an answer that counts, also of one whose first reply was lost."""
MAX_GAME_S = 45.0
"""Seconds after which players ask for another game, if no final scores are shown."""


class Acknowledged(NamedTuple):
    """An answer that a member was told is locked in."""

    at: float
    """The monotonic time at which the member read it."""
    guild_id: int
    game_id: int
    turn: int
    member_id: int
    text: str


@dataclass
class Diary:
    """What all players lived to see."""

    acknowledged: list[Acknowledged] = field(default_factory=list[Acknowledged])
    unanswered: int = 0
    """Clicks to which the app said that the application did not respond."""
    games: int = 0
    """Games whose final scores were shown."""
    refusals: dict[str, int] = field(default_factory=dict[str, int])
    """How often a click was answered otherwise than with a locked answer, by the first words."""

    def list_since(self, instant: float, guild_ids: set[int]) -> list[Acknowledged]:
        """Return what was acknowledged in some guilds since a monotonic time."""
        return [one for one in self.acknowledged if one.at >= instant and one.guild_id in guild_ids]


class Table:
    """One channel whose members play one game after the other."""

    def __init__(
        self, platform: PlatformServer, guild_id: int, channel_id: int, seats: int, diary: Diary
    ) -> None:
        self.guild_id, self.channel_id = guild_id, channel_id
        self._platform = platform
        self._members = [guild_id + 1 + seat for seat in range(seats)]
        self._diary = diary
        self._rng = random.Random(guild_id)
        self._open: tuple[int, int] | None = None
        """The game and the turn of the question that is open."""
        self._lobby: int | None = None
        self._is_over = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._is_leaving = False

    async def play(self) -> None:
        """Play one game after the other, until cancelled."""
        self._is_leaving, self._open, self._lobby = False, None, None
        # Otherwise all games would be between two questions at the same moments.
        await asyncio.sleep(self._rng.uniform(0, 3))
        if shown := self._platform.messages.get(self.channel_id):
            self.see(shown[max(shown)])
        try:
            while True:
                self._is_over.clear()
                if await self._ask_for_game() is not None:
                    with suppress(TimeoutError):
                        await asyncio.wait_for(self._is_over.wait(), MAX_GAME_S)
                        self._diary.games += 1
                await asyncio.sleep(0.2)
        finally:
            self._is_leaving = True
            for task in self._tasks:
                task.cancel()

    def see(self, message: dict[str, Any]) -> None:
        """Look at a message of the channel that is new or has changed."""
        if self._is_leaving:
            return
        custom_ids = list(_iter_custom_ids(message))
        answers = [found for one in custom_ids if (found := _ANSWER.match(one))]
        lobby = next((found for one in custom_ids if (found := _LOBBY.match(one))), None)
        if answers:
            self._lobby = None
            self._see_question(message, (int(answers[0][1]), int(answers[0][2])))
        elif lobby is not None and self._lobby is None:
            self._lobby = int(lobby[1])
            self._start(self._join_and_start(message, self._lobby))
        elif any(one.startswith("trivia:again:") for one in custom_ids):
            self._open = self._lobby = None
            self._is_over.set()
        elif any(one.startswith("trivia:report:") for one in custom_ids):
            self._open = None

    def _see_question(self, message: dict[str, Any], key: tuple[int, int]) -> None:
        if key == self._open or (self._open is not None and key < self._open):
            return
        self._open = key
        for member in self._members:
            self._start(self._answer(message, key, member))

    def _start(self, work: Any) -> None:
        task: asyncio.Task[None] = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _ask_for_game(self) -> str | None:
        options = {"topic": (3, TOPIC), "rounds": (4, ROUNDS), "seconds": (4, SECONDS)}
        play = {
            "type": 1,
            "name": "play",
            "options": [
                {"type": kind, "name": name, "value": value}
                for name, (kind, value) in options.items()
            ],
        }
        sent = await self._platform.use_command(
            "trivia",
            make_id(),
            guild_id=self.guild_id,
            channel_id=self.channel_id,
            member_id=self._members[0],
            options=[play],
        )
        return await self._wait(sent)

    async def _wait(self, sent: SentInteraction) -> str | None:
        text = await sent.wait_for_text(PATIENCE_S)
        self._diary.unanswered += text is None
        return text

    async def _join_and_start(self, message: dict[str, Any], game_id: int) -> None:
        await asyncio.gather(
            *(self._press(message, f"trivia:join:{game_id}", one) for one in self._members[1:])
        )
        while self._lobby == game_id:
            await self._press(message, f"trivia:start:{game_id}", self._members[0])

    async def _press(self, message: dict[str, Any], custom_id: str, member_id: int) -> str | None:
        await asyncio.sleep(self._rng.uniform(0.05, 0.5))
        sent = await self._platform.click(message, custom_id, make_id(), member_id)
        return await self._wait(sent)

    async def _answer(self, message: dict[str, Any], key: tuple[int, int], member: int) -> None:
        """Click until the answer is taken or the question is over."""
        await asyncio.sleep(self._rng.uniform(0.1, 2.0))
        choice = self._rng.randrange(4)
        while self._open == key:
            custom_id = f"trivia:answer:{key[0]}:{key[1]}:{choice}"
            sent = await self._platform.click(message, custom_id, make_id(), member)
            text = await self._wait(sent)
            if text is None:
                continue
            if (found := _LOCKED.match(text)) is not None:
                now = time.monotonic()
                row = Acknowledged(now, self.guild_id, *key, member, found[1])
                self._diary.acknowledged.append(row)
                return
            reason = re.sub(r"[^a-zA-Z' ]", "", text)[:40]
            self._diary.refusals[reason] = self._diary.refusals.get(reason, 0) + 1
            await asyncio.sleep(0.3)


def _iter_custom_ids(message: dict[str, Any]) -> Iterator[str]:
    for component in iter_components(message["components"]):
        if "custom_id" in component:
            yield component["custom_id"]
        if "accessory" in component and "custom_id" in component["accessory"]:
            yield component["accessory"]["custom_id"]
