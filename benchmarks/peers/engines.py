"""How dupdetect and its peers find near duplicates: from a list of texts to pairs, each as its own documentation says.

All cut the text into lower-case words and these into shingles of five, and sign with 128 values in bands of equal rows.
What a peer does in Rust or C, it does; what it leaves to its user is done in the cheapest Python that we know. Most
peers have nothing that reads the texts again, and end with the similarity that their signatures estimate. Packages are
imported by the engine that needs them; they are in the dependency group `peers`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations, islice, pairwise
from typing import Any

import numpy as np

from benchmarks.peers.datatrove_pipeline import datatrove

SHINGLE, VALUES = 5, 128
BANDS = {0.8: (16, 8), 0.5: (32, 4)}
"""Bands and rows by threshold, for the peers that leave the choice to their user."""
WORD = re.compile(r"\w+")

Pair = tuple[int, int]
Found = Iterable[Pair] | Iterable[int]
Run = Callable[[Sequence[str], float], Found]


@dataclass(frozen=True, slots=True)
class Engine:
    """One way to find near duplicates.

    Attributes:
        run: gives the pairs of a list of texts at or over a threshold, or the articles that have a duplicate.
        gives: "exact" pairs, checked on the texts; pairs by "estimate"; "candidates", unchecked; only "articles"; or
            pairs as part of "verdicts".
        package: what has to be installed.
        most: the most articles it is asked about; what is slow is not run at every size.
    """

    run: Run
    gives: str
    package: str
    most: int = 1_000_000


def shingle_texts(texts: Iterable[str]) -> Iterator[list[str]]:
    """The shingles of each text, for peers that leave cutting to their user."""
    for text in texts:
        words = WORD.findall(text.lower())
        shifted = [words[i:] for i in range(min(SHINGLE, max(1, len(words))))]
        yield list(map(" ".join, zip(*shifted, strict=False)))


def dupdetect(texts: Sequence[str], threshold: float, jobs: int | None = None) -> Iterator[Pair]:
    """`near_copies`: exact similarity of every pair, on all cores unless `jobs` says otherwise."""
    from dupdetect import near_copies

    found = near_copies({str(i): text for i, text in enumerate(texts)}, threshold, jobs=jobs)
    return (order_pair(int(pair.a), int(pair.b)) for pair in found.pairs)


def dupdetect_scan(texts: Sequence[str], threshold: float) -> Iterator[Pair]:
    """The whole `scan`: verdicts, passages and families at any similarity, of which copies are the pairs asked for.

    It does far more than its peers, whose search is what it begins with; so its time tells what verdicts cost.
    """
    from dupdetect import Verdict, scan

    findings = scan({str(i): text for i, text in enumerate(texts)})
    copies = (pair for pair in findings.pairs if pair.verdict >= Verdict.NEAR_COPY and pair.jaccard >= threshold)
    return (order_pair(int(pair.a), int(pair.b)) for pair in copies)


def gaoya(texts: Sequence[str], threshold: float) -> set[Pair]:
    """gaoya: tokens, signatures, index and queries in Rust, on all cores; identifiers in its quickest container."""
    from gaoya.minhash import MinHashStringIndex

    bands, rows = BANDS[threshold]
    shape = (SHINGLE, SHINGLE)
    index = MinHashStringIndex(32, threshold, bands, rows, None, "word", True, shape, "smallvec")
    index.par_bulk_insert_docs(list(range(len(texts))), list(texts))
    return _pair_answers(index.par_bulk_query(list(texts)))


def rensa(texts: Sequence[str], threshold: float) -> list[Pair]:
    """rensa's R-MinHash over all shingles, its LSH in bulk, and its estimate of each candidate."""
    from rensa import RMinHash, RMinHashLSH

    signatures = RMinHash.from_token_sets(shingle_texts(texts), VALUES, 42)
    index = RMinHashLSH(threshold, VALUES, BANDS[threshold][0])
    index.insert_many(signatures)
    pairs = _pair_answers(index.query_all(signatures))
    return [(a, b) for a, b in pairs if signatures[a].jaccard(signatures[b]) >= threshold]


def rensa_rho(texts: Sequence[str], threshold: float) -> list[int]:
    """rensa's quickest path: a sample of the shingles is signed, and articles that have a duplicate are flagged."""
    from rensa import RMinHash, RMinHashLSH

    signatures = RMinHash.digest_matrix_from_token_sets_rho(shingle_texts(texts), VALUES, 42, probes=4)
    index = RMinHashLSH(threshold, VALUES, BANDS[threshold][0])
    flags = index.query_duplicate_flags_matrix_one_shot(signatures)
    return [place for place, flag in enumerate(flags) if flag]


def datasketch(texts: Sequence[str], threshold: float) -> list[Pair]:
    """datasketch in bulk, with its own hash, and its estimate of each candidate."""
    return _datasketch(texts, threshold, {})


def datasketch_xxhash(texts: Sequence[str], threshold: float) -> list[Pair]:
    """The same with a faster hash, as its documentation suggests."""
    from xxhash import xxh32_intdigest

    return _datasketch(texts, threshold, {"hashfunc": xxh32_intdigest})


def _datasketch(texts: Sequence[str], threshold: float, options: dict[str, Any]) -> list[Pair]:
    from datasketch import MinHash, MinHashLSH

    tokens = ([shingle.encode() for shingle in shingles] for shingles in shingle_texts(texts))
    signatures = MinHash.bulk(tokens, num_perm=VALUES, **options)
    index = MinHashLSH(num_perm=VALUES, params=BANDS[threshold])
    with index.insertion_session() as session:
        for place, signature in enumerate(signatures):
            session.insert(place, signature, check_duplication=False)
    pairs = _pair_answers(index.query(signature) for signature in signatures)
    return [(a, b) for a, b in pairs if signatures[a].jaccard(signatures[b]) >= threshold]


