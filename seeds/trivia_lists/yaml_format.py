"""Reads and writes trivia lists in the common YAML format: each question with its answers.

    AUTHOR: Robin
    What is the capital of France?:
    - Paris

All values are text: `No` is not false, `07` is not 7, and `12:30` is not 750.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import yaml
from yaml import (
    MappingNode,
    Node,
    ScalarNode,
    SequenceNode,
)

from seeds.trivia_lists.models import (
    MAX_ANSWERS,
    MAX_AUTHOR_LENGTH,
    MAX_DESCRIPTION_LENGTH,
    MAX_QUESTION_LENGTH,
    MAX_SHOWN_LENGTH,
    MAX_TYPED_LENGTH,
    TriviaList,
    TriviaListError,
    TriviaListProblem,
    TriviaListQuestion,
    join_surrogates,
)

AUTHOR_KEY, DESCRIPTION_KEY, CONFIG_KEY = "AUTHOR", "DESCRIPTION", "CONFIG"
METADATA_KEYS = frozenset({"$schema", AUTHOR_KEY, DESCRIPTION_KEY, CONFIG_KEY})
"""The keys beside questions in Red-DiscordBot's schema of lists."""
MAX_DEPTH = 8
"""Levels of lists and mappings that are read at all; a list of questions has two."""
LINE_WIDTH = 100
NO_QUESTION = "there is no question in it"
_ALIAS_TAG = "!alias"
_MERGE_KEY = "<<"
_LONG_ESCAPE = re.compile(r"\\U([0-9A-Fa-f]{8})")
_MAX_CODE_POINT = 0x10FFFF


def _build_error(line: int, message: str) -> TriviaListError:
    return TriviaListError([TriviaListProblem(line, message)])


class _Loader(yaml.BaseLoader):
    """Composes text, lists and mappings; an alias (`*name`) stays a node of its own.

    A few aliases of aliases would otherwise stand for millions of answers.
    """

    depth = 0
    """The number of lists and mappings around the node that is composed."""

    def compose_node(self: Any, parent: Any, index: Any) -> Any:
        # The stubs of the library leave all of these types open.
        if self.check_event(yaml.AliasEvent):
            event: Any = self.get_event()
            return ScalarNode(_ALIAS_TAG, event.anchor, event.start_mark, event.end_mark)
        if self.depth > MAX_DEPTH:
            raise _build_error(self.peek_event().start_mark.line + 1, "has lists inside lists")
        base: Any = yaml.BaseLoader
        self.depth += 1
        node = base.compose_node(self, parent, index)
        self.depth -= 1
        return node


def parse_yaml_list(text: str) -> TriviaList:
    """Parse a list. Raises TriviaListError when it is no YAML, or has no question to take."""
    try:
        node = _compose(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _build_error(mark.line + 1 if mark else 1, f"{error.problem}") from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        message = f"has the character U+{ord(text[error.position]):04X}, which no list may have"
        raise _build_error(line, message) from None
    except (ValueError, OverflowError):
        # The library passes any eight hexadecimal digits to `chr`.
        raise _build_error(*_find_bad_escape(text)) from None
    parser = _YamlListParser()
    parser.parse(node)
    if not parser.questions:
        raise TriviaListError(parser.omitted or [TriviaListProblem(1, NO_QUESTION)])
    return TriviaList(
        parser.questions,
        parser.author[:MAX_AUTHOR_LENGTH],
        parser.description[:MAX_DESCRIPTION_LENGTH],
        omitted=tuple(sorted(parser.omitted)),
    )


def _compose(text: str) -> Any:
    """Return the root node, None for an empty text."""
    return yaml.compose(text, Loader=_Loader)  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType] - its stubs leave the stream's type open


def _find_bad_escape(text: str) -> tuple[int, str]:
    """Return the line of the first escape beyond Unicode, and what is wrong with it."""
    for match in _LONG_ESCAPE.finditer(text):
        if int(match[1], 16) > _MAX_CODE_POINT:
            return text.count("\n", 0, match.start()) + 1, (
                f"{match[0]} is not a Unicode character"
            )
    return 1, "has an escape that is not a Unicode character"


