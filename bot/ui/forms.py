"""Modals that work across restarts: a submission is recognised by its custom id alone.

discord.py keeps no state of them: a feature listens for interactions and calls `match_submission`.

The apps keep what was typed into a modal by its custom id, and show it again in place of the
current values. So each opening has a custom id of its own: the one that features match, the
interaction that opened it, and the version of what it showed.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import discord

from bot.base import Interaction
from bot.errors import RefusedError
from bot.messaging.timeouts import is_answered
from bot.messaging.uploads import UploadedFile
from bot.ui.text import clip
from seeds.cleaning import clean_text

MAX_TITLE = 45
"""The most characters Discord accepts for the title of a modal and the label of a field."""
MAX_OPTION = 100
"""Characters of an option, and of the text below a field's label; limits of the platform."""
MAX_SELECT_OPTIONS = 25
"""Options of a select; a limit of the platform."""
_RADIO_COUNTS = range(2, 6)
"""How many options are shown at once; more of them would fill the screen of a phone."""
_OPENING = re.compile(r";(?P<opened_by>\d{1,20})(?:;(?P<version>[0-9a-f]{8}))?$")
"""What `PersistentModal.open` appends to a custom id; forms of older versions have none."""

TOO_LATE = "I took too long to open that form: press the button again."


class PersistentModal(discord.ui.Modal):
    """A modal of labelled fields, each with a custom id under which its value is submitted.

    `version` is that of the values it shows, by `compute_version`; "" when it shows none.
    """

    def __init__(
        self, title: str, custom_id: str, *fields: discord.ui.Label[Any], version: str = ""
    ) -> None:
        super().__init__(title=clip(title, MAX_TITLE), custom_id=custom_id, timeout=None)
        self._version = version
        for field in fields:
            self.add_item(field)

    async def open(self, interaction: Interaction) -> None:
        """Respond to an interaction with the modal."""
        if await is_answered(interaction):
            raise RefusedError(TOO_LATE)
        version = f";{self._version}" if self._version else ""
        self.custom_id = f"{self.custom_id};{interaction.id}{version}"
        await interaction.response.send_modal(self)
        self.stop()


def build_choice(
    custom_id: str, label: str, options: Mapping[str, str], chosen: str = "", hint: str = ""
) -> discord.ui.Label[discord.ui.Modal]:
    """Return a field in which one of at most `MAX_SELECT_OPTIONS` texts by value is chosen.

    A few options are shown as radio buttons, more of them as a select. `chosen` is the value that
    is selected at first, "" for none.
    """
    is_short = len(options) in _RADIO_COUNTS
    build_control = _build_radio_group if is_short else _build_select
    return discord.ui.Label(
        text=label,
        description=clip(hint, MAX_OPTION) or None,
        component=build_control(
            custom_id, {value: text[:MAX_OPTION] for value, text in options.items()}, chosen
        ),
    )


def _build_radio_group(
    custom_id: str, options: Mapping[str, str], chosen: str
) -> discord.ui.RadioGroup[discord.ui.Modal]:
    return discord.ui.RadioGroup(
        custom_id=custom_id,
        options=[
            discord.RadioGroupOption(label=text, value=value, default=value == chosen)
            for value, text in options.items()
        ],
    )


def _build_select(
    custom_id: str, options: Mapping[str, str], chosen: str
) -> discord.ui.Select[discord.ui.Modal]:
    return discord.ui.Select(
        custom_id=custom_id,
        options=[
            discord.SelectOption(label=text, value=value, default=value == chosen)
            for value, text in options.items()
        ],
    )


class ModalSubmission(NamedTuple):
    """A submitted modal: the match of its custom id, and the fields' values by custom id."""

    match: re.Match[str]
    values: Mapping[str, str]
    """The text without invisible characters, or the chosen options, one a line; "" for none."""
    files: Mapping[str, UploadedFile] = {}
    """The first file of each field with one, by custom id."""
    version: str = ""
    """The version of the values that the modal showed, "" when it showed none."""

    def is_outdated(self, version: str) -> bool:
        """Return whether the modal showed other values than those of `version`."""
        return self.version not in ("", version)


def compute_version(values: Iterable[str]) -> str:
    """Return eight digits that differ for values that differ."""
    return f"{zlib.crc32(chr(0).join(values).encode()):08x}"


def match_submission(
    interaction: discord.Interaction[Any], template: re.Pattern[str]
) -> ModalSubmission | None:
    """Return a modal submission whose custom id matches `template`, None for anything else."""
    if interaction.type is not discord.InteractionType.modal_submit:
        return None
    data: Any = interaction.data or {}
    custom_id = str(data.get("custom_id", ""))
    opening = _OPENING.search(custom_id)
    match = template.fullmatch(custom_id[: opening.start()] if opening else custom_id)
    if match is None:
        return None
    fields = list(_iter_fields(data.get("components", [])))
    attachments = data.get("resolved", {}).get("attachments", {})
    values = {name: _get_value(field) for name, field in fields}
    files = {
        name: UploadedFile(str(sent["filename"]), int(sent["size"]), str(sent["url"]))
        for name, field in fields
        if (sent := attachments.get(str(next(iter(field.get("values") or ()), None))))
    }
    version = opening["version"] if opening else None
    return ModalSubmission(match, values, files, version or "")


def _iter_fields(components: list[Any]) -> Iterator[tuple[str, Any]]:
    """Yield the custom id and the data of each field."""
    for component in components:
        inner = component.get("component", component)
        if "custom_id" in inner:
            yield inner["custom_id"], inner
        yield from _iter_fields(inner.get("components", []))


def _get_value(field: Any) -> str:
    chosen = "\n".join(map(str, field.get("values") or ()))
    return clean_text(str(field.get("value") or chosen))
