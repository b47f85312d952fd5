# Touchstone: everything runs in an environment of its own, made on first use.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
# What scripts/words.py checks; without any, the pages and src.
WORDS  ?= README.md CHANGELOG.md CONTRIBUTING.md docs src
# What the fuzzers try: AREAS= names some of media, checkpoints, tables, folders; COUNT= sets the inputs of each.
SEED   ?= 0
COUNT  ?=
AREAS  ?=
READY  := $(VENV)/.ready

# A process for each core, each on one thread; a file stays in one process, which makes what its tests share once.
TESTS  := OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 POLARS_MAX_THREADS=1 $(BIN)/python -m pytest -n auto --dist loadfile

.DEFAULT_GOAL := help
.PHONY: help install demo test coverage test-slow test-all check fuzz wheel docs clean

help:  ## say what there is
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 11

install: $(READY)  ## make the environment

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Touchstone needs Python 3.11 or newer; name one with make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet -c constraints.txt -e '.[footage,faces,landmarks,onnx,dev]'
	touch $@

demo: $(READY)  ## analyse the built-in corpus and write a report to demo/
	$(BIN)/touchstone demo --out demo

test: $(READY)  ## run the tests but the slow ones
	sh scripts/browser.sh
	$(TESTS) -m "not slow"

coverage: $(READY)  ## run the same tests and list the lines that none of them runs
	sh scripts/browser.sh
	$(TESTS) -m "not slow" --cov --cov-report=term:skip-covered

test-slow: $(READY)  ## run the slow tests
	sh scripts/browser.sh
	$(TESTS) -m slow

test-all: test test-slow  ## run all tests

check: $(READY)  ## lint, types, layers, dead code, spelling, words
	$(BIN)/ruff check src tests benchmarks scripts *.py
	$(BIN)/lint-imports
	$(BIN)/python scripts/dead.py
	$(BIN)/codespell
	$(BIN)/python scripts/words.py $(WORDS)
	$(BIN)/pyright --pythonpath $(BIN)/python

fuzz: $(READY)  ## give hostile files to the commands: ten minutes; again with the same SEED continues
	$(BIN)/python -m benchmarks.fuzz $(AREAS) --seed $(SEED) $(if $(COUNT),--count $(COUNT))

wheel: $(READY)  ## build the wheel into dist/
	$(BIN)/python -m pip wheel --quiet --no-deps --wheel-dir dist .

docs: $(READY)  ## write the reference of tables, outputs and commands to docs/reference/
	$(BIN)/python scripts/reference.py docs/reference

clean:  ## remove the environment, the wheel and what the demo wrote
	rm -rf $(VENV) demo dist
