"""What is packed may not grow without end, what contradicts itself is refused, and no file fills the list of skips."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import Path

import pytest

from dupdetect import read
from dupdetect.records import Article, Skip
from dupdetect.settings import Reading
from tests.read.writers import TEXT, page

LEFT_OUT = "10 more records were not read, for such reasons as the 20 before"


def entries(folder: Path, **settings: int) -> list[Article | Skip]:
    return list(read.read_articles([folder], Reading(**settings)))  # type: ignore[arg-type]


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_members_packed_by_other_methods_are_read(method: int, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", method) as archive:
        for name in ("a.txt", "b.txt"):
            archive.writestr(name, f"{name}\n\n{TEXT * 50}")
    assert [(entry.id, entry.text) for entry in entries(tmp_path) if isinstance(entry, Article)] == [
        (f"a.zip!{name}", f"{name}\n\n{TEXT * 50}") for name in ("a.txt", "b.txt")
    ]


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
@pytest.mark.parametrize("claimed", [None, 100])
def test_a_bomb_is_never_unpacked_as_a_whole(
    method: int, claimed: int | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr("a.txt", b"a" * (64 << 20))
        size = archive.getinfo("a.txt").file_size
    data = out.getvalue()
    if claimed:  # a size that lies, in both headers
        data = data.replace(struct.pack("<L", size), struct.pack("<L", claimed))
    (tmp_path / "a.zip").write_bytes(data)
    pieces = _count_pieces(monkeypatch)
    skips = entries(tmp_path, max_size=1 << 20, max_ratio=10)
    for skip in skips:
        assert isinstance(skip, Skip)
        assert "1,048,576" in skip.reason or "10 times" in skip.reason
    assert sum(pieces) < 4 << 20
    assert max(pieces, default=0) <= 1 << 16


def _count_pieces(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    from dupdetect.read import unzip

    pieces: list[int] = []
    readinto = unzip._Member.readinto

    def count(member: unzip._Member, buffer: memoryview) -> int:
        pieces.append(readinto(member, buffer))
        return pieces[-1]

    monkeypatch.setattr(unzip._Member, "readinto", count)
    return pieces


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_damaged_member_spoils_no_other(method: int, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", method) as archive:
        archive.writestr("a.txt", TEXT * 20)
        archive.writestr("b.txt", TEXT)
    data = bytearray((tmp_path / "a.zip").read_bytes())
    data[120:160] = bytes(40)
    (tmp_path / "a.zip").write_bytes(data)
    bad, good = entries(tmp_path)
    assert isinstance(bad, Skip)
    assert bad.reason.startswith("damaged or cut short")
    assert isinstance(good, Article)


def zip64(entries_said: int, size_said: int) -> bytes:
    """An archive of one member whose end record says this, and whose zip64 record says the truth."""
    checksum = zlib.crc32(b"text")
    local = struct.pack("<LHHHHHLLLHH", 0x04034B50, 20, 0, 0, 0, 0, checksum, 4, 4, 5, 0) + b"a.txttext"
    fields = (0x02014B50, 20, 20, 0, 0, 0, 0, checksum, 4, 4, 5, 0, 0, 0, 0, 0, 0)
    directory = struct.pack("<LHHHHHHLLLHHHHHLL", *fields) + b"a.txt"
    large = struct.pack("<LQHHLLQQQQ", 0x06064B50, 44, 45, 45, 0, 0, 1, 1, len(directory), len(local))
    locator = struct.pack("<LLQL", 0x07064B50, 0, len(local) + len(directory), 1)
    end = struct.pack("<LHHHHLLH", 0x06054B50, 0, 0, entries_said, entries_said, size_said, len(local), 0)
    return local + directory + large + locator + end


@pytest.mark.parametrize(("said", "size"), [(1, 51), (0xFFFF, 0xFFFFFFFF)])
def test_a_zip64_record_that_agrees_is_read(said: int, size: int, tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zip64(said, size))
    assert [entry.text for entry in entries(tmp_path) if isinstance(entry, Article)] == ["text"]


@pytest.mark.parametrize(("said", "size"), [(1, 57), (7, 51), (0, 0)])
def test_a_zip64_record_that_contradicts_is_refused(said: int, size: int, tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zip64(said, size))
    assert entries(tmp_path) == [Skip("a.zip", "damaged: its zip64 record contradicts its end record")]


def test_a_parquet_file_of_one_long_text_many_times(tmp_path: Path) -> None:
    import pyarrow
    from pyarrow import parquet

    column = pyarrow.DictionaryArray.from_arrays(
        pyarrow.array([0] * 500, pyarrow.int32()), pyarrow.array(["x y " * 9_000])
    )
    parquet.write_table(pyarrow.table({"text": column.dictionary_decode()}), tmp_path / "a.parquet")
    size = (tmp_path / "a.parquet").stat().st_size
    assert size < 50_000
    last = entries(tmp_path, max_size=1 << 20, max_ratio=10)[-1]
    assert isinstance(last, Skip)
    assert "10 times its size" in last.reason


@pytest.mark.parametrize("kind", ["zip of texts", "zip of pages", "lines", "table", "mailbox", "feed"])
def test_skips_of_one_file_are_bounded(kind: str, tmp_path: Path) -> None:
    line = b"From a@b.example Mon May  6 07:30:00 2024\nSubject: x\nMessage-ID: <1>\nMIME-Version: 1.0\n\n"
    files = {
        "lines": b'{"text": ""}\n' * 30,
        "table": b"text,id\n" + b",1\n" * 30,
        "mailbox": line * 30,
        "feed": b"<rss><channel>" + b"<item><title>x</title></item>" * 30 + b"</channel></rss>",
    }
    names = {"lines": "a.jsonl", "table": "a.csv", "mailbox": "a.mbox", "feed": "a.rss"}
    if kind in files:
        (tmp_path / names[kind]).write_bytes(files[kind])
    else:
        ending, content = ("txt", b" ") if "texts" in kind else ("html", b"<html><body></body></html>")
        with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
            for number in range(30):
                archive.writestr(f"{number}.{ending}", content)
    skips = entries(tmp_path)
    assert len(skips) == 21
    assert isinstance(skips[-1], Skip)
    assert skips[-1].reason == LEFT_OUT


def test_a_book_that_its_publisher_encrypts(tmp_path: Path) -> None:
    def book(encrypted: str) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("mimetype", "application/epub+zip")
            archive.writestr(
                "META-INF/container.xml",
                '<container><rootfiles><rootfile full-path="o/b.opf"/></rootfiles></container>',
            )
            archive.writestr(
                "META-INF/encryption.xml",
                f'<encryption><EncryptedData><CipherData><CipherReference URI="{encrypted}"/></CipherData>'
                "</EncryptedData>"
                "</encryption>",
            )
            archive.writestr("o/b.opf", '<p><item id="a" href="a.xhtml"/><itemref idref="a"/></p>')
            archive.writestr("o/a.xhtml", page() if encrypted == "o/font.otf" else b"\x9c\x00\xff scrambled")
        return out.getvalue()

    (tmp_path / "a.epub").write_bytes(book("o/a.xhtml"))
    assert entries(tmp_path) == [Skip("a.epub", "encrypted: its publisher protects it from being read")]
    (tmp_path / "a.epub").write_bytes(book("o/font.otf").replace(b"<!DOCTYPE html>", b"<!DOCTYPE html>"))
    (entry,) = entries(tmp_path)
    assert "encrypted" not in getattr(entry, "reason", "")


def crawl(body: bytes, *headers: str) -> bytes:
    http = "\r\n".join(("HTTP/1.1 200 OK", "Content-Type: text/html", *headers)).encode() + b"\r\n\r\n" + body
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def test_a_crawl_packed_by_brotli(tmp_path: Path) -> None:
    brotli = pytest.importorskip("brotli")
    (tmp_path / "a.warc").write_bytes(crawl(brotli.compress(page()), "Content-Encoding: br"))
    (article,) = entries(tmp_path)
    assert isinstance(article, Article)
    assert article.id == "a.warc#https://a.example/"


def test_a_bomb_in_brotli(tmp_path: Path) -> None:
    brotli = pytest.importorskip("brotli")
    (tmp_path / "a.warc").write_bytes(crawl(brotli.compress(b"a" * (64 << 20)), "Content-Encoding: br"))
    (skip,) = entries(tmp_path, max_size=1 << 20, max_ratio=10)
    assert isinstance(skip, Skip)
    assert "1,048,576" in skip.reason or "10 times" in skip.reason


def test_a_packing_that_is_not_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(crawl(b"(\xb5/\xfd", "Content-Encoding: zstd"))
    assert entries(tmp_path) == [Skip("a.warc", "no page: packed by zstd (1 of its records)")]


def test_a_record_of_the_wrong_length_prints_nothing(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    data = crawl(page()).replace(b"\r\n\r\nHTTP", b"\r\n\r\nHTTP", 1)
    length = int(data.partition(b"Content-Length: ")[2].partition(b"\r\n")[0])
    data = data.replace(f"Content-Length: {length}".encode(), f"Content-Length: {length - 60}".encode())
    (tmp_path / "a.warc").write_bytes(data + crawl(page()))
    reasons = [entry.reason for entry in entries(tmp_path) if isinstance(entry, Skip)]
    assert any("longer or shorter than they say" in reason or "damaged" in reason for reason in reasons)
    assert capfd.readouterr().err == ""
