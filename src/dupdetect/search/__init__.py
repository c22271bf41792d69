"""Articles to candidate pairs: the keys of an article, and the join of equal keys."""
