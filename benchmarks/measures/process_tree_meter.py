"""What a command costs with all the processes that it starts, seen from outside: those of its session in /proc (Linux).

Spark's Java and Python workers are no children of the command that ever report to it, so its own account would miss
them. Every process of the session is looked at a few times a second; what one used between the last look and its end is
missed, which is little beside minutes.
"""

from __future__ import annotations

import os
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.measures.process_meter import MeasurementError

PROC = Path("/proc")
LOOKS = 0.25
"""Seconds between two looks at the processor times."""
WEIGHED = 4
"""Looks between two at memory and disk, which cost more."""
MIB = 1 << 20

_TICKS = os.sysconf("SC_CLK_TCK")
_SESSION, _USER, _SYSTEM, _BEGAN = 3, 11, 12, 19  # fields of /proc/PID/stat behind the name


@dataclass
class Watch:
    """What the processes of a session used so far.

    Attributes:
        memory: the greatest sum over all processes at one time, in bytes; shared pages count once (PSS).
        disk: the greatest size of the files in the folder that was watched, in bytes.
        unnamed: the greatest size of the files without a name that the processes held open, in bytes.
    """

    memory: int = 0
    disk: int = 0
    unnamed: int = 0
    _used: dict[tuple[int, int], float] = field(default_factory=dict)

    @property
    def cpu(self) -> float:
        """Seconds of all processes, those that ended among them."""
        return sum(self._used.values())

    def look(self, session: int) -> list[int]:
        """Note the processor times, and give the processes that are there."""
        there = []
        for pid, fields in _stats():
            if int(fields[_SESSION]) == session:
                there.append(pid)
                key = pid, int(fields[_BEGAN])  # numbers of processes come again
                used = (int(fields[_USER]) + int(fields[_SYSTEM])) / _TICKS
                self._used[key] = max(used, self._used.get(key, 0.0))
        return there

    def weigh(self, pids: Sequence[int], folder: Path | None) -> None:
        """Note the memory of processes and the size of a folder."""
        self.memory = max(self.memory, sum(map(measure_memory, pids)))
        self.unnamed = max(self.unnamed, measure_unnamed(pids))
        if folder:
            self.disk = max(self.disk, size(folder))


@dataclass(frozen=True)
class Cost:
    """What a command took: seconds by the clock and of all processors, and MiB of memory and disk at the peak.

    Attributes:
        unnamed: MiB of temporary files without a name, which no folder lists.
    """

    wall: float
    cpu: float
    memory: float
    disk: float
    unnamed: float = 0.0


def run(command: Sequence[str], environment: Mapping[str, str], folder: Path | None = None) -> Cost:
    """Run a command in a session of its own and watch it to its end; `folder` is where it keeps its passing files.

    Raises:
        MeasurementError: it failed; the message has its last line.
    """
    watch, looks = Watch(), 0
    with tempfile.TemporaryFile() as talk:
        began = time.perf_counter()
        process = subprocess.Popen(
            command, env=environment, stdin=subprocess.DEVNULL, stdout=talk, stderr=talk, start_new_session=True
        )
        while (ended := os.wait4(process.pid, os.WNOHANG))[0] == 0:
            there = watch.look(process.pid)
            if looks % WEIGHED == 0:
                watch.weigh(there, folder)
            looks += 1
            time.sleep(LOOKS)
        wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(ended[1])
        if process.returncode:
            talk.seek(0)
            raise MeasurementError(f"{' '.join(command)}: {_last(talk.read().decode(errors='replace'))}")
    reaped = ended[2].ru_utime + ended[2].ru_stime  # to its very end, but without what it did not wait for
    return Cost(wall, max(watch.cpu, reaped), watch.memory / MIB, watch.disk / MIB, watch.unnamed / MIB)


def size(folder: Path) -> int:
    """Bytes of the files in a folder, as far as they are still there."""
    total = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            try:
                total += os.lstat(os.path.join(parent, name)).st_size
            except OSError:  # passing files
                continue
    return total


def _stats() -> Iterator[tuple[int, list[str]]]:
    """The numbers of all processes, and what the kernel says of each behind its name."""
    for name in os.listdir(PROC):
        if name.isdecimal():
            try:
                told = (PROC / name / "stat").read_text(errors="replace")
            except OSError:  # ended meanwhile
                continue
            yield int(name), told.rpartition(") ")[2].split()


def measure_memory(pid: int) -> int:
    """The memory of a process in bytes, its share of what it shares with others; 0 when it has ended."""
    try:
        lines = (PROC / str(pid) / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) << 10 for line in lines if line.startswith("Pss:")), 0)


def measure_unnamed(pids: Sequence[int]) -> int:
    """Bytes on disk of the files without a name that processes hold open."""
    sizes: dict[tuple[int, int], int] = {}
    for status in _list_open_files(pids):
        if stat.S_ISREG(status.st_mode) and status.st_nlink == 0:
            sizes[status.st_dev, status.st_ino] = status.st_blocks * 512
    return sum(sizes.values())


def _list_open_files(pids: Sequence[int]) -> Iterator[os.stat_result]:
    """What processes hold open; a process that ends or a file that is closed meanwhile is left out."""
    for pid in pids:
        folder = PROC / str(pid) / "fd"
        with suppress(OSError):
            for name in os.listdir(folder):
                with suppress(OSError):
                    yield os.stat(folder / name)


def _last(talk: str) -> str:
    lines = talk.strip().splitlines()
    return lines[-1] if lines else "no message"
