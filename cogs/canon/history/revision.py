"""Finds the last edit of approved entries, and defines the errors of edits."""

from __future__ import annotations

from collections.abc import Sequence

from cogs.canon.proposals.approval import build_fingerprint
from cogs.canon.proposals.errors import ProposalError
from seeds.schema import AnyEntry
from storage.canon.audit_log import AuditAction, AuditEvent


class PackEntryError(ProposalError):
    """The entry belongs to the pack."""

    def __init__(self) -> None:
        super().__init__(
            "That came with me, so it can't be edited here: pick something that this server added."
        )


class EntryRetractedError(ProposalError):
    """The entries are retracted or withdrawn."""

    def __init__(self) -> None:
        super().__init__("It's retracted, so it can't be edited: restore it first.")


class EntryChangedError(ProposalError):
    """The entries have changed since the edit was started or the undo button was shown."""

    def __init__(self) -> None:
        super().__init__(
            "It was changed or retracted in the meantime, so nothing changed: /review history "
            "shows how."
        )


class EntryUnchangedError(ProposalError):
    """The new version is equal to the current one."""

    def __init__(self) -> None:
        super().__init__("Nothing is different, so there's nothing to save.")


class EntriesDifferError(ProposalError):
    """The edit would add or remove an entry: a status, or a source of its own."""

    def __init__(self) -> None:
        super().__init__(
            "An edit can't add or remove a stage or a source: retract it and add it again instead."
        )


def fingerprint_entries(entries: Sequence[AnyEntry]) -> str:
    """Return a hash of the content of entries, 8 hexadecimal digits."""
    return build_fingerprint("\n".join(entry.model_dump_json() for entry in entries))


def find_last_edit(events: Sequence[AuditEvent]) -> list[AuditEvent]:
    """Return the events of the last change of some entries if it was an edit, oldest first.

    Empty when it was another action, or when a replaced version was erased.
    """
    edit: list[AuditEvent] = []
    for event in reversed(events):
        is_same = not edit or (
            (event.created_at, event.actor_id, event.detail)
            == (edit[0].created_at, edit[0].actor_id, edit[0].detail)
            and event.entry_id not in {one.entry_id for one in edit}
        )
        if event.action is not AuditAction.EDITED or not is_same:
            break
        edit.insert(0, event)
    return edit if all(event.old_body for event in edit) else []
