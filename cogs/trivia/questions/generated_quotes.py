"""Generates questions about quotes: who said it, and how the line ends."""

from __future__ import annotations

import itertools
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from cogs.trivia.questions.question_building import (
    WRONG_OPTION_COUNT,
    build_question,
    write_when,
)
from seeds.folding import contains_words, fold
from seeds.pack import Manifest, Person
from seeds.schema import Ending, Event, Printing, Quote
from seeds.trivia_question import WHO_SAID_PREFIX, QuestionKind, TriviaQuestion

MIN_QUOTE_WORDS = 5
"""The fewest words of a quote that can be attributed to one person."""
MAX_QUOTE_LENGTH = 240
"""The most characters of a quote in a question."""
_LEAD_LENGTH = 160
"""About the most characters of a quote before its missing end."""
_MAX_LIKELIEST = 6
"""The people that three wrong options are picked from."""
_SENTENCE_START = re.compile(r"(?<=[.!?…]) +")


def generate_quote_questions(
    manifest: Manifest, quotes: Sequence[Quote], events: Iterable[Event]
) -> Iterator[TriviaQuestion]:
    """Yield the questions of each undisputed quote whose speaker is a real person of the manifest.

    A quote with `trivia = false` is left out altogether.
    """
    people = {person.slug: person for person in manifest.real_people}
    speakers = _SpeakerIndex(quotes, events)
    repeats = _RepeatIndex(quotes)
    for quote in quotes:
        speaker = people.get(quote.speaker)
        if speaker is None or quote.disputed is not None or not quote.trivia:
            continue
        if _is_usable(quote, speaker):
            likeliest = (
                people[slug] for slug in speakers.iterate_likeliest(quote) if slug in people
            )
            rivals = [people[slug] for slug in speakers.list_rivals(quote) if slug in people]
            chosen = _choose_others(quote, rivals, likeliest, repeats.list_speakers(quote))
            if len(chosen) == WRONG_OPTION_COUNT:
                yield _build_speaker_question(quote, speaker, chosen)
        if quote.ending is not None:
            yield _build_ending_question(quote, speaker, quote.ending)


class _SpeakerIndex:
    """The slugs of those who are quoted or gave interviews, by what they spoke about."""

    def __init__(self, quotes: Sequence[Quote], events: Iterable[Event]) -> None:
        spoken = [((quote.speaker,), quote.topics) for quote in quotes]
        spoken += [(one.people, one.topics) for one in events if one.category == "interview"]
        self._all = Counter(slug for people, _ in spoken for slug in people)
        self._by_topic: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for people, topics in spoken:
            for topic in topics:
                self._by_topic[topic].update(dict.fromkeys(people))
        self._by_day: defaultdict[date, dict[str, None]] = defaultdict(dict)
        for quote in quotes:
            if quote.said.day is not None:
                self._by_day[quote.said.first_day][quote.speaker] = None

    def list_rivals(self, quote: Quote) -> list[str]:
        """Return those who were quoted on the same day, maybe on the same occasion."""
        return list(self._by_day[quote.said.first_day]) if quote.said.day is not None else []

    def iterate_likeliest(self, quote: Quote) -> Iterator[str]:
        """Yield those who spoke about a topic of the quote, then all others, each once.

        Those who spoke more often come first.
        """
        about = dict.fromkeys(slug for topic in quote.topics for slug in self._by_topic[topic])
        yield from sorted(about, key=self._all.__getitem__, reverse=True)
        yield from (slug for slug, _ in self._all.most_common() if slug not in about)


def _is_usable(quote: Quote, speaker: Person) -> bool:
    words = fold(quote.words)
    return len(words.split()) >= MIN_QUOTE_WORDS and not _is_named(speaker, words)


def _choose_others(
    quote: Quote, rivals: Iterable[Person], likeliest: Iterable[Person], repeating: set[str]
) -> list[Person]:
    """Return three people who did not say it and whom nothing around it names.

    One of `rivals` is among them, or else the first of the `likeliest`.
    """
    around = fold(f"{quote.words} {quote.occasion}")

    def is_fit(person: Person) -> bool:
        return person.slug not in repeating and not _is_named(person, around)

    rng = random.Random(quote.id)
    ranked = {person.slug: person for person in filter(is_fit, itertools.chain(rivals, likeliest))}
    nearest = [*ranked.values()][:_MAX_LIKELIEST]
    first, others = nearest[:1], nearest[1:]
    return [*first, *rng.sample(others, min(WRONG_OPTION_COUNT - 1, len(others)))]


def _is_named(person: Person, folded: str) -> bool:
    return any(contains_words(folded, fold(name)) for name in (person.name, *person.aliases))


