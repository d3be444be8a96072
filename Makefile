# `make demo` and `make test` set up everything they need; nothing has to be typed before them.

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
# Each of these has everything of the one before it.
READY_TO_RUN := $(VENV)/.ready-to-run
READY_TO_DEMO := $(VENV)/.ready-to-demo
READY := $(VENV)/.ready

UV_COMPILE := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --upgrade \
	--no-header --no-emit-index-url --no-emit-find-links

.PHONY: help demo run test test-all format lint types contracts quick pytest coverage delivery fleet bench lock clean

help:
	@echo "make demo   try the bot in a browser, without a token"
	@echo "make run    run it on Discord; needs DISCORD_TOKEN in .env"
	@echo "make test   format, lint, types, import contracts, and the quick tests"
	@echo "make test-all the same with all tests: those with browsers, many processes and years too"
	@echo "make coverage the tests again, counting the lines they reach"
	@echo "make delivery build the wheel and the image, and try them; see tests/delivery"
	@echo "make fleet  several processes on PostgreSQL that are killed, stopped and cut off; prints counts"
	@echo "make format fix what the format and lint checks can fix"
	@echo "make bench  measure speed and memory"
	@echo "make lock   pin the newest versions that pyproject.toml allows"

demo: $(READY_TO_DEMO)
	@$(PY) -m bot demo

run: $(READY_TO_RUN)
	@$(PY) -m bot run

test: lint types contracts quick

test-all: lint types contracts pytest

lint: $(READY)
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(VENV)/bin/hadolint Dockerfile

format: $(READY)
	$(PY) -m ruff format .
	$(PY) -m ruff check --fix .

types: $(READY)
	$(VENV)/bin/basedpyright

contracts: $(READY)
	$(VENV)/bin/lint-imports

quick: $(READY)
	$(PY) -m pytest -m "not slow" --numprocesses 3 --dist worksteal

pytest: $(READY)
	$(PY) -m pytest --numprocesses 3 --dist worksteal

coverage: $(READY)
	$(PY) -m coverage erase
	$(PY) -m coverage run -m pytest --numprocesses 3 --dist worksteal
	$(PY) -m coverage combine --quiet
	$(PY) -m coverage report

delivery: $(READY)
	$(PY) -m pytest $(wildcard tests/delivery/check_*.py)

fleet: $(READY)
	$(PY) -m pytest $(wildcard tests/fleet/checks/check_*.py)

bench: $(READY)
	$(PY) -m tests.bench

lock:
	$(UV_COMPILE) --all-extras pyproject.toml -o requirements-dev.lock
	$(UV_COMPILE) --constraints requirements-dev.lock --extra demo pyproject.toml -o requirements-demo.lock
	$(UV_COMPILE) --constraints requirements-dev.lock --extra postgres pyproject.toml -o requirements-postgres.lock
	$(UV_COMPILE) --constraints requirements-dev.lock --extra sentry pyproject.toml -o requirements-sentry.lock
	$(UV_COMPILE) --constraints requirements-dev.lock pyproject.toml -o requirements.lock
	$(UV_COMPILE) --group build -o requirements-build.lock

clean:
	rm -rf $(VENV) .coverage* .hypothesis .pytest_cache .ruff_cache .import_linter_cache

$(READY_TO_RUN): requirements.lock
	$(call install,$<)
	@touch $@

$(READY_TO_DEMO): requirements-demo.lock
	$(call install,$<)
	@touch $@ $(READY_TO_RUN)

$(READY): requirements-dev.lock
	$(call install,$<)
	@touch $@ $(READY_TO_DEMO) $(READY_TO_RUN)

define install
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "This needs Python 3.11 or newer: install it, or name it with make PYTHON=python3.12"; exit 2; }
	@$(PYTHON) -m venv $(VENV) || \
		{ echo "Python cannot make a virtual environment: install its venv package (Debian: python3-venv)"; exit 2; }
	@echo "Setting up with $(1), once: this takes a minute."
	@$(PY) -m pip install --disable-pip-version-check --require-hashes -r $(1)
endef
