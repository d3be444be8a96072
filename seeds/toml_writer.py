"""Writes a pack as one TOML file, from which the loader reads the same pack."""

from __future__ import annotations

from typing import Any

from seeds.pack import Pack
from seeds.schema import ENTRY_TYPES, Model


def format_pack(pack: Pack) -> str:
    """Return the TOML of a pack: its manifest, then its entries by kind, in the pack's order."""
    # Imported late: only exports need it.
    import tomli_w

    return tomli_w.dumps({**_dump_model(pack.manifest), **_dump_entries(pack)})


def _dump_entries(pack: Pack) -> dict[str, list[dict[str, Any]]]:
    by_kind = {
        kind: [_dump_model(entry) for entry in pack.list_by_kind(kind)] for kind in ENTRY_TYPES
    }
    return {kind: rows for kind, rows in by_kind.items() if rows}


def _dump_model(model: Model) -> dict[str, Any]:
    """Return the values that differ from the defaults: TOML has no null."""
    return model.model_dump(mode="json", exclude_defaults=True)
