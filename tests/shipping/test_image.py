"""The image: its Dockerfile is linted, and its steps are carried out where there is no Docker."""

from __future__ import annotations

import re
import shutil
import subprocess
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.shipping.image import Image, read_steps
from tests.shipping.processes import PAIR, ROOT, find_tool, run

STEPS = list(read_steps((ROOT / "Dockerfile").read_text(encoding="utf-8")))
SENT = [line[1:] for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines() if line.startswith("!")]


def test_hadolint_has_no_complaint() -> None:
    done = run([find_tool("hadolint"), "--no-color", ROOT / "Dockerfile"], ROOT)
    assert (done.returncode, done.stdout) == (0, "")


def test_nothing_runs_as_root_once_the_program_is_there() -> None:
    words = [step for step, _ in STEPS]
    (user,) = (given for step, given in STEPS if step == "USER")
    assert int(user) > 0
    assert words.index("USER") < words.index("ENTRYPOINT")
    assert [given for step, given in STEPS[words.index("USER") :] if step == "RUN"] == ["dupdetect compile"]


def test_only_what_is_installed_is_sent_to_the_builder() -> None:
    first = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()[0]
    assert first == "*"
    assert set(SENT) == {"pyproject.toml", "README.md", "LICENSE", "src", "docs/dupdetect.1"}


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Image:
    """What the steps make, from what .dockerignore lets through."""
    context = tmp_path_factory.mktemp("context")
    for name in SENT:
        (context / name).parent.mkdir(exist_ok=True)
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, context / name)
    made = Image(tmp_path_factory.mktemp("image"), context)
    for step, given in STEPS:
        made.carry_out(step, given)
    return made


@pytest.mark.slow
def test_a_scan_of_the_image_compiles_nothing_and_writes_nothing_beside_its_home(image: Image) -> None:
    def list_files() -> list[Path]:
        return sorted(image.root.rglob("*"))

    before = list_files()
    assert [path for path in before if path.suffix == ".nbc"], "no kernel was compiled when the image was built"
    image.variables["DUPDETECT_KERNELS"] = "numba"  # every kernel is wanted as machine code, however small the job
    done = image.run([*image.words["ENTRYPOINT"], "scan", *PAIR, "--format", "csv"])
    assert "near_copy" in done.stdout
    assert list_files() == before


@pytest.mark.slow
def test_without_a_command_the_image_explains_itself(image: Image) -> None:
    assert "Commands:" in image.run([*image.words["ENTRYPOINT"], *image.words["CMD"]]).stdout


@pytest.fixture
def address(image: Image) -> Iterator[str]:
    """Where `serve` answers; on this machine alone, as -p 127.0.0.1:8000:8000 lets no other in either."""
    command = [*image.words["ENTRYPOINT"], "serve", "--host", "127.0.0.1", "--port", "0"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, env=image.variables, cwd=image.root, stderr=pipe, encoding="utf-8") as child:
        assert child.stderr
        lines = iter(child.stderr.readline, "")
        found = next(found for line in lines if (found := re.search(r"http://127\.0\.0\.1:\d+/", line)))
        yield found[0]
        child.terminate()


@pytest.mark.slow
def test_the_image_serves_the_page(address: str) -> None:
    with urllib.request.urlopen(address, timeout=60) as answer:
        assert b"<title>" in answer.read()
