# The campus and library of the Regional Migration Training Centre. `make` alone lists what there is.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help setup setup-test run test test-slow lint lint-types lint-templates lint-floors lint-style format messages demo check lock clean
MAKEFLAGS += --no-print-directory
# without it, every one of the many processes compiles all modules anew, which costs more than what they are for
unexport PYTHONDONTWRITEBYTECODE

# The distribution's own Python where it will do: built along profiles of real programs, it is an eighth quicker than
# one built on the machine without them (docs/measurements.md).
OWN_PYTHON := /usr/bin/python3
PYTHON ?= $(shell $(OWN_PYTHON) -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $(OWN_PYTHON) || echo python3)
BIN := .venv/bin
ARGS ?=
PROCESSES ?= 2

help: ## list the commands
	@sed -nE 's/^([a-z-]+):.*## (.*)$$/  make \1|\2/p' $(MAKEFILE_LIST) | column -t -s '|' 2>/dev/null || grep '##' $(MAKEFILE_LIST)

setup: ## prepare the environment and the front-end files (done by itself where needed)
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or newer is missing: apt-get install python3 python3-venv" >&2; exit 1; }
	@$(PYTHON) scripts/setup.py

setup-test:
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or newer is missing: apt-get install python3 python3-venv" >&2; exit 1; }
	@$(PYTHON) scripts/setup.py --test

run: setup ## the site with demonstration data on http://127.0.0.1:8000 (RMTC_PORT changes the port)
	@$(BIN)/rmtc migrate
	@$(BIN)/rmtc demo
	@exec $(BIN)/rmtc serve

test: setup-test ## all tests but the slow ones (ARGS="-k word" chooses)
	@$(BIN)/python -m pytest -n $(PROCESSES) $(ARGS)

test-slow: setup-test ## the slow tests: killed processes, text recognition, load
	@$(BIN)/python -m pytest -n $(PROCESSES) -m slow $(ARGS)

lint: setup-test ## style, types, floors, templates
	@$(MAKE) --jobs=2 --output-sync=target --keep-going lint-types lint-templates lint-floors lint-style

lint-types:
	@$(BIN)/mypy

lint-templates:
	@$(BIN)/djlint templates --lint --quiet

lint-floors:
	@$(BIN)/lint-imports

lint-style:
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .

format: setup-test ## put the code into its usual shape
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

messages: setup-test ## collect the texts of the interface into locale/
	@$(BIN)/python -m rmtc.i18n.messages

demo: setup ## fill the demonstration data
	@$(BIN)/rmtc migrate
	@$(BIN)/rmtc demo

check: setup ## is everything well: settings, database, files, index, audit chain
	@$(BIN)/rmtc check

lock: ## pin the packages again (needs uv; UPGRADE=1 takes newer ones)
	@scripts/lock.sh

clean: ## remove what was made, except the data
	@rm -rf .venv node_modules build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@rm -rf rmtc/web/static/vendor rmtc/web/static/manifest.json
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
