# Names the scripts in tools/; each says at its top what it does.
PYTHON := build/venv/bin/python
TAGS ?= /wbs_module
export PORT

.PHONY: help run reset test test-long dist bench pictures fixture setup setup-test start-database stop-database db odoo-test lock

help: ## Show these targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 18

run: setup ## Run Odoo with the module and demo data on loopback [PORT=8100]
	@$(PYTHON) -m tools.run

reset: setup ## Throw the data of "make run" away
	@$(PYTHON) -m tools.run --reset

test: setup-test ## Run all tests
	@$(PYTHON) -m tools.test

test-long: setup-test ## Run the tests that take minutes
	@$(PYTHON) -m tools.test --long

dist: setup ## Write dist/wbs_module-VERSION.zip for another Odoo 19
	@$(PYTHON) -m tools.dist

bench: setup ## Measure ours against Odoo's own [ONLY=part]
	@$(PYTHON) -m tools.bench $(ONLY)

pictures: setup-test ## Take the pictures of README and manuals from the running product
	@$(PYTHON) -m tools.pictures

fixture: setup ## Keep this version with cases in flight, for the test of upgrades
	@$(PYTHON) -m tools.fixture

setup: ## Set up this checkout: Odoo 19, Python and npm packages, PostgreSQL
	@python3 -m tools.setup

setup-test: ## Set up what tests need too: Chromium, LibreOffice, mat2, clamd
	@python3 -m tools.setup --for-tests

start-database: setup ## Start this checkout's PostgreSQL
	@$(PYTHON) -m tools.postgres start

stop-database: ## Stop this checkout's PostgreSQL
	@$(PYTHON) -m tools.postgres stop

db: setup ## Make the template databases with the module, without and with demo data
	@$(PYTHON) -m tools.database template
	@$(PYTHON) -m tools.database template --demo

odoo-test: setup ## Run Odoo tests: make odoo-test TAGS=/wbs_module:TestCase [DEMO=1]
	@$(PYTHON) -m tools.test.odoo_tests $(if $(DEMO),--demo) $(TAGS)

lock: setup ## Write the hashed locks anew from requirements*.in
	@python3 -m tools.setup.lock
