"""An evidence pack as files: a page to print or send, the texts, a table of addresses, a letter, and data.

The page needs no network and runs no script; a content security policy admits its style and nothing else. The same pack
gives the same bytes.
"""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
from collections.abc import Mapping
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from dupdetect.records.packs import EvidencePack
from dupdetect.records.shape import as_plain
from dupdetect.report import wording
from dupdetect.report.cells import guard_cell
from dupdetect.report.signals import list_signals
from dupdetect.report.visible import make_running, make_visible


def draw_pack(pack: EvidencePack) -> Mapping[str, bytes]:
    """The files of a pack by their names."""
    return {
        "summary.html": _render("summary.html", pack, html=True),
        "original.txt": pack.original.text.encode("utf-8", "backslashreplace"),
        "copy.txt": pack.copy.text.encode("utf-8", "backslashreplace"),
        "urls.csv": _draw_addresses(pack),
        "letter.txt": _render("letter.txt", pack, html=False),
        "evidence.json": _draw_data(pack),
    }


def _draw_addresses(pack: EvidencePack) -> bytes:
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(("copy_url", "original_url", "explanation"))
    for row in pack.addresses:
        rows.writerow([guard_cell(make_visible(cell)) for cell in (row.copy, row.original, row.explanation)])
    return out.getvalue().encode("utf-8", "backslashreplace")


def _draw_data(pack: EvidencePack) -> bytes:
    return (json.dumps(as_plain(pack), ensure_ascii=True, indent=1) + "\n").encode("ascii")


def _render(name: str, pack: EvidencePack, *, html: bool) -> bytes:
    template = _environment(html).get_template(name)
    style = _load_style()
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    text = template.render(pack=pack, words=wording, style=style if html else "", digest=digest)
    return text.encode("utf-8", "backslashreplace")


@cache
def _environment(html: bool) -> Environment:
    """The templates; on a page, everything that they put into it is escaped."""
    loader = PackageLoader("dupdetect.report.pack", "templates")
    environment = Environment(
        loader=loader, autoescape=html, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {"visible": make_visible, "running": make_running, "signals": list_signals}
    return environment


@cache
def _load_style() -> str:
    source = _environment(False).loader
    assert source is not None
    return source.get_source(_environment(False), "summary.css")[0]
