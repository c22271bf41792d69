"""`NearDuplicates` finds the families that a scan finds, and behaves as scikit-learn expects of a clusterer.

scikit-learn's own checks feed numbers, and leave estimators of text alone but for one. So they run on `Rows`, which
tells each row of numbers as a text; those listed in `ABOUT_NUMBERS` ask for what only numbers have.
"""

from __future__ import annotations

import pickle
import re
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError, SkipTestWarning
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer
from sklearn.utils import estimator_checks, get_tags
from sklearn.utils.validation import check_is_fitted

from dupdetect.errors import DupdetectError, SettingsError, UsageError
from dupdetect.estimators import NearDuplicates, TextsError
from dupdetect.pipeline import scan
from dupdetect.records import Verdict
from dupdetect.settings import Settings

ARTICLES = Path(__file__).parents[1] / "samples" / "articles"
COPIES = ["original", "exact-copy", "near-copy"]
REWRITES = ["paraphrase", "spun-light", "spun-heavy"]
OWN = ["second-report", "speech"]


def ferry(*names: str) -> list[str]:
    return [(ARTICLES / f"ferry-{name}.txt").read_text(encoding="utf-8") for name in names]


def dam(*names: str) -> list[str]:
    return [(ARTICLES / f"dam-{name}.txt").read_text(encoding="utf-8") for name in names]


def labels(texts: Iterable[str], **choices: Any) -> list[int]:
    found: list[int] = NearDuplicates(**choices).fit_predict(texts).tolist()
    return found


NUMBERED = [f"Nothing that article{i} tells is told by any other, for topic{i} is its own." for i in range(12)]
"""Unrelated texts, more than one digit can number."""


# Families


def test_copies_are_a_family_and_other_reports_are_in_none() -> None:
    assert labels(ferry(*COPIES, *OWN)) == [0, 0, 0, -1, -1]


@pytest.mark.parametrize(
    ("verdict", "expected"),
    [
        ("identical", [0, 0, -1, -1, -1, -1, -1, -1, -1]),
        ("near_copy", [0, 0, 0, -1, -1, -1, -1, -1, -1]),
        ("rewrite", [0, 0, 0, 0, 0, 0, -1, -1, -1]),
        ("partial", [0, 0, 0, 0, 0, 0, -1, -1, -1]),  # what the lift shares is little of either text
        (Verdict.REWRITE, [0, 0, 0, 0, 0, 0, -1, -1, -1]),
    ],
)
def test_the_verdict_is_the_weakest_verdict_that_joins(verdict: str, expected: list[int]) -> None:
    assert labels(ferry(*COPIES, *REWRITES, "lift", *OWN), verdict=verdict) == expected


def test_families_are_numbered_by_their_first_text() -> None:
    first, second = dam("original", "exact-copy"), ferry("original", "exact-copy", "near-copy")
    (alone,) = dam("second-report")
    assert labels([alone, first[0], second[0], second[1], first[1], second[2]]) == [-1, 0, 1, 1, 0, 1]
    assert labels([second[0], first[0], alone, second[1], first[1], second[2]]) == [0, 1, -1, 0, 1, 0]


def test_numbers_and_ids_follow_the_order_of_the_texts_beyond_ten() -> None:
    texts = [*NUMBERED]
    texts[9], texts[11] = texts[2], texts[10]
    fitted = NearDuplicates().fit(texts)
    assert fitted.labels_.tolist() == [-1, -1, 0, *[-1] * 6, 0, 1, 1]
    assert [listed.article.id for listed in fitted.findings_.articles] == [f"{i:02}" for i in range(12)]


def test_the_findings_are_those_of_a_scan() -> None:
    texts = ferry(*COPIES, *REWRITES)
    settings = Settings().updated({"judging.family": "rewrite", "reporting.min_verdict": "rewrite"})
    expected = scan({str(i): text for i, text in enumerate(texts)}, settings)
    assert NearDuplicates(verdict="rewrite").fit(texts).findings_ == expected


def test_the_verdict_stands_above_the_settings_which_stay_as_they_are() -> None:
    settings = Settings().updated({"judging.family": "identical", "reporting.min_verdict": "identical"})
    fitted = NearDuplicates(settings=settings).fit(ferry(*COPIES))
    assert fitted.labels_.tolist() == [0, 0, 0]
    assert fitted.settings is settings
    assert settings.judging.family == "identical"


def test_the_settings_are_heeded() -> None:
    settings = Settings().updated({"judging.copy_kept": 1.0})
    texts = ferry("original", "near-copy")
    assert labels(texts) == [0, 0]
    assert labels(texts, settings=settings) == [-1, -1]
    assert NearDuplicates(settings=settings).fit(texts).findings_.signature == settings.signature


def test_labels_are_the_same_again_and_with_any_number_of_jobs() -> None:
    texts = [*ferry(*COPIES, *REWRITES), *dam("original", "exact-copy", "spun-light")]
    expected = [0, 0, 0, 0, 0, 0, 1, 1, 1]
    assert all(labels(texts, verdict="rewrite", n_jobs=jobs) == expected for jobs in (None, None, 1, 2))


