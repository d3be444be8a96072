"""Reads and writes trivia lists in the common YAML format: each question with its answers.

    AUTHOR: Robin
    What is the capital of France?:
    - Paris

All values are text: `No` is not false, `07` is not 7, and `12:30` is not 750.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from yaml import (
    CollectionEndEvent,
    CollectionStartEvent,
    MappingNode,
    Node,
    ScalarNode,
    SequenceNode,
)

AUTHOR_KEY = "AUTHOR"
METADATA_KEYS = frozenset({AUTHOR_KEY, "DESCRIPTION", "CONFIG"})
MAX_QUESTION_LENGTH = 600
MAX_ANSWER_LENGTH = 100
"""Characters that a member can type as an answer."""
MAX_DEPTH = 2
"""Levels of nesting: a mapping, and lists of answers in it."""


class TriviaListQuestion(NamedTuple):
    """A question and its accepted answers."""

    text: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TriviaList:
    """A list of questions, in the order of the file."""

    author: str
    questions: list[TriviaListQuestion]


class TriviaListProblem(NamedTuple):
    """A problem and its line, counted from 1."""

    line: int
    message: str


class TriviaListError(Exception):
    """A list has problems; `problems` are all of them, sorted by line."""

    def __init__(self, problems: Iterable[TriviaListProblem]) -> None:
        self.problems = sorted(problems)
        super().__init__(f"{len(self.problems)} faults")


def load_trivia_list(path: Path) -> TriviaList:
    """Read the list in a file.

    Raises TriviaListError with every problem, OSError when the file cannot be read.
    """
    try:
        return parse_trivia_list(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise TriviaListError([TriviaListProblem(line, "is not UTF-8 text")]) from None


def parse_trivia_list(text: str) -> TriviaList:
    """Parse a list. Raises TriviaListError with every problem."""
    try:
        node = _compose(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise TriviaListError(
            [TriviaListProblem(mark.line + 1 if mark else 1, f"{error.problem}")]
        ) from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        fault = f"has the character U+{ord(text[error.position]):04X}, which no list may have"
        raise TriviaListError([TriviaListProblem(line, fault)]) from None
    except RecursionError:
        raise TriviaListError(
            [TriviaListProblem(_find_too_deep_line(text), "has lists within lists")]
        ) from None
    parser = _TriviaListParser()
    parser.parse(node)
    if parser.problems:
        raise TriviaListError(parser.problems)
    return TriviaList(parser.author, parser.questions)


def _compose(text: str) -> Any:
    """Return the root node; the base loader knows only text, lists and mappings."""
    return yaml.compose(text, Loader=yaml.BaseLoader)  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType] - its stubs leave the stream's type open


def _find_too_deep_line(text: str) -> int:
    """Return the line of the first list or mapping among the answers to a question."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.BaseLoader):  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType] - as above
        if isinstance(event, CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                return event.start_mark.line + 1
        elif isinstance(event, CollectionEndEvent):
            depth -= 1
    return 1


class _TriviaListParser:
    """Collects the questions of a document and its problems."""

    def __init__(self) -> None:
        self.author = ""
        self.questions: list[TriviaListQuestion] = []
        self.problems: list[TriviaListProblem] = []
        self._lines_by_question: dict[str, int] = {}

    def parse(self, node: Any) -> None:
        """Read a document from its root node."""
        if not isinstance(node, MappingNode):
            line: int = 0 if node is None else node.start_mark.line
            self.problems.append(
                TriviaListProblem(line + 1, "a list is questions, each with answers under it")
            )
            return
        for key, value in node.value:
            self._parse_pair(key, value)
        if not self.questions and not self.problems:
            self.problems.append(TriviaListProblem(1, "there is no question in it"))

    def _parse_pair(self, key: Node, value: Node) -> None:
        text = _get_scalar_text(key)
        if text is None:
            self._add_problem(key, "a question is text")
        elif text in METADATA_KEYS:
            self.author = (_get_scalar_text(value) or "") if text == AUTHOR_KEY else self.author
        elif text in self._lines_by_question:
            self._add_problem(key, f"asks what line {self._lines_by_question[text]} asks")
        elif not text or len(text) > MAX_QUESTION_LENGTH:
            self._add_problem(key, f"a question has 1 to {MAX_QUESTION_LENGTH} characters")
        else:
            self._lines_by_question[text] = key.start_mark.line + 1
            answers = tuple(dict.fromkeys(self._parse_answers(value)))
            self.questions.append(TriviaListQuestion(text, answers))

    def _parse_answers(self, value: Node) -> Iterator[str]:
        nodes: list[Node] = value.value if isinstance(value, SequenceNode) else [value]
        if not nodes:
            self._add_problem(value, "a question needs an answer")
        for node in nodes:
            answer = _get_scalar_text(node)
            if answer is None:
                self._add_problem(node, "an answer is text")
            elif not answer or len(answer) > MAX_ANSWER_LENGTH:
                self._add_problem(node, f"an answer has 1 to {MAX_ANSWER_LENGTH} characters")
            else:
                yield answer

    def _add_problem(self, node: Node, message: str) -> None:
        self.problems.append(TriviaListProblem(node.start_mark.line + 1, message))


def _get_scalar_text(node: Node) -> str | None:
    return str(node.value).strip() if isinstance(node, ScalarNode) else None


def format_trivia_list(questions: Iterable[TriviaListQuestion], author: str = "") -> str:
    """Return the questions as YAML, from which the same text is read back."""
    listed: dict[str, list[str]] = {}
    for question in questions:
        answers = listed.setdefault(question.text, [])
        answers += [one for one in question.answers if one not in answers]
    head = {AUTHOR_KEY: author} if author else {}
    return yaml.safe_dump(
        {**head, **listed}, allow_unicode=True, sort_keys=False, default_flow_style=False, width=100
    )
