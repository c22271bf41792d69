"""`dupdetect scan --engine spark`: what it writes and refuses, with the exit statuses and words of other scans."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest
from click.testing import CliRunner, Result

from dupdetect.cli import main
from dupdetect.cli.cluster import report_capped

pytestmark = pytest.mark.spark

TEXT = (
    "The harbour was closed on Tuesday, and 40 boats stayed out at sea until the wind had gone down in the evening. "
    "Two of them had lost their lamps and found the mole by the horn of the old ferry, whose captain blew it every "
    "minute for three hours. The council thanked him and will pay for the coal, the mayor said on Wednesday."
)
SPARK = ("--engine", "spark", "--master", "local[2]")


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["scan", *map(str, arguments)])


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Two copies, and whatever else a partition may hold."""
    folder = tmp_path / "source"
    folder.mkdir()
    rows = [
        {"id": "a", "text": TEXT},
        {"id": "b", "text": TEXT + " Nobody was hurt."},
        {"id": "a", "text": "Another text under an id that came before, and nothing like the other."},
        {"id": "c", "text": None},
        {"id": "d", "text": ""},
        {"id": "e", "text": "long " * 1_000},
    ]
    wrong = [{"id": "f", "text": 7}, {"id": "g", "text": {"of": "it"}}, {"id": ["h"], "text": ["i"]}]
    lines = [*(json.dumps(row) for row in (*rows, *wrong)), "no JSON", "[]", '{"text": "\\ud800 half a sign"}']
    (folder / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), folder / "b.parquet", row_group_size=2)
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist([{"text": at} for at in range(30)]), folder / "c.parquet")
    (folder / "d.parquet").write_bytes((folder / "b.parquet").read_bytes()[:200])
    return folder


@pytest.mark.usefixtures("spark")
def test_bad_input_is_told_as_on_one_machine(source: Path, tmp_path: Path) -> None:
    arguments = (source, "--max-size", "4000")
    local = run(*arguments, "-o", tmp_path / "local.json")
    done = run(*arguments, *SPARK, "-o", tmp_path / "spark.json")
    assert (done.exit_code, done.stdout, done.stderr) == (local.exit_code, "", "")
    assert (tmp_path / "spark.json").read_bytes() == (tmp_path / "local.json").read_bytes()
    found = json.loads((tmp_path / "spark.json").read_text(encoding="utf-8"))
    assert found["counts"]["skipped"] == len(found["skipped"]) > 20
    assert {"identical", "near_copy"} & {one["verdict"] for one in found["pairs"]}


@pytest.mark.usefixtures("spark")
def test_a_folder_holds_the_same_findings_and_how_it_went(source: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = run(source / "b.parquet", *SPARK, "-o", out, "--fail-on", "near_copy")
    assert (done.exit_code, done.stdout, done.stderr) == (3, "", "")
    assert run(source / "b.parquet", "-o", tmp_path / "local.json").exit_code == 0
    assert (out / "findings.json").read_bytes() == (tmp_path / "local.json").read_bytes()
    told = json.loads((out / "run.json").read_text(encoding="utf-8"))
    assert told["capped"] == {"same_words": 0, "near_copies": 0, "rewrites": 0, "passages": 0}
    assert (told["compared"], told["sample"]) == (1, 1)


@pytest.mark.usefixtures("spark")
def test_a_report_on_standard_output_is_that_of_one_machine(source: Path) -> None:
    local, done = (run(source / "b.parquet", "--format", "html", *engine) for engine in ((), SPARK))
    assert (done.exit_code, done.stderr) == (0, "")
    assert len(done.stdout) > 100
    assert done.stdout == local.stdout


def test_what_is_capped_is_told_in_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    report_capped({"same_words": 0, "near_copies": 2, "rewrites": 1_395, "passages": 0})
    told = capsys.readouterr().err
    assert told.startswith("dupdetect: capped keys: near copies 2, rewrites 1,395 (")
    assert told.count("\n") == 1
    report_capped({"same_words": 0})
    assert capsys.readouterr() == ("", "")


@pytest.mark.usefixtures("spark")
def test_what_cannot_be_read_or_written_is_one_line(source: Path, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    for place, told in (("there", "exists already; name a new folder"), ("none/out", "there is no folder")):
        done = run(source, *SPARK, "-o", tmp_path / place)
        assert (done.exit_code, done.stdout) == (1, "")
        assert done.stderr.startswith(f"dupdetect: {tmp_path / place}: {told}")
        assert done.stderr.count("\n") == 1
    done = run(source / "none.jsonl", *SPARK, "-o", tmp_path / "out")
    assert done.exit_code == 1
    assert "no such file or folder" in done.stderr
    assert sorted(one.name for one in tmp_path.iterdir()) == ["source", "there"]
    assert not list((tmp_path / "there").iterdir())


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--master", "local[2]"], "--master: names a Spark cluster; choose the engine spark"),
        (["--engine", "spark", "--jobs", "2"], "--jobs: a Spark cluster has workers of its own"),
        (["--engine", "spark", "--index", "archive"], "--index: the Spark engine does not look into archives"),
    ],
)
def test_options_that_do_not_go_together(tmp_path: Path, options: list[str], told: str) -> None:
    done = run(tmp_path, *options)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith(f"dupdetect: {told}")
    assert done.stderr.count("\n") == 1


def process(source: Path, master: str, out: Path) -> subprocess.Popen[str]:
    """The command in a process of its own, and in a group as a terminal has it."""
    command = [sys.executable, "-m", "dupdetect", "scan", str(source), "--engine", "spark", "--master", master]
    env = {key: value for key, value in os.environ.items() if not key.startswith(("SPARK_", "PYSPARK_"))}
    pipe = subprocess.PIPE
    return subprocess.Popen(
        [*command, "-o", str(out)], stdout=pipe, stderr=pipe, text=True, env=env, start_new_session=True
    )


@pytest.mark.parametrize(("master", "status"), [("nonsense", 2), ("spark://127.0.0.1:{port}", 1)])
def test_a_master_that_is_none(source: Path, tmp_path: Path, master: str, status: int) -> None:
    with socket.socket() as taken:  # and nobody listens
        taken.bind(("127.0.0.1", 0))
        scan = process(source, master.format(port=taken.getsockname()[1]), tmp_path / "out")
        out, told = scan.communicate(timeout=120)
    assert (scan.returncode, out) == (status, "")
    assert "master" in told
    assert told.startswith("dupdetect: ")
    assert told.count("\n") == 1


@pytest.mark.skipif(os.name != "posix", reason="signals as POSIX has them")
@pytest.mark.skipif(shutil.which("java") is None, reason="there is no Java")
def test_an_interrupt_leaves_nothing(source: Path, tmp_path: Path) -> None:
    scan = process(source, "local[2]", tmp_path / "out")
    try:
        end = time.monotonic() + 240
        while not list(tmp_path.glob("out*.part")) and scan.poll() is None:
            assert time.monotonic() < end
            time.sleep(0.1)
        os.killpg(scan.pid, signal.SIGINT)
        out, told = scan.communicate(timeout=120)
    finally:
        scan.kill()
    assert (scan.returncode, out, told) == (130, "", "dupdetect: interrupted\n")
    assert [one.name for one in tmp_path.iterdir()] == ["source"]
