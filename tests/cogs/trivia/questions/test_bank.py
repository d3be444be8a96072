"""Which question comes next, and how hard it counts as."""

from __future__ import annotations

import random
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from cogs.trivia.questions.bank import Bank
from cogs.trivia.rules.difficulty import (
    EXPECTED_SUCCESS_RATES,
    AnswerCounts,
    estimate_difficulty,
    estimate_success_rate,
)
from seeds.schema import Difficulty
from seeds.trivia_question import TriviaQuestion
from tests.cogs.trivia.rules.games import choice_question, typed_question

COUNTS = st.integers(0, 10_000)


def questions(number: int) -> list[TriviaQuestion]:
    return [choice_question(f"question.{n}") for n in range(number)]


@given(number=st.integers(1, 12), rounds=st.integers(1, 60), seed=st.integers(0, 99))
def test_nothing_comes_again_before_everything_was_asked(
    number: int, rounds: int, seed: int
) -> None:
    bank, rng = Bank(questions(number), {}), random.Random(seed)
    asked: Counter[str] = Counter()
    for _ in range(rounds):
        question = bank.choose(bank.list_matching(None, None), asked, (), rng)
        assert question is not None
        asked[question.key] += 1
        times = [asked[one.key] for one in questions(number)]
        assert max(times) - min(times) <= 1


def test_a_game_ends_when_it_has_had_everything_that_fits() -> None:
    bank = Bank(questions(1), {})
    assert bank.choose(bank.list_matching(None, None), {}, {"question.0"}, random.Random(1)) is None


def test_two_questions_on_the_same_entry_do_not_meet_in_one_game_while_there_are_others() -> None:
    told = [one.model_copy(update={"about": ("fact.lamp",)}) for one in questions(2)]
    other = choice_question("question.other")
    bank = Bank([*told, other], {})
    for seed in range(20):
        chosen = bank.choose(
            bank.list_matching(None, None), {}, {"question.0"}, random.Random(seed)
        )
        assert chosen == other
    last = bank.choose(told, {}, {"question.0"}, random.Random(1))
    assert last is not None
    assert last.key == "question.1"


def test_a_question_whose_answer_another_has_told_waits_while_there_are_others() -> None:
    told = choice_question("question.told").model_copy(
        update={
            "text": "Who is on the pier?",
            "options": ("Ida", "Vera Dahl", "Per", "Signe"),
            "explanation": "Vera Dahl, who makes the lamps, is there every night.",
        }
    )
    given_away, other = typed_question("question.maker"), choice_question("question.other")
    unrelated = given_away.model_copy(
        update={"key": "question.unrelated", "text": "Which ship sank?"}
    )
    for candidates, right in (([given_away, other], other), ([given_away, unrelated], unrelated)):
        bank = Bank([told, *candidates], {})
        for seed in range(20):
            rng = random.Random(seed)
            assert bank.choose(candidates, {}, {"question.told"}, rng) == right
    last = Bank([told, given_away], {})
    assert last.choose([given_away], {}, {"question.told"}, random.Random(1)) == given_away


def test_a_plural_or_a_possessive_gives_an_answer_away_like_the_word_itself() -> None:
    told = choice_question("question.told").model_copy(
        update={"text": "Who sings a Vera Dahl song on the pier?"}
    )
    asked = choice_question("question.asked").model_copy(
        update={"text": "Whose songs are sung there?", "options": ("Ida's", "Vera Dahl's")}
    )
    other = choice_question("question.other")
    bank = Bank([told, asked, other], {})
    for seed in range(20):
        rng = random.Random(seed)
        assert bank.choose([asked, other], {}, {told.key}, rng) == other


def test_a_question_asked_before_comes_rather_than_a_second_one_about_the_same_fact() -> None:
    told, again, other = (
        choice_question(f"question.{n}").model_copy(update={"about": about})
        for n, about in enumerate((("fact.lamp",), ("fact.lamp",), ("fact.oil",)))
    )
    bank = Bank([told, again, other], {})
    asked = {told.key: 1, other.key: 1}
    assert bank.choose([again, other], asked, {told.key}, random.Random(1)) == other
    assert bank.choose([again], asked, {told.key}, random.Random(1)) == again, "there is no other"


