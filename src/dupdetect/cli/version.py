"""The version of the package that is installed."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version


def read_version() -> str:
    """The version, or a remark that the package runs from its source."""
    try:
        return version("dupdetect")
    except PackageNotFoundError:
        return "(not installed: run from its source)"
