"""Which pairs of a batch may have a passage: the aligner's own kernels, without what only a related pair needs.

A pair is refused only where every way to a passage is closed, so the screen may be skipped without any change to the
result: `compare.align.screen` says which way each bound stands for.
"""

from __future__ import annotations

import math
from typing import Any

from dupdetect.kernels import boundaries, chains, groups, seeds
from dupdetect.kernels.compiled import compile_kernel


@compile_kernel
def screen_pairs(lefts: Any, rights: Any, packed: Any, ends: Any, work: Any, rules: Any, may_match: Any) -> None:
    """Write to `may_match` which pairs may have a passage.

    Article `lefts[p]` takes the part of A in pair p, `rights[p]` that of B. `packed` are the arrays of all articles
    one after the other, and `ends` where each article begins in them: see `read_article`. `work` is (rarity, weights,
    slot, marked, left, right, table), arrays over all stems as those of `seeds` and `groups`, and one as for
    `resemblance.may_share`. `rules` is (seeding, settling, summary, chain, brief), each as the function below takes it.
    """
    seeding, settling, summary, chain, brief = rules
    similarity, boundary = (work[0], work[1], work[2]), (work[3], work[1], work[4], work[5])
    for p in range(len(lefts)):
        a, b = read_article(lefts[p], packed, ends), read_article(rights[p], packed, ends)
        chainable = chains.may_chain(len(a[2]) - 1, len(b[2]) - 1, seeding[4], seeding[5], seeding[6])
        floor = min(seeding[7], seeding[6]) if chainable else seeding[7]
        sentences = len(a[2]) + len(b[2]) - 2
        places, values = seeds.compare_sentences(a[4], b[4], sentences, math.log(max(sentences, 2)), similarity, floor)
        runs = seeds.find_runs(a[5], b[5], seeding[2], seeding[3], work[6])
        gap, run = seeding[1]
        similar, _, blocks = seeds.seed_blocks(places, values, a[2], b[2], runs, seeding[0], gap, run)
        may_match[p] = (
            may_settle(a, b, blocks, boundary, settling)
            or may_summarise(a, b, len(similar), boundary, summary)
            or (chainable and may_retell(a, b, places, values[:, 0], chain))
            or may_hold_run(a, b, runs, brief)
        )


@compile_kernel
def read_article(i: int, packed: Any, ends: Any) -> Any:
    """Article i of a pack: stems, breaks, first words, quoted words, sentence vectors, and shingles with its words.

    `packed` is (words, stems, quoted, breaks, firsts, pointers, vector stems, weights, holders, holder weights,
    distinct stems, rows, hashes, places). `ends` are four arrays with the start of each article, and the end of the
    last: of words, of sentences, of vectors and of distinct stems; and one of shingles. Arrays that have one place more
    than that in each article are breaks, first words, pointers and rows.
    """
    words, stems, quoted, breaks, firsts = packed[:5]
    pointers, vector, weights, holders, held, distinct, rows, hashes, places = packed[5:]
    w0, w1 = ends[0, i], ends[0, i + 1]
    s0, s1 = ends[1, i] + i, ends[1, i + 1] + i + 1
    v0, v1 = ends[2, i], ends[2, i + 1]
    d0, d1 = ends[3, i], ends[3, i + 1]
    h0, h1 = ends[4, i], ends[4, i + 1]
    vectors = (
        pointers[s0:s1], vector[v0:v1], weights[v0:v1], distinct[d0:d1], rows[d0 + i : d1 + i + 1],
        holders[v0:v1], held[v0:v1],
    )  # fmt: skip
    wording = hashes[h0:h1], places[h0:h1], words[w0:w1]
    return stems[w0:w1], breaks[w0 + i : w1 + i + 1], firsts[s0:s1], quoted[w0:w1], vectors, wording


@compile_kernel
def may_settle(a: Any, b: Any, blocks: Any, work: Any, rules: Any) -> Any:
    """Whether a group of blocks makes a passage that is long enough.

    `rules` is (gaps, least, score, rates, fewest words), the first four as for `groups.settle_passages`.
    """
    if not len(blocks):
        return False
    gaps, least, score, rates, fewest = rules
    for passage in groups.settle_passages((a[0], a[1]), (b[0], b[1]), blocks, gaps, least, score, work, rates):
        if min(passage[1] - passage[0], passage[3] - passage[2]) >= fewest:
            return True
    return False


@compile_kernel
def may_hold_run(a: Any, b: Any, runs: Any, rules: Any) -> Any:
    """Whether a text is so short that a common run is a passage of it. `rules` is (most words, shortest run)."""
    if min(len(a[0]), len(b[0])) > rules[0]:
        return False
    longest = 0
    for i in range(len(runs)):
        longest = max(longest, runs[i, 1] - runs[i, 0])
    return longest >= rules[1]


@compile_kernel
def may_summarise(a: Any, b: Any, similar: int, work: Any, rules: Any) -> Any:
    """Whether one article may hold a summary of the other.

    `rules` is (fewest similar sentences, shortest, longest, ratio, match, bonus, score, share, ways): see
    `is_summary`. Of the two `ways`, 1 looks for a summary of B in A only.
    """
    if similar < rules[0]:
        return False
    return is_summary(a, b, work, rules) or (rules[8] > 1 and is_summary(b, a, work, rules))


@compile_kernel
def is_summary(a: Any, b: Any, work: Any, rules: Any) -> Any:
    """Whether a stretch of A has so many words of B that it may be a summary of B; bounds as in `may_summarise`."""
    _, shortest, longest, ratio, match, bonus, least, share, _ = rules
    if longest == 0 or not len(a[0]) or len(b[0]) < ratio * shortest:
        return False
    start, end, score, held, _ = boundaries.summary_interval(a[0], a[1], b[0], work[0], work[1], match, bonus)
    return score >= least and held >= share and shortest <= end - start <= min(longest, len(b[0]) / ratio)


@compile_kernel
def may_retell(a: Any, b: Any, pairs: Any, cosine: Any, rules: Any) -> Any:
    """Whether a chain of sentences may show a retelling, whatever the facts of both.

    `rules` is (floor, ceiling, full, skip, score, bounds): the first four and `score` as for `chains.gains` and
    `chains.best_chain`, `bounds` as for `chains.may_convince`.
    """
    floor, ceiling, full, skip, least, bounds = rules
    left, right = (a[2], a[3]), (b[2], b[3])
    worths = chains.gains_of_pairs(left, right, pairs, cosine, floor, ceiling, full)
    if not chains.may_score(pairs, worths, floor, skip, least):
        return False
    gains = chains.gains(left, right, pairs, cosine, floor, ceiling, full, least)
    if not gains.size:
        return False
    chain, score = chains.best_chain(gains, skip)
    return score >= least and chains.may_convince(chain, a[2], b[2], score, bounds)
