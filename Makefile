# ecommus: `make run` serves two demo shops, `make test` proves that they work. See `make help`.

PYTHON ?= python3
PORT ?= 6543
VENV := .venv
BIN := $(VENV)/bin
LICENSE_PORT ?= 6544
LOCK := requirements/run.lock
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: help run license-service test proof lint types bench screenshots clean

help: ## what there is to make
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: $(VENV)/.run ## serve the demo shops (make run PORT=6600 for another port)
	@exec $(BIN)/ecommus -c development.ini serve --demo --port $(PORT)

license-service: $(VENV)/.run ## issue licenses beside the shop (LICENSE_PORT=6644 for another port)
	@exec $(BIN)/ecommus -c development.ini db lend ecommus_license LICENSE_DATABASE_URL -- \
		$(BIN)/python -m license_service -c license_service/development.ini serve --port $(LICENSE_PORT)

test: $(VENV)/.test ## everything that must hold, within fifteen minutes
	@tests/run.sh

proof: $(VENV)/.test ## the long ones: races, kills, load, fuzzing
	@tests/run.sh proof

lint: $(VENV)/.test ## style, types, who may import whom
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.test ## what a request costs, against floors measured in the same run
	$(BIN)/python -m tests.bench

screenshots: $(VENV)/.test ## the main pages in one sheet: var/screenshots/sheet.png
	$(BIN)/python -m tests.browser.screenshots

clean: ## take away what was installed and made, data too
	rm -rf $(VENV) var build dist *.egg-info

# A stamp per lock file: installed again only when it changes.
$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "ecommus needs Python 3.11 or newer")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: $(LOCK) setup.cfg | $(VENV)/bin/python
	$(BIN)/pip install --quiet --require-hashes -r $(LOCK)
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.test: requirements/test.lock $(VENV)/.run
	$(BIN)/pip install --quiet --require-hashes -r requirements/test.lock
	@touch $@
