"""Programs that measure and write benchmarks/results/: start one with `python -m benchmarks.runs.NAME`."""
