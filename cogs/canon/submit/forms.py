"""The forms members write in: which fields a draft has, on which form, with what was typed before.

A form says which draft it belongs to by its custom id alone, so it can be sent after a restart.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

import discord

from bot.ui.forms import Form
from bot.ui.text import clip
from cogs.canon.proposals.links import MAX_LINK
from cogs.canon.proposals.question_rules import DISTRACTORS
from cogs.canon.proposals.speakers import MAX_NAME
from cogs.canon.submit.parser import (
    CERTAINTIES,
    MAX_ANSWER,
    MAX_ANSWERS,
    MAX_LINE,
    MAX_TEXT,
    MESSAGE,
    NO_STAGE,
    Typed,
)
from seeds.schema import MAX_QUOTE_LENGTH, Difficulty, Stage

WRITTEN = re.compile(r"canon:write:(?P<part>[ab]):(?P<draft>\d{1,20})")
GUESSED = re.compile(r"canon:guess:(?P<draft>\d{1,20})")
MAX_OPTIONS = 25
MAX_OPTION = 100
MAX_DATE = 40


class _Line(NamedTuple):
    """A text to be written."""

    label: str
    hint: str
    most: int
    is_long: bool = False
    is_required: bool = True


_LINES = {
    "headline": _Line("Headline", "In your own words, like: Cameras roll in Budapest", MAX_LINE),
    "words": _Line(
        "The words, exactly", "As they were said or printed", MAX_QUOTE_LENGTH, is_long=True
    ),
    "occasion": _Line("Where or to whom", "Reads after “said”: on the red carpet", MAX_LINE),
    "date": _Line(
        "When it was published",
        "2026-03-14, March 2026 or 2026: as exact as you know",
        MAX_DATE,
        is_required=False,
    ),
    "publisher": _Line("Who published it", "Like: Variety", MAX_LINE, is_required=False),
    "link": _Line("Link", "https://…, if there is one", MAX_LINK, is_required=False),
    "speaker": _Line("Who said it", "A name that is on record, or a new one", MAX_NAME),
    "answers": _Line(
        "Right answer, and below it what else counts",
        f"One a line, at most {MAX_ANSWERS}; case and small slips never matter",
        MAX_ANSWERS * (MAX_ANSWER + 1),
        is_long=True,
    ),
    "wrong": _Line(
        "Three wrong answers, or none",
        "One a line; with none the answer has to be typed",
        DISTRACTORS * (MAX_ANSWER + 1),
        is_long=True,
        is_required=False,
    ),
    "explanation": _Line("What to show with the answer", "One sentence", MAX_LINE),
}
_BY_KIND = {
    ("news", "text"): _Line("What happened", "Two or three sentences", MAX_TEXT, is_long=True),
    ("fact", "text"): _Line("The fact", "In your own words", MAX_TEXT, is_long=True),
    ("question", "text"): _Line("Question", "It must not give its answer away", MAX_LINE),
    ("news", "date"): _LINES["date"]._replace(label="When it happened"),
    ("quote", "date"): _LINES["date"]._replace(label="When it was said"),
}
"""What a field is called where it is not called the same for all kinds."""
_STAGES = {NO_STAGE: "Not about how far it is", **{one: one.capitalize() for one in Stage}}
_SELECTS: dict[str, tuple[str, Mapping[str, str]]] = {
    "stage": ("How far it is now", _STAGES),
    "certainty": ("How sure it is", {one: one.capitalize() for one in CERTAINTIES}),
    "difficulty": ("How hard it is", {one: one.capitalize() for one in Difficulty}),
}
_DEFAULTS = {"stage": NO_STAGE, "certainty": "reported", "difficulty": Difficulty.MEDIUM}

_PARTS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "news": (("headline", "text", "date", "publisher", "link"), ("topic", "stage", "certainty")),
    "quote": (("words", "occasion", "date", "publisher", "link"), ("speaker", "topic")),
    MESSAGE: (("words", "occasion", "topic"), ()),
    "fact": (("text", "topic", "date", "publisher", "link"), ()),
    "question": (
        ("text", "answers", "wrong", "explanation", "topic"),
        ("date", "publisher", "link", "difficulty"),
    ),
}
"""The fields of each kind's first form, and of its second where it has one."""
_TITLES = {
    "news": ("Add news", "What the news is about"),
    "quote": ("Add a quote", "Who said it, and about what"),
    MESSAGE: ("Save as quote", ""),
    "fact": ("Add a fact", ""),
    "question": ("Add a question", "Where you know it from"),
}
SECOND_LABELS = {kind: titles[1] for kind, titles in _TITLES.items() if titles[1]}
"""What the button to a second form says, for those kinds that have one."""


def fields_of(kind: str, part: str) -> tuple[str, ...]:
    """The fields that one form may write; nothing else that comes back with it counts."""
    return _PARTS[kind]["ab".index(part)]


def writing_form(
    kind: str, part: str, draft_id: int, typed: Typed, topics: Mapping[str, str]
) -> Form:
    """A draft's form, holding what was typed so far."""
    labels = [_field(kind, name, typed.get(name, ""), topics) for name in fields_of(kind, part)]
    title = _TITLES[kind]["ab".index(part)]
    return Form(title, f"canon:write:{part}:{draft_id}", *labels)


def guess_form(draft_id: int, asked: str) -> Form:
    """Takes an answer to try."""
    field = _Line("Your answer", clip(asked, MAX_OPTION), MAX_OPTION)
    return Form("Would it count?", f"canon:guess:{draft_id}", _written("guess", field, ""))


def _field(
    kind: str, name: str, typed: str, topics: Mapping[str, str]
) -> discord.ui.Label[discord.ui.Modal]:
    if name == "topic":
        return _topic(typed, topics)
    if name in _SELECTS:
        label, options = _SELECTS[name]
        return _chosen(name, label, options, typed or _DEFAULTS[name])
    return _written(name, _BY_KIND.get((kind, name)) or _LINES[name], typed)


def _topic(typed: str, topics: Mapping[str, str]) -> discord.ui.Label[discord.ui.Modal]:
    if len(topics) > MAX_OPTIONS:
        return _written("topic", _Line("What it is about", "A subject's name", MAX_OPTION), typed)
    return _chosen("topic", "What it is about", topics, typed)


def _written(name: str, line: _Line, typed: str) -> discord.ui.Label[discord.ui.Modal]:
    field = discord.ui.TextInput[Any](
        custom_id=name,
        style=discord.TextStyle.paragraph if line.is_long else discord.TextStyle.short,
        required=line.is_required,
        max_length=line.most,
        default=typed[: line.most] or None,
    )
    return discord.ui.Label(text=line.label, description=line.hint, component=field)


def _chosen(
    name: str, label: str, options: Mapping[str, str], chosen: str
) -> discord.ui.Label[discord.ui.Modal]:
    shown = [
        discord.SelectOption(label=text[:MAX_OPTION], value=value, default=value == chosen)
        for value, text in options.items()
    ]
    select = discord.ui.Select[Any](custom_id=name, options=shown, required=True)
    return discord.ui.Label(text=label, component=select)
