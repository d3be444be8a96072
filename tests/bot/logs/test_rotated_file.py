"""A file that grows is put aside a few times, and then deleted."""

from __future__ import annotations

from pathlib import Path

import pytest

import bot.logs.rotated_file
from bot.logs.rotated_file import OLDER_FILES, RotatedFile, list_rotated_files


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file that grows to 100 bytes, in a folder that is not there yet."""
    monkeypatch.setattr(bot.logs.rotated_file, "MAX_BYTES", 100)
    return tmp_path / "data" / "bot.log"


def write(path: Path, *lines: str) -> None:
    file = RotatedFile(path)
    try:
        for line in lines:
            file.write_line(line)
    finally:
        file.close()


def test_lines_are_added_to_what_is_there(path: Path) -> None:
    write(path, "first")
    write(path, "second “lamp”")

    assert path.read_text("utf-8") == "first\nsecond “lamp”\n"


def test_a_full_file_is_put_aside_and_the_newest_is_the_first(path: Path) -> None:
    write(path, *(f"{number} {'x' * 60}" for number in range(3)))

    files = list_rotated_files(path)
    assert files == [path, Path(f"{path}.1"), Path(f"{path}.2")]
    assert [file.read_text()[0] for file in files] == ["2", "1", "0"]


def test_the_oldest_goes(path: Path) -> None:
    write(path, *(f"{number:02} {'x' * 60}" for number in range(20)))

    files = list_rotated_files(path)
    assert len(files) == OLDER_FILES + 1
    assert [file.read_text()[:2] for file in files] == ["19", "18", "17", "16", "15", "14"]
    assert {file.name for file in path.parent.iterdir()} == {file.name for file in files}


def test_a_line_larger_than_a_file_is_written_whole(path: Path) -> None:
    write(path, "first", "x" * 300, "last")

    assert [len(file.read_text()) for file in list_rotated_files(path)] == [5, 301, 6]


def test_a_deleted_file_begins_again(path: Path) -> None:
    file = RotatedFile(path)
    file.write_line("first")
    path.unlink()
    file.write_line("second")
    file.close()

    assert path.read_text() == "second\n"


def test_what_no_encoding_has_is_escaped(path: Path) -> None:
    write(path, "lamp \ud800")

    assert path.read_text("utf-8") == "lamp \\ud800\n"


def test_a_path_that_is_a_folder_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="directory"):
        RotatedFile(tmp_path)


def test_several_processes_write_to_one_file_and_none_to_one_that_was_put_aside(path: Path) -> None:
    files = [RotatedFile(path) for _ in range(3)]
    for number in range(12):
        files[number % 3].write_line(f"{number:02} {'x' * 40}")
    for file in files:
        file.close()

    kept = list_rotated_files(path)
    lines = [line[:2] for file in reversed(kept) for line in file.read_text().splitlines()]
    assert lines == [f"{number:02}" for number in range(12)]
    assert len(kept) == 6
