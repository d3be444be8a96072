"""The cards and messages of exports and imports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bot.markdown import Markdown, escape, format_number
from bot.ui.card import Card
from bot.ui.text import clip, join_words, pluralize
from cogs.canon.transfer.import_plan import ImportPlan
from seeds.schema import ENTRY_TYPES

SHOWN_PROBLEMS = 15
MAX_PROBLEM = 200
NO_GUILD_ENTRIES = "This server hasn't added anything of its own yet. Start with /canon add."
NO_NEW_ENTRIES = "I already have everything in that file, so I didn't import anything."


def format_counts(counts: Counter[str]) -> Markdown:
    """Return the counts by kind as text: "3 sources, 2 events and 1 quote"."""
    nouns: dict[str, Markdown] = {"status": "status report"}
    shown: list[Markdown] = [
        pluralize(counts[kind], nouns.get(kind) or escape(kind))
        for kind in ENTRY_TYPES
        if counts[kind]
    ]
    return join_words(shown)


def import_preview_card(plan: ImportPlan, name: str) -> Card:
    """Return the card that says what an import would add."""
    lines: list[Markdown] = []
    if plan.new_entries:
        lines.append(f"I'd add **{format_counts(plan.counts)}**, and use them right away.")
    if plan.corrected_entries:
        counts = Counter(entry.kind for entry in plan.corrected_entries)
        lines.append(
            f"I'd change **{format_counts(counts)}** of this server to what the file says."
        )
    left_out = len(plan.existing_ids) - len(plan.corrected_entries)
    if left_out:
        known = pluralize(left_out, "entry").replace("entrys", "entries")
        lines.append(f"I'd skip {known} that I already have, with the same link and words.")
    if plan.new_people:
        names: list[Markdown] = [escape(person.name) for person in plan.new_people]
        lines.append(f"New here: {join_words(names)}.")
    lines.append(
        "I won't announce any of it. /review history and /review retract work on all of it."
    )
    return Card(f"Import {escape(clip(name, 60))}?", "\n".join(lines))


def import_problems_card(name: str, problems: Sequence[str]) -> Card:
    """Return the card of the problems that prevent an import."""
    lines: list[Markdown] = [
        f"- {escape(clip(' '.join(one.split()), MAX_PROBLEM))}" for one in problems
    ]
    shown = lines[:SHOWN_PROBLEMS]
    if len(lines) > len(shown):
        shown.append(f"- and {format_number(len(lines) - len(shown))} more")
    number = pluralize(len(problems), "thing")
    body = "\n".join(("I didn't import anything. Fix this and send the file again:", *shown))
    return Card(f"{number} to fix in {escape(clip(name, 60))}", body)


def imported_card(plan: ImportPlan, name: str) -> Card:
    """Return the card that says what was imported."""
    done: list[Markdown] = []
    if plan.counts:
        done.append(f"{format_counts(plan.counts)} added.")
    if plan.corrected_entries:
        counts = Counter(entry.kind for entry in plan.corrected_entries)
        done.append(f"{format_counts(counts)} corrected.")
    body = " ".join((*done, "I use all of it from now on."))
    return Card(f"Imported {escape(clip(name, 60))}", body)


def format_export_message(counts: Counter[str], problems: Sequence[str]) -> Markdown:
    """Return the message with the exported file; it names the first of the problems."""
    sentence = (
        f"Here's everything this server added, with its sources: {format_counts(counts)}. "
        "/import adds it to another server."
    )
    if not problems:
        return sentence
    first = escape(clip(problems[0], MAX_PROBLEM))
    return f"{sentence} First, {pluralize(len(problems), 'thing')} to fix, starting with: {first}"
