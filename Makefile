# Everything a newcomer types. Each target installs what it needs and is missing;
# a second run installs nothing and needs no network.
#
#   make run      start the program with the sample evaluation on 127.0.0.1:8000
#   make test     every check and test
#   make soak     kill the server fifty times while people score
#   make check    format, lint, types, imports
#   make fmt      format, and mend what can be mended
#   make bench    measure speed
#   make lock     refresh the locked dependencies
#   make setup    install only

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install --no-build-isolation --use-pep517

# A stamp's name holds a checksum of what was installed: a changed lock file is
# installed anew, one that was only touched is not.
checksum = $(shell cat $(1) | cksum | cut -d ' ' -f 1)
RUNTIME := $(VENV)/.runtime-$(call checksum,requirements-build.lock requirements.lock)
DEVELOPMENT := $(VENV)/.development-$(call checksum,requirements-dev.lock)
PROJECT := $(VENV)/.project-$(call checksum,pyproject.toml)
CATALOGUE := vendor_eval/translations/ja/LC_MESSAGES/messages.mo

.DELETE_ON_ERROR:
.PHONY: setup setup-dev run test soak check fmt bench lock translations

setup: $(PROJECT) $(CATALOGUE)
	@.ci/system-packages run

setup-dev: $(DEVELOPMENT) $(PROJECT) $(CATALOGUE)
	@.ci/system-packages run test

run: setup
	@$(BIN)/vendor-eval demo $(ARGS)

test: check
	@$(BIN)/python -m pytest --numprocesses 2 --dist loadfile $(ARGS)

soak: setup-dev
	@$(BIN)/python -m pytest -m soak $(ARGS)

check: setup-dev
	@$(BIN)/ruff format --check
	@$(BIN)/ruff check
	@$(BIN)/mypy
	@$(BIN)/lint-imports

fmt: setup-dev
	@$(BIN)/ruff format
	@$(BIN)/ruff check --fix

bench: setup-dev
	@.ci/system-packages bench
	@$(BIN)/python -m benchmarks $(ARGS)

translations: $(CATALOGUE)

# --universal: one lock for every platform and every Python from 3.11 on.
LOCK := UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv pip compile --no-config --quiet --universal \
	--python-version 3.11 --fork-strategy fewest --generate-hashes --strip-extras --no-emit-index-url --no-annotate
lock: $(DEVELOPMENT)
	$(LOCK) $(ARGS) --output-file requirements.lock pyproject.toml
	$(LOCK) $(ARGS) --output-file requirements-build.lock --constraints requirements.lock --group build
	$(LOCK) $(ARGS) --output-file requirements-dev.lock --constraints requirements.lock \
		--constraints requirements-build.lock --group dev pyproject.toml
	$(LOCK) $(ARGS) --output-file benchmarks/peers.lock benchmarks/peers.in

$(BIN)/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=/path/to/python3")'
	@echo "Installing Python packages into $(VENV); this takes a minute or two, once."
	@$(PYTHON) -m venv $(VENV)

# What builds packages comes first: then nothing that is not locked is ever fetched.
$(RUNTIME): | $(BIN)/pip
	@$(PIP) --require-hashes --requirement requirements-build.lock
	@$(PIP) --require-hashes --requirement requirements.lock
	@rm -f $(VENV)/.runtime-* $(VENV)/.development-* && touch $@

$(DEVELOPMENT): | $(RUNTIME)
	@echo "Installing what the tests need into $(VENV); this takes a minute or two, once."
	@$(PIP) --require-hashes --requirement requirements-dev.lock
	@rm -f $(VENV)/.development-* && touch $@

$(PROJECT): | $(RUNTIME)
	@$(PIP) --no-deps --editable .
	@$(BIN)/python -m compileall -q vendor_eval
	@rm -f $(VENV)/.project-* && touch $@

PARTS := $(wildcard vendor_eval/translations/ja/parts vendor_eval/translations/ja/parts/*.po)
$(CATALOGUE): $(PARTS) vendor_eval/translations/compile.py | $(RUNTIME)
	@$(BIN)/python vendor_eval/translations/compile.py
