"""Families of texts for scikit-learn: a clusterer over the same engine as `scan`.

    from dupdetect.estimators import NearDuplicates

    labels = NearDuplicates().fit_predict(texts)

It is not imported by the package's root, so that `import dupdetect` does not load scikit-learn.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from sklearn.base import BaseEstimator, ClusterMixin

from dupdetect.errors import SettingsError, UsageError
from dupdetect.pipeline import scan
from dupdetect.settings import VERDICTS, Settings, take_settings

_JOINING = VERDICTS[:-1]
"""The verdicts that can join a family: all but independent."""


class TextsError(UsageError, ValueError):
    """The input is not a list of texts; also a ValueError, which users of scikit-learn expect."""


class NearDuplicates(ClusterMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn has no types
    """Clusters texts into families of copies.

    Args:
        verdict: the weakest verdict that joins two texts: identical, near_copy, rewrite or partial. (`threshold`
            would be a Jaccard similarity, as elsewhere in dupdetect.)
        settings: a `dupdetect.Settings`; defaults if None. `verdict` overrides its `judging.family` and
            `reporting.min_verdict`.
        n_jobs: worker processes; None starts them only if they pay off, -1 starts one for each core, -2 one fewer,
            and so on. Labels do not depend on it.

    Attributes:
        labels_: the family of each text, an int64 array; -1 for none. Families are numbered by their first text.
        findings_: the `dupdetect.Findings` behind the labels; its ids are positions, padded with zeros to one length.
    """

    def __init__(self, verdict: str = "near_copy", settings: Settings | None = None, n_jobs: int | None = None) -> None:
        self.verdict = verdict
        self.settings = settings
        self.n_jobs = n_jobs

    def fit(self, X: Iterable[str], y: object = None) -> NearDuplicates:  # noqa: N803 - scikit-learn's name
        """Find the families among texts.

        Args:
            X: texts; a list, a one-dimensional array or a pandas Series of str.
            y: not used; pipelines pass it.

        Raises:
            TextsError: `X` is not a list of texts, or is empty; it is a ValueError.
            SettingsError: `verdict` or `settings` is not valid.
            UsageError: `n_jobs` is 0 or not a whole number.
        """
        settings, jobs = self._choose_settings(), _count_jobs(self.n_jobs)
        texts = _take_texts(X)
        width = len(str(len(texts) - 1))
        self.findings_ = scan({f"{i:0{width}}": text for i, text in enumerate(texts)}, settings, jobs=jobs)
        self.labels_ = np.full(len(texts), -1, np.int64)
        families = sorted(family.articles for family in self.findings_.clusters)
        for label, members in enumerate(families):
            self.labels_[[int(name) for name in members]] = label
        return self

    def _choose_settings(self) -> Settings:
        """The settings with the verdict in them; checked here because scikit-learn's constructors must not check."""
        settings = take_settings(self.settings)
        verdict = str(self.verdict)
        if verdict not in _JOINING:
            raise SettingsError([f"verdict: {verdict!r} joins no family; choose from {', '.join(_JOINING)}"])
        return settings.updated({"judging.family": verdict, "reporting.min_verdict": verdict})

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.one_d_array = True
        tags.input_tags.two_d_array = False
        tags.input_tags.string = True
        return tags


def _count_jobs(n_jobs: object) -> int | None:
    """The number of processes that `n_jobs` means in scikit-learn."""
    if n_jobs is None:
        return None
    if isinstance(n_jobs, bool) or not isinstance(n_jobs, (int, np.integer)) or n_jobs == 0:
        raise UsageError(f"n_jobs: {n_jobs!r:.100} given; give a whole number of processes, -1 for all cores, or None")
    return int(n_jobs) if n_jobs > 0 else max(1, (os.cpu_count() or 1) + 1 + int(n_jobs))


def _take_texts(texts: object) -> list[str]:
    """`texts` as a list of plain texts.

    Raises:
        TextsError: it is not a list of texts.
    """
    kind = type(texts).__name__
    if isinstance(texts, (str, bytes)):
        raise TextsError(f"X is a single {kind}; give a list of texts")
    if isinstance(texts, Mapping) or not isinstance(texts, Iterable):
        raise TextsError(f"X is of type {kind}; give a list of texts, such as list(texts.values()) of a dict")
    shape = getattr(texts, "shape", None)
    if shape is not None and len(shape) != 1:
        raise TextsError(f"X has {len(shape)} dimensions; give one, such as a single column of texts")
    items = list(texts)
    for place, item in enumerate(items):
        if not isinstance(item, str):
            raise TextsError(
                f"X[{place}] is of type {type(item).__name__}; give texts (str), and leave out what has none"
            )
    if not items:
        raise TextsError("X holds no texts; give at least one")
    return [str(item) for item in items]
