"""A Dockerfile carried out without Docker: its steps run in a folder that stands for the root of the image.

Paths of the image that its steps name are led into that folder, the base image's Python is the one that runs the
tests, and `useradd` only makes the home. What needs a container itself, such as another user's rights, is not shown.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.shipping.processes import clean_variables

_OWN = re.compile(r"(?<![\w.$-])/(?=source\b|opt/|home/)")
"""The start of a path of the image; other absolute paths are those of the system."""

_TOOLS = {
    "python": '#!/bin/sh\nexec "{python}" "$@"\n',
    "useradd": '#!/bin/sh\nfor name in "$@"; do :; done\nmkdir -p "{root}/home/$name"\n',
}
"""What the base image brings, and what would change the machine."""


def read_steps(text: str) -> Iterator[tuple[str, str]]:
    """Instructions and what they are given, in order; lines that end in a backslash go on."""
    joined = re.sub(r"\\\n", "", text)
    for line in joined.splitlines():
        if line.strip() and not line.lstrip().startswith("#"):
            word, _, rest = line.strip().partition(" ")
            yield word.upper(), rest.strip()


class Image:
    """What the steps of a Dockerfile make.

    Args:
        root: an empty folder, which stands for the root of the image.
        context: the folder that COPY copies from, already without what .dockerignore leaves out.

    Attributes:
        variables: the environment that ENV made.
        user: who runs the steps from now on, as USER said.
        words: the instructions of the form ["program", "argument"], by name.
    """

    def __init__(self, root: Path, context: Path) -> None:
        self.root, self._context = root, context
        tools = root / "tools"
        tools.mkdir()
        for name, script in _TOOLS.items():
            (tools / name).write_text(script.format(root=root, python=sys.executable), encoding="utf-8")
            (tools / name).chmod(0o755)
        self.variables = clean_variables() | {"PATH": f"{tools}:{os.environ['PATH']}"}
        self.user, self.words = "root", dict[str, list[str]]()
        self._folder = root

    def carry_out(self, step: str, given: str) -> None:
        """Do what an instruction says."""
        if step == "RUN":
            self.run(["sh", "-c", self._place(given)])
        elif step == "COPY" and "--from" not in given:
            source, target = given.split()
            shutil.copytree(self._context / source, self._place(target), dirs_exist_ok=True)
        elif step == "ENV":
            for name, value in re.findall(r"(\w+)=(\S+)", given):
                self.variables[name] = os.path.expandvars(self._place(value).replace("$PATH", self.variables["PATH"]))
        elif step == "USER":
            self.user = given
        elif step == "WORKDIR":
            self._folder = Path(self._place(given))
            self._folder.mkdir(parents=True, exist_ok=True)
        elif step in ("ENTRYPOINT", "CMD"):
            self.words[step] = json.loads(given)

    def run(self, words: list[str]) -> subprocess.CompletedProcess[str]:
        """Run a program as the image has it so far; it must succeed."""
        done = subprocess.run(
            words, cwd=self._folder, env=self.variables, capture_output=True, encoding="utf-8", check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done

    def _place(self, text: str) -> str:
        return _OWN.sub(f"{self.root}/", text)
