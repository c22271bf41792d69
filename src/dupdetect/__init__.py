"""Find which texts are copies, rewrites or part-copies of which others, with the evidence.

    import dupdetect

    findings = dupdetect.scan("articles/")
    for pair in findings.pairs:
        if pair.verdict >= dupdetect.Verdict.REWRITE:
            print(pair.verdict, pair.a, pair.b, *pair.reasons)

`compare` sets two texts side by side and `compare_many` many pairs; `near_copies` finds the near copies among millions,
and `dedup` chooses which of them to keep; `Index` is an archive that remembers articles and tells which of them a text
is; `Settings` holds every choice. Each name loads at its first use, so that importing the package costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dupdetect.embedding import register_embedder
    from dupdetect.errors import (
        ArchiveError,
        DupdetectError,
        FindingsError,
        InputError,
        MissingExtraError,
        OutputError,
        SettingsError,
        UsageError,
    )
    from dupdetect.pipeline import (
        AddSummary,
        ArchiveChanges,
        ArchiveInfo,
        DataFrame,
        Deduplicated,
        Dropped,
        Index,
        compare,
        compare_many,
        dedup,
        near_copies,
        scan,
    )
    from dupdetect.records import (
        Article,
        Attached,
        AttachedAs,
        Channel,
        Cluster,
        CommonPassage,
        Comparison,
        CreditForm,
        Direction,
        Drift,
        DriftKind,
        Evidence,
        FactCounts,
        Findings,
        Kind,
        Listed,
        Manner,
        MeaningEvidence,
        Measures,
        Passage,
        Replacement,
        RuleCheck,
        SentenceMatch,
        SentencePair,
        Signal,
        SignalKind,
        Skip,
        Span,
        Substitution,
        Verdict,
    )
    from dupdetect.records.ledger import RememberedCopy
    from dupdetect.records.near import NearCopies, NearCopy
    from dupdetect.settings import Settings

__version__ = "0.1.0"

__all__ = [
    "AddSummary",
    "ArchiveChanges",
    "ArchiveError",
    "ArchiveInfo",
    "Article",
    "Attached",
    "AttachedAs",
    "Channel",
    "Cluster",
    "CommonPassage",
    "Comparison",
    "CreditForm",
    "DataFrame",
    "Deduplicated",
    "Direction",
    "Drift",
    "DriftKind",
    "Dropped",
    "DupdetectError",
    "Evidence",
    "FactCounts",
    "Findings",
    "FindingsError",
    "Index",
    "InputError",
    "Kind",
    "Listed",
    "Manner",
    "MeaningEvidence",
    "Measures",
    "MissingExtraError",
    "NearCopies",
    "NearCopy",
    "OutputError",
    "Passage",
    "RememberedCopy",
    "Replacement",
    "RuleCheck",
    "SentenceMatch",
    "SentencePair",
    "Settings",
    "SettingsError",
    "Signal",
    "SignalKind",
    "Skip",
    "Span",
    "Substitution",
    "UsageError",
    "Verdict",
    "__version__",
    "compare",
    "compare_many",
    "dedup",
    "near_copies",
    "register_embedder",
    "scan",
]


if not TYPE_CHECKING:  # a type checker that saw this would take any misspelt name for an object
    # The room `compare/` and the call `compare` share a name. Python binds a room to its package once, when it is first
    # imported: done here and taken back, so that the name is left to the call.
    from dupdetect import compare

    del compare

    def __getattr__(name: str) -> object:
        """Load a name at its first use: the pipeline brings numba and scikit-learn, and even records take a while."""
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from dupdetect import errors, records, settings
        from dupdetect.records import ledger, near

        for room in (errors, records, ledger, near, settings):
            if name in vars(room):
                return vars(room)[name]
        from dupdetect import embedding, pipeline

        return getattr(embedding if name in embedding.__all__ else pipeline, name)


def __dir__() -> list[str]:
    return __all__
