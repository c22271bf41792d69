"""Articles to candidate pairs: what an article's keys are, and how keys meet."""
