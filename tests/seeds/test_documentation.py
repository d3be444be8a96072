"""`docs/packs.md` names every key of the schema, and its examples are a pack without problems."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from seeds.loader import load_pack
from seeds.pack import Character, Manifest, Person, Production, Stage, Topic
from seeds.schema import ENTRY_TYPES, CitedEntry, Entry, Printing, Promise, Settlement, Status
from seeds.validation.schema_messages import _list_choices
from tests.packs.pack_on_disk import TODAY

DOCUMENT = (Path(__file__).parents[2] / "docs" / "packs.md").read_text("utf-8")
SECTIONS = dict(re.findall(r"^### (.+?)\n(.*?)(?=^##)", DOCUMENT, re.MULTILINE | re.DOTALL))
MODELS: dict[str, type[BaseModel]] = {
    "`pack.toml`": Manifest,
    "`[[topics]]`": Topic,
    "`[[people]]`": Person,
    "`[[stages]]`": Stage,
    "`[[characters]]`": Character,
    "`[[productions]]`": Production,
    **{f"`[[{kind}]]`": model for kind, model in ENTRY_TYPES.items()},
}
CITED_BY_RULE = {"sources"}
"""Keys that entries need by a rule of `seeds check`, although the schema has a default."""


def read_keys(section: str) -> dict[str, str]:
    """Return what the second column of a table says of each key."""
    return dict(re.findall(r"^\| `(\w+)` \| ([^|]*?) ?\|", SECTIONS[section], re.MULTILINE))


def list_keys(model: type[BaseModel]) -> dict[str, str]:
    """Return what the table has to say of each key of `model`."""
    said: dict[str, str] = {}
    for name, field in model.model_fields.items():
        is_needed = field.is_required() or name in CITED_BY_RULE
        is_list = str(field.annotation).startswith("tuple")
        words = ["needed"] * is_needed + ["list"] * is_list
        said[name] = ", ".join(words)
    return said


def test_the_table_of_all_entries_has_their_common_keys() -> None:
    assert read_keys("Every entry") == list_keys(CitedEntry)


@pytest.mark.parametrize("section", MODELS)
def test_each_table_has_exactly_the_keys_of_the_schema(section: str) -> None:
    model = MODELS[section]
    common = CitedEntry if issubclass(model, CitedEntry) else Entry
    left_out = common.model_fields if issubclass(model, Entry) else {}
    expected = {key: said for key, said in list_keys(model).items() if key not in left_out}

    assert read_keys(section) == expected


@pytest.mark.parametrize(
    ("section", "key", "model"),
    [
        ("`[[quote]]`", "variants", Printing),
        ("`[[status]]`", "promises", Promise),
        ("`[[event]]`", "settles", Settlement),
    ],
)
def test_tables_within_entries_are_described_key_by_key(
    section: str, key: str, model: type[BaseModel]
) -> None:
    [row] = re.findall(rf"^\| `{key}` .*$", SECTIONS[section], re.MULTILINE)

    assert all(f"`{name}`" in row for name in model.model_fields)


@pytest.mark.parametrize(
    ("section", "key", "path"),
    [
        ("Every entry", "origin", ["origin"]),
        ("`[[event]]`", "category", ["category"]),
        ("`[[event]]`", "certainty", ["certainty"]),
        ("`[[status]]`", "certainty", ["certainty"]),
        ("`[[status]]`", "promises", ["promises", "outcome"]),
        ("`[[event]]`", "settles", ["settles", "outcome"]),
        ("`[[question]]`", "style", ["style"]),
        ("`[[question]]`", "difficulty", ["difficulty"]),
    ],
)
def test_the_values_that_a_key_can_have_are_listed(section: str, key: str, path: list[str]) -> None:
    values = _list_choices(MODELS.get(section, CitedEntry), path)
    [row] = re.findall(rf"^\| `{key}` .*$", SECTIONS[section], re.MULTILINE)

    assert len(values) > 1
    assert all(f"`{value}`" in row for value in values)


def test_the_examples_are_a_pack_with_every_kind_and_no_problem(tmp_path: Path) -> None:
    manifest, entries, stages = re.findall(r"^ *```toml\n(.*?)^ *```", DOCUMENT, re.M | re.S)
    (tmp_path / "pack.toml").write_text(f"{manifest}\n{stages}", "utf-8")
    (tmp_path / "entries.toml").write_text(entries, "utf-8")

    pack = load_pack(tmp_path, is_strict=True, today=TODAY)

    assert {entry.kind for entry in pack.entries.values()} == set(ENTRY_TYPES)
    [status] = pack.list_by_kind("status")
    assert isinstance(status, Status)
    assert pack.manifest.get_stage(status.stage).on_track