class _YamlListParser:
    """Collects the questions of a document, and what has to be left out."""

    def __init__(self) -> None:
        self.author = ""
        self.description = ""
        self.questions: list[TriviaListQuestion] = []
        self.omitted: list[TriviaListProblem] = []
        self._lines_by_question: dict[str, int] = {}

    def parse(self, node: Any) -> None:
        """Read a document from its root node."""
        if node is None:
            return
        if not isinstance(node, MappingNode):
            self._omit(node, "a list is questions, each with answers under it")
            return
        for key, value in node.value:
            self._parse_pair(key, value)

    def _parse_pair(self, key: Node, value: Node) -> None:
        text = self._get_text(key, "a question")
        if text is None:
            return
        if text in METADATA_KEYS:
            self._parse_metadata(key, text, value)
        elif text == _MERGE_KEY and not isinstance(value, SequenceNode):
            self._omit(key, "a merge key (<<) brings in no questions: write them out")
        elif text in self._lines_by_question:
            self._omit(key, f"asks the same as line {self._lines_by_question[text]}")
        elif not text or len(text) > MAX_QUESTION_LENGTH:
            self._omit(key, f"a question has 1 to {MAX_QUESTION_LENGTH} characters")
        else:
            self._parse_question(key, text, value)

    def _parse_metadata(self, key: Node, name: str, value: Node) -> None:
        if name == CONFIG_KEY:
            self._omit(key, "CONFIG is for another bot: games here are set with /trivia play")
        elif name == AUTHOR_KEY:
            self.author = self._join_lines(value)
        elif name == DESCRIPTION_KEY:
            self.description = self._join_lines(value)

    def _join_lines(self, value: Node) -> str:
        nodes: list[Node] = value.value if isinstance(value, SequenceNode) else [value]
        texts = [self._get_text(node, "a name or description") or "" for node in nodes]
        return ", ".join(" ".join(text.split()) for text in texts if text)

    def _parse_question(self, key: Node, text: str, value: Node) -> None:
        problem_count = len(self.omitted)
        answers = tuple(dict.fromkeys(self._parse_answers(value)))
        if len(answers) > MAX_ANSWERS:
            self._omit(value, f"has {len(answers)} answers: the first {MAX_ANSWERS} are taken")
            answers = answers[:MAX_ANSWERS]
        if any(len(answer) <= MAX_TYPED_LENGTH for answer in answers):
            self._lines_by_question[text] = key.start_mark.line + 1
            self.questions.append(TriviaListQuestion(text, answers))
        elif answers:
            self._omit(key, f"needs an answer of at most {MAX_TYPED_LENGTH} characters")
        elif len(self.omitted) == problem_count:
            self._omit(value, "a question needs an answer")

    def _parse_answers(self, value: Node) -> Iterator[str]:
        nodes: list[Node] = value.value if isinstance(value, SequenceNode) else [value]
        for node in nodes:
            answer = self._get_text(node, "an answer")
            if answer is None:
                continue
            if not answer:
                self._omit(node, "an answer is empty")
            elif len(answer) > MAX_SHOWN_LENGTH:
                self._omit(node, f"an answer has at most {MAX_SHOWN_LENGTH} characters")
            else:
                yield answer

    def _get_text(self, node: Node, subject: str) -> str | None:
        """Return the text of a node; None, with the problem noted, when it has none."""
        if node.tag == _ALIAS_TAG:
            self._omit(node, f"{subject} is text, not an alias (*{node.value}): write it out")
        elif not isinstance(node, ScalarNode):
            self._omit(node, f"{subject} is text")
        elif (text := join_surrogates(str(node.value))) is None:
            self._omit(node, f"{subject} has half a character (a lone surrogate)")
        else:
            return text.strip()
        return None

    def _omit(self, node: Node, message: str) -> None:
        self.omitted.append(TriviaListProblem(node.start_mark.line + 1, message))


def format_yaml_list(
    questions: Iterable[TriviaListQuestion], author: str = "", description: str = ""
) -> str:
    """Return the questions as YAML, from which the same text is read back.

    The options of a choice question are a comment above it: the format has no place for them.
    """
    merged: dict[str, tuple[dict[str, None], dict[str, None]]] = {}
    for question in questions:
        answers, distractors = merged.setdefault(question.text, ({}, {}))
        answers.update(dict.fromkeys(question.answers))
        distractors.update(dict.fromkeys(question.distractors))
    head = {AUTHOR_KEY: author, DESCRIPTION_KEY: description}
    parts = [_dump({key: text}) for key, text in head.items() if text]
    for text, (answers, distractors) in merged.items():
        if distractors:
            options = [next(iter(answers)), *distractors]
            parts.append(f"# Choices: {' | '.join(' '.join(one.split()) for one in options)}\n")
        parts.append(_dump({text: list(answers)}))
    return "".join(parts)


def _dump(entry: dict[str, Any]) -> str:
    return yaml.safe_dump(
        entry, allow_unicode=True, sort_keys=False, default_flow_style=False, width=LINE_WIDTH
    )
