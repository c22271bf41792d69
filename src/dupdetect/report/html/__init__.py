"""Findings as one HTML file that needs no network, with filters, side-by-side views and a print layout.

The lists and pictures are plain HTML, made here; the side-by-side view of a pair is made by the page's script from a
JSON block when a reader asks for it, so that a thousand pairs open at once. Style and script stand in the file, and a
content security policy admits these two by their hashes and nothing else. The same findings give the same bytes.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib import resources
from itertools import chain
from typing import Any, TextIO

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from dupdetect.records import Findings
from dupdetect.report.html import blocks, embedding, family, overview, page, recurring_wording, sources
from dupdetect.report.recurring import keep_representatives
from dupdetect.report.visible import make_visible
from dupdetect.report.wording import count_noun

POLICY = "default-src 'none'; style-src '{style}'; script-src '{script}'; base-uri 'none'; form-action 'none'"


SCRIPTS = ("page", "list", "marks", "texts", "strips", "pair", "sources", "print", "route")
"""The parts of the script, in the order in which they stand; each uses only what stands above it."""


def write(findings: Findings, out: TextIO) -> None:
    """Write findings as a page; `out` has to be UTF-8."""
    for part in environment().get_template("report.html").generate(**context(findings)):
        out.write(part)


def context(findings: Findings) -> dict[str, Any]:
    """The variables of the template."""
    every, findings = findings, keep_representatives(findings)
    layout = page.lay_out_page(findings)
    tracings: list[embedding.Block] = list(sources.embed_tracings(findings, layout))
    return {
        "page": layout,
        "overview": overview.lay_out_overview(findings, layout),
        "families": family.draw_families(findings, layout),
        "recurring": recurring_wording.draw_recurring(every, layout),
        "traced": {block.id for block in tracings},
        "blocks": chain(blocks.embed_blocks(findings, layout), tracings),
        "words": blocks.embed_words(),
        "style": asset("report.css"),
        "script": script(),
        "policy": policy(),
    }


@cache
def environment() -> Environment:
    """The template environment: escapes all values and fails on undefined names."""
    loader = PackageLoader("dupdetect.report.html", "templates")
    options: dict[str, Any] = {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    environment = Environment(loader=loader, autoescape=True, **options)
    environment.filters |= {"visible": make_visible, "counted": count_noun}
    return environment


@cache
def asset(name: str) -> Markup:
    """A file of our own for the page: a style or a script, written into it as it is."""
    folder = resources.files("dupdetect.report.html") / "assets"
    return Markup((folder / name).read_text(encoding="utf-8"))


@cache
def script() -> Markup:
    """The page's script: its parts, in one scope of their own."""
    parts = "\n".join(asset(f"{name}.js") for name in SCRIPTS)
    return Markup(f'"use strict";\n(() => {{\n{parts}}})();\n')


def policy() -> str:
    """The content security policy: our style and our script by their hashes, and no other source of anything."""
    return POLICY.format(style=digest_source(asset("report.css")), script=digest_source(script()))


def digest_source(text: str) -> str:
    """The hash by which a content security policy admits a style or a script."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
