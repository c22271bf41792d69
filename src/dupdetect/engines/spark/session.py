"""The Spark session of a run: the active one or a new one; or a clear one-line error if there can be none.

Databricks, spark-submit and notebooks bring a session, which is used unchanged. Otherwise a session is built on the
user's own configuration (SPARK_CONF_DIR, spark-defaults.conf), and only options that it leaves open are set here.
"""

from __future__ import annotations

import logging
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any

from dupdetect.engines.local import memory
from dupdetect.errors import DupdetectError, InputError, MissingExtraError, UsageError

if TYPE_CHECKING:
    import pyarrow
    from pyspark import SparkConf
    from pyspark.sql import SparkSession

JAVA = 17
"""The oldest Java that Spark 4 runs on."""

CONNECT_SECONDS = 10
"""Connection timeout for a master, in seconds."""

FIRST_JOB_SECONDS = 180
"""Seconds in which a cluster must run the first small job: it may have to start machines for it."""

_SHUTDOWN_SECONDS = 20  # seconds to wait for a JVM that ran out of memory to end
_TAG = "dupdetect-probe"
_UNNAMED = "pyspark-shell"  # PySpark's default name of an application
_PARTITIONS_A_CORE = 4  # partitions of a shuffle: small enough that a larger one delays little
_ROWS = 1024  # texts in an Arrow batch
_PLAN = 4096  # characters of a plan in events for listeners, which get it again at each of its many changes
_BYTES = 32 << 20  # bytes of an Arrow batch, in versions of Spark that support it


@contextmanager
def start_session(master: str | None = None, *, checkpoints: str | None = None) -> Iterator[SparkSession]:
    """A session to work in; it is stopped afterwards only if it was started here.

    Args:
        master: where to run, as Spark writes it: `local[4]`, `spark://host:7077`, `yarn`, `k8s://...`. None takes the
            value of spark-submit or Spark's configuration, or else all cores of this machine.
        checkpoints: a folder, which all workers see, for Spark's reliable checkpoints; None sets none.

    Raises:
        MissingExtraError: no Java that Spark runs on is installed.
        UsageError: `master` is not a master's URL, or a session with another master is active.
        InputError: the cluster cannot be reached, or its workers cannot run our code.
    """
    session, ours = _active(master), False
    if session is None:
        session, ours = _build_session(master), True
    try:
        if checkpoints is not None:
            session.sparkContext.setCheckpointDir(checkpoints)
        if not _is_plain_local(session):
            _require_workers(session)
        yield session
    except Exception as error:
        if _was_interrupted(error):  # the interrupt made the cleanup fail as well
            raise KeyboardInterrupt from error
        if _out_of_memory(error):
            raise DupdetectError(_FULL) from error
        raise
    finally:
        if ours:
            _stop(session)


_FULL = (
    "Spark's Java process used up its memory; give it more with spark.driver.memory and spark.executor.memory "
    "in spark-defaults.conf, or with SPARK_DRIVER_MEMORY where --master is local"
)


def _out_of_memory(error: Exception) -> bool:
    """Whether the JVM reports that it ran out of memory, or has ended, as Spark ends it then."""
    from py4j.protocol import Py4JError, Py4JJavaError

    unanswered = isinstance(error, (ConnectionError, Py4JError)) and not isinstance(error, Py4JJavaError)
    return "java.lang.OutOfMemoryError" in str(error) or (unanswered and _java_ends())


def _java_has_ended() -> bool:
    """Whether the JVM that PySpark started has ended; False for a JVM that somebody else started."""
    from pyspark import SparkContext

    process = getattr(SparkContext._gateway, "proc", None)
    return process is not None and process.poll() is not None


def _stop(session: SparkSession) -> None:
    try:
        session.stop()
    except Exception as error:  # py4j raises this if the JVM does not answer
        if not (_was_interrupted(error) or _java_ends()):
            raise


