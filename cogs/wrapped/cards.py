"""The card of a year of trivia, and what its picture shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bot.markdown import Markdown, escape, format_number, mention_user
from bot.ui.card import Card
from bot.ui.text import clip, pluralize
from cogs.wrapped.picture import Fact, Figure, WrappedPicture
from seeds.trivia_question import TriviaQuestion
from storage.trivia.years import ClosestGame, MemberPoints, MissedMost, PlayedTotals

MAX_QUESTION_LENGTH = MAX_QUOTE_LENGTH = 150
_NO_NAME = "A member"


class BestQuote(NamedTuple):
    """The quote whose speaker was named right most often."""

    words: str
    speaker: str
    right: int
    answered: int


@dataclass(frozen=True, slots=True)
class Year:
    """What was played in a year, by a server or by one member."""

    year: int
    totals: PlayedTotals
    missed: MissedMost | None
    best: Sequence[MemberPoints] = ()
    """The members with the most points; none in the year of one member."""
    closest: ClosestGame | None = None
    rank: int | None = None
    """The place of the one member, None in the year of a server."""
    quote: BestQuote | None = None


def empty_year_card(number: int, title: Markdown | None = None) -> Card:
    """Return the card of a year without a game: of a server by its title, of a member for None."""
    year = format_number(number)
    shown = f"Your {year}" if title is None else f"{year}: {title}"
    return Card(shown, f"No trivia was played in {year}. Start a game: /trivia play.")


def year_card(title: Markdown, year: Year) -> Card:
    """Return a year as text; members are mentioned, so that Discord shows their names."""
    totals = year.totals
    right, answered = format_number(totals.right, ","), format_number(totals.answered, ",")
    share = f"{right} of {answered} right, {_format_share(totals)}"
    lines: list[Markdown] = [
        f"**{pluralize(totals.games, 'game')}** · {pluralize(totals.points, 'point')} · {share}"
    ]
    if year.rank is not None:
        lines.append(f"Place {format_number(year.rank)} on this server.")
    lines.extend(
        f"**{format_number(one.rank)}.** {mention_user(one.member_id)}  "
        f"{pluralize(one.points, 'point')}"
        for one in year.best
    )
    if (closest := year.closest) is not None:
        winner, second = mention_user(closest.winner_id), mention_user(closest.second_id)
        pair = f"{winner} {_format_relation(closest)} {second}"
        lines.append(f"**Closest game:** {pair}, {_format_margin(closest)}.")
    if (quote := year.quote) is not None:
        lines.append(
            f"**Best-known quote:** {escape(_format_quote(quote))} ({_format_right(quote)})"
        )
    if year.missed is not None:
        question = escape(_get_question_text(year.missed))
        lines.append(f"**Most missed:** {question} ({_format_right(year.missed)})")
    return Card(f"{format_number(year.year)}: {title}", "\n".join(lines))


def build_year_picture(title: str, year: Year, names: Mapping[int, str]) -> WrappedPicture:
    """Return the picture of a year with at least one answer; `names` are by member id."""
    totals = year.totals
    figures = [
        Figure(f"{totals.games:,}", "game" if totals.games == 1 else "games"),
        Figure(f"{totals.answered:,}", "answer" if totals.answered == 1 else "answers"),
        Figure(_format_share(totals), "right"),
    ]
    if year.rank is None:
        figures.append(
            Figure(f"{totals.members:,}", "player" if totals.members == 1 else "players")
        )
    else:
        figures.append(Figure(f"#{year.rank}", "on the server"))
    facts: list[Fact] = []
    if (closest := year.closest) is not None:
        winner, second = (
            names.get(member_id) or _NO_NAME for member_id in (closest.winner_id, closest.second_id)
        )
        pair = f"{winner} {_format_relation(closest)} {second}"
        facts.append(Fact("Closest game", pair, _format_margin(closest)))
    if (quote := year.quote) is not None:
        facts.append(Fact("Best-known quote", _format_quote(quote), _format_right(quote)))
    if (missed := year.missed) is not None:
        facts.append(Fact("Most missed", _get_question_text(missed), _format_right(missed)))
    return WrappedPicture(title, year.year, tuple(figures), tuple(facts))


def _format_share(totals: PlayedTotals) -> Markdown:
    return f"{format_number(round(100 * totals.right / max(1, totals.answered)))}%"


def _format_relation(closest: ClosestGame) -> Markdown:
    return "ahead of" if closest.margin else "and"


def _format_margin(closest: ClosestGame) -> Markdown:
    return f"by {pluralize(closest.margin, 'point')}" if closest.margin else "a tie"


def _format_right(counted: MissedMost | BestQuote) -> Markdown:
    return f"{format_number(counted.right)} of {format_number(counted.answered)} right"


def _format_quote(quote: BestQuote) -> str:
    words = clip(" ".join(quote.words.split()), MAX_QUOTE_LENGTH)
    return f"“{words}” — {quote.speaker}"


def _get_question_text(missed: MissedMost) -> str:
    text = TriviaQuestion.model_validate_json(missed.body).text
    return clip(" ".join(text.split()), MAX_QUESTION_LENGTH)
