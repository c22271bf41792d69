"""A pair of articles to its evidence, and from the evidence to the verdict.

comparer   the order of all that follows, for one pair
align/     the passages that stand for each other
facts/     names, numbers and dates that one side changed
spinning   words exchanged for words
thesaurus  whether a list of synonyms knows an exchange
credit     who names whom as the source, and what the dates say
judge      figures to verdict, reasons and probability
"""
