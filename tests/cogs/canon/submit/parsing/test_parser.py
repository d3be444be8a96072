"""Typed fields are parsed to a draft, or to one sentence for each problem."""

from __future__ import annotations

from datetime import date

import pytest

from cogs.canon.drafts.models import Draft, FactDraft, QuestionDraft, QuoteDraft
from cogs.canon.drafts.news import NewsDraft
from cogs.canon.submit.parsing.fields import DraftContext
from cogs.canon.submit.parsing.parser import MESSAGE_KIND, parse_fields
from cogs.canon.submit.parsing.promises import index_promises
from cogs.canon.submit.prefill import build_prefill
from seeds.dates import DateInterval, PartialDate
from seeds.pack import Person
from seeds.promises.settling import OpenPromise
from seeds.schema import Difficulty, Promise, PromiseOutcome, Source, Status

SOURCE = Source(
    id="source.lamp",
    publisher="The Lamp Post",
    title="A lamp",
    published=PartialDate(2024, 5),
    url="https://lamp.example/a",
)
UNDATED = Source(
    id="source.old", title="Old", published=DateInterval(PartialDate(2020), PartialDate(2021))
)
DEALS = Status(
    id="status.deals",
    as_of=PartialDate(2025),
    stage="filming",
    headline="Deals",
    text="Deals.",
    certainty="reported",
    promises=(
        Promise(text="It opens in June", outcome=PromiseOutcome.OPEN, what_happened="No word."),
        Promise(text="Both are back", outcome=PromiseOutcome.OPEN, what_happened="No word."),
    ),
)
PROMISES = index_promises(OpenPromise(DEALS, one) for one in DEALS.promises)
IN_JUNE, BOTH_BACK = PROMISES
KNOWN = DraftContext(
    date(2026, 11, 21),
    {"cast": "The cast", "season-two": "Season two"},
    {"filming": "filming", "post-production": "post-production", "dated": "dated"},
    {"ida-holm": Person(slug="ida-holm", name="Ida Holm")},
    {SOURCE.id: SOURCE, UNDATED.id: UNDATED},
    PROMISES,
)
ORIGIN = {"publisher": "Variety", "date": "March 2026", "topic": "cast", "link": ""}
NEWS = {**ORIGIN, "headline": "Cameras roll", "text": "They do.", "stage": "filming"}
QUOTE = {**ORIGIN, "words": "“Never again.”", "speaker": "Ida Holm", "occasion": "at home"}
FACT = {**ORIGIN, "text": "Paper burns."}
QUESTION = {
    **ORIGIN,
    "text": "What burns?",
    "answers": "Paper\nThe paper",
    "wrong": "Stone\nWater\nGlass",
    "explanation": "Try it.",
    "difficulty": "hard",
}
SAVED = {
    **ORIGIN,
    "words": "I folded it.",
    "original": "Well, I folded it. Twice.",
    "occasion": "in the lobby",
    "member_id": "77",
    "slug": "vera",
    "speaker": "Vera",
}
SETTLING = {
    **NEWS,
    "stage": "dated",
    "release_date": "June 2027",
    "keeps": BOTH_BACK,
    "moves": IN_JUNE,
    "moved_to": "2027-06",
}
KINDS = [
    ("news", NEWS),
    ("news", SETTLING),
    ("quote", QUOTE),
    ("fact", FACT),
    ("question", QUESTION),
    (MESSAGE_KIND, SAVED),
]


def draft_of(kind: str, typed: dict[str, str], **changes: str) -> Draft:
    reading = parse_fields(kind, {**typed, **changes}, KNOWN)
    assert reading.problems == ()
    assert reading.draft is not None
    return reading.draft


def problems(kind: str, typed: dict[str, str], **changes: str) -> str:
    reading = parse_fields(kind, {**typed, **changes}, KNOWN)
    assert reading.draft is None
    assert all(one.endswith((".", "?")) for one in reading.problems)
    return "\n".join(reading.problems)


def test_news_says_how_far_the_production_is_where_that_was_chosen() -> None:
    news = draft_of("news", NEWS)
    assert isinstance(news, NewsDraft)
    assert (news.stage, news.certainty, news.date) == (
        "filming",
        "reported",
        PartialDate(2026, 3),
    )
    assert draft_of("news", NEWS, stage="none").model_copy(update={"stage": "filming"}) == news


def test_news_says_what_became_of_promises_and_when_it_comes_out() -> None:
    news = draft_of("news", SETTLING)
    assert isinstance(news, NewsDraft)
    assert news.release_date == PartialDate(2027, 6)
    assert [(one.promise, one.outcome, one.moved_to) for one in news.settles] == [
        ("Both are back", PromiseOutcome.KEPT, None),
        ("It opens in June", PromiseOutcome.SLIPPED, PartialDate(2027, 6)),
    ]
    gone = problems("news", SETTLING, keeps=f"{BOTH_BACK}\nstatus.deals:00000000")
    assert gone == "One of the promises you chose isn't open anymore: choose again."
    assert "I don't know the date" in problems("news", SETTLING, moved_to="soon")


def test_a_quote_loses_only_the_marks_around_it() -> None:
    quote = draft_of("quote", QUOTE)
    assert isinstance(quote, QuoteDraft)
    assert (quote.words, quote.speaker, quote.speaker_name) == ("Never again.", "ida-holm", None)
    kept = draft_of("quote", QUOTE, words='"Yes," she said, "and no."')
    assert isinstance(kept, QuoteDraft)
    assert kept.words == '"Yes," she said, "and no."'
    new = draft_of("quote", QUOTE, speaker="Vera Frost")
    assert isinstance(new, QuoteDraft)
    assert (new.speaker, new.speaker_name, new.member_id) == ("vera-frost", "Vera Frost", None)


