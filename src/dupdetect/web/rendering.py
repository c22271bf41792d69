"""The pages' templates: our own, and those of the HTML report, which a result extends."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TextIO

from jinja2 import ChoiceLoader, Environment, PackageLoader

from dupdetect.records import Findings
from dupdetect.report.html import asset, context, environment, policy

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
"""The content security policy of our pages; a result has the stricter one of the report."""

ASSETS = {"report.css": "text/css", "web.css": "text/css", "web.js": "text/javascript"}
"""The static files of the pages; no others are served."""


def render_page(name: str, **values: object) -> str:
    """A page of ours."""
    return _environment().get_template(name).render(**values)


def write_result(findings: Findings, out: TextIO, link: str, marks: str) -> None:
    """Write findings as the report, with a bar that leads back and to the downloads below `link`.

    Args:
        marks: where the page reads and keeps marks; empty for the browser alone.
    """
    values = {**context(findings), "policy": _page_policy()}
    for part in _environment().get_template("result.html").generate(**values, link=link, marks=marks):
        out.write(part)


def result_policy() -> str:
    """The content security policy of a result."""
    return f"{_page_policy()}; frame-ancestors 'none'"


def _page_policy() -> str:
    """The policy of the report, and leave to ask this server for marks; it stands in the page as well."""
    return f"{policy()}; connect-src 'self'"


@cache
def serve_asset(name: str) -> bytes:
    """A file of `ASSETS`."""
    if name == "report.css":
        return asset(name).encode("utf-8")
    return (resources.files("dupdetect.web") / "assets" / name).read_bytes()


@cache
def _environment() -> Environment:
    reports = environment()
    assert reports.loader
    return reports.overlay(loader=ChoiceLoader([PackageLoader("dupdetect.web", "templates"), reports.loader]))
