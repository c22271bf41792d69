"""The thresholds of the verdict, which is a function of them and of the figures of a pair: docs/verdicts.md."""

from __future__ import annotations

from dataclasses import dataclass

from dupdetect.settings.declare import MOST_WORDS, VERDICTS, constant, setting


@dataclass(frozen=True, slots=True)
class Judging:
    """Where the verdicts begin; shares are of words."""

    most: float = setting(0.6, "the share of one text that counts as most of it")
    copy_kept: float = setting(
        0.89, "the share of the passages' words that a copy keeps unchanged; below, it is a rewrite"
    )
    partial_words: int = setting(25, "words that shared passages must have together")
    brief_run: int = constant(
        12, "words of a common run, outside of quotations, that make a copy of a brief with fewer"
    )
    brief_part: int = constant(18, "words of such a run that make a part copy of a text of at most `told_words`")
    brief_kept: float = constant(
        0.55, "the share of the passages' words below which briefs with fewer than `told_words` are in other words"
    )
    told_kept: float = constant(
        0.5, "the share of the passages' words below which they are told in other words altogether"
    )
    told_words: int = constant(
        100, "words that such passages must have to say more than that two reports share an event", least=0
    )
    told_order: float = constant(0.9, "share of their sentences that must keep their order")
    told_sequence: float = constant(
        0.65, "share of pairs of common facts that must be told in the same order where less than `brief_kept` is kept"
    )
    form_facts: float = constant(
        4.0, "names, numbers and dates, by weight, from which passages can be one form filled in twice", most=MOST_WORDS
    )
    form_density: float = constant(0.04, "how many there must be for each word of the passages: forms are full of them")
    form_agreed: float = constant(0.6, "share of them that must stand on both sides; below, it is")
    form_held: float = constant(0.4, "share of a whole text's that the other text must have, or else few are enough")
    form_few: float = constant(2.0, "how many those are, by weight", most=MOST_WORDS)
    form_apart_agreed: float = constant(0.65, "the same as `form_agreed` for those")
    form_copied: float = constant(
        0.4,
        "the same as `form_agreed` where the wording is a copy's: an edited copy with some facts changed is still one",
    )
    form_strange: float = constant(
        0.15, "the same as `form_held` for a copy: of two fillings, next to nothing is common"
    )
    form_one: float = constant(
        1.0,
        "the same as `form_few` for a copy that names another subject, if less than `form_held` is common",
        most=MOST_WORDS,
    )
    form_thin: float = constant(
        0.01, "how many facts there must be for each word of such copies: long prose without facts is no form"
    )
    form_refilled: float = constant(
        0.5, "the same as `form_held` for a copy that names another subject: then its wording is the form's"
    )
    form_figures: float = constant(
        0.08, "numbers for each word of passages from which these are lines of figures, as bonds and results have them"
    )
    form_few_figures: int = constant(3, "how many numbers there must be at least")
    form_figures_agreed: float = constant(
        0.8, "the same as `form_agreed` for lines of figures with `form_facts` numbers, and for notices"
    )
    form_figures_held: float = constant(0.5, "the same as `form_held` for lines of figures")
    statement_run: int = constant(
        8,
        "words of a common run outside of quotations below which a long run is a statement that one text quotes",
        least=0,
    )
    block_most: float = constant(
        0.75, "share of a text from which a block that two texts on different matters carry is most of one of them"
    )
    table_figures: float = constant(0.2, "numbers for each word of passages from which these are a table")
    notice_words: int = constant(120, "words up to which a text is a notice, most of which may be stock phrases")
    notice_held: float = constant(
        0.7, "share of a notice's facts that the other text must have; below, its passages may be stock phrases"
    )
    notice_figures_held: float = constant(0.6, "the same where those passages are lines of figures")
    notice_apart: float = constant(0.5, "share of them below which the two are about different things")
    notice_alike: float = constant(0.7, "the same where the passages are most of both: then a series tells of two days")
    notice_series: float = constant(0.8, "the same where facts of those passages do not agree by `form_figures_agreed`")
    subject_run: int = constant(
        30, "words of a common run outside of quotations that prove a copy of a notice about another subject", least=0
    )
    notice_run: int = constant(40, "the same where both texts are notices, most of which may be stock text", least=0)
    lifted_facts: float = constant(
        4.0, "facts in passages, by weight, from which these are no stock phrases if they agree", most=MOST_WORDS
    )
    form_run: int = constant(
        30,
        "words of a common run outside of quotations that prove a copy of notices or lines of figures",
        least=0,
    )
    retold_facts: float = constant(
        3.5,
        "names, numbers and dates, by weight, that the shorter text must have to be a retelling by them",
        most=MOST_WORDS,
    )
    retold_held: float = constant(0.85, "share of them that the other text must have, too")
    retold_most: float = constant(0.4, "share of both texts that must stand in passages then")
    retold_order: float = constant(0.8, "share of aligned sentences that must keep their order then")
    retold_sequence: float = constant(
        0.75, "the same as `told_sequence` for a retelling by the shorter text's facts, which keeps the order"
    )
    retold_length: float = constant(
        0.8, "how long one text must be, as a share of the other, to be told from it though it is the longer one"
    )
    retold_either: float = constant(0.75, "share of the shorter one's facts that it must have then")
    retold_alike: float = constant(
        0.5, "mean of the longer text's coverage, its facts that the other has, and the wording kept, needed then"
    )
    told_apart: float = constant(
        0.15, "how far apart sentences that correspond may stand, as a share of a text, where both texts bring news"
    )
    follow_up_kept: float = constant(
        0.65, "the share of the passages' words below which such texts are a story and its follow-up, and no rewrite"
    )
    follow_up_run: int = constant(
        30, "words of a common run outside of quotations from which such texts may be a rewrite all the same", least=0
    )
    told_near: float = constant(0.1, "how far apart they may stand where less of the wording is needed for a retelling")
    near_alike: float = constant(0.4, "the same as `retold_alike` then")
    near_most: float = constant(0.5, "the same as `most` for a condensed text then")
    same_held: float = constant(
        0.8, "share of each text's facts that the other must have for the order of sentences not to matter"
    )
    same_most: float = constant(0.5, "share of both texts that must stand in passages then")
    same_alike: float = constant(0.57, "mean of these two shares, where they are smaller, and of the wording kept")
    condensed_facts: float = constant(
        5.0, "facts, by weight, all of which a condensed text must have from its source", most=MOST_WORDS
    )
    condensed_most: float = constant(0.2, "share of the source that must stand in passages then")
    condensed_order: float = constant(0.5, "share of aligned sentences that must keep their order then")
    condensed_own_order: float = constant(
        0.6, "the same where less than `follow_up_kept` of the wording is kept, and few words were exchanged in place"
    )
    event_held: float = constant(
        0.3, "share of each text's facts that the other must have for both to be reports of one event"
    )
    event_density: float = constant(
        0.12, "facts, by weight, for each word of passages from which two such reports share facts and no wording"
    )
    event_news: float = constant(
        4.0, "names and numbers of its own, a 100 words, from which both are reports of their own", most=MOST_WORDS
    )
    rewrite_run: int = constant(
        20,
        "words of a common run outside of quotations that make a rewrite of texts that cover each other",
        least=0,
    )
    rewrite_words: int = constant(
        100, "words that the passages of a rewrite must have otherwise, unless machine swaps show it", least=0
    )
    rewrite_order: float = constant(0.8, "share of aligned sentences that must keep their order then")
    rewrite_news: float = constant(
        2.0, "names and numbers of its own, a 100 words, that a rewrite may bring then", most=MOST_WORDS
    )
    rewrite_most: float = constant(
        0.55, "share of both texts that must stand in passages then where less than `told_kept` of the words is kept"
    )
    condensed_news: float = constant(
        1.0, "names and numbers of its own that a text may bring where it stands for less of the other", most=MOST_WORDS
    )
    spun_words: int = constant(60, "aligned words from which spinning can be judged", least=0)
    spun_swaps: float = setting(
        8.0, "short replacements a 100 aligned words from which a text looks machine-spun", most=MOST_WORDS
    )
    spun_isolated: float = constant(0.6, "share of the changed words that such replacements must account for")
    spun_order: float = constant(0.8, "share of aligned sentences that must keep their order")
    thesaurus: str = setting(
        "", "a folder with WordNet, MyThes or Moby files in which swaps of spun texts are looked up; empty for none"
    )
    family: str = setting("rewrite", "the weakest verdict that joins two articles to one family", choices=VERDICTS)
