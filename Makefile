# What there is to do here, each with one word. Needs make and Python 3.11 or newer, nothing else:
# every target makes .venv by itself, once; a second run costs nothing until pyproject.toml or constraints.txt change.

PYTHON ?= python3
VENV ?= .venv
# Which tests `make test` takes; .ci/run takes the slow ones, too.
SELECT ?= not slow and not soak
WORKERS ?= auto
# --no-skips where everything is there that tests need.
NO_SKIPS ?=

BIN := $(VENV)/bin
STAMPS := $(VENV)/.stamps
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --constraint constraints.txt
SHOP ?= demo

.DEFAULT_GOAL := help
# Two pips in one environment would trip over each other.
.NOTPARALLEL:

.PHONY: help
help: ## say what there is to do
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 18

.PHONY: demo
demo: $(STAMPS)/run ## make a sample shop in demo/, run its day, say what was found
	@$(BIN)/shopbook demo $(SHOP)

.PHONY: test
# Hundreds of processes are started: what one has compiled is kept for the next, whatever the environment says.
test: export PYTHONDONTWRITEBYTECODE =
test: $(STAMPS)/dev ## run the tests that need only Python (and those that need LibreOffice where it is installed)
	$(BIN)/python -m pytest --numprocesses $(WORKERS) -m "$(SELECT)" $(NO_SKIPS) $(TESTS)

.PHONY: soak
soak: $(STAMPS)/dev ## run for hours what the tests sample: every fault of the disk, mutated workbooks, ten thousand files
	$(BIN)/python -m pytest -m soak -q $(TESTS)

.PHONY: check format lint types layers
check: format lint types layers ## format, lint, types, layers; `make -k check` goes on after the first that fails

format: $(STAMPS)/dev
	$(BIN)/ruff format --check
lint: $(STAMPS)/dev
	$(BIN)/ruff check
types: $(STAMPS)/dev
	$(BIN)/mypy
layers: $(STAMPS)/dev
	$(BIN)/lint-imports --no-logo

.PHONY: bench
bench: $(STAMPS)/bench ## compare with other tools and write docs/benchmarks.md; ARGS=--full on whole sheets, too
	$(BIN)/python -m bench $(ARGS)

.PHONY: templates
templates: $(STAMPS)/run ## rebuild xlsx_templates/ and macros/ from the declarations
	$(BIN)/shopbook templates

.PHONY: examples
examples: $(STAMPS)/dev ## take the reference's examples of rules that have none from the tests, ARGS=tests/books/… from some; say anew what is said
	$(BIN)/python -m tests.build.harvesting $(ARGS)

.PHONY: scenes
scenes: $(STAMPS)/dev ## play the guide's examples of tasks anew, ARGS=--pictures with pictures, ARGS=tests/books/… finds those of new tasks
	$(BIN)/python -m tests.build.staging $(ARGS)

.PHONY: docs
docs: export NO_MKDOCS_2_WARNING = 1
docs: $(STAMPS)/docs ## the documentation as a site in build/site, opened from disk; a warning is a fault
	$(BIN)/mkdocs build --strict --quiet
	@echo "build/site/index.html"

.PHONY: pictures
pictures: $(STAMPS)/dev ## take the guide's pictures of changed sheets anew, ARGS=--all of all; needs LibreOffice, python3-uno, xvfb
	$(BIN)/python -m tests.build.picturing $(ARGS)

.PHONY: pins
pins: ## write constraints.txt anew, with the newest versions that fit
	$(PYTHON) -m venv --clear $(VENV)-pins
	$(VENV)-pins/bin/python -m pip install --quiet '.[excel,distributed,dev,docs,bench]'
	$(VENV)-pins/bin/python -m pip freeze --exclude shopbook > constraints.txt
	rm -rf $(VENV)-pins

.PHONY: clean
clean: ## forget the environment and the caches
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache dist

# An environment made by hand, or by another target, is kept and completed.
$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	|| { echo "shopbook needs Python 3.11 or newer; name one: make PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(STAMPS)/run: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) --editable .
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/dev: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) --editable '.[dev]'
	@mkdir -p $(STAMPS) && touch $@ $(STAMPS)/run

$(STAMPS)/docs: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) --editable '.[dev,docs]'
	@mkdir -p $(STAMPS) && touch $@ $(STAMPS)/dev $(STAMPS)/run

$(STAMPS)/bench: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) --editable '.[dev,bench]'
	@mkdir -p $(STAMPS) && touch $@ $(STAMPS)/dev $(STAMPS)/run
