"""The command `seeds draft`: write a draft of a pack's entries from articles in English."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from bot.cli.exit_codes import OK
from bot.cli.output import write_output
from bot.errors import StartError
from seeds.drafting.articles import ArticleError, read_article
from seeds.drafting.draft import ArticleDraft, build_draft
from seeds.drafting.toml_draft import format_drafts
from seeds.validation.entry_rules import PLACEHOLDER


def draft_seeds(files: Sequence[Path], output: Path | None) -> int:
    """Write one TOML draft of the articles in `files` to `output`, and a summary to stderr.

    `output` is a file that must not exist yet; None means standard output. Return the exit code.
    Raises StartError, before anything is written, when an article cannot be read or `output`
    cannot be created.
    """
    try:
        articles = [read_article(file) for file in files]
    except ArticleError as error:
        raise StartError(str(error)) from None
    drafts = [build_draft(article) for article in articles]
    write_output(format_drafts(drafts), output)
    print(_summary(drafts), file=sys.stderr)
    return OK


def _summary(drafts: Sequence[ArticleDraft]) -> str:
    people = {slug for draft in drafts for slug in draft.people.by_slug}
    counts = (
        ("article", len(drafts)),
        ("quote", sum(len(draft.speeches) for draft in drafts)),
        ("event", sum(len(draft.events) for draft in drafts)),
    )
    parts = [f"{count} {name}{'' if count == 1 else 's'}" for name, count in counts]
    parts.append(f"{len(people)} {'person' if len(people) == 1 else 'people'}")
    return f"{', '.join(parts)}. Now look for “{PLACEHOLDER}” and “unsure”."
