"""The *Sources* button under announced news; its custom id identifies the announcement."""

from __future__ import annotations

from bot.ui.citations import EntrySourcesButton


class NewsSourcesButton(
    EntrySourcesButton, template=r"canon:news:(?P<id>status\.[a-z0-9-]{1,57}):"
):
    """Opens the sources that an announced status cites.

    Cards that members ask for have another button: after a crash between sending and recording
    that, the announcement is looked for by this custom id.
    """

    custom_id_format = "canon:news:{}:"


def custom_id_prefix(entry_id: str) -> str:
    """Return the custom id of the button under the announcement of an entry, and no other's."""
    return NewsSourcesButton.custom_id_format.format(entry_id)
