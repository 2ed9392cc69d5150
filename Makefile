# Everything a newcomer needs: make demo, make test. Everything a contributor needs: make check, make generate.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo demo-github test check generate bench clean help

help:
	@echo "make demo         build a small example repository, review it, write an HTML report"
	@echo "make demo-github  the server at work: a pull request, what comes back, and what an answer changes"
	@echo "make test         run the whole test suite"
	@echo "make test-faults  kill, stop and crowd the server; takes minutes"
	@echo "make check        lint, types, rooms, generated documents"
	@echo "make generate     write the generated documents"
	@echo "make bench        measure speed and size"

$(VENV)/core: pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(VENV)/dev: pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[train,server,dev]'
	@touch $@ $(VENV)/core

demo: $(VENV)/core
	@$(BIN)/python examples/demo/demo.py

$(VENV)/server: pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[server]'
	@touch $@ $(VENV)/core

demo-github: $(VENV)/server
	@$(BIN)/python examples/demo_github/demo.py

test: $(VENV)/dev
	@$(BIN)/python -m pytest -n 2

test-faults: $(VENV)/dev
	@$(BIN)/python -m pytest -m faults

check: $(VENV)/dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/python tools/generate.py check

generate: $(VENV)/dev
	@$(BIN)/python tools/generate.py write

bench: $(VENV)/dev
	@$(BIN)/python bench/speed.py

clean:
	rm -rf $(VENV) build dist *.egg-info src/*.egg-info
