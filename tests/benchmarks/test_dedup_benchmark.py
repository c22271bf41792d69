"""The benchmark of `dedup` on tables: its truth is that of the texts, and it sees what a run does wrong."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from pyarrow import parquet

from benchmarks.corpora import planted_tables
from benchmarks.measures.process_meter import MeasurementError
from benchmarks.runs import dedup as run
from dupdetect import Article, dedup


def test_the_first_stays_and_each_other_row_names_the_most_similar_before_it() -> None:
    planted = [(0, 1, 0.9), (0, 2, 0.79), (1, 2, 0.95), (3, 4, 0.8), (3, 5, 0.85), (4, 5, 0.99)]
    assert planted_tables.choose_drops(planted, 0.8) == {1: 0, 4: 3, 5: 3}


def test_both_tables_hold_the_same_texts_and_their_truth_is_that_of_dedup(tmp_path: Path) -> None:
    lines = planted_tables.write_lines(tmp_path / "a.jsonl", 300, 5)
    table = planted_tables.write_parquet(tmp_path / "a.parquet", 300, 5)
    rows = [json.loads(line) for line in lines.path.read_text(encoding="utf-8").splitlines()]
    columns = parquet.read_table(table.path).to_pydict()
    assert [row["text"] for row in rows] == columns["text"]
    assert ([row["url"] for row in rows], columns["doc"]) == (list(lines.ids), list(table.ids))
    assert lines.planted == table.planted
    articles = [Article(f"{place:04}", text) for place, text in enumerate(columns["text"])]
    drops = {int(str(drop.id)): int(str(drop.kept)) for drop in dedup(articles, threshold=0.8).dropped}
    assert drops == planted_tables.choose_drops(lines.planted, 0.8)
    assert drops


def write_run(folder: Path, table: planted_tables.Table, drops: dict[int, int]) -> Path:
    """The output of a run that drops these rows."""
    out = folder / "out.jsonl"
    lines = table.path.read_text(encoding="utf-8").splitlines(keepends=True)
    out.write_text("".join(line for place, line in enumerate(lines) if place not in drops), encoding="utf-8")
    log = [{"id": table.ids[place], "kept": table.ids[kept]} for place, kept in drops.items()]
    Path(f"{out}.dropped.jsonl").write_text("".join(json.dumps(entry) + "\n" for entry in log), encoding="utf-8")
    return out


def test_what_a_run_does_wrong_is_counted(tmp_path: Path) -> None:
    table = planted_tables.write_lines(tmp_path / "a.jsonl", 300, 5)
    truth = dict(planted_tables.choose_drops(table.planted, 0.8))
    right = run.judge_rows("jsonl", write_run(tmp_path, table, truth), table)
    assert (right["dropped"], right["ids_as_they_were"]) == (len(truth), True)
    assert not any(right[name] for name in ("dropped_wrongly", "kept_wrongly", "for_another"))
    first, second, *_ = truth
    alone = next(place for place in range(300) if place not in truth and place not in truth.values())
    wrong = {**truth, alone: 0, second: alone}
    del wrong[first]
    figures = run.judge_rows("jsonl", write_run(tmp_path, table, wrong), table)
    assert [figures[name] for name in ("dropped_wrongly", "kept_wrongly", "for_another")] == [1, 1, 1]
    write_run(tmp_path, table, truth)
    (tmp_path / "out.jsonl").write_text(table.path.read_text(encoding="utf-8"), encoding="utf-8")
    assert not run.judge_rows("jsonl", tmp_path / "out.jsonl", table)["ids_as_they_were"]


def test_items_stand_in_their_documents(tmp_path: Path) -> None:
    corpus = planted_tables.write_contaminated(tmp_path, 60, 10)
    texts = run.read_texts(corpus.documents, {f"doc {place:06}" for place in range(60)})
    assert (len(texts), len(corpus.holders), len(set(corpus.holders.values()))) == (60, 10, 10)
    for name, item in corpus.holders.items():
        assert " ".join(corpus.texts[item].split()) in " ".join(texts[name].split())


def test_a_command_is_killed_in_time_or_ends(tmp_path: Path) -> None:
    assert run.run_for([sys.executable, "-c", "import time; time.sleep(600)"], 0.2)
    assert not run.run_for([sys.executable, "-c", ""], 600)
    with pytest.raises(MeasurementError, match="no such thing"):
        run.run_for([sys.executable, "-c", "import sys; sys.exit('no such thing')"], 600)
