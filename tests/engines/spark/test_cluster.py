"""A real cluster, of a master and two workers on this machine: the findings of one machine, also when a worker dies."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet
import pyspark
import pytest

from benchmarks.corpora import planted_copies
from dupdetect import pipeline
from dupdetect.report import write

pytestmark = [
    pytest.mark.spark,
    pytest.mark.cluster,
    pytest.mark.skipif("DUPDETECT_CLUSTER" not in os.environ, reason="takes minutes; DUPDETECT_CLUSTER=1 runs it"),
    pytest.mark.skipif(os.name != "posix", reason="processes are looked up with ps, as POSIX has it"),
    pytest.mark.skipif(shutil.which("java") is None, reason="there is no Java"),
]

SAMPLES = Path(__file__).parents[3] / "samples" / "articles"
HOME = Path(pyspark.__file__).parent
PATIENCE = 900
"""Seconds after which something that a test waits for will not come any more."""


CONFIGURED = "spark.sql.shuffle.partitions 4\n"
"""What a user may configure for a cluster as small as this one; Spark cuts what it shuffles into 200 otherwise."""


def environment() -> dict[str, str]:
    """Without what the machine's user may have configured of Spark."""
    env = {key: value for key, value in os.environ.items() if not key.startswith(("SPARK_", "PYSPARK_"))}
    return env | {"SPARK_HOME": str(HOME), "SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": sys.executable}