def test_a_second_fit_forgets_the_first() -> None:
    clusterer = NearDuplicates().fit(ferry(*COPIES))
    assert clusterer.fit(NUMBERED[:2]).labels_.tolist() == [-1, -1]
    assert clusterer.findings_.pairs == ()


def test_a_single_text_is_in_no_family() -> None:
    assert labels(["One text."]) == [-1]


def test_empty_texts_are_in_no_family() -> None:
    assert labels(["", "", " \n"]) == [-1, -1, -1]


def test_labels_are_whole_numbers_of_64_bits() -> None:
    found = NearDuplicates().fit_predict(["One text.", "One text."])
    assert found.dtype == np.int64
    assert found.shape == (2,)


# What texts may come in


class Column:
    """What a pandas Series is to us: it has a shape, gives its values in order, and its index does not start at 0."""

    def __init__(self, texts: list[str]) -> None:
        self.texts = texts
        self.shape = (len(texts),)

    def __len__(self) -> int:
        return len(self.texts)

    def __iter__(self) -> Iterator[str]:
        return iter(self.texts)

    def __getitem__(self, label: int) -> str:
        return dict(enumerate(self.texts, start=5))[label]


@pytest.mark.parametrize(
    "container",
    [list, tuple, iter, np.array, lambda texts: np.array(texts, dtype=object), Column],
    ids=["list", "tuple", "iterator", "array of str", "array of objects", "column"],
)
def test_texts_may_come_in_any_of_these(container: Any) -> None:
    fitted = NearDuplicates().fit(container(ferry(*COPIES, *OWN)))
    assert fitted.labels_.tolist() == [0, 0, 0, -1, -1]
    assert {type(listed.article.text) for listed in fitted.findings_.articles} == {str}


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("a text", "X is a single str; give a list of texts"),
        (b"a text", "X is a single bytes; give a list of texts"),
        ({"a": "a text"}, "X is of type dict; give a list of texts, such as list(texts.values())"),
        (None, "X is of type NoneType; give a list of texts"),
        (7, "X is of type int; give a list of texts"),
        ([], "X holds no texts; give at least one"),
        (np.array([], dtype=str), "X holds no texts; give at least one"),
        (["a text", None], "X[1] is of type NoneType; give texts (str), and leave out what has none"),
        (["a text", b"a text"], "X[1] is of type bytes; give texts"),
        (np.array(["a text", np.nan], dtype=object), "X[1] is of type float; give texts"),
        (np.array([1.0, 2.0]), "X[0] is of type float64; give texts"),
        ([["a text"], ["a text"]], "X[0] is of type list; give texts"),
        (np.array([["a text"], ["a text"]]), "X has 2 dimensions; give one"),
        (np.array("a text"), "X has 0 dimensions; give one"),
    ],
)
def test_what_is_no_list_of_texts_is_refused_in_one_line(given: Any, told: str) -> None:
    clusterer = NearDuplicates()
    with pytest.raises(ValueError, match=f"^{re.escape(told)}") as refused:
        clusterer.fit(given)
    assert isinstance(refused.value, DupdetectError)
    assert "\n" not in str(refused.value)
    assert not hasattr(clusterer, "labels_")


@pytest.mark.parametrize("verdict", ["independent", "copy", "", None, 0.5])
def test_a_verdict_that_joins_nothing_is_refused(verdict: Any) -> None:
    told = f"verdict: '{verdict}' joins no family; choose from identical, near_copy, rewrite, partial"
    with pytest.raises(SettingsError, match=f"^{re.escape(told)}$"):
        NearDuplicates(verdict=verdict).fit(["a text"])


def test_settings_that_are_none_are_refused() -> None:
    with pytest.raises(SettingsError, match=r"^settings: dict given; give a dupdetect\.Settings, such as"):
        NearDuplicates(settings={"pairing.recall": 0.9}).fit(["a text"])  # type: ignore[arg-type]


@pytest.mark.parametrize("jobs", [0, True, 1.5, "2"])
def test_what_is_no_number_of_jobs_is_refused(jobs: Any) -> None:
    with pytest.raises(UsageError, match=rf"^n_jobs: {jobs!r} given; give a whole number of processes"):
        NearDuplicates(n_jobs=jobs).fit(["a text"])


@pytest.mark.parametrize("jobs", [-1, -100, np.int64(1)])
def test_jobs_are_counted_as_scikit_learn_counts_them(jobs: Any) -> None:
    assert labels(["a text", "a text"], n_jobs=jobs) == [0, 0]


# What scikit-learn expects


def test_it_is_not_fitted_before_fit() -> None:
    clusterer = NearDuplicates()
    with pytest.raises(NotFittedError):
        check_is_fitted(clusterer)
    assert not hasattr(clusterer, "labels_")
    check_is_fitted(clusterer.fit(["a text"]))


def test_parameters_are_kept_as_given() -> None:
    settings = Settings.preset("pan")
    clusterer = NearDuplicates("rewrite", settings=settings, n_jobs=1)
    assert clusterer.get_params() == {"verdict": "rewrite", "settings": settings, "n_jobs": 1}
    assert clusterer.settings is settings
    assert NearDuplicates().get_params() == {"verdict": "near_copy", "settings": None, "n_jobs": None}


