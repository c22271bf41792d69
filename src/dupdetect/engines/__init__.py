"""Where the work runs, and where it waits.

local   this machine maps a function over parts of the work, in order
spark   a cluster runs the same steps in its own tables and shuffles
shelf   texts that wait on disk between two passes
memory  whether a scan fits into memory
"""

from __future__ import annotations

from dupdetect.errors import UsageError

NAMES = ("local", "spark")


def check_engine(name: str, jobs: int | None = None) -> None:
    """See whether work can be asked of the engine called `name`, with `jobs` workers (None: as many as are worth it).

    Raises:
        UsageError: there is no such engine, it starts no workers of its own, or `jobs` is below 1.
    """
    if name not in NAMES:
        raise UsageError(f"no engine is called {name!r}; there are: {', '.join(NAMES)}")
    if jobs is None:
        return
    if name == "spark":
        raise UsageError(
            "a Spark cluster has workers of its own; leave out the jobs, and give local[4] as master for 4"
        )
    if jobs < 1:
        raise UsageError(f"{jobs} jobs cannot work; give 1 or more")
