# The face for people. Every target sets up what it needs by itself, in .venv.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
COMPANY ?= demo
PERIOD ?=
LANGUAGE ?=
RECEIVED ?=
PY := .venv/bin/python
PULL_PY := .venv-pull/bin/python
LOCKING := --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header --no-annotate
AUTORELOAD := .venv/ipython/profile_default/ipython_config.py
# The demo shows two quarters, so that its newest page already tells of a change.
PERIODS := $(or $(PERIOD),$(if $(filter demo,$(COMPANY)),2026Q2 2026Q3))
RUN_OPTIONS := --company $(COMPANY) $(addprefix --period ,$(PERIODS)) $(if $(LANGUAGE),--language $(LANGUAGE))

.PHONY: help intake reports lab pull test test-pull trials bench demo lock clean

help:  ## Show what can be done here
	@echo "Customer insight: raw exports in, reports out."
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12 | sed 's/^/  make /'
	@echo "  options: COMPANY=demo PERIOD=2026Q3 LANGUAGE=en|zh"

reports: .venv/ready $(if $(filter demo,$(COMPANY)),data/raw/demo/source.toml)  ## Run the series and publish reports (COMPANY=, PERIOD=)
	@$(PY) -m helpers run $(RUN_OPTIONS)

intake: .venv/ready  ## Propose how to read a company's exports (COMPANY=)
	@$(PY) -m helpers intake --company $(COMPANY)

lab: .venv/ready data/raw/demo/source.toml  ## Open JupyterLab at the notebooks
	@IPYTHONDIR=$(CURDIR)/.venv/ipython .venv/bin/jupyter lab --notebook-dir=notebooks

pull: .venv-pull/ready  ## Fetch what is new in a company's sources (COMPANY=, RECEIVED=)
	@$(PULL_PY) -m helpers.pull --company $(COMPANY) $(addprefix --received ,$(RECEIVED))

test: .venv/ready  ## Run every test, the notebooks included
	@$(MAKE) --no-print-directory test-pull
	@.venv/bin/pytest

# Without a way to install dlt these tests are left out, and that is said; never where CI runs.
test-pull:
	@if $(MAKE) --no-print-directory .venv-pull/ready; then \
		$(PULL_PY) -m pytest -c tests/pull/pytest.ini tests/pull src/helpers/pull; \
	elif test -n "$${CI:-}"; then \
		echo "The environment of pulling could not be made: its tests must run in CI" >&2; exit 1; \
	else \
		echo "SKIPPED: every test of pulling, because .venv-pull could not be made" >&2; \
	fi

trials: .venv/ready  ## Run the long simulations and soaks that CI does not
	@.venv/bin/pytest -m trial

bench: .venv/ready  ## Measure speed and memory, beside named references
	@$(PY) -m benchmarks

demo: .venv/ready  ## Write the demo company's exports anew
	@$(PY) -m helpers demo

data/raw/demo/source.toml: .venv/ready
	@$(PY) -m helpers demo

lock: .venv/ready  ## Resolve both locks anew (needs uv)
	@uv pip compile pyproject.toml --extra dev $(LOCKING) -o requirements.lock
	@uv pip compile --group pull $(LOCKING) -o requirements-pull.lock

clean:  ## Remove what was made: processed data, ids of people, reports, the demo (never raw data or decisions)
	@if ls data/processed/*/.forgetting.json >/dev/null 2>&1; then \
		echo "Forgetting somebody was cut short: finish it first, with python -m helpers forget --resume"; exit 1; \
	fi
	@rm -rf data/processed/* reports/* data/raw/demo data/truth .pytest_cache

# An environment is set up once, and again when its lock moves. Bytecode is compiled
# here because kernels start three times slower without it.
define set_up
	@$(PYTHON) -c 'import sys; sys.exit(0 if (3, 11) <= sys.version_info < (3, 14) else "Python 3.11, 3.12 or 3.13 is needed, and $(PYTHON) is " + sys.version.split()[0] + ": try make PYTHON=python3.12 ...")'
	@echo "Setting up $(1) (once, $(3))..."
	@$(PYTHON) -m venv --clear $(1) || { echo "Python's venv module is missing: on Debian, install python3-venv"; exit 1; }
	@if command -v uv >/dev/null; then \
		uv pip install --quiet --python $(1) --require-hashes -r $(2); \
	else \
		$(1)/bin/python -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes -r $(2); \
	fi
	@$(1)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@$(1)/bin/python -m compileall -q -j 0 $(1)/lib
endef

.venv/ready: requirements.lock pyproject.toml
	$(call set_up,.venv,requirements.lock,a few minutes)
	@mkdir -p $(dir $(AUTORELOAD))
	@echo "c.InteractiveShellApp.exec_lines = ['%load_ext autoreload', '%autoreload 2']" > $(AUTORELOAD)
	@touch $@

.venv-pull/ready: requirements-pull.lock pyproject.toml
	$(call set_up,.venv-pull,requirements-pull.lock,half a minute)
	@touch $@
