# Tocsin: `make run` starts everything on sample feeds, `make test` runs the tests. Neither needs Docker or Java.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
PYTHON ?= $(firstword $(foreach p,python3 python3.13 python3.12 python3.11,$(shell $(p) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $(p))))
BIN := .venv/bin

.PHONY: help setup run test lint format docs bench bench-sources bench-matching bench-quality bench-stories bench-week bench-week-killed kafka lock clean

help: ## Show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-17s %s\n", $$1, $$2}'

setup: .venv/compiled ## Create .venv from the pinned, hashed lock; leaves .venv/bin/tocsin

.venv/ready: requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Tocsin needs Python 3.11 or newer; none was found as python3, python3.13, python3.12 or python3.11."; exit 1; }
	@echo "==> 1/5 creating .venv with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv .venv
	@echo "==> 2/5 installing $$(grep -c '^[a-z].*==' requirements.lock) pinned packages (hashes checked); a minute or two the first time"
	@$(BIN)/python -m pip install --disable-pip-version-check --no-input --require-hashes --only-binary :all: --progress-bar on -r requirements.lock 2> >(grep -v 'does not provide the extra' >&2) | sed -u -n 's/^Collecting \([^ ;]*\).*/      \1/p; s/^Successfully.*/      all installed/p'
	@echo "==> 3/5 installing tocsin itself"
	@$(BIN)/python -m pip install --disable-pip-version-check --no-input --quiet --no-deps --no-build-isolation --editable .
	@echo "==> 4/5 making the lexicon of word forms; some ten seconds"
	@$(BIN)/python -m runtime.lexicon
	@touch $@

# numba compiles a pass again when its own file has changed, but not when only what it calls in another file has, nor a
# figure that it takes from there.
PASSES := $(wildcard tocsin/*/compiled*.py) $(patsubst %,tocsin/%.py,text/scan text/characters text/tokens \
  matching/index matching/search story/plain story/reading story/words)
FORGET_PASSES := find tocsin benchmarks -name '*.nb[ic]' -delete

.venv/compiled: .venv/ready $(PASSES)
	@echo "==> 5/5 compiling the passes of the matcher and of stories; some twenty seconds"
	@$(FORGET_PASSES)
	@$(BIN)/python -m cli.matching
	@touch $@
	@echo "==> ready: $(BIN)/tocsin"

run: setup ## Start the whole pipeline on the embedded broker with the sample feeds (Ctrl-C stops it)
	@exec $(BIN)/tocsin run

test: setup ## Run the tests
	@$(BIN)/python -m pytest

lint: setup ## Format check, lint, strict types, import contracts, generated docs in sync
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/tocsin docs --check

format: setup ## Format the code
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

docs: setup ## Write the generated pages
	@$(BIN)/tocsin docs

bench: setup ## Articles per second through the pipeline, beside a bare aiokafka loop on the same core
	@$(BIN)/python -m benchmarks.pipeline

bench-sources: setup ## Ten thousand feeds on loopback through one source process, beside a plain loop; 13 minutes
	@$(BIN)/python -m benchmarks.sources --write

bench-matching: .venv-bench/compiled ## Speed of the matcher beside hyperscan, Aho-Corasick and naive rapidfuzz; needs the corpora
	@.venv-bench/bin/python -m benchmarks.matching --write

bench-quality: .venv-bench/compiled ## Recall and precision of the matcher on gold data; needs the corpora
	@.venv-bench/bin/python -m benchmarks.quality --write

bench-stories: .venv-bench/compiled ## What joins one story, how fast, beside datasketch, simhash and rapidfuzz; 30 minutes (SMALL=1: 3, page not written); needs the corpora
	@.venv-bench/bin/python -m benchmarks.stories $(if $(SMALL),--quick,--write)

bench-week: setup ## A week of made-up news with known events through `tocsin simulate`; 7 minutes (SMALL=1: half a minute, page not written); needs the corpora
	@$(BIN)/python -m benchmarks.week $(if $(SMALL),--small,--write)

bench-week-killed: setup ## The week's storm on Apache Kafka, the worker killed in the midst of it; 20 minutes (SMALL=1: 4, page not written); needs the corpora
	@$(BIN)/python -m benchmarks.week.killed $(if $(SMALL),--small,--write)

# A second environment, so that what Tocsin is compared with never gets into the one it runs from.
.venv-bench/ready: requirements.lock benchmarks/requirements.txt
	@test -n "$(PYTHON)" || { echo "Tocsin needs Python 3.11 or newer; none was found."; exit 1; }
	@echo "==> creating .venv-bench with $$($(PYTHON) --version) and the peers; a minute or two the first time"
	@$(PYTHON) -m venv .venv-bench
	@.venv-bench/bin/python -m pip install --disable-pip-version-check --no-input --quiet --require-hashes --only-binary :all: -r requirements.lock -r benchmarks/requirements.txt
	@.venv-bench/bin/python -m pip install --disable-pip-version-check --no-input --quiet --no-deps --no-build-isolation --editable .
	@.venv-bench/bin/python -m runtime.lexicon
	@touch $@

.venv-bench/compiled: .venv-bench/ready $(PASSES)
	@$(FORGET_PASSES)
	@.venv-bench/bin/python -m cli.matching
	@touch $@

kafka: setup ## Start a real Apache Kafka on 127.0.0.1:9092 (needs Java 17 and Maven)
	@exec $(BIN)/python -m tests.brokers.apache

LOCK := uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links --python-version 3.11

lock: ## Write requirements.lock and benchmarks/requirements.txt anew (needs uv)
	@$(LOCK) --all-extras pyproject.toml -o requirements.lock
	@$(LOCK) --constraint requirements.lock benchmarks/requirements.in -o benchmarks/requirements.txt

clean: ## Remove what was made here, the data of `make run` included
	@rm -rf .venv .venv-bench .tocsin .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache *.egg-info
