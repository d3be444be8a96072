# `make demo` and `make test` set up everything they need; nothing has to be typed before them.

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
READY := $(VENV)/.ready

.PHONY: help demo run test format lint types contracts pytest coverage bench lock clean

help:
	@echo "make demo   try the bot in a browser, without a token"
	@echo "make run    run it on Discord; needs DISCORD_TOKEN in .env"
	@echo "make test   every check: format, lint, types, import contracts, tests"
	@echo "make coverage the tests again, counting the lines they reach"
	@echo "make format fix what the format and lint checks can fix"
	@echo "make bench  measure speed and memory"
	@echo "make lock   pin the newest versions that pyproject.toml allows"

demo: $(READY)
	@$(PY) -m bot demo

run: $(READY)
	@$(PY) -m bot run

test: lint types contracts pytest

lint: $(READY)
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .

format: $(READY)
	$(PY) -m ruff format .
	$(PY) -m ruff check --fix .

types: $(READY)
	$(VENV)/bin/basedpyright

contracts: $(READY)
	$(VENV)/bin/lint-imports

pytest: $(READY)
	$(PY) -m pytest --numprocesses 3 --dist worksteal

coverage: $(READY)
	$(PY) -m coverage erase
	$(PY) -m coverage run -m pytest --numprocesses 3 --dist worksteal
	$(PY) -m coverage combine --quiet
	$(PY) -m coverage report

bench: $(READY)
	$(PY) -m tests.bench

lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --all-extras --upgrade \
		--no-header --no-emit-index-url --no-emit-find-links pyproject.toml -o requirements.lock

clean:
	rm -rf $(VENV) .coverage* .hypothesis .pytest_cache .ruff_cache .import_linter_cache

$(READY): requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "This needs Python 3.11 or newer: install it, or name it with make PYTHON=python3.12"; exit 2; }
	@$(PYTHON) -m venv $(VENV) || \
		{ echo "Python cannot make a virtual environment: install its venv package (Debian: python3-venv)"; exit 2; }
	@echo "Setting up, once: this takes a minute."
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@
