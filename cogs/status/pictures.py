"""The pictures of the road to the release, and of promises against what happened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from bot.ui.text import join_words
from cogs.status.road import Road, Stay

if TYPE_CHECKING:
    from bot.pictures.canvas import Canvas

MAX_STAYS = 4
_FIRST_ROW, _ROW_HEIGHT = 372, 74
_RELEASE_HEIGHT = 60
"""Pixels of the line with the release date."""


@dataclass(frozen=True)
class RoadPicture:
    """The stages as a road with today's place on it, and below it the latest stays."""

    name: ClassVar[str] = "road"
    road: Road

    @property
    def height(self) -> int:
        return self._first_row + _ROW_HEIGHT * len(self.road.stays) + 16

    @property
    def _first_row(self) -> int:
        return _FIRST_ROW + (_RELEASE_HEIGHT if self.road.release else 0)

    def describe(self) -> str:
        return " ".join(self._sentences())

    def _sentences(self) -> Iterator[str]:
        road = self.road
        yield f"The road to {road.awaited}: {road.present}. {self._step}."
        if road.skipped:
            yield f"No report of {join_words(road.skipped, len(road.skipped))}."
        if road.release:
            yield f"Release: {road.release}."
        if road.earlier:
            yield f"The latest of {road.earlier + len(road.stays)} stretches:"
        for stay in road.stays:
            yield f"{stay.stage} {_describe_time(stay)}."

    @property
    def _step(self) -> str:
        road = self.road
        step = f"Step {road.reached} of {len(road.stages)}"
        is_last = road.reached == len(road.stages)
        return step if is_last else f"{step}, next: {road.stages[road.reached]}"

    def draw(self, canvas: Canvas) -> None:
        road, muted = self.road, canvas.palette.muted
        canvas.text(56, 78, f"The road to {road.awaited}", 42, colour=muted, max_width=1088)
        canvas.text(56, 172, road.present, 84, bold=True, max_width=1088)
        _draw_road(canvas, road, 250)
        canvas.text(56, 334, self._step, 38, colour=muted, max_width=1088)
        if road.release:
            release = f"Release: {road.release}"
            canvas.text(56, 334 + _RELEASE_HEIGHT, release, 42, bold=True, max_width=1088)
        for row, stay in enumerate(road.stays):
            _draw_stay(canvas, stay, self._first_row + row * _ROW_HEIGHT + 48)


def _describe_time(stay: Stay) -> str:
    if stay.is_present:
        return f"since {stay.since}" + (f", {_format_lasted(stay)}" if stay.lasted else "")
    return f"from {stay.since}" + (f", for {stay.lasted}" if stay.lasted else "")


def _format_lasted(stay: Stay) -> str:
    return f"{stay.lasted} so far" if stay.is_present and stay.lasted else stay.lasted


def _draw_road(canvas: Canvas, road: Road, y: float) -> None:
    """Draw one disc for each stage: with a check mark when reported, ringed where it stands.

    One that was passed without a report has a dash instead.
    """
    palette, total = canvas.palette, len(road.stages)
    left, right = 56 + 34, 1200 - 56 - 34
    step = (right - left) / max(1, total - 1)
    radius = min(26, step * 0.38)
    canvas.bar((left, y - 6, right, y + 6), palette.rail)
    if road.reached:
        canvas.bar((left, y - 6, left + step * (road.reached - 1), y + 6), palette.accent)
    for number, stage in enumerate(road.stages):
        x = left + step * number
        if number >= road.reached:
            canvas.disc(x, y, radius, palette.background)
            canvas.ring(x, y, radius, palette.muted, radius / 5)
        elif stage in road.skipped:
            canvas.disc(x, y, radius, palette.background)
            canvas.ring(x, y, radius, palette.accent, radius / 5)
            half = radius * 0.4
            canvas.bar((x - half, y - radius / 9, x + half, y + radius / 9), palette.accent)
        else:
            canvas.disc(x, y, radius, palette.accent)
            canvas.check(x, y, radius, palette.on_accent)
        if number == road.reached - 1:
            canvas.ring(x, y, radius * 1.45, palette.text, radius / 5)


def _draw_stay(canvas: Canvas, stay: Stay, baseline: float) -> None:
    palette = canvas.palette
    if stay.is_present:
        canvas.disc(72, baseline - 14, 16, palette.accent)
    else:
        canvas.check(72, baseline - 14, 20, palette.accent)
    canvas.text(112, baseline, stay.stage, 42, bold=True, max_width=290)
    canvas.text(420, baseline, stay.since, 36, max_width=340)
    lasted = _format_lasted(stay)
    canvas.text(1144, baseline, lasted, 36, colour=palette.muted, max_width=360, align="right")
