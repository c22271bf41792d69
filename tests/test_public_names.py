"""What `import dupdetect` gives: the names of its contract, no others, and nothing heavy before it is needed."""

from __future__ import annotations

import inspect
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from types import ModuleType
from typing import Any, get_args, get_type_hints

import pytest

import dupdetect
from dupdetect.settings import Settings

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

PUBLIC = """
    AddSummary ArchiveChanges ArchiveError ArchiveInfo Article Attached AttachedAs Channel Cluster CommonPassage
    Comparison CreditForm DataFrame Deduplicated Direction Drift DriftKind Dropped DupdetectError Evidence
    FactCounts Findings FindingsError Index InputError Kind Listed Manner MeaningEvidence Measures
    MissingExtraError NearCopies NearCopy OutputError Passage RememberedCopy Replacement RuleCheck SentenceMatch
    SentencePair Settings SettingsError Signal SignalKind Skip Span Substitution UsageError Verdict __version__ compare
    compare_many dedup near_copies register_embedder scan
""".split()
WRITTEN_FOR_PYTHON = {"annotations", "TYPE_CHECKING"}
HEAVY = {"datasketch", "numba", "numpy", "rich", "sklearn"}


def test_the_public_names_are_those_of_the_contract() -> None:
    assert dupdetect.__all__ == PUBLIC
    assert dupdetect.__all__ == sorted(dupdetect.__all__)


def test_nothing_else_leaks() -> None:
    seen = {
        name
        for name, value in vars(dupdetect).items()
        if not name.startswith("_") and not isinstance(value, ModuleType) and name not in WRITTEN_FOR_PYTHON
    }
    assert seen <= set(PUBLIC)
    assert dir(dupdetect) == PUBLIC


@pytest.mark.parametrize("name", PUBLIC)
def test_every_public_name_is_there(name: str) -> None:
    assert getattr(dupdetect, name) is not None


NAMED_AS_TEXT = {"Article": dupdetect.Article, "Iterable": Iterable, "Mapping": Mapping, "Path": Path}
"""What aliases of types name where they are not evaluated."""


def types_in(annotation: Any) -> Iterator[type]:
    """The classes of this package that an annotation names, however deep."""
    for part in get_args(annotation):
        yield from types_in(part) if not isinstance(part, list) else chain.from_iterable(map(types_in, part))
    if isinstance(annotation, type) and annotation.__module__.startswith("dupdetect"):
        yield annotation


def annotations_of(thing: Any) -> Iterator[Any]:
    """What a class says of its fields, properties and methods, or a function of its arguments and its result."""
    if not isinstance(thing, type):
        yield from get_type_hints(thing, None, NAMED_AS_TEXT).values()
    elif not issubclass(thing, Settings):  # its sections are reached through it, by name
        yield from get_type_hints(thing, None, NAMED_AS_TEXT).values()
        for name, member in vars(thing).items():
            function = getattr(member, "fget", getattr(member, "__func__", member))
            if not name.startswith("_") and inspect.isfunction(function):
                yield from get_type_hints(function, None, NAMED_AS_TEXT).values()


def test_every_type_that_a_result_leads_to_is_exported() -> None:
    waiting = [dupdetect.compare, dupdetect.compare_many, dupdetect.near_copies, dupdetect.scan, dupdetect.Index]
    seen: set[Any] = set(waiting)
    while waiting:
        more = {kind for annotation in annotations_of(waiting.pop()) for kind in types_in(annotation)} - seen
        seen |= more
        waiting += more
    assert {thing.__name__ for thing in seen} <= set(PUBLIC)
    assert dupdetect.SentencePair in seen


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'compere'"):
        dupdetect.compere  # type: ignore[attr-defined]  # noqa: B018


def loaded_by(statement: str) -> set[str]:
    code = f"import sys; {statement}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return HEAVY & set(done.stdout.split())


@pytest.mark.parametrize("module", ["dupdetect", "dupdetect.cli"])
def test_importing_loads_nothing_heavy(module: str) -> None:
    assert loaded_by(f"import {module}") == set()


def test_the_first_use_of_a_call_loads_the_pipeline() -> None:
    assert "numpy" in loaded_by("import dupdetect; dupdetect.scan")


@pytest.fixture
def project() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))


def test_the_version_is_that_of_the_project(project: dict[str, Any]) -> None:
    assert project["project"]["version"] == dupdetect.__version__


def test_both_lists_of_development_tools_are_equal(project: dict[str, Any]) -> None:
    assert project["dependency-groups"]["dev"] == project["project"]["optional-dependencies"]["dev"]
