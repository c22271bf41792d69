"""Kernels read and write inside their arrays: the other tests of this folder once more, with numba checking each index.

Compiled loops do not notice when they leave an array. Checked ones raise, but are another compilation, so they run in a
process of their own with a cache of their own.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent

CHECKED = """
import sys, numpy, pytest
from dupdetect.kernels.boundaries import matched_share
try:
    matched_share(numpy.zeros(3, numpy.int32), 0, 9, numpy.zeros(1, numpy.int32), numpy.zeros(1, numpy.float32))
except IndexError:
    sys.exit(pytest.main(sys.argv[1:]))
sys.exit("numba did not check the index")
"""


def test_no_kernel_leaves_its_arrays(tmp_path: Path) -> None:
    others = [str(path) for path in sorted(HERE.glob("test_*.py")) if path != Path(__file__)]
    options = ["-q", "-p", "no:cacheprovider", "--hypothesis-profile=brief", "--no-header"]
    done = subprocess.run(
        [sys.executable, "-c", CHECKED, *options, *others],
        cwd=HERE.parents[1],
        env=os.environ | {"NUMBA_BOUNDSCHECK": "1", "NUMBA_CACHE_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert " passed" in done.stdout
