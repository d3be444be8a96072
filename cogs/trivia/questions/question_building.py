"""Builds generated questions from the entries that prove them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from seeds.dates import PartialDate
from seeds.folding import contains_words, fold
from seeds.schema import Difficulty, Event, Fact, Quote
from seeds.trivia_question import QuestionKind, TriviaQuestion

WRONG_OPTION_COUNT = 3
"""The wrong options of a question that has options."""


def build_question(
    key: str,
    kind: QuestionKind,
    text: str,
    options: Sequence[str],
    explanation: str,
    entries: Sequence[Event | Fact | Quote],
    difficulty: Difficulty = Difficulty.MEDIUM,
    explained_by: Sequence[Event | Fact] = (),
    more_topics: Sequence[str] = (),
    topic_share: int = 1,
) -> TriviaQuestion:
    """Build a question whose first option is right, with the topics and sources of `entries`.

    `explained_by` are entries of wrong options, or that its explanation mentions beside; they add
    no topics. `more_topics` come after those of `entries`. A topic must be one of `topic_share`
    entries or more, unless no topic is.
    """
    cited = (*entries, *explained_by)
    counted = Counter(topic for entry in entries for topic in entry.topics)
    shared = [name for name, count in counted.most_common() if count >= topic_share]
    named = shared or [name for name, _ in counted.most_common()]
    topic, *other_topics = dict.fromkeys((*named, *more_topics))
    return TriviaQuestion(
        key=key,
        kind=kind,
        text=text,
        options=tuple(options),
        explanation=explanation,
        topic=topic,
        other_topics=tuple(other_topics),
        difficulty=difficulty,
        about=tuple(dict.fromkeys(entry.id for entry in cited)),
        sources=tuple(dict.fromkeys(source for entry in cited for source in entry.sources)),
    )


def is_fair(question: TriviaQuestion) -> bool:
    """Return whether a question has four different options or none, and its text no answer."""
    options = {fold(option) for option in question.options}
    has_right_number = len(options) == len(question.options) in (0, WRONG_OPTION_COUNT + 1)
    return has_right_number and not contains_words(fold(question.text), fold(question.answer))


def write_when(date: PartialDate) -> str:
    """Return a date as part of a sentence: "in 1997", "on January 29, 2025" or "around 2020"."""
    words = date.format_american()
    return words if date.circa else f"{'on' if date.day else 'in'} {words}"


def join_names(names: Sequence[str]) -> str:
    """Return "a", "a and b" or "a, b and c"."""
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last
