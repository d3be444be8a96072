"""`seeds check` and `seeds list`, as an author of a pack uses them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.cli.main import main
from seeds.schema import ENTRY_TYPES
from tests.packs.pack_on_disk import PackOnDisk
from tests.world import TINY_PACK


@pytest.fixture
def pack(tmp_path: Path) -> PackOnDisk:
    return PackOnDisk.copy_tiny(tmp_path)


def test_problems_that_run_over_lines_are_printed_on_one(
    pack: PackOnDisk, capsys: pytest.CaptureFixture[str]
) -> None:
    pack.change("question.lamp-maker", '"Per Lund"', '"""Ida\\nHolm"""')
    pack.add('[[source]]\nid = "two\\nlines"\ntitle = "x"')

    assert main(["seeds", "check", str(pack.folder)]) == 1

    printed = capsys.readouterr()
    assert len(printed.out.splitlines()) == 2
    assert printed.out.startswith("entries.toml:101: question.lamp-maker: distractor ")
    assert printed.out.splitlines()[1].startswith(
        "entries.toml:109: id: “two lines” is not an id: "
    )


def test_one_problem_is_counted_in_the_singular(
    pack: PackOnDisk, capsys: pytest.CaptureFixture[str]
) -> None:
    pack.change("event.first-light", "source.lamp-post", "source.gone")

    assert main(["seeds", "check", str(pack.folder)]) == 1

    assert capsys.readouterr().err == f"{pack.folder}: 1 problem\n"


def test_without_a_folder_the_pack_of_the_settings_is_checked(
    pack: PackOnDisk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["seeds", "check"]) == 0
    bundled = capsys.readouterr().out

    monkeypatch.setenv("BOT_SEEDS", str(pack.folder))

    assert main(["seeds", "check"]) == 0
    assert capsys.readouterr().out != bundled


def test_a_pack_in_one_file_is_checked_like_a_folder(
    pack: PackOnDisk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["seeds", "check", str(pack.folder)]) == 0
    counts = capsys.readouterr().out
    file = tmp_path / "whole.toml"
    parts = [(pack.folder / name).read_text("utf-8") for name in ("pack.toml", "entries.toml")]
    file.write_text("\n".join(parts), "utf-8")

    assert main(["seeds", "check", str(file)]) == 0
    assert capsys.readouterr().out == counts

    file.write_text("\n".join(parts).replace("2019-10-01", "someday"), "utf-8")

    assert main(["seeds", "check", str(file)]) == 1
    printed = capsys.readouterr()
    assert printed.out.startswith("whole.toml:42: date: “someday” is not a date: ")
    assert printed.err == f"{file}: 1 problem\n"


@pytest.mark.parametrize("option", ["DIR", "--documents"])
def test_a_folder_that_is_not_there_is_one_sentence(
    option: str, capsys: pytest.CaptureFixture[str]
) -> None:
    folders = ["gone"] if option == "DIR" else [str(TINY_PACK), "--documents", "gone"]

    assert main(["seeds", "check", *folders]) == 2

    assert capsys.readouterr() == ("", "gone isn't a folder: give the path to one.\n")


def test_a_path_that_leads_nowhere_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    path = "longer than any system allows " * 200

    assert main(["seeds", "check", path]) == 2

    assert capsys.readouterr().err == f"{path} isn't a folder: give the path to one.\n"


def test_a_folder_without_a_manifest_is_a_problem(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["seeds", "check", str(tmp_path)]) == 1

    out = capsys.readouterr().out
    assert out == f"pack.toml: is missing, so {tmp_path} is not a pack\n"


LISTED = {
    "source": [
        "source.lamp-post  The Lamp Post, May 4, 2020: Ida Holm on what comes next",
        "source.lamp-letter  unknown publisher, between March 2021 and June 2021:"
        " A letter to the fans",
    ],
    "event": [
        "event.first-light  October 1, 2019: Paper Lantern is first shown",
        "event.second-season-hinted  May 2020: Ida Holm hints at a second season",
    ],
    "fact": ["fact.ida-plays-vera  Ida Holm plays the lamp maker Vera."],
    "quote": [
        "quote.more-to-tell  ida-holm, May 2020: “There is so much more to tell.”",
        "quote.never-dark  per-lund, around 2021: “It was never dark on that set.”",
    ],
    "status": [
        "status.hinted  May 2020, rumoured: A second season is hinted at",
        "status.writing  March 2021, writing: Four episodes are written",
    ],
    "question": ["question.lamp-maker  Who plays the lamp maker Vera? → Ida Holm"],
}


@pytest.mark.parametrize("kind", ENTRY_TYPES)
def test_entries_are_listed_a_line_each(
    kind: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BOT_SEEDS", str(TINY_PACK))

    assert main(["seeds", "list", kind]) == 0

    assert capsys.readouterr().out.splitlines() == LISTED[kind]


def test_an_entry_with_a_text_of_several_lines_is_still_one_line(
    pack: PackOnDisk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pack.change("fact.ida-plays-vera", "the lamp maker", "the\\nlamp maker")
    monkeypatch.setenv("BOT_SEEDS", str(pack.folder))

    assert main(["seeds", "list", "fact"]) == 0

    assert capsys.readouterr().out.splitlines() == LISTED["fact"]


@pytest.mark.parametrize("kind", ENTRY_TYPES)
def test_entries_are_listed_as_json_with_every_field(
    kind: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BOT_SEEDS", str(TINY_PACK))

    assert main(["seeds", "list", kind, "--json"]) == 0

    rows = json.loads(capsys.readouterr().out)
    assert [row["id"] for row in rows] == [line.split()[0] for line in LISTED[kind]]
    for row in rows:
        fields = ENTRY_TYPES[kind].model_fields
        left_out_when_empty = {name for name, one in fields.items() if one.exclude_if is not None}
        assert fields.keys() - left_out_when_empty <= row.keys() <= fields.keys()
        assert ENTRY_TYPES[kind].model_validate(row).model_dump(mode="json") == row


def test_dates_in_json_are_written_as_in_the_pack(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BOT_SEEDS", str(TINY_PACK))

    main(["seeds", "list", "source", "--json"])
    main(["seeds", "list", "quote", "--json"])

    printed = capsys.readouterr().out
    assert '"published": "2021-03/2021-06"' in printed
    assert '"said": "2021~"' in printed


def test_listing_a_faulty_pack_prints_its_problems(
    pack: PackOnDisk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pack.change("event.first-light", "source.lamp-post", "source.gone")
    monkeypatch.setenv("BOT_SEEDS", str(pack.folder))

    assert main(["seeds", "list", "fact"]) == 1

    assert "refers to source.gone" in capsys.readouterr().out


@pytest.mark.parametrize("form", [[], ["--json"]])
def test_a_listing_can_be_written_to_a_new_file(
    form: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("BOT_SEEDS", str(TINY_PACK))
    file = tmp_path / "quotes.txt"
    main(["seeds", "list", "quote", *form])
    shown = capsys.readouterr().out

    assert main(["seeds", "list", "quote", *form, "--output", str(file)]) == 0

    assert capsys.readouterr().out == ""
    assert file.read_text("utf-8") == shown

    assert main(["seeds", "list", "quote", "--output", str(file)]) == 2
    assert capsys.readouterr().err == (f"{file} already exists: pick another name, or move it.\n")


def test_a_status_of_tomorrow_is_refused_by_the_check_of_today(
    pack: PackOnDisk, capsys: pytest.CaptureFixture[str]
) -> None:
    pack.change("status.writing", '"2021-03"', '"2999-01"')

    assert main(["seeds", "check", str(pack.folder)]) == 1

    assert capsys.readouterr().out.startswith(
        "entries.toml:89: status.writing: is as of January 2999, which is in the future: today is "
    )
