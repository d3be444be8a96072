"""`seeds new` writes a pack that passes the check as it is."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from bot.cli.main import main
from bot.settings import read_settings
from seeds.loader import load_pack
from seeds.pack import FILM_STAGES


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


def test_where_the_pack_is_goes_into_the_bots_env_and_works_from_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home, elsewhere = tmp_path / "home", tmp_path / "elsewhere"
    home.mkdir()
    elsewhere.mkdir()
    monkeypatch.setenv("BOT_FOLDER", str(home))
    monkeypatch.chdir(elsewhere)

    assert main(["seeds", "new", "Night Train"]) == 0

    line = f"BOT_SEEDS={elsewhere / 'night-train'}"
    assert capsys.readouterr().out.endswith(f"Add {line} to {home / '.env'}.\n")
    (home / ".env").write_text(f"{line}\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    assert read_settings().seeds == (elsewhere / "night-train",)


@pytest.mark.parametrize("name", ["../Night Train", "/srv/night", "~/night", "packs/night", "./x"])
def test_a_path_is_refused_and_makes_nothing(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("packs").mkdir()

    assert main(["seeds", "new", name]) == 2

    assert capsys.readouterr().err == (
        f"{name} is a path: go to the folder that the pack belongs in, and give me the name of the "
        "work, such as 'River Courier'.\n"
    )
    assert os.listdir(tmp_path) == ["packs"]


@pytest.mark.parametrize(
    ("name", "slug"), [("Face/Off", "face-off"), ("...And Justice", "and-justice")]
)
def test_a_title_with_a_slash_or_periods_is_a_title(name: str, slug: str) -> None:
    assert main(["seeds", "new", name]) == 0
    assert load_pack(Path(slug)).manifest.work == name


def test_the_stages_that_a_new_pack_lists_are_those_that_the_check_takes(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["seeds", "new", "Night Train"]) == 0
    pack = Path("night-train/pack.toml")
    text = pack.read_text("utf-8")
    listed = text[text.index("those of a film:\n") : text.index(".\n#\n# [[stages]]")]
    slugs = re.findall(r"[\w-]+", listed.partition("\n")[2])

    assert slugs == [one.slug for one in FILM_STAGES]

    entries = pack.with_name("entries.toml")
    entries.write_text(entries.read_text("utf-8").replace('"writing"', '"rumored"'), "utf-8")
    capsys.readouterr()
    assert main(["seeds", "check", "night-train"]) == 1
    assert capsys.readouterr().out.endswith(
        ": rumored isn't a stage of this pack, did you mean rumoured?\n"
    )
