"""`dedup` for those who hold tables: what a reference has is dropped, a column chooses, and Parquet stays Parquet."""

from __future__ import annotations

import csv
import json
import random
from pathlib import Path
from typing import Any

import pyarrow
import pytest
from click.testing import CliRunner, Result
from pyarrow import parquet

from dupdetect import Article, dedup
from dupdetect.cli import main
from tests.archive.samples import story


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["dedup", *map(str, arguments)])


def log_of(out: Path) -> list[dict[str, Any]]:
    lines = Path(f"{out}.dropped.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def write_lines(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


# Against a reference.

QUESTION = "Which of the three harbours on the northern coast froze over in the winter that followed the great storm?"


def test_what_the_reference_has_is_dropped_and_named() -> None:
    texts = [
        Article("same", story(1, 200)),
        Article("near", story(1, 200) + " It ends here."),
        Article("holder", f"{story(2, 400)}\n\n{QUESTION.upper()}\n\n{story(3, 300)}"),
        Article("other", story(4, 300)),
    ]
    result = dedup(texts, against=[Article("ref-1", story(1, 200)), Article("ref-2", QUESTION)])
    assert [(drop.id, drop.kept, drop.against) for drop in result.dropped] == [
        ("same", "ref-1", True),
        ("near", "ref-1", True),
        ("holder", "ref-2", True),
    ]
    held = result.dropped[2]
    assert texts[2].text[held.start : held.end] == QUESTION.upper().removesuffix("?")
    assert (held.containment, held.jaccard) == (1.0, None)


def test_planted_items_are_all_found_and_nothing_else() -> None:
    rng = random.Random(5)
    items = [Article(f"item {n}", story(5000 + n, 30)) for n in range(60)]
    documents = []
    for number in range(600):
        text = story(number, 120)
        if number < 60:
            cut = rng.randrange(len(text.split()))
            words = text.split()
            text = " ".join([*words[:cut], items[number].text, *words[cut:]])
        documents.append(Article(f"doc {number:03}", text))
    rng.shuffle(documents)
    result = dedup(documents, against=items)
    assert {(drop.id, drop.kept) for drop in result.dropped} == {(f"doc {n:03}", f"item {n}") for n in range(60)}
    by_id = {article.id: article.text for article in documents}
    for drop in result.dropped:
        passage = by_id[str(drop.id)][drop.start : drop.end]
        assert " ".join(passage.split()) in " ".join(items[int(str(drop.kept).split()[1])].text.split())


def test_nothing_is_kept_for_a_text_that_leaves() -> None:
    """A near copy of an article that leaves, but without the reference's text, stays."""
    body = story(7, 400)
    result = dedup(
        [Article("holder", f"{QUESTION} {body}"), Article("clean", body)], against=[Article("question", QUESTION)]
    )
    assert [(drop.id, drop.kept) for drop in result.dropped] == [("holder", "question")]


def test_references_are_not_set_against_each_other() -> None:
    """B is near reference 2 alone, and reference 2 is near reference 1."""
    words = story(9, 100).split()
    first, second, third = (" ".join(words[start : start + 90]) for start in (0, 4, 8))
    result = dedup([Article("b", third)], against=[Article("1", first), Article("2", second)])
    assert [(drop.id, drop.kept) for drop in result.dropped] == [("b", "2")]


def test_very_short_references_match_whole_texts_alone() -> None:
    texts = [Article("yes", "Yes, it is."), Article("longer", f"Yes, it is. {story(3, 100)}")]
    assert [drop.id for drop in dedup(texts, against=[Article("answer", "Yes, it is.")]).dropped] == ["yes"]


def test_against_on_the_command_line(tmp_path: Path) -> None:
    rows: list[dict[str, Any]] = [{"id": n, "text": story(n, 200)} for n in range(4)]
    rows[2]["text"] = f"{rows[2]['text']} {QUESTION}"
    source = write_lines(tmp_path / "crawl.jsonl", rows)
    bench = write_lines(tmp_path / "bench.jsonl", [{"id": "q1", "text": QUESTION}, {"id": "q2"}])
    out = tmp_path / "clean.jsonl"
    done = run(source, "-o", out, "--against", bench)
    assert done.exit_code == 0, done.stderr
    assert "4 articles, 3 kept, 1 dropped, 1 skipped" in done.stderr
    assert out.read_bytes() == b"".join(line for n, line in enumerate(source.read_bytes().splitlines(True)) if n != 2)
    entry = log_of(out)[0]
    assert (entry["id"], entry["kept"], entry["against"]) == ("2", f"{bench}#q1", True)
    assert rows[2]["text"][entry["start"] : entry["end"]] == QUESTION.removesuffix("?")
    assert "n-grams of a reference text" in entry["reason"]


# Columns that choose.

SCORES = [3, 25, 4, None, 7]
BODIES = [story(1, 200), story(1, 200), story(2, 200), story(2, 200), story(3, 200)]


def table_of(kind: str, folder: Path) -> Path:
    rows = [{"id": f"-{n}", "text": BODIES[n], "score": score} for n, score in enumerate(SCORES)]
    path = folder / f"rows.{kind}"
    if kind == "jsonl":
        return write_lines(path, rows)
    if kind == "parquet":
        parquet.write_table(pyarrow.Table.from_pylist(rows), path, compression="zstd", row_group_size=2)
        return path
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, ["id", "text", "score"])
        writer.writeheader()
        writer.writerows(rows)
    return path


