"""Writes a small pack with remarks, for an author to start from."""

from __future__ import annotations

import json
import os
import re
import textwrap
from pathlib import Path

from bot.errors import StartError
from seeds.folding import fold
from seeds.loader import MANIFEST_FILE
from seeds.pack import FILM_STAGES

ENTRIES_FILE = "entries.toml"
MAX_NAME_LENGTH = 60
_MAX_SLUG_LENGTH = 40

_MANIFEST = """\
# What this pack is about. docs/packs.md explains every key.

# The name of the pack for programs. Servers choose the pack by it, so never change it.
slug = {slug}
# What members read: the name of the pack, the work, and the production that they wait for.
title = {title}
work = {work}
awaited = "the sequel"
description = {description}
# The color of cards and pictures.
colour = "#2277aa"
# The line at the foot of /about.
motto = "Good things take time."

# What entries are about: the slug is what you write in them, the name is what members read.
[[topics]]
slug = "sequel"
name = "The sequel"

[[topics]]
slug = "making-of"
name = "How it was made"

# Everyone whom entries name. Aliases are found by searches.
[[people]]
slug = "mara-quill"
name = "Mara Quill"
aliases = ["Quill"]

# Stages of the production, in order. Leave them out and they are those of a film:
{film_stages}
#
# [[stages]]
# slug = "alpha"
# name = "alpha"
#
# [[stages]]
# slug = "delayed"
# name = "delayed"
# on_track = false

# News feeds that servers may choose to watch.
#
# [[feed]]
# title = "The Lamp Post"
# address = "https://lamp.example/feed.xml"
"""

_ENTRIES = """\
# One entry of each kind. All of them are made up: put yours in their place. An id is the kind, a
# period and a name, and stays the same forever.

# First where something is known from.
[[source]]
id = "source.interview"
publisher = "The Lamp Post"
title = "Mara Quill on what comes next"
published = "2024-06-02"
url = "https://lamp.example/interview"

# Something that happened, with its date as exact as you know it: "2024", "2024-06" or "2024-06-02".
# It returns every year as an anniversary.
[[event]]
id = "event.interview"
date = "2024-06-02"
title = "Mara Quill speaks about the sequel"
text = "In a long interview she says that a script is being written."
category = "interview"
topics = ["sequel"]
people = ["mara-quill"]
sources = ["source.interview"]

# Something true that has no date.
[[fact]]
id = "fact.harbor"
text = "Every scene at the harbor was shot in one night."
topics = ["making-of"]
sources = ["source.interview"]

# What someone said, word for word as it was printed.
[[quote]]
id = "quote.no-hurry"
speaker = "mara-quill"
words = "The river is in no hurry."
said = "2024-06"
occasion = "in an interview"
topics = ["sequel"]
sources = ["source.interview"]

# Where the production stands, newest last. /status shows the newest.
[[status]]
id = "status.writing"
as_of = "2024-06-02"
stage = "writing"
headline = "A script is being written"
text = "Mara Quill says that she is writing, and that no one has bought it yet."
certainty = "reported"
events = ["event.interview"]
sources = ["source.interview"]

# What was announced, and what became of it. /status counts these.
[[status.promises]]
text = "A first draft by the fall"
due = "2024-09"
outcome = "unknown"
what_happened = "Nothing more was said."

# A trivia question. Many more are made from the entries above.
[[question]]
id = "question.harbor"
style = "choice"
text = "How long did the scenes at the harbor take?"
answers = ["One night"]
distractors = ["A week", "Two months", "A year"]
difficulty = "easy"
topic = "making-of"
explanation = "The interview tells of that night."
sources = ["source.interview"]
about = ["fact.harbor"]
"""


def write_new_pack(name: str, parent: Path) -> Path:
    """Write a pack called `name` into a new folder of `parent`, and return that folder.

    Raises StartError, with a sentence, for a path, a name without letters, a folder that is there
    already, and one that cannot be written.
    """
    name = " ".join(name.split())
    if _looks_like_path(name):
        raise StartError(
            f"{name} is a path: go to the folder that the pack belongs in, and give me the name of "
            "the work, such as 'River Courier'."
        )
    slug = build_slug(name)
    if not slug or len(name) > MAX_NAME_LENGTH:
        raise StartError(
            f"Give the pack a name of at most {MAX_NAME_LENGTH} characters, with letters of the "
            "Latin alphabet or digits."
        )
    folder = parent / slug
    manifest = _MANIFEST.format(
        slug=_quote(slug),
        title=_quote(f"{name} fans"),
        work=_quote(name),
        description=_quote(f"What fans of {name} know, and what they wait for."),
        film_stages=_list_film_stages(),
    )
    try:
        folder.mkdir()
        (folder / MANIFEST_FILE).write_text(manifest, "utf-8")
        (folder / ENTRIES_FILE).write_text(_ENTRIES, "utf-8")
    except FileExistsError:
        raise StartError(f"{folder} is there already: choose another name.") from None
    except OSError as error:
        raise StartError(f"I can't write to {folder}: {error.strerror}.") from None
    return folder


def _looks_like_path(name: str) -> bool:
    """Return whether a folder is meant, and not a title such as Face/Off."""
    head, separator, _ = name.replace("\\", "/").rpartition("/")
    return bool(separator) and (head[:1] in ("", ".", "~") or os.path.isdir(head))


def _list_film_stages() -> str:
    """Return the slugs of the stages of a film, as lines of remarks."""
    groups = [[one.slug for one in FILM_STAGES if one.on_track is on] for on in (True, False)]
    text = f"{'; '.join(', '.join(slugs) for slugs in groups)}."
    return textwrap.fill(
        text, 100, initial_indent="# ", subsequent_indent="# ", break_on_hyphens=False
    )


def build_slug(name: str) -> str:
    """Return the slug of a name, "" for one without letters of the Latin alphabet and digits."""
    return re.sub(r"[^a-z0-9]+", "-", fold(name))[:_MAX_SLUG_LENGTH].strip("-")


def _quote(text: str) -> str:
    """Return the text as a string of TOML, which takes what JSON does."""
    return json.dumps(text, ensure_ascii=False)
