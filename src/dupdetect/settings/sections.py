"""Every setting with its default, its meaning and its valid values, in a section per step; verdicts: `judging`.

Users may change a `setting`; a `constant` was measured once, and only presets and benchmarks vary it.
docs/settings.md is generated from these lines.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dupdetect.settings.declare import MOST_BYTES, MOST_WORDS, VERDICTS, constant, setting


def _odds(default: float, description: str) -> Any:
    """A weight of a logistic regression."""
    return constant(default, f"log odds: {description}", least=-1000, most=1000)


_SUFFIXES = (
    *(".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".pdf", ".docx", ".odt", ".epub", ".rtf"),
    *(".eml", ".mbox", ".mht", ".mhtml", ".rss", ".atom", ".rdf", ".xml"),
    *(".jsonl", ".ndjson", ".json", ".csv", ".tsv", ".parquet", ".warc"),
    *(".zip", ".tar", ".tgz", ".gz"),
)


@dataclass(frozen=True, slots=True)
class Reading:
    """Which files are read, and how much time and memory each may take."""

    suffixes: tuple[str, ...] = setting(
        _SUFFIXES, "file name endings that are read from folders and archives; files named one by one are always tried"
    )
    include: tuple[str, ...] = setting(
        (), "globs of the files in folders and archives that are read, whatever their endings; empty for all"
    )
    exclude: tuple[str, ...] = setting((), "globs of the files and folders that are left alone")
    follow_links: bool = setting(False, "whether links to folders that lie in a folder are followed")
    encoding: str = setting("", "the encoding of every file; empty detects it", names="encoding")
    text_column: str = setting("", "the column of tables and records that holds the text; empty tries the usual names")
    id_column: str = setting("", "the column of tables and records that holds the id; empty tries the usual names")
    max_size: int = setting(
        16_777_216,
        "the largest file, archive member or record that is read, in bytes; tables and archives may be larger",
        most=MOST_BYTES,
    )
    max_ratio: int = setting(200, "how many times its own size an archive may unpack to, with `max_size` on top")
    max_seconds: int = setting(30, "processor time in which a web page or other document must be read")
    max_memory: int = setting(
        2_147_483_648, "address space of a process that reads documents, in bytes", most=MOST_BYTES
    )


@dataclass(frozen=True, slots=True)
class Segmenting:
    """How a text becomes words and sentences."""

    language: str = setting(
        "auto",
        "ISO 639-1 code of the language for sentence rules and the stemmer; auto detects it for each text",
        names="language",
    )
    furniture: bool = setting(True, "whether bylines, share bars and the like are set aside")
    headings: bool = setting(True, "whether headlines and subheads are set aside")
    recurring: int = setting(
        5,
        "number of unrelated articles in which a line must stand to count as boilerplate; 0 looks for none",
        least=0,
    )
    min_words: int = constant(3, "the shortest sentence, in words; shorter ones join their neighbour")
    max_words: int = constant(60, "the longest sentence, in words; longer ones are cut")


@dataclass(frozen=True, slots=True)
class Fingerprinting:
    """How words become a fingerprint."""

    shingle_words: int = constant(5, "words in a shingle of the signature for near copies")
    rewrite_words: int = constant(3, "words in a shingle of the signature for rewrites")
    passage_words: int = constant(2, "words in a shingle of the keys for reused passages")
    passage_sample: int = setting(1, "keep one passage key in so many, chosen by hash; 1 keeps all")
    passage_keys: int = setting(
        134_217_728,
        "the most passage keys of all articles together; beyond, the sample is halved until they fit",
    )
    permutations: int = constant(128, "values in a signature", least=16, multiple=16)
    seed: int = constant(1, "of datasketch's permutations", least=0, most=2**32 - 1)
    scheme: str = constant(
        "affine32", "datasketch's permutation scheme; values of different schemes do not mix", choices=("affine32",)
    )


@dataclass(frozen=True, slots=True)
class Pairing:
    """Which pairs of articles are worth comparing."""

    jaccard: float = setting(0.5, "near copies at least this similar are found with probability `recall`")
    recall: float = setting(0.99, "the probability with which near copies of that similarity are found")
    row_matches: int = constant(3, "equal rows of the rewrite signatures that make a candidate")
    row_bucket: int = setting(16, "the largest group of articles with an equal row of a signature that is examined")
    shared_keys: int = constant(3, "passage keys that two long articles must share")
    long_words: int = constant(1200, "words that two articles must have together to count as long")
    short_keys: int = constant(6, "passage keys that other articles must share")
    key_bucket: int = setting(32, "the largest number of articles that may share a passage key which counts in full")
    key_reach: int = constant(6, "times `key_bucket` of articles that may share a key which counts by its rarity")
    weighed_keys: int = constant(20, "passage keys, counted by rarity, that make a candidate where too few are rare")


@dataclass(frozen=True, slots=True)
class Aligning:
    """How matching passages are found. Lengths and gaps are in words."""

    strong_cosine: float = constant(0.30, "cosine of two sentences that start a passage")
    strong_dice: float = constant(0.20, "share of words in common of two sentences that start a passage")
    weak_cosine: float = constant(0.22, "cosine of two sentences that may join one")
    weak_dice: float = constant(0.12, "share of words in common of two sentences that may join one")
    weak_gap: int = constant(3, "how near a weak pair of sentences must be to a strong one, on both sides", least=0)
    run_words: int = constant(5, "the shortest common run of words that starts a passage")
    gap_a: int = constant(30, "the widest gap inside a passage in A", least=0)
    gap_b: int = constant(50, "the widest gap inside a passage in B", least=0)
    min_gap: int = constant(15, "a passage that fails is split with smaller gaps down to this one")
    fragment_cosine: float = constant(0.3, "similarity that the two sides of a passage must have as wholes")
    window: int = constant(25, "how far the edges of a passage may move", least=0)
    edge_bonus: float = constant(2.0, "the worth of an edge at a sentence end, in nats", most=MOST_WORDS)
    line_bonus: float = constant(1.0, "the worth of an edge at a line break, in nats", most=MOST_WORDS)
    background: float = constant(0.25, "share of words that two unrelated texts have in common")
    match_floor: float = constant(0.4, "the least match rate taken from the passage itself")
    match_ceiling: float = constant(0.98, "the greatest match rate taken from the passage itself")
    min_score: float = setting(
        20.0,
        "the least log-likelihood ratio of a passage, in nats; higher values demand more evidence",
        most=MOST_WORDS,
    )
    min_words: int = setting(20, "the shortest passage on either side")
    overlap: float = constant(0.4, "the largest share of a passage that a better one may take")
    verbatim_words: int = constant(
        0, "one common run of at least this length switches to verbatim mode; 0 never does", least=0
    )
    verbatim_keep: int = constant(15, "in that mode, runs of at least this length make passages", least=0)
    verbatim_gap: int = constant(6, "in that mode, the widest gap between runs", least=0)
    verbatim_min: int = constant(40, "in that mode, the shortest passage", least=0)
    summary_words_min: int = constant(60, "the shortest summary", least=0)
    summary_words_max: int = constant(250, "the longest summary; 0 turns summaries off", least=0)
    summary_ratio: float = constant(3.0, "how many times longer the source of a summary must be", most=MOST_WORDS)
    summary_match: float = constant(0.72, "expected share of a summary's words that stand in its source")
    summary_share: float = constant(0.65, "least share of a summary's words that stand in its source")
    summary_score: float = constant(21.0, "least log-likelihood ratio of a summary, in nats", most=MOST_WORDS)
    summary_left: float = constant(
        10.0, "the same for its words outside of other passages, unless sentences there show it", most=MOST_WORDS
    )
    summary_bonus: float = constant(8.0, "the worth of a summary's edge at a paragraph, in nats", most=MOST_WORDS)
    summary_spread: float = constant(0.85, "largest part of that share that one stretch of the source may explain")
    summary_whole: bool = constant(False, "whether the whole source counts as a summary's counterpart")
    chain_floor: float = constant(
        0.12, "cosine at which pairing two sentences of a paraphrase is worth nothing; 0 turns chains off"
    )
    chain_skip: float = constant(0.03, "what passing over a sentence costs, as a cosine", most=MOST_WORDS)
    chain_score: float = constant(0.7, "least sum of cosines above the floor along a chain", most=MOST_WORDS)
    chain_share: float = constant(0.55, "least share of both texts that a chain must cover")
    chain_sentences: int = constant(12, "least sentences of each text in a chain")
    chain_news: float = constant(0.3, "largest share of either text's names and numbers that the other may lack")
    retold_score: float = constant(0.35, "least sum of cosines of a chain where facts show a retelling")
    retold_facts: float = constant(
        3.5, "names and numbers that the shorter text must have to be a retelling by them alone", most=MOST_WORDS
    )
    retold_held: float = constant(0.9, "share of them that the other text must have")
    retold_share: float = constant(0.45, "share of both texts that a chain must cover then")
    retold_length: float = constant(
        0.8, "how long one text must be, as a share of the other, to be told from it though it is the longer one"
    )
    condensed_facts: float = constant(
        5.0, "facts, by weight, all of which a condensed text must have from its source", most=MOST_WORDS
    )
    condensed_share: float = constant(0.65, "share of it that a chain must cover then")
    summary_chain: float = constant(0.65, "least share of a summary that a chain must cover")
    summary_ratio_told: float = constant(
        1.8, "how many times longer than a summary in other words its source must be", most=MOST_WORDS
    )
    summary_news: float = constant(0.1, "largest share of a summary's names and numbers that its source may lack")
    summary_full: float = constant(
        0.85, "share of a summary in a chain from which `chain_news` may be missing, as when the source was cut"
    )
    ordered: bool = setting(
        False, "whether A is the suspicious text and B the source; otherwise the roles follow from the texts"
    )


@dataclass(frozen=True, slots=True)
class Batch:
    """What the articles of a scan say about each other's wording. Shares are of words."""

    families: int = setting(
        5,
        "families that must hold a wording to make it common, so that it counts for no pair; 0 looks for none",
        least=0,
    )
    doubling: int = constant(20_000, "articles beyond which each doubling demands one family more")
    run_words: int = constant(8, "the shortest stretch of common wording, in words; shorter ones are idioms")
    bridge_words: int = constant(6, "words between two such stretches that belong to them, as around an edit", least=0)
    long_copy: int = constant(100, "shared words from which a near copy may hold a little common wording")
    negligible: float = constant(0.1, "share of the words that such a copy shares, up to which that is a little")
    most: float = constant(0.6, "share of a text from which common wording is its substance, so copies stay copies")
    nearly_all: float = constant(0.8, "share of a text from which too little is left to call a pair nearer than before")
    listed_words: int = constant(12, "words of the shortest common passage that findings list")


