"""The cards of leaderboards, of a member's statistics, and of missed questions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from bot.markdown import escape
from bot.ui.card import Card
from bot.ui.entry_cards import format_question
from bot.ui.text import clip, pluralize
from cogs.trivia.rules.periods import LeaderboardPeriod, count_longest_streak
from seeds.trivia_question import TriviaQuestion
from storage.trivia.scores import LeaderboardRow, MemberStats, MissedQuestion

LEADERBOARD_TITLES = {
    LeaderboardPeriod.TODAY: "Leaderboard, today",
    LeaderboardPeriod.WEEK: "Leaderboard, this week",
    LeaderboardPeriod.MONTH: "Leaderboard, this month",
    LeaderboardPeriod.YEAR: "Leaderboard, this year",
    LeaderboardPeriod.ALL: "Leaderboard, all time",
}
EMPTY_LEADERBOARD = "No one has played {}. Be the first: /trivia play."
PERIOD_PHRASES = {
    LeaderboardPeriod.TODAY: "yet today",
    LeaderboardPeriod.WEEK: "yet this week",
    LeaderboardPeriod.MONTH: "yet this month",
    LeaderboardPeriod.YEAR: "yet this year",
    LeaderboardPeriod.ALL: "here yet",
}


def leaderboard_card(
    period: LeaderboardPeriod,
    ranks: Sequence[LeaderboardRow],
    own_rank: LeaderboardRow | None,
    foot: str,
) -> Card:
    """Return a page of a leaderboard; below it the place of the member who asked, if elsewhere."""
    if not ranks:
        return Card(
            LEADERBOARD_TITLES[period], EMPTY_LEADERBOARD.format(PERIOD_PHRASES[period]), foot
        )
    body = "\n".join(_format_rank(rank) for rank in ranks)
    # The whole channel reads this, so that "you" would be each of its readers.
    if own_rank is not None and own_rank not in ranks:
        body += f"\n\n<@{own_rank.member_id}>: place {own_rank.rank}, {_format_points(own_rank)}."
    return Card(LEADERBOARD_TITLES[period], body, foot)


def format_erased_points(points: int) -> str:
    """Return the line about the points of members whose data was erased."""
    return f"and {pluralize(points, 'point')} by members who asked me to forget them"


def _format_rank(rank: LeaderboardRow) -> str:
    share = f"{rank.right} of {rank.answered} right"
    return f"**{rank.rank}.** <@{rank.member_id}>  {_format_points(rank)} · {share}"


def _format_points(rank: LeaderboardRow) -> str:
    return pluralize(rank.points, "point")


def stats_card(
    member_id: int, figures: MemberStats, daily_streak: int, topic_name: Callable[[str], str]
) -> Card:
    """Return the statistics of a member."""
    who = f"<@{member_id}>"
    if not figures.answered:
        body = f"{who} hasn't played a game here yet."
        return Card("Trivia stats", body, _format_daily_streak(daily_streak))
    return Card(
        "Trivia stats",
        "\n".join(_stats_lines(who, figures, topic_name)),
        _format_daily_streak(daily_streak),
    )


def _stats_lines(who: str, figures: MemberStats, topic_name: Callable[[str], str]) -> Iterator[str]:
    share = round(100 * figures.right / figures.answered)
    yield f"{who} · **{pluralize(figures.points, 'point')}** in {pluralize(figures.games, 'game')}"
    yield f"Right: {figures.right} of {figures.answered}, {share}%"
    yield f"Longest streak: {pluralize(count_longest_streak(figures.results), 'right answer')}"
    if figures.fastest is not None:
        yield f"Fastest right answer: {figures.fastest:.1f} seconds"
    if figures.topics:
        best = [
            f"{escape(topic_name(topic.topic))} ({topic.right} of {topic.answered})"
            for topic in figures.topics
        ]
        yield f"Best topics: {', '.join(best)}"


def _format_daily_streak(streak: int) -> str:
    return f"Question of the day: a streak of {pluralize(streak, 'day')}" if streak else ""


def missed_card(missed: Sequence[MissedQuestion], position: str) -> Card:
    """Return a page of missed questions, each with the right answer and its explanation."""
    if not missed:
        return Card("What you missed", "Nothing at all. You've done your homework.")
    return Card(
        "What you missed",
        "\n\n".join(_format_missed_question(question) for question in missed),
        position,
    )


def _format_missed_question(missed: MissedQuestion) -> str:
    question = TriviaQuestion.model_validate_json(missed.body)
    lines = [
        format_question(question.text),
        f"You answered “{escape(clip(missed.answer_text, 60))}”; "
        f"it's **{escape(question.answer)}**.",
        escape(question.explanation),
    ]
    return "\n".join(line for line in lines if line)
