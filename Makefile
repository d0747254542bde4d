# wirewatch: every target sets up what it needs; the second time takes seconds.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
JOBS   ?= 3
KILLS  ?= 1000
MINUTES ?= 20
SOAK   ?=
FUZZ   ?= 60
BENCH  := .venv-bench
# Some images forbid bytecode on disk: then each process that a test starts compiles all that it imports.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help assets setup run daemon test test-system test-postgres test-cluster test-faults test-browser test-image lint-deploy shots hostile fuzz crash soak check fmt lock tables packages release-notes bench bench-polling clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(READY) ## a virtual environment with the pinned dependencies and the wirewatch command

$(READY): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "wirewatch needs Python 3.11 or newer; this is " + sys.version.split()[0] + " (set PYTHON=...)")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "installing pinned dependencies into $(VENV) ..."
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements.txt
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(READY)

run: setup ## poll every feed of this watch folder once, alert, and print a summary
	@$(BIN)/wirewatch run --once

daemon: setup ## keep watching until stopped
	@$(BIN)/wirewatch run

test: setup ## the tests but those below, in under five minutes on two cores
	@$(BIN)/python -m pytest -n $(JOBS) --dist worksteal -m "not slow and not postgres and not cluster and not faults and not browser and not system" $(ARGS)

test-system: setup ## the tests of the whole program as a process: its daemon, servers of mail and chat, a first hour, secrets
	@$(BIN)/python -m pytest -n $(JOBS) --dist worksteal -m "system and not slow and not postgres and not cluster and not faults" $(ARGS)

test-postgres: setup ## the tests of several daemons on one PostgreSQL alone
	@$(BIN)/python -m pytest -m postgres $(ARGS)

test-cluster: setup ## archives on a Dask cluster on loopback, workers of which are killed
	@$(BIN)/python -m pytest -m cluster --durations 3 tests/monitor tests/docs $(ARGS)

test-faults: setup ## the tests of disks, clocks and stores that fail under a whole daemon
	@$(BIN)/python -m pytest -n $(JOBS) --dist worksteal -m faults $(ARGS)

test-browser: setup ## the page in Debian's Chromium: every page by day and night, wide and narrow, keys, without scripts
	@$(BIN)/python -m pytest -m browser -rs tests/monitor/web/browser $(ARGS)

test-image: setup ## the image built and run by ENGINE (podman, docker); BUILD="--build-arg BASE=..." for another base
	@ENGINE="$${ENGINE:-podman}" $(BIN)/python -m pytest -m slow -rs tests/deploy/test_image.py $(ARGS)

lint-deploy: setup ## compose.yaml and the manifests against their schemas, by tools that uv fetches (200 MB)
	@$(BIN)/uv tool run --from check-jsonschema check-jsonschema --builtin-schema vendor.compose-spec deploy/compose.yaml
	@$(BIN)/uv tool run --from kubernetes-validate kubernetes-validate --strict deploy/kubernetes/*.yaml deploy/dask/cluster.yaml

shots: setup ## pictures of every page, into var/shots
	@PYTHONPATH=.:tests $(BIN)/python -m support.page_shots var/shots

hostile: setup ## the heavy ones among hostile feeds and documents, too
	@$(BIN)/python -m pytest -m "not browser and not cluster" --durations 5 tests/monitor

fuzz: setup ## random feeds and rules files, new ones each time, for about FUZZ seconds
	@end=$$((SECONDS + $(FUZZ))); while test $$SECONDS -lt $$end; do \
	  WIREWATCH_EXAMPLES=$${WIREWATCH_EXAMPLES:-400} $(BIN)/python -m pytest -q tests/monitor/parsing/test_fuzz.py \
	  tests/monitor/parsing/rss/test_fast_reader.py tests/rules/loading/test_hostile_files.py \
	  tests/rules/loading/test_yaml_positions.py tests/rules/loading/test_json_schema.py -k "given or fuzz or reading or read or known or edit or bytes" || exit 1; done

crash: setup ## kill the daemon KILLS times while it works, and reconcile sinks, database and log
	@PYTHONPATH=.:tests $(BIN)/python -m system.crash.harness --kills $(KILLS)

soak: setup ## a daemon under every kind of trouble for MINUTES, whose ledgers must agree (SOAK="--feeds 40 --seed 2")
	@PYTHONPATH=.:tests $(BIN)/python -m system.soak.soak --minutes $(MINUTES) $(SOAK)

check: setup ## lint, types, import contracts, docs, dependencies, packages
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@PYTHONPATH=. $(BIN)/lint-imports --no-cache
	@$(BIN)/python -m pytest -q docs README.md
	@$(BIN)/python -m pip check
	@$(BIN)/python -m pytest -q -m slow tests/deploy/test_packages.py

tables: setup ## the tables of statements and the schema of a new store, after an edit of storage/rows.py or a migration
	@PYTHONPATH=.:tests $(BIN)/python -m support.core_tables
	@PYTHONPATH=.:tests $(BIN)/python -m support.new_schema
	@$(BIN)/ruff format -q storage/tables.py

assets: ## the editor of rules for the page, by Node.js 18 or newer; without it the page has a text area
	@cd assets && npm ci --no-audit --no-fund --silent && npx esbuild editor.mjs --bundle --minify --format=esm \
	  --target=es2022 --legal-comments=none --outfile=../monitor/web/static/editor.js \
	  && cat node_modules/{@codemirror,@lezer,@marijn}/*/LICENSE node_modules/{crelt,style-mod,w3c-keyname}/LICENSE \
	  > ../monitor/web/static/editor.LICENSE.txt

packages: setup ## the sdist and the wheel in dist/, the same bytes for the same commit
	@rm -rf dist && SOURCE_DATE_EPOCH=$${SOURCE_DATE_EPOCH:-$$(git log -1 --format=%ct)} $(BIN)/python -m build --no-isolation --outdir dist .
	@cd dist && sha256sum -- *

release-notes: setup ## what CHANGELOG.md says of VERSION=, as Markdown; without it, of what is unreleased
	@$(BIN)/python deploy/release_notes.py CHANGELOG.md $(VERSION)

bench: $(BENCH)/.ready ## measure matching beside its peers, on ../shared/data (WIREWATCH_DATA elsewhere)
	@PYTHONPATH=. $(BENCH)/bin/python benchmarks/matching.py $(ARGS)

bench-polling: setup $(BENCH)/.ready ## measure polling beside lemon24/reader, on a loopback server (ARGS="--feeds 10000 --json")
	@$(BIN)/python benchmarks/polling.py --reader $(BENCH)/bin/python $(ARGS)

$(BENCH)/.ready: requirements-bench.txt
	@test -x $(BENCH)/bin/python || $(PYTHON) -m venv $(BENCH)
	@$(BENCH)/bin/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements-bench.txt
	@touch $(BENCH)/.ready

fmt: setup ## format the code
	@$(BIN)/ruff check --fix . && $(BIN)/ruff format .

lock: setup ## resolve pyproject.toml anew into requirements.txt (hashes, no index URL)
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --extra dev pyproject.toml -o requirements.txt
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --extra bench pyproject.toml -o requirements-bench.txt

clean: ## remove the environment and what tests leave (var/ is yours and stays)
	@rm -rf $(VENV) $(BENCH) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
	@find benchmarks deploy monitor rules storage tests -name __pycache__ -prune -exec rm -rf {} +
