"""The cards of leaderboards, of a member's statistics, and of missed questions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from bot.markdown import Markdown, escape, format_number, mention_user
from bot.ui.card import Card
from bot.ui.entry_cards import format_question
from bot.ui.text import clip, pluralize
from cogs.trivia.rules.periods import LeaderboardPeriod, count_longest_streak
from seeds.trivia_question import TriviaQuestion
from storage.trivia.scores import LeaderboardRow, MemberStats, MissedQuestion

LEADERBOARD_TITLES: dict[LeaderboardPeriod, Markdown] = {
    LeaderboardPeriod.TODAY: "Leaderboard, today",
    LeaderboardPeriod.WEEK: "Leaderboard, this week",
    LeaderboardPeriod.MONTH: "Leaderboard, this month",
    LeaderboardPeriod.YEAR: "Leaderboard, this year",
    LeaderboardPeriod.ALL: "Leaderboard, all time",
}
EMPTY_LEADERBOARD = "No one has {} {}. Be the first: /trivia play."
PERIOD_PHRASES: dict[LeaderboardPeriod, Markdown] = {
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
    foot: Markdown,
) -> Card:
    """Return a page of a leaderboard; below it the place of the member who asked, if elsewhere."""
    if not has_points(ranks):
        done = "scored" if ranks else "played"
        body = EMPTY_LEADERBOARD.format(done, PERIOD_PHRASES[period])
        return Card(LEADERBOARD_TITLES[period], body, foot)
    body = "\n".join(_format_rank(rank) for rank in ranks)
    # The whole channel reads this, so that "you" would be each of its readers.
    if own_rank is not None and own_rank not in ranks:
        place = f"place {format_number(own_rank.rank)}, {_format_points(own_rank)}"
        body += f"\n\n{mention_user(own_rank.member_id)}: {place}."
    return Card(LEADERBOARD_TITLES[period], body, foot)


def has_points(ranks: Sequence[LeaderboardRow]) -> bool:
    """Return whether a page of a leaderboard has rows, and its first place has points."""
    return bool(ranks) and (ranks[0].rank > 1 or ranks[0].points > 0)


def format_erased_points(points: int) -> Markdown:
    """Return the line about the points of members whose data was erased."""
    return f"and {pluralize(points, 'point')} by members who asked me to forget them"


def _format_rank(rank: LeaderboardRow) -> Markdown:
    share = f"{format_number(rank.right)} of {format_number(rank.answered)} right"
    who = mention_user(rank.member_id)
    return f"**{format_number(rank.rank)}.** {who}  {_format_points(rank)} · {share}"


def _format_points(rank: LeaderboardRow) -> Markdown:
    return pluralize(rank.points, "point")


def stats_card(
    member_id: int, figures: MemberStats, daily_streak: int, topic_name: Callable[[str], str]
) -> Card:
    """Return the statistics of a member."""
    who = mention_user(member_id)
    if not figures.answered:
        body = f"{who} hasn't played a game here yet."
        return Card("Trivia stats", body, _format_daily_streak(daily_streak))
    return Card(
        "Trivia stats",
        "\n".join(_stats_lines(who, figures, topic_name)),
        _format_daily_streak(daily_streak),
    )


def _stats_lines(
    who: Markdown, figures: MemberStats, topic_name: Callable[[str], str]
) -> Iterator[Markdown]:
    share = round(100 * figures.right / figures.answered)
    yield f"{who} · **{pluralize(figures.points, 'point')}** in {pluralize(figures.games, 'game')}"
    right = f"{format_number(figures.right)} of {format_number(figures.answered)}"
    yield f"Right: {right}, {format_number(share)}%"
    if streak := count_longest_streak(figures.results):
        yield f"Longest streak: {pluralize(streak, 'right answer')}"
    if figures.fastest is not None:
        yield f"Fastest right answer: {format_number(figures.fastest, '.1f')} seconds"
    if figures.topics:
        best: list[Markdown] = [
            f"{escape(topic_name(topic.topic))} "
            f"({format_number(topic.right)} of {format_number(topic.answered)})"
            for topic in figures.topics
        ]
        yield f"Best topics: {', '.join(best)}"


def _format_daily_streak(streak: int) -> Markdown:
    return f"Question of the day: a streak of {pluralize(streak, 'day')}" if streak else ""


def missed_card(missed: Sequence[MissedQuestion], position: Markdown) -> Card:
    """Return a page of missed questions, each with the right answer and its explanation."""
    if not missed:
        return Card("What you missed", "Nothing at all. You've done your homework.")
    return Card(
        "What you missed",
        "\n\n".join(_format_missed_question(question) for question in missed),
        position,
    )


def _format_missed_question(missed: MissedQuestion) -> Markdown:
    question = TriviaQuestion.model_validate_json(missed.body)
    lines: list[Markdown] = [
        format_question(question.text),
        f"You answered “{escape(clip(missed.answer_text, 60))}”; "
        f"the right answer is “{escape(question.answer)}”.",
        escape(question.explanation),
    ]
    return "\n".join(line for line in lines if line)