class _RepeatIndex:
    """Finds the speakers who may have said the same words, each quote being read once."""

    def __init__(self, quotes: Sequence[Quote]) -> None:
        self._speakers_by_opening: defaultdict[str, set[str]] = defaultdict(set)
        """The speakers of quotes by their first words."""
        self._speakers_by_phrase: defaultdict[str, set[str]] = defaultdict(set)
        """The speakers of quotes by openings of quotes that they contain."""
        for quote in quotes:
            for run in _list_runs(quote):
                self._speakers_by_opening[_get_opening(run)].add(quote.speaker)
        for quote in quotes:
            for run in _list_runs(quote):
                for phrase in _list_phrases(run):
                    if phrase in self._speakers_by_opening:
                        self._speakers_by_phrase[phrase].add(quote.speaker)

    def list_speakers(self, quote: Quote) -> set[str]:
        """Return the speaker of a quote and all whose words begin alike or are part of it."""
        words = fold(quote.words)
        within = [self._speakers_by_opening.get(phrase, set()) for phrase in _list_phrases(words)]
        around = self._speakers_by_phrase.get(_get_opening(words), set())
        return {quote.speaker}.union(around, *within)


def _list_runs(quote: Quote) -> Iterator[str]:
    """Yield every folded run of words of a quote and its variants."""
    for printing in quote.printings:
        yield from filter(None, map(fold, printing.runs))


def _get_opening(folded: str) -> str:
    return " ".join(folded.split()[:MIN_QUOTE_WORDS])


def _list_phrases(folded: str) -> Iterator[str]:
    """Yield every phrase of up to `MIN_QUOTE_WORDS` words."""
    words = folded.split()
    for start in range(len(words)):
        for end in range(start + 1, min(start + MIN_QUOTE_WORDS, len(words)) + 1):
            yield " ".join(words[start:end])


def _build_speaker_question(
    quote: Quote, speaker: Person, wrong: Sequence[Person]
) -> TriviaQuestion:
    """Build the question who said it on an occasion, untold when it names the speaker."""
    printing = _choose_printing(quote)
    is_named = _is_named(speaker, fold(quote.occasion))
    asks = "Who said this?" if is_named else f"Who said this {quote.occasion}?"
    return build_question(
        f"{WHO_SAID_PREFIX}{_strip_id_prefix(quote)}",
        QuestionKind.WHO_SAID,
        f"{asks}\n“{_clip_quote(_mark_misprints(printing.words, quote))}”",
        [speaker.name, *(person.name for person in wrong)],
        _explain(quote) if is_named else f"Said {write_when(quote.said)}.",
        [_cite(quote, printing)],
    )


def _choose_printing(quote: Quote) -> Printing:
    """Return the first printing with the end to finish and no misprint, else the main one."""
    needed = quote.ending.missing if quote.ending else ""
    for printing in quote.printings:
        said = " … ".join(printing.runs)
        if needed in said and not any(misprint in said for misprint in quote.sic):
            return printing
    return quote


def _cite(quote: Quote, printing: Printing) -> Quote:
    """Return the quote with the sources of the printing that is asked first."""
    sources = dict.fromkeys((*printing.sources, *quote.sources))
    return quote.model_copy(update={"sources": tuple(sources)})


def _explain(quote: Quote) -> str:
    return f"Said {quote.occasion} ({quote.said.format_american()})."


def _mark_misprints(words: str, quote: Quote) -> str:
    """Return words with [sic] after those that the outlet misprinted."""
    for misprint in quote.sic:
        words = words.replace(misprint, f"{misprint} [sic]")
    return words


def _clip_quote(words: str) -> str:
    if len(words) <= MAX_QUOTE_LENGTH:
        return words
    return words[:MAX_QUOTE_LENGTH].rsplit(maxsplit=1)[0].rstrip(" ,;:") + " …"


def _build_ending_question(quote: Quote, speaker: Person, ending: Ending) -> TriviaQuestion:
    """Build the question how a line ends: a choice when there are wrong ends, else typed."""
    printing = _choose_printing(quote)
    said = " … ".join(printing.runs)
    lead = _take_last_sentences(said[: said.index(ending.missing)])
    question = build_question(
        f"finish.{_strip_id_prefix(quote)}",
        QuestionKind.FINISH,
        f"Finish this line from {speaker.name}.\n“{_mark_misprints(lead, quote)} …”",
        [ending.missing, *ending.instead] if ending.instead else [],
        _explain(quote),
        [_cite(quote, printing)],
    )
    return (
        question if ending.instead else question.model_copy(update={"accepted": (ending.missing,)})
    )


def _take_last_sentences(text: str) -> str:
    """Return the last sentences of `text`, as many as fit, at least the last one."""
    *earlier, taken = _SENTENCE_START.split(text.strip())
    for sentence in reversed(earlier):
        if len(sentence) + len(taken) >= _LEAD_LENGTH:
            break
        taken = f"{sentence} {taken}"
    return taken.rstrip(" ,;:")


def _strip_id_prefix(quote: Quote) -> str:
    return quote.id.removeprefix("quote.")
