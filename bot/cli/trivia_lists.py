"""Imports, exports and reports of trivia questions, on the database and without Discord."""

from __future__ import annotations

import asyncio
import random
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

from bot.cli.exit_codes import OK, PROBLEMS_FOUND
from bot.errors import StartError
from bot.settings import Settings
from seeds.folding import fold
from seeds.loader import load_pack
from seeds.pack import Manifest
from seeds.schema import Question
from seeds.trivia_yaml import (
    TriviaList,
    TriviaListError,
    TriviaListQuestion,
    format_trivia_list,
    load_trivia_list,
)
from storage.proposals.question_reports import REPORT_KIND, QuestionReport
from storage.store import Store
from storage.trivia.questions import ImportedQuestion

MAX_TOPIC_LENGTH = 40


def import_list(settings: Settings, file: Path, topic: str | None) -> int:
    """Store a list under its file's name, replacing an earlier one; or print all of its faults.

    `topic` is the name of a topic; None means the file's name. Returns the exit code.
    """
    try:
        trivia_list = load_trivia_list(file)
    except OSError as error:
        raise StartError(f"{file} cannot be read: {error.strerror}.") from None
    except TriviaListError as error:
        for fault in error.problems:
            print(f"{file}:{fault.line}: {fault.message}")
        count = len(error.problems)
        print(f"{file}: {count} fault{'s' if count > 1 else ''}, nothing stored", file=sys.stderr)
        return PROBLEMS_FOUND
    manifest = load_pack(settings.seeds).manifest
    slug = find_topic(manifest, (topic or "").strip() or file.stem)
    rows = _build_rows(file.stem, slug, trivia_list)
    _run_with_store(settings, lambda store: store.trivia_questions.replace_list(file.stem, rows))
    count_text = "1 question" if len(rows) == 1 else f"{len(rows)} questions"
    print(f"{count_text} on {slug}. A running bot asks them from its next start on.")
    return OK


def export_list(settings: Settings, topic: str | None) -> int:
    """Print the questions of the pack and of every imported list as one list.

    With `topic`, only those. Raises StartError when there is none.
    """
    pack = load_pack(settings.seeds)
    slug = find_topic(pack.manifest, topic) if topic else None
    written = [one for one in pack.list_by_kind("question") if isinstance(one, Question)]
    listed = [
        TriviaListQuestion(one.text, one.answers) for one in written if slug in (None, one.topic)
    ]

    async def imported(store: Store) -> None:
        for one in await store.trivia_questions.list_imported():
            if slug in (None, one.topic):
                listed.append(TriviaListQuestion(one.text, one.answers))

    _run_with_store(settings, imported)
    if not listed:
        raise StartError(f"There is no question on {topic}: leave --topic out to see them all.")
    print(format_trivia_list(listed, pack.manifest.title), end="")
    return OK


def list_reports(settings: Settings) -> int:
    """Print what members reported, newest first, as `question: what is wrong: their text`."""

    async def show(store: Store) -> None:
        reported = await store.proposals.list_by_kind(REPORT_KIND)
        if not reported:
            print("Nobody has reported a question.", file=sys.stderr)
        for proposal in reported:
            report = QuestionReport.model_validate_json(proposal.body)
            said = " ".join(report.said.split()) or "no reason given"
            print(f"{proposal.subject}: {report.what}: {said}")

    _run_with_store(settings, show)
    return OK


def find_topic(manifest: Manifest, name: str) -> str:
    """Return the slug of the pack's topic called `name`, or else `name` as a further topic."""
    wanted = fold(name)
    for topic in manifest.topics:
        if wanted in (fold(topic.slug), fold(topic.name)):
            return topic.slug
    return name.strip()[:MAX_TOPIC_LENGTH]


def _build_rows(name: str, topic: str, trivia_list: TriviaList) -> list[ImportedQuestion]:
    return [
        ImportedQuestion(name, position, topic, trivia_list.author, question.text, question.answers)
        for position, question in enumerate(trivia_list.questions)
    ]


def _run_with_store(settings: Settings, work: Callable[[Store], Awaitable[None]]) -> None:
    asyncio.run(_open_store_and_run(settings, work))


async def _open_store_and_run(settings: Settings, work: Callable[[Store], Awaitable[None]]) -> None:
    store = await Store.open(settings.database, random.Random())
    try:
        await work(store)
    finally:
        await store.close()
