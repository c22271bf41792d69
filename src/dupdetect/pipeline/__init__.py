"""The pipeline: the functions that users call, each a short program over an engine.

    scan         read -> fingerprint -> find pairs -> compare -> connect -> findings    (scanning.py)
    compare      prepare -> align -> judge, for pairs that are named                    (pairs.py)
    check        the same for a few articles, whose pairs are found in an archive       (archive.py)
    near_copies  read -> sketch -> find pairs -> measure their Jaccard similarity       (near.py)
    dedup        near_copies, and one article of each family stays                      (deduplicate.py)

`steps.relate_articles` defines the order of the steps, `engines` where they run, and each step has a package of its
own. Where to add things: a reader in `read/forms`, a search channel as a row of `search.channels.RULES`, a measure in
`compare.comparer`, a verdict rule in `compare.judge`, an engine as a row of `engines.KINDS`.

Each name loads the module that defines it at its first use, so that comparing two texts does not wait for the rest.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dupdetect.archive import ArchiveChanges, ArchiveInfo
    from dupdetect.findings import assemble_findings
    from dupdetect.pipeline.archive import AddSummary, Index
    from dupdetect.pipeline.deduplicate import Deduplicated, Dropped, dedup
    from dupdetect.pipeline.near import near_copies
    from dupdetect.pipeline.pairs import compare, compare_files, compare_many
    from dupdetect.pipeline.scanning import scan
    from dupdetect.read.folder import require_path
    from dupdetect.read.frames import DataFrame
    from dupdetect.read.sources import Progress, Sources, stream_articles

__all__ = [
    "AddSummary",
    "ArchiveChanges",
    "ArchiveInfo",
    "DataFrame",
    "Deduplicated",
    "Dropped",
    "Index",
    "Progress",
    "Sources",
    "assemble_findings",
    "compare",
    "compare_files",
    "compare_many",
    "dedup",
    "near_copies",
    "require_path",
    "scan",
    "stream_articles",
]

_HOMES = {
    "dupdetect.pipeline.archive": ("AddSummary", "ArchiveChanges", "ArchiveInfo", "Index"),
    "dupdetect.pipeline.deduplicate": ("Deduplicated", "Dropped", "dedup"),
    "dupdetect.pipeline.near": ("near_copies",),
    "dupdetect.pipeline.pairs": ("assemble_findings", "compare", "compare_files", "compare_many"),
    "dupdetect.pipeline.scanning": ("scan",),
    "dupdetect.read.folder": ("require_path",),
    "dupdetect.read.frames": ("DataFrame",),
    "dupdetect.read.sources": ("Progress", "Sources", "stream_articles"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

if not TYPE_CHECKING:  # a type checker that saw this would take any misspelt name for an object

    def __getattr__(name: str) -> object:
        """Load a name at its first use."""
        if name not in _HOME_OF:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(import_module(_HOME_OF[name]), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return __all__
