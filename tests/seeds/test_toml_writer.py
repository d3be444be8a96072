"""A pack written as one file is read back as the same pack."""

from __future__ import annotations

from pathlib import Path

import pytest

from seeds.loader import BUNDLED_PACK, load_pack, parse_pack
from seeds.toml_writer import format_pack
from tests.world import TINY_PACK


@pytest.mark.parametrize("folder", [BUNDLED_PACK, TINY_PACK], ids=lambda path: path.name)
def test_what_is_written_is_what_was_read(folder: Path) -> None:
    pack = load_pack(folder)

    again = parse_pack("whole.toml", format_pack(pack).encode())

    assert again.manifest == pack.manifest
    assert again.entries == pack.entries


def test_nothing_is_written_that_the_schema_supplies_itself() -> None:
    text = format_pack(load_pack(TINY_PACK))

    assert 'origin = "documents"' not in text
    assert "disputed" not in text
    assert text.index('slug = "paper-lantern"') < text.index("[[source]]") < text.index("[[event]]")
