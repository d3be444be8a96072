"""`seeds new` writes a pack that passes the check as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli.main import main
from seeds.loader import load_pack


@pytest.mark.parametrize(
    ("name", "slug"),
    [("Night Train", "night-train"), ("Le Café “Noir”", "le-cafe-noir"), ("2001: \\ ", "2001")],
)
def test_a_new_pack_passes_the_check_and_is_about_the_named_work(
    name: str, slug: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["seeds", "new", name]) == 0
    assert f"seeds check {slug}" in capsys.readouterr().out

    assert main(["seeds", "check", slug]) == 0

    manifest = load_pack(Path(slug)).manifest
    assert (manifest.slug, manifest.work) == (slug, " ".join(name.split()))


def test_every_key_of_a_new_pack_is_explained_and_each_kind_has_an_entry() -> None:
    assert main(["seeds", "new", "Night Train"]) == 0

    pack = load_pack(Path("night-train"))

    assert {one.kind for one in pack.entries.values()} == {
        "source",
        "event",
        "fact",
        "quote",
        "status",
        "question",
    }
    text = Path("night-train/entries.toml").read_text("utf-8")
    assert all(before.startswith("# ") for before in find_lines_before_tables(text))


def find_lines_before_tables(text: str) -> list[str]:
    lines = text.splitlines()
    return [lines[number - 1] for number, line in enumerate(lines) if line.startswith("[[")]


def test_a_pack_that_is_there_is_not_overwritten(capsys: pytest.CaptureFixture[str]) -> None:
    Path("night-train").mkdir()
    assert main(["seeds", "new", "Night Train"]) == 2
    assert capsys.readouterr().err == "night-train is there already: choose another name.\n"
    assert not list(Path("night-train").iterdir())


@pytest.mark.parametrize("name", ["", "…", "夜行列車", "x" * 61])
def test_a_name_without_letters_for_a_folder_is_refused(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["seeds", "new", name]) == 2
    assert capsys.readouterr().err.startswith("Give the pack a name of at most 60 characters")
