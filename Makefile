# Every target sets up what it needs. `make help` lists them.
PORT ?= 8000
HOST ?= 127.0.0.1
PYTHON_IN_VENV = .venv/bin/python
# The variables of development; what is set in the environment already wins.
DEVELOPMENT = DEBUG=$${DEBUG:-1}
POSTGRES_URL ?= postgres://postgres@127.0.0.1:5432/medskap
REDIS_URL ?= redis://127.0.0.1:6379/1
# As many as there are cores; a number sets another.
PYTEST_WORKERS ?= auto
# Tests of what is the same on every database: they run once, on SQLite.
ANY_DATABASE = tests/project tests/deployment tests/contract/test_release.py \
	tests/contract/test_stub.py tests/contract/test_types.py tests/feedback/test_publication.py \
	tests/feedback/test_nobody_is_found.py
# Slow tests that need a processor to themselves.
SPEED = tests/benchmarks tests/api/test_refusal_cost.py

.DEFAULT_GOAL = help
.PHONY: help run reset-demo test test-slow test-speed test-postgres test-faults bench check format messages export-schema \
	contract-types contract-stub contract-release requirements setup setup-dev setup-node

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-17s %s\n", $$1, $$2 }' Makefile

setup:
	@PYTHON="$(PYTHON)" bin/setup requirements.txt

setup-dev:
	@PYTHON="$(PYTHON)" bin/setup requirements-dev.txt

# What tries the contract as a front end does. A machine without Node goes on without it.
setup-node:
	@bin/setup-node --optional

run: setup ## Run the product with its demo content (PORT=8000, HOST=127.0.0.1)
	@DEBUG=1 PORT=$(PORT) HOST=$(HOST) $(PYTHON_IN_VENV) bin/start

reset-demo: setup ## Throw away what was edited, and load the demo anew (ARGS=--yes does not ask)
	@DEBUG=1 $(PYTHON_IN_VENV) manage.py load_demo_content --reset $(ARGS)

test: setup-dev setup-node ## Run the tests on SQLite (ARGS="-k name" chooses)
	@$(PYTHON_IN_VENV) -m pytest -m "not slow" -n $(PYTEST_WORKERS) $(ARGS)

test-slow: setup-dev setup-node ## Run what takes longer: faults, scale, whole processes
	@$(PYTHON_IN_VENV) -m pytest -m slow $(addprefix --ignore=,$(SPEED)) \
		-n $(PYTEST_WORKERS) --dist loadfile $(ARGS)

test-speed: setup-dev ## Hold `make bench`, in small, and refusals to what is required
	@$(PYTHON_IN_VENV) -m pytest -m slow $(SPEED) -n 0 $(ARGS)

test-postgres: setup-dev setup-node ## Run the tests on PostgreSQL and Redis
	@$(PYTHON_IN_VENV) bin/require-services "$(POSTGRES_URL)" "$(REDIS_URL)"
	@DATABASE_URL="$(POSTGRES_URL)" CACHE_URL="$(REDIS_URL)" \
		$(PYTHON_IN_VENV) -m pytest -m "not slow" $(addprefix --ignore=,$(ANY_DATABASE)) \
		-n $(PYTEST_WORKERS) --maxprocesses 8 $(ARGS)

test-faults: setup-dev ## Cut the database, kill processes, lose the cache, grow, on PostgreSQL and Redis
	@$(PYTHON_IN_VENV) bin/require-services "$(POSTGRES_URL)" "$(REDIS_URL)"
	@DATABASE_URL="$(POSTGRES_URL)" CACHE_URL="$(REDIS_URL)" \
		$(PYTHON_IN_VENV) -m pytest -m slow tests/feedback/test_faults.py tests/feedback/test_database_restart.py \
		tests/feedback/test_scale.py tests/response_cache -n 0 $(ARGS)

bench: setup-dev ## Measure speed, growth and memory; ARGS="--only cached", "--quick", "--strict"
	@REDIS_URL="$(REDIS_URL)" $(PYTHON_IN_VENV) -m tests.benchmarks $(ARGS)

check: setup-dev ## Check format, lint, types, templates, migrations, translations, deployment
	@POSTGRES_URL="$(POSTGRES_URL)" bin/check

format: setup-dev ## Format the code
	@.venv/bin/ruff check --fix-only --quiet .
	@.venv/bin/ruff format .
	@.venv/bin/djlint --reformat --quiet cms pages feedback

messages: setup-dev ## Update the translation catalogs from the code
	@$(DEVELOPMENT) $(PYTHON_IN_VENV) manage.py translations update

export-schema: setup-dev ## Write the contract's schema, and the ids of its operations
	@$(DEVELOPMENT) $(PYTHON_IN_VENV) manage.py export_schema

contract-types: export-schema ## Write the contract's TypeScript from its schema and operations
	@bin/setup-node
	@node bin/contract-types.mjs

contract-stub: ## Answer front ends from the recorded answers, with no backend (PORT=8001)
	@command -v node >/dev/null || { echo "The stub needs Node 18: sudo apt install nodejs" >&2; exit 1; }
	@exec node frontend_contract/stub.mjs

contract-release: contract-types ## Promise front ends the contract as it is (VERSION=1.4.0)
	@$(DEVELOPMENT) $(PYTHON_IN_VENV) manage.py release_contract "$(VERSION)"

requirements: setup-dev ## Compile the requirements files from pyproject.toml
	@bin/compile-requirements
