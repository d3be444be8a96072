"""The cards of a game: lobby, question, reveal and final scores."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from bot.ui.card import Card, Picture
from bot.ui.citations import source_line
from bot.ui.text import clip, escape, join_words, pluralize
from cogs.trivia.play.messages import ENDING_MESSAGES
from cogs.trivia.rules.game import Game
from cogs.trivia.rules.round import Round
from cogs.trivia.rules.scoring import Standing
from cogs.trivia.rules.settings import GameStyle
from seeds.schema import Source
from seeds.trivia_question import TriviaQuestion, option_letter

MAX_SHOWN_PLAYERS = 10
MAX_SHOWN_GUESSES = 5
MAX_GUESS_LENGTH = 40
PHONE_LABEL_LENGTH = 30
"""The most characters of an option that its button shows in full on a phone."""
BAR_LENGTH = 8
"""The blocks of the longest bar in the distribution of answers."""
STYLE_DESCRIPTIONS = {
    GameStyle.EVERYONE: (
        "Everybody locks one answer in private. Faster earns more; so does a streak."
    ),
    GameStyle.FIRST: "The first right answer takes the round. One answer each.",
}


def lobby_card(game: Game, topic: str | None, reads_chat: bool) -> Card:
    """Return the lobby: the rules, the players, and when the game starts."""
    rules = game.rules
    level = f"all {rules.difficulty}" if rules.difficulty else "easy to hard"
    about = f"“{escape(topic)}”" if topic else "everything"
    names = join_words([_mention(member_id) for member_id in game.players], MAX_SHOWN_PLAYERS)
    lines = [
        f"{pluralize(rules.rounds, 'question')} about {about}, "
        f"{level}, {rules.seconds:g} seconds each.",
        STYLE_DESCRIPTIONS[rules.style],
        f"\n**In so far:** {names}",
    ]
    if game.due_at is not None:
        lines.append(f"Starts {_relative_timestamp(game.due_at)}.")
    foot = "Anybody may answer; a round waits for those who joined."
    if reads_chat:
        foot += "\nWhere an answer is typed, plain messages in this channel count too."
    return Card("Trivia", "\n".join(lines), foot)


def closed_lobby_card(game: Game) -> Card:
    """Return the lobby after the game has started."""
    names = join_words([_mention(member_id) for member_id in game.players], MAX_SHOWN_PLAYERS)
    return Card("Trivia", f"{pluralize(game.rules.rounds, 'question')} for {names}. Off we go!")


def question_card(game: Game, round_: Round, ends_at: float) -> Card:
    """Return an open question, without the answer and without who answered what."""
    question = round_.question
    lines = [format_question(question)]
    if any(len(option) > PHONE_LABEL_LENGTH for option in question.options):
        lines += option_lines(question)
    lines.append(f"\nTime is up {_relative_timestamp(ends_at)}. {_format_progress(game, round_)}")
    if round_.is_replay:
        lines.insert(0, "-# I was away while the last question ran out, so here is another.")
    foot = f"{question.kind} · {question.difficulty}".capitalize()
    picture = get_picture(question)
    return Card(_round_title(game, round_), "\n".join(lines), foot, picture=picture)


def _format_progress(game: Game, round_: Round) -> str:
    parts = [f"{pluralize(len(round_.locks), 'answer')} locked in."] if round_.locks else []
    if round_.skip_votes:
        parts.append(f"{len(round_.skip_votes)} of {game.skip_votes_needed} votes to skip.")
    return " ".join(parts)


def _round_title(game: Game, round_: Round) -> str:
    return f"Round {round_.number} of {game.rules.rounds}"


def format_question(question: TriviaQuestion) -> str:
    """Return the text of a question as markdown, its first line in bold."""
    first, *rest = question.text.split("\n")
    return "\n".join((f"**{escape(first)}**", *(_escape_list_number(line) for line in rest)))


def get_picture(question: TriviaQuestion) -> Picture | None:
    """Return the picture that a question is about, described by its text; None without one."""
    if not question.picture_url:
        return None
    return Picture(question.picture_url, " ".join(question.text.split()))


def _escape_list_number(line: str) -> str:
    """Return an escaped line; its leading number must not start a markdown list."""
    number, dot, text = line.partition(". ")
    return f"{number}\\. {escape(text)}" if dot and number.isdecimal() else escape(line)


def option_lines(question: TriviaQuestion) -> Iterator[str]:
    """Yield an empty line and one line for each option; nothing for a typed question."""
    if question.options:
        yield ""
    for index, option in enumerate(question.options):
        yield f"**{option_letter(index)}**  {escape(option)}"


def replaced_card(game: Game, round_: Round) -> Card:
    """Return a round that was replaced, without the answer, which may be asked for again."""
    words = "I was away while this one ran out. It does not count; another takes its place."
    return Card(_round_title(game, round_), f"{format_question(round_.question)}\n\n{words}")


def reveal_card(game: Game, round_: Round, sources: Sequence[Source], today: date) -> Card:
    """Return a settled round: the answer, its explanation, the points, and the sources."""
    question = round_.question
    lines = [format_question(question), f"\n**Answer: {escape(question.answer)}**"]
    if question.explanation:
        lines.append(escape(question.explanation))
    if round_.locks and not round_.is_skipped:
        lines += ["", *_answer_distribution_lines(round_)]
    lines += ["", *_points_lines(game, round_)]
    if not game.is_over:
        # A relative timestamp would go on counting under every old round.
        lines.append(f"{_format_next_step(game)} in {game.rules.pause:g} seconds.")
    foot = source_line(sources, today) if sources else escape(question.credit)
    picture = get_picture(question)
    return Card(_round_title(game, round_), "\n".join(lines), foot, picture=picture)


def _format_next_step(game: Game) -> str:
    return "Final scores" if game.is_last_round else "Next question"


def _answer_distribution_lines(round_: Round) -> Iterator[str]:
    question = round_.question
    if question.is_typed:
        yield from _typed_answer_lines(round_)
        return
    most = max((round_.count_choices(place) for place in range(len(question.options))), default=0)
    for index, option in enumerate(question.options):
        number = round_.count_choices(index)
        mark = " ✓ right" if index == question.right else ""
        bar = f"  {'▰' * _scale_bar(number, most)} {number}" if number else ""
        yield f"**{option_letter(index)}**  {escape(option)}{mark}{bar}"


def _scale_bar(number: int, most: int) -> int:
    return max(1, round(BAR_LENGTH * number / most))


def _typed_answer_lines(round_: Round) -> Iterator[str]:
    right = sum(lock.is_right for lock in round_.locks.values())
    if right:
        yield f"{right} of {pluralize(len(round_.locks), 'answer')} right."
    wrong = [lock.text for lock in round_.locks.values() if not lock.is_right]
    if wrong:
        guesses = [f"“{escape(clip(' '.join(text.split()), MAX_GUESS_LENGTH))}”" for text in wrong]
        yield f"{'Also guessed' if right else 'Guessed'}: {join_words(guesses, MAX_SHOWN_GUESSES)}."


def _points_lines(game: Game, round_: Round) -> Iterator[str]:
    if round_.is_skipped:
        what = "The game ended here" if game.is_over else "Skipped"
        yield f"{what}: nobody earns anything for this one."
        return
    winners = round_.winners
    if not winners:
        yield "Nobody had it." if round_.locks else "Nobody answered."
        return
    fastest, *others = winners
    lock = round_.locks[fastest]
    seconds = f"{round_.elapsed(lock):.1f} seconds"
    yield f"Fastest: {_mention(fastest)}, {seconds}, **+{lock.points}**"
    if others:
        earned = [
            f"{_mention(member_id)} +{round_.locks[member_id].points}" for member_id in others
        ]
        yield f"Right too: {join_words(earned, MAX_SHOWN_PLAYERS)}"


def final_card(game: Game) -> Card:
    """Return the reason of the end, and the final scores."""
    assert game.ending is not None, "only a game that is over has a final card"
    if not game.played:
        return Card(
            "Trivia", f"{ENDING_MESSAGES[game.ending]}\nNothing was played, so nobody lost."
        )
    lines = [ENDING_MESSAGES[game.ending], "", *ranking_lines(game.standings)]
    return Card("Final scores", "\n".join(lines), f"{pluralize(game.played, 'round')} played")


def format_game_lost(game: Game, reason: str) -> str:
    """Return the text about a game that could not go on: channel, reason and scores."""
    scores = (
        "\n".join(ranking_lines(game.standings)) if game.played else "No round had been settled."
    )
    return (
        f"The trivia game in <#{game.channel_id}> had to end because {reason}. "
        f"Nothing that was earned is lost:\n{scores}"
    )


def ranking_lines(standings: Iterable[Standing]) -> Iterator[str]:
    """Yield one line for each player, and one for those beyond the first."""
    places = list(standings)
    for place in places[:MAX_SHOWN_PLAYERS]:
        yield f"**{place.rank}.** {_mention(place.member_id)}  {pluralize(place.score, 'point')}"
    if len(places) > MAX_SHOWN_PLAYERS:
        yield f"and {len(places) - MAX_SHOWN_PLAYERS} more"


def _mention(member_id: int) -> str:
    return f"<@{member_id}>"


def _relative_timestamp(instant: float) -> str:
    return f"<t:{round(instant)}:R>"
