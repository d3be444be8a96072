"""Chooses what a list of questions is about, and the name it is stored under."""

from __future__ import annotations

from collections.abc import Iterable

from seeds.cleaning import clean_line
from seeds.pack import Manifest

MAX_TOPIC_LENGTH = 40
MAX_NAME_LENGTH = 40


def choose_topic(manifest: Manifest, names: Iterable[str]) -> str:
    """Return the slug of the pack's topic that the first visible name is of, or else that name."""
    cleaned = (clean_line(name) for name in names)
    name = next((name for name in cleaned if name), "list")
    topic = manifest.find_topic(name)
    return topic.slug if topic else name[:MAX_TOPIC_LENGTH].strip()


def choose_name(file_stem: str) -> str:
    """Return the name of the list in a file, from the file's name without its extension."""
    return clean_line(file_stem)[:MAX_NAME_LENGTH].strip() or "list"
