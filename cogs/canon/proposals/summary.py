"""Short descriptions of entries and proposals, for lists, choices and messages."""

from __future__ import annotations

import re

from bot.markdown import Markdown, escape, format_number, format_url
from bot.ui.citations import UNKNOWN_PUBLISHER, format_publication_date
from bot.ui.text import clip
from cogs.canon.drafts.base import DraftEntries
from seeds.schema import AnyEntry, Event, Fact, Question, Quote, Source, Status
from storage.proposals.proposals import Proposal
from storage.proposals.question_reports import REPORT_KIND

MAX_HEADLINE = 100
_FURTHER_SUFFIX = re.compile(r"(own-\d+)-\d+")
"""The suffix of a further entry of one kind, such as "own-12-2"."""


def get_headline(entry: AnyEntry) -> str:
    """Return the title or text of an entry, neither escaped nor shortened."""
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


def format_source_note(source: Source, *, names_title: bool, shows_link: bool = True) -> Markdown:
    """Return "Source: Variety, 2025, no link."; the link is written out where there is one."""
    name = get_headline(source) if names_title else source.publisher or UNKNOWN_PUBLISHER
    note: Markdown = f"Source: {escape(name)}, {format_publication_date(source)}"
    if source.url is None:
        return f"{note}, no link."
    # The whole address, because a link text would hide the target.
    return f"{note}, {format_url(source.url)}" if shows_link else f"{note}."


def get_id_suffix(entry_id: str) -> str:
    """Return the key of an entry's group: "own-12" of "quote.own-12" and of "quote.own-12-2"."""
    suffix = entry_id.partition(".")[2]
    further = _FURTHER_SUFFIX.fullmatch(suffix)
    return further[1] if further else suffix


def describe_proposal(proposal: Proposal, draft_entries: DraftEntries | None) -> Markdown:
    """Return 'news “Cameras roll”', escaped; without `draft_entries`, the number instead."""
    if proposal.kind == REPORT_KIND:
        return "the report about a question"
    if draft_entries is None:
        return f"{escape(proposal.kind)}, proposal {format_number(proposal.number)}"
    headline = clip(get_headline(draft_entries.main), MAX_HEADLINE)
    return f"{escape(proposal.kind)} “{escape(headline)}”"
