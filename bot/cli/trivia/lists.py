"""Imports, exports and reports of trivia questions, on the database and without Discord."""

from __future__ import annotations

import asyncio
import random
import sys
from collections.abc import Awaitable, Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from bot.cli.exit_codes import CANNOT_START, OK
from bot.cli.output import write_output
from bot.errors import StartError
from bot.settings import Settings
from seeds.loader import load_pack
from seeds.pack import Pack
from seeds.schema import Question
from seeds.trivia_lists.models import (
    MAX_AUTHOR_LENGTH,
    MAX_DESCRIPTION_LENGTH,
    TriviaListError,
    TriviaListQuestion,
)
from seeds.trivia_lists.reader import load_trivia_list
from seeds.trivia_lists.topics import choose_name, choose_topic
from seeds.trivia_lists.yaml_format import format_yaml_list
from seeds.trivia_question import TriviaQuestion
from storage.proposals.proposals import Proposal
from storage.proposals.question_reports import REPORT_KIND, QuestionReport
from storage.store import Store
from storage.trivia.lists import ALL_GUILDS_ID, ImportedList, NewList

T = TypeVar("T")


def import_list(settings: Settings, file: Path, topic: str | None) -> int:
    """Store what can be asked of a list under its file's name, replacing an earlier one.

    Print what was left out. `topic` is the name of a topic; None means what the file says, else its
    name. Returns the exit code; raises StartError when the file cannot be read.
    """
    try:
        found = load_trivia_list(file)
    except OSError as error:
        raise StartError(f"I can't read {file}: {error.strerror}.") from None
    except TriviaListError as error:
        _print_problems(file, error.problems)
        print(f"{file}: there's nothing to import in it, so nothing was stored", file=sys.stderr)
        return CANNOT_START
    _print_problems(file, found.omitted)
    manifest = load_pack(settings.seeds[0]).manifest
    slug = choose_topic(manifest, (topic or "", found.topic, file.stem))
    new_list = NewList(
        choose_name(file.stem), slug, found.author, found.description, found.questions
    )
    _run_with_store(settings, lambda store: store.trivia_lists.replace(ALL_GUILDS_ID, new_list))
    left_out = f" {_format_count(len(found.omitted), 'thing')} left out." if found.omitted else ""
    print(
        f"{_format_count(len(found.questions), 'question')} on {slug}.{left_out} If the "
        "bot is running, restart it to use them."
    )
    return OK


def _print_problems(file: Path, problems: Iterable[tuple[int, str]]) -> None:
    for line, message in problems:
        print(f"{file}:{line}: {message}" if line else f"{file}: {message}")


def show_lists(settings: Settings) -> int:
    """Print the lists of all servers, then each server's own, one per line."""
    lists = _run_with_store(settings, lambda store: store.trivia_lists.list_all())
    if not lists:
        print("No lists yet: `trivia import FILE` adds one.", file=sys.stderr)
    for one in lists:
        print(_format_list(one))
    return OK


def _format_list(one: ImportedList) -> str:
    owner = "" if one.guild_id == ALL_GUILDS_ID else f", only for server {one.guild_id}"
    author = f", by {one.author}" if one.author else ""
    count = _format_count(one.question_count, "question")
    return f"{one.name}: {count} on {one.topic}{author}{owner}"


def remove_list(settings: Settings, name: str, guild_id: int | None) -> int:
    """Remove a list of all servers, or with `guild_id` that server's own.

    Raises StartError when there is no such list.
    """

    async def remove(store: Store) -> ImportedList | None:
        for one in await store.trivia_lists.list_all():
            if (one.guild_id, one.name) == (guild_id or ALL_GUILDS_ID, name):
                await store.trivia_lists.remove(one.guild_id, one.id)
                return one
        return None

    removed = _run_with_store(settings, remove)
    if removed is None:
        raise StartError(f"There's no list called {name}: `trivia lists` prints the names.")
    count = _format_count(removed.question_count, "question")
    print(f"Removed {name}, with {count}. If the bot is running, restart it to drop them.")
    return OK


