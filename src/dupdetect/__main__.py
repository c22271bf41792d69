"""The program, also as `python -m dupdetect`: from its first moment, Ctrl-C is told in a line."""

from __future__ import annotations

import os
import sys


def run() -> None:
    """Run the command line; loading it takes a fifth of a second, in which somebody may press Ctrl-C."""
    try:
        from dupdetect.cli import run as run_commands

        run_commands()
    except KeyboardInterrupt:
        sys.stderr.write("dupdetect: interrupted\n")
        sys.stderr.flush()
        os._exit(130)  # a Python that is not fully loaded may not leave with a status of ours otherwise


if __name__ == "__main__":
    run()