def _was_interrupted(error: BaseException | None) -> bool:
    """Whether an interrupt caused an error, or was being handled when it occurred."""
    while error is not None and not isinstance(error, KeyboardInterrupt):
        error = error.__cause__ or error.__context__
    return error is not None


def _java_ends() -> bool:
    """Whether the JVM that PySpark started has ended, or ends soon."""
    end = time.monotonic() + _SHUTDOWN_SECONDS
    while not _java_has_ended() and time.monotonic() < end:
        time.sleep(0.1)
    return _java_has_ended()


def _active(master: str | None) -> SparkSession | None:
    from pyspark.sql import SparkSession

    session = SparkSession.getActiveSession()
    if session is not None and master is not None and (there := session.conf.get("spark.master", "")) != master:
        raise UsageError(f"a Spark session is active already, on {there}; name no other master, or stop it first")
    return session


# A session of our own.


def _build_session(master: str | None) -> SparkSession:
    from pyspark.sql import SparkSession

    if master is not None:
        check_master(master)
    if "SPARK_REMOTE" in os.environ and master is None:
        return SparkSession.builder.appName("dupdetect").getOrCreate()
    with tempfile.TemporaryFile() as noise:
        try:
            conf = _complete_configuration(_read_configuration(noise), master)
            with _own_python(conf), _own_interrupts():
                session = SparkSession.builder.config(conf=conf).getOrCreate()
        except DupdetectError:
            raise
        except Exception as error:  # py4j raises what the JVM raises
            raise InputError(f"Spark could not start: {_describe_start_error(error, noise)}") from error
    return session


def _read_configuration(noise: IO[bytes]) -> SparkConf:
    """The user's configuration. Reading it needs a JVM, which is started if there is none.

    Args:
        noise: a file for the standard error of the JVM, unless the user configures logging.
    """
    from pyspark import SparkConf, SparkContext, java_gateway

    if SparkContext._gateway is None:
        if "PYSPARK_GATEWAY_PORT" not in os.environ:
            require_java()
        talk: dict[str, Any] = {} if _logs_are_wanted() else {"stderr": noise}
        launch: Any = java_gateway.launch_gateway
        with _set("SPARK_DRIVER_MEMORY", f"{_driver_megabytes()}m"):
            SparkContext._ensure_initialized(gateway=launch(popen_kwargs=talk))
    return SparkConf()


def _driver_megabytes() -> int:
    """A quarter of the free memory, from 1 to 8 GB: the driver collects the findings, and in local mode it does all the
    work. Spark's own default is 1 GB; the user's configuration overrides both."""
    return min(max((memory.available_bytes() or 0) >> 22, 1024), 8192)


@contextmanager
def _set(name: str, value: str) -> Iterator[None]:
    """Set a variable of the environment while the `with` statement lasts, unless the user has set it."""
    if name in os.environ:
        yield
        return
    os.environ[name] = value
    try:
        yield
    finally:
        del os.environ[name]


def _logs_are_wanted() -> bool:
    """Whether the user has a logging configuration, which is then respected."""
    folder = os.environ.get("SPARK_CONF_DIR") or os.path.join(os.environ.get("SPARK_HOME", ""), "conf")
    return any(os.path.exists(os.path.join(folder, f"log4j2.{kind}")) for kind in ("properties", "xml", "yaml", "json"))


def _complete_configuration(conf: SparkConf, master: str | None) -> SparkConf:
    """`conf` with defaults for the options that it leaves open."""
    if master is not None:
        conf.setMaster(master)
    conf.setIfMissing("spark.master", "local[*]")
    if conf.get("spark.app.name") in (None, _UNNAMED):
        conf.setAppName("dupdetect")
    where = conf.get("spark.master") or ""
    if master is None:
        check_master(where)
    if where.startswith("k8s://") and not conf.contains("spark.kubernetes.container.image"):
        raise UsageError(f"{where}: name the image of its workers with spark.kubernetes.container.image")
    for key, value in _list_defaults(where).items():
        conf.setIfMissing(key, value)
    return conf


