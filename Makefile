# Needs GNU make, a POSIX sh and Python 3.11 or newer; `make help` tells the rest.
# Options of the program go into ARGS: make demo ARGS=--no-browser

PYTHON ?=
ARGS ?=
UV_VERSION = 0.13.9
RUNTIME = .venv
DEV = .venv-dev
LOCKING = .venv-lock
SOURCES = bot db handlers scheduler migrations tests benchmarks
PIP_INSTALL = -m pip install --quiet --quiet --disable-pip-version-check --no-input

.DEFAULT_GOAL := help
.PHONY: help demo run test check coverage format bench postgres simulate walks fuzz fuzz-webhooks crash lock clean
# One recipe after the other: a set-up must not run twice at once.
.NOTPARALLEL:
# Half a set-up is none.
.DELETE_ON_ERROR:

help: ## show what make can do here
	@echo "make WHAT [ARGS=...] [PYTHON=/path/to/python]"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1	\2/p' Makefile

demo: $(RUNTIME)/ready ## try Planovyk in a browser, with an example branch and no accounts
	@$(RUNTIME)/bin/python -m bot demo $(ARGS)

run: $(RUNTIME)/ready ## run the bot with the settings of the environment and of .env
	@$(RUNTIME)/bin/python -m bot run $(ARGS)

test: $(DEV)/ready ## run the tests
	@$(DEV)/bin/python -m pytest -n 2 --dist=worksteal $(QUICK) $(STORIES) $(ARGS)

check: $(DEV)/ready ## everything that a change must pass: style, types, layers, tests with coverage
	$(DEV)/bin/ruff format --check .
	$(DEV)/bin/ruff check .
	$(DEV)/bin/mypy $(SOURCES)
	$(DEV)/bin/lint-imports
	$(DEV)/bin/python -m pytest -n 2 --dist=worksteal $(QUICK) --cov --cov-report=term --cov-fail-under=90 $(ARGS)
	$(DEV)/bin/python -m pytest -n 2 --dist=worksteal $(STORIES) $(ARGS)

coverage: $(DEV)/ready ## what all tests together run of the program; it takes about half an hour
	$(DEV)/bin/python -m pytest -n 2 --dist=worksteal $(QUICK) $(STORIES) --cov --cov-report=term $(ARGS)

# Counting lines makes the stories, which start the program again and again, take twice as long.
QUICK = tests/unit tests/documents tests/contract tests/integration
STORIES = tests/rights tests/fuzz tests/crash tests/e2e

format: $(DEV)/ready ## put the code into the common form
	@$(DEV)/bin/ruff check --fix-only --quiet .
	@$(DEV)/bin/ruff format .

bench: $(RUNTIME)/ready ## measure this machine with the program
	@$(RUNTIME)/bin/python -m benchmarks $(ARGS)

postgres: $(DEV)/ready ## every test that needs a store, on SQLite and on a PostgreSQL server of the tests' own
	@$(DEV)/bin/python -m pytest -n 2 --dist=worksteal --postgres=all tests/integration $(ARGS)

simulate: $(RUNTIME)/ready ## live through 1,000 years at random and account for every notice
	@$(RUNTIME)/bin/python -m bot simulate --years 1000 $(ARGS)

walks: $(DEV)/ready ## the tests that try things at random, with ten times as many tries
	@$(DEV)/bin/python -m pytest -n 2 --dist=worksteal -m hypothesis --hypothesis-profile=long $(ARGS)

fuzz: $(DEV)/ready ## read 20,000 broken documents; ARGS="COUNT FIRST" for others
	@$(DEV)/bin/python -m tests.fuzz $(ARGS)

fuzz-webhooks: $(DEV)/ready ## make 100,000 broken calls to each webhook; ARGS="COUNT FIRST" for others
	@$(DEV)/bin/python -m tests.fuzz.webhooks $(ARGS)

crash: $(DEV)/ready ## kill the bot 10,000 times and compare its database with the messengers; ARGS="COUNT FIRST"
	@$(DEV)/bin/python -m tests.crash $(ARGS)

lock: $(LOCKING)/ready ## resolve the dependencies of pyproject.toml again, with hashes, for every platform
	@echo "Resolving the dependencies…"
	@$(LOCKED) pyproject.toml -o requirements.txt
	@$(LOCKED) --group dev -c requirements.txt pyproject.toml -o requirements-dev.txt

LOCKED = $(LOCKING)/bin/uv pip compile --quiet --no-config --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-strip-extras --upgrade --custom-compile-command "make lock"

clean: ## remove what make has set up and what the tools have left; data/ stays
	@rm -rf $(RUNTIME) $(DEV) $(LOCKING) .coverage .coverage.* htmlcov .hypothesis
	@rm -rf .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
	@find $(SOURCES) -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

$(RUNTIME)/ready: requirements.txt
	@$(call new_venv,$(RUNTIME),Setting up Planovyk in $(RUNTIME) (once; about half a minute)…)
	@$(RUNTIME)/bin/python $(PIP_INSTALL) --require-hashes -r $<
	@touch $@

$(DEV)/ready: requirements-dev.txt
	@$(call new_venv,$(DEV),Setting up the tools of development in $(DEV) (once; about a minute)…)
	@$(DEV)/bin/python $(PIP_INSTALL) --require-hashes -r $<
	@touch $@

$(LOCKING)/ready: Makefile
	@$(call new_venv,$(LOCKING),Setting up the resolver in $(LOCKING)…)
	@$(LOCKING)/bin/python $(PIP_INSTALL) uv==$(UV_VERSION)
	@touch $@

# $(call new_venv,FOLDER,WHAT TO SAY). A Python is tried by running it: a name on the path may be a shim of a version
# that is not there.
define new_venv
new_enough='import sys; sys.exit(sys.version_info < (3, 11))'; chosen=; \
for python in $(or $(PYTHON),python3.13 python3.12 python3.11 python3 python); do \
	if "$$python" -c "$$new_enough" 2>/dev/null; then chosen=$$python; break; fi; \
done; \
if [ -z "$$chosen" ]; then \
	echo "Planovyk needs Python 3.11 or newer, and $(or $(PYTHON),python3) is $$($(or $(PYTHON),python3) -c \
	'import platform; print(platform.python_version())' 2>/dev/null || echo missing): install it, or name another with make PYTHON=/path/to/python." >&2; \
	exit 1; \
fi; \
if ! "$$chosen" -c 'import venv, ensurepip' 2>/dev/null; then \
	echo "This $$chosen has no venv module: install it (on Debian and Ubuntu: sudo apt install python3-venv) and call make again." >&2; \
	exit 1; \
fi; \
echo "$(2)"; \
"$$chosen" -m venv --clear $(1)
endef
