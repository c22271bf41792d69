"""Every setting with its default, a section a step.

docs/settings.md is made from the lines `name: meaning` in the docstrings.
"""

from __future__ import annotations

from dataclasses import dataclass

VERDICTS = ("identical", "near_copy", "rewrite", "partial", "independent")


@dataclass(frozen=True, slots=True)
class Reading:
    """Which files are read, and how much one of them may ask for.

    suffixes: file name endings that are read from folders and archives; files named one by one are always tried.
    include: globs of the files in folders and archives that are read, whatever their endings; empty for all.
    exclude: globs of the files and folders that are left alone.
    encoding: the encoding of every file; empty finds it out.
    text_column: the column of tables and records that holds the text; empty looks for the usual names.
    id_column: the column that holds their ids; empty looks for the usual names.
    max_size: the largest file, archive member or record that is read, in bytes; tables and archives may be larger.
    max_ratio: how many times its own size an archive may unpack to, with `max_size` on top.
    max_seconds: processor time in which a web page or other document must be read.
    max_memory: address space of a process that reads documents, in bytes.
    """

    suffixes: tuple[str, ...] = (
        *(".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".pdf", ".docx", ".odt", ".epub", ".rtf"),
        *(".eml", ".jsonl", ".ndjson", ".json", ".csv", ".tsv", ".parquet", ".warc", ".zip", ".tar", ".tgz", ".gz"),
    )
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    encoding: str = ""
    text_column: str = ""
    id_column: str = ""
    max_size: int = 16_777_216
    max_ratio: int = 200
    max_seconds: int = 30
    max_memory: int = 2_147_483_648


@dataclass(frozen=True, slots=True)
class Segmenting:
    """How a text becomes words and sentences.

    language: ISO 639-1 code of the sentence rules and the stemmer; auto finds out for each text.
    furniture: whether bylines, share bars and the like are set aside.
    headings: whether headlines and subheads are set aside.
    recurring: unrelated articles of a scan in which a line must stand to count as furniture; 0 looks for none.
    min_words: the shortest sentence, in words; shorter ones join their neighbour.
    max_words: the longest sentence, in words; longer ones are cut.
    """

    language: str = "auto"
    furniture: bool = True
    headings: bool = True
    recurring: int = 5
    min_words: int = 3
    max_words: int = 60


@dataclass(frozen=True, slots=True)
class Fingerprinting:
    """How words become a fingerprint.

    shingle_words: words in a shingle of the signature for near copies.
    rewrite_words: words in a shingle of the signature for rewrites.
    passage_words: words in a shingle of the keys for reused passages.
    passage_sample: one in so many of those keys is kept, chosen by hash; 1 keeps all.
    passage_keys: how many of them all articles together may keep; beyond, half of the sample goes until they fit.
    permutations: values in a signature; a multiple of 16.
    seed: of datasketch's permutations.
    scheme: datasketch's permutation scheme; values of different schemes do not mix.
    """

    shingle_words: int = 5
    rewrite_words: int = 3
    passage_words: int = 2
    passage_sample: int = 1
    passage_keys: int = 134_217_728
    permutations: int = 128
    seed: int = 1
    scheme: str = "affine32"


@dataclass(frozen=True, slots=True)
class Pairing:
    """Which pairs of articles are worth comparing.

    jaccard: near copies at least this similar are found with probability `recall`.
    recall: the probability with which banded LSH finds a pair of that similarity.
    row_matches: equal rows of the rewrite signatures that make a candidate.
    row_bucket: the largest group of equal rows that is looked at.
    shared_keys: passage keys that two long articles must share.
    long_words: words that two articles must have together to count as long.
    short_keys: passage keys that other articles must share.
    key_bucket: the largest number of articles that may share a passage key.
    """

    jaccard: float = 0.5
    recall: float = 0.99
    row_matches: int = 3
    row_bucket: int = 16
    shared_keys: int = 3
    long_words: int = 1200
    short_keys: int = 6
    key_bucket: int = 32


@dataclass(frozen=True, slots=True)
class Aligning:
    """How passages that stand for each other are found. Lengths and gaps are in words.

    strong_cosine, strong_dice: similarity of two sentences that start a passage.
    weak_cosine, weak_dice: similarity of two sentences that may join one.
    weak_gap: how near a weak pair of sentences must be to a strong one, on both sides.
    run_words: the shortest common run of words that starts a passage.
    gap_a, gap_b: the widest gap inside a passage, on each side.
    min_gap: a passage that fails is split with smaller gaps down to this one.
    fragment_cosine: similarity that the two sides of a passage must have as wholes.
    window: how far the edges of a passage may move.
    edge_bonus: the worth of an edge at a sentence end, in nats.
    line_bonus: the worth of an edge at a line break, in nats.
    background: share of words that two unrelated texts have in common.
    match_floor, match_ceiling: bounds of the match rate taken from the passage itself.
    min_score: the least log-likelihood ratio of a passage, in nats.
    min_words: the shortest passage on either side.
    overlap: the largest share of a passage that a better one may take.
    verbatim_words: one common run of at least this length switches to verbatim mode; 0 never does.
    verbatim_keep: in that mode, runs of at least this length make passages.
    verbatim_gap: in that mode, the widest gap between runs.
    verbatim_min: in that mode, the shortest passage.
    summary_words_min, summary_words_max: bounds of a summary's length; a maximum of 0 turns summaries off.
    summary_ratio: how many times longer the source of a summary must be.
    summary_match: expected share of a summary's words that stand in its source.
    summary_share: least share of a summary's words that stand in its source.
    summary_score: least log-likelihood ratio of a summary, in nats.
    summary_left: the same for its words outside of other passages, unless sentences there show it.
    summary_bonus: the worth of a summary's edge at a paragraph, in nats.
    summary_spread: largest part of that share that one stretch of the source may explain.
    summary_whole: whether the whole source counts as a summary's counterpart.
    chain_floor: cosine at which pairing two sentences of a paraphrase is worth nothing; 0 turns chains off.
    chain_skip: what passing over a sentence costs, as a cosine.
    chain_score: least sum of cosines above the floor along a chain.
    chain_share: least share of both texts that a chain must cover.
    chain_sentences: least sentences of each text in a chain.
    chain_news: largest share of either text's names and numbers that the other may lack.
    retold_score: least sum of cosines of a chain where facts show a retelling.
    retold_facts: names and numbers that the shorter text must have to be a retelling by them alone.
    retold_held: share of them that the other text must have.
    retold_share: share of both texts that a chain must cover then.
    retold_length: how long one text must be, as a share of the other, to be told from it though it is the longer one.
    condensed_facts: facts, by weight, all of which a condensed text must have from its source.
    condensed_share: share of it that a chain must cover then.
    summary_chain: least share of a summary that a chain must cover.
    summary_ratio_told: how many times longer than a summary in other words its source must be.
    summary_news: largest share of a summary's names and numbers that its source may lack.
    summary_full: share of a summary in a chain from which `chain_news` may be missing, as when the source was cut.
    ordered: whether A is the suspicious text and B the source; otherwise the roles follow from the texts.
    """

    strong_cosine: float = 0.30
    strong_dice: float = 0.20
    weak_cosine: float = 0.22
    weak_dice: float = 0.12
    weak_gap: int = 3
    run_words: int = 5
    gap_a: int = 30
    gap_b: int = 50
    min_gap: int = 15
    fragment_cosine: float = 0.3
    window: int = 25
    edge_bonus: float = 2.0
    line_bonus: float = 1.0
    background: float = 0.25
    match_floor: float = 0.4
    match_ceiling: float = 0.98
    min_score: float = 20.0
    min_words: int = 20
    overlap: float = 0.4
    verbatim_words: int = 0
    verbatim_keep: int = 15
    verbatim_gap: int = 6
    verbatim_min: int = 40
    summary_words_min: int = 60
    summary_words_max: int = 250
    summary_ratio: float = 3.0
    summary_match: float = 0.72
    summary_share: float = 0.65
    summary_score: float = 21.0
    summary_left: float = 10.0
    summary_bonus: float = 8.0
    summary_spread: float = 0.85
    summary_whole: bool = False
    chain_floor: float = 0.12
    chain_skip: float = 0.03
    chain_score: float = 0.7
    chain_share: float = 0.55
    chain_sentences: int = 12
    chain_news: float = 0.3
    retold_score: float = 0.35
    retold_facts: float = 4.0
    retold_held: float = 0.9
    retold_share: float = 0.45
    retold_length: float = 0.8
    condensed_facts: float = 9.0
    condensed_share: float = 0.65
    summary_chain: float = 0.65
    summary_ratio_told: float = 1.8
    summary_news: float = 0.1
    summary_full: float = 0.85
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Judging:
    """Where the verdicts begin; shares are of words.

    most: the share of one text that counts as most of it.
    copy_kept: the share of the passages' words that a copy keeps unchanged; below, it is a rewrite.
    partial_words: words that shared passages must have together.
    told_kept: the share of the passages' words below which they are told in other words altogether.
    told_words: words that such passages must have to say more than that two reports share an event.
    told_order: share of their sentences that must keep their order.
    form_facts: names, numbers and dates, by weight, from which passages can be one form filled in twice.
    form_density: how many there must be for each word of the passages: forms are full of them.
    form_agreed: share of them that must stand on both sides; below, it is.
    form_held: share of a whole text's that the other text must have, or else few are enough.
    form_few: how many those are, by weight.
    form_copied: the same as `form_agreed` where the wording is a copy's: an edited copy with some facts changed is still one.
    retold_facts: names, numbers and dates, by weight, that the shorter text must have to be a retelling by them.
    retold_held: share of them that the other text must have, too.
    retold_most: share of both texts that must stand in passages then.
    retold_order: share of aligned sentences that must keep their order then.
    retold_length: how long one text must be, as a share of the other, to be told from it though it is the longer one.
    retold_either: share of the shorter one's facts that it must have then.
    retold_alike: mean of the longer text's coverage, its facts that the other has, and the wording kept, needed then.
    condensed_facts: facts, by weight, all of which a condensed text must have from its source.
    condensed_most: share of the source that must stand in passages then.
    condensed_order: share of aligned sentences that must keep their order then.
    rewrite_run: words of a common run outside of quotations that make a rewrite of texts that cover each other.
    rewrite_words: words that the passages of a rewrite must have otherwise, unless machine swaps show it.
    rewrite_order: share of aligned sentences that must keep their order then.
    rewrite_news: names and numbers of its own, a 100 words, that a rewrite may bring then.
    spun_words: aligned words from which spinning can be judged.
    spun_swaps: short replacements a 100 aligned words from which a text looks machine-spun.
    spun_isolated: share of the changed words that such replacements must account for.
    spun_order: share of aligned sentences that must keep their order.
    thesaurus: a folder with WordNet, MyThes or Moby files in which swaps of spun texts are looked up; empty for none.
    family: the weakest verdict that joins two articles to one family.
    """

    most: float = 0.6
    copy_kept: float = 0.89
    partial_words: int = 25
    told_kept: float = 0.5
    told_words: int = 100
    told_order: float = 0.9
    form_facts: float = 4.0
    form_density: float = 0.04
    form_agreed: float = 0.6
    form_held: float = 0.4
    form_few: float = 2.0
    form_copied: float = 0.4
    retold_facts: float = 4.0
    retold_held: float = 0.9
    retold_most: float = 0.4
    retold_order: float = 0.8
    retold_length: float = 0.8
    retold_either: float = 0.75
    retold_alike: float = 0.5
    condensed_facts: float = 9.0
    condensed_most: float = 0.2
    condensed_order: float = 0.6
    rewrite_run: int = 20
    rewrite_words: int = 100
    rewrite_order: float = 0.8
    rewrite_news: float = 2.0
    spun_words: int = 100
    spun_swaps: float = 8.0
    spun_isolated: float = 0.6
    spun_order: float = 0.8
    thesaurus: str = ""
    family: str = "rewrite"


@dataclass(frozen=True, slots=True)
class Calibrating:
    """The log odds that a pair is derived, fitted to public corpora (docs/verdicts.md) and added up.

    intercept: where nothing is shared.
    shared: for the logarithm of 1 + the shared words.
    run: for the logarithm of 1 + the words of the longest common run.
    kept: for the greater share of the passages' words that one side keeps.
    news: for the fewer names and numbers of its own that either text has, a 100 words, up to 10.
    """

    # Fitted on 2026-11-22 by `benchmarks/fit.py probability` to the samples' tuning set, the tuning half of the PAN
    # 2013 training corpus and the even topics of ECB+.
    intercept: float = -2.12
    shared: float = 0.7
    run: float = 0.32
    kept: float = 2.42
    news: float = -0.18


@dataclass(frozen=True, slots=True)
class Reporting:
    """What is told.

    min_verdict: the weakest verdict that a scan reports.
    """

    min_verdict: str = "partial"
