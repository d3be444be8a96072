"""What is wrong with a written proposal, as the sentences its author reads."""

from __future__ import annotations

from seeds.question_rules import DISTRACTOR_COUNT, QuestionProblem, QuestionRule


class FieldError(Exception):
    """A field cannot be read; the message is one sentence that says what to write instead."""


def format_question_problem(problem: QuestionProblem) -> str:
    """Return the sentence that tells an author how to make a question fair."""
    match problem.rule:
        case QuestionRule.DISTRACTOR_COUNT:
            return (
                f"Write {DISTRACTOR_COUNT} wrong answers, one a line, or none: then the answer is "
                "typed."
            )
        case QuestionRule.DISTINCT_DISTRACTORS:
            return "Two wrong answers are the same: write another one."
        case QuestionRule.WRONG_DISTRACTORS:
            return (
                f"“{problem.answer}” would count as “{problem.counts_as}”: write another wrong "
                "answer."
            )
        case QuestionRule.ANSWER_NOT_IN_TEXT:
            return f"The answer “{problem.answer}” stands in the question: ask without it."
