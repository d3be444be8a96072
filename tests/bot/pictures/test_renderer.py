"""Pictures are drawn beside the event loop, kept within bounds, and never fail a card."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass
from typing import ClassVar

import pytest

from bot.pictures.canvas import Canvas
from bot.pictures.renderer import MAX_WAITING, PictureCache, PictureRenderer
from tests.world import wait_until

drawn: list[int] = []


@dataclass(frozen=True)
class Lamps:
    """A picture of lamps that are lit."""

    name: ClassVar[str] = "lamps"
    number: int
    prepare: Callable[[], object] = lambda: None
    """Called in the thread before it is drawn."""
    height: int = 675

    def describe(self) -> str:
        return f"{self.number} lamps are lit."

    def draw(self, canvas: Canvas) -> None:
        self.prepare()
        drawn.append(self.number)
        for row in range(10):
            canvas.disc(90, 70 + 60 * row, 20, canvas.palette.accent)
            canvas.text(130, 84 + 60 * row, f"Lamp {self.number} of row {row} is lit", 42)


@pytest.fixture
async def renderer() -> AsyncGenerator[PictureRenderer]:
    """A renderer that has drawn nothing yet."""
    drawn.clear()
    opened = PictureRenderer("#ffaa00")
    yield opened
    opened.close()


async def test_an_equal_picture_is_drawn_once(renderer: PictureRenderer) -> None:
    first, second = await asyncio.gather(renderer.render(Lamps(3)), renderer.render(Lamps(3)))
    third = await renderer.render(Lamps(3))

    assert first is second is third is not None
    assert drawn == [3]
    assert await renderer.render(Lamps(4)) != first


async def test_nothing_is_drawn_where_pictures_are_off() -> None:
    renderer = PictureRenderer("#ffaa00", is_enabled=False)

    assert await renderer.render(Lamps(3)) is None


async def test_a_picture_that_fails_is_logged_and_tried_again(
    renderer: PictureRenderer, caplog: pytest.LogCaptureFixture
) -> None:
    def break_lamp() -> None:
        raise OSError("no oil")

    assert await renderer.render(Lamps(1, break_lamp)) is None
    assert await renderer.render(Lamps(1)) is not None
    assert [record.levelno for record in caplog.records] == [logging.ERROR]
    assert "no picture lamps" in caplog.text


async def test_a_card_does_not_wait_for_a_slow_picture_but_the_next_one_has_it(
    renderer: PictureRenderer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.pictures.renderer.MAX_WAIT_S", 0.05)
    may_go_on = threading.Event()
    slow = Lamps(1, may_go_on.wait)

    assert await renderer.render(slow) is None
    may_go_on.set()
    await wait_until(lambda: drawn == [1])
    await asyncio.sleep(0.2)
    assert await renderer.render(slow) is not None
    assert drawn == [1]


async def test_only_so_many_pictures_wait(
    renderer: PictureRenderer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.pictures.renderer.MAX_WAIT_S", 0.2)
    may_go_on = threading.Event()
    wanted = [Lamps(number, may_go_on.wait) for number in range(MAX_WAITING + 5)]

    began = time.perf_counter()
    assert await asyncio.gather(*map(renderer.render, wanted)) == [None] * len(wanted)
    assert time.perf_counter() - began < 5
    may_go_on.set()
    await wait_until(lambda: len(drawn) == MAX_WAITING)
    assert set(drawn) == set(range(MAX_WAITING))


async def test_the_event_loop_goes_on_while_pictures_are_drawn(renderer: PictureRenderer) -> None:
    """The bound is ten times what an idle machine measures, as tests share theirs."""
    await renderer.render(Lamps(0))
    longest, probe = 0.0, asyncio.current_task()
    assert probe is not None

    async def draw_all() -> None:
        for start in range(1, 51, 10):
            await asyncio.gather(*(renderer.render(Lamps(start + one)) for one in range(10)))

    work = asyncio.create_task(draw_all())
    while not work.done():
        before = time.perf_counter()
        await asyncio.sleep(0)
        longest = max(longest, time.perf_counter() - before)
        await asyncio.sleep(0.001)
    await work
    assert len(drawn) == 51
    assert longest < 0.2


def test_the_cache_drops_what_was_not_used_for_longest() -> None:
    cache = PictureCache(10)
    cache.put("a", b"1234")
    cache.put("b", b"1234")
    assert cache.get("a") == b"1234"
    cache.put("c", b"1234")

    assert (cache.get("a"), cache.get("b"), cache.get("c")) == (b"1234", None, b"1234")
    cache.put("a", b"12")
    assert cache.size == 6
    cache.put("d", b"12345678901")
    assert cache.size == 0