def export_list(
    settings: Settings,
    *,
    topic: str | None = None,
    list_name: str | None = None,
    output: Path | None = None,
) -> int:
    """Write the questions of the pack and of every list of all servers as one list.

    With `topic`, only those about it; with `list_name`, only those of that list. `output` is a new
    file; None means standard output. Raises StartError when there is none to write.
    """
    pack = load_pack(settings.seeds[0])
    slug = choose_topic(pack.manifest, (topic,)) if topic else None
    written = [
        TriviaListQuestion(one.text, one.answers, one.distractors, one.difficulty)
        for one in pack.list_by_kind("question")
        if isinstance(one, Question) and slug in (None, one.topic) and list_name is None
    ]
    imported = [
        one
        for one in _run_with_store(
            settings, lambda store: store.trivia_lists.list_questions(ALL_GUILDS_ID)
        )
        if slug in (None, one.list.topic) and list_name in (None, one.list.name)
    ]
    if not written and not imported:
        raise StartError("No questions match: `trivia lists` prints the lists there are.")
    lists = {one.list.id: one.list for one in imported}.values()
    authors = [pack.manifest.title] if written else []
    authors += [one.author for one in lists]
    text = format_yaml_list(
        [*written, *(one.question for one in imported)],
        _join_distinct(authors, MAX_AUTHOR_LENGTH),
        _join_distinct([one.description for one in lists], MAX_DESCRIPTION_LENGTH),
    )
    write_output(text, output)
    return OK


def _join_distinct(texts: Iterable[str], limit: int) -> str:
    """Return the texts without empty and repeated ones, as many as fit in `limit` characters."""
    joined = ""
    for text in filter(None, dict.fromkeys(texts)):
        longer = f"{joined}, {text}" if joined else text
        if len(longer) > limit:
            break
        joined = longer
    return joined


def list_reports(settings: Settings) -> int:
    """Print what members reported, newest first: the question, its key, what is wrong, their text.

    A question that is neither in a pack nor was stored when it was asked is named by its key.
    """
    packs = [load_pack(one) for one in settings.seeds]

    async def list_reported(store: Store) -> list[str]:
        return [
            await _format_report(store, packs, proposal)
            for proposal in await store.proposals.list_by_kind(REPORT_KIND)
        ]

    lines = _run_with_store(settings, list_reported)
    if not lines:
        print("No one has reported a question.", file=sys.stderr)
    for line in lines:
        print(line)
    return OK


async def _format_report(store: Store, packs: Sequence[Pack], proposal: Proposal) -> str:
    report = QuestionReport.model_validate_json(proposal.body)
    said = " ".join(report.said.split()) or "no reason given"
    asked = await store.question_reports.get_asked_question(
        proposal.guild_id, proposal.subject, report
    )
    words = " ".join(_find_question_text(packs, proposal.subject, asked).split())
    shown = f"{words} ({proposal.subject})" if words else proposal.subject
    return f"{shown}: {report.what}: {said}"


def _find_question_text(packs: Sequence[Pack], key: str, asked: str | None) -> str:
    """Return the question of the JSON `asked`, or else of a pack; "" when none has it."""
    try:
        return TriviaQuestion.model_validate_json(asked or "").text
    except ValidationError:
        written = [one for pack in packs if isinstance(one := pack.entries.get(key), Question)]
        return written[0].text if written else ""


def _format_count(number: int, noun: str) -> str:
    return f"1 {noun}" if number == 1 else f"{number} {noun}s"


def _run_with_store(settings: Settings, work: Callable[[Store], Awaitable[T]]) -> T:
    return asyncio.run(_open_store_and_run(settings, work))


async def _open_store_and_run(settings: Settings, work: Callable[[Store], Awaitable[T]]) -> T:
    store = await Store.open(settings.database, random.Random())
    try:
        return await work(store)
    finally:
        await store.close()
