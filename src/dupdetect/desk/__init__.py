"""Answer an editor's questions from findings: who copied our articles, was the licence kept, what evidence is there.

sides        which articles are ours, and which pairs stand across
"""
