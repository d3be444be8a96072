"""One file may be a whole pack."""

from __future__ import annotations

from pathlib import Path

import pytest

from seeds.loader import compute_pack_digest, load_pack, parse_pack
from seeds.pack import PackError
from tests.packs.pack_on_disk import ENTRIES, PackOnDisk


def in_one_file(pack: PackOnDisk) -> Path:
    """The same pack as one file."""
    file = pack.folder.parent / "whole.toml"
    parts = (pack.folder / name for name in ("pack.toml", ENTRIES))
    file.write_text("\n".join(part.read_text("utf-8") for part in parts), "utf-8")
    return file


def test_one_file_may_be_a_whole_pack(pack: PackOnDisk) -> None:
    apart, whole = load_pack(pack.folder), load_pack(in_one_file(pack))

    assert whole.manifest == apart.manifest
    assert whole.entries == apart.entries
    assert set(whole.files.values()) == {"whole.toml"}


def test_the_file_that_describes_a_pack_may_hold_entries_too(pack: PackOnDisk) -> None:
    in_one_file(pack).rename(pack.folder / "pack.toml")
    (pack.folder / ENTRIES).unlink()

    loaded = load_pack(pack.folder)

    assert set(loaded.files.values()) == {"pack.toml"}
    assert len(loaded.entries) == 10


def test_problems_of_a_pack_in_one_file_name_that_file(pack: PackOnDisk) -> None:
    pack.change("event.first-light", '["cast"]', '["crew"]')
    file = in_one_file(pack)

    with pytest.raises(PackError) as caught:
        load_pack(file)

    (problem,) = caught.value.problems
    assert str(problem) == "whole.toml:46: event.first-light: topic crew is not in whole.toml"


def test_a_pack_can_be_checked_before_it_is_a_file(pack: PackOnDisk) -> None:
    content = in_one_file(pack).read_bytes()

    assert parse_pack("sent.toml", content).entries == load_pack(pack.folder).entries
    with pytest.raises(PackError) as caught:
        parse_pack("sent.toml", content.replace(b"2019-10-01", b"2019-10-32"))
    (problem,) = caught.value.problems
    assert str(problem).startswith("sent.toml:42: date: 2019-10 has no day 32")


def test_the_mark_that_windows_editors_put_first_is_no_part_of_a_file(pack: PackOnDisk) -> None:
    content = in_one_file(pack).read_bytes()

    marked = parse_pack("sent.toml", b"\xef\xbb\xbf" + content)

    assert marked.entries == load_pack(pack.folder).entries


def test_a_file_in_another_encoding_is_told_to_be_saved_again(pack: PackOnDisk) -> None:
    content = in_one_file(pack).read_text("utf-8").encode("utf-16")

    with pytest.raises(PackError) as caught:
        parse_pack("sent.toml", content)

    assert str(caught.value.problems[0]).endswith("is not UTF-8 text: save it as UTF-8")


def test_what_is_nested_too_deeply_is_a_problem_and_no_crash() -> None:
    with pytest.raises(PackError) as caught:
        parse_pack("deep.toml", b"a = " + b"[" * 100_000)

    assert str(caught.value.problems[0]).endswith("it is nested too deeply")


def test_the_digest_of_a_file_changes_with_it(pack: PackOnDisk) -> None:
    file = in_one_file(pack)
    before = compute_pack_digest(file)
    file.write_bytes(file.read_bytes() + b"\n")

    assert compute_pack_digest(file) != before
