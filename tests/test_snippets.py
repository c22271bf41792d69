"""What the pages show in code blocks runs as it stands; no page has a block that nothing runs.

The tutorial and the engineers' guide run in tests/test_site.py, the editors' guide in tests/desk/test_manual.py, the
ways to install in tests/shipping/test_installation.py, the cluster's scripts in tests/test_scaling_page.py.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from mcp import Client, StdioServerParameters, stdio_client

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
ELSEWHERE = {
    "README.md": "tests/test_readme.py",
    "docs/tutorial.md": "tests/test_site.py",
    "docs/engineers.md": "tests/test_site.py",
    "docs/editors.md": "tests/desk/test_manual.py",
    "docs/installation.md": "tests/shipping/test_installation.py",
    "docs/scaling.md": "tests/test_scaling_page.py",
    "docs/internals.md": "tests/test_architecture.py",
    "docs/cli.md": "docs/generate.py",
    "docs/python.md": "docs/generate.py",
    "docs/benchmarks.md": "docs/generate.py",
}
"""Pages with code blocks that another file tests, or writes."""
HERE = {"docs/index.md", "docs/agents.md", "docs/api.md", "docs/archive.md", "docs/meaning.md"}

FENCED = re.compile(r"^```(\w*)\n(.*?)^```", flags=re.DOTALL | re.MULTILINE)


def read_blocks(page: str, language: str) -> list[str]:
    return [text for name, text in FENCED.findall((ROOT / page).read_text(encoding="utf-8")) if name == language]


def read_commands(page: str) -> list[str]:
    return [line[2:] for block in read_blocks(page, "console") for line in block.splitlines() if line.startswith("$ ")]


def test_every_page_with_a_code_block_is_tested_somewhere() -> None:
    pages = {str(path.relative_to(ROOT)) for path in (ROOT / "README.md", *DOCS.glob("*.md"))}
    assert {page for page in pages if FENCED.search((ROOT / page).read_text(encoding="utf-8"))} == {*ELSEWHERE, *HERE}
    assert all((ROOT / test).exists() for test in ELSEWHERE.values())


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A working folder with what the pages name."""
    samples = ROOT / "samples" / "articles"
    ours, theirs = samples / "ferry-original.txt", samples / "ferry-near-copy.txt"
    for folder in ("articles", "published", "incoming", "crawl"):
        (tmp_path / folder).mkdir()
        shutil.copy(ours, tmp_path / folder)
    shutil.copy(theirs, tmp_path / "articles")
    for name, source in {"ours.txt": ours, "theirs.txt": theirs, "draft.txt": theirs}.items():
        shutil.copy(source, tmp_path / name)
    records = [{"id": path.name, "text": path.read_text(encoding="utf-8")} for path in (ours, theirs)]
    (tmp_path / "crawl.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    program = tmp_path / "bin" / "dupdetect"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m dupdetect "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    return tmp_path


def make_variables(desk: Path, **more: str) -> dict[str, str]:
    return os.environ | {"PATH": f"{desk / 'bin'}{os.pathsep}{os.environ['PATH']}"} | more


def run(command: str, desk: Path) -> str:
    """The output of a command, which must succeed."""
    done = subprocess.run(
        ["bash", "-c", command], cwd=desk, env=make_variables(desk), stdin=subprocess.DEVNULL,
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, f"{command}: {done.stderr}"
    return done.stdout


@contextmanager
def running(command: str, desk: Path) -> Iterator[subprocess.Popen[str]]:
    """A command that runs until it is interrupted."""
    pipe = subprocess.PIPE
    with subprocess.Popen(
        shlex.split(command), cwd=desk, env=make_variables(desk), stdout=pipe, stderr=pipe, encoding="utf-8"
    ) as child:
        try:
            yield child
        finally:
            child.send_signal(signal.SIGINT)


@pytest.mark.slow
def test_the_landing_page_s_commands_run(desk: Path) -> None:
    install, *others = read_commands("docs/index.md")
    assert install in read_commands("docs/installation.md")
    for command in others:
        run(command, desk)
    assert (desk / "report.html").exists()


def wait_for_line(child: subprocess.Popen[str], incoming: Path) -> Mapping[str, Any]:
    """The first line about a file that arrives: new ones come until the watcher has seen one."""
    assert child.stdout
    os.set_blocking(child.stdout.fileno(), False)
    for number in range(600):
        shutil.copy(incoming / "ferry-original.txt", incoming / f"new-{number}.txt")
        try:
            child.wait(timeout=0.2)
        except subprocess.TimeoutExpired:
            if line := child.stdout.readline():
                answer: Mapping[str, Any] = json.loads(line)
                return answer
    raise AssertionError("no file was reported")


@pytest.mark.slow
def test_the_archive_s_commands_run_one_after_the_other(desk: Path) -> None:
    for command in read_commands("docs/archive.md"):
        if "--watch" in command:
            with running(command, desk) as child:
                assert wait_for_line(child, desk / "incoming")["pairs"]
        else:
            run(command, desk)
    assert (desk / "unique.jsonl").exists()


@pytest.mark.slow
@pytest.mark.parametrize("page", sorted(HERE))
def test_its_python_runs(page: str, desk: Path) -> None:
    """A model that is not installed is played by a module of its name."""
    (desk / "sentence_transformers.py").write_text(
        "class SentenceTransformer:\n"
        "    def __init__(self, path): pass\n"
        "    def encode(self, texts): return [[float(len(text)), 1.0] for text in texts]\n",
        encoding="utf-8",
    )
    for block in read_blocks(page, "python"):
        variables = make_variables(desk, PYTHONPATH=os.pathsep.join([str(desk), os.environ.get("PYTHONPATH", "")]))
        command = [sys.executable, "-c", block]
        done = subprocess.run(command, cwd=desk, env=variables, capture_output=True, encoding="utf-8", check=False)
        assert done.returncode == 0, done.stderr


def find_free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
        return port


@pytest.mark.slow
def test_the_api_s_commands_run(desk: Path) -> None:
    run("dupdetect index add archive.dupdetect published/", desk)
    port = str(find_free_port())
    serve, ask = (command.replace("8000", port) for command in read_commands("docs/api.md"))
    with running(serve, desk) as child:
        assert child.stderr
        assert f":{port}/" in child.stderr.readline()
        (pair,) = json.loads(run(ask, desk))["pairs"]
    assert (pair["a"], pair["b"]) == ("a", "b")


@pytest.mark.slow
def test_the_agents_page_s_commands_run(desk: Path) -> None:
    install, serve = read_commands("docs/agents.md")
    assert install == 'pip install ".[mcp]"'
    run("dupdetect index add archive.dupdetect published/", desk)
    run(serve, desk)  # without a client, the server ends with its input


@pytest.mark.slow
def test_the_agents_page_s_settings_start_the_server(desk: Path) -> None:
    run("dupdetect index add archive.dupdetect published/", desk)
    (block,) = read_blocks("docs/agents.md", "json")
    server = json.loads(block.replace("/home/me", str(desk)))["mcpServers"]["dupdetect"]

    async def list_tools() -> set[str]:
        parameters = StdioServerParameters(
            command=str(desk / "bin" / server["command"]), args=server["args"], env=make_variables(desk)
        )
        async with Client(stdio_client(parameters)) as client:
            return {tool.name for tool in (await client.list_tools()).tools}

    page = (DOCS / "agents.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `(\w+)` \|", page, flags=re.MULTILINE)
    assert asyncio.run(list_tools()) == set(listed)


@pytest.mark.spark
def test_the_cluster_page_s_command_for_this_machine_runs(desk: Path) -> None:
    """The other commands of that page need a cluster."""
    (command,) = (command for command in read_commands("docs/scaling.md") if "local[4]" in command)
    run(command, desk)
    assert list((desk / "found").glob("pairs/*.parquet"))
