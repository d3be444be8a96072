"""The pictures of a leaderboard and of a member's statistics."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from bot.ui.text import pluralize
from cogs.trivia.rules.periods import count_longest_streak
from storage.trivia.scores import MemberStats

if TYPE_CHECKING:
    from bot.pictures.canvas import Canvas

MAX_ROWS = 6
_NO_NAME = "A member"


class RankRow(NamedTuple):
    """A member's place; `name` is "" when it is not known."""

    rank: int
    name: str
    points: int


@dataclass(frozen=True)
class LeaderboardPicture:
    """Members with their points as bars, best first."""

    name: ClassVar[str] = "leaderboard"
    title: str
    rows: tuple[RankRow, ...]
    most: int
    """The points of the longest bar."""

    @property
    def height(self) -> int:
        return 118 + 86 * len(self.rows) + 24

    def describe(self) -> str:
        places = (
            f"Place {row.rank}: {row.name or _NO_NAME}, {pluralize(row.points, 'point')}."
            for row in self.rows
        )
        return "\n".join((f"{self.title}.", *places))

    def draw(self, canvas: Canvas) -> None:
        canvas.text(56, 78, self.title, 42, colour=canvas.palette.muted, max_width=1088)
        for number, row in enumerate(self.rows):
            self._draw_row(canvas, row, 118 + 86 * number + 56)

    def _draw_row(self, canvas: Canvas, row: RankRow, baseline: float) -> None:
        palette = canvas.palette
        is_first = row.rank == 1
        colour = palette.accent if is_first else palette.text
        canvas.text(56, baseline, f"{row.rank}", 48, colour=colour, bold=True, max_width=96)
        canvas.text(160, baseline, row.name, 44, bold=is_first, max_width=380)
        canvas.bar((570, baseline - 30, 920, baseline - 2), palette.rail)
        if row.points > 0:
            end = 570 + max(28, 350 * row.points / max(self.most, 1))
            canvas.bar((570, baseline - 30, end, baseline - 2), palette.accent)
        canvas.text(1144, baseline, f"{row.points:,}", 46, bold=True, max_width=210, align="right")


class Share(NamedTuple):
    """Right answers among all answers to a topic."""

    topic: str
    right: int
    answered: int


@dataclass(frozen=True)
class StatsPicture:
    """A member's totals as large figures, and the share of right answers as bars."""

    name: ClassVar[str] = "record"
    member: str
    points: int
    games: int
    right: int
    answered: int
    streak: int
    fastest: float | None
    """Seconds of the fastest right answer, None before one."""
    topics: tuple[Share, ...]

    @property
    def height(self) -> int:
        return 462 + 66 * len(self.topics)

    def describe(self) -> str:
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        yield f"Trivia record of {self.member}."
        yield ", ".join(f"{figure} {label}" for figure, label in self._figures) + "."
        yield f"{self._share} right: {self.right} of {self.answered}."
        for share in self.topics:
            yield f"{share.topic}: {share.right} of {share.answered} right."

    @property
    def _share(self) -> str:
        return f"{round(100 * self.right / max(self.answered, 1))}%"

    @property
    def _figures(self) -> list[tuple[str, str]]:
        figures = [
            (f"{self.points:,}", "points"),
            (f"{self.games:,}", "game" if self.games == 1 else "games"),
        ]
        if self.streak:
            figures.append((f"{self.streak}", "right in a row"))
        if self.fastest is not None:
            figures.append((f"{self.fastest:.1f}", "seconds, fastest"))
        return figures

    def draw(self, canvas: Canvas) -> None:
        palette = canvas.palette
        canvas.text(56, 78, "Trivia record", 42, colour=palette.muted)
        canvas.text(1144, 78, self.member, 46, bold=True, max_width=740, align="right")
        for number, (figure, label) in enumerate(self._figures):
            x = 56 + 276 * number
            canvas.text(x, 190, figure, 68, bold=True, max_width=240)
            canvas.text(x, 238, label, 32, colour=palette.muted, max_width=256)
        canvas.text(56, 336, f"{self._share} right", 48, bold=True)
        total = f"{self.right:,} of {pluralize(self.answered, 'answer')}"
        canvas.text(1144, 336, total, 36, colour=palette.muted, align="right")
        _draw_share(canvas, (56, 362, 1144, 394), self.right, self.answered)
        for number, share in enumerate(self.topics):
            self._draw_topic(canvas, share, 462 + 66 * number)

    def _draw_topic(self, canvas: Canvas, share: Share, baseline: float) -> None:
        canvas.text(56, baseline, share.topic, 38, max_width=470)
        _draw_share(canvas, (560, baseline - 26, 960, baseline - 2), share.right, share.answered)
        total = f"{share.right} of {share.answered}"
        canvas.text(1144, baseline, total, 38, max_width=170, align="right")


def build_stats_picture(
    member: str, figures: MemberStats, topic_name: Callable[[str], str]
) -> StatsPicture:
    """Return the picture of a member who has answered at least once."""
    topics = (Share(topic_name(one.topic), one.right, one.answered) for one in figures.topics)
    return StatsPicture(
        member=member,
        points=figures.points,
        games=figures.games,
        right=figures.right,
        answered=figures.answered,
        streak=count_longest_streak(figures.results),
        fastest=figures.fastest,
        topics=tuple(topics),
    )


def _draw_share(
    canvas: Canvas, box: tuple[float, float, float, float], right: int, answered: int
) -> None:
    left, top, end, bottom = box
    canvas.bar(box, canvas.palette.rail)
    if right:
        width = max(bottom - top, (end - left) * right / answered)
        canvas.bar((left, top, left + width, bottom), canvas.palette.accent)