def fastsketch(texts: Sequence[str], threshold: float) -> list[Pair]:
    """FastSketchLSH on all cores, in parts that fit the processor's memory, and the share of equal values."""
    from FastSketchLSH import LSH, FastSimilaritySketch

    sketch, cut, parts = FastSimilaritySketch(size=VALUES, seed=42), shingle_texts(texts), []
    while part := list(islice(cut, 4000)):
        parts.append(np.asarray(sketch.batch(part, num_threads=2)))
    signatures = np.concatenate(parts)
    index = LSH(num_perm=VALUES, num_bands=BANDS[threshold][0], num_threads=2)
    index.insert(signatures)
    met, ends = (np.asarray(part) for part in index.query(signatures, "csr"))
    pairs = _pair_answers(met[start:end].tolist() for start, end in pairwise(ends.tolist()))
    return [(a, b) for a, b in pairs if np.mean(signatures[a] == signatures[b]) >= threshold]


def text_dedup(texts: Sequence[str], threshold: float) -> set[Pair]:
    """text-dedup's signatures and its tables of bands; it joins what meets there, and checks nothing."""
    from text_dedup.minhash import INDEX_COLUMN, SIGNATURE_COLUMN, embed_func
    from text_dedup.utils import xxh3_32hash

    bands, rows = BANDS[threshold]
    prime = np.uint32((1 << 32) - 5)
    draw = np.random.RandomState(42)
    permutations = tuple(draw.randint(least, prime, VALUES, np.uint32) for least in (1, 0))
    tables: list[dict[bytes, list[int]]] = [defaultdict(list) for _ in range(bands)]
    for place, text in enumerate(texts):
        made = embed_func(
            text, place, num_perm=VALUES, ngram_size=SHINGLE, min_length=1, permutations=permutations,
            hashranges=[(i * rows, (i + 1) * rows) for i in range(bands)], hash_func=xxh3_32hash,
            dtype=np.uint32, max_hash=np.uint32((1 << 32) - 1), modulo_prime=prime,
        )  # fmt: skip
        for table, key in zip(tables, made[SIGNATURE_COLUMN], strict=True):
            table[key].append(made[INDEX_COLUMN])
    return {pair for table in tables for met in table.values() for pair in combinations(met, 2)}


def exact_join(texts: Sequence[str], threshold: float) -> Iterator[Pair]:
    """scikit-learn's hashed shingles and scipy's sparse product: the exact similarity of all pairs at once.

    Shingles in more than one of a hundred articles (at least fifty) do not bring pairs together.
    """
    from scipy.sparse import csr_matrix
    from sklearn.feature_extraction.text import HashingVectorizer

    shape = (SHINGLE, SHINGLE)
    cutter = HashingVectorizer(
        ngram_range=shape, n_features=1 << 30, binary=True, norm=None, alternate_sign=False,
        token_pattern=r"(?u)\w+", dtype=np.float32,
    )  # fmt: skip
    held = cutter.transform(texts)
    columns, column = np.unique(held.indices, return_inverse=True)
    times = np.bincount(column)
    kept = ((times > 1) & (times <= max(50, len(texts) // 100)))[column]
    sizes = np.diff(held.indptr)
    rows = np.repeat(np.arange(len(texts)), sizes)[kept]
    shared = csr_matrix((np.ones(len(rows), np.float32), (rows, column[kept])), (len(texts), len(columns)))
    product = (shared @ shared.T).tocoo()
    a, b, common = (part[product.row < product.col] for part in (product.row, product.col, product.data))
    alike = common / (sizes[a] + sizes[b] - common) >= threshold
    return zip(a[alike].tolist(), b[alike].tolist(), strict=True)


def _pair_answers(answers: Iterable[Iterable[int]]) -> set[Pair]:
    """The pairs in the answers to one query an article."""
    return {order_pair(place, other) for place, answer in enumerate(answers) for other in answer if other != place}


def order_pair(a: int, b: int) -> Pair:
    """The pair with the lower place first."""
    return (a, b) if a < b else (b, a)


ENGINES = {
    "dupdetect": Engine(dupdetect, "exact", "dupdetect"),
    "dupdetect, one thread": Engine(partial(dupdetect, jobs=1), "exact", "dupdetect"),
    "dupdetect, whole scan": Engine(dupdetect_scan, "verdicts", "dupdetect", most=100_000),
    "gaoya": Engine(gaoya, "estimate", "gaoya"),
    "rensa": Engine(rensa, "estimate", "rensa"),
    "rensa, rho": Engine(rensa_rho, "articles", "rensa"),
    "FastSketchLSH": Engine(fastsketch, "estimate", "FastSketchLSH"),
    "datasketch": Engine(datasketch, "estimate", "datasketch", most=100_000),
    "datasketch, xxhash": Engine(datasketch_xxhash, "estimate", "datasketch", most=100_000),
    "text-dedup": Engine(text_dedup, "candidates", "text-dedup", most=100_000),
    "datatrove": Engine(datatrove, "candidates", "datatrove", most=2_000),
    "scikit-learn, exact join": Engine(exact_join, "exact", "scikit-learn", most=100_000),
}

ABSENT = {
    "semhash": "compares embeddings, and fetches a model from a hub at its first use; it has no shingles",
    "text-dedup 0.4.1": "needs Python 3.12 or later; with older ones, 0.4.0 is measured",
    "nemo-curator": "its fuzzy deduplication needs a GPU",
}
"""Peers that are not measured, and why."""
