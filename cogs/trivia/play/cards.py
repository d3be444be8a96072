"""The cards of a game: lobby, question, reveal and final scores."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime

from bot.markdown import (
    Markdown,
    escape,
    format_instant,
    format_number,
    mention_channel,
    mention_user,
)
from bot.ui.card import Card, Picture
from bot.ui.citations import source_line
from bot.ui.entry_cards import format_question
from bot.ui.text import clip, join_words, pluralize
from cogs.trivia.play.messages import ENDING_MESSAGES
from cogs.trivia.rules.game import Game
from cogs.trivia.rules.round import Round
from cogs.trivia.rules.scoring import Standing
from cogs.trivia.rules.settings import GameStyle, Phase, Shortening
from seeds.folding import fold
from seeds.schema import Source
from seeds.trivia_question import OPTION_LETTERS, TriviaQuestion, label_option, option_letter

MAX_SHOWN_PLAYERS = 10
MAX_SHOWN_GUESSES = 5
MAX_SHOWN_VOTERS = 3
MAX_GUESS_LENGTH = 40
MAX_OPTION_LABEL = 35
"""The most characters of an option that its button shows in full on a phone, after its letter."""
BAR_LENGTH = 8
"""The blocks of the longest bar in the distribution of answers."""
SHORTENING_REASONS: dict[Shortening, Markdown] = {
    Shortening.FEW_QUESTIONS: (
        "That's fewer than {wanted}, because I don't have any more questions that fit."
    ),
    Shortening.SERVER_LIMIT: (
        "That's fewer than {wanted}, because this server's games are shorter."
    ),
}
"""Why a game has fewer rounds than were wanted."""
NO_SCORES = "No one scored this time, so the rematch is wide open."
STYLE_DESCRIPTIONS: dict[GameStyle, Markdown] = {
    GameStyle.EVERYONE: ("Everyone gets one private answer. Faster answers and streaks earn more."),
    GameStyle.FIRST: "The first right answer takes the round. Everyone gets one answer.",
}


def lobby_card(game: Game, topic: str | None, reads_chat: bool) -> Card:
    """Return the lobby: the rules, the players, and when the game starts."""
    rules = game.rules
    level = f"all {escape(rules.difficulty)}" if rules.difficulty else "easy to hard"
    about = f"“{escape(topic)}”" if topic else "everything"
    names = join_words([mention_user(one) for one in game.players], MAX_SHOWN_PLAYERS)
    lines: list[Markdown] = [
        f"{pluralize(rules.rounds, 'question')} about {about}, "
        f"{level}, {format_number(rules.seconds, 'g')} seconds each.",
        STYLE_DESCRIPTIONS[rules.style],
    ]
    if rules.shortened_to_fit is not None:
        lines.append(
            SHORTENING_REASONS[rules.shortened_to_fit].format(
                wanted=format_number(rules.requested_rounds or 0)
            )
        )
    lines.append(f"\n**In so far:** {names}")
    if game.due_at is not None:
        lines.append(f"Starts {_relative_timestamp(game.due_at)}.")
    foot = "Anyone can answer. I don't wait for anyone who has missed two rounds."
    if reads_chat:
        foot += "\nWhen you type an answer, a plain message in this channel counts too."
    return Card("Trivia", "\n".join(lines), foot)


def closed_lobby_card(game: Game) -> Card:
    """Return the lobby after the game has started."""
    names = join_words([mention_user(one) for one in game.players], MAX_SHOWN_PLAYERS)
    body = (
        f"{pluralize(game.rules.rounds, 'question')} for {names}. After each answer, the next "
        f"question comes in {format_number(game.rules.pause, 'g')} seconds."
    )
    return Card("Trivia", body)


def question_card(game: Game, round_: Round, ends_at: float) -> Card:
    """Return an open question, without the answer and without who answered what."""
    question = round_.question
    lines: list[Markdown] = [format_question(question.text)]
    lines += option_lines(question)
    lines.append(f"\n{_format_end(game, ends_at)} {_format_progress(game, round_)}")
    if round_.is_replay:
        lines.insert(0, "-# I was away when the last question ran out, so here's another one.")
    foot = escape(f"{question.kind} · {question.difficulty}".capitalize())
    picture = get_picture(question)
    return Card(_round_title(game, round_), "\n".join(lines), foot, picture=picture)


def _format_end(game: Game, ends_at: float) -> Markdown:
    """Return when the time is up, or why the round ends before that."""
    if game.phase is Phase.GRACE and game.is_answered_by_all:
        return "Everyone has answered."
    if game.phase is Phase.GRACE and game.is_won:
        return "Someone got it."
    return f"Time is up {_relative_timestamp(ends_at)}."


def _format_progress(game: Game, round_: Round) -> Markdown:
    parts: list[Markdown] = []
    if round_.locks:
        parts.append(f"{pluralize(len(round_.locks), 'answer')} locked in.")
    if round_.skip_votes:
        mentions: list[Markdown] = [mention_user(one) for one in sorted(round_.skip_votes)]
        votes = f"{format_number(len(mentions))} of {format_number(game.skip_votes_needed)}"
        voters = join_words(mentions, MAX_SHOWN_VOTERS)
        parts.append(f"\n**Votes to skip: {votes}** ({voters})")
    return " ".join(parts)


def _round_title(game: Game, round_: Round) -> Markdown:
    return f"Round {format_number(round_.number)} of {format_number(game.rules.rounds)}"


def get_picture(question: TriviaQuestion) -> Picture | None:
    """Return the picture that a question is about, described by its text; None without one."""
    if not question.picture_url:
        return None
    return Picture(question.picture_url, " ".join(question.text.split()))


def has_long_option(question: TriviaQuestion) -> bool:
    """Return whether an option is too long for its button to show it whole on a phone."""
    return any(len(option) > MAX_OPTION_LABEL for option in question.options)


def label_options(question: TriviaQuestion) -> list[str]:
    """Return the labels of the buttons: only letters where the options are in `option_lines`."""
    if has_long_option(question):
        return list(OPTION_LETTERS[: len(question.options)])
    return [label_option(index, option) for index, option in enumerate(question.options)]


def option_lines(question: TriviaQuestion) -> Iterator[Markdown]:
    """Yield an empty line and one line for each option, unless the buttons show them whole."""
    if not has_long_option(question):
        return
    yield ""
    for index, option in enumerate(question.options):
        yield f"**{option_letter(index)}**  {escape(option)}"


def replaced_card(game: Game, round_: Round) -> Card:
    """Return a round that was replaced, without the answer, which may be asked for again."""
    words = "I was away when this one ran out. It doesn't count, and another takes its place."
    return Card(_round_title(game, round_), f"{format_question(round_.question.text)}\n\n{words}")


def reveal_card(game: Game, round_: Round, sources: Sequence[Source], today: date) -> Card:
    """Return a settled round: the answer, its explanation, the points, and the sources."""
    question = round_.question
    lines: list[Markdown] = [
        format_question(question.text),
        f"\n**Answer: {escape(question.answer)}**",
    ]
    if question.explanation:
        lines.append(escape(question.explanation))
    if round_.locks and not round_.is_skipped:
        lines.extend(("", *_answer_distribution_lines(round_)))
    lines.extend(("", *_points_lines(game, round_)))
    if round_.is_cut_short:
        lines.append("-# I was away while its time ran out; the answers I had before that count.")
    foot = source_line(sources, today) if sources else escape(question.credit)
    picture = get_picture(question)
    return Card(_round_title(game, round_), "\n".join(lines), foot, picture=picture)


def _answer_distribution_lines(round_: Round) -> Iterator[Markdown]:
    question = round_.question
    if question.is_typed:
        yield from _typed_answer_lines(round_)
        return
    most = max((round_.count_choices(place) for place in range(len(question.options))), default=0)
    for index, option in enumerate(question.options):
        number = round_.count_choices(index)
        mark = " ✓ right" if index == question.right else ""
        bar = f"  {'▰' * _scale_bar(number, most)} {format_number(number)}" if number else ""
        yield f"**{option_letter(index)}**  {escape(option)}{mark}{bar}"


def _scale_bar(number: int, most: int) -> int:
    """Return the length of a bar: one for each answer, or to scale if there are too many."""
    return max(1, round(min(BAR_LENGTH, most) * number / most))


def _typed_answer_lines(round_: Round) -> Iterator[Markdown]:
    right = sum(lock.is_right for lock in round_.locks.values())
    if right:
        yield f"{format_number(right)} of {pluralize(len(round_.locks), 'answer')} right."
    wrong = [lock.text for lock in round_.locks.values() if not lock.is_right]
    if wrong:
        guesses = list(_count_guesses(wrong))
        yield f"{'Also guessed' if right else 'Guessed'}: {join_words(guesses, MAX_SHOWN_GUESSES)}."


def _count_guesses(texts: Iterable[str]) -> Iterator[Markdown]:
    """Yield each guess once, as it was first typed, and how often it was given if not once."""
    shown = [clip(" ".join(text.split()), MAX_GUESS_LENGTH) for text in texts]
    first_forms: dict[str, str] = {}
    for text in shown:
        first_forms.setdefault(fold(text) or text, text)
    numbers = Counter(fold(text) or text for text in shown)
    for folded, text in first_forms.items():
        number = numbers[folded]
        yield f"“{escape(text)}”{f' ({format_number(number)})' if number > 1 else ''}"


def _points_lines(game: Game, round_: Round) -> Iterator[Markdown]:
    if round_.is_skipped:
        yield f"{_format_skip(game, round_)}: no one earns points for this one."
        return
    winners = round_.winners
    if not winners:
        yield "No one got it." if round_.locks else "No one answered."
        return
    fastest, *others = winners
    lock = round_.locks[fastest]
    seconds = f"{format_number(round_.elapsed(lock), '.1f')} seconds"
    yield f"Fastest: {mention_user(fastest)}, {seconds}, **+{format_number(lock.points)}**"
    if others:
        earned: list[Markdown] = [
            f"{mention_user(member_id)} +{format_number(round_.locks[member_id].points)}"
            for member_id in others
        ]
        yield f"Also right: {join_words(earned, MAX_SHOWN_PLAYERS)}"


def _format_skip(game: Game, round_: Round) -> Markdown:
    if game.is_over:
        return "The game ended here"
    votes = len(round_.skip_votes)
    return f"Skipped by {pluralize(votes, 'vote')}" if _is_voted_out(game, round_) else "Skipped"


def _is_voted_out(game: Game, round_: Round) -> bool:
    return len(round_.skip_votes) >= game.skip_votes_needed


def final_card(game: Game) -> Card:
    """Return the reason for the end, and the final scores."""
    assert game.ending is not None, "only a game that is over has a final card"
    if not game.played:
        return Card(
            "Trivia", f"{ENDING_MESSAGES[game.ending]}\nThere were no rounds, so no one lost."
        )
    standings = game.standings
    scores = _ranking_lines(standings) if has_scores(standings) else (NO_SCORES,)
    lines: list[Markdown] = [ENDING_MESSAGES[game.ending], "", *scores]
    return Card("Final scores", "\n".join(lines), f"{pluralize(game.played, 'round')} played")


def format_game_lost(game: Game, reason: str) -> Markdown:
    """Return the text about a game that could not go on: channel, reason and scores."""
    if has_scores(game.standings):
        scores = "Everyone keeps their points:\n" + "\n".join(_ranking_lines(game.standings))
    else:
        scores = "No one had scored yet."
    return (
        f"The trivia game in {mention_channel(game.channel_id)} had to end because "
        f"{escape(reason)}. {scores}"
    )


def has_scores(standings: Sequence[Standing]) -> bool:
    """Return whether a player has points; `standings` are best first."""
    return bool(standings) and standings[0].score > 0


def _ranking_lines(places: Sequence[Standing]) -> Iterator[Markdown]:
    """Yield one line for each player, and one for those beyond the first."""
    for place in places[:MAX_SHOWN_PLAYERS]:
        who = mention_user(place.member_id)
        yield f"**{format_number(place.rank)}.** {who}  {pluralize(place.score, 'point')}"
    if len(places) > MAX_SHOWN_PLAYERS:
        yield f"and {format_number(len(places) - MAX_SHOWN_PLAYERS)} more"


def _relative_timestamp(instant: float) -> Markdown:
    return format_instant(datetime.fromtimestamp(round(instant), UTC), "R")
