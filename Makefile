# Two commands do all set-up, into .venv: `make dossier` and `make test`.
# PYTHON is any Python 3.11 or newer; STATE chooses the state of the dossier.
PYTHON ?= python3
STATE ?= Cambodia
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.synced

.DEFAULT_GOAL := dossier
.PHONY: dossier test test-long check baseline clean

$(BIN)/uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "rightful needs Python 3.11 or newer; try: make PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check "uv>=0.8"

# Compiled at once, so that the first run is not slowed where Python may not write bytecode itself.
$(STAMP): uv.lock pyproject.toml | $(BIN)/uv
	VIRTUAL_ENV=$(CURDIR)/$(VENV) $(BIN)/uv sync --quiet --locked --active --all-extras --inexact --compile-bytecode
	@$(BIN)/python -m compileall -q src || true
	@touch $@

dossier: $(STAMP)
	@$(BIN)/rightful dossier "$(STATE)"

test: $(STAMP)
	$(BIN)/python -m pytest -n auto --dist loadgroup $(PYTEST)

# Studies rerun on made-up data, made-up worlds, size and power, a whole build, the largest files: what the suite leaves out for its five minutes.
test-long: $(STAMP)
	$(BIN)/python -m pytest -n auto --dist loadgroup -m long $(PYTEST)

# Lint of everything, types of src, tests and register, and the rule of who imports whom.
check: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q tests/test_dependency_rule.py

# Rebuild our estimates from a folder of publishers' files: make baseline FROM=...
baseline: $(STAMP)
	$(BIN)/rightful baseline build --from "$(FROM)"

clean:
	rm -rf $(VENV)
