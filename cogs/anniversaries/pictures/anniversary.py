"""How long ago it was, as one large number, with what happened beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from bot.ui.dates import format_date
from bot.ui.text import clip
from cogs.anniversaries.calendar import Anniversary, get_entry_title

if TYPE_CHECKING:
    from bot.pictures.canvas import Canvas

MAX_OTHERS = 3
MAX_TITLE_LENGTH = 150
_OTHERS_TOP, _OTHER_HEIGHT = 416, 68


class AnniversaryLine(NamedTuple):
    """One anniversary, written out."""

    number: int
    unit: str
    """"year" or "day"."""
    title: str
    since: str
    is_about: bool
    """Whether the date is approximate, and the count with it."""

    @property
    def ago(self) -> str:
        """Return "30 years ago", "about 30 years ago" or "10,000 days ago"."""
        unit = self.unit if self.number == 1 else f"{self.unit}s"
        return f"{'about ' if self.is_about else ''}{self.number:,} {unit} ago"


@dataclass(frozen=True)
class AnniversaryPicture:
    """The heaviest anniversary of a day in large type, and the next ones below it."""

    name: ClassVar[str] = "anniversary"
    heading: str
    first: AnniversaryLine
    others: tuple[AnniversaryLine, ...]

    @property
    def height(self) -> int:
        return _OTHERS_TOP + _OTHER_HEIGHT * len(self.others) + 20 * bool(self.others) - 4

    def describe(self) -> str:
        lines = [f"{self.heading}."]
        lines += [f"{one.ago}, {one.since}: {one.title}" for one in (self.first, *self.others)]
        return "\n".join(lines)

    def draw(self, canvas: Canvas) -> None:
        palette, first = canvas.palette, self.first
        canvas.text(56, 78, self.heading, 42, colour=palette.muted, max_width=1088)
        count, room = f"{first.number:,}", 360
        sizes = (170, 120) if first.is_about else (240, 170, 120)
        size = next((one for one in sizes if _fits(canvas, count, one, room)), 90)
        half = 0.365 * size
        canvas.text(236, 205 + half, count, size, colour=palette.accent, bold=True, align="center")
        about, _, unit = first.ago.partition(f"{count} ")
        canvas.text(236, 190 - half, about, 44, align="center")
        canvas.text(236, 273 + half, unit, 44, align="center", max_width=room)
        lines = canvas.wrap(first.title, 54, 660, 3, bold=True)
        top = 250 - 34 * len(lines)
        for number, line in enumerate(lines):
            canvas.text(484, top + 66 * number, line, 54, bold=True)
        below = top + 66 * len(lines)
        canvas.text(484, below, first.since, 38, colour=palette.muted, max_width=660)
        for number, other in enumerate(self.others):
            self._draw_other(canvas, other, _OTHERS_TOP + _OTHER_HEIGHT * number + 40)

    def _draw_other(self, canvas: Canvas, other: AnniversaryLine, baseline: float) -> None:
        colour = canvas.palette.accent
        canvas.text(
            416, baseline, other.ago, 36, colour=colour, bold=True, max_width=360, align="right"
        )
        canvas.text(484, baseline, other.title, 36, max_width=660)


def _fits(canvas: Canvas, text: str, size: int, room: float) -> bool:
    return canvas.measure(text, size, bold=True) <= room


def build_anniversary_picture(
    heading: str, anniversaries: Sequence[Anniversary]
) -> AnniversaryPicture:
    """Return the picture of the anniversaries of a day, of which there is at least one."""
    first, *others = (_build_line(anniversary) for anniversary in anniversaries)
    return AnniversaryPicture(heading, first, tuple(others[:MAX_OTHERS]))


def _build_line(anniversary: Anniversary) -> AnniversaryLine:
    title = get_entry_title(anniversary.entry)
    return AnniversaryLine(
        number=anniversary.count,
        unit="day" if anniversary.unit == "days" else "year",
        title=clip(title, MAX_TITLE_LENGTH),
        since=format_date(anniversary.since),
        is_about=anniversary.since.circa,
    )
