# For developers; ./run and ./test do not need make.
.PHONY: check static format imports docs lock bench test

check: static test ## all that must pass before a commit

static: ## format, lint, types, imports, generated docs
	scripts/static

test: ## every test, on SQLite and PostgreSQL
	./test

format: ## put the code into its form
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .

imports: ## the floors, the pure rooms, the doors
	.venv/bin/lint-imports --no-logo

docs: ## write the generated pages and the transcripts in docs/ and the READMEs
	.venv/bin/python scripts/docs

lock: ## write the hashed locks from the .in files (UPGRADE=--upgrade for newer versions)
	scripts/lock $(UPGRADE)

bench: ## measure
	.venv/bin/python -m pytest benchmarks --benchmark-only
