"""The work folder of a deduplication: what a run that was killed has done, so that the same command goes on from there.

It lies beside the output, holds everything that is not yet whole, and goes once the output is in its place. A run takes
it over only if the input, the options and the version are those of the run that left it.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from dupdetect.engines.local.journal import JOURNAL
from dupdetect.errors import DupdetectError, OutputError

_NAME = 80
"""Characters of the output's name that the folder's has, at most."""

DECISION = "decision.json"
"""What becomes of every article, once that is known."""

_RUN = "run.json"
_LOCK = "lock"
_OUTPUT = "output"
_PLACING = "placing"


class WorkFolder:
    """The folder for the run that writes `out`.

    Attributes:
        path: where it lies.
    """

    def __init__(self, out: Path) -> None:
        self._out = out
        self.path = out.with_name(f".{out.name[:_NAME]}.dedup")

    @contextmanager
    def open(self, run: Mapping[str, object], notice: Callable[[str], None]) -> Iterator[None]:
        """Hold the folder while the `with` statement runs. It stays if that is cut short and some work is done.

        Args:
            run: all that decides the result, as JSON.
            notice: is told, in a line, what becomes of an earlier run's work.

        Raises:
            OutputError: it cannot be made or written, or another run holds it.
        """
        with self._hold():
            try:
                self._take_over(run, notice)
                yield
            except BaseException as error:
                if _is_final(error) or not self._holds_work():
                    shutil.rmtree(self.path, ignore_errors=True)
                else:
                    notice(f"what is done so far is in {self.path}; the same command goes on from there")
                if isinstance(error, OSError):
                    raise self._explain(error) from error
                raise
        shutil.rmtree(self.path, ignore_errors=True)

    @contextmanager
    def _hold(self) -> Iterator[None]:
        """Lock the folder, which no other run can then enter."""
        self._require_own()
        try:
            self.path.mkdir(exist_ok=True)
            lock = (self.path / _LOCK).open("wb")
        except OSError as error:
            raise self._explain(error) from error
        with lock:
            if not _lock(lock):
                raise OutputError(f"{self._out}: another run is writing it; wait for that, or name another place")
            yield

    def _explain(self, error: OSError) -> OutputError:
        hint = "run the same command again once it can, or name another place"
        return OutputError(f"{self._out}: cannot be written ({error.strerror or error}); {hint}")

    @property
    def is_placed(self) -> bool:
        """Whether the output is in its place, and only the folder is left of the run."""
        return (self.path / _PLACING).exists() and not self.output.exists() and self._out.exists()

    @property
    def output(self) -> Path:
        """Where the output waits, whole."""
        return self.path / _OUTPUT

    def begin_part(self) -> Path:
        """A place for the output while it is written; what an earlier run wrote there is deleted."""
        part = self.path / f"{_OUTPUT}.part"
        shutil.rmtree(part) if part.is_dir() else part.unlink(missing_ok=True)
        return part

    def place(self) -> None:
        """Put the output in its place."""
        (self.path / _PLACING).touch()
        os.replace(self.output, self._out)

    def load(self, name: str) -> Any:
        """What `save` wrote under this name; None if nothing."""
        try:
            return json.loads((self.path / name).read_bytes())
        except FileNotFoundError:
            return None

    def save(self, name: str, value: object) -> None:
        """Write JSON, whole or not at all."""
        part = self.path / f"{name}.part"
        with part.open("wb") as out:
            out.write(json.dumps(value).encode("ascii"))
            out.flush()
            os.fsync(out.fileno())
        os.replace(part, self.path / name)

    def _require_own(self) -> None:
        """Refuse to touch a folder that no run made."""
        is_foreign = self.path.is_dir() and any(self.path.iterdir()) and not (self.path / _LOCK).exists()
        if is_foreign or self.path.is_symlink() or self.path.is_file():
            raise OutputError(f"{self.path}: is in the way of the run's work folder; move it, or name another place")

    def _holds_work(self) -> bool:
        """Whether there is something to go on with."""
        journal = self.path / JOURNAL
        return (self.path / DECISION).exists() or (journal.exists() and journal.stat().st_size > 0)

    def _take_over(self, run: Mapping[str, object], notice: Callable[[str], None]) -> None:
        """Leave the work of an earlier run in the folder if it is that of this one; else empty the folder."""
        wanted = json.loads(json.dumps(run))
        earlier = self.load(_RUN) if (self.path / _RUN).exists() else None
        if earlier == wanted:
            if self._holds_work():
                notice(f"going on where an earlier run stopped, with its work in {self.path}")
            return
        if earlier is not None:
            changed = ", ".join(sorted(key for key in wanted if wanted[key] != earlier.get(key)))
            notice(f"starting anew: changed since the run that was stopped: {changed}")
        for item in self.path.iterdir():
            if item.name != _LOCK:
                shutil.rmtree(item) if item.is_dir() else item.unlink()
        self.save(_RUN, wanted)


def _is_final(error: BaseException) -> bool:
    """Whether the same command would fail again, so that nothing is to be kept for it."""
    return isinstance(error, DupdetectError) and not isinstance(error, OutputError)


def _lock(file: IO[bytes]) -> bool:
    """Lock a file until it is closed, or its process ends; False if another process holds it."""
    if sys.platform == "win32":
        import msvcrt

        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    import fcntl

    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a file system without locks
        return True
    return True
