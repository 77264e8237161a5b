# make run     set up everything and serve on http://127.0.0.1:8000
# make test    set up everything, then formatter, linter, types and tests
# make lint · make bench · make screenshots · make lock · make clean
#
# PYTHON=/path/to/python3.12 chooses the interpreter; HOST and PORT the address; PYTEST_ARGS is handed to pytest.
# All that is set up lies in .venv; stamps in there make the second run fast.

PYTHON ?=
HOST ?= 127.0.0.1
PORT ?= 8000
PYTEST_ARGS ?=
UV ?= uv

VENV := .venv
BIN := $(VENV)/bin
STAMPS := $(VENV)/stamps
PACKAGES := corpus index graph assistant webapp
CANDIDATES := $(or $(PYTHON),python3 python3.13 python3.12 python3.11)
# Prints major.minor of an interpreter that is new enough, fails for any other.
VERSION := import sys; sys.exit(1) if sys.version_info < (3, 11) else print("%d.%d" % sys.version_info[:2])
# The command to run apt-get with: env for root, sudo where it asks no password, else empty.
AS_ROOT := command -v apt-get >/dev/null && { [ "$$(id -u)" = 0 ] && echo env || { sudo -n true 2>/dev/null && echo sudo; }; }
FIND_CHROMIUM := command -v chromium || command -v chromium-browser || command -v google-chrome || true
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
INSTALL := $(PIP) install --require-hashes

.PHONY: run test lint bench screenshots lock clean venv runtime development chromium

run: runtime
	@$(BIN)/quanze build
	@exec $(BIN)/quanze serve --host $(HOST) --port $(PORT)

test: development chromium
	@$(MAKE) --no-print-directory --silent lint
	@CHROMIUM="$${CHROMIUM:-$$($(FIND_CHROMIUM))}" $(BIN)/python -m pytest $(PYTEST_ARGS)

lint: development
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy

bench: runtime
	@$(BIN)/python -m bench.speed
	@$(BIN)/python -m bench.pages

# The pictures in docs/images/, taken anew.
screenshots: development chromium
	@CHROMIUM="$${CHROMIUM:-$$($(FIND_CHROMIUM))}" $(BIN)/python -m bench.screenshots

# --- environment ------------------------------------------------------------------------------------------------------

# A separate make looks at the stamps after `venv` has run, since `venv` may have thrown them away.
runtime: venv
	@$(MAKE) --no-print-directory --silent $(STAMPS)/project

development: venv
	@$(MAKE) --no-print-directory --silent $(STAMPS)/development

# Keeps an environment that works, was made in this folder and is of the Python asked for; else makes a new one.
venv:
	@set -eu; \
	have=$$($(BIN)/python -c '$(VERSION)' 2>/dev/null || true); \
	grep -qsF "$(CURDIR)/$(VENV)" $(BIN)/activate || have=; \
	if [ -n "$$have" ] && [ -z "$(PYTHON)" ]; then exit 0; fi; \
	python=; want=; \
	for candidate in $(CANDIDATES); do \
	  if want=$$("$$candidate" -c '$(VERSION)' 2>/dev/null); then python=$$candidate; break; fi; \
	done; \
	if [ -z "$$python" ]; then \
	  echo '需要 Python 3.11 或更高版本（已查找：$(CANDIDATES)）。' >&2; \
	  echo '请先安装（Debian、Ubuntu：sudo apt-get install python3 python3-venv），或指定：make PYTHON=/路径/python3.12' >&2; \
	  exit 1; \
	fi; \
	if [ "$$have" = "$$want" ]; then exit 0; fi; \
	if ! "$$python" -c 'import ensurepip, venv' 2>/dev/null; then \
	  as_root=$$($(AS_ROOT)) || true; \
	  if [ -z "$$as_root" ]; then \
	    echo "$$python 缺少 venv 模块。请先运行：sudo apt-get install python$$want-venv" >&2; exit 1; \
	  fi; \
	  echo "正在安装 python$$want-venv …"; \
	  $$as_root apt-get update -qq; \
	  $$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends python$$want-venv; \
	fi; \
	echo "正在建立运行环境 $(VENV)（Python $$want）…"; \
	rm -rf $(VENV); \
	"$$python" -m venv $(VENV)

# The build tool first: what comes as source only (jieba) is then built by a pinned tool, with nothing fetched unchecked.
$(STAMPS)/runtime: requirements-build.lock requirements.lock
	@echo '正在安装运行所需的软件包…'
	@$(INSTALL) -r requirements-build.lock
	@$(INSTALL) --no-build-isolation --use-pep517 -r requirements.lock
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/project: pyproject.toml $(STAMPS)/runtime
	@$(PIP) install --no-build-isolation --no-deps --no-index --editable .
	@touch $@

$(STAMPS)/development: requirements-dev.lock $(STAMPS)/project
	@echo '正在安装测试所需的软件包…'
	@$(INSTALL) --no-build-isolation --use-pep517 -r requirements-dev.lock
	@touch $@

# A browser and a Chinese font for the browser tests.
chromium:
	@set -eu; \
	missing=; \
	[ -n "$${CHROMIUM:-$$($(FIND_CHROMIUM))}" ] || missing=chromium; \
	[ -n "$$(fc-list :lang=zh 2>/dev/null)" ] || missing="$$missing fonts-noto-cjk"; \
	if [ -z "$$missing" ]; then exit 0; fi; \
	as_root=$$($(AS_ROOT)) || true; \
	if [ -n "$$as_root" ]; then \
	  echo "正在安装浏览器测试所需的 $$missing …"; \
	  $$as_root apt-get update -qq; \
	  $$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $$missing >/dev/null; \
	else \
	  echo "浏览器测试缺少：$$missing。请先运行：sudo apt-get install $$missing" >&2; \
	  echo '已有 Chromium 或 Chrome 的，可用环境变量 CHROMIUM 指明其路径。' >&2; \
	  exit 1; \
	fi

# --- upkeep -----------------------------------------------------------------------------------------------------------

COMPILE := $(UV) pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest --generate-hashes \
	--no-emit-index-url --custom-compile-command 'make lock'

# Resolves anew for all platforms and Pythons 3.11 and up; pinned versions stay unless UPGRADE=--upgrade is given.
lock:
	echo 'setuptools>=77' | $(COMPILE) $(UPGRADE) - --output-file requirements-build.lock
	$(COMPILE) $(UPGRADE) pyproject.toml --output-file requirements.lock
	$(COMPILE) $(UPGRADE) pyproject.toml --extra dev --constraint requirements.lock --output-file requirements-dev.lock

# The knowledge base (var/) and the environment (.venv) stay.
clean:
	rm -rf build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find bench tests $(PACKAGES) -name __pycache__ -type d -prune -exec rm -rf {} +
