"""Where the work runs: engines by name, and the options that each cannot take.

protocol  the steps that every engine can do
faults    a fault in one article or pair becomes a skip
local     this machine: threads, processes, texts spooled to disk
spark     a cluster, which runs the same steps on data frames
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any

from dupdetect.errors import UsageError

if TYPE_CHECKING:
    from dupdetect.engines.protocol import Engine
    from dupdetect.read.sources import Progress
    from dupdetect.settings import Settings

__all__ = ["CLUSTERS", "NAMES", "check_engine", "open_engine"]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of engine.

    Attributes:
        module: the module with its `open_engine`; imported at first use, because it may be slow or need an extra.
        cannot: the options that it cannot take, each with what to do instead.
    """

    module: str
    cannot: Mapping[str, str] = field(default_factory=dict)


KINDS = {
    "local": Kind("dupdetect.engines.local.engine", {"master": "names a Spark cluster; choose the engine spark"}),
    "spark": Kind(
        "dupdetect.engines.spark.engine",
        {
            "jobs": "a Spark cluster has workers of its own; leave it out, or name local[{}] as master",
            "index": "the Spark engine does not look into archives; leave it out, or use the local engine",
            "memory": "Spark's own settings say how much it takes, such as spark.executor.memory; leave it out",
            "ours": "the Spark engine does not tell ours from theirs; use the local engine",
            "against": "the Spark engine takes no reference texts; use the local engine",
            "unit": "the Spark engine drops whole articles alone; use the local engine",
        },
    ),
}
"""All engines. To add one, implement `protocol.Engine` in a module of its own and add a row."""

NAMES = tuple(KINDS)

CLUSTERS = frozenset({"spark"})
"""The engines that can leave their results on the cluster, as tables."""


def check_engine(name: str, options: Mapping[str, object] | None = None, *, dashes: str = "") -> None:
    """Check that the engine `name` can take `options`, such as jobs and master. None means that one is not given.

    Raises:
        UsageError: there is no such engine, it cannot take an option, or `jobs` is below 1.
    """
    if name not in KINDS:
        raise UsageError(f"no engine is called {name!r}; there are: {', '.join(NAMES)}")
    chosen = {option: value for option, value in (options or {}).items() if value is not None}
    for option in chosen.keys() & KINDS[name].cannot:
        raise UsageError(f"{dashes}{option}: {KINDS[name].cannot[option].format(chosen[option])}")
    jobs = chosen.get("jobs")
    if isinstance(jobs, int) and jobs < 1:
        raise UsageError(f"jobs must be at least 1, not {jobs}")


def open_engine(
    name: str, settings: Settings, progress: Progress, *, jobs: int | None = None, master: str | None = None
) -> Engine[Any, Any, Any, Any, Any]:
    """The engine called `name`, to be used in a `with` statement.

    Raises:
        MissingExtraError: it needs a package that is not installed.
        UsageError: as for `check_engine`.
    """
    check_engine(name, {"jobs": jobs, "master": master})
    engine: Engine[Any, Any, Any, Any, Any] = import_module(KINDS[name].module).open_engine(
        settings, progress, jobs=jobs, master=master
    )
    return engine
