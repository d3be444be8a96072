"""The picture of the final scores: the podium, the longest streak, the hardest question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from bot.ui.text import clip, pluralize
from cogs.trivia.finals.highlights import find_hardest_question, find_longest_streak
from cogs.trivia.rules.scoring import Standing
from seeds.trivia_question import TriviaQuestion
from storage.trivia.scores import GameAnswer

if TYPE_CHECKING:
    from bot.pictures.canvas import Canvas

MAX_PLACES = 3
MAX_QUESTION_LENGTH = 120
"""The most characters of a question, which fill two lines at most."""
LINE_LENGTH = 50
"""The most characters of a question that surely fit on one line."""
_FLOOR = 412
_LEFT_EDGES = (426, 56, 796)
"""Of the blocks on the podium, best place first, in pixels."""
_BLOCK_HEIGHTS = {1: 196, 2: 138, 3: 96}
"""By the rank, which equal scores share, in pixels."""
_BLOCK_WIDTH = 348
_NO_NAME = "A player"


class Place(NamedTuple):
    """A player's place; `name` is "" when it is not known."""

    rank: int
    name: str
    score: int


@dataclass(frozen=True)
class FinalPicture:
    """At most three places, best first, and what was special in the game."""

    name: ClassVar[str] = "final"
    places: tuple[Place, ...]
    rounds: int
    streak: tuple[str, int] | None = None
    """The name of the member with the longest streak, and its length; None without one."""
    hardest: tuple[str, int, int] | None = None
    """The hardest question, how many were right, and how many answered; None without one."""

    @property
    def height(self) -> int:
        return 450 + 62 * (self.streak is not None) + self._hardest_height

    @property
    def _hardest_height(self) -> int:
        """Of the label and the lines of the hardest question, in pixels; 0 without one."""
        return 68 + 46 * self._question_lines if self.hardest is not None else 0

    @property
    def _question_lines(self) -> int:
        """The lines that the hardest question may fill."""
        return 2 if self.hardest is not None and len(self.hardest[0]) > LINE_LENGTH else 1

    def describe(self) -> str:
        lines = [f"Final scores after {pluralize(self.rounds, 'round')}."]
        lines += [
            f"Place {place.rank}: {place.name or _NO_NAME}, {pluralize(place.score, 'point')}."
            for place in self.places
        ]
        if self.streak is not None:
            name, length = self.streak
            lines.append(f"Longest streak: {name or _NO_NAME}, {length} in a row.")
        if self.hardest is not None:
            question, right, answered = self.hardest
            lines.append(f"Hardest question, {right} of {answered} right: {question}")
        return "\n".join(lines)

    def draw(self, canvas: Canvas) -> None:
        palette = canvas.palette
        canvas.text(56, 78, "Final scores", 42, colour=palette.muted)
        played = f"{pluralize(self.rounds, 'round')} played"
        canvas.text(1144, 78, played, 36, colour=palette.muted, align="right")
        for left, place in zip(_LEFT_EDGES, self.places, strict=False):
            _draw_place(canvas, left, place)
        canvas.bar((56, _FLOOR, 1144, _FLOOR + 6), palette.rail)
        baseline = _FLOOR + 72
        if self.streak is not None:
            name, length = self.streak
            width = _draw_fact(canvas, baseline, "Longest streak", name)
            x = 364 + width + (16 if width else 0)
            canvas.text(x, baseline, f"{length} in a row", 34, colour=palette.muted)
            baseline += 62
        if self.hardest is not None:
            question, right, answered = self.hardest
            _draw_fact(canvas, baseline, "Hardest question", "")
            share = f"{right} of {answered} right"
            canvas.text(364, baseline, share, 34, colour=palette.muted)
            lines = canvas.wrap(question, 36, 1088, self._question_lines)
            for number, line in enumerate(lines, start=1):
                canvas.text(56, baseline + 6 + 46 * number, line, 36)


def _draw_place(canvas: Canvas, left: float, place: Place) -> None:
    palette = canvas.palette
    middle, top = left + _BLOCK_WIDTH / 2, _FLOOR - _BLOCK_HEIGHTS[place.rank]
    colour = palette.accent if place.rank == 1 else palette.rail
    on_colour = palette.on_accent if place.rank == 1 else palette.text
    canvas.bar((left, top, left + _BLOCK_WIDTH, _FLOOR), colour, 18)
    canvas.text(middle, top + 74, str(place.rank), 72, colour=on_colour, bold=True, align="center")
    score = pluralize(place.score, "point")
    room = _BLOCK_WIDTH - 16
    canvas.text(middle, top - 22, score, 36, colour=palette.muted, align="center", max_width=room)
    canvas.text(middle, top - 70, place.name, 46, bold=True, align="center", max_width=room)


def _draw_fact(canvas: Canvas, baseline: float, label: str, text: str) -> float:
    """Draw a line with a label, and return the width of the text after it."""
    canvas.text(56, baseline, label, 36, colour=canvas.palette.accent, bold=True, max_width=290)
    return canvas.text(364, baseline, text, 34, max_width=780)


def list_shown_members(standings: Sequence[Standing], answers: Sequence[GameAnswer]) -> set[int]:
    """Return the ids of the members whose names are on the picture."""
    streak = find_longest_streak(answers)
    shown = {standing.member_id for standing in standings[:MAX_PLACES]}
    return shown | ({streak.member_id} if streak else set())


def build_final_picture(
    standings: Sequence[Standing],
    rounds: int,
    answers: Sequence[GameAnswer],
    names: Mapping[int, str],
) -> FinalPicture:
    """Return the picture of a game with at least one round; `names` are by member id."""
    streak, hardest = find_longest_streak(answers), find_hardest_question(answers)
    return FinalPicture(
        places=tuple(
            Place(standing.rank, names.get(standing.member_id, ""), standing.score)
            for standing in standings[:MAX_PLACES]
        ),
        rounds=rounds,
        streak=(names.get(streak.member_id, ""), streak.length) if streak else None,
        hardest=(_get_question_text(hardest.body), hardest.right, hardest.answered)
        if hardest
        else None,
    )


def _get_question_text(body: str) -> str:
    text = TriviaQuestion.model_validate_json(body).text
    return clip(" ".join(text.split()), MAX_QUESTION_LENGTH)
