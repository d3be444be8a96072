"""What an admin reads before, while and after a server's own entries go out or come in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bot.ui.card import Card
from bot.ui.text import clip, counted, escape, listed
from cogs.canon.transfer.import_plan import Plan
from seeds.schema import KINDS

SHOWN_PROBLEMS = 15
MAX_PROBLEM = 200
NOTHING_OWN = "This server has added nothing of its own yet: /canon add is where it begins."
NOTHING_NEW = "Everything in that file is on record here already, so nothing was imported."
NOT_HERE = (
    "That file is not here any more, because it was imported, or I was restarted: send it again "
    "with /canon import if it is still to come."
)


def counts_in_words(counts: Counter[str]) -> str:
    """ "3 sources, 2 events and 1 quote"."""
    plurals = {"status": "status report"}
    return listed(
        [counted(counts[kind], plurals.get(kind, kind)) for kind in KINDS if counts[kind]]
    )


def preview_card(plan: Plan, name: str) -> Card:
    """What importing would change, before anything does."""
    lines = [f"**{counts_in_words(plan.counts)}** would be added, and count at once."]
    if plan.twins:
        known = counted(len(plan.twins), "entry").replace("entrys", "entries")
        lines.append(f"{known} left out: on record here already, with the same link and words.")
    if plan.people:
        names = [escape(person.name) for person in plan.people]
        lines.append(f"New here: {listed(names)}.")
    lines.append("Nothing is announced. /canon history and /canon retract work on all of it.")
    return Card(f"Import {escape(clip(name, 60))}?", "\n".join(lines))


def problems_card(name: str, problems: Sequence[str]) -> Card:
    """Everything that keeps a file from being imported."""
    lines = [f"- {escape(clip(' '.join(one.split()), MAX_PROBLEM))}" for one in problems]
    shown = lines[:SHOWN_PROBLEMS]
    if len(lines) > len(shown):
        shown.append(f"- and {len(lines) - len(shown)} more")
    number = counted(len(problems), "thing")
    body = "\n".join(("Nothing was imported. Mend this and send the file again:", *shown))
    return Card(f"{number} to mend in {escape(clip(name, 60))}", body)


def imported_card(plan: Plan, name: str) -> Card:
    """What has come in."""
    body = f"{counts_in_words(plan.counts)}, and all of it counts from now on."
    return Card(f"Imported {escape(clip(name, 60))}", body)


def export_sentence(counts: Counter[str], problems: Sequence[str]) -> str:
    """What stands beside the exported file."""
    sentence = (
        f"All that this server has added, with what it cites: {counts_in_words(counts)}. "
        "/canon import takes it in another server."
    )
    if not problems:
        return sentence
    first = escape(clip(problems[0], MAX_PROBLEM))
    return f"{sentence} Before that, {counted(len(problems), 'thing')} to mend, first: {first}"
