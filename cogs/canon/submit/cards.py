"""What members read while they add: what is missing, how it will look, what comes of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from bot.ui.card import Card
from bot.ui.dates import in_words
from bot.ui.text import clip, escape
from cogs.canon.proposals.cards import mention
from cogs.canon.proposals.drafts import Draft
from cogs.canon.proposals.similarity import Likeness
from cogs.canon.submit.date_input import precision_in_words
from cogs.canon.submit.parser import Typed

SHOWN_ALIKE = 3
MAX_SHOWN = 120
MAX_TYPED = 1_000
KEPT = "Nothing you wrote is lost: the buttons open the forms again."
GONE = "That draft is gone: it was sent in, thrown away, or left for more than a day."
DROPPED = Card("Thrown away", "As if it had never been written. Start again with /canon add.")
BACK = Card("Taken back", "Nobody will review it. Start again with /canon add.")
CHANGED = "It was decided meanwhile, so nothing was changed: /canon history shows how."
NOT_BACK = "It is decided already, or not yours: /canon mine shows what became of it."


class Outlook(NamedTuple):
    """What sending a draft in will do."""

    is_reviewer: bool
    asked_id: int | None = None
    """The member who is asked first."""
    amends: int = 0
    """The proposal that it changes."""


def problem_card(problems: Sequence[str]) -> Card:
    """What is not right yet, a sentence each."""
    listed = "\n".join(f"- {escape(one)}" for one in problems)
    return Card("Not quite there yet", listed, KEPT)


def gone_card(typed: Typed) -> Card:
    """A form came back whose draft is gone: at least what was written can be copied."""
    lines = [GONE]
    written = [text for text in typed.values() if text.strip()]
    if written:
        lines.append("This is what you wrote, to be copied into a new one:")
        lines += [f"> {line}" for line in escape(clip("\n".join(written), MAX_TYPED)).splitlines()]
    return Card("Too late", "\n".join(lines))


def above(likenesses: Sequence[Likeness], sources: Mapping[str, str]) -> str:
    """What stands over the preview; `sources` is a line of links by the id of an entry."""
    lines = ["**This is how it will look. Nothing is sent yet.**"]
    if likenesses:
        lines.append("Somebody may have been quicker. If it is one of these, throw yours away:")
        lines += [f"- {_alike(one, sources)}" for one in likenesses[:SHOWN_ALIKE]]
    if len(likenesses) > SHOWN_ALIKE:
        lines.append(f"- and {len(likenesses) - SHOWN_ALIKE} more")
    return "\n".join(lines)


def _alike(likeness: Likeness, sources: Mapping[str, str]) -> str:
    found = likeness.recorded
    why = [f"{likeness.percent} % alike"] if likeness.percent else []
    why += ["same page"] if likeness.is_same_page else []
    name = escape(clip(found.name, MAX_SHOWN))
    shown = f"“{name}” ({found.entry_id})" if found.entry_id else f"A {name}"
    line = sources.get(found.entry_id)
    return f"{shown}: {', '.join(why)}" + (f". {line}" if line else "")


def notes(draft: Draft, outlook: Outlook, nearest: str | None) -> Iterator[str]:
    """How the date was understood, whom a new name may be, and what happens next."""
    yield f"Date: **{in_words(draft.date)}**, {precision_in_words(draft.date)}."
    if nearest is not None:
        yield f"Not the same as {escape(nearest)}? If it is, choose that name from the list."
    if outlook.amends:
        yield "What you save goes back into the queue, changed."
    elif outlook.asked_id is not None:
        yield f"{mention(outlook.asked_id)} is asked first, and then a reviewer decides."
    elif outlook.is_reviewer:
        yield "You are a reviewer: it counts as soon as you send it in, and the history says so."
    else:
        yield "A reviewer decides about it, and you will be told."


def sent_card(number: int) -> Card:
    """It waits."""
    body = (
        f"It waits for a reviewer as number {number}, and you will be told. /canon mine shows it."
    )
    return Card("Sent in", body, "Sources and dates: the glue that holds it all together.")


def verdict(guess: str, counts_as: str | None) -> str:
    """Whether an answer would count, said above the card."""
    shown = escape(clip(guess, MAX_SHOWN))
    if counts_as is None:
        return f"✗ “{shown}” would **not** count."
    return f"✓ “{shown}” would count, as “{escape(counts_as)}”."
