"""`python -m dupdetect` is `dupdetect`."""

from __future__ import annotations

from dupdetect.cli import run

if __name__ == "__main__":
    run()
