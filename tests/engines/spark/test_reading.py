"""What Spark reads is what one machine reads: the same articles, ids and skips, whatever the input."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet
import pytest
from pyspark.sql import DataFrame, SparkSession

from dupdetect import read
from dupdetect.engines.spark import files, reading
from dupdetect.errors import InputError, UsageError
from dupdetect.records import Article, Skip
from dupdetect.records.columns import build_record
from dupdetect.settings import Reading

pytestmark = pytest.mark.spark

Put = Callable[..., Path]
TEXT = "The harbour was closed on Tuesday, and 40 boats stayed out at sea until the wind had gone down. "


@pytest.fixture
def put(tmp_path: Path) -> Put:
    """Write a file under the test's folder; a list becomes lines of JSON."""

    def write(name: str, content: str | bytes | list[Any]) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, list):
            content = "".join(json.dumps(one) + "\n" for one in content)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


@pytest.fixture(params=["whole", "pieces"])
def cut(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are read whole; and once more in pieces of a few records."""
    if request.param == "pieces":
        monkeypatch.setattr(files, "PIECE", 300)


def articles(frame: DataFrame) -> list[Article]:
    rows = frame.where("id is not null").orderBy("file", "number").collect()
    return [build_record(Article, row.asDict(recursive=True)) for row in rows]


def same(spark: SparkSession, paths: Sequence[str | Path], **settings: Any) -> tuple[list[str], list[Skip]]:
    """What both readers give; ids and skips."""
    typed = [str(path) for path in paths]
    local = list(read.read_articles(typed, Reading(**settings)))
    frame = reading.read_paths(spark, typed, Reading(**settings))
    assert reading.skips(frame) == [one for one in local if isinstance(one, Skip)]
    found = articles(frame)
    assert found == [one for one in local if isinstance(one, Article)]
    return [one.id for one in found], reading.skips(frame)


def parquet(path: Path, rows: list[dict[str, Any]] | pyarrow.Table, group: int = 3) -> Path:
    table = rows if isinstance(rows, pyarrow.Table) else pyarrow.Table.from_pylist(rows)
    pyarrow.parquet.write_table(table, path, row_group_size=group)
    return path


@pytest.mark.usefixtures("cut")
def test_lines_of_every_kind(spark: SparkSession, put: Put, tmp_path: Path) -> None:
    good = {
        "text": TEXT,
        "title": "A harbour",
        "author": ["Ann", "Bob"],
        "date": "2024-05-01",
        "url": "https://a.example",
    }
    lines = [
        json.dumps(good).encode(),
        b"",
        b"\r",
        json.dumps({"body": "é \u2028 two " + TEXT, "id": 7, "metadata": {"source": "The Bell"}}).encode() + b"\r",
        b'{"text": "broken \xff\xfe bytes"}',
        b"not json",
        b"[1, 2]",
        b'{"text": null}',
        b'{"text": ["a", "b"]}',
        b'{"text": 5, "id": "five"}',
        b'{"text": "  "}',
        b'{"headline": "no text here"}',
        b'{"text": "deep", "b": ' + b"[" * 100_000,
        json.dumps({"text": "x" * 5_000}).encode(),
        json.dumps({"text": "See https://b.example/x and " + TEXT, "id": "7"}).encode(),
        json.dumps({"text": "last, and without an end of line"}).encode(),
    ]
    put("a.jsonl", b"\n".join(lines))
    put("bom.ndjson", b"\xef\xbb\xbf" + b"\n".join(lines[:5]))
    put("utf16.jsonl", json.dumps(good).encode("utf-16"))
    put("lines.json", b"\n".join([lines[0], lines[3], lines[5]]))
    put("packed.jsonl.gz", gzip.compress(b"\n".join(lines)))
    put("empty.jsonl", b"")
    put("blank.jsonl", b"\n \n\n")
    put("no-article.jsonl", b'{"text": ""}\n' * 40)
    ids, skips = same(spark, [tmp_path], max_size=4_000)
    assert {"a.jsonl#1", "a.jsonl#7", "a.jsonl#7 (2)", "a.jsonl#16", "bom.ndjson#1", "packed.jsonl.gz#7 (2)"} <= set(
        ids
    )
    assert Skip("a.jsonl#14", "longer than 4,000 bytes; raise reading.max_size to read it") in skips
    assert Skip("a.jsonl#5", "not a line of JSON (not UTF-8)") in skips
    assert Skip("blank.jsonl", "empty: it holds no record") in skips


@pytest.mark.usefixtures("cut")
def test_many_bad_records_are_told_as_on_one_machine(spark: SparkSession, put: Put) -> None:
    chance = random.Random(1)
    lines = [{"text": TEXT * chance.randrange(3)} if chance.random() < 0.5 else {"text": 1} for _ in range(300)]
    _, skips = same(spark, [put("a.jsonl", lines)])
    assert len(skips) == 21
    assert "more records were not read" in skips[-1].reason


def test_pieces_may_end_anywhere(spark: SparkSession, put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(2)
    lines = [json.dumps({"text": "w" * chance.randrange(1, 40)}) for _ in range(40)]
    path = put("a.jsonl", "\n".join(lines) + "\n")
    for size in (31, 32, 33, 250):
        monkeypatch.setattr(files, "PIECE", size)
        ids, _ = same(spark, [path])
        assert ids == [f"{path}#{number}" for number in range(1, 41)]


@pytest.mark.usefixtures("cut")
def test_parquet_of_every_kind(spark: SparkSession, tmp_path: Path) -> None:
    rows = [{"id": at % 7, "text": f"{at} {TEXT}", "source": "The Bell", "views": at} for at in range(20)]
    parquet(tmp_path / "a.parquet", rows)
    parquet(tmp_path / "b.parquet", [{"body": one["text"], "meta": {"title": "Inside"}} for one in rows])
    parquet(tmp_path / "c.parquet", [{"text": None}, {"text": ""}, {"text": TEXT}, {"text": "x" * 5_000}])
    parquet(tmp_path / "d.parquet", [{"text": at} for at in range(30)])
    parquet(tmp_path / "e.parquet", [{"none": at, "of": at, "these": at} for at in range(400)])
    parquet(tmp_path / "f.parquet", pyarrow.table({"text": pyarrow.array([], pyarrow.string())}))
    stamps = pyarrow.array([1_700_000_000_123_456_789] * 20, pyarrow.timestamp("ns"))
    parquet(tmp_path / "g.parquet", pyarrow.table({"text": [TEXT] * 20, "Date": stamps, "date": stamps}))
    whole = (tmp_path / "a.parquet").read_bytes()
    (tmp_path / "h.parquet").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "i.parquet").write_bytes(b"PAR1 and nothing that a reader knows PAR1" * 10)
    ids, skips = same(spark, [tmp_path], max_size=4_000)
    assert {"a.parquet#0", "a.parquet#0 (2)", "a.parquet#0 (3)", "a.parquet#6 (2)", "b.parquet#20"} <= set(ids)
    assert Skip("c.parquet#4", "its text is longer than 4,000 bytes; raise reading.max_size to read it") in skips
    assert [one.path for one in skips if one.reason.startswith("damaged")] == ["h.parquet", "i.parquet"]


def test_columns_that_the_user_names(spark: SparkSession, put: Put, tmp_path: Path) -> None:
    put("a.jsonl", [{"text": "not this", "words": TEXT, "key": "k"}, {"text": "not this"}])
    parquet(tmp_path / "b.parquet", [{"text": "not this", "words": TEXT, "key": "k"}])
    ids, skips = same(spark, [tmp_path], text_column="words", id_column="key")
    assert ids == ["a.jsonl#k", "b.parquet#k"]
    assert skips == [Skip("a.jsonl#2", "has no text in a column 'words'; it has: text")]


@pytest.mark.usefixtures("cut")
def test_folders_of_all_sorts(spark: SparkSession, put: Put, tmp_path: Path) -> None:
    for name in ("b/z.jsonl", "b/a/y.jsonl", "b-1.jsonl", "B.jsonl", ".hidden/x.jsonl", "b/.x.jsonl", "_part.jsonl"):
        put(name, [{"text": f"{name} {TEXT}"}])
    put("notes.txt", TEXT)
    put("page.html", f"<html><body><article><p>{TEXT * 5}</p></article></body></html>")
    put("photo.png", b"\x89PNG")
    put("list.json", json.dumps([{"text": TEXT}, {"text": 1}]))
    (tmp_path / "link.jsonl").symlink_to(tmp_path / "B.jsonl")
    (tmp_path / "broken.jsonl").symlink_to(tmp_path / "nothing")
    ids, skips = same(spark, [tmp_path])
    assert ids == [
        "B.jsonl#1",
        "_part.jsonl#1",
        "b-1.jsonl#1",
        "b/a/y.jsonl#1",
        "b/z.jsonl#1",
        "list.json#1",
        *ids[-2:],
    ]
    assert len(skips) == 4
    ids, skips = same(spark, [tmp_path / "b", tmp_path, tmp_path / "B.jsonl"])
    assert Skip(f"{tmp_path}/b", f"same folder as {tmp_path}/b") in skips


@pytest.mark.usefixtures("cut")
def test_ids_that_come_again(spark: SparkSession, put: Put, tmp_path: Path) -> None:
    names = ["a", "a (2)", "a", "b", "b", "a (2)", "b (2)", "a", "c (2)", "c", "c", "a (2) (2)", "a (3)", "d#e", "d"]
    put("x.jsonl", [{"id": name, "text": f"{at} {TEXT}"} for at, name in enumerate(names)])
    put("y.jsonl", [{"id": name, "text": f"{at} {TEXT}"} for at, name in enumerate(reversed(names))])
    ids, _ = same(spark, [tmp_path])
    assert len(set(ids)) == 2 * len(names)


def test_what_no_utf_8_can_hold_is_replaced_sign_by_sign(spark: SparkSession, put: Put) -> None:
    path = put("a.jsonl", r'{"text": "half \ud83d of a pair, and \ud83d\ude00 whole", "title": "\udc00"}')
    (found,) = articles(reading.read_paths(spark, [str(path)], Reading()))
    (local,) = read.read_articles([path], Reading())
    assert isinstance(local, Article)
    assert found.text == local.text.replace("\ud83d", "\ufffd") == "half \ufffd of a pair, and \U0001f600 whole"
    assert found.title == "\ufffd"


def test_the_samples(spark: SparkSession) -> None:
    ids, _ = same(spark, [Path(__file__).parents[3] / "samples" / "articles"])
    assert ids


def test_what_is_read_can_be_kept(spark: SparkSession, put: Put, tmp_path: Path) -> None:
    path = put("a.jsonl", [{"text": TEXT, "id": "a"}, {"text": "Other " + TEXT, "id": "a"}, {"text": 0}])

    def kept(frame: DataFrame) -> DataFrame:
        frame.write.parquet(str(tmp_path / "kept"))
        path.unlink()  # nothing reads it again
        return spark.read.parquet(str(tmp_path / "kept"))

    frame = reading.read_paths(spark, [str(path)], Reading(), keep=kept)
    assert [one.id for one in articles(frame)] == [f"{path}#a", f"{path}#a (2)"]
    assert len(reading.skips(frame)) == 1


def test_a_path_that_does_not_exist(spark: SparkSession, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no such file or folder; check the name"):
        reading.read_paths(spark, [str(tmp_path / "nothing")], Reading())
    with pytest.raises(UsageError, match="standard input"):
        reading.read_paths(spark, ["-"], Reading())


# A user's DataFrame.


def shown(frame: DataFrame) -> list[tuple[str, str]]:
    return sorted((row["id"], row["text"]) for row in frame.where("id is not null").collect())


def test_a_frame_with_columns_of_the_usual_names(spark: SparkSession) -> None:
    rows = [(7, TEXT, "A harbour", date(2024, 5, 1), ("The Bell", 5)), (8, "B\r\n" + TEXT, None, None, None)]
    names = "key int, Words string, `he.ad` string, Date date, meta struct<source: string, of: int>"
    frame = spark.createDataFrame(rows, names).withColumnRenamed("he.ad", "Headline")
    first, second = sorted(articles(reading.read_frame(frame, "key", "Words", Reading())), key=lambda one: one.id)
    assert first == Article("7", TEXT, title="A harbour", source="The Bell", published="2024-05-01")
    assert (second.id, second.text, second.source) == ("8", "B\n" + TEXT, "")


def test_a_time_does_not_depend_on_where_the_session_is(spark: SparkSession) -> None:
    frame = spark.sql(f"select 'a' as id, '{TEXT}' as text, timestamp'2024-05-01 12:00:00+02:00' as date")
    (one,) = articles(reading.read_frame(frame, "id", "text", Reading()))
    assert one.published == "2024-05-01T10:00:00+00:00"


def test_rows_that_are_no_articles(spark: SparkSession) -> None:
    rows = [
        ("a", None),
        (None, TEXT),
        ("b", " \n"),
        ("c", "é" * 501),
        ("d", "é" * 500),
        ("e" * 1_001, TEXT),
        ("f", "\r\n" * 501),
    ]
    read = reading.read_frame(
        spark.createDataFrame(rows, "id string, text string"), "id", "text", Reading(max_size=1_000)
    )
    too_long = "its text is longer than 1,000 bytes; raise reading.max_size to read it"
    assert shown(read) == [("d", "é" * 500)]
    assert reading.skips(read) == [
        Skip("(no id)", "no id: its column 'id' is null"),
        Skip("a", "empty: nothing stands in its column 'text'"),
        Skip("b", "empty"),
        Skip("c", too_long),
        Skip("e" * 200, "its id is longer than 1,000 bytes"),
        Skip("f", "empty"),
    ]


def test_a_frame_with_many_bad_rows_and_one_with_none(spark: SparkSession) -> None:
    bad = spark.range(0, 500, 1, 7).selectExpr("lpad(id, 3, '0') as id", "if(id = 450, 'words', null) as text")
    told = reading.skips(reading.read_frame(bad, "id", "text", Reading()))
    assert [one.path for one in told] == [*(f"{at:03}" for at in range(20)), "DataFrame"]
    assert told[-1].reason.startswith("479 more records were not read")
    assert told == reading.skips(reading.read_frame(bad.repartition(2), "id", "text", Reading()))
    empty = reading.read_frame(bad.where("false"), "id", "text", Reading())
    assert reading.skips(empty) == [Skip("DataFrame", "empty: it holds no record")]


def test_ids_that_come_again_in_a_frame_follow_the_texts(spark: SparkSession) -> None:
    rows = [("a", "z"), ("a", "x"), ("a (2)", "u"), ("a", "y"), ("b", "t"), ("a", "x")]
    expected = [("a", "x"), ("a (2)", "x"), ("a (2) (2)", "u"), ("a (3)", "y"), ("a (4)", "z"), ("b", "t")]
    for partitions in (1, 4):
        frame = spark.createDataFrame(rows, "id string, text string").repartition(partitions)
        assert shown(reading.read_frame(frame, "id", "text", Reading())) == expected


@pytest.mark.parametrize(
    ("id", "text", "told"),
    [
        ("key", "text", "no column 'key'; it has: id, text, n"),
        ("id", "Text", "no column 'Text'; it has: id, text, n"),
        ("id", "n", "column 'n' holds int, not string; the columns are: id string, text string, n int"),
    ],
)
def test_columns_that_are_not_there(spark: SparkSession, id: str, text: str, told: str) -> None:
    frame = spark.createDataFrame([("a", "b", 1)], "id string, text string, n int")
    with pytest.raises(UsageError, match=re.escape(told)):
        reading.read_frame(frame, id, text, Reading())


# URIs, which Spark's own readers read.


def test_a_uri_gives_what_the_path_gives(spark: SparkSession, put: Put, tmp_path: Path) -> None:
    lines = [{"text": f"{at} {TEXT}"} if at % 3 else {"text": at} for at in range(90)]
    bad = b'{"text": "\xff"}\n\n\r\n{"text": "' + b"x" * 5_000 + b'"}\nno json\n{"text": "after"}'
    put("a/some [li*es] 100%.jsonl", lines)
    put("a/b.ndjson", b"\xef\xbb\xbf" + bad)
    put("a/c.json.gz", gzip.compress(bad))
    put("a-1.jsonl", [{"id": at % 4, "text": f"{at} {TEXT}"} for at in range(9)])
    put("empty.jsonl", b"")
    rows = [{"id": at % 7, "text": f"{at} {TEXT}" if at else "x" * 5_000, "date": date(2024, 5, 1)} for at in range(20)]
    parquet(tmp_path / "d.parquet", rows)
    parquet(tmp_path / "e.parquet", [{"body": one["text"], "meta": {"title": "Inside"}, "id": "x"} for one in rows])
    parquet(tmp_path / "f.parquet", pyarrow.table({"text": pyarrow.array([], pyarrow.string())}))
    (tmp_path / "g.parquet").write_bytes((tmp_path / "d.parquet").read_bytes()[:500])
    settings = Reading(max_size=4_000)
    local = list(read.read_articles([tmp_path], settings))
    frame = reading.read_paths(spark, [f"file:{tmp_path}"], settings)
    assert articles(frame) == [one for one in local if isinstance(one, Article)]
    theirs = [one for one in local if isinstance(one, Skip)]
    assert [one for one in reading.skips(frame) if one.path != "g.parquet"] == theirs[:-1]
    assert reading.skips(frame)[-1].reason.startswith("damaged or cut short (")


def test_files_at_uris_are_called_as_typed_and_read_once(spark: SparkSession, put: Put, tmp_path: Path) -> None:
    put("a/b.jsonl", [{"text": TEXT}])
    put("a/c.txt", TEXT)
    top, file = f"file:{tmp_path}/a/", f"file:{tmp_path}/a/b.jsonl"
    frame = reading.read_paths(spark, [file, top], Reading())
    assert [one.id for one in articles(frame)] == [f"{file}#1"]
    assert reading.skips(frame) == [
        Skip(file, f"same file as {file}"),
        Skip(f"{top}c.txt", "not a format that is read (.txt): the Spark engine reads Parquet and JSON Lines at a URI"),
    ]


def test_uris_where_nothing_can_be_read(spark: SparkSession, tmp_path: Path) -> None:
    for uri, why in ((f"file:{tmp_path}/none", "no such file or folder"), ("foo://host/path", "Spark cannot read it")):
        with pytest.raises(InputError, match=f"^{re.escape(uri)}: {why}"):
            reading.read_paths(spark, [uri], Reading())
    with pytest.raises(UsageError, match="write file: before the full path"):
        reading.read_paths(spark, [f"file:{tmp_path}", str(tmp_path)], Reading())


def test_a_file_at_a_uri_that_is_damaged_in_the_middle(spark: SparkSession, put: Put, tmp_path: Path) -> None:
    put("a.jsonl", [{"text": TEXT}])
    path = parquet(tmp_path / "b.parquet", [{"text": str(at) * 500} for at in range(60)], group=60)
    data = bytearray(path.read_bytes())
    data[30:200] = b"\xff" * 170
    path.write_bytes(data)
    with pytest.raises(InputError, match=r"b\.parquet: damaged or cut short"):
        reading.read_paths(spark, [f"file:{tmp_path}"], Reading())
