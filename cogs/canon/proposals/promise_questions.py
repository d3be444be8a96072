"""Asks whether news of a new stage keeps a promise, as promises do not say what keeps them."""

from __future__ import annotations

from bot.markdown import Markdown, escape, format_number
from cogs.canon.drafts.base import DraftEntries
from seeds.pack import Manifest
from seeds.schema import Event, Status
from storage.canon.guild_canon import GuildCanon

MAX_NAMED = 2
"""Promises that are all named; of more, only the first is."""


async def list_promise_questions(
    canon: GuildCanon, draft_entries: DraftEntries, how_to_settle: Markdown
) -> list[Markdown]:
    """Return the question about the open promises; [] unless the stage advances.

    Also [] when the draft settles a promise already. `how_to_settle` is the sentence that says
    where promises are chosen.
    """
    status = draft_entries.main
    events = [one for one in draft_entries.entries if isinstance(one, Event)]
    if not isinstance(status, Status) or any(one.settles for one in events):
        return []
    others = [one for one in await canon.list_statuses() if one.id != status.id]
    if not _is_advance(status, others, canon.manifest):
        return []
    promises = await canon.list_open_promises(*(one.id for one in events))
    texts: list[Markdown] = [
        f"“{escape(one.promise.text)}”" for one in promises if one.status.id != status.id
    ]
    if not texts:
        return []
    shown = " or ".join(texts)
    if len(texts) > MAX_NAMED:
        shown = f"one of {format_number(len(texts))} open promises, such as {texts[0]}"
    return [f"**Does this keep {shown}?** {how_to_settle}"]


def _is_advance(status: Status, others: list[Status], manifest: Manifest) -> bool:
    """Return whether a stage is further on the track than the newest of `others` on it."""
    track = [stage.slug for stage in manifest.stages if stage.on_track]
    if status.stage not in track:
        return False
    older = (one for one in others if one.as_of <= status.as_of and one.stage in track)
    former = next(older, None)
    return former is None or track.index(status.stage) > track.index(former.stage)
