"""The session of the Spark engine: what it is, whom it leaves alone, and one line for each way in which it fails."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pyspark.sql import SparkSession

from dupdetect.engines.spark.session import check_master, require_java, start_session
from dupdetect.errors import DupdetectError, InputError, MissingExtraError, UsageError

pytestmark = pytest.mark.spark

needs_java = pytest.mark.skipif(shutil.which("java") is None, reason="there is no Java")


def run(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """`code` in a process of its own, which has a JVM of its own."""
    env = {key: value for key, value in os.environ.items() if not key.startswith(("SPARK_", "PYSPARK_"))}
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=env | environment, timeout=300
    )


USE = """
from dupdetect.engines.spark.session import start_session
from dupdetect.errors import DupdetectError
try:
    with start_session({master!r}) as spark:
        {body}
except DupdetectError as error:
    print(f"{{type(error).__name__}}: {{error}}")
"""


# Java.


def java(folder: Path, says: str) -> Path:
    """A program that says that it is some Java."""
    program = folder / "bin" / "java"
    program.parent.mkdir(parents=True)
    program.write_text(f"#!/bin/sh\necho '{says}' >&2\n")
    program.chmod(0o755)
    return program


@pytest.fixture
def _no_java_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JAVA_HOME", raising=False)


@pytest.mark.usefixtures("_no_java_home")
def test_no_java(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MissingExtraError, match=r"^Spark needs Java, and there is none; install Java 17 or newer"):
        require_java()


@pytest.mark.usefixtures("_no_java_home")
@pytest.mark.parametrize(
    ("says", "version"),
    [('openjdk version "11.0.22" 2024-01-16', 11), ('java version "1.8.0_401"', 8), ('openjdk version "9"', 9)],
)
def test_java_that_is_too_old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, says: str, version: int) -> None:
    program = java(tmp_path, says)
    told = rf"^Spark needs Java 17 or newer, and {re.escape(str(program))} is Java {version}; install"
    monkeypatch.setenv("PATH", str(program.parent))
    with pytest.raises(MissingExtraError, match=told):
        require_java()
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(MissingExtraError, match=told):
        require_java()


def test_java_that_is_new_enough_or_says_something_unheard_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for at, says in enumerate(['openjdk version "17.0.15" 2025-04-15', 'openjdk version "21-ea"', "moon java"]):
        java(tmp_path / str(at), says)
        monkeypatch.setenv("JAVA_HOME", str(tmp_path / str(at)))
        require_java()


def test_a_java_home_without_java(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(MissingExtraError, match=rf"^JAVA_HOME is {tmp_path}, where there is no bin/java; install"):
        require_java()


def test_a_start_without_java_is_one_line(tmp_path: Path) -> None:
    java(tmp_path, 'openjdk version "11.0.22"')
    done = run(USE.format(master="local[2]", body="pass"), JAVA_HOME=str(tmp_path))
    assert done.stdout.startswith("MissingExtraError: Spark needs Java 17 or newer")
    assert done.stdout.count("\n") == 1
    assert done.stderr == ""


# The master.


@pytest.mark.parametrize(
    "master", ["local", "local[4]", "local[*]", "local[2, 3]", "local-cluster[2,1,1024]", "k8s://https://a:443"]
)
def test_masters_that_are_well_formed(master: str) -> None:
    check_master(master)


@pytest.mark.parametrize(
    "master",
    [
        "",
        "spark:/x",
        "foo://x",
        "spark://",
        "spark://host",
        "spark://host:",
        "spark://a b:1",
        "local[0]",
        "local[",
        "k8s://",
        "YARN",
    ],
)
def test_masters_that_are_malformed(master: str) -> None:
    with pytest.raises(UsageError, match=r"is not the URL of a Spark master; write it like local\[4\]"):
        check_master(master)


@pytest.fixture
def closed() -> Iterator[int]:
    """A port where nobody listens, for it is taken and not opened."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


def test_a_master_that_nobody_is(closed: int) -> None:
    for address in (
        f"127.0.0.1:{closed}",
        "no-such-host.invalid:7077",
        "127.0.0.1:99999",
        f"127.0.0.1:{closed},127.0.0.1:1",
    ):
        with pytest.raises(
            InputError, match=rf"^spark://{re.escape(address)}: no Spark master can be reached there \(\S"
        ):
            check_master(f"spark://{address}")


def test_one_master_of_two_is_enough(closed: int) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        check_master(f"spark://127.0.0.1:{closed},127.0.0.1:{server.getsockname()[1]}")


