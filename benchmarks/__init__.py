"""Measurements of dupdetect; README.md is the index, `python -m benchmarks.runs.NAME` starts a run."""