def test_a_question_has_its_answers_one_a_line() -> None:
    question = draft_of("question", QUESTION)
    assert isinstance(question, QuestionDraft)
    assert question.answers == ("Paper", "The paper")
    assert question.distractors == ("Stone", "Water", "Glass")
    assert question.difficulty is Difficulty.HARD
    assert isinstance(draft_of("question", QUESTION, wrong=" \n "), QuestionDraft)


def test_every_missing_field_is_asked_for() -> None:
    asked = problems("news", {})
    for wanted in ("Write a headline.", "what happened.", "who published it", "a date", "about"):
        assert wanted in asked
    assert "Write who said it" in problems("quote", {})
    assert "Write the right answer, and what else counts below it" in problems("question", {})
    assert "Write the fact." in problems("fact", {"text": "\u200b\u202e ?!"})


def test_what_is_too_long_says_how_long_it_may_be() -> None:
    assert "at most 200 characters: it has 201" in problems("news", NEWS, headline="x" * 201)
    assert "at most 500 characters: it has 501" in problems("quote", QUOTE, words="x" * 501)
    assert "at most 600 characters: it has 4000" in problems("fact", FACT, text="x" * 4_000)
    assert "publisher in at most 200" in problems("fact", FACT, publisher="x" * 201)
    assert "too long for an answer" in problems("question", QUESTION, answers="x" * 81)
    many = "\n".join(f"Paper {n}" for n in range(11))
    assert "Write at most 10 answers" in problems("question", QUESTION, answers=many)


def test_choices_that_no_form_offers_are_refused() -> None:
    assert "Choose the stage" in problems("news", NEWS, stage="finished")
    assert "Choose how sure" in problems("news", NEWS, certainty="certain")
    assert "Choose the difficulty" in problems("question", QUESTION, difficulty="absurd")
    assert "Choose what it's about" in problems("fact", FACT, topic="weather")


def test_a_topic_may_be_given_by_its_name() -> None:
    assert draft_of("fact", FACT, topic="SEASON two").topic == "season-two"


def test_unfair_questions_are_sent_back() -> None:
    assert "“The stone” would count as “Stone”" in problems(
        "question", QUESTION, answers="Stone", wrong="The stone\nWater\nGlass"
    )
    assert "Write 3 wrong answers" in problems("question", QUESTION, wrong="Stone")
    assert "Two wrong answers are the same" in problems(
        "question", QUESTION, wrong="Stone\nthe stone\nGlass"
    )
    assert "gives away its answer" in problems("question", QUESTION, text="Does paper burn?")


def test_a_page_on_record_is_cited_and_not_brought_in_again() -> None:
    fact = draft_of("fact", FACT, link="https://www.lamp.example/a/?utm_source=x", publisher="")
    assert (fact.known_source, fact.publisher) == ("source.lamp", "The Lamp Post")
    assert fact.to_entries(1).entries[0].kind == "fact"
    assert draft_of("fact", FACT, link="https://lamp.example/b").known_source is None


def test_a_picked_source_dates_facts_but_never_what_happened_or_was_said() -> None:
    picked = {"source": "source.lamp", "date": "", "publisher": ""}
    fact = draft_of("fact", FACT, **picked)
    assert isinstance(fact, FactDraft)
    assert fact.date == PartialDate(2024, 5)
    assert draft_of("fact", FACT, **{**picked, "source": "source.old"}).date == PartialDate(2020)
    assert "needs a date" in problems("quote", QUOTE, **picked)
    assert "needs a date" in problems("news", NEWS, **picked)


def test_a_picked_source_that_is_gone_has_to_be_named_again() -> None:
    assert "Say where it's from" in problems("fact", FACT, source="source.gone", publisher="")


def test_words_of_a_member_may_be_shortened_but_not_changed() -> None:
    saved = draft_of(MESSAGE_KIND, SAVED)
    assert isinstance(saved, QuoteDraft)
    assert (saved.member_id, saved.speaker, saved.speaker_name) == (77, "vera", "Vera")
    assert "only leave out the beginning or the end" in problems(
        MESSAGE_KIND, SAVED, words="I tore it."
    )


@pytest.mark.parametrize(("kind", "typed"), KINDS, ids=[kind for kind, _ in KINDS])
def test_a_draft_typed_again_is_the_same_draft(kind: str, typed: dict[str, str]) -> None:
    draft = draft_of(kind, typed)
    again = build_prefill(draft)
    assert again.kind == kind
    assert draft_of(again.kind, again.typed) == draft


@pytest.mark.parametrize(("kind", "typed"), KINDS, ids=[kind for kind, _ in KINDS])
def test_no_field_can_hold_anything_that_breaks_reading(kind: str, typed: dict[str, str]) -> None:
    for field in typed:
        if kind == MESSAGE_KIND and field in {"member_id", "slug", "speaker", "original"}:
            continue  # none of these is on a form
        for hostile in (
            "\u202e" * 9,
            "x" * 4_000,
            "'; DROP TABLE entry; --",
            "\x00",
            "\ud800",
            "{}",
        ):
            reading = parse_fields(kind, {**typed, field: hostile}, KNOWN)
            assert (reading.draft is None) == bool(reading.problems)
            if reading.draft is not None:
                reading.draft.to_entries(1)
