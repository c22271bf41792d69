# All that a contributor runs. Each target first sets up what it needs in .venv; `make` alone lists them.

VENV  := .venv
BIN   := $(VENV)/bin
READY := $(VENV)/.ready
PEERS := .venv-peers
PIP   := $(BIN)/python -m pip --quiet --disable-pip-version-check

# make PYTHON=/path/to/python3 names the interpreter; otherwise the first of these that has all it needs is taken.
PYTHONS := $(or $(PYTHON),python3.13 python3.12 python3.11 python3.10 python3.14 python3)

# A process a core; the tests of a module share its fixtures, and those of Spark one session, so they stay together.
PYTEST := $(BIN)/python -m pytest -n auto --maxprocesses 8 --dist loadgroup
# The markers of pyproject.toml for what takes long or needs more than Python.
LONG   := slow or spark or browser or cluster

# Without byte code, which some machines switch off, Python and numba would compile everything again at each start.
unexport PYTHONDONTWRITEBYTECODE
# What is tested is the package in .venv, whatever else somebody has on their path.
unexport PYTHONPATH

.DEFAULT_GOAL := help
.PHONY: help setup demo test test-all test-rest lint types bench peers scale folder candidates cluster gold samples docs \
  site \
  clean python

# Sets $python, or says in one line what is missing.
define FIND_PYTHON
python=; bare=; \
for name in $(PYTHONS); do \
  "$$name" -c 'import sys; sys.exit(not (3, 10) <= sys.version_info < (3, 15))' >/dev/null 2>&1 || continue; \
  if "$$name" -c 'import ensurepip, venv' >/dev/null 2>&1; then python=$$name; break; fi; \
  bare=$${bare:-$$name}; \
done; \
if [ -z "$$python$$bare" ]; then \
  echo "make: none of $(PYTHONS) is a Python 3.10 to 3.14; install one (Debian, Ubuntu: apt install python3 python3-venv) or name it with make PYTHON=/path/to/python3" >&2; exit 1; \
elif [ -z "$$python" ]; then \
  echo "make: $$bare has no venv module; install it (Debian, Ubuntu: apt install $$("$$bare" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])'))" >&2; exit 1; \
fi
endef

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(READY) ## install dupdetect and its tools into .venv

$(READY): pyproject.toml
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || { $(FIND_PYTHON); "$$python" -m venv --clear $(VENV); }
	@echo "Installing dupdetect into $(VENV) with $$($(BIN)/python -V); this is done again only when pyproject.toml changes" >&2
	@{ $(PIP) install 'pip>=21.3' && $(PIP) install --editable '.[dev]'; } || \
	  { echo "make: the packages could not be installed; see above, and try again with make setup" >&2; exit 1; }
	@touch $@

python:
	@$(FIND_PYTHON)

demo: setup ## scan the sample articles
	@$(BIN)/dupdetect scan samples/articles

test: setup ## run the quick tests, in minutes; ARGS="-k name" chooses some
	@$(PYTEST) -m "not ($(LONG))" $(ARGS)

test-all: setup ## run all tests; Spark's need Java, the browser's Chromium; ARGS as above
	@$(PYTEST) $(ARGS)

test-rest: setup ## run the tests that make test leaves out
	@$(PYTEST) -m "$(LONG)" $(ARGS)

lint: setup ## check the style with ruff
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: setup ## check the types with mypy
	@$(BIN)/mypy

bench: setup ## measure verdicts, time and memory on the samples
	@$(BIN)/python -m benchmarks.runs.samples $(ARGS)

peers: $(PEERS)/.ready ## compare near copies with other packages; takes hours, ARGS="--articles 2000 --rounds 1" minutes
	@$(PEERS)/bin/python -m benchmarks.runs.peers $(ARGS)
	@$(PEERS)/bin/python -m benchmarks.runs.deduplicators $(ARGS:.json=-files.json)

scale: $(PEERS)/.ready ## measure near copies by size, to a million articles; ARGS=--help shows choices
	@$(PEERS)/bin/python -m benchmarks.runs.scale $(ARGS)

folder: setup ## measure near copies on a folder of files; ARGS=--help shows choices
	@$(BIN)/python -m benchmarks.runs.folder $(ARGS)

candidates: setup ## measure the search for candidates on corpora that you have; ARGS=--help shows how
	@$(BIN)/python -m benchmarks.runs.candidates $(ARGS)

cluster: setup ## measure scan and dedup on Spark against one machine; takes an hour, ARGS="--articles 2000" minutes
	@$(BIN)/python -m benchmarks.runs.cluster $(ARGS)
	@$(BIN)/python -m benchmarks.runs.cluster_dedup $(ARGS:.json=-dedup.json)

$(PEERS)/.ready: pyproject.toml
	@$(PEERS)/bin/python -m pip --version >/dev/null 2>&1 || { $(FIND_PYTHON); "$$python" -m venv --clear $(PEERS); }
	@echo "Installing dupdetect's peers into $(PEERS); this takes some minutes" >&2
	@{ $(PEERS)/bin/python -m pip --quiet install 'pip>=25.1' && \
	  $(PEERS)/bin/python -m pip --quiet install --group peers 'text-dedup==0.4.0' --editable .; } || \
	  { echo "make: the peers could not be installed; see above, and try again with make peers" >&2; exit 1; }
	@touch $@

gold: setup ## accept what is now said of the samples; shows what changed
	@$(BIN)/python -m benchmarks.samples.gold

samples: setup ## build samples/ anew from the marked files
	@$(BIN)/python -m benchmarks.samples.build

docs: setup ## write the generated pages of docs/ anew
	@$(BIN)/python docs/generate.py

site: setup ## build the documentation as a site into site/; fails where a link leads nowhere
	@$(BIN)/zensical build --strict && rm -rf site/__pycache__ site/*.py

clean: ## remove .venv and all that was cached or built
	@rm -rf $(VENV) $(PEERS) build dist .hypothesis .mypy_cache .pytest_cache .ruff_cache
	@find src tests benchmarks docs -name __pycache__ -type d -prune -exec rm -rf {} +
