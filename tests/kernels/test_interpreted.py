"""Kernels give the same as plain Python, as which they run in small jobs."""

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


@pytest.mark.slow
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


ORACLES = [
    Path(__file__).parent / f"test_{name}.py"
    for name in "buckets order overlap postings sentences shingles sketch tokens vector words".split()
]

UNDER_ORACLES = """
import sys, numpy, pytest
from dupdetect.kernels.compiled import MODE
assert MODE == "python"
numpy.seterr(over="ignore")
sys.exit(pytest.main(sys.argv[1:]))
"""


def interpreted(*arguments: str | Path, cwd: Path = Path(__file__).parents[2]) -> str:
    """What Python says of these arguments when kernels are not compiled, any warning being an error."""
    command = [sys.executable, "-W", "error", *map(str, arguments)]
    environment = os.environ | {"DUPDETECT_KERNELS": "python"}
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.slow
def test_interpreted_kernels_hold_before_the_same_oracles() -> None:
    options = ["-q", "-p", "no:cacheprovider", "--hypothesis-profile=brief", "--no-header"]
    assert " passed" in interpreted("-c", UNDER_ORACLES, *options, *ORACLES)


PRINTED = """
import hashlib, sys
from pathlib import Path
from dupdetect.settings import Fingerprinting
from dupdetect.search import fingerprint
from dupdetect.text import folding_table
texts = [path.read_text(encoding="utf-8") for path in sorted(Path(sys.argv[1]).glob("*.txt"))[:8]]
made = fingerprint.minhash([*texts, "", "a-\\nb", "\u0391\u0301 \u00e9 " * 99], folding_table(), Fingerprinting())
for name in made.__slots__:
    print(name, hashlib.sha256(getattr(made, name).tobytes()).hexdigest())
"""


@pytest.mark.slow
def test_interpreted_kernels_make_the_same_fingerprints() -> None:
    command = [sys.executable, "-c", PRINTED, str(ARTICLES)]
    compiled = subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout
    assert interpreted("-c", PRINTED, ARTICLES) == compiled


@pytest.mark.slow
def test_a_scan_works_with_interpreted_kernels(tmp_path: Path) -> None:
    for name in {name for names in PAIRS[:2] for name in names}:
        (tmp_path / name).write_text((ARTICLES / name).read_text(encoding="utf-8"), encoding="utf-8")
    arguments = ["-m", "dupdetect", "scan", ".", "--format", "csv", "--jobs", "2"]
    found = interpreted(*arguments, cwd=tmp_path)
    compiled = subprocess.run(
        [sys.executable, *arguments], cwd=tmp_path, capture_output=True, encoding="utf-8", check=True
    ).stdout
    assert found == compiled
    assert len(found.splitlines()) == 3