def _list_defaults(master: str) -> dict[str, str]:
    defaults = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.maxPlanStringLength": str(_PLAN),
        "spark.sql.execution.arrow.maxRecordsPerBatch": str(_ROWS),
        "spark.sql.execution.arrow.maxBytesPerBatch": str(_BYTES),
    }
    if not _logs_are_wanted():
        defaults["spark.log.level"] = "OFF"
    if not master.startswith("local"):
        return defaults
    defaults |= {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
    defaults["spark.sql.shuffle.partitions"] = str(_PARTITIONS_A_CORE * _cores(master))
    return defaults


def _cores(master: str) -> int:
    count = re.match(r"local\[(\d+)", master)
    return int(count[1]) if count else (os.cpu_count() or 1) if "*" in master else 1


@contextmanager
def _own_python(conf: SparkConf) -> Iterator[None]:
    """While a session is created: local workers run this Python, unless the user names another."""
    named = conf.get("spark.pyspark.python")
    if not (named or str(conf.get("spark.master")).startswith("local")):
        yield
        return
    with _set("PYSPARK_PYTHON", named or sys.executable):  # PySpark reads it from the environment only
        yield


@contextmanager
def _own_interrupts() -> Iterator[None]:
    """Keep the handler of interrupts while a session is created. PySpark's own handler would call the JVM in the middle
    of another call, which fails noisily on both sides; stopping the session cancels the jobs as well."""
    before = signal.getsignal(signal.SIGINT)
    logging.getLogger().addFilter(_is_worth_saying)
    logging.getLogger("py4j").setLevel(logging.CRITICAL)  # it also raises the errors that it logs
    try:
        yield
    finally:
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGINT, before)


def _is_worth_saying(record: logging.LogRecord) -> bool:
    """False for the traceback that py4j logs for an interrupt before it raises it."""
    return "while sending command" not in str(record.msg)


def _describe_start_error(error: Exception, noise: IO[bytes]) -> str:
    """The most useful line: of the exception of the JVM, or of its standard error if it ended."""
    java = getattr(error, "java_exception", None)
    lines = [line for line in str(java.toString() if java else error).splitlines() if line.strip()]
    if "JAVA_GATEWAY_EXITED" in str(error):
        noise.seek(0)
        spoken = noise.read(1 << 20).decode(errors="replace").splitlines()
        lines = [line for line in spoken if re.search("(?i)error|exception|not found", line)] or spoken or lines
    return " ".join(lines[0].split())[:500] if lines else type(error).__name__


# Checks before a session is started.


def require_java() -> None:
    """Raise MissingExtraError unless there is a Java that Spark runs on."""
    home = os.environ.get("JAVA_HOME")
    java = os.path.join(home, "bin", "java") if home else shutil.which("java")
    how = f"install Java {JAVA} or newer (Debian, Ubuntu: apt install openjdk-{JAVA}-jre-headless), or set JAVA_HOME"
    if home and shutil.which(str(java)) is None:
        raise MissingExtraError(f"JAVA_HOME is {home}, where there is no bin/java; {how}")
    if java is None:
        raise MissingExtraError(f"Spark needs Java, and there is none; {how}")
    version = _java_version(java, how)
    if version is not None and version < JAVA:
        raise MissingExtraError(f"Spark needs Java {JAVA} or newer, and {java} is Java {version}; {how}")


