"""Write the pages of docs/ that come from the code, so that they cannot say anything else.

    python docs/generate.py            writes the pages that are out of date
    python docs/generate.py --check    only names them; the exit status is 1 if there are any
    python docs/generate.py FOLDER     the same in another folder

settings.md comes from the fields of the sections in settings/ and their metadata, json-schema.md and
findings.schema.json from the records, cli.md and the manual page dupdetect.1 from the commands, python.md from
docstrings, benchmarks.md from the figures that `make bench` wrote. Parts of README.md and of other pages come from the
samples and from those figures.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import Field, fields
from pathlib import Path
from typing import Any

import benchmark_page
import cli_page
import man_page
import python_page
import readme_parts
import schema_page

from dupdetect.settings import PRESETS, Settings, read_rule
from dupdetect.settings.declare import MOST_WORDS, Rule

DOCS = Path(__file__).resolve().parent

SETTINGS_TOP = """\
# Settings

<!-- Written by docs/generate.py from the sections in src/dupdetect/settings/; `make docs` writes it anew. -->

Every choice has a name, `section.setting`, and the same name serves everywhere:

| where | how |
|---|---|
| in a file, for `--config FILE.toml` | `[aligning]` and below it `min_words = 30` |
| on the command line | `--set aligning.min_words=30` |
| in Python | `Settings().updated({"aligning.min_words": 30})` |
| in Python, a section at once | `Settings().updated({"aligning": {"min_words": 30}})` |
| from a file or a preset, in Python | `Settings.load("dupdetect.toml")`, `Settings.preset("pan")` |

What is left out keeps its default. A list is a TOML array in a file and comma-separated on the command line.
Names that do not exist and values that do not fit are refused, all of them at once. Findings carry a signature,
one line that names every setting and constant that can change a score, and list those that differ from the defaults.
"""

PRESETS_TOP = """\
## Presets

`--preset NAME`, or `Settings.preset("NAME")`, starts from other values; `default` changes nothing. A preset may
also vary constants.
"""

CONSTANTS = """\
## Constants

What was measured once and is nobody's choice stands beside the settings in `src/dupdetect/settings/` as
`constant(...)`. Files and `--set` do not reach it; the signature names it, and presets and the tools in `benchmarks/`
vary it with `Settings().with_constants({...})`. A constant may change its name or go with any version.
"""


def settings_page() -> str:
    sections = [section_text(part.name, getattr(Settings(), part.name)) for part in fields(Settings)]
    return "\n".join([SETTINGS_TOP, *filter(None, sections), presets_text(), CONSTANTS])


def section_text(name: str, section: object) -> str:
    """The table of a section's settings; nothing where all are constants."""
    rows = [row(declared) for declared in fields(section) if read_rule(declared).public]  # type: ignore[arg-type]
    if not rows:
        return ""
    heads = ["| setting | default | values | meaning |", "|---|---|---|---|"]
    return "\n".join([f"## {name}", "", type(section).__doc__ or "", "", *heads, *rows, ""])


def row(declared: Field[Any]) -> str:
    """A setting as a row of its table."""
    rule = read_rule(declared)
    default = f"`{toml(declared.default)}`"
    return f"| `{declared.name}` | {default} | {describe_values(rule, declared.default)} | {rule.description} |"


def describe_values(rule: Rule, default: object) -> str:
    """Which values a setting takes."""
    if isinstance(default, bool):
        return "`true`, `false`"
    if isinstance(default, int | float):
        return f"{rule.least:g} to {rule.most:g}" if rule.most < MOST_WORDS else f"from {rule.least:g}"
    if isinstance(default, tuple):
        return "list of texts"
    if rule.choices:
        return ", ".join(f"`{choice}`" for choice in rule.choices)
    return {"language": "a code or `auto`", "encoding": "a name or empty"}.get(rule.names, "text")


def presets_text() -> str:
    lines = [PRESETS_TOP, "| preset | setting | value |", "|---|---|---|"]
    for name in PRESETS:
        changes = Settings.preset(name).list_changes()
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
    "cli.md": cli_page.page,
    "dupdetect.1": man_page.page,
    "python.md": python_page.page,
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
