"""Answer an editor's questions from findings: who copied our articles, was the licence kept, what evidence is there.

sides        which articles are ours, and which pairs stand across
takers       a row for each article of ours, with all who share text with it
tracing      one text, with each passage led to its best source
changes      what was cut, added, exchanged and moved between two texts
levels       which paragraphs of two texts stand beside each other
highlights   the findings that matter most
rules        what a licence asks for; licence, credits, edits, wholeness and timing hold a copy to it
cases        a pair as original and copy, and what speaks against judging it
corrections  which copies still carry what was corrected
evidence     all that one pair shows, for a folder to send

Reports show these answers; `dupdetect.records.views` has the records of those that only pages show.
"""
