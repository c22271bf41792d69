"""A pair of articles to its evidence, and from the evidence to the verdict.

comparer   runs all of the following on one pair
align/     the passages that stand for each other
facts/     names, numbers and dates: what both texts tell, and what one side changed
spinning   words exchanged for words
thesaurus  whether a list of synonyms knows an exchange
credit     which article credits the other, and what the dates say
judge/     figures to verdict, reasons and probability
"""
