# 권익(Kwonik): `make serve` 하나면 체험할 수 있고 `make test` 하나면 시험할 수 있습니다.
.DEFAULT_GOAL := help
.PHONY: help setup serve figures test check bench stop reset lock
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

PROFILE ?= seoul
PORT ?= 8000
ARGS ?=
# Somebody's own database says itself which profile it holds, unless one is asked for by name.
EXPECTED = $(if $(and $(DATABASE_URL),$(filter file,$(origin PROFILE))),,$(PROFILE))
BIN := .venv/bin
PY := $(BIN)/python
READY := .venv/.ready
HTML_CHECKER := node_modules/.package-lock.json
COMPILE := $(BIN)/uv pip compile --quiet --python-version 3.11 --universal --generate-hashes --no-header --no-annotate

help: ## 할 수 있는 일을 보여 줍니다
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo
	@echo "  PROFILE=seoul|anyang|maru  어느 지자체로 볼지 (serve, figures)   PORT=8000  주소의 포트 (serve)"
	@echo "  DATABASE_URL=...      체험용 대신 쓸 데이터베이스            ARGS=...   pytest에 넘길 말 (test)"

setup: $(READY) ## 파이썬 꾸러미를 설치합니다 (다른 명령이 알아서 부릅니다)

serve: $(READY) ## 체험용 서버를 켭니다. Ctrl-C로 끝냅니다
	@$(PY) -m kwonik serve --profile $(PROFILE) --port $(PORT)

figures: $(READY) ## 원문에 실린 수치를 다시 셈하여 JSON으로 냅니다
ifndef DATABASE_URL
	@$(PY) -m kwonik prepare --profile $(PROFILE) >&2
endif
	@KWONIK_PROFILE=$(EXPECTED) $(PY) -m kwonik figures $(EXPECTED:%=--profile %)

test: $(READY) ## 모든 시험을 합니다
	@command -v npm >/dev/null && $(MAKE) --silent $(HTML_CHECKER) || true
	@$(PY) -m pytest -n 2 --dist loadgroup $(ARGS)
	@echo "모든 시험을 통과했습니다."

check: $(READY) ## 코드, 문서, 틀, 마이그레이션을 1분 안에 살핍니다
	@echo "글의 모양";      $(BIN)/ruff check --quiet . && $(BIN)/ruff format --check --quiet .
	@echo "자료형";         $(BIN)/mypy --no-error-summary
	@echo "서로 아는 사이"; $(BIN)/lint-imports > .venv/lint-imports.txt || { cat .venv/lint-imports.txt; exit 1; }
	@echo "집안 규칙";      $(PY) -m tools.check_house
	@echo "모두 좋습니다."

bench: $(READY) ## 성능을 잽니다
	@$(PY) -m bench $(ARGS)

stop: ## 체험용 데이터베이스를 멈춥니다
	@test ! -x $(PY) || $(PY) -m kwonik.site.tryout stop

reset: ## 체험용 데이터베이스에 적은 것을 모두 지웁니다
	@test ! -x $(PY) || $(PY) -m kwonik.site.tryout reset

lock: $(READY) ## pyproject.toml에 맞추어 requirements/를 다시 씁니다 (ARGS=--upgrade로 올립니다)
	@$(COMPILE) pyproject.toml $(ARGS) -o requirements/run.txt >/dev/null
	@$(COMPILE) pyproject.toml $(ARGS) --group dev --extra tryout -o requirements/dev.txt >/dev/null
	@$(COMPILE) --group pyproject.toml:peers $(ARGS) --constraint requirements/run.txt -o requirements/peers.txt >/dev/null

$(READY): requirements/dev.txt
	@tools/set-up

$(HTML_CHECKER): package-lock.json
	@echo "HTML 검사기를 설치합니다." && npm ci --silent --no-audit --no-fund && touch $@
