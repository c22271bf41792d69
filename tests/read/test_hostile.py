"""Input that is made to hang, to grow, to lead astray or to break off: skipped with a reason, and the scan goes on.

No clock is asserted; that a test ends is the bound. Memory is: the process that reads may not grow by more than a share
of what the input would unpack to.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import random
import re
import struct
import subprocess
import sys
import tarfile
import zipfile
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest

from dupdetect import read
from dupdetect.records import Article, Skip
from dupdetect.settings import Reading
from tests.read.writers import (
    CONTAINER,
    EVERY,
    ODT,
    PARAGRAPHS,
    TEXT,
    docx,
    page,
    parquet,
    pdf,
    saved,
    tarred,
    warc,
    zipped,
)

needs_posix = pytest.mark.skipif(os.name != "posix", reason="POSIX limits")
GOOD = "z-good.txt"


def skipped(folder: Path, name: str, data: bytes, **settings: Any) -> dict[str, str]:
    """What is skipped, and why, of a folder with this file; the good one behind it must be read."""
    (folder / name).write_bytes(data)
    (folder / GOOD).write_text(TEXT, encoding="utf-8")
    found = list(read.read_articles([folder], Reading(**settings)))
    assert found[-1] == Article(GOOD, TEXT, title=TEXT.splitlines()[0])
    return {one.path: one.reason for one in found if isinstance(one, Skip)}


# Archives.


def test_a_zip_bomb_is_left_when_it_is_noticed(tmp_path: Path) -> None:
    zeros = b" " * 3_000_000
    data = zipped({f"{number:03}.txt": zeros for number in range(100)})
    reasons = skipped(tmp_path, "bomb.zip", data, max_ratio=20)
    assert reasons["bomb.zip"].startswith("unpacks to more than 20 times its size")
    assert len(reasons) < 20


def test_members_that_share_their_bytes_count_each_time(tmp_path: Path) -> None:
    """The better zip bomb: one packed stream, named by every entry of the directory."""
    out = io.BytesIO(zipped({"a.txt": b"word " * 400_000}))
    with zipfile.ZipFile(out, "a") as archive:
        first = archive.infolist()[0]
        for _ in range(300):
            twin = zipfile.ZipInfo(first.filename)
            for field in ("CRC", "compress_size", "file_size", "header_offset", "compress_type", "flag_bits"):
                setattr(twin, field, getattr(first, field))
            twin.filename = twin.orig_filename = first.filename
            archive.filelist.append(twin)
            archive._didModify = True  # type: ignore[attr-defined]
    reasons = skipped(tmp_path, "bomb.zip", out.getvalue(), max_ratio=50, max_size=4_000_000)
    assert any("unpacks to more than 50 times its size" in reason for reason in reasons.values())


@pytest.mark.parametrize("name", ["a.txt.gz", "a.tar.gz", "a.jsonl.gz", "a.warc.gz", "a.csv.gz"])
def test_a_gzip_bomb(name: str, tmp_path: Path) -> None:
    endless = tarfile.TarInfo("a.txt")
    endless.size = 1 << 40
    starts = {"a.tar.gz": endless.tobuf(), "a.warc.gz": b"WARC/1.0\r\n", "a.csv.gz": b"text\n"}
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb") as packed:
        packed.write(starts.get(name, b""))
        for _ in range(300):
            packed.write(b" " * 1_000_000)
    reasons = skipped(tmp_path, name, out.getvalue(), max_size=2_000_000)
    assert 1 <= len(reasons) <= 2  # of the member, and of its archive
    assert any(word in next(iter(reasons.values())) for word in ("larger than", "longer than", "unpacks to", "damaged"))


def test_archives_a_thousand_deep(tmp_path: Path) -> None:
    data = zipped({"a.txt": TEXT})
    for _ in range(1000):
        data = zipped({"a.zip": data})
    (reason,) = skipped(tmp_path, "deep.zip", data).values()
    assert reason.startswith("archives within archives are entered 5 deep")
    data = TEXT.encode()
    for _ in range(1000):
        data = gzip.compress(data)
    (reason,) = skipped(tmp_path, "deep.zip", data).values()
    assert reason.startswith("archives within archives are entered 5 deep")


def test_an_archive_that_holds_itself(tmp_path: Path) -> None:
    inner = zipped({"a.txt": TEXT, "link.zip": b"PK\x03\x04"})
    assert skipped(tmp_path, "a.zip", inner)["a.zip!link.zip"].startswith("damaged or cut short")


def test_names_that_lead_out_of_the_archive(tmp_path: Path) -> None:
    before = set(tmp_path.parent.iterdir())
    names = ["../up.txt", "/etc/passwd.txt", "a/../../b.txt", "..\\..\\c.txt"]
    data = zipped({**dict.fromkeys(names, TEXT), "fine.txt": TEXT})
    found = skipped(tmp_path, "a.zip", data)
    assert found == {f"a.zip!{name}": "its name leads out of the archive" for name in names}
    out = skipped(tmp_path, "a.zip", tarred(dict.fromkeys(names, TEXT.encode())))
    assert out == found
    assert set(tmp_path.parent.iterdir()) == before
    assert {one.name for one in tmp_path.iterdir()} == {"a.zip", GOOD}


def test_links_and_devices_in_a_tar_archive_are_no_files(tmp_path: Path) -> None:
    def write(out: io.BytesIO) -> None:
        with tarfile.open(fileobj=out, mode="w") as archive:
            for name, kind in (("a.txt", tarfile.SYMTYPE), ("b.txt", tarfile.CHRTYPE), ("c.txt", tarfile.FIFOTYPE)):
                info = tarfile.TarInfo(name)
                info.type, info.linkname = kind, "/etc/passwd"
                archive.addfile(info)

    assert set(skipped(tmp_path, "a.tar", saved(write)).values()) == {"not a regular file"}


def test_a_tar_archive_with_an_endless_name(tmp_path: Path) -> None:
    info = tarfile.TarInfo("x")
    info.type, info.size = tarfile.GNUTYPE_LONGNAME, 50_000_000
    data = gzip.compress(info.tobuf() + bytes(50_000_000))
    (reason,) = skipped(tmp_path, "a.tar.gz", data, max_ratio=2000).values()
    assert reason == "damaged: the header of its next part does not end"


def test_a_zip_archive_with_too_many_names(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": TEXT}))
    struct.pack_into("<L", data, len(data) - 10, 33 << 20)
    assert "bytes of names" in skipped(tmp_path, "a.zip", bytes(data))["a.zip"]


def test_an_encrypted_member(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": TEXT}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert skipped(tmp_path, "a.zip", bytes(data)) == {"a.zip!a.txt": "encrypted; unpack it with its password"}


# Documents.

LEVELS = "abcdefghij"
BILLION = '<!DOCTYPE x [<!ENTITY a "ha">{}]>'.format(
    "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in pairwise(LEVELS))
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY j SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("bomb", [BILLION, OUTSIDE])
@pytest.mark.parametrize("name", ["a.docx", "a.odt", "a.epub"])
def test_xml_entities_are_refused(name: str, bomb: str, tmp_path: Path) -> None:
    xml = f"{bomb}<x><p><t>&j;</t></p></x>"
    data = {
        "a.docx": zipped({"word/document.xml": xml}),
        "a.odt": zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": xml}),
        "a.epub": zipped({"META-INF/container.xml": xml}),
    }[name]
    assert skipped(tmp_path, name, data) == {name: "defines XML entities of its own, as bombs do"}


def test_xml_a_million_deep(tmp_path: Path) -> None:
    data = zipped({"word/document.xml": "<a>" * 1_000_000})
    assert skipped(tmp_path, "a.docx", data) == {"a.docx": "its XML is nested more than 1,000 deep"}


def test_a_document_that_unpacks_to_a_lot(tmp_path: Path) -> None:
    body = f"<text:p>{'word ' * 2_000_000}</text:p>" * 4
    data = zipped(
        {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": ODT.format(title="", body=body)}
    )
    (reason,) = skipped(tmp_path, "a.odt", data).values()
    assert reason.startswith("its text is longer than 16,777,216")
    (reason,) = skipped(tmp_path, "a.odt", data, max_size=1_000_000, max_ratio=2).values()
    assert "longer than" in reason or "unpacks to" in reason


def test_an_encrypted_office_file(tmp_path: Path) -> None:
    manifest = b"<manifest:manifest><manifest:encryption-data/></manifest:manifest>"
    data = zipped({"mimetype": "x", "META-INF/manifest.xml": manifest, "content.xml": os.urandom(100)})
    assert skipped(tmp_path, "a.odt", data) == {"a.odt": "encrypted; save it without a password"}
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    assert "an old Office file" in skipped(tmp_path, "a.odt", ole)["a.odt"]


def test_a_book_whose_listing_leads_nowhere(tmp_path: Path) -> None:
    data = zipped({"META-INF/container.xml": CONTAINER.replace("OEBPS/book.opf", "../../etc/passwd")})
    assert skipped(tmp_path, "a.epub", data)["a.epub"].startswith("damaged or cut short")


def test_a_web_page_a_million_tags_deep(tmp_path: Path) -> None:
    data = b"<html><body>" + b"<div>" * 1_000_000 + b"deep words" + b"</div>" * 1_000_000
    (tmp_path / "a.html").write_bytes(data)
    assert [entry.text for entry in read.read_articles([tmp_path], Reading()) if isinstance(entry, Article)] == [
        "deep words"
    ]


def test_a_web_page_of_tags_alone_is_read_in_time(tmp_path: Path) -> None:
    body = "".join(f"<p>{one}</p>" for one in PARAGRAPHS)
    data = f"<html><body><article>{body}</article>{'<b><i><a href=x>' * 60_000}</body></html>".encode()
    (tmp_path / "a.html").write_bytes(data)
    (found,) = read.read_articles([tmp_path], Reading(max_seconds=10))
    assert isinstance(found, Article)
    assert PARAGRAPHS[-1] in found.text


def test_an_encrypted_pdf(tmp_path: Path) -> None:
    from reportlab.lib import pdfencrypt
    from reportlab.pdfgen.canvas import Canvas

    def write(out: io.BytesIO) -> None:
        canvas = Canvas(out, encrypt=pdfencrypt.StandardEncryption("secret"))
        canvas.drawString(72, 700, "Secret words.")
        canvas.save()

    assert skipped(tmp_path, "a.pdf", saved(write)) == {"a.pdf": "encrypted; save it without a password"}


def test_a_pdf_whose_pages_loop(tmp_path: Path) -> None:
    data = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Count 1000000/Kids[2 0 R 2 0 R 3 0 R]/Parent 2 0 R>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/Contents 3 0 R/Resources 3 0 R>>endobj\n"
        b"trailer<</Root 1 0 R/Prev 0>>\nstartxref\n0\n%%EOF"
    )
    (reason,) = skipped(tmp_path, "a.pdf", data, max_seconds=5).values()
    assert reason.startswith(("damaged", "holds no text", "takes longer than 5 seconds"))


def test_a_pdf_of_pictures_says_what_to_do(tmp_path: Path) -> None:
    from reportlab.pdfgen.canvas import Canvas

    def write(out: io.BytesIO) -> None:
        canvas = Canvas(out)
        canvas.rect(10, 10, 100, 100)
        canvas.save()

    assert "OCR" in skipped(tmp_path, "a.pdf", saved(write))["a.pdf"]


def test_messages_within_messages(tmp_path: Path) -> None:
    data = b"From: a@a.example\r\nMIME-Version: 1.0\r\n"
    data += b"".join(b"Content-Type: message/rfc822\r\n\r\nFrom: a@a.example\r\n" for _ in range(5000))
    (reason,) = skipped(tmp_path, "a.eml", data).values()
    assert reason in ("nested too deeply", "empty: a message without text")


# Tables.


def test_a_field_of_a_hundred_megabytes(tmp_path: Path) -> None:
    before = csv.field_size_limit()
    data = b'id,text\n1,First words.\n2,"' + b"word\n" * 20_000_000
    (tmp_path / "a.csv").write_bytes(data)
    found = list(read.read_articles([tmp_path], Reading()))
    assert isinstance(found[0], Article)
    assert isinstance(found[1], Skip)
    assert "field larger than field limit" in found[1].reason
    assert csv.field_size_limit() == before
    reasons = skipped(tmp_path, "a.csv", b"id,text\n1," + b"x" * 100_000_000)
    assert reasons["a.csv"].startswith("a line is longer than 16,777,216")


def test_a_line_of_json_without_end(tmp_path: Path) -> None:
    reasons = skipped(tmp_path, "a.jsonl", b'{"text": "' + b"x" * 30_000_000)
    assert reasons == {"a.jsonl#1": "longer than 16,777,216 bytes; raise reading.max_size to read it"}
    deep = b'{"text": "a", "b": ' + b"[" * 200_000
    assert set(skipped(tmp_path, "a.jsonl", deep + b"\n" + deep).values()) == {"JSON nested too deeply"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_line_of_json_that_is_too_long_is_one_skip_and_the_rest_is_read(tmp_path: Path, encoding: str) -> None:
    long, short = json.dumps({"text": "x" * 300_000}), json.dumps({"text": "word " * 20})
    (tmp_path / "a.jsonl").write_text("\n".join([short, long, short, long]), encoding, newline="\n")
    found = list(read.read_articles([tmp_path], Reading(max_size=1_000)))
    assert [(one.id, "") if isinstance(one, Article) else (one.path, one.reason) for one in found] == [
        ("a.jsonl#1", ""),
        ("a.jsonl#2", "longer than 1,000 bytes; raise reading.max_size to read it"),
        ("a.jsonl#3", ""),
        ("a.jsonl#4", "longer than 1,000 bytes; raise reading.max_size to read it"),
    ]


def test_a_text_in_a_table_that_is_too_long_is_one_skip_and_the_rest_is_read(tmp_path: Path) -> None:
    texts = ["x" * 1_000, "é" * 501, "é" * 500, "x" * 1_001]  # bytes count, not letters
    parquet_file = pyarrow.table({"id": list("abcd"), "text": texts})
    pyarrow.parquet.write_table(parquet_file, tmp_path / "a.parquet")
    found = list(read.read_articles([tmp_path], Reading(max_size=1_000)))
    reason = "its text is longer than 1,000 bytes; raise reading.max_size to read it"
    assert [one.id for one in found if isinstance(one, Article)] == ["a.parquet#a", "a.parquet#c"]
    assert [one for one in found if isinstance(one, Skip)] == [
        Skip("a.parquet#b", reason),
        Skip("a.parquet#d", reason),
    ]


def test_a_parquet_file_that_lies(tmp_path: Path) -> None:
    good = parquet()
    for data in (b"PAR1", b"PAR1" + bytes(100) + b"PAR1", good[:-8] + b"\xff\xff\xff\x7fPAR1", good[:200]):
        (reason,) = skipped(tmp_path, "a.parquet", data).values()
        assert reason.startswith("damaged or cut short")
    torn = bytearray(good)
    torn[20:60] = os.urandom(40)
    (tmp_path / "a.parquet").write_bytes(torn)
    assert len(list(read.read_articles([tmp_path / "a.parquet"], Reading()))) == 1


@needs_posix
def test_a_parquet_bomb_is_read_in_bounded_memory(tmp_path: Path) -> None:
    """A dictionary holds one text of a megabyte; a million rows point to it."""
    import pyarrow

    rows = pyarrow.DictionaryArray.from_arrays(pyarrow.array([0] * 100_000, pyarrow.int32()), ["word " * 200_000])
    (tmp_path / "a.parquet").write_bytes(parquet(text=rows))
    reasons = skipped(tmp_path, "b.txt", TEXT.encode(), max_memory=1 << 30, include=("*.txt",))
    assert not reasons
    found = read.read_articles([tmp_path / "a.parquet"], Reading(max_memory=1 << 30))
    assert isinstance(next(found), (Article, Skip))


# Broken off.


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 0.99])
def test_truncated_files_are_read_in_part_or_skipped(share: float, tmp_path: Path) -> None:
    for name, write in EVERY.items():
        whole = write()
        (tmp_path / name).write_bytes(whole[: int(len(whole) * share)])
    (tmp_path / GOOD).write_text(TEXT, encoding="utf-8")
    *found, last = read.read_articles([tmp_path], Reading())
    assert isinstance(last, Article)
    told = {re.split("[!#]", one.id if isinstance(one, Article) else one.path)[0] for one in found}
    assert told == set(EVERY)
    assert all(isinstance(one, Article) or one.reason for one in found)


def test_every_byte_may_be_wrong(tmp_path: Path) -> None:
    """A folder of damaged files; all of them in one scan, for the workers to live through."""
    chance = random.Random(7)
    for name in (
        "a.html",
        "a.docx",
        "a.pdf",
        "a.odt",
        "a.epub",
        "a.rtf",
        "a.eml",
        "a.zip",
        "a.tar",
        "a.warc",
        "a.parquet",
    ):
        whole = EVERY[name]()
        for number in range(6):
            data = bytearray(whole)
            for _ in range(20):
                data[chance.randrange(len(data))] = chance.randrange(256)
            (tmp_path / f"{number}{name}").write_bytes(data)
    (tmp_path / GOOD).write_text(TEXT, encoding="utf-8")
    *_, last = read.read_articles([tmp_path], Reading())
    assert isinstance(last, Article)
    assert last.id == GOOD


def test_a_crawl_that_breaks_off_keeps_what_was_whole(tmp_path: Path) -> None:
    pages = [(f"https://a.example/{number}", "text/html", page()) for number in range(5)]
    data = warc(*pages, packed=False)
    (tmp_path / "a.warc").write_bytes(data[: int(len(data) * 0.7)])
    found = list(read.read_articles([tmp_path], Reading()))
    assert sum(isinstance(one, Article) for one in found) >= 3


# Workers.


@needs_posix
def test_a_parser_without_end_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dupdetect.read.documents._PATIENCE", 1000)  # the system's bound must do
    replaced(monkeypatch, tmp_path, "while True: pass")
    assert skipped(tmp_path, "a.pdf", pdf(), max_seconds=1) == {
        "a.pdf": "takes longer than 1 seconds to read; raise reading.max_seconds"
    }


@needs_posix
def test_a_parser_that_sleeps_is_ended_by_the_clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dupdetect.read.documents._PATIENCE", 2)
    replaced(monkeypatch, tmp_path, "import time; time.sleep(1000)")
    assert "longer than 1 seconds" in skipped(tmp_path, "a.pdf", pdf(), max_seconds=1)["a.pdf"]


@needs_posix
@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("bytearray(1 << 40)", "needs more than 2,147,483,648 bytes of memory; raise reading.max_memory to read it"),
        ("import os; os.abort()", "its parser crashed, or needed too much memory"),
        ("raise KeyError('x')", "its parser failed (KeyError: 'x')"),
        ("print('x' * 100000); raise SystemExit", "its parser crashed, or needed too much memory"),
    ],
)
def test_a_parser_that_fails_takes_nothing_with_it(
    code: str, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replaced(monkeypatch, tmp_path, code)
    (tmp_path / "b.docx").write_bytes(docx())
    assert skipped(tmp_path, "a.pdf", pdf()) == {"a.pdf": reason}


def replaced(monkeypatch: pytest.MonkeyPatch, folder: Path, code: str) -> None:
    """Have workers find another pypdfium2, which does `code` when a document is opened."""
    package = folder / ".lib" / "pypdfium2.py"
    package.parent.mkdir()
    package.write_text(f"PdfiumError = ValueError\ndef PdfDocument(data):\n    {code}\n", encoding="utf-8")
    monkeypatch.syspath_prepend(package.parent)


@needs_posix
def test_workers_end_with_the_one_who_reads(tmp_path: Path) -> None:
    for number in range(6):
        (tmp_path / f"{number}.html").write_bytes(page())
    code = (
        "from dupdetect import read; from dupdetect.settings import Reading; import os;"
        f"found = read.read_articles([{str(tmp_path)!r}], Reading(), 2); next(found); found.close();"
        "print(os.popen(f'ps --ppid {os.getpid()} -o args=').read().count('sandbox.child'))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "0\n"


# Files that are none, or change.


@needs_posix
def test_pipes_and_devices_named_like_documents(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.pdf")
    (tmp_path / "b.parquet").symlink_to("/dev/zero")
    reasons = skipped(tmp_path, "c.txt", b"")
    assert reasons["a.pdf"].startswith("a named pipe")
    assert reasons["b.parquet"].startswith("a device")


def test_a_table_that_vanishes_or_grows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    line = b'{"text": "Some words."}\n'
    path = tmp_path / "a.jsonl"
    path.write_bytes(line * 20_000)
    found = read.read_articles([path], Reading())
    next(found)
    with path.open("ab") as file:
        file.write(line * 1000)
    assert sum(1 for _ in found) == 19_999
    (tmp_path / "b.parquet").write_bytes(parquet())
    found = read.read_articles([path, tmp_path / "b.parquet"], Reading())
    next(found)
    (tmp_path / "b.parquet").unlink()
    *_, last = found
    assert last == Skip(str(tmp_path / "b.parquet"), "vanished before it was read")


# Memory.

MEASURED = """
import os, sys
from itertools import pairwise
from pathlib import Path
from dupdetect import read
from dupdetect.settings import Reading