def _java_version(java: str, how: str) -> int | None:
    """The major version of `java`; None if its answer is not understood."""
    try:
        run = subprocess.run([java, "-version"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise MissingExtraError(f"{java} cannot be run ({error}); {how}") from error
    version = re.search(rb'version "(?:1\.)?(\d+)', run.stderr + run.stdout)
    return int(version[1]) if version else None


_LOCAL = re.compile(r"local(\[(\*|[1-9]\d*)(\s*,\s*([1-9]\d*|\*))?\]|-cluster\[\s*\d+\s*,\s*\d+\s*,\s*\d+\s*\])?")
_STANDALONE = re.compile(r"spark://([^\s/:,]+:\d{1,5}(?:,[^\s/:,]+:\d{1,5})*)")
_EXAMPLES = "local[4], spark://host:7077, yarn or k8s://https://host:443"


def check_master(master: str) -> None:
    """Check a master's URL here, because Spark takes minutes to report a fault in it.

    Raises:
        UsageError: it is malformed, or needs a configuration that is missing.
        InputError: no master answers there.
    """
    if _LOCAL.fullmatch(master) or re.match(r"k8s://\S", master):
        return
    if master == "yarn":
        if not any(os.environ.get(name) for name in ("HADOOP_CONF_DIR", "YARN_CONF_DIR")):
            raise UsageError("yarn: set HADOOP_CONF_DIR to the folder with the cluster's configuration")
        return
    standalone = _STANDALONE.fullmatch(master)
    if standalone is None:
        raise UsageError(f"{master!r} is not the URL of a Spark master; write it like {_EXAMPLES}")
    _require_answer(master, [item.rsplit(":", 1) for item in standalone[1].split(",")])


def _require_answer(master: str, addresses: Iterable[list[str]]) -> None:
    """Raise InputError unless one of a master's addresses accepts a connection."""
    reason = ""
    for host, port in addresses:
        try:
            socket.create_connection((host, int(port)), timeout=CONNECT_SECONDS).close()
        except (OSError, OverflowError, UnicodeError) as error:
            reason = getattr(error, "strerror", None) or str(error)
        else:
            return
    raise InputError(f"{master}: no Spark master can be reached there ({reason}); check the host and the port")


# Checks of the workers.


def _is_plain_local(session: SparkSession) -> bool:
    """Whether the workers are children of this process and run the same Python."""
    context: Any = getattr(session, "_sc", None)  # a session of Spark Connect has none
    return context is not None and bool(_LOCAL.fullmatch(context.master)) and context.pythonExec == sys.executable


def _require_workers(session: SparkSession) -> None:
    """Raise InputError unless workers can run our code, by a job of one row."""
    timer = threading.Timer(FIRST_JOB_SECONDS, session.interruptTag, (_TAG,))
    session.addTag(_TAG)
    timer.start()
    try:
        session.range(1, numPartitions=1).mapInArrow(echo_batches, "id long").collect()
    except Exception as error:  # py4j raises what the JVM raises
        raise InputError(_refusal(str(error), timer.is_alive())) from error
    finally:
        timer.cancel()
        session.removeTag(_TAG)


def echo_batches(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
    """The input, unchanged: a result shows that a worker can import this module, and so dupdetect."""
    yield from batches


def _refusal(message: str, in_time: bool) -> str:
    """The message that says why the workers failed a job of one row, and what to do."""
    if not in_time:
        return f"no worker of the Spark cluster took work within {FIRST_JOB_SECONDS} seconds; see whether any is free"
    if missing := re.search(r"No module named '([\w.]+)'", message):
        python = "name the Python that has it with PYSPARK_PYTHON"
        return f"the Spark workers cannot import {missing[1]}; install dupdetect[spark] on each of them, or {python}"
    if "PYTHON_VERSION_MISMATCH" in message or "different version" in message:
        ours = f"{sys.version_info.major}.{sys.version_info.minor}"
        return f"the Spark workers run another Python than {ours}; name that of each side with PYSPARK_PYTHON"
    if program := re.search(r'Cannot run program "([^"]+)"', message):
        return f"the Spark workers have no {program[1]}; name their Python with PYSPARK_PYTHON"
    lines = [line for line in message.splitlines() if line.strip()]
    return f"the Spark workers cannot work: {lines[0][:500] if lines else 'no reason was given'}"
