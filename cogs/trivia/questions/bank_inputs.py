"""The questions of a bank: written, generated and imported, with the overrides of guilds."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from cogs.trivia.questions.generated import CanonMaterial, generate_questions
from seeds.answers.answer_lists import find_rivals
from seeds.answers.people import PersonNames
from seeds.folding import contains_words, fold, strip_article
from seeds.pack import Manifest, Person
from seeds.schema import Event, Fact, Quote
from seeds.schema import Question as WrittenQuestion
from seeds.trivia_lists.pictures import split_picture
from seeds.trivia_question import QuestionKind, TriviaQuestion
from storage.canon.guild_canon import GuildCanon
from storage.proposals.question_overrides import QuestionOverride
from storage.trivia.lists import ALL_GUILDS_ID, ImportedQuestion


class BankInputs(NamedTuple):
    """The entries of a canon that questions are made from."""

    question_entries: list[WrittenQuestion]
    material: CanonMaterial


async def load_bank_inputs(canon: GuildCanon) -> BankInputs:
    """Read the entries of a canon that questions are made from."""
    known = canon.manifest.model_copy(update={"people": tuple((await canon.get_people()).values())})
    material = CanonMaterial(
        known, await canon.list_all(Event), await canon.list_all(Fact), await canon.list_all(Quote)
    )
    return BankInputs(await canon.list_all(WrittenQuestion), material)


def build_questions(inputs: BankInputs) -> list[TriviaQuestion]:
    """Return the written and the generated questions of a canon.

    A written question has the topics of the first entry that it is about, beside its own. A
    generated one that asks what a written one asks is left out.
    """
    material = inputs.material
    topics = {
        entry.id: entry.topics for entry in (*material.events, *material.facts, *material.quotes)
    }
    written = (
        add_topics(TriviaQuestion.from_entry(entry), _list_topics(entry.about, topics))
        for entry in inputs.question_entries
    )
    completed = complete_typed_questions(written, material.manifest.real_people)
    questions = (*completed, *_drop_twins(generate_questions(material), completed))
    return [widen_topics(question, material.manifest) for question in questions]


def _drop_twins(
    generated: Iterable[TriviaQuestion], written: Iterable[TriviaQuestion]
) -> Iterator[TriviaQuestion]:
    """Yield the generated questions whose answer no written one has about the same entry.

    Of a generated question the entry is the first one, which proves its answer. Of the end of a
    line, a written question may ask for a word.
    """
    asked: defaultdict[str, set[str]] = defaultdict(set)
    for question in written:
        answers = {strip_article(fold(one)) for one in question.accepted or (question.answer,)}
        for entry_id in question.about:
            asked[entry_id].update(answers)
    for question in generated:
        answer, taken = strip_article(fold(question.answer)), asked[question.about[0]]
        is_part = question.kind is QuestionKind.FINISH and any(
            contains_words(answer, word) for word in taken
        )
        if answer not in taken and not is_part:
            yield question


def _list_topics(ids: Sequence[str], topics: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the topics of the first entry, then those of at least half of the entries."""
    first, *_ = [topics.get(name, ()) for name in ids] or [()]
    counts = Counter(topic for name in ids for topic in topics.get(name, ()))
    return [*first, *(topic for topic, count in counts.items() if 2 * count >= len(ids))]


def widen_topics(question: TriviaQuestion, manifest: Manifest) -> TriviaQuestion:
    """Return the question with the topics that its topics are within, and whether it is core."""
    wider = (manifest.get_wider_topic(topic) for topic in question.topics)
    is_core = any(topic.core for topic in manifest.topics if topic.slug == question.topic)
    return add_topics(question, filter(None, wider)).model_copy(update={"is_core": is_core})


def add_topics(question: TriviaQuestion, topics: Iterable[str]) -> TriviaQuestion:
    """Return the question with `topics` after its own."""
    main, *others = dict.fromkeys((*question.topics, *topics))
    assert main == question.topic
    return question.model_copy(update={"other_topics": tuple(others)})


def complete_typed_questions(
    questions: Iterable[TriviaQuestion], people: Sequence[Person] = ()
) -> list[TriviaQuestion]:
    """Return the questions of one list, the typed ones with their other names and rivals.

    The rivals of a question are answers of the others, and names of `people`.
    """
    names = PersonNames(people)
    listed = [
        question.model_copy(update={"other_names": names.list_other_names(question.accepted)})
        if question.is_typed
        else question
        for question in questions
    ]
    answers = {
        question.key: (*question.accepted, *question.other_names)
        for question in listed
        if question.is_typed
    }
    people_names = [(person.name, *person.aliases) for person in people]
    rivals = dict(zip(answers, find_rivals([*answers.values(), *people_names]), strict=False))
    return [
        question.model_copy(update={"rivals": rivals[question.key]})
        if rivals.get(question.key)
        else question
        for question in listed
    ]


def apply_overrides(
    questions: Iterable[TriviaQuestion], overrides: Mapping[str, QuestionOverride]
) -> Iterator[TriviaQuestion]:
    """Yield the questions with the overrides of a guild, by key; omit retired ones."""
    for question in questions:
        override = overrides.get(question.key)
        if override is None:
            yield question
        elif not override.is_retired:
            yield question.with_override(override.accepted_answers, override.explanation)


def build_imported_questions(
    imported: Iterable[ImportedQuestion], manifest: Manifest
) -> list[TriviaQuestion]:
    """Return the questions of all imported lists; the rivals of each are in its own list."""
    lists: dict[str, list[TriviaQuestion]] = {}
    for question in imported:
        listed = lists.setdefault(question.list.name, [])
        listed.append(widen_topics(question_from_import(question), manifest))
    return [question for listed in lists.values() for question in complete_typed_questions(listed)]


def question_from_import(imported: ImportedQuestion) -> TriviaQuestion:
    """Return an imported question as games ask it, with its list as the credit."""
    origin, question = imported
    author = f" by {origin.author}" if origin.author else ""
    text, picture_url = split_picture(question.text)
    is_boolean = {*question.answers, *question.distractors} == {"True", "False"}
    options = (*question.answers, *question.distractors) if question.distractors else ()
    if is_boolean:
        options = ("True", "False")
    return TriviaQuestion(
        key=_build_key(imported),
        kind=_get_kind(options, is_boolean=is_boolean),
        text=text,
        options=options,
        right=options.index(question.answers[0]) if options else 0,
        accepted=() if options else question.answers,
        explanation="",
        topic=origin.topic,
        difficulty=question.difficulty,
        credit=f"From the list {origin.name}{author}, which cites no source.",
        picture_url=picture_url,
        is_imported=True,
    )


def _get_kind(options: tuple[str, ...], *, is_boolean: bool) -> QuestionKind:
    if is_boolean:
        return QuestionKind.TRUE_OR_FALSE
    return QuestionKind.CHOICE if options else QuestionKind.TYPED


def _build_key(imported: ImportedQuestion) -> str:
    """Return the key of an imported question.

    That of a guild's own list has none of its words, as counts of answers outlive the guild's data.
    """
    origin, question = imported
    if origin.guild_id == ALL_GUILDS_ID:
        return f"list.{origin.name}.{question.text}"
    words = f"{origin.name}\0{question.text}".encode()
    return f"guild-list.{origin.guild_id}.{hashlib.sha256(words).hexdigest()[:16]}"
