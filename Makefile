# Xianjian 县鉴. `make` alone prints this table of contents.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
VENV_BI := .venv-bi
# The data folder: `make run XIANJIAN_DATA=/srv/xianjian` puts it elsewhere.
XIANJIAN_DATA ?= data
export XIANJIAN_DATA

PACKAGES := extract contracts warehouse orchestration

.DEFAULT_GOAL := help
.PHONY: help setup run test lint lint-python lint-sql lint-definitions ui bi site sql score bench national docs lock licences scan clean

help: ## print this list
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(VENV)/.runtime ## make the environment in .venv from requirements.lock

run: $(VENV)/.runtime ## build and publish the warehouse from the embedded samples
	@$(BIN)/xianjian run

# A worker for every core, at most four: each may start servers and browsers of its own. PYTEST_XDIST_AUTO_NUM_WORKERS=1
# has one do all. tests/conftest.py says what they share out, and in which order.
test: $(VENV)/.dev ## run every test but the benchmarks, on several cores at once
	@$(BIN)/python -m pytest -m "not benchmark" -n logical --maxprocesses 4

lint: lint-python lint-sql lint-definitions ## check style and types of Python and SQL, and that Dagster can load the definitions

lint-python: $(VENV)/.dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

lint-sql: $(VENV)/.dev
	@cd dbt_project && ../$(BIN)/sqlfluff lint --nocolor .

lint-definitions: $(VENV)/.dev
	@$(BIN)/python -W ignore -m dagster definitions validate -m orchestration.definitions

ui: $(VENV)/.runtime ## open Dagster's web page on the data folder (the address is printed)
	@$(BIN)/xianjian ui

bi: $(VENV)/.runtime $(VENV_BI)/.installed ## open the dashboards in Apache Superset (installs it first: 850 MB)
	@$(BIN)/xianjian bi

site: $(VENV)/.runtime ## write the published warehouse as a static site (open index.html; SITE=FOLDER names another place)
	@$(BIN)/xianjian site $(SITE)
SITE = $(XIANJIAN_DATA)/site

sql: $(VENV)/.runtime ## an SQL shell on the published file, read-only
	@$(BIN)/xianjian sql

score: $(VENV)/.dev ## measure the extractor against the marked reports, by report and by indicator
	@$(BIN)/python -m tests.scoring

bench: $(VENV)/.dev ## measure speed, as ratios within one run
	@$(BIN)/python -m pytest -m benchmark -s tests/benchmarks

national: $(VENV)/.dev ## build the whole country from 28,500 synthetic reports and show what each stage takes
	@$(BIN)/python -m tests.benchmarks.national

docs: $(VENV)/.runtime ## write what is generated from the contracts: the data dictionary, the rules, dbt's descriptions
	@$(BIN)/python -m contracts.docs
	@$(BIN)/python -m warehouse.dbt_schema

lock: $(VENV)/.runtime ## renew the lock files from pyproject.toml
	@printf 'uv\nsetuptools>=77\n' | $(BIN)/uv pip compile $(LOCKING) --no-annotate - -o requirements-bootstrap.lock
	@$(BIN)/uv pip compile $(LOCKING) pyproject.toml -o requirements.lock
	@$(BIN)/uv pip compile $(LOCKING) pyproject.toml --all-extras --group dev --group divisions --group benchmark -o requirements-dev.lock
	@$(BIN)/uv pip compile $(LOCKING) --group bi -o requirements-bi.lock
LOCKING := --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url

licences: $(VENV)/.dev ## list the licences of everything that is installed, in docs/licences.md
	@$(BIN)/python -m tests.licences

scan: $(VENV)/.dev ## ask a vulnerability service about every pinned package (needs the network)
	@for lock in requirements.lock requirements-bi.lock; do \
	  $(BIN)/uv tool run pip-audit==2.10.1 --disable-pip --no-deps --strict -r $$lock || exit 1; done

clean: ## remove the environment and every cache; the data folder stays
	rm -rf $(VENV) $(VENV_BI) *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis dbt_project/target dbt_project/logs
	find $(PACKAGES) tests -name __pycache__ -prune -exec rm -rf {} +
	@echo "The data folder ($(XIANJIAN_DATA)) is kept; remove it by hand to start from nothing."

# The environment. Only python3 with pip is needed: pip brings uv, checked by its hash, and uv installs the rest in
# seconds; where uv cannot run or reach the packages, pip does the same from the same lock. Bytecode is compiled
# at installation, because an environment that forbids writing it later would make every start twice as slow.
PIP = $(PYTHON) -m pip --python $(BIN)/python --disable-pip-version-check --quiet
define install
	@echo "Installing what $(1) lists"
	@$(BIN)/uv pip install --python $(BIN)/python --quiet --require-hashes --compile-bytecode -r $(1) \
	  || { echo "uv could not install; trying pip (slower)"; $(PIP) install --no-deps --require-hashes -r $(1); }
	@$(BIN)/uv pip install --python $(BIN)/python --quiet --no-deps --no-build-isolation --editable . \
	  || $(PIP) install --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q $(PACKAGES)
endef

$(BIN)/python:
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(0 if (3, 11) <= v < (3, 14) else \
	  "Xianjian needs Python 3.11, 3.12 or 3.13, and $(PYTHON) is %d.%d. Name another: make PYTHON=python3.11" % v)'
	@echo "Making the environment in $(VENV)"
	@$(PYTHON) -m venv --without-pip $(VENV)

$(VENV)/.bootstrap: requirements-bootstrap.lock | $(BIN)/python
	@$(PIP) install --require-hashes -r requirements-bootstrap.lock
	@touch $@

$(VENV)/.runtime: requirements.lock pyproject.toml | $(VENV)/.bootstrap
	$(call install,requirements.lock)
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.runtime
	$(call install,requirements-dev.lock)
	@touch $@

# Superset has an environment of its own: it needs other versions than the project does, and its numpy has no wheel
# for Python 3.13.
$(VENV_BI)/.installed: requirements-bi.lock | $(VENV)/.bootstrap
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(0 if v in ((3, 11), (3, 12)) else \
	  "Apache Superset needs Python 3.11 or 3.12, and $(PYTHON) is %d.%d. Name another: make bi PYTHON=python3.12" % v)'
	@echo "Installing Apache Superset in $(VENV_BI)"
	@$(PYTHON) -m venv --without-pip --clear $(VENV_BI)
	@$(BIN)/uv pip install --python $(VENV_BI)/bin/python --quiet --require-hashes --compile-bytecode -r $< \
	  || { echo "uv could not install; trying pip (slower)"; \
	       $(PYTHON) -m pip --python $(VENV_BI)/bin/python --disable-pip-version-check --quiet install --no-deps --require-hashes -r $<; }
	@touch $@
