# HRC Record. `make publish` and `make test` do all the set-up by themselves; `make` alone lists what there is.
SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
# The newest Python 3.11+ on the PATH; `make PYTHON=/path/to/python3 …` chooses another.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)

.PHONY: help setup publish check test lint docs bench lock clean

help: ## list these
	@sed -n 's/^\([a-z]*\):.*## /  make \1	/p' Makefile

setup: $(VENV)/run.stamp ## install what the product needs into .venv

publish: $(VENV)/run.stamp ## the main job: raw/ -> curated/
	@$(BIN)/hrc publish

check: $(VENV)/run.stamp ## all issues of raw/, nothing published
	@$(BIN)/hrc check

test: $(VENV)/dev.stamp ## the tests, the linter and the type checker
	@$(BIN)/ruff check --quiet . && $(BIN)/ruff format --check --quiet . && $(BIN)/mypy --no-error-summary
	@$(BIN)/python -m pytest

docs: $(VENV)/run.stamp ## write again what is generated from the schemas
	@$(BIN)/python -m flows.describe

bench: $(VENV)/dev.stamp ## the benchmarks: ratios to a floor, and the slips
	@for b in benchmarks/bench_*.py; do echo "== $$b"; $(BIN)/python $$b; done

# Installing. uv where it is on the PATH, venv and pip otherwise; nothing is done again while nothing has changed.
define install
	@command -v uv >/dev/null 2>&1 \
		&& uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r $(1) \
		|| $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(1)
endef

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "HRC Record needs Python 3.11 or newer, and none is on the PATH. Install one, or name it: make PYTHON=/path/to/python3 $(MAKECMDGOALS)" >&2; exit 2; }
	@echo "Setting up $(VENV), once ..."
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 2; }

$(VENV)/run.stamp: requirements.txt pyproject.toml Makefile | $(BIN)/python
	$(call install,requirements.txt)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q flows schemas && $(BIN)/python -m flows.plans
	@touch $@

$(VENV)/dev.stamp: requirements-dev.txt $(VENV)/run.stamp
	$(call install,requirements-dev.txt)
	@touch $@

lock: ## pin the newest versions again (needs uv)
	uv pip compile pyproject.toml --group build --universal --generate-hashes --no-header --upgrade -q -o requirements.txt
	uv pip compile pyproject.toml --group build --group dev -c requirements.txt --universal --generate-hashes --no-header -q -o requirements-dev.txt

clean: ## remove what was installed and cached
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find flows schemas tests benchmarks -name __pycache__ -type d -exec rm -rf {} +
