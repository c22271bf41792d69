"""`dupdetect evidence`: the evidence to send to whoever copied our article."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Mapping
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import click

from dupdetect.cli.helptext import command
from dupdetect.cli.options import talk_options
from dupdetect.cli.talk import say
from dupdetect.errors import OutputError
from dupdetect.report import load


@command(epilog="Example: dupdetect evidence findings.json mine/gate.html theirs/c2.html -o evidence/")
@click.argument("findings", metavar="FINDINGS.json")
@click.argument("a", metavar="A")
@click.argument("b", metavar="B")
@click.option("-o", "--output", metavar="FOLDER", required=True, help="The folder to create; it must not exist yet.")
@talk_options
def evidence(findings: str, a: str, b: str, output: str) -> None:
    """Put the evidence of one pair into a folder: B as a copy of A.

    A and B are ids of FINDINGS.json, which scan or compare wrote. The folder holds summary.html to print or send, both
    texts, urls.csv for takedown forms, a letter to fill in, and all of it as evidence.json.
    """
    folder = Path(output)
    check_folder(folder)
    from dupdetect.desk.evidence import gather_evidence
    from dupdetect.report.pack import draw_pack

    pack = gather_evidence(load(findings), a, b, find_version())
    write_folder(folder, draw_pack(pack))
    if not pack.addresses:
        say("dupdetect: urls.csv is empty: the address of the copy is not known")
    if pack.left_out:
        say(f"dupdetect: urls.csv: {pack.left_out:,} addresses do not fit a takedown form; left out")


def find_version() -> str:
    """The version of this program."""
    try:
        return version("dupdetect")
    except PackageNotFoundError:
        return "(not installed: run from its source)"


def check_folder(folder: Path) -> None:
    """Refuse a folder that exists or that cannot be created.

    Raises:
        OutputError: with what to do next.
    """
    if folder.exists() or folder.is_symlink():
        raise OutputError(f"{folder}: exists already; name a folder that does not exist yet")
    if not folder.parent.is_dir():
        raise OutputError(f"{folder}: there is no folder {folder.parent}; create it first")


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Make a folder with files in it, whole or not at all.

    Raises:
        OutputError: it cannot be written, or somebody else made it meanwhile.
    """
    part = folder.with_name(f".dupdetect-{secrets.token_hex(4)}.part")
    try:
        part.mkdir()
        for name, content in files.items():
            (part / name).write_bytes(content)
        check_folder(folder)
        os.rename(part, folder)
    except OSError as error:
        hint = "name a folder that can be created"
        raise OutputError(f"{folder}: cannot be written ({error.strerror or error}); {hint}") from error
    finally:
        with suppress(OSError):
            shutil.rmtree(part)
