"""Entries in a few words: what lists, choices and messages call them."""

from __future__ import annotations

from seeds.schema import AnyEntry, Event, Fact, Question, Quote, Source, Status


def get_headline(entry: AnyEntry) -> str:
    """What an entry says, in its own words, not escaped and not shortened."""
    match entry:
        case Source():
            return f"{entry.publisher}: {entry.title}" if entry.publisher else entry.title
        case Event():
            return entry.title
        case Status():
            return entry.headline
        case Quote():
            return " … ".join(entry.runs)
        case Fact() | Question():
            return entry.text


def get_id_suffix(entry_id: str) -> str:
    """What an own entry shares with those it came with: "own-12" of "quote.own-12"."""
    return entry_id.partition(".")[2]
