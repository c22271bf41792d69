"""Kernels give the same as plain Python: `dupdetect compare` runs them so when two texts are short."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ARTICLES = Path(__file__).parents[2] / "samples" / "articles"
PAIRS = [
    ("ferry-original.txt", "ferry-spun-heavy.txt"),
    ("marine-paraphrase.txt", "marine-original.txt"),
    ("club-lift.txt", "club-original.txt"),
    ("hospital-summary.txt", "hospital-original.txt"),
    ("tram-original.txt", "tram-speech.txt"),
]


def compared(kernels: str | None, *names: str) -> str:
    """What `dupdetect compare` prints as JSON, any warning being an error."""
    environment = {name: value for name, value in os.environ.items() if name != "DUPDETECT_KERNELS"}
    environment |= {"DUPDETECT_KERNELS": kernels} if kernels else {}
    command = [sys.executable, "-W", "error", "-m", "dupdetect", "compare", *names, "--format", "json"]
    return subprocess.run(
        command, cwd=ARTICLES, env=environment, capture_output=True, encoding="utf-8", check=True
    ).stdout


@pytest.mark.parametrize("names", PAIRS)
def test_interpreted_and_compiled_kernels_agree_to_the_last_digit(names: tuple[str, str]) -> None:
    assert compared("python", *names) == compared("numba", *names)


@pytest.mark.parametrize(("times", "loads"), [(1, False), (20, True)])
def test_compare_loads_numba_for_long_texts_only(times: int, loads: bool, tmp_path: Path) -> None:
    for name in PAIRS[0]:
        (tmp_path / name).write_text((ARTICLES / name).read_text(encoding="utf-8") * times, encoding="utf-8")
    script = (
        "import sys; from dupdetect.cli import main\n"
        f"try: main(['compare', {str(tmp_path / PAIRS[0][0])!r}, {str(tmp_path / PAIRS[0][1])!r}, '--format', 'csv'])\n"
        "except SystemExit: print('numba' in sys.modules)"
    )
    environment = {name: value for name, value in os.environ.items() if name != "DUPDETECT_KERNELS"}
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout.splitlines()[-1] == str(loads)
