"""What leaderboards, a member's record and the review of what they missed look like."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from bot.ui.card import Card
from bot.ui.text import clip, counted, escape
from cogs.trivia.play.cards import asked_lines
from cogs.trivia.rules.periods import Period, longest_run
from cogs.trivia.rules.question import Question
from storage.trivia.scores import MemberStats, MissedQuestion, LeaderboardRow

TITLES = {
    Period.TODAY: "Leaderboard, today",
    Period.WEEK: "Leaderboard, this week",
    Period.MONTH: "Leaderboard, this month",
    Period.YEAR: "Leaderboard, this year",
    Period.ALL: "Leaderboard, all time",
}
NOBODY = "Nobody has played {}. Somebody has to be first: /trivia play."
WHEN = {
    Period.TODAY: "yet today",
    Period.WEEK: "yet this week",
    Period.MONTH: "yet this month",
    Period.YEAR: "yet this year",
    Period.ALL: "here yet",
}


def leaderboard_card(period: Period, lines: Sequence[LeaderboardRow], own: LeaderboardRow | None, foot: str) -> Card:
    """Some lines, and under them where whoever asked stands."""
    if not lines:
        return Card(TITLES[period], NOBODY.format(WHEN[period]), foot)
    body = "\n".join(_line(rank) for rank in lines)
    mine = f"You: place {own.rank}, {_points(own)}" if own else "You have not played in this time"
    return Card(TITLES[period], f"{body}\n\n{mine}.", foot)


def past_in_words(points: int) -> str:
    """What is left of those who asked to be forgotten."""
    return f"and {points:,} points by members who asked to be forgotten"


def _line(rank: LeaderboardRow) -> str:
    share = f"{rank.right} of {rank.answered} right"
    return f"**{rank.rank}.** <@{rank.member_id}>  {_points(rank)} · {share}"


def _points(rank: LeaderboardRow) -> str:
    return f"{rank.points:,} points"


def stats_card(
    member_id: int, figures: MemberStats, daily_streak: int, topic_name: Callable[[str], str]
) -> Card:
    """A member's record in figures."""
    who = f"<@{member_id}>"
    if not figures.answered:
        body = f"{who} has not answered in a game here yet."
        return Card("Trivia record", body, _daily(daily_streak))
    return Card(
        "Trivia record", "\n".join(_figures(who, figures, topic_name)), _daily(daily_streak)
    )


def _figures(who: str, figures: MemberStats, topic_name: Callable[[str], str]) -> Iterator[str]:
    share = round(100 * figures.right / figures.answered)
    yield f"{who} · **{figures.points:,} points** in {counted(figures.games, 'game')}"
    yield f"Right: {figures.right} of {figures.answered}, {share}%"
    yield f"Longest streak: {counted(longest_run(figures.results), 'right answer')}"
    if figures.fastest is not None:
        yield f"Fastest right answer: {figures.fastest:.1f} seconds"
    if figures.topics:
        best = [
            f"{escape(topic_name(one.topic))} ({one.right} of {one.answered})"
            for one in figures.topics
        ]
        yield f"Best topics: {', '.join(best)}"


def _daily(streak: int) -> str:
    return f"Question of the day: a streak of {counted(streak, 'day')}" if streak else ""


def missed_card(missed: Sequence[MissedQuestion], position: str) -> Card:
    """What a member got wrong, each with the answer and why."""
    if not missed:
        return Card("What you missed", "Nothing at all. Somebody has done their homework.")
    return Card("What you missed", "\n\n".join(_missed(one) for one in missed), position)


def _missed(missed: MissedQuestion) -> str:
    question = Question.model_validate_json(missed.body)
    lines = [
        asked_lines(question),
        f"You said “{escape(clip(missed.answer_text, 60))}”; it is **{escape(question.answer)}**.",
        escape(question.explanation),
    ]
    return "\n".join(line for line in lines if line)
