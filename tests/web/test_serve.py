"""`dupdetect serve` as a command: it starts, says where, ends on Ctrl-C, and refuses in one line."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

from dupdetect.cli import main


def test_it_says_where_it_is_and_ends_on_an_interrupt(archive: Path) -> None:
    command = [sys.executable, "-m", "dupdetect", "serve", "--port", "0", "--index", str(archive)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert process.stderr
    with process.stderr:
        found = re.fullmatch(r"dupdetect: (http://127\.0\.0\.1:\d+/) \(Ctrl-C ends\)\n", process.stderr.readline())
        assert found
        assert "5 articles" in httpx.get(f"{found[1]}archive", timeout=60).text
        process.send_signal(signal.SIGINT)
        assert (process.wait(30), process.stderr.read()) == (0, "")


def test_a_taken_port_and_a_bad_archive_are_one_line_each(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = CliRunner().invoke(main, ["serve", "--port", str(taken.getsockname()[1])])
        assert done.exit_code == 1
        assert re.fullmatch(r"dupdetect: 127\.0\.0\.1:\d+: cannot serve there \(.+\); choose another .+\n", done.stderr)
    done = CliRunner().invoke(main, ["serve", "--index", str(tmp_path / "none.dupdetect")])
    assert (done.exit_code, done.stderr.count("\n")) == (1, 1)
    (tmp_path / "text.dupdetect").write_text("no archive", encoding="utf-8")
    done = CliRunner().invoke(main, ["serve", "--index", str(tmp_path / "text.dupdetect")])
    assert (done.exit_code, "is not an archive" in done.stderr) == (1, True)


@pytest.mark.parametrize("missing", ["fastapi", "uvicorn", "python_multipart"])
def test_without_the_extra_it_says_what_to_install(missing: str) -> None:
    code = f"import sys; sys.modules[{missing!r}] = None; from dupdetect.cli import run; run()"
    done = subprocess.run(
        [sys.executable, "-c", code, "serve"], capture_output=True, text=True, check=False, env=dict(os.environ)
    )
    assert done.returncode == 1
    assert done.stderr == f'dupdetect: serve needs {missing}; install it with pip install "dupdetect[web]"\n'
