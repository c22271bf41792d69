"""The quick way to plain text gives what the other modules give, or leaves the file to them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dupdetect import read
from dupdetect.read import quick
from dupdetect.read.folder import File
from dupdetect.read.source import Count
from dupdetect.records import Article, Skip
from dupdetect.settings import Reading

STARTS = [
    *(b"", b"Plain", b"PK\x03\x04", b"PAR1", b"WARC/1.0", b"GIF8", b"RIFF", b"Rar!", b"BZh9", b"SQLite format 3"),
    *(b"MZ\x90", b'{"a": 1}', b'[{"a": 1}]', b"<html>", b" <!doctype html>", b"%PDF-1.4", b"text %PDF-1.7"),
    *(b"Subject: x\nMIME-Version: 1.0\n\n", b"\xef\xbb\xbf", b"\xff\xfea\0", b"caf\xe9 ", b"x" * 257 + b"ustar"),
    *(b"a\0b", b"\r\na\r\n", b"a\r\nb\rc\n", b"   ", b"7z\xbc\xaf", b"- a list", b"1 January"),
    *("é".encode(), "“quoted”".encode()),
]
contents = st.builds(
    bytes.__add__, st.sampled_from(STARTS), st.one_of(st.binary(max_size=30), st.text().map(str.encode))
)


def told(folder: Path, data: bytes, name: str = "a.txt") -> list[Article | Skip]:
    (folder / name).write_bytes(data)
    return list(read.read_articles([folder / name], Reading()))


@given(contents)
@example(b"Rain fell.\n\nA second paragraph: http://example.org/x")
@example(b"a\rb")
@example(b"h\xc3\xa9")
def test_the_quick_way_and_the_other_give_the_same(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    folder = tmp_path_factory.mktemp("files")
    with_it = told(folder, data)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(quick, "read_quickly", lambda *_: None)
        assert with_it == told(folder, data)


@pytest.mark.parametrize(
    ("data", "name", "taken"),
    [
        (b"Rain fell.", "a.txt", True),
        (b"Rain fell.", "a.md", False),
        (b"{rain", "a.txt", False),
        (b"R" * 2_000_000, "a.txt", False),
    ],
)
def test_only_plain_text_beyond_doubt_takes_the_quick_way(tmp_path: Path, data: bytes, name: str, taken: bool) -> None:
    seen: list[str | None] = []

    def noted(file: File, settings: Reading, count: Count) -> str | None:
        seen.append(real(file, settings, count))
        return seen[-1]

    real = quick.read_quickly
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(quick, "read_quickly", noted)
        (article,) = told(tmp_path, data, name)
    assert isinstance(article, Article)
    assert article.text == data.decode()
    assert [one is not None for one in seen] == [taken]


@pytest.mark.parametrize("size", [1, 65_535, 65_536, 65_537, 200_000, 1_048_576, 1_048_577])
@pytest.mark.parametrize("most", [65_535, 65_536, 1_048_576, 5_000_000])
def test_a_text_is_whole_whatever_its_size(tmp_path: Path, size: int, most: int) -> None:
    data = (b"Rain fell. " * (size // 11 + 1))[:size]
    (tmp_path / "a.txt").write_bytes(data)
    (one,) = read.read_articles([tmp_path / "a.txt"], Reading(max_size=most))
    if size > most:
        assert isinstance(one, Skip)
    else:
        assert isinstance(one, Article)
        assert one.text == data.decode()


def test_a_file_beyond_the_limit_is_skipped_with_its_reason(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Rain fell on the harbour.")
    (skip,) = read.read_articles([tmp_path / "a.txt"], Reading(max_size=10))
    assert isinstance(skip, Skip)
    assert "larger than" in skip.reason


def test_bare_articles_have_their_text_alone(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("A title\n\nText, with http://example.org/x in it.")
    (bare,), (whole,) = (list(read.read_articles([tmp_path / "a.txt"], Reading(), bare=one)) for one in (True, False))
    assert isinstance(bare, Article)
    assert isinstance(whole, Article)
    assert bare == Article(whole.id, whole.text)
    assert whole.title == "A title"
