# Everything starts from Python 3.11 or newer and make; `make` alone prints the targets.
# Set PYTHON=... to choose the interpreter, PYTEST_ARGS=... to pass arguments to pytest.

.DEFAULT_GOAL := help
VENV := .venv
BIN := $(VENV)/bin
PINS := requirements
# A worker a core; tests of one file stay together, for they share what they started.
AT_ONCE := --numprocesses=auto --dist=loadfile --no-loadscope-reorder

# What a developer's shell may carry and what would send packages somewhere else than .venv.
unexport PYTHONPATH PYTHONHOME VIRTUAL_ENV CONDA_PREFIX PIP_USER PIP_TARGET PIP_PREFIX PIP_REQUIRE_VIRTUALENV
unexport UV_SYSTEM_PYTHON UV_PYTHON UV_TARGET UV_PREFIX UV_PROJECT_ENVIRONMENT
# What was compiled once is kept: without it every worker of the tests compiles the whole tree anew.
unexport PYTHONDONTWRITEBYTECODE
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# uv trusts its own list of authorities unless told to use the machine's, which a company's proxy needs.
ifneq ($(wildcard /etc/ssl/certs/* /etc/ssl/cert.pem),)
export UV_SYSTEM_CERTS := 1
endif

# An environment knows the folder it was made in: a moved or copied checkout, or a Python that has gone, makes it anew.
HERE = { [ -x $(BIN)/python ] && [ "$$(cat $(VENV)/.place 2>/dev/null)" = "$$(pwd -P)" ]; }
ifneq ($(shell $(HERE) && echo whole),whole)
$(VENV)/.bootstrap: stale
endif

INSTALL = $(BIN)/uv pip install --python $(BIN)/python --require-hashes --requirements

help: ## print this list
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-8s %s\n", $$1, $$2}' Makefile

run: $(VENV)/.run ## start the bank with demo data; the first time sets everything up
	@exec $(BIN)/bank serve --bank.profiles.active=demo

test: $(VENV)/.dev ## run every test
	@$(BIN)/python -m pytest $(AT_ONCE) $(PYTEST_ARGS)

check: $(VENV)/.dev ## format, lint, types, imports, dependencies, architecture and the fast tests
	@$(BIN)/ruff format --check --quiet || { echo "Not formatted: run make format."; exit 1; }
	@$(BIN)/ruff check --quiet
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/deptry src
	@$(BIN)/python -m pytest -q $(AT_ONCE) -m "not slow and not browser" $(PYTEST_ARGS)

crash: $(VENV)/.dev ## kill the bank and its database under load, ROUNDS=10 times, and prove the books after each
	@$(BIN)/python -m tests.crash --rounds=$(or $(ROUNDS),10)

simulate: $(VENV)/.dev ## run SEEDS=100 simulated banks against an independent oracle; FIRST=n replays from seed n
	@$(BIN)/python -m tests.simulation --seeds=$(or $(SEEDS),100) --first=$(or $(FIRST),1)

fuzz: $(VENV)/.dev ## feed the parsers of amounts, dates, cursors and CSV with nonsense for SECONDS=60
	@$(BIN)/python -m tests.fuzz --seconds=$(or $(SECONDS),60)

bench: $(VENV)/.dev ## measure the bank against pgbench on this machine; BENCH_ARGS=--rounds=1 for a look
	@$(BIN)/python -m bench $(BENCH_ARGS)

format: $(VENV)/.dev ## format the code and mend what the linter can
	@$(BIN)/ruff check --fix --quiet || true
	@$(BIN)/ruff format

setup: $(VENV)/.dev ## prepare .venv for development, and stop there

pins: $(VENV)/.bootstrap ## resolve the requirement files again; UPGRADE=1 takes the newest versions
	@$(COMPILE) $(PINS)/bootstrap.in --output-file $(PINS)/bootstrap.txt
	@$(COMPILE) pyproject.toml --extra embedded --output-file $(PINS)/run.txt
	@$(COMPILE) pyproject.toml --extra embedded --group dev --constraints $(PINS)/run.txt --output-file $(PINS)/dev.txt

clean: ## remove .venv and what the tools left; the bank's data stay
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	--no-emit-index-url $(if $(UPGRADE),--upgrade)

$(VENV)/.bootstrap: $(PINS)/bootstrap.txt
	@if ! $(HERE); then \
		$(FIND_PYTHON); \
		echo "Preparing $(VENV) with $$($$python --version)."; \
		$$python -m venv --clear $(VENV); \
	fi
	@$(BIN)/python -m pip install --quiet --require-hashes --requirement $(PINS)/bootstrap.txt
	@pwd -P > $(VENV)/.place
	@touch $@

$(VENV)/.run: $(VENV)/.bootstrap $(PINS)/run.txt pyproject.toml
	@$(INSTALL) $(PINS)/run.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.run $(PINS)/dev.txt
	@$(INSTALL) $(PINS)/dev.txt
	@touch $@

# The newest Python that is new enough, starts (a version manager's shim may not) and can make environments.
PYTHONS = $(or $(PYTHON),python3.14 python3.13 python3.12 python3.11 python3 python)
NEW = sys.exit(sys.version_info < (3, 11))
FIND_PYTHON = for python in $(PYTHONS) none; do \
			if $$python -c 'import ensurepip, sys, venv; $(NEW)' 2>/dev/null; then break; fi; \
		done; \
		if [ $$python = none ]; then \
			for python in $(PYTHONS); do \
				if $$python -c 'import sys; $(NEW)' 2>/dev/null; then \
					echo "$$python cannot make environments: install its venv module" \
						"(Debian, Ubuntu: apt-get install python3-venv), then run make again." >&2; \
					exit 1; \
				fi; \
			done; \
			echo "The bank needs Python 3.11 or newer and found none: install it," \
				"or name it: make PYTHON=/path/to/python3." >&2; \
			exit 1; \
		fi

.PHONY: help run test check crash simulate fuzz bench format setup pins clean stale
stale:
