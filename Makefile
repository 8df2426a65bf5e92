# `make demo` and `make test` are the README's two commands; `make install` is the set-up both call.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
PYTHON ?= python3
# A folder of ours first on the path: node, npm, cdk and lab come from here, never from the machine.
export PATH := $(CURDIR)/.venv/bin:$(PATH)
export JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION := 1

UV := .venv/bin/uv pip sync --quiet --require-hashes

.PHONY: help install demo test check format lock reference clean

help: ## Show what can be made
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

install: .venv/.done .venv-localaws/.done .venv-science/.done node_modules/.done ## Install everything into this folder

demo: install ## Check, synthesise and deploy labs/demo to the AWS on this machine, and use it
	lab demo

test: install ## Install everything and run every test
	pytest

check: install ## What CI runs: linters, types, import contracts, tests
	pre-commit run --all-files
	pytest

format: install ## Rewrite Python files in the house format
	ruff format .
	ruff check --fix .

lock: install ## Compile the pins again after editing requirements/*.in or package.json
	for name in bootstrap project localaws science; do \
	  uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	    --no-emit-index-url --no-emit-find-links requirements/$$name.in -o requirements/$$name.txt; \
	done
	npm install --package-lock-only

reference: install ## Write again what is generated: JSON schemas, settings reference, golden files, drawing
	python -m docs.generate

clean: ## Stop the local AWS and remove everything that make install and make demo made
	test ! -x .venv/bin/lab || .venv/bin/lab local down --all
	rm -rf .venv .venv-* node_modules cdk.out .lab

.venv/.done: requirements/bootstrap.txt requirements/project.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed, this is " + sys.version.split()[0] + ": make PYTHON=python3.11 ...")'
	@echo "Installing the project's environment (about 400 MB, a minute) ..."
	$(PYTHON) -m venv .venv
	.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bootstrap.txt
	cat requirements/bootstrap.txt requirements/project.txt > .venv/requirements.txt
	$(UV) --python .venv/bin/python .venv/requirements.txt
	.venv/bin/uv pip install --quiet --python .venv/bin/python --no-deps --no-build-isolation --editable .
	python bootstrap/node_on_path.py
	touch $@
