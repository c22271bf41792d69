"""`python -m dupdetect` is `dupdetect`."""

from __future__ import annotations

from dupdetect.cli import main

if __name__ == "__main__":
    main(prog_name="dupdetect")
