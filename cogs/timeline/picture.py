"""The picture of a timeline: how much happened when, and where the page of the card is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from bot.ui.dates import format_date
from bot.ui.text import join_words, pluralize
from seeds.dates import MONTHS
from seeds.schema import Event

if TYPE_CHECKING:
    from bot.pictures.canvas import Canvas

MAX_BARS, MAX_COUNTS = 80, 40
"""Bars that fit the picture, and those of them with events, which fit its description."""
_MOST_TOLD = 3
"""The bars that a description tells, the highest first."""
_LEFT, _RIGHT = 56, 1144
_CHART_TOP, _CHART_FLOOR = 232, 420
_HEIGHT = 496


class Bar(NamedTuple):
    """The events of a year, of some years or of a month."""

    start: str
    """What stands below it, such as the first of its years."""
    label: str
    """What it is of, as it reads after "in"."""
    number: int
    """Of events."""
    is_shown: bool
    """Whether events on the page of the card are among them."""


@dataclass(frozen=True)
class TimelinePicture:
    """The events over time as bars, those on the page in the colour of the pack."""

    name: ClassVar[str] = "timeline"
    title: str
    total: int
    bars: tuple[Bar, ...]
    page: str
    """The time of the events on the page, such as "2024 to 2026"."""

    @property
    def height(self) -> int:
        return _HEIGHT

    def describe(self) -> str:
        highest = sorted(self.bars, key=lambda bar: bar.number, reverse=True)[:_MOST_TOLD]
        counts = [f"{bar.number} in {bar.label}" for bar in highest if bar.number]
        lines = [f"{self.title}: {self._total}. On this page: {self.page}."]
        lines.append(f"Most events: {join_words(counts)}.")
        return "\n".join(lines)

    @property
    def _total(self) -> str:
        return pluralize(self.total, "event")

    def draw(self, canvas: Canvas) -> None:
        palette = canvas.palette
        canvas.text(_LEFT, 78, self.title, 42, colour=palette.muted, max_width=1088)
        width = canvas.text(_LEFT, 164, self._total, 72, bold=True)
        page = f"on this page: {self.page}"
        room = _RIGHT - _LEFT - width - 40
        canvas.text(_RIGHT, 164, page, 36, colour=palette.accent, align="right", max_width=room)
        self._draw_bars(canvas)

    def _draw_bars(self, canvas: Canvas) -> None:
        palette = canvas.palette
        most = max(bar.number for bar in self.bars)
        step = min(120, (_RIGHT - _LEFT) / len(self.bars))
        canvas.bar((_LEFT, _CHART_FLOOR, _RIGHT, _CHART_FLOOR + 4), palette.rail)
        for number, bar in enumerate(self.bars):
            if not bar.number:
                continue
            left = _LEFT + step * number
            top = _CHART_FLOOR - max(10, (_CHART_FLOOR - _CHART_TOP) * bar.number / most)
            box = (left + step * 0.1, top, left + step * 0.9, _CHART_FLOOR)
            canvas.bar(box, palette.accent if bar.is_shown else palette.muted, 6)
            if bar.is_shown:
                # A second mark, for people who do not tell the colours apart.
                canvas.disc(left + step / 2, _CHART_FLOOR + 16, 6, palette.accent)
            if bar.number == most:
                middle = left + step / 2
                canvas.text(middle, top - 10, str(most), 32, bold=True, align="center")
        every = max(1, -(-len(self.bars) // 7))
        for number in range(0, len(self.bars), every):
            x, start = _LEFT + step * number, self.bars[number].start
            room = _RIGHT - x
            if canvas.measure(start, 32) <= room:
                canvas.text(x, _CHART_FLOOR + 62, start, 32, colour=palette.muted)


def build_timeline_picture(
    title: str, counts: Mapping[str, int], shown: Sequence[Event]
) -> TimelinePicture:
    """Return the picture of a timeline with at least one event.

    `counts` are numbers of events as `Timeline.count_by_time` returns them, `shown` the events on
    the page of the card.
    """
    is_one_year = any(len(key) > len("1997") for key in counts)
    bars = _build_months(counts, shown) if is_one_year else _build_years(counts, shown)
    newest, oldest = shown[0].date, shown[-1].date
    page = _format_span(str(oldest.year), str(newest.year))
    if is_one_year:
        page = _format_span(format_date(oldest), format_date(newest))
    return TimelinePicture(
        title=title,
        total=sum(counts.values()),
        bars=tuple(bars),
        page=page,
    )


def _build_months(counts: Mapping[str, int], shown: Sequence[Event]) -> list[Bar]:
    months = {event.date.month or 0 for event in shown}
    by_month = {int(key[5:]): count for key, count in counts.items()}
    names = ("No month", *(month[:3] for month in MONTHS))
    labels = ("an unknown month", *MONTHS)
    first = 0 if 0 in by_month else 1
    return [
        Bar(names[month], labels[month], by_month.get(month, 0), month in months)
        for month in range(first, 13)
    ]


def _build_years(counts: Mapping[str, int], shown: Sequence[Event]) -> list[Bar]:
    by_year = {int(key): count for key, count in counts.items()}
    years = {event.date.year for event in shown}
    first, last = min(by_year), max(by_year)
    span = -(-(last + 1 - first) // MAX_BARS)
    while len({(year - first) // span for year in by_year}) > MAX_COUNTS:
        span += 1
    bars: list[Bar] = []
    for start in range(first, last + 1, span):
        group = range(start, min(start + span, last + 1))
        number = sum(by_year.get(year, 0) for year in group)
        is_shown = any(year in years for year in group)
        bars.append(
            Bar(str(start), _format_span(str(start), str(group[-1]), "–"), number, is_shown)
        )
    return bars


def _format_span(first: str, last: str, between: str = " to ") -> str:
    return first if first == last else f"{first}{between}{last}"