def peak(process):
    status = Path(f"/proc/{process}/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) >> 10

me = os.getpid()
for count, one in enumerate(read.read_articles(sys.argv[1:], Reading()), 1):
    if count % 2000 == 0:
        children = Path(f"/proc/{me}/task/{me}/children").read_text().split()
        print(count, max(map(peak, [me, *children])))
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="Linux tells the memory of a process")
@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.parquet", "a.jsonl.gz"])
def test_a_large_table_is_read_in_bounded_memory(name: str, tmp_path: Path) -> None:
    texts = [" ".join(f"word{n * n * 7919 % 1_000_003}" for n in range(k, k + 4000)) for k in range(100)]
    rows = 4000  # 160 MB
    line = {"a.csv": "%s,%d\n", "a.parquet": "%s %d"}.get(name, '{"text": "%s", "id": %d}\n')
    records = (line % (texts[n % 100], n) for n in range(rows))
    path = tmp_path / name
    if name == "a.parquet":
        path.write_bytes(parquet(text=list(records)))
    else:
        with gzip.open(path, "wt", 1) if name.endswith(".gz") else path.open("w") as file:
            file.write("text,id\n" if name == "a.csv" else "")
            file.writelines(records)
    done = subprocess.run([sys.executable, "-c", MEASURED, str(path)], capture_output=True, text=True, check=True)
    (_, half), (count, whole) = (map(int, told.split()) for told in done.stdout.splitlines())
    assert count == rows
    assert whole < half + 40  # megabytes; the second half, of 80, takes hardly more than the first
    assert whole < (300 if name == "a.parquet" else 100)  # pyarrow alone takes 100
