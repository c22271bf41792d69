"""Write the pages of docs/ that come from the code, so that they cannot say anything else.

    python docs/generate.py            writes the pages that are out of date
    python docs/generate.py --check    only names them; the exit status is 1 if there are any
    python docs/generate.py FOLDER     the same in another folder

settings.md comes from the docstrings and defaults of settings/sections.py, json-schema.md and findings.schema.json from
the records, benchmarks.md from the figures that `make bench` wrote. Parts of README.md and of other pages
come from the samples and from those figures.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import NamedTuple

import benchmark_page
import readme_parts
import schema_page

from dupdetect.settings import PRESETS, Settings

DOCS = Path(__file__).resolve().parent
ENTRY = re.compile(r"(?P<names>[a-z_]+(?:, [a-z_]+)*): (?P<meaning>.+)")

SETTINGS_TOP = """\
# Settings

<!-- Written by docs/generate.py from src/dupdetect/settings/sections.py; `make docs` writes it anew. -->

Every choice has a name, `section.setting`, and the same name serves everywhere:

| where | how |
|---|---|
| in a file, for `--config FILE.toml` | `[aligning]` and below it `min_words = 30` |
| on the command line | `--set aligning.min_words=30` |
| in Python | `Settings().updated({"aligning.min_words": 30})` or `Settings(aligning=Aligning(min_words=30))` |

What is left out keeps its default. A list is a TOML array in a file and comma-separated on the command line.
Names that do not exist and values that do not fit are refused, all of them at once. Findings carry a signature,
one line that names every setting that can change a score, and list the settings that differ from the defaults.
"""

PRESETS_TOP = """\
## Presets

`--preset NAME`, or `Settings.preset("NAME")`, starts from other values; `default` changes nothing.
"""


class DocstringError(Exception):
    """A docstring of settings/sections.py and the settings themselves do not agree."""


class Row(NamedTuple):
    """Settings that share one line of a docstring, and what it says of them."""

    names: tuple[str, ...]
    meaning: str


def settings_page() -> str:
    sections = [section_text(part.name, getattr(Settings(), part.name)) for part in fields(Settings)]
    return "\n".join([SETTINGS_TOP, *sections, presets_text()])


def section_text(name: str, section: object) -> str:
    docstring = type(section).__doc__ or ""
    rows = list(docstring_rows(docstring))
    told = [name for row in rows for name in row.names]
    known = [field.name for field in fields(section)]  # type: ignore[arg-type]
    if told != known:
        raise DocstringError(f"{type(section).__name__}: the docstring lists {told}, the class has {known}")
    lines = [f"## {name}", "", docstring.splitlines()[0], "", "| setting | default | meaning |", "|---|---|---|"]
    for row in rows:
        names = ", ".join(f"`{name}`" for name in row.names)
        defaults = ", ".join(f"`{toml(getattr(section, name))}`" for name in row.names)
        lines.append(f"| {names} | {defaults} | {row.meaning} |")
    return "\n".join([*lines, ""])


def docstring_rows(docstring: str) -> Iterator[Row]:
    """The `name: meaning` lines after the first line; a line of another form goes on with the one before it."""
    row: Row | None = None
    for line in filter(None, map(str.strip, docstring.splitlines()[1:])):
        if entry := ENTRY.fullmatch(line):
            if row:
                yield row
            row = Row(tuple(entry["names"].split(", ")), entry["meaning"])
        elif row:
            row = row._replace(meaning=f"{row.meaning} {line}")
    if row:
        yield row


def presets_text() -> str:
    lines = [PRESETS_TOP, "| preset | setting | value |", "|---|---|---|"]
    for name in PRESETS:
        changes = Settings.preset(name).changed()
        lines += [f"| `{name}` | `{setting}` | `{toml(value)}` |" for setting, value in changes.items()]
    return "\n".join([*lines, ""])


def toml(value: object) -> str:
    """`value` as it is written in a TOML file."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return f"[{', '.join(map(toml, value))}]"
    return f'"{value}"' if isinstance(value, str) else str(value)


_PARTLY = (
    DOCS.parent / "README.md",
    *(DOCS / f"{name}.md" for name in ("archive", "file-formats", "scaling")),
)

PAGES: dict[str, Callable[[], str]] = {
    "settings.md": settings_page,
    "json-schema.md": schema_page.page,
    "findings.schema.json": schema_page.file,
    "benchmarks.md": benchmark_page.page,
}


def find_outdated(folder: Path) -> dict[Path, str]:
    """The pages in `folder` that are not what the code says, with what it says."""
    pages = {folder / name: page() for name, page in PAGES.items()}
    if folder == DOCS:
        pages |= {page: readme_parts.fill_parts(page) for page in _PARTLY}
    return {path: text for path, text in pages.items() if not path.exists() or path.read_text(encoding="utf-8") != text}


def main() -> int:
    options = argparse.ArgumentParser(description="Write the generated pages of the documentation.")
    options.add_argument("--check", action="store_true", help="write nothing; fail if a page is out of date")
    options.add_argument("folder", type=Path, nargs="?", default=DOCS, help="where the pages are; docs/ by default")
    given = options.parse_args()
    check: bool = given.check
    try:
        pages = find_outdated(given.folder)
    except DocstringError as error:
        print(f"src/dupdetect/settings/sections.py: {error}; list each setting once and in order", file=sys.stderr)
        return 1
    except FileNotFoundError as error:
        print(f"{error.filename}: is missing; run make bench", file=sys.stderr)
        return 1
    for path, text in pages.items():
        place = path.name if path.name == "README.md" else f"docs/{path.name}"
        print(f"{place}: {'out of date; run make docs' if check else 'written'}", file=sys.stderr)
        if not check:
            path.write_text(text, encoding="utf-8")
    return 1 if check and pages else 0


if __name__ == "__main__":
    sys.exit(main())
