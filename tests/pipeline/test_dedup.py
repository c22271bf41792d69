"""`dupdetect dedup` on real files: what stays is unchanged, and what goes is named with the one that stays for it."""

from __future__ import annotations

import csv
import io
import json
import os
import random
import zipfile
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from dupdetect import Article, dedup, read
from dupdetect.cli import main
from dupdetect.settings import Reading
from tests.archive.samples import story
from tests.kernels.oracles import words_of


def run(*arguments: str | Path, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(main, [str(one) for one in arguments], input=stdin)


def near(seed: int) -> str:
    """A near copy of a long story: the last words differ."""
    return story(seed, 300) + " With one more sentence."


def put(folder: Path, **texts: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def crawl(tmp_path: Path) -> Path:
    return put(tmp_path / "crawl", a=story(1, 300), b=near(1), c=story(2, 300), d=story(1, 300))


def log(out: Path) -> list[dict[str, Any]]:
    lines = Path(f"{out}.dropped.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def dropped(out: Path) -> list[tuple[str, str]]:
    return [(drop["id"], drop["kept"]) for drop in log(out)]


def files(folder: Path) -> dict[str, bytes]:
    return {
        os.fsencode(path.relative_to(folder)).decode("latin-1"): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


# Files.


@pytest.mark.parametrize(
    ("keep", "kept", "gone"),
    [
        ("first", ["a.txt", "c.txt"], [("b.txt", "a.txt"), ("d.txt", "a.txt")]),
        ("longest", ["b.txt", "c.txt"], [("a.txt", "b.txt"), ("d.txt", "b.txt")]),
    ],
)
def test_files_that_stay_are_copied(
    tmp_path: Path, crawl: Path, keep: str, kept: list[str], gone: list[tuple[str, str]]
) -> None:
    out = tmp_path / "kept"
    done = run("dedup", crawl, "-o", out, "--keep", keep)
    assert (done.exit_code, done.stderr) == (0, "4 articles, 2 kept, 2 dropped, 0 skipped\n")
    assert sorted(path.name for path in out.iterdir()) == kept
    assert all((out / name).read_bytes() == (crawl / name).read_bytes() for name in kept)
    assert dropped(out) == gone
    assert sorted(path.name for path in tmp_path.iterdir()) == ["crawl", "kept", "kept.dropped.jsonl"]


def test_a_higher_threshold_keeps_more(tmp_path: Path, crawl: Path) -> None:
    assert run("dedup", crawl, "-o", tmp_path / "kept", "--threshold", "1.0").exit_code == 0
    assert dropped(tmp_path / "kept") == [("d.txt", "a.txt")]


@pytest.mark.skipif(os.name != "posix", reason="such names are none elsewhere")
@pytest.mark.parametrize("name", [b"caf\xe9.txt", b"two\nlines.txt", b"a!b#c.txt", b"sp ace.txt"])
def test_an_odd_file_name_is_copied_as_it_is(tmp_path: Path, crawl: Path, name: bytes) -> None:
    (crawl / os.fsdecode(name)).write_text(story(9, 300), encoding="utf-8")
    done = run("dedup", crawl, "-o", tmp_path / "kept")
    assert done.exit_code == 0, done.stderr
    assert set(files(tmp_path / "kept")) == {"a.txt", "c.txt", name.decode("latin-1")}


def test_paths_that_lead_to_one_name_do_not_overwrite_each_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, a=story(1))
    monkeypatch.chdir(put(tmp_path / "inner", a=story(2)))
    assert run("dedup", "a.txt", "../a.txt", "-o", "../kept").exit_code == 0
    assert {data.decode() for data in files(tmp_path / "kept").values()} == {story(1), story(2)}


def test_what_cannot_be_read_is_named_and_not_copied(tmp_path: Path, crawl: Path) -> None:
    (crawl / "e.txt").write_bytes(b"")
    done = run("dedup", crawl, "-o", tmp_path / "kept")
    assert done.stderr == "skipped e.txt: empty\n4 articles, 2 kept, 2 dropped, 1 skipped\n"


# Files that hold several articles.


def packed(**texts: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, text in texts.items():
            archive.writestr(f"{name}.txt", text)
    return data.getvalue()


def table(*texts: str) -> str:
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(["ref", "text", "note"])
    rows.writerows([f"r{number}", text, 'say "so",\nand more'] for number, text in enumerate(texts))
    return out.getvalue()


def test_a_table_and_an_archive_in_a_folder(tmp_path: Path, crawl: Path) -> None:
    (crawl / "rows.csv").write_text(table(story(1, 300), story(3), near(1)), encoding="utf-8", newline="")
    (crawl / "pack.zip").write_bytes(packed(x=story(2, 300), y=story(4)))
    (crawl / "whole.zip").write_bytes(packed(z=story(5)))
    done = run("dedup", crawl, "-o", tmp_path / "kept")
    assert (done.exit_code, done.stderr) == (
        0,
        "pack.zip: not all of it is kept; the kept articles were written as JSON lines\n"
        "10 articles, 5 kept, 5 dropped, 0 skipped\n",
    )
    kept = files(tmp_path / "kept")
    assert set(kept) == {"a.txt", "c.txt", "rows.csv", "pack.zip.jsonl", "whole.zip"}
    assert kept["whole.zip"] == (crawl / "whole.zip").read_bytes()
    assert kept["rows.csv"].decode().splitlines(keepends=True) == [
        line for number, line in enumerate(table("", story(3)).splitlines(keepends=True)) if number not in (1, 2)
    ]
    assert [json.loads(line)["text"] for line in kept["pack.zip.jsonl"].splitlines()] == [story(4)]
    texts = [item.text for item in read.read_articles([tmp_path / "kept"], Reading()) if isinstance(item, Article)]
    assert sorted(texts) == sorted([story(1, 300), story(2, 300), story(3), story(4), story(5)])


def test_a_table_in_another_encoding_keeps_its_rows(tmp_path: Path) -> None:
    source, out = tmp_path / "rows.csv", tmp_path / "unique.csv"
    source.write_text(table(story(1) + " Café.", story(2), story(1) + " Café."), encoding="utf-8-sig", newline="")
    assert run("dedup", source, "-o", out).exit_code == 0
    assert out.read_bytes() == source.read_bytes()[: len(out.read_bytes())]
    assert (dropped(out), len(out.read_text("utf-8-sig").splitlines())) == ([("3", "1")], 5)


def test_a_table_that_breaks_off_keeps_what_was_read(tmp_path: Path) -> None:
    source, out = tmp_path / "rows.csv", tmp_path / "unique.csv"
    source.write_text(table(story(1, 60), story(1, 60), story(2, 60), "x" * 9000), encoding="utf-8", newline="")
    done = run("dedup", source, "-o", out, "--max-size", "5000")
    assert done.exit_code == 0, done.stderr
    assert "The rest was not read" in done.stderr
    assert [json.loads(line)["text"] for line in out.read_text().splitlines()] == [story(1, 60), story(2, 60)]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["rows.csv", "unique.csv", "unique.csv.dropped.jsonl"]


# JSON lines.


LINES = [
    json.dumps({"id": "late", "text": story(1, 300), "published": "2026-02-02", "extra": [1, None]}),
    json.dumps({"text": story(2, 300)}, indent=None, separators=(" , ", " : ")),
    "not JSON",
    json.dumps({"id": 7, "text": near(1), "published": "2026-01-01"}),
    json.dumps({"id": "undated", "text": story(1, 300)}),
]


@pytest.mark.parametrize(("keep", "kept"), [("first", [0, 1, 2]), ("earliest", [1, 2, 3]), ("longest", [1, 2, 3])])
def test_lines_that_stay_are_written_unchanged(tmp_path: Path, keep: str, kept: list[int]) -> None:
    source, out = tmp_path / "crawl.jsonl", tmp_path / "unique.jsonl"
    source.write_text("\r\n".join(LINES), encoding="utf-8", newline="")
    done = run("dedup", source, "-o", out, "--keep", keep)
    assert (done.exit_code, done.stderr) == (
        0,
        f"skipped {source}#3: not a line of JSON (Expecting value)\n4 articles, 2 kept, 2 dropped, 1 skipped\n",
    )
    assert out.read_bytes().decode().split("\r\n")[: len(kept)] == [LINES[i] for i in kept]
    gone = log(out)
    assert all(drop["kept"] == ("late" if keep == "first" else "7") and 0.8 < drop["jaccard"] <= 1 for drop in gone)
    assert gone[-1]["id"] == "undated"


def test_lines_in_a_folder_stay_line_by_line(tmp_path: Path, crawl: Path) -> None:
    lines = [
        b"\xef\xbb\xbf" + LINES[0].encode(),
        b"",
        LINES[1].encode() + b" ",
        json.dumps({"text": story(8)}).encode(),
    ]
    (crawl / "x.jsonl").write_bytes(b"\n".join(lines))
    assert run("dedup", crawl, "-o", tmp_path / "kept").exit_code == 0
    assert (tmp_path / "kept" / "x.jsonl").read_bytes() == b"\n".join(lines[1:2] + lines[3:])


def test_a_line_too_long_to_be_read_stays(tmp_path: Path) -> None:
    source, out = tmp_path / "x.jsonl", tmp_path / "y.jsonl"
    lines = [json.dumps({"text": text}) + "\n" for text in (story(1, 60), "x" * 200_000, story(1, 60))]
    source.write_text("".join(lines), encoding="utf-8")
    assert run("dedup", source, "-o", out, "--max-size", "9000").exit_code == 0
    assert out.read_text(encoding="utf-8") == "".join(lines[:2])


@pytest.mark.parametrize("given", [["--text-column", "words"], ["--set", "reading.text_column=words"]])
def test_the_column_of_the_text_can_be_named(tmp_path: Path, given: list[str]) -> None:
    source, out = tmp_path / "x.jsonl", tmp_path / "y.jsonl"
    records = [{"id": name, "text": story(number), "words": story(5)} for number, name in enumerate("ab")]
    source.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    assert run("dedup", source, "-o", out, *given).exit_code == 0
    assert dropped(out) == [("b", "a")]


# Which ones go.


def versions(count: int) -> list[str]:
    """Each a few words away from the one before, and the last wholly unlike the first."""
    rng = random.Random(5)
    words = [f"w{rng.randrange(10_000)}" for _ in range(200)]
    texts = []
    for _ in range(count):
        texts.append(" ".join(words))
        words = [*words[6:], *(f"w{rng.randrange(10_000)}" for _ in range(6))]
    return texts


def jaccard(a: str, b: str) -> float:
    left, right = ({tuple(words[i : i + 5]) for i in range(len(words) - 4)} for words in (words_of(a), words_of(b)))
    return len(left & right) / len(left | right)


@pytest.mark.parametrize("keep", ["first", "longest", "earliest"])
@pytest.mark.parametrize("shuffled", [False, True])
def test_what_goes_resembles_what_stays(keep: str, shuffled: bool) -> None:
    texts = {f"v{number:02}": text for number, text in enumerate(versions(40))}
    names = list(texts)
    random.Random(shuffled).shuffle(names) if shuffled else None
    result = dedup([Article(name, texts[name]) for name in names], keep)
    gone = {drop.id for drop in result.dropped}
    assert 10 < len(gone) < 39
    for drop in result.dropped:
        assert drop.kept not in gone
        assert drop.jaccard == pytest.approx(jaccard(texts[str(drop.id)], texts[str(drop.kept)]))
        assert drop.jaccard
        assert drop.jaccard >= 0.8
    staying = [text for name, text in texts.items() if name not in gone]
    assert all(jaccard(a, b) < 0.8 for a, b in combinations(staying, 2))


def test_the_result_does_not_depend_on_the_number_of_jobs() -> None:
    articles = [Article(str(number), text) for number, text in enumerate(versions(60))]
    assert dedup(articles, jobs=1) == dedup(articles, jobs=3)


def test_many_equal_articles_leave_the_one_that_is_asked_for() -> None:
    dates = [f"2026-01-{1 + (7 * day) % 30:02}" for day in range(30)]
    articles = [Article(f"{n:02}", story(1), published=date) for n, date in enumerate(dates)]
    result = dedup([*articles, Article("near", story(1) + " It ends.", published="2025-01-01")], "earliest")
    assert {drop.kept for drop in result.dropped} == {"near"}
    assert len(result.dropped) == 30


@pytest.mark.parametrize(
    ("dates", "kept"),
    [
        (("2026-03-01T23:30:00-05:00", "2026-03-02T01:00:00+02:00"), 1),
        (("2026-03-02T01:00:00+02:00", "2026-03-01T23:30:00-05:00"), 0),
        (("2026-03-02T00:10:00+09:00", "2026-03-01T20:00:00Z"), 0),
        (("2026-03-02", "2026-03-01T23:00:00Z"), 1),
        (("2026-03-02T09:00:00Z", "2026-03-02"), 0),
        (("in spring", "2026-03-02"), 1),
        (("", "2026-03-02"), 1),
        (("0000", "2026-03-02T09:00:00Z"), 1),
        (("", "soon"), 0),
        (("2026-03-02T08:00:00Z", "2026-03-02T10:00:00+02:00"), 0),
    ],
)
def test_the_earliest_is_the_first_instant_and_never_an_unknown_one(dates: tuple[str, str], kept: int) -> None:
    articles = [Article(str(number), story(1), published=date) for number, date in enumerate(dates)]
    assert [drop.kept for drop in dedup(articles, keep="earliest").dropped] == [str(kept)]


@pytest.mark.parametrize("keep", ["first", "longest"])
def test_many_versions_of_one_text_leave_one(keep: str) -> None:
    """More than the search pairs with one another."""
    rng = random.Random(3)
    words = [f"w{rng.randrange(10_000)}" for _ in range(300)]
    texts = [" ".join([*words[:at], "x" * rng.randrange(1, 9), *words[at + 1 :]]) for at in range(20, 270)]
    result = dedup([Article(str(number), text) for number, text in enumerate(texts)], keep)
    assert len(result.dropped) == 249


def test_equal_texts_without_words_leave_one() -> None:
    texts = ["🙂🙂🚀🔥 !!!", "🙂🙂🚀🔥 !!!", "🐟⚓", "12 34 5", "12 34 5"]
    result = dedup([Article(str(number), text) for number, text in enumerate(texts)])
    assert [(drop.id, drop.kept) for drop in result.dropped] == [("1", "0"), ("4", "3")]


FORGED = {
    "the": "qhdcaquckzqiyyci",
    "old": "goxleskcxjqwqxwx",
    "ferry": "cubzgzaqkjmxukrb",
    "sails": "kcxesmsehvuezuqk",
    "north": "utyysdipupgkjcub",
    "at": "iwkjeferxjrttpgk",
    "dawn": "aqdpakdikjzekacp",
}
"""Words, and others that were sought until their hashes in fingerprints were the same."""


def test_a_text_forged_to_have_the_hashes_of_another_does_not_replace_it(tmp_path: Path) -> None:
    forged = tmp_path / "x.jsonl"
    texts = [" ".join(FORGED), " ".join(FORGED.values())]
    forged.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), encoding="utf-8")
    done = run("dedup", forged, "-o", tmp_path / "y.jsonl")
    assert done.stderr == "2 articles, 2 kept, 0 dropped, 0 skipped\n"


# Places.


def test_places_where_writing_would_do_harm_are_refused(tmp_path: Path, crawl: Path) -> None:
    (tmp_path / "there").mkdir()
    source = tmp_path / "crawl.jsonl"
    source.write_text(LINES[0], encoding="utf-8")
    refused: list[tuple[list[str | Path], str]] = [
        ([crawl, "-o", tmp_path / "there"], "exists; name a folder that does not"),
        ([source, "-o", tmp_path / "there"], "exists; name a folder that does not"),
        ([crawl, "-o", crawl / "kept"], "lies inside"),
        ([source, "-o", source], "is among the inputs"),
        (["-", "-o", tmp_path / "x"], "standard input cannot be read twice"),
        ([crawl, "-o", tmp_path / "x", "--threshold", "1.5"], "above 0 and up to 1"),
        ([crawl, "-o", tmp_path / "none" / "x"], "create it first"),
    ]
    for arguments, message in refused:
        done = run("dedup", *arguments)
        assert done.exit_code in (1, 2), arguments
        assert message in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["crawl", "crawl.jsonl", "there"]


def test_lines_and_files_can_be_read_together(tmp_path: Path, crawl: Path) -> None:
    source = tmp_path / "crawl.jsonl"
    source.write_text("\n".join(LINES[:2]), encoding="utf-8")
    done = run("dedup", source, crawl, "-o", tmp_path / "kept", "--keep", "longest")
    assert done.exit_code == 0, done.stderr
    assert len(files(tmp_path / "kept")) == 2


# Options of all commands that read.


def test_a_list_names_what_is_read(tmp_path: Path, crawl: Path) -> None:
    listing = tmp_path / "list"
    listing.write_bytes(b"\n".join(os.fsencode(crawl / f"{name}.txt") for name in "ad") + b"\n")
    assert run("dedup", "--files-from", listing, "-o", tmp_path / "kept").stderr.startswith("2 articles, 1 kept")
    zeros = b"\0".join(os.fsencode(crawl / f"{name}.txt") for name in "abc")
    done = run("scan", "--files-from", "-", "--format", "json", stdin=zeros)
    assert json.loads(done.stdout)["counts"]["articles"] == 3
    done = run("scan", "--files-from", tmp_path / "none")
    assert (done.exit_code, done.stderr.count("\n"), "cannot be read" in done.stderr) == (1, 1, True)
    listing.write_text("\n\n", encoding="utf-8")
    assert run("scan", "--files-from", listing).exit_code == 2


@pytest.mark.skipif(os.name != "posix", reason="links")
def test_every_command_that_reads_follows_links_where_it_is_asked_to(tmp_path: Path, crawl: Path) -> None:
    folder, archive = tmp_path / "here", tmp_path / "archive.dupdetect"
    folder.mkdir()
    (folder / "link").symlink_to(crawl)
    inside = len([path for path in crawl.rglob("*") if path.is_file()])
    done = run("scan", folder, "--format", "json")
    assert (done.exit_code, "(--follow-links)" in done.stderr) == (1, True), done.output
    done = run("scan", folder, "--follow-links", "--format", "json")
    assert json.loads(done.stdout)["counts"]["articles"] == inside
    assert run("index", "add", archive, folder, "--follow-links").stdout.startswith(f"{inside} added")
    done = run("check", folder, "--follow-links", "--index", archive, "--format", "json")
    assert json.loads(done.stdout)["counts"]["articles"] == inside
    done = run("dedup", folder, "--follow-links", "-o", tmp_path / "out")
    assert f"{inside} articles" in done.stderr


def test_every_command_that_reads_takes_the_options_of_reading(tmp_path: Path, crawl: Path) -> None:
    archive = tmp_path / "archive.dupdetect"
    records = tmp_path / "x.jsonl"
    records.write_text(json.dumps({"body_html": story(1, 300), "text": "Other words."}) + "\n", encoding="utf-8")
    given = ("--text-column", "body_html", "--include", "*.jsonl", "--exclude", "c*", "--jobs", "1")
    done = run("index", "add", archive, records, crawl, *given)
    assert done.stdout.startswith("1 added"), done.output
    done = run("check", records, "--index", archive, *given, "--format", "json")
    assert (done.exit_code, json.loads(done.stdout)["counts"]["articles"]) == (0, 1), done.output
    done = run("compare", records, crawl / "a.txt", *given, "--format", "json")
    assert json.loads(done.stdout)["pairs"][0]["verdict"] == "identical"
    done = run("scan", tmp_path, *given, "--format", "json")
    assert json.loads(done.stdout)["counts"]["articles"] == 1
