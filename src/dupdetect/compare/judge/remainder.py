"""A pair judged without the common wording of its batch: what two articles share with everybody ties neither.

Common wording is matched but not scored, as headings are, whether the other text has it or not. The verdict on the rest
follows from the same rules, so it may fall, or rise: two copies that were dressed with other captions are copies still.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from dupdetect.compare.judge.measures import measure_pair
from dupdetect.compare.judge.reasons import Judgement, judge_measures, phrase_judgement
from dupdetect.compare.judge.rules import Rule
from dupdetect.records import Measures, Span, Verdict
from dupdetect.records.batches import Agreement, Alignment, Segmented
from dupdetect.settings import Batch, Judging

Mask = NDArray[np.bool_]


def mark_words(article: Segmented, spans: Sequence[Span]) -> Mask:
    """Which words of an article begin inside the spans."""
    marked = np.zeros(len(article), np.bool_)
    edges = np.array([(span.start, span.end) for span in spans], article.starts.dtype).reshape(-1, 2)
    for first, last in np.searchsorted(article.starts, edges).tolist():
        marked[first:last] = True
    return marked


def measure_remainder(
    a: Segmented, b: Segmented, alignment: Alignment, whole: Measures, common: tuple[Mask, Mask], facts: Agreement
) -> Measures:
    """The figures of a pair without its common wording.

    Args:
        whole: the figures of the pair as it is.
        common: which words of each text are common wording.
        facts: how far the facts agree outside of it.
    """
    common_a, common_b = common
    rest = measure_pair(
        replace(a, quoted=a.quoted | common_a),
        replace(b, quoted=b.quoted | common_b),
        replace(alignment, quoted_a=alignment.quoted_a | common_a, quoted_b=alignment.quoted_b | common_b, facts=facts),
    )
    scored_a, scored_b = ~a.aside & ~alignment.quoted_a, ~b.aside & ~alignment.quoted_b
    return replace(
        rest,
        words_a=whole.words_a - int(np.count_nonzero(common_a & scored_a)),
        words_b=whole.words_b - int(np.count_nonzero(common_b & scored_b)),
        quoted_a=whole.quoted_a,
        quoted_b=whole.quoted_b,
        same_words=whole.same_words,
        longest_run=rest.unquoted_run,
        common_a=_share(common_a, scored_a),
        common_b=_share(common_b, scored_b),
    )


def _share(marked: Mask, among: Mask) -> float:
    return int(np.count_nonzero(marked & among)) / max(int(np.count_nonzero(among)), 1)


def judge_remainder(
    whole: Measures, rest: Measures, settings: Judging, batch: Batch, *, spun: bool
) -> tuple[Measures, Judgement]:
    """The figures that decide, and the verdict that they give.

    The whole pair decides if it is a rewrite or stronger and common wording makes most of a text: a brief that ten
    pieces print whole is that text, and so are the versions of an agency's story. With next to nothing left, a pair is
    never called nearer than it seemed.

    Args:
        whole, rest: the figures of the pair with its common wording, and without it.
        spun: whether a machine swapped words.
    """
    before, after = judge_measures(whole, settings, spun=spun), judge_measures(rest, settings, spun=spun)
    most = max(rest.common_a, rest.common_b)
    is_substance = before.verdict >= Verdict.REWRITE and most >= batch.most and after.verdict < before.verdict
    if before.verdict is Verdict.IDENTICAL or not most:
        return whole, before
    if is_substance or (after.verdict > before.verdict and most >= batch.nearly_all):
        note = f"{most:.0%} of one text is wording that many articles of this scan hold; as most of the text, it counts"
        return whole, before._replace(reasons=(*before.reasons, note))
    if after.verdict is Verdict.INDEPENDENT and before.verdict is not Verdict.INDEPENDENT:
        return rest, phrase_judgement(rest, Rule.COMMON_WORDING, settings, spun=False)
    return rest, after