@dataclass(frozen=True, slots=True)
class Calibrating:
    """The log odds that a pair is derived, fitted to public corpora (docs/verdicts.md) and added up."""

    # Fitted on 2026-11-27 by `benchmarks.runs.fit probability` to the samples' tuning set, the tuning half of the PAN
    # 2013 training corpus, the even topics of ECB+, and every second notice of benchmarks/corpora/notices.txt.
    intercept: float = constant(-2.2, "where nothing is shared", least=-100, most=100)
    shared: float = constant(
        1.04, "for the logarithm of 1 + the shared words, as far as facts agree", least=-100, most=100
    )
    kept: float = constant(
        3.11,
        "for the greater share of the passages' words that one side keeps, as far as facts agree",
        least=-100,
        most=100,
    )
    news: float = constant(
        -0.31,
        "for the fewer names and numbers of its own that either text has, a 100 words, up to 10",
        least=-100,
        most=100,
    )


@dataclass(frozen=True, slots=True)
class Meaning:
    """Whether and how sentences are compared by what they mean; needs the extra `meaning`.

    The weights are log odds, fitted to the model `fitted` and added up: 0 or more is related. Fitted on 2026-11-27 by
    `benchmarks.runs.fit meaning` to the even documents, stories and topics of NTREX, rewrites and ECB+, and to samples.
    """

    enabled: bool = setting(False, "whether meaning is compared where wording leaves a pair open")
    model: str = setting(
        "use", "the model: use is the bundled one; else the folder of a model, or the name of one that was registered"
    )
    neighbours: int = setting(
        8, "how many of the nearest articles in its own language an article is compared with, and as many in others"
    )
    nearness: float = constant(0.55, "least cosine of two whole texts that are compared by meaning")
    fitted: str = constant("0db566fd0af82cbf", "digest of the model that the weights are fitted to")
    retold_sentences: int = constant(4, "least sentences of each text that can be judged in one language")
    retold_words: int = constant(80, "least words of each text that can be judged in one language")
    retold_held: float = constant(0.5, "least share of the shorter text's facts that the other has, in one language")
    retold_intercept: float = _odds(-19.16, "retold, where nothing agrees")
    retold_margin: float = _odds(20.14, "retold, for the lesser margin of both texts")
    retold_order: float = _odds(0.43, "retold, for the share of partners in order")
    retold_facts: float = _odds(12.19, "retold, for the share of the shorter text's facts that the other has")
    retold_matched: float = _odds(3.36, "retold, for the share of sentences that have a clear partner")
    retold_long: float = _odds(2.45, "retold, for two long texts, whose margins vary less")
    long_sentences: int = constant(10, "least sentences of each of two long texts")
    long_words: int = constant(200, "least words of each of two long texts")
    translated_sentences: int = constant(3, "least sentences of each text that can be judged across languages")
    translated_intercept: float = _odds(-12.62, "translated, where nothing agrees")
    translated_greater: float = _odds(20.62, "translated, for the greater margin of both texts")
    translated_lesser: float = _odds(20.45, "translated, for the lesser margin of both texts")
    translated_facts: float = _odds(6.05, "translated, for the greater share of facts that the other text has")
    translated_order: float = _odds(2.14, "translated, for the share of partners in order")


@dataclass(frozen=True, slots=True)
class Reporting:
    """What is reported."""

    min_verdict: str = setting("partial", "the weakest verdict that a scan reports", choices=VERDICTS)


@dataclass(frozen=True, slots=True)
class Running:
    """What a run may take of the machine; no finding depends on it."""

    memory: int = setting(
        0,
        "the most memory that all processes of a scan may take, in bytes; what does not fit goes to temporary files, "
        "and as many worker processes start as have room; 0 takes what is free",
        least=0,
        most=MOST_BYTES,
    )