def test_a_game_about_a_topic_gets_every_question_that_has_it() -> None:
    main = choice_question("question.main")
    other = main.model_copy(
        update={"key": "question.both", "topic": "ships", "other_topics": ("cast",)}
    )
    bank = Bank([main, other], {})
    assert bank.list_matching("cast", None) == [main, other]
    assert bank.list_matching("ships", None) == [other]
    assert bank.topics == ["cast", "ships"]


def test_a_question_stored_before_questions_had_several_topics_is_read() -> None:
    stored = choice_question().model_dump(exclude={"other_topics"})
    assert TriviaQuestion.model_validate(stored).topics == ("cast",)


@given(word=st.sampled_from(Difficulty))
def test_an_unplayed_question_is_as_hard_as_its_author_says(word: Difficulty) -> None:
    assert estimate_difficulty(word, AnswerCounts()) is word


@given(word=st.sampled_from(Difficulty), answered=COUNTS, right=COUNTS)
def test_the_rate_lies_between_the_authors_word_and_the_plays(
    word: Difficulty, answered: int, right: int
) -> None:
    right = min(answered, right)
    rate = estimate_success_rate(word, AnswerCounts(answered, right))
    seen = right / answered if answered else EXPECTED_SUCCESS_RATES[word]
    low, high = sorted((EXPECTED_SUCCESS_RATES[word], seen))
    assert low - 1e-9 <= rate <= high + 1e-9


def test_many_plays_overrule_the_author_and_few_do_not() -> None:
    assert estimate_difficulty(Difficulty.HARD, AnswerCounts(3, 3)) is Difficulty.HARD
    assert estimate_difficulty(Difficulty.HARD, AnswerCounts(200, 190)) is Difficulty.EASY
    assert estimate_difficulty(Difficulty.EASY, AnswerCounts(200, 20)) is Difficulty.HARD


def test_a_question_moves_to_where_plays_put_it() -> None:
    bank = Bank(questions(1), {})
    assert bank.list_matching(None, Difficulty.EASY)
    bank.record_answers("question.0", answered=100, right=5)
    assert bank.list_matching(None, Difficulty.HARD)
    assert not bank.list_matching(None, Difficulty.EASY)


def test_a_card_says_how_hard_the_question_has_proved() -> None:
    bank = Bank(questions(1), {"question.0": AnswerCounts(100, 5)})
    [question] = bank.list_matching(None, Difficulty.HARD)
    assert question.difficulty is Difficulty.EASY
    assert bank.with_current_difficulty(question).difficulty is Difficulty.HARD


def test_of_the_least_asked_those_come_first_that_have_the_most_preferences() -> None:
    easy, late, both = (choice_question(f"question.{name}") for name in ("easy", "late", "both"))
    neither = choice_question("question.neither")
    bank = Bank([easy, late, both, neither], {})

    def is_easy(question: TriviaQuestion) -> bool:
        return question.key in ("question.easy", "question.both")

    def is_late(question: TriviaQuestion) -> bool:
        return question.key in ("question.late", "question.both")

    def choose(asked: dict[str, int], *without: str) -> str | None:
        candidates = bank.list_matching(None, None)
        rng = random.Random(1)
        chosen = bank.choose(candidates, asked, without, rng, (is_easy, is_late))
        return chosen.key if chosen else None

    assert choose({}) == "question.both"
    assert choose({}, "question.both") == "question.easy"
    assert choose({"question.both": 1, "question.easy": 1}) == "question.late"
    assert choose({}, "question.both", "question.easy", "question.late") == "question.neither"


def test_a_preferred_question_on_the_same_entry_gives_way_to_another() -> None:
    told, preferred = (
        choice_question(f"question.{n}").model_copy(update={"about": ("fact.lamp",)})
        for n in range(2)
    )
    other = choice_question("question.other")
    bank = Bank([told, preferred, other], {})
    chosen = bank.choose(
        [preferred, other], {}, {told.key}, random.Random(1), [lambda one: one is preferred]
    )
    assert chosen == other
