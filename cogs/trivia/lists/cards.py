"""The cards and forms of the page for a server's own question lists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import discord

from bot.markdown import Markdown, escape, format_number
from bot.setup.controls import OpenPageButton, SetupButton, footer_row
from bot.setup.page_card import SetupCard, SetupRow
from bot.setup.selects import option_select
from bot.ui.forms import PersistentModal
from bot.ui.text import clip, pluralize
from cogs.trivia.lists.limits import MAX_FILE_BYTES, MAX_LISTS, MAX_QUESTIONS
from seeds.trivia_lists.models import TriviaListProblem, TriviaListQuestion
from seeds.trivia_lists.pictures import split_picture
from seeds.trivia_lists.topics import MAX_TOPIC_LENGTH
from storage.trivia.lists import ImportedList, NewList

PAGE_KEY = "lists"
TITLE = "Question lists"
MAX_SHOWN_PROBLEMS = 8
MAX_SHOWN_QUESTIONS = 3
MAX_PROBLEM_LENGTH = 150
MAX_LABEL_LENGTH = 100
"""Characters of an option in a select; a limit of the platform."""


def build_upload_form() -> PersistentModal:
    """Return the form for a file and the topic of its questions."""
    upload: discord.ui.FileUpload[Any] = discord.ui.FileUpload(
        custom_id="file", required=True, max_values=1
    )
    topic: discord.ui.TextInput[Any] = discord.ui.TextInput(
        custom_id="text",
        required=False,
        max_length=MAX_TOPIC_LENGTH,
        placeholder="The name of the file, unless you say",
    )
    return PersistentModal(
        "Add a question list",
        f"setup:form:{PAGE_KEY}:add",
        discord.ui.Label(
            text="A list in YAML, or JSON from opentdb.com",
            description=f"At most {MAX_FILE_BYTES // 1_000} kB. You see what I take before I do.",
            component=upload,
        ),
        discord.ui.Label(text="What the questions are about", component=topic),
    )


def build_page(lists: Sequence[ImportedList], shared_count: int, *, asks_always: bool) -> SetupCard:
    """Return the page; `shared_count` is the number of lists that all servers have."""
    rows = [SetupRow("", (SetupButton(PAGE_KEY, "add", "Add a list"),))]
    if lists:
        names = {str(one.id): clip(one.name, MAX_LABEL_LENGTH) for one in lists}
        select = option_select(PAGE_KEY, "list", names, (), placeholder="See or remove a list")
        rows.append(SetupRow("**A list** of this server", (select,)))
    target = ("Only by their topic", "topic") if asks_always else ("Ask them in every game", "all")
    rows.append(footer_row(SetupButton(PAGE_KEY, "always", *target)))
    return SetupCard(TITLE, "\n".join(_page_lines(lists, shared_count, asks_always)), rows)


def _page_lines(
    lists: Sequence[ImportedList], shared_count: int, asks_always: bool
) -> Iterator[Markdown]:
    yield format_when_asked(asks_always=asks_always)
    questions = format_number(MAX_QUESTIONS, ",")
    yield (
        f"You can add {format_number(MAX_LISTS)} lists with {questions} questions in all. Only "
        "this server gets them."
    )
    if shared_count:
        yield f"I came with {pluralize(shared_count, 'more list')} for all servers."
    yield ""
    for one in lists:
        yield (
            f"**{escape(one.name)}** · {pluralize(one.question_count, 'question')} "
            f"about “{escape(one.topic)}”"
        )
    if not lists:
        yield "This server has no lists yet."


def format_when_asked(*, asks_always: bool) -> Markdown:
    """Return the sentence on when questions of lists are asked."""
    if asks_always:
        return "I ask questions from lists in every game, and as daily questions too."
    return (
        "I ask questions from lists when a game is about their topic, but not in other games or "
        "as daily questions."
    )


def build_preview(
    new_list: NewList,
    replaced: ImportedList | None,
    omitted: Sequence[TriviaListProblem],
    token: str,
) -> SetupCard:
    """Return the card that says what of a file would be taken, with the button to take it."""
    author = f", by {escape(new_list.author)}" if new_list.author else ""
    lines: list[Markdown] = [
        f"**{pluralize(len(new_list.questions), 'question')}** about "
        f"“{escape(new_list.topic)}”{author}."
    ]
    if new_list.description:
        lines.append(escape(new_list.description))
    if replaced is not None:
        count = pluralize(replaced.question_count, "question")
        lines.append(f"They replace this server's list with that name, which has {count}.")
    lines.extend(("", *_example_lines(new_list.questions)))
    if omitted:
        lines.extend(("", f"**{pluralize(len(omitted), 'thing')} left out:**"))
        lines.extend(_problem_lines(omitted))
    buttons = (
        SetupButton(PAGE_KEY, "save", "Add it", token, style=discord.ButtonStyle.success),
        OpenPageButton(PAGE_KEY, "Leave it"),
    )
    return SetupCard(f"Add {escape(new_list.name)}?", "\n".join(lines), (SetupRow("", buttons),))


def _example_lines(questions: Sequence[TriviaListQuestion]) -> Iterator[Markdown]:
    for question in questions[:MAX_SHOWN_QUESTIONS]:
        text, picture_url = split_picture(question.text)
        shown = escape(clip(" ".join(text.split()), MAX_PROBLEM_LENGTH))
        answer = escape(clip(" ".join(question.answers[0].split()), MAX_PROBLEM_LENGTH))
        yield f"- {shown}{' (with a picture)' if picture_url else ''} ||{answer}||"
    if len(questions) > MAX_SHOWN_QUESTIONS:
        yield f"- and {format_number(len(questions) - MAX_SHOWN_QUESTIONS)} more"


def _problem_lines(problems: Sequence[TriviaListProblem]) -> Iterator[Markdown]:
    for problem in problems[:MAX_SHOWN_PROBLEMS]:
        yield f"- {escape(clip(' '.join(str(problem).split()), MAX_PROBLEM_LENGTH))}"
    if len(problems) > MAX_SHOWN_PROBLEMS:
        yield f"- and {format_number(len(problems) - MAX_SHOWN_PROBLEMS)} more"


def build_refusal(name: str, problems: Sequence[TriviaListProblem]) -> SetupCard:
    """Return the card that says why nothing of a file can be taken."""
    body = "\n".join(("I added nothing, because of this:", *_problem_lines(problems)))
    buttons = (
        SetupButton(PAGE_KEY, "add", "Send another"),
        OpenPageButton(PAGE_KEY, TITLE),
    )
    return SetupCard(f"No list in {escape(name)}", body, (SetupRow("", buttons),))


def build_list_card(one: ImportedList) -> SetupCard:
    """Return the card of a list, which asks whether to remove it."""
    author = f", by {escape(one.author)}" if one.author else ""
    lines: list[Markdown] = [
        f"{pluralize(one.question_count, 'question')} about “{escape(one.topic)}”{author}.",
        escape(one.description),
        "If you remove it, I won't ask its questions anymore. Everyone keeps their points.",
    ]
    remove = SetupButton(
        PAGE_KEY, "remove", "Remove it", str(one.id), style=discord.ButtonStyle.danger
    )
    body = "\n".join(filter(None, lines))
    buttons = (remove, OpenPageButton(PAGE_KEY, "Keep it"))
    return SetupCard(escape(one.name), body, (SetupRow("", buttons),))
