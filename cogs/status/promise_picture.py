"""The picture of promises: when each was made, when it was due, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from bot.ui.dates import format_date
from bot.ui.text import clip
from cogs.status.cards import OUTCOME_LABELS, format_due
from seeds.promises.settling import UNSETTLED_OUTCOMES
from seeds.schema import Promise, PromiseOutcome, Status

if TYPE_CHECKING:
    from bot.pictures.canvas import Canvas

MAX_TEXT_LENGTH = 90
_LEFT, _RIGHT = 56, 1144
_FIRST_ROW, _ROW_HEIGHT = 118, 124
_BAR = 84
"""Pixels from the top of a row to the middle of its bar."""


class PromiseBar(NamedTuple):
    """One promise: from when to when it was open, and what became of it."""

    text: str
    reported: str
    due: str
    """Like "due 2026, then June 2027"; "" when no date was promised."""
    reported_day: date
    due_day: date | None
    """The last day that keeps the promise, None when no date was promised."""
    outcome: PromiseOutcome
    moved_day: date | None = None
    """The last day of the date that it was put off to, None for none."""

    @property
    def is_settled(self) -> bool:
        """Whether it is known what became of it."""
        return self.outcome not in UNSETTLED_OUTCOMES


@dataclass(frozen=True)
class PromisesPicture:
    """Each promise as a bar from the day it was made to the day it was due."""

    name: ClassVar[str] = "promises"
    bars: tuple[PromiseBar, ...]
    today: date

    @property
    def height(self) -> int:
        return _FIRST_ROW + _ROW_HEIGHT * len(self.bars) + 50

    def describe(self) -> str:
        first, last = self._years
        years = f"{first}" if first == last else f"{first} to {last}"
        return "\n".join((f"Promises vs. reality, {years}.", *map(_describe_bar, self.bars)))

    @property
    def _years(self) -> tuple[int, int]:
        """The first and the last year of the scale."""
        ends = [day for bar in self.bars for day in (bar.due_day, bar.moved_day) if day]
        days = [self.today, *ends]
        return min(bar.reported_day for bar in self.bars).year, max(days).year

    def draw(self, canvas: Canvas) -> None:
        canvas.text(_LEFT, 76, "Promises vs. reality", 42, colour=canvas.palette.muted)
        first, last = self._years
        scale = _Scale(date(first, 1, 1), date(last + 1, 1, 1))
        self._draw_years(canvas, scale, first, last)
        for row, bar in enumerate(self.bars):
            self._draw_bar(canvas, scale, bar, _FIRST_ROW + row * _ROW_HEIGHT)

    def _draw_years(self, canvas: Canvas, scale: _Scale, first: int, last: int) -> None:
        palette = canvas.palette
        every = max(1, -(-(last + 1 - first) // 8))
        for year in range(first, last + 1, every):
            x = scale.x(date(year, 1, 1))
            for row in range(len(self.bars)):
                y = _FIRST_ROW + row * _ROW_HEIGHT + _BAR
                canvas.bar((x, y - 24, x + 3, y + 24), palette.rail)
            canvas.text(x, self.height - 24, str(year), 32, colour=palette.muted)

    def _draw_bar(self, canvas: Canvas, scale: _Scale, bar: PromiseBar, top: float) -> None:
        palette = canvas.palette
        label = OUTCOME_LABELS[bar.outcome]
        width = canvas.measure(label, 36, bold=True)
        canvas.text(_RIGHT, top + 42, label, 36, bold=True, align="right")
        _draw_outcome(canvas, bar.outcome, _RIGHT - width - 32, top + 30)
        canvas.text(_LEFT, top + 42, bar.text, 38, max_width=_RIGHT - _LEFT - width - 86)
        start, y = scale.x(bar.reported_day), top + _BAR
        now = max(scale.x(self.today), start)
        if bar.due_day is not None:
            end = max(scale.x(bar.due_day), start + 60)
            canvas.bar((start, y - 14, end, y + 14), palette.accent)
            if not bar.is_settled and end < now:
                canvas.dashes(end + 8, now, y, palette.muted, 10)
            if bar.moved_day is not None and bar.moved_day > bar.due_day:
                canvas.dashes(end + 8, scale.x(bar.moved_day), y, palette.accent, 10)
            if bar.is_settled:
                _draw_outcome(canvas, bar.outcome, end - 4, y)
        elif not bar.is_settled:
            canvas.dashes(start, max(now, start + 60), y, palette.accent, 10)
        canvas.disc(start + 4, y, 14, palette.text)


class _Scale(NamedTuple):
    start: date
    end: date

    def x(self, day: date) -> float:
        share = (day - self.start).days / (self.end - self.start).days
        return _LEFT + (_RIGHT - _LEFT) * min(1.0, max(0.0, share))


def _draw_outcome(canvas: Canvas, outcome: PromiseOutcome, x: float, y: float) -> None:
    """Draw a mark that tells the outcomes apart without colour."""
    palette = canvas.palette
    match outcome:
        case PromiseOutcome.KEPT:
            canvas.disc(x, y, 20, palette.accent)
            canvas.check(x, y, 20, palette.on_accent)
        case PromiseOutcome.BROKEN | PromiseOutcome.SLIPPED:
            canvas.disc(x, y, 20, palette.text)
            canvas.cross(x, y, 20, palette.background)
        case _:
            canvas.ring(x, y, 20, palette.muted, 5)
            if outcome is PromiseOutcome.UNKNOWN:
                canvas.text(x, y + 11, "?", 30, bold=True, align="center")


def _describe_bar(bar: PromiseBar) -> str:
    due = f", {bar.due}" if bar.due else ", no date given"
    return f"“{bar.text}”: reported {bar.reported}{due}. {OUTCOME_LABELS[bar.outcome]}."


def build_promises_picture(
    promises: Sequence[tuple[Status, Promise]], today: date
) -> PromisesPicture:
    """Return the picture of promises, of which there is at least one, with their statuses."""
    bars = [
        PromiseBar(
            text=clip(promise.text, MAX_TEXT_LENGTH),
            reported=format_date(status.as_of),
            due=format_due(promise),
            reported_day=status.as_of.first_day,
            due_day=due.last_day if (due := promise.due or promise.moved_to) else None,
            outcome=promise.outcome,
            moved_day=promise.moved_to.last_day if promise.moved_to else None,
        )
        for status, promise in promises
    ]
    return PromisesPicture(tuple(bars), today)
