"""What `/about` looks like."""

from __future__ import annotations

from collections.abc import Mapping

from bot.ui.card import Card
from bot.ui.text import counted, escape, listed
from seeds.pack import Manifest

_NAMES = {
    "source": "source",
    "event": "event",
    "fact": "fact",
    "quote": "quote",
    "status": "status report",
    "question": "trivia question",
}


def about_card(
    manifest: Manifest, counts: Mapping[str, int], version: str, *, reads_messages: bool
) -> Card:
    """The pack in numbers, what is stored, and where mistakes go."""
    reading = (
        "its owner lets it read messages, for trivia answers only"
        if reads_messages
        else "it cannot read your messages"
    )
    known = listed([counted(counts[kind], name) for kind, name in _NAMES.items()])
    lines = [
        escape(manifest.description),
        f"**What it knows:** {known}. Every card names its sources; press *Sources* to see all.",
        "**What it keeps:** what a server set up, added to the canon, played and was shown. About "
        f"you, only what you did with it; {reading}. `/privacy` shows, exports and deletes yours. "
        "Thirty days after the bot leaves a server, all of that server's data goes.",
        "**Found a mistake?** Tell a moderator here which card it was on; whoever runs this bot "
        "can mend it for everybody.",
    ]
    return Card(
        escape(manifest.title), "\n".join(lines), f"{escape(manifest.motto)}\nVersion {version}"
    )
