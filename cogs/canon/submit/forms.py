"""Builds the forms of drafts: the fields of each kind, filled with what was typed before.

The custom id of a form holds the id of its draft, so it can be submitted after a restart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import discord

from bot.ui.entry_cards import CERTAINTY_NAMES
from bot.ui.forms import (
    MAX_OPTION,
    MAX_SELECT_OPTIONS,
    PersistentModal,
    build_choice,
    compute_version,
)
from bot.ui.text import clip
from cogs.canon.proposals.links import MAX_LINK
from cogs.canon.proposals.speakers import MAX_NAME
from cogs.canon.submit.parsing.date_input import DatePrecision
from cogs.canon.submit.parsing.fields import (
    MAX_LINE,
    MAX_TEXT,
    MISSING_PUBLICATION,
    MISSING_SOURCE,
    FormValues,
)
from cogs.canon.submit.parsing.parser import MAX_ANSWER, MAX_ANSWERS, MESSAGE_KIND
from cogs.canon.submit.parsing.promises import OUTCOMES
from cogs.canon.submit.promise_fields import build_promises_field
from seeds.pack import NO_STAGE, Manifest
from seeds.promises.settling import OpenPromise
from seeds.question_rules import DISTRACTOR_COUNT
from seeds.schema import MAX_QUOTE_LENGTH, Difficulty

DRAFT_FORM_ID = re.compile(r"canon:write:(?P<part>[abc]):(?P<draft>\d{1,20})")
GUESS_FORM_ID = re.compile(r"canon:guess:(?P<draft>\d{1,20})")
MAX_DATE = 40
MAX_ANSWER_TRIED = 100


class _TextField(NamedTuple):
    """A text input with its label and hint."""

    label: str
    hint: str
    max_length: int
    is_long: bool = False
    is_required: bool = True


_TEXT_FIELDS = {
    "headline": _TextField(
        "Headline", "In your own words, like: Cameras roll in Budapest", MAX_LINE
    ),
    "words": _TextField(
        "The words, exactly", "As they were said or printed", MAX_QUOTE_LENGTH, is_long=True
    ),
    "occasion": _TextField("Where or to who", "Goes after “said”: on the red carpet", MAX_LINE),
    "date": _TextField(
        "When it was published",
        "2026-03-14, March 2026 or 2026, whichever you know",
        MAX_DATE,
        is_required=False,
    ),
    "published": _TextField(
        "When that was published",
        "Only if it was later than the day it was said",
        MAX_DATE,
        is_required=False,
    ),
    "release_date": _TextField(
        "Release date, if one was announced",
        "2027-03-14, March 2027 or 2027; needed when it's dated",
        MAX_DATE,
        is_required=False,
    ),
    "moved_to": _TextField(
        "New date of what was put off, if there is one",
        "2027-03-14, March 2027 or 2027",
        MAX_DATE,
        is_required=False,
    ),
    "publisher": _TextField("Who published it", "Like: Variety", MAX_LINE, is_required=False),
    "link": _TextField("Link", "https://…, if there is one", MAX_LINK, is_required=False),
    "speaker": _TextField("Who said it", "A name I know, or a new one", MAX_NAME),
    "answers": _TextField(
        "Right answer, and what else counts below it",
        f"One per line, at most {MAX_ANSWERS}. Capitals and small typos don't matter",
        MAX_ANSWERS * (MAX_ANSWER + 1),
        is_long=True,
    ),
    "wrong": _TextField(
        "Three wrong answers, or none",
        "One per line. With none, people type the answer",
        DISTRACTOR_COUNT * (MAX_ANSWER + 1),
        is_long=True,
        is_required=False,
    ),
    "explanation": _TextField("What to show with the answer", "One sentence", MAX_LINE),
}
_TEXT_FIELDS_BY_KIND = {
    ("news", "text"): _TextField("What happened", "Two or three sentences", MAX_TEXT, is_long=True),
    ("fact", "text"): _TextField("The fact", "In your own words", MAX_TEXT, is_long=True),
    ("question", "text"): _TextField("Question", "Don't give the answer away", MAX_LINE),
    ("news", "date"): _TEXT_FIELDS["date"]._replace(label="When it happened"),
    ("quote", "date"): _TEXT_FIELDS["date"]._replace(label="When it was said"),
}
"""Fields whose label or length depends on the kind."""
_CERTAINTY_LABELS = {value: name.capitalize() for value, name in CERTAINTY_NAMES.items()}
_PRECISION_LABELS: dict[str, str] = {
    DatePrecision.WRITTEN: "As exact as you wrote it",
    DatePrecision.MONTH: "Only the month is sure",
    DatePrecision.YEAR: "Only the year is sure",
    DatePrecision.ABOUT: "It was about then",
}
_CHOICES: dict[str, tuple[str, Mapping[str, str]]] = {
    "certainty": ("How sure it is", _CERTAINTY_LABELS),
    "difficulty": ("How hard it is", {one: one.capitalize() for one in Difficulty}),
    "precision": ("How exact the date is", _PRECISION_LABELS),
}
_DEFAULTS = {
    "certainty": "reported",
    "difficulty": Difficulty.MEDIUM,
    "precision": DatePrecision.WRITTEN,
}

_PARTS = "abc"
"""The names of the first, second and third form of a kind in custom ids."""
_FORM_FIELDS: dict[str, tuple[tuple[str, ...], ...]] = {
    "news": (
        ("headline", "text", "date", "publisher", "link"),
        ("topic", "stage", "release_date", "certainty", "precision"),
        (*OUTCOMES, "moved_to"),
    ),
    "quote": (
        ("words", "occasion", "date", "publisher", "link"),
        ("speaker", "topic", "precision", "published"),
    ),
    MESSAGE_KIND: (("words", "occasion", "topic"),),
    "fact": (("text", "topic", "date", "publisher", "link"), ("precision",)),
    "question": (
        ("text", "answers", "wrong", "explanation", "topic"),
        ("date", "precision", "publisher", "link", "difficulty"),
    ),
}
"""The fields of the forms of each kind."""
_FORM_TITLES = {
    "news": ("Add news", "What the news is about", "Promises it settles"),
    "quote": ("Add a quote", "Who said it, and about what"),
    MESSAGE_KIND: ("Save as quote",),
    "fact": ("Add a fact", "About its date"),
    "question": ("Add a question", "Where you got it"),
}


class FormContent(NamedTuple):
    """What was typed into a draft so far, and what its fields offer."""

    typed: FormValues
    manifest: Manifest
    promises: Mapping[str, OpenPromise]
    """The open promises by the values of forms."""


def get_form_label(kind: str, part: str) -> str | None:
    """Return the label of the button that opens a further form; None when there is none."""
    titles = _FORM_TITLES[kind]
    number = _PARTS.index(part)
    return titles[number] if number < len(titles) else None


def list_form_fields(kind: str, part: str) -> tuple[str, ...]:
    """Return the fields that one form may set, () for a form that the kind has not."""
    forms = _FORM_FIELDS[kind]
    number = _PARTS.index(part)
    return forms[number] if number < len(forms) else ()


def lacks_only_source(kind: str, problems: Iterable[str]) -> bool:
    """Return whether a draft has no other problem than a source its first form did not ask for."""
    is_asked_later = "publisher" not in list_form_fields(kind, _PARTS[0])
    return is_asked_later and set(problems) <= {MISSING_SOURCE, MISSING_PUBLICATION}


def build_draft_form(kind: str, part: str, draft_id: int, content: FormContent) -> PersistentModal:
    """Return the form of a draft, filled with what was typed so far."""
    names = list_form_fields(kind, part)
    shown = [name for name in names if name not in OUTCOMES or content.promises]
    version = compute_form_version(names, content.typed)
    return PersistentModal(
        _FORM_TITLES[kind][_PARTS.index(part)],
        f"canon:write:{part}:{draft_id}",
        *(_build_field(kind, name, content) for name in shown),
        version=version,
    )


def compute_form_version(names: Iterable[str], typed: FormValues) -> str:
    """Return the version of what a form with the fields `names` shows of a draft."""
    return compute_version(typed.get(name, "") for name in names)


def build_guess_form(draft_id: int, question: str) -> PersistentModal:
    """Return the form that asks for an answer to try."""
    field = _TextField("Your answer", clip(question, MAX_OPTION), MAX_ANSWER_TRIED)
    return PersistentModal(
        "Would it count?", f"canon:guess:{draft_id}", _build_text_input("guess", field, "")
    )


def _build_field(kind: str, name: str, content: FormContent) -> discord.ui.Label[discord.ui.Modal]:
    typed, manifest = content.typed.get(name, ""), content.manifest
    if name in OUTCOMES:
        return build_promises_field(name, typed.splitlines(), content.promises)
    if name == "topic":
        return _build_topic_field(typed, {one.slug: one.name for one in manifest.topics})
    if name == "stage":
        return _build_stage_field(typed, manifest)
    if name in _CHOICES:
        label, options = _CHOICES[name]
        return build_choice(name, label, options, typed or _DEFAULTS[name])
    return _build_text_input(
        name, _TEXT_FIELDS_BY_KIND.get((kind, name)) or _TEXT_FIELDS[name], typed
    )


def _build_topic_field(typed: str, topics: Mapping[str, str]) -> discord.ui.Label[discord.ui.Modal]:
    if len(topics) > MAX_SELECT_OPTIONS:
        return _build_text_input(
            "topic", _TextField("What it's about", "A topic's name", MAX_OPTION), typed
        )
    return build_choice("topic", "What it's about", topics, typed)


def _build_stage_field(typed: str, manifest: Manifest) -> discord.ui.Label[discord.ui.Modal]:
    labels = {NO_STAGE: "Not about how far along it is"} | {
        one.slug: one.label for one in manifest.stages
    }
    return build_choice("stage", "How far along it is", labels, typed or NO_STAGE)


def _build_text_input(
    name: str, text_field: _TextField, typed: str
) -> discord.ui.Label[discord.ui.Modal]:
    text_input = discord.ui.TextInput[Any](
        custom_id=name,
        style=discord.TextStyle.paragraph if text_field.is_long else discord.TextStyle.short,
        required=text_field.is_required,
        max_length=text_field.max_length,
        default=typed[: text_field.max_length] or None,
    )
    return discord.ui.Label(
        text=text_field.label, description=text_field.hint, component=text_input
    )
