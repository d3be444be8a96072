"""What the question of the day looks like, and yesterday's answer above it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bot.ui.card import Card
from bot.ui.citations import source_line
from bot.ui.dates import day_and_month
from bot.ui.text import clip, counted, escape
from cogs.trivia.daily.question_of_the_day import Past
from cogs.trivia.play.cards import asked_lines, option_lines
from cogs.trivia.rules.question import Question, letter
from storage.trivia.daily import DailyAnswer

TITLE = "Question of the day"
NONE = Card(TITLE, "There is no question in the pack yet.")


def daily_card(
    question: Question, past: Past | None, own: DailyAnswer | None, streak: int, today: date
) -> Card:
    """The question of `today`, or what one answered; and what the last one's answer was."""
    lines = [asked_lines(question), *option_lines(question)]
    if own is not None:
        said = escape(clip(own.answer_text, 100))
        lines.append(f"\nYou are locked in with **{said}**. The answer comes with the next one.")
    if past is not None:
        lines += ["", *_past(past, today)]
    if streak:
        foot = f"Your streak: {counted(streak, 'day')} · one missed day a week is forgiven"
    else:
        foot = "One answer each, in private"
    return Card(TITLE, "\n".join(lines), foot)


def _past(past: Past, today: date) -> Iterator[str]:
    question = past.question
    asked = escape(" ".join(question.text.split()))
    yield f"**The question of {day_and_month(past.day)}:** {asked}"
    shown = question.answer
    if not question.is_typed:
        shown = f"{letter(question.right)}: {shown}"
    yield f"It was **{escape(shown)}**. {escape(question.explanation)}"
    yield _spread(past)
    # At the foot it would be taken for today's, whose source may give its answer away.
    if cited := source_line(past.sources, today) if past.sources else escape(question.credit):
        yield f"-# {cited}"


def _spread(past: Past) -> str:
    right = sum(one.is_right for one in past.answers)
    told = f"{right} of {counted(len(past.answers), 'answer')} right"
    if past.question.is_typed or not past.answers:
        return f"{told}."
    chosen = [
        f"{letter(place)} {sum(one.option_index == place for one in past.answers)}"
        for place in range(len(past.question.options))
    ]
    return f"{told}: {', '.join(chosen)}."
