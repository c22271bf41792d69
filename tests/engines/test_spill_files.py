"""A file of bytes gives back what was appended: from memory, from disk, and in processes forked from this one."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dupdetect.spill.files import SpillFile


@given(st.lists(st.binary(max_size=30), max_size=20), st.integers(0, 200))
def test_what_was_appended_is_read(parts: list[bytes], room: int) -> None:
    file = SpillFile(room)
    places = [file.append(part) for part in parts]
    assert len(file) == sum(map(len, parts))
    assert [file.read(place, len(part)) for place, part in zip(places, parts, strict=True)] == parts


def test_a_view_counts_by_its_bytes() -> None:
    file = SpillFile(8)
    assert file.append(memoryview(b"12345678").cast("q")) == 0
    assert file.append(b"9") == 8
    assert file.read(0, 9) == b"123456789"


def test_a_kept_file_goes_on_where_it_ended(tmp_path: Path) -> None:
    first = SpillFile(path=tmp_path / "kept")
    first.append(b"kept, then lost")
    first.close()
    again = SpillFile(path=tmp_path / "kept", size=4)
    assert again.append(b"!") == 4
    assert again.read(0, 5) == b"kept!"


@pytest.mark.skipif(sys.platform == "win32", reason="processes are not forked there")
@pytest.mark.parametrize("room", [0, 10_000_000])
def test_forked_processes_read_at_once_while_this_one_goes_on(room: int) -> None:
    parts = [str(number).encode() * 20_000 for number in range(40)]
    file = SpillFile(room)
    places = [file.append(part) for part in parts]
    children = []
    for _ in range(3):
        child = os.fork()
        if child == 0:
            same = all(file.read(place, len(part)) == part for place, part in [*zip(places, parts, strict=True)] * 50)
            os._exit(0 if same else 1)
        children.append(child)
    for part in parts:
        assert file.read(file.append(part), len(part)) == part
    assert [os.waitpid(child, 0)[1] for child in children] == [0, 0, 0]