def test_yarn_without_its_configuration(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HADOOP_CONF_DIR", raising=False)
    monkeypatch.delenv("YARN_CONF_DIR", raising=False)
    with pytest.raises(UsageError, match=r"^yarn: set HADOOP_CONF_DIR"):
        check_master("yarn")


# Sessions.


def test_an_active_session_is_used_and_left_running(spark: SparkSession) -> None:
    with start_session() as session:
        assert session is spark
    with start_session("local[2]") as session:
        assert session is spark
    assert spark.range(3).count() == 3
    with pytest.raises(UsageError, match=r"is active already, on local\[2\]"), start_session("local[1]"):
        pass


def test_a_session_of_our_own_has_what_the_engine_needs(spark: SparkSession) -> None:
    said = {
        key: spark.conf.get(key) for key in ("spark.sql.shuffle.partitions", "spark.ui.enabled", "spark.driver.host")
    }
    assert said == {"spark.sql.shuffle.partitions": "8", "spark.ui.enabled": "false", "spark.driver.host": "127.0.0.1"}
    assert spark.sparkContext.pythonExec == sys.executable
    assert spark.sparkContext.appName == "dupdetect"
    assert spark.conf.get("spark.sql.adaptive.enabled") == "true"


@needs_java
def test_a_run_is_silent_and_keeps_what_the_user_configured(tmp_path: Path) -> None:
    (tmp_path / "spark-defaults.conf").write_text("spark.sql.shuffle.partitions 5\nspark.app.name theirs\n")
    body = (
        "from dupdetect.engines.spark.session import echo_batches as echo; "
        "spark.range(9).mapInArrow(echo, 'id long').count(); "
        "print(spark.sparkContext.master, spark.sparkContext.appName, spark.conf.get('spark.sql.shuffle.partitions'))"
    )
    code = (
        USE.format(master="local[2]", body=body)
        + "from pyspark.sql import SparkSession\nprint(SparkSession.getActiveSession())"
    )
    done = run(code, SPARK_CONF_DIR=str(tmp_path))
    assert (done.stdout, done.stderr) == ("local[2] theirs 5\nNone\n", "")


@needs_java
def test_what_spark_itself_refuses_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "spark-defaults.conf").write_text("spark.driver.memory lots\n")
    done = run(USE.format(master="local[2]", body="pass"), SPARK_CONF_DIR=str(tmp_path))
    assert done.stdout.startswith("InputError: Spark could not start: ")
    assert done.stdout.count("\n") == 1
    assert "Traceback" not in done.stderr


@needs_java
@pytest.mark.parametrize(
    ("python", "told"),
    [
        ('#!/bin/sh\nexec {python} -I -S "$@"\n', "the Spark workers cannot"),
        (None, "the Spark workers have no "),
    ],
)
def test_workers_that_cannot_work_for_us(tmp_path: Path, python: str | None, told: str) -> None:
    program = tmp_path / "python"
    if python is not None:
        program.write_text(python.format(python=sys.executable))
        program.chmod(0o755)
    done = run(USE.format(master="local[2]", body="print('worked')"), PYSPARK_PYTHON=str(program))
    assert done.stdout.startswith(f"InputError: {told}"), done
    assert "PYSPARK_PYTHON" in done.stdout or "cannot work" in done.stdout
    assert done.stdout.count("\n") == 1


def test_memory_that_is_used_up_is_one_line(spark: SparkSession) -> None:
    jvm: Any = spark._jvm
    with (
        pytest.raises(DupdetectError, match=r"^Spark's Java process used up its memory; give it more with"),
        start_session(),
    ):
        jvm.java.util.ArrayList((1 << 31) - 1)


@needs_java
def test_java_that_ends_in_the_middle_is_one_line() -> None:
    done = run(USE.format(master="local[2]", body="spark._jvm.java.lang.Runtime.getRuntime().halt(52)"))
    assert done.stdout.startswith("DupdetectError: Spark's Java process used up its memory")
    assert done.stdout.count("\n") == 1


def test_without_pyspark_it_is_one_line() -> None:
    code = "import sys; sys.modules['pyspark'] = None; from dupdetect.cli import run; run()"
    command = [sys.executable, "-c", code, "scan", str(Path(__file__).parent), "--engine", "spark"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(
        'dupdetect: the Spark engine needs pyspark; install it: pip install "dupdetect[spark]"'
    )
    assert done.stderr.count("\n") == 1