def ids_of(path: Path) -> list[str]:
    if path.suffix == ".parquet":
        ids: list[str] = parquet.read_table(path)["id"].to_pylist()
        return ids
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".jsonl":
        return [json.loads(line)["id"] for line in text.splitlines()]
    return [row["id"] for row in csv.DictReader(text.splitlines())]


@pytest.mark.parametrize("kind", ["jsonl", "csv", "parquet"])
@pytest.mark.parametrize(("keep", "ids"), [("score", ["-1", "-2", "-4"]), ("-score", ["-0", "-2", "-4"])])
def test_the_greatest_or_the_least_value_of_a_column_stays(
    kind: str, keep: str, ids: list[str], tmp_path: Path
) -> None:
    """25 is more than 3, also in CSV, where both are text; and a row without a value never wins."""
    source, out = table_of(kind, tmp_path), tmp_path / f"out.{kind}"
    done = run(source, "-o", out, "--keep", keep)
    assert done.exit_code == 0, done.stderr
    assert ids_of(out) == ids


def test_parquet_keeps_its_columns_types_and_compression(tmp_path: Path) -> None:
    source, out = table_of("parquet", tmp_path), tmp_path / "out.parquet"
    assert run(source, "-o", out).exit_code == 0
    before, after = parquet.ParquetFile(source), parquet.ParquetFile(out)
    assert after.schema_arrow == before.schema_arrow
    assert after.metadata.row_group(0).column(0).compression == "ZSTD"
    assert parquet.read_table(out).to_pylist() == [parquet.read_table(source).to_pylist()[n] for n in (0, 2, 4)]
    assert [(entry["id"], entry["kept"]) for entry in log_of(out)] == [("-1", "-0"), ("-3", "-2")]


def test_a_folder_of_parquet_is_written_as_one(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name, rows in {"a": [0, 1], "b": [2, 3], "c": [1]}.items():
        table = pyarrow.table({"text": [BODIES[row] for row in rows], "n": rows})
        parquet.write_table(table, tmp_path / "in" / f"{name}.parquet")
    out = tmp_path / "out"
    assert run(tmp_path / "in", "-o", out).exit_code == 0
    kept = {path.name: parquet.read_table(path)["n"].to_pylist() for path in out.iterdir()}
    assert kept == {"a.parquet": [0], "b.parquet": [2]}


def test_rows_without_text_stay_in_parquet(tmp_path: Path) -> None:
    source, out = tmp_path / "rows.parquet", tmp_path / "out.parquet"
    parquet.write_table(pyarrow.table({"text": [BODIES[0], None, BODIES[0]], "n": [0, 1, 2]}), source)
    done = run(source, "-o", out)
    assert "1 skipped" in done.stderr
    assert parquet.read_table(out)["n"].to_pylist() == [0, 1]


def test_a_column_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    done = run(table_of("parquet", tmp_path), "-o", tmp_path / "out.parquet", "--keep", "date")
    assert (done.exit_code, done.stderr.count("\n")) == (1, 1)
    assert "has no column 'date'; it has: id, text, score" in done.stderr
    for kind in ("jsonl", "csv"):
        done = run(table_of(kind, tmp_path), "-o", tmp_path / f"out.{kind}", "--keep", "date")
        assert done.stderr.endswith("no record has a value in its column 'date'; name another with --keep\n")
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_text(BODIES[0], encoding="utf-8")
    done = run(tmp_path / "texts", "-o", tmp_path / "out", "--keep", "newest")
    assert "has no column 'newest'; columns to keep by are read from JSON lines, CSV and Parquet" in done.stderr
    assert not (tmp_path / "out").exists()
