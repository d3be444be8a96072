"""The picture of how a daily question was answered: each option with its answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from bot.ui.dates import format_day_and_month
from bot.ui.text import clip, pluralize
from cogs.trivia.daily.question_of_the_day import PreviousQuestion
from seeds.trivia_question import label_option

if TYPE_CHECKING:
    from bot.pictures.canvas import Canvas

MAX_TEXT_LENGTH = 200
_FIRST_ROW, _ROW_HEIGHT = 222, 100


class AnswerBar(NamedTuple):
    """An option of a question and how many chose it; or all right or all wrong typed answers."""

    label: str
    answers: int
    is_right: bool


@dataclass(frozen=True)
class DailyResultPicture:
    """The answers to the question of one day; there is at least one."""

    name: ClassVar[str] = "daily-result"
    title: str
    question: str
    bars: tuple[AnswerBar, ...]

    @property
    def height(self) -> int:
        return _FIRST_ROW + _ROW_HEIGHT * len(self.bars) + 20

    def describe(self) -> str:
        lines = [f"{self.title}: {self.question}"]
        lines += [
            f"{bar.label}{', right' if bar.is_right else ''}: {pluralize(bar.answers, 'answer')}."
            for bar in self.bars
        ]
        return "\n".join(lines)

    def draw(self, canvas: Canvas) -> None:
        palette = canvas.palette
        canvas.text(56, 78, self.title, 42, colour=palette.muted, max_width=1088)
        for number, line in enumerate(canvas.wrap(self.question, 40, 1088, 2, bold=True)):
            canvas.text(56, 142 + 50 * number, line, 40, bold=True)
        most = max(bar.answers for bar in self.bars)
        for number, bar in enumerate(self.bars):
            _draw_bar(canvas, bar, most, _FIRST_ROW + _ROW_HEIGHT * number)


def _draw_bar(canvas: Canvas, bar: AnswerBar, most: int, top: float) -> None:
    palette = canvas.palette
    if bar.is_right:
        canvas.disc(78, top + 34, 22, palette.accent)
        canvas.check(78, top + 34, 22, palette.on_accent)
    canvas.text(120, top + 46, bar.label, 38, bold=bar.is_right, max_width=900)
    canvas.bar((120, top + 62, 1000, top + 86), palette.rail)
    if bar.answers:
        end = 120 + max(24, 880 * bar.answers / max(most, 1))
        colour = palette.accent if bar.is_right else palette.muted
        canvas.bar((120, top + 62, end, top + 86), colour)
    canvas.text(1144, top + 88, f"{bar.answers:,}", 44, bold=True, max_width=120, align="right")


def build_daily_result(previous: PreviousQuestion | None) -> DailyResultPicture | None:
    """Return the picture of how a question was answered; None without any answer."""
    if previous is None or not previous.answers:
        return None
    question, answers = previous.question, previous.answers
    if question.is_typed:
        right = sum(answer.is_right for answer in answers)
        bars = [
            AnswerBar(clip(question.answer, 60), right, is_right=True),
            AnswerBar("Something else", len(answers) - right, is_right=False),
        ]
    else:
        bars = [
            AnswerBar(
                label_option(place, clip(text, 60)),
                sum(answer.option_index == place for answer in answers),
                is_right=place == question.right,
            )
            for place, text in enumerate(question.options)
        ]
    title = f"The question from {format_day_and_month(previous.day)}"
    text = clip(" ".join(question.text.split()), MAX_TEXT_LENGTH)
    return DailyResultPicture(title, text, tuple(bars))