def test_parameters_can_be_set() -> None:
    clusterer = NearDuplicates().fit(texts := ferry("original", "paraphrase"))
    assert clusterer.labels_.tolist() == [-1, -1]
    assert clusterer.set_params(verdict="rewrite") is clusterer
    assert clusterer.fit_predict(texts).tolist() == [0, 0]


def test_a_clone_has_the_parameters_and_not_what_was_learned() -> None:
    original = NearDuplicates("partial", settings=Settings.preset("pan"), n_jobs=1).fit(["a text"])
    copy = clone(original)
    assert copy.get_params() == original.get_params()
    assert not hasattr(copy, "labels_")


def test_pickling_keeps_all() -> None:
    fitted = NearDuplicates("rewrite", settings=Settings.preset("pan")).fit(ferry(*COPIES, *OWN))
    again = pickle.loads(pickle.dumps(fitted))
    assert again.get_params() == fitted.get_params()
    assert again.labels_.tolist() == fitted.labels_.tolist()
    assert again.findings_ == fitted.findings_


def without_tags(pages: Iterable[str]) -> list[str]:
    return [re.sub(r"<[^>]+>", " ", page) for page in pages]


def test_it_stands_last_in_a_pipeline() -> None:
    pages = [
        "<p>The ferry <b class=bold>sails</b> again on Monday.</p>",
        "<div><p>The <i lang=en>ferry</i> sails again on Monday.</p></div>",
        "<p>The dam is closed for repairs.</p>",
    ]
    pipeline = make_pipeline(FunctionTransformer(without_tags), NearDuplicates(verdict="identical"))
    assert labels(pages, verdict="identical") == [-1, -1, -1]
    assert pipeline.fit_predict(pages).tolist() == [0, 0, -1]
    assert pipeline[-1].labels_.tolist() == [0, 0, -1]
    assert clone(pipeline).fit_predict(pages, [1, 1, 2]).tolist() == [0, 0, -1]
    pipeline.set_params(nearduplicates__verdict="independent")
    with pytest.raises(SettingsError, match="joins no family"):
        pipeline.fit(pages)


def test_its_tags_say_that_it_clusters_texts() -> None:
    tags = get_tags(NearDuplicates())
    assert tags.estimator_type == "clusterer"
    assert tags.input_tags.string
    assert tags.input_tags.one_d_array
    assert not tags.input_tags.two_d_array
    assert tags.requires_fit
    assert not tags.no_validation
    assert not tags.non_deterministic
    assert not tags.target_tags.required


def test_scikit_learn_checks_what_it_can_of_texts() -> None:
    with pytest.warns(SkipTestWarning, match="Can't test estimator NearDuplicates"):
        estimator_checks.check_estimator(NearDuplicates())


class Rows(NearDuplicates):
    """Takes numbers, as scikit-learn's checks give them, and tells each row as the text of its rounded values."""

    def fit(self, X: Any, y: object = None) -> Rows:  # noqa: N803 - scikit-learn's name
        super().fit([" ".join(f"{value:.0f}" for value in row) for row in np.asarray(X)], y)
        return self

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.one_d_array = False
        tags.input_tags.two_d_array = True
        tags.input_tags.string = False
        return tags


ROWS = Rows(verdict="identical")

NO_FEATURES = "texts have no columns to count"
NO_NUMBERS = "a text is valid whatever it says; what is no text is refused, see the test of refusals"
NO_MATRIX = "the message would be about matrices; any 2-D input is refused as such, see the test of refusals"
ABOUT_NUMBERS = {
    "check_n_features_in": NO_FEATURES,
    "check_n_features_in_after_fitting": NO_FEATURES,
    "check_estimators_empty_data_messages": NO_FEATURES,
    "check_complex_data": NO_NUMBERS,
    "check_dtype_object": NO_NUMBERS,
    "check_estimators_nan_inf": NO_NUMBERS,
    "check_estimator_sparse_tag": NO_MATRIX,
    "check_estimator_sparse_array": NO_MATRIX,
    "check_estimator_sparse_matrix": NO_MATRIX,
    "check_fit1d": "one dimension is what texts have",
}
"""Checks that do not apply to texts, and why; each must fail, so that the list holds none that could pass."""


def name(value: Any) -> str:
    while isinstance(value, partial):
        value = value.func
    return getattr(value, "__name__", type(value).__name__)


@pytest.mark.parametrize(
    ("clusterer", "check"),
    list(estimator_checks.estimator_checks_generator(ROWS, expected_failed_checks=ABOUT_NUMBERS, mark="xfail")),
    ids=name,
)
def test_scikit_learn_s_own_check(clusterer: Rows, check: Any) -> None:
    check(clusterer)


@pytest.mark.parametrize("array", [np.zeros((3, 0)), np.zeros((3, 2)), np.zeros(3), np.zeros(0), np.array([1j])])
def test_numbers_are_refused_in_every_shape(array: Any) -> None:
    with pytest.raises(TextsError):
        NearDuplicates().fit(array)
