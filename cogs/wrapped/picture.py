"""The picture of a year: its figures in large type, and what was special below them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, NamedTuple

if TYPE_CHECKING:
    from bot.pictures.canvas import Canvas

_FACT_HEIGHT = 112


class _Layout(NamedTuple):
    """The size of the year, and the baselines of what is below it, in pixels."""

    year_size: int
    year: int
    figures: int
    first_fact: int


_WIDE = _Layout(year_size=120, year=146, figures=264, first_fact=404)
_DENSE = _Layout(year_size=96, year=118, figures=218, first_fact=346)
"""For three facts, which fit on no higher picture."""


class Figure(NamedTuple):
    """A number as text, and what it counts."""

    number: str
    label: str


class Fact(NamedTuple):
    """Something special about the year."""

    label: str
    text: str
    detail: str
    """"" for none."""


@dataclass(frozen=True)
class WrappedPicture:
    """At most four figures and at most three facts."""

    name: ClassVar[str] = "wrapped"
    title: str
    year: int
    figures: tuple[Figure, ...]
    facts: tuple[Fact, ...]

    @property
    def height(self) -> int:
        return self._layout.first_fact - 22 + _FACT_HEIGHT * len(self.facts)

    @property
    def _layout(self) -> _Layout:
        return _WIDE if len(self.facts) < 3 else _DENSE

    def describe(self) -> str:
        figures = ", ".join(f"{figure.number} {figure.label}" for figure in self.figures)
        lines = [f"{self.year}: {self.title}. {figures}."]
        for fact in self.facts:
            detail = f" ({fact.detail})" if fact.detail else ""
            lines.append(f"{fact.label}: {fact.text}{detail}")
        return "\n".join(lines)

    def draw(self, canvas: Canvas) -> None:
        palette, layout = canvas.palette, self._layout
        size = layout.year_size
        canvas.text(56, layout.year, str(self.year), size, colour=palette.accent, bold=True)
        canvas.text(1144, layout.year, self.title, 48, bold=True, max_width=740, align="right")
        for number, figure in enumerate(self.figures):
            x = 56 + 276 * number
            canvas.text(x, layout.figures, figure.number, 68, bold=True, max_width=240)
            label = layout.figures + 48
            canvas.text(x, label, figure.label, 32, colour=palette.muted, max_width=256)
        for number, fact in enumerate(self.facts):
            baseline = layout.first_fact + _FACT_HEIGHT * number
            canvas.text(56, baseline, fact.label, 36, colour=palette.accent, bold=True)
            width = canvas.measure(fact.label, 36, bold=True)
            room = 1144 - 56 - width - 30
            canvas.text(
                1144, baseline, fact.detail, 34, colour=palette.muted, align="right", max_width=room
            )
            canvas.text(56, baseline + 50, fact.text, 38, max_width=1088)
