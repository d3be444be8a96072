"""Draws pictures in a thread of their own, keeps those used last, and never fails a card."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Hashable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, ClassVar, Protocol

from bot.pictures.palette import Palette, build_palette, parse_colour

if TYPE_CHECKING:
    from bot.pictures.canvas import Canvas

log = logging.getLogger(__name__)

MAX_CACHED_BYTES = 3_000_000
MAX_WAITING = 32
"""Pictures that wait for the thread at the same time; a card beyond them goes without."""
MAX_WAIT_S = 1.5
"""Seconds that a card waits for its picture; Discord drops an interaction after three."""


class Drawing(Hashable, Protocol):
    """What a picture shows; equal drawings of one type are one picture."""

    name: ClassVar[str]
    """The name of the file, without its ending."""

    @property
    def height(self) -> int:
        """Pixels, at most `canvas.MAX_HEIGHT`."""
        ...

    def describe(self) -> str:
        """Return everything that the picture says, for people who do not see it."""
        ...

    def draw(self, canvas: Canvas) -> None:
        """Draw on an empty canvas; called in another thread."""
        ...


class PictureRenderer:
    """Draws pictures in one colour, such as "#ff5fa2"; none unless `is_enabled`."""

    def __init__(
        self,
        colour: str = "#ffffff",
        *,
        is_enabled: bool = True,
        thread: PictureThread | None = None,
    ) -> None:
        self._colour = colour
        self._palette = build_palette(parse_colour(colour))
        self._is_enabled = is_enabled
        self._thread = thread or PictureThread()

    def with_colour(self, colour: str) -> PictureRenderer:
        """Return a renderer in another colour, with the same thread, cache and limits."""
        return PictureRenderer(colour, is_enabled=self._is_enabled, thread=self._thread)

    async def render(self, drawing: Drawing) -> bytes | None:
        """Return the picture as WebP; None when pictures are off, or it is not there in time.

        A picture that comes too late is kept for the next card that shows the same.
        """
        if not self._is_enabled:
            return None
        return await self._thread.render(
            (self._colour, type(drawing), drawing), drawing, self._palette
        )

    def close(self) -> None:
        """Stop drawing; pictures that wait are dropped."""
        self._thread.close()


class PictureThread:
    """The thread that draws the pictures of all colours, and those that it drew last."""

    def __init__(self) -> None:
        # Only one thread: a second one would compete for the interpreter with the event loop.
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="pictures")
        self._cache = PictureCache(MAX_CACHED_BYTES)
        self._running: dict[Hashable, asyncio.Future[bytes | None]] = {}

    async def render(self, key: Hashable, drawing: Drawing, palette: Palette) -> bytes | None:
        """Return the picture with a key as WebP, None when it is not there in time."""
        if (content := self._cache.get(key)) is not None:
            return content
        if key not in self._running:
            if len(self._running) >= MAX_WAITING:
                log.warning("no picture %s: %d others are waiting", drawing.name, MAX_WAITING)
                return None
            self._running[key] = asyncio.ensure_future(self._render(key, drawing, palette))
        done, _ = await asyncio.wait({self._running[key]}, timeout=MAX_WAIT_S)
        return done.pop().result() if done else None

    async def _render(self, key: Hashable, drawing: Drawing, palette: Palette) -> bytes | None:
        loop = asyncio.get_running_loop()
        try:
            content = await loop.run_in_executor(self._executor, paint_picture, drawing, palette)
        except Exception:
            # The text of the card says the same, so a picture is never worth an error.
            log.exception("no picture %s", drawing.name)
            return None
        finally:
            del self._running[key]
        self._cache.put(key, content)
        return content

    def close(self) -> None:
        """Stop drawing; pictures that wait are dropped."""
        self._executor.shutdown(wait=False, cancel_futures=True)


class PictureCache:
    """The pictures used last, as many as fit in `max_bytes`."""

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._pictures: OrderedDict[Hashable, bytes] = OrderedDict()
        self._size = 0

    @property
    def size(self) -> int:
        """Bytes of all pictures."""
        return self._size

    def get(self, key: Hashable) -> bytes | None:
        """Return a picture, None when it is not here."""
        if key not in self._pictures:
            return None
        self._pictures.move_to_end(key)
        return self._pictures[key]

    def put(self, key: Hashable, content: bytes) -> None:
        """Keep a picture, and drop those not used for longest that leave it no room."""
        self._size += len(content) - len(self._pictures.pop(key, b""))
        self._pictures[key] = content
        while self._size > self._max_bytes:
            self._size -= len(self._pictures.popitem(last=False)[1])


def paint_picture(drawing: Drawing, palette: Palette) -> bytes:
    """Return the picture as WebP; this takes a while, so it runs in another thread."""
    # Imported late: a bot that draws nothing needs neither Pillow nor its memory.
    from bot.pictures.canvas import Canvas

    canvas = Canvas(palette, drawing.height)
    drawing.draw(canvas)
    return canvas.encode()
