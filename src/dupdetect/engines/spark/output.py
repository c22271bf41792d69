"""The results as a folder of Parquet on any file system that Spark writes; the folder appears complete or not at all.

    pairs/  comparisons/  families/  articles/  skipped/    Parquet
    findings.json                                           the findings as one machine writes them
    run.json                                                figures of the run:
        compared    candidate pairs that were compared
        capped      by channel, the keys and groups that were thinned because too many articles hold them
        shards      parts of the index
        sample      one passage key in so many was kept

The folder is written under another name beside the target, and renamed at the end.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from py4j.protocol import Py4JError
from pyspark.sql import DataFrame, SparkSession

from dupdetect.errors import OutputError

_REMOVALS = 20
_SETTLED = 0.2
"""How often what is unfinished is removed, at most, and the seconds until it is looked for again."""


class Folder:
    """A folder to be written.

    Args:
        place: its path or URI; it must not exist.

    Raises:
        OutputError: it exists, or its file system cannot be reached.
    """

    def __init__(self, session: SparkSession, place: str) -> None:
        self._place = place
        gateway: Any = session.sparkContext
        with self._translate_errors():
            path = gateway._jvm.org.apache.hadoop.fs.Path(place)
            self._files = path.getFileSystem(gateway._jsc.hadoopConfiguration())
            self._path = self._files.makeQualified(path)
            parent = self._path.getParent()
            missing = parent is not None and not self._files.exists(parent)
            if self._files.exists(self._path):
                raise OutputError(f"{place}: exists already; name a new folder for -o, or remove it")
            if missing and place.partition("://")[0] not in ("s3a", "gs", "abfss", "wasbs"):
                raise OutputError(f"{place}: there is no folder {parent.toUri().getPath()}; create it first")
            self._part = self._path.suffix(f".{secrets.token_hex(4)}.part")
        self._new = gateway._jvm.org.apache.hadoop.fs.Path

    @contextmanager
    def create(self) -> Iterator[str]:
        """Create the folder and yield its temporary URI; it is renamed at the end, or removed after an error."""
        try:
            with self._translate_errors():
                self._files.mkdirs(self._part)
            yield self._part.toString()
            with self._translate_errors():
                if self._files.exists(self._path) or not self._files.rename(self._part, self._path):
                    raise OutputError(f"{self._place}: came to exist meanwhile; name a new folder for -o")
        finally:
            self._remove_part()

    def _remove_part(self) -> None:
        """Remove the temporary folder.

        Ctrl-C may have cut off the connection to Java, which a second call opens anew, and Java may have written since.
        """
        for _ in range(_REMOVALS):
            with suppress(Py4JError):
                if not self._files.exists(self._part):
                    return
                self._files.delete(self._part, True)
            time.sleep(_SETTLED)

    def table(self, rows: DataFrame, name: str) -> None:
        """Write a table into the open folder."""
        with self._translate_errors():
            rows.write.parquet(f"{self._part.toString()}/{name}")

    def text(self, content: str, name: str) -> None:
        """Write a file of UTF-8 into the open folder."""
        data = content.encode("utf-8", "backslashreplace")
        with self._translate_errors():
            out = self._files.create(self._new(self._part, name))
            for start in range(0, len(data), 1 << 20):
                out.write(bytearray(data[start : start + (1 << 20)]))
            out.close()

    def forget(self, name: str) -> None:
        """Remove temporary data from the open folder."""
        self._files.delete(self._new(self._part, name), True)

    @contextmanager
    def _translate_errors(self) -> Iterator[None]:
        """Raise errors of the file system as an OutputError of one line."""
        try:
            yield
        except Py4JError as error:
            reason = str(getattr(error, "java_exception", None) or error).splitlines()[0]
            raise OutputError(f"{self._place}: cannot be written ({reason}); name another folder for -o") from error
