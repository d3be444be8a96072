"""What a lobby, a question, a reveal and the end of a game look like."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from bot.ui.card import Card
from bot.ui.citations import source_line
from bot.ui.text import clip, counted, escape, listed
from cogs.trivia.play.messages import ENDINGS
from cogs.trivia.rules.game import Game
from cogs.trivia.rules.question import Question, letter
from cogs.trivia.rules.round import Round
from cogs.trivia.rules.scoring import Standing
from cogs.trivia.rules.settings import Style
from seeds.schema import Source

SHOWN_PLAYERS = 10
SHOWN_GUESSES = 5
MAX_GUESS = 40
READ_AT_ONCE = 30
"""Characters of an option that its button shows whole on a phone as well."""
BAR = 8
"""Blocks of the longest bar of a spread."""
STYLES = {
    Style.EVERYONE: "Everybody locks one answer in private. Faster earns more; so does a streak.",
    Style.FIRST: "The first right answer takes the round. One answer each.",
}


def lobby_card(game: Game, topic: str | None, hears_chat: bool) -> Card:
    """The rules, who is in, and when it starts."""
    rules = game.rules
    level = f"all {rules.difficulty}" if rules.difficulty else "easy to hard"
    about = f"“{escape(topic)}”" if topic else "everything"
    lines = [
        f"{counted(rules.rounds, 'question')} about {about}, "
        f"{level}, {rules.seconds:g} seconds each.",
        STYLES[rules.style],
        f"\n**In so far:** {listed([_mention(one) for one in game.players], SHOWN_PLAYERS)}",
    ]
    if game.due_at is not None:
        lines.append(f"Starts {_relative(game.due_at)}.")
    foot = "Anybody may answer; a round waits for those who joined."
    if hears_chat:
        foot += "\nWhere an answer is typed, plain messages in this channel count too."
    return Card("Trivia", "\n".join(lines), foot)


def closed_lobby_card(game: Game) -> Card:
    """The lobby once nobody waits in it any more."""
    names = listed([_mention(one) for one in game.players], SHOWN_PLAYERS)
    return Card("Trivia", f"{counted(game.rules.rounds, 'question')} for {names}. Off we go!")


def question_card(game: Game, round_: Round, ends_at: float) -> Card:
    """A question while it is open: nothing here tells the answer or who gave which."""
    question = round_.question
    lines = [asked_lines(question)]
    if any(len(option) > READ_AT_ONCE for option in question.options):
        lines += option_lines(question)
    lines.append(f"\nTime is up {_relative(ends_at)}. {_so_far(game, round_)}")
    if round_.is_replay:
        lines.insert(0, "-# I was away while the last question ran out, so here is another.")
    foot = f"{question.kind} · {question.difficulty}".capitalize()
    return Card(_title(game, round_), "\n".join(lines), foot)


def _so_far(game: Game, round_: Round) -> str:
    told = [f"{counted(len(round_.locks), 'answer')} locked in."] if round_.locks else []
    if round_.skip_votes:
        told.append(f"{len(round_.skip_votes)} of {game.votes_needed} votes to skip.")
    return " ".join(told)


def _title(game: Game, round_: Round) -> str:
    return f"Round {round_.number} of {game.rules.rounds}"


def asked_lines(question: Question) -> str:
    """The question's text, its first line set apart."""
    first, *rest = question.text.split("\n")
    return "\n".join((f"**{escape(first)}**", *(_unlisted(line) for line in rest)))


def _unlisted(line: str) -> str:
    """A line whose number stays what it is: markdown would count for itself."""
    number, dot, text = line.partition(". ")
    return f"{number}\\. {escape(text)}" if dot and number.isdecimal() else escape(line)


def option_lines(question: Question) -> Iterator[str]:
    """A line an option, after an empty one; none when the answer is typed."""
    if question.options:
        yield ""
    for place, option in enumerate(question.options):
        yield f"**{letter(place)}**  {escape(option)}"


def replaced_card(game: Game, round_: Round) -> Card:
    """A question whose time ran out while the bot was down. The answer may yet be asked for."""
    words = "I was away while this one ran out. It does not count; another takes its place."
    return Card(_title(game, round_), f"{asked_lines(round_.question)}\n\n{words}")


def reveal_card(game: Game, round_: Round, sources: Sequence[Source], today: date) -> Card:
    """The answer, why, who knew it, and where that stands."""
    question = round_.question
    lines = [asked_lines(question), f"\n**Answer: {escape(question.answer)}**"]
    if question.explanation:
        lines.append(escape(question.explanation))
    if round_.locks and not round_.is_skipped:
        lines += ["", *_spread(round_)]
    lines += ["", *_earned(game, round_)]
    if not game.is_over:
        # A running clock would still be counting up years later, under every round ever played.
        lines.append(f"{_what_next(game)} in {game.rules.pause:g} seconds.")
    foot = source_line(sources, today) if sources else escape(question.credit)
    return Card(_title(game, round_), "\n".join(lines), foot)


def _what_next(game: Game) -> str:
    return "Final scores" if game.is_last_round else "Next question"


def _spread(round_: Round) -> Iterator[str]:
    question = round_.question
    if question.is_typed:
        yield from _typed_spread(round_)
        return
    most = max((round_.choosers(place) for place in range(len(question.options))), default=0)
    for place, option in enumerate(question.options):
        number = round_.choosers(place)
        mark = " ✓ right" if place == question.right else ""
        bar = f"  {'▰' * _blocks(number, most)} {number}" if number else ""
        yield f"**{letter(place)}**  {escape(option)}{mark}{bar}"


def _blocks(number: int, most: int) -> int:
    return max(1, round(BAR * number / most))


def _typed_spread(round_: Round) -> Iterator[str]:
    right = sum(lock.is_right for lock in round_.locks.values())
    if right:
        yield f"{right} of {counted(len(round_.locks), 'answer')} right."
    wrong = [lock.text for lock in round_.locks.values() if not lock.is_right]
    if wrong:
        guesses = [f"“{escape(clip(' '.join(one.split()), MAX_GUESS))}”" for one in wrong]
        yield f"{'Also guessed' if right else 'Guessed'}: {listed(guesses, SHOWN_GUESSES)}."


def _earned(game: Game, round_: Round) -> Iterator[str]:
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
        earned = [f"{_mention(one)} +{round_.locks[one].points}" for one in others]
        yield f"Right too: {listed(earned, SHOWN_PLAYERS)}"


def final_card(game: Game) -> Card:
    """Why it ended, and who stands where."""
    assert game.ending is not None, "only a game that is over has a final card"
    if not game.played:
        return Card("Trivia", f"{ENDINGS[game.ending]}\nNothing was played, so nobody lost.")
    lines = [ENDINGS[game.ending], "", *ranking(game.standings)]
    return Card("Final scores", "\n".join(lines), f"{counted(game.played, 'round')} played")


def ranking(standings: Iterable[Standing]) -> Iterator[str]:
    """A line a player; the place is a number, so that it needs no colour."""
    everybody = list(standings)
    for one in everybody[:SHOWN_PLAYERS]:
        yield f"**{one.place}.** {_mention(one.member_id)}  {counted(one.score, 'point')}"
    if len(everybody) > SHOWN_PLAYERS:
        yield f"and {len(everybody) - SHOWN_PLAYERS} more"


def _mention(member: int) -> str:
    return f"<@{member}>"


def _relative(instant: float) -> str:
    return f"<t:{round(instant)}:R>"