def wait_for(what: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < end
        time.sleep(0.1)


def below(top: int) -> list[int]:
    """The processes that `top` started, and those that these started."""
    listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    parents = {int(pid): int(parent) for pid, parent in (line.split() for line in listed.splitlines())}
    found, some = [], [top]
    while some:
        some = [pid for pid, parent in parents.items() if parent in some]
        found += some
    return found


def kill(process: subprocess.Popen[bytes]) -> None:
    """End a process and all that it started, without warning."""
    for pid in [process.pid, *below(process.pid)] if process.poll() is None else []:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
    process.wait()


@dataclass(frozen=True)
class Cluster:
    """A master and its workers."""

    url: str
    workers: list[subprocess.Popen[bytes]]


@contextmanager
def daemon(kind: str, log: Path, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """A master or a worker, which ends with the `with` statement."""
    java = os.path.join(os.environ["JAVA_HOME"], "bin", "java") if os.environ.get("JAVA_HOME") else "java"
    command = [java, "-Xmx256m", "-cp", f"{HOME}/jars/*", f"org.apache.spark.deploy.{kind}", "--host", "127.0.0.1"]
    (scala,) = (HOME / "jars").glob("scala-library-*.jar")
    env = environment() | {"SPARK_SCALA_VERSION": ".".join(scala.stem.split("-")[-1].split(".")[:2])}
    with log.open("wb") as out:
        process = subprocess.Popen(
            [*command, "--port", "0", "--webui-port", "0", *arguments], stdout=out, stderr=out, env=env
        )
    try:
        yield process
    finally:
        kill(process)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A master and two workers of one core each."""
    place = tmp_path_factory.mktemp("cluster")
    with ExitStack() as stack:
        stack.enter_context(daemon("master.Master", place / "master.log"))

        def said(pattern: str) -> list[str]:
            return re.findall(pattern, (place / "master.log").read_text(errors="replace"))

        wait_for(lambda: bool(said("Starting Spark master at (spark://[0-9.:]+)")))
        (url,) = said("Starting Spark master at (spark://[0-9.:]+)")
        workers = [
            stack.enter_context(
                daemon(
                    "worker.Worker", place / f"{at}.log",
                    "--cores", "1", "--memory", "1g", "--work-dir", str(place / f"work-{at}"), url,
                )
            )
            for at in range(2)
        ]  # fmt: skip
        wait_for(lambda: len(said("Registering worker ")) == 2)
        yield Cluster(url, workers)


def local(sources: list[Path], out: Path) -> bytes:
    """What one machine finds."""
    with out.open("w", encoding="utf-8", newline="\n") as file:
        write(pipeline.scan(sources), "json", file)
    return out.read_bytes()


def test_the_command_gives_the_findings_of_one_machine(cluster: Cluster, news: list[Path], tmp_path: Path) -> None:
    sources = [SAMPLES, *news]
    out, conf = tmp_path / "out", tmp_path / "conf"
    conf.mkdir()
    (conf / "spark-defaults.conf").write_text(CONFIGURED)
    command = [sys.executable, "-m", "dupdetect", "scan", *map(str, sources), "--engine", "spark"]
    env = environment() | {"SPARK_CONF_DIR": str(conf)}
    command += ["--master", cluster.url, "-o", str(out)]
    done = subprocess.run(command, capture_output=True, text=True, env=env, timeout=PATIENCE)
    assert (done.returncode, done.stdout) == (0, ""), done
    assert re.fullmatch(r"dupdetect: capped keys: [a-z ,0-9]+ \(.*pairing\.key_bucket\)\n", done.stderr)
    assert (out / "findings.json").read_bytes() == local(sources, tmp_path / "local.json")
    tables = ["articles", "comparisons", "families", "pairs", "skipped"]
    assert sorted(one.name for one in out.iterdir() if not one.name.startswith(".")) == sorted(
        [*tables, "findings.json", "run.json"]
    )
    found = json.loads((out / "findings.json").read_text(encoding="utf-8"))
    rows = {name: pyarrow.parquet.read_table(out / name).to_pylist() for name in tables}
    for one, pair in zip(rows["pairs"], found["pairs"], strict=True):
        assert {name: round(value, 4) if isinstance(value, float) else value for name, value in one.items()} == {
            name: pair[name] for name in one
        }
    assert [(one["a"], one["b"]) for one in rows["comparisons"]] == [(one["a"], one["b"]) for one in found["pairs"]]
    assert [one["article"] for one in rows["families"]] == [
        name for one in found["clusters"] for name in one["articles"]
    ]
    assert [(one["id"], one["words"]) for one in rows["articles"]] == [
        (one["id"], one["words"]) for one in found["articles"]
    ]
    assert rows["skipped"] == found["skipped"]
    run = json.loads((out / "run.json").read_text(encoding="utf-8"))
    assert run["compared"] == found["counts"]["compared"]
    assert list(run) == ["compared", "capped", "shards", "sample"]
    assert sorted(one.name for one in tmp_path.iterdir()) == ["conf", "local.json", "out"]


DRIVER = """
from pathlib import Path
from dupdetect.cli.cluster import scan_to_folder
from dupdetect.engines.spark import comparing
from dupdetect.settings import Settings

class Marked(comparing.PairMapper):
    def __call__(self, batches):
        Path({marker!r}).touch()
        yield from super().__call__(batches)

comparing.PairMapper = Marked
scan_to_folder([{source!r}], Settings(), {url!r}, {out!r}, None)
"""


@contextmanager
def comparing(cluster: Cluster, source: Path, out: Path, events: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A scan on the cluster whose workers compare pairs; Spark writes down what happens in `events`."""
    events.mkdir()
    log = f"{CONFIGURED}spark.eventLog.enabled true\nspark.eventLog.dir file:{events}\nspark.eventLog.compress false\n"
    (events.parent / "spark-defaults.conf").write_text(log)
    marker = events.parent / "comparing"
    code = DRIVER.format(marker=str(marker), source=str(source), url=cluster.url, out=str(out))
    conf = {"SPARK_CONF_DIR": str(events.parent)}
    driver = subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE, env=environment() | conf)
    try:
        wait_for(lambda: marker.exists() or driver.poll() is not None)
        yield driver
    finally:
        kill(driver)


def test_a_worker_that_is_killed_changes_nothing(cluster: Cluster, tmp_path: Path) -> None:
    source, out, events = tmp_path / "articles.jsonl", tmp_path / "out", tmp_path / "events"
    with source.open("w", encoding="utf-8") as file:
        for at, text in enumerate(planted_copies.Planter(700, seed=3)):
            file.write(json.dumps({"id": f"{at:04}", "text": text}) + "\n")
    with comparing(cluster, source, out, events) as driver:
        assert driver.poll() is None
        kill(cluster.workers[1])
        _, told = driver.communicate(timeout=PATIENCE)
    assert driver.returncode == 0, told
    assert (out / "findings.json").read_bytes() == local([source], tmp_path / "local.json")
    happened = "".join(file.read_text(encoding="utf-8") for file in events.rglob("*") if file.is_file())
    assert "SparkListenerExecutorRemoved" in happened
    assert "ExecutorLostFailure" in happened  # a task was at work there
