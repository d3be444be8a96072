"""The lines and cards of the *News* page: the feeds of a guild and the state of each."""

from __future__ import annotations

from collections.abc import Sequence

from bot.markdown import Markdown, escape, format_instant, format_number, format_url
from bot.setup.controls import SetupButton, footer_row
from bot.setup.page_card import SetupCard, SetupRow
from bot.ui.text import clip, pluralize
from storage.feeds.subscriptions import FeedPause, Subscription

PAGE = "news"
MAX_TITLE = 60
SHOWN_WORDS = 300
PAUSES: dict[FeedPause, Markdown] = {
    FeedPause.MANUAL: "paused by an admin",
    FeedPause.BROKEN: "stopped, because it failed for days",
    FeedPause.REFUSED: "stopped, because a reviewer asked me to",
}


def format_title(subscription: Subscription) -> Markdown:
    """Return the title of a feed in bold, escaped."""
    return f"**{escape(clip(subscription.title, MAX_TITLE))}**"


def format_state(subscription: Subscription) -> Markdown:
    """Return what a feed does or why not, its last find and its last fault."""
    parts: list[Markdown]
    if subscription.pause is not FeedPause.NONE:
        parts = [PAUSES[subscription.pause]]
    elif subscription.looked_at is None:
        parts = ["not looked at yet"]
    else:
        parts = [f"looked {format_instant(subscription.looked_at, 'R')}"]
    if subscription.found_at is not None:
        parts.append(f"last find {format_instant(subscription.found_at, 'R')}")
    if subscription.fault:
        parts.append(escape(clip(subscription.fault, 100)))
    return " · ".join(parts)


def format_feeds(subscriptions: Sequence[Subscription]) -> Markdown:
    """Return a line for each feed."""
    lines: list[Markdown] = [f"{format_title(one)} · {format_state(one)}" for one in subscriptions]
    return "\n".join(lines) or "No feeds yet."


def feed_card(subscription: Subscription) -> SetupCard:
    """Return the card of one feed with its controls."""
    argument = str(subscription.feed_id)
    words = ", ".join(escape(word) for word in subscription.words)
    counts = words or "the title, or two of its people"
    lines: list[Markdown] = [
        format_url(subscription.address),
        format_state(subscription),
        f"I pick items that mention: {clip(counts, SHOWN_WORDS)}",
        f"Language of its pages: {escape(subscription.language) or 'English'}",
    ]
    is_active = subscription.pause is FeedPause.NONE
    toggle = ("pause", "Pause") if is_active else ("resume", "Resume")
    look = [SetupButton(PAGE, "look", "Look now", argument)] if is_active else []
    actions = (
        *look,
        SetupButton(PAGE, *toggle, argument),
        SetupButton(PAGE, "words", "Words", argument),
        SetupButton(PAGE, "language", "Language", argument),
        SetupButton(PAGE, "remove", "Remove", argument),
    )
    title = escape(clip(subscription.title, MAX_TITLE))
    return SetupCard(title, "\n".join(lines), (SetupRow("", actions), footer_row()))


def format_check(form: str, item_count: int, matching_titles: Sequence[str]) -> Markdown:
    """Return what a feed is, how many items it has, and which of them would count."""
    text = f"{escape(form)} with {pluralize(item_count, 'item')}"
    if not matching_titles:
        return f"{text}; right now I wouldn't pick any."
    shown = "; ".join(f"“{escape(clip(one, MAX_TITLE))}”" for one in matching_titles[:3])
    more = (
        f" and {format_number(len(matching_titles) - 3)} more" if len(matching_titles) > 3 else ""
    )
    return f"{text}; right now I'd pick {format_number(len(matching_titles))}: {shown}{more}."
