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
from bot.ui.text import clip, join_words, pluralize
from cogs.trivia.daily.question_of_the_day import (
    MAX_TABLE_ROWS,
    PreviousQuestion,
    rank_right_answers,
)
from cogs.trivia.daily.sharing import DailyResult, ShareResultButton
from cogs.trivia.play.cards import get_picture, has_long_option, option_lines
from seeds.trivia_question import TriviaQuestion
from storage.trivia.daily import DailyAnswer

TITLE = "Question of the day"
NO_QUESTION_CARD = Card(TITLE, "I don't have any questions yet.")


def daily_card(
    question: TriviaQuestion,
    previous: PreviousQuestion | None,
    own_answer: DailyAnswer | None,
    streak: int,
    today: date,
    *,
    is_posted: bool,
) -> Card:
    """Return the question of `today`, the member's own answer, and the previous question.

    `is_posted` says whether the next one is going to be posted to a channel.
    """
    lines: list[Markdown] = [format_question(question.text)]
    if has_long_option(question):
        lines += option_lines(question)
    if own_answer is not None:
        lines.append(f"\n{format_result(own_answer, is_posted=is_posted)}")
    if previous is not None:
        lines.extend(("", *_previous_question_lines(previous, today)))
    if streak:
        foot = f"Your streak: {pluralize(streak, 'day')} · you can miss one day a week"
    else:
        foot = "Everyone gets one answer, in private"
    return Card(TITLE, "\n".join(lines), foot, picture=get_picture(question))


def format_result(answer: DailyAnswer, *, is_posted: bool) -> Markdown:
    """Return the sentence that tells a member, in private, whether their answer was right.

    The right answer of a wrong one is kept back: it would spread before the others have answered.
    """
    shown = escape(clip(answer.answer_text, 100))
    if answer.is_right:
        verdict, to_come = f"“{shown}” is right!", "everyone's results"
    else:
        verdict, to_come = f"“{shown}” isn't right.", "the answer"
    if is_posted:
        return f"{verdict} I'll post {to_come} with the next question."
    return f"{verdict} You'll see {to_come} with tomorrow's question."


def _previous_question_lines(previous: PreviousQuestion, today: date) -> Iterator[Markdown]:
    question = previous.question
    asked = escape(" ".join(question.text.split()))
    yield f"**The question from {format_day_and_month(previous.day)}:** {asked}"
    yield f"It was “{escape(question.answer)}”. {escape(question.explanation)}"
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


def answered_card(
    answer: DailyAnswer, result: DailyResult, *, can_share: bool, day: date, is_posted: bool
) -> Card:
    """Return the private card after an answer, with the line that may be shared.

    `is_posted` says whether the next question is going to be posted to a channel.
    """
    streak = f" That's {format_number(result.streak)} days in a row." if result.streak > 1 else ""
    told = f"{format_result(answer, is_posted=is_posted)}{streak}"
    card = Card(TITLE, f"{told}\n\n> {result.format_line()}")
    return card.with_buttons(ShareResultButton(day)) if can_share else card


def _format_answer_counts(previous: PreviousQuestion) -> Markdown:
    """Return how many were right, and which other options were chosen, the most chosen first."""
    answers, question = previous.answers, previous.question
    if not answers:
        return "No one answered."
    right = sum(answer.is_right for answer in answers)
    summary: Markdown = "No one got it."
    if right:
        summary = f"{format_number(right)} of {pluralize(len(answers), 'answer')} right."
    chosen = Counter(one.option_index for one in answers if not one.is_right)
    picked: list[Markdown] = [
        f"“{escape(question.options[place])}”{f' ({format_number(number)})' if number > 1 else ''}"
        for place, number in chosen.most_common()
        if place is not None
    ]
    if not picked:
        return summary
    return f"{summary} {'Also picked' if right else 'Picked'}: {join_words(picked)}."
