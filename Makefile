# The newcomer's commands. `make run` starts the product, `make test` tests it.
.DEFAULT_GOAL := help
SHELL := /bin/sh
BIN := .venv/bin

.PHONY: help setup run test lint format bench docs messages screenshots lock ci clean

help: ## List the commands
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile | expand -t 20

.venv/.run: requirements/run.txt requirements/uv.txt package-lock.json tools/icons.txt
	@tools/environment.sh run

.venv/.dev: requirements/dev.txt requirements/uv.txt package-lock.json tools/icons.txt
	@tools/environment.sh dev
	@touch .venv/.run

setup: .venv/.dev ## Make the environment with everything for developing

run: .venv/.run ## Start the product with its demonstration district
	@$(BIN)/python tools/messages.py build
	@JIANGXIN_DEMO=$${JIANGXIN_DEMO-1} exec $(BIN)/jiangxin up $(ARGS)

test: .venv/.dev ## Run all tests (ARGS="tests/kernel -k name" for some)
	@$(BIN)/python tools/messages.py build
	@tools/browser.sh
	@$(BIN)/python -m pytest -n 2 --dist loadgroup $(ARGS)

lint: .venv/.dev ## Check style, types, directions, migrations, translations, templates, limits
	@tools/lint.sh

format: .venv/.dev ## Format the code
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format .

bench: .venv/.dev ## Measure the bars that apply (ARGS="name" for one)
	@$(BIN)/python benchmarks/run.py $(ARGS)

docs: .venv/.dev ## Write the generated documents anew
	@$(BIN)/python tools/messages.py build
	@$(BIN)/python tools/docs.py

messages: .venv/.dev ## Merge and compile the Chinese catalogue and list what is missing
	@$(BIN)/python tools/messages.py build
	@$(BIN)/python tools/messages.py check

screenshots: .venv/.dev ## Take the pictures of README and guides
	@tools/browser.sh
	@$(BIN)/python tools/screenshots.py

lock: .venv/.dev ## Lock the requirements (ARGS=--upgrade for the newest of everything)
	@tools/lock.sh $(ARGS)

ci: ## What the continuous integration runs
	@.ci/run

clean: ## Remove the environment and what was built (data in var/ stays)
	@rm -rf .venv node_modules src/jiangxin/static/vendor src/jiangxin/locale/zh_Hans .*_cache
