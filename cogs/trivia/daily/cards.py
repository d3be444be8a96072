"""The card of the question of the day, with the answer to the previous one below it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from bot.markdown import Markdown, escape, format_number, mention_user
from bot.ui.card import Card
from bot.ui.citations import source_line
from bot.ui.dates import format_day_and_month
from bot.ui.entry_cards import format_question
from bot.ui.text import clip, pluralize
from cogs.trivia.daily.question_of_the_day import (
    MAX_TABLE_ROWS,
    PreviousQuestion,
    rank_right_answers,
)
from cogs.trivia.daily.sharing import DailyResult, ShareResultButton
from cogs.trivia.play.cards import get_picture, has_long_option, option_lines
from seeds.trivia_question import TriviaQuestion, option_letter
from storage.trivia.daily import DailyAnswer

TITLE = "Question of the day"
NO_QUESTION_CARD = Card(TITLE, "I don't have any questions yet.")


def daily_card(
    question: TriviaQuestion,
    previous: PreviousQuestion | None,
    own_answer: DailyAnswer | None,
    streak: int,
    today: date,
) -> Card:
    """Return the question of `today`, the member's own answer, and the previous question."""
    lines: list[Markdown] = [format_question(question.text)]
    if has_long_option(question):
        lines += option_lines(question)
    if own_answer is not None:
        lines.append(f"\n{format_result(own_answer)}")
    if previous is not None:
        lines.extend(("", *_previous_question_lines(previous, today)))
    if streak:
        foot = f"Your streak: {pluralize(streak, 'day')} · you can miss one day a week"
    else:
        foot = "Everyone gets one answer, in private"
    return Card(TITLE, "\n".join(lines), foot, picture=get_picture(question))


def format_result(answer: DailyAnswer) -> Markdown:
    """Return the sentence that tells a member, in private, whether their answer was right.

    The right answer of a wrong one is kept back: it would spread before the others have answered.
    """
    shown = escape(clip(answer.answer_text, 100))
    if answer.is_right:
        return f"**{shown}** is right! I'll post everyone's results with the next question."
    return f"**{shown}** isn't right. I'll post the answer with the next question."


def _previous_question_lines(previous: PreviousQuestion, today: date) -> Iterator[Markdown]:
    question = previous.question
    asked = escape(" ".join(question.text.split()))
    yield f"**The question from {format_day_and_month(previous.day)}:** {asked}"
    shown = question.answer
    if not question.is_typed:
        shown = f"{option_letter(question.right)}: {shown}"
    yield f"It was **{escape(shown)}**. {escape(question.explanation)}"
    yield _format_answer_counts(previous)
    yield from _table_lines(previous)
    # In the footer it would be taken for today's source, which may give the answer away.
    if (
        cited := source_line(previous.sources, today)
        if previous.sources
        else escape(question.credit)
    ):
        yield f"-# {cited}"


def _table_lines(previous: PreviousQuestion) -> Iterator[Markdown]:
    """Yield who was right, the fastest first; mentions are shown as names and ping no one."""
    right = rank_right_answers(previous.answers)
    if len(right) == 1:
        yield f"Right: {mention_user(right[0].member_id)}."
    if len(right) < 2:
        return
    yield "**Right, fastest first:**"
    for place, answer in enumerate(right[:MAX_TABLE_ROWS], start=1):
        parts: list[Markdown] = [f"{format_number(place)}. {mention_user(answer.member_id)}"]
        if answer.seconds is not None:
            parts.append(format_seconds(answer.seconds))
        if (streak := previous.streaks.get(answer.member_id, 0)) > 1:
            parts.append(f"streak {format_number(streak, ',')}")
        yield " · ".join(parts)
    if len(right) > MAX_TABLE_ROWS:
        yield f"and {format_number(len(right) - MAX_TABLE_ROWS, ',')} more"


def format_seconds(seconds: float) -> Markdown:
    """Return "4.2 s", "59 s", "12 min" or "3 h"."""
    if seconds < 60:
        return f"{format_number(seconds, '.1f' if seconds < 10 else '.0f')} s"
    if seconds < 3600:
        return f"{format_number(seconds // 60, '.0f')} min"
    return f"{format_number(seconds // 3600, '.0f')} h"


def answered_card(answer: DailyAnswer, result: DailyResult, *, can_share: bool, day: date) -> Card:
    """Return the private card after an answer, with the line that may be shared."""
    streak = f" That's {format_number(result.streak)} days in a row." if result.streak > 1 else ""
    card = Card(TITLE, f"{format_result(answer)}{streak}\n\n> {result.format_line()}")
    return card.with_buttons(ShareResultButton(day)) if can_share else card


def _format_answer_counts(previous: PreviousQuestion) -> Markdown:
    right = sum(answer.is_right for answer in previous.answers)
    summary = f"{format_number(right)} of {pluralize(len(previous.answers), 'answer')} right"
    if previous.question.is_typed or not previous.answers:
        return f"{summary}."
    numbers = Counter(answer.option_index for answer in previous.answers)
    chosen: list[Markdown] = [
        f"{option_letter(place)} {format_number(numbers[place])}"
        for place in range(len(previous.question.options))
    ]
    return f"{summary}: {', '.join(chosen)}."
