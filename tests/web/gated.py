"""A server's worker whose scans wait for a file, so that a test can look at the server while it works."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from dupdetect.web import runner


def open_runner(**configuration: Any) -> Callable[..., Iterator[bytes]]:
    """As the server's own, but for the gate."""
    gate, run = Path(os.environ["DUPDETECT_TEST_GATE"]), runner.open_runner(**configuration)

    def run_gated(request: dict[str, Any], findings: bytes, progress: Callable[..., None]) -> Iterator[bytes]:
        while request["task"] == "scan" and not gate.exists():
            progress("compare", 3, 7)
            time.sleep(0.01)
        return run(request, findings, progress)

    return run_gated
