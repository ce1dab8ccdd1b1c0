# The commands of the house. `make run` is all an office needs; README.md tells the rest.
PYTHON ?= python3
PORT ?= 8501
ROUNDS ?= 5
SECONDS ?= 300
python := .venv/bin/python
# Two workers: the suite is measured for a machine of two cores. A file's tests stay with one worker, so that the
# servers and warehouses they share are made once; files come in their order, those with a browser first.
workers := -n 2 --dist loadfile --no-loadscope-reorder

.PHONY: help run test test-lake check fuzz audit crash clean screenshots test-tools bench load wheelhouse

help:
	@echo "make run          start the board (the first time it installs what it needs)"
	@echo "make check        lint, types and quick tests"
	@echo "make test         everything, with browser and documents"
	@echo "make test-lake    lakes (docs/scale.md), and the suites of contract, etl and KPIs in lakes"
	@echo "make fuzz         read 5,000 damaged files (half an hour)"
	@echo "make crash        kill -9 in upgrades, closings and restorings, 500 times each"
	@echo "make screenshots  take the pictures in docs/ again"
	@echo "make bench        measure the speed and write docs/benchmarks.md (ROUNDS=5)"
	@echo "make load         50 viewers and 5 reporters at one server for five minutes (SECONDS=300)"
	@echo "make wheelhouse   wheels for an installation without a network (docs/operations.md)"
	@echo "make audit        look for known weaknesses of the pinned libraries (needs the internet)"
	@echo "make clean        remove the environment, caches and the sample warehouse as it was built"

# Made again whenever requirements.txt changes, or the environment's Python is gone or newer.
.venv/.ready: requirements.txt $(python)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "需要 Python 3.11 或更高版本（Python 3.11 or newer is needed）"; exit 1; }
	@echo "正在安装到 .venv，首次需要一至三分钟（installing, once）……"
	@$(python) -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear .venv || { echo "缺少 venv 组件，Debian、Ubuntu 请安装 python3-venv（Python's venv is missing）"; exit 1; }
	@$(python) -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(python): ;

.venv/.ready-dev: .venv/.ready requirements-dev.txt
	@echo "正在安装检查和测试所需组件（installing what tests need）……"
	@$(python) -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

run: .venv/.ready
	@$(python) -m dashboard serve --port $(PORT)

check: .venv/.ready-dev
	$(python) -m ruff check .
	$(python) -m ruff format --check .
	$(python) -m mypy
	$(python) -m pytest -q $(workers) -m "not browser and not documents and not slow"

test-tools:
	@sh tools/install_test_tools.sh

test: .venv/.ready-dev test-tools
	$(python) -m ruff check .
	$(python) -m ruff format --check .
	$(python) -m mypy
	$(python) -m pytest -q $(workers)

.venv/.ready-lake: .venv/.ready-dev requirements-lake.txt requirements-lake-dev.txt
	@$(python) -m pip install --quiet --disable-pip-version-check -r requirements-lake-dev.txt
	@touch $@

# Of the dashboard's suites those that read a warehouse for figures, lamps, findings and exports (docs/scale.md).
lake_suites = $(patsubst %,tests/dashboard/test_%.py,adjusted_targets annual changed_definitions closed_months consequences \
	definitions_under_data kpis_command names_of_the_month owed_reports trend_command workbook)

test-lake: .venv/.ready-lake
	@sh tools/install_test_tools.sh lake
	$(python) -m pytest -q tests/lake
	$(python) -m pytest -q $(workers) -p tests.lake.everywhere -m "not browser and not documents and not slow" \
		tests/contract tests/etl $(lake_suites)

fuzz: .venv/.ready-dev
	$(python) -m tests.fuzz.reading 5000

audit: .venv/.ready-dev
	@$(python) -m tools.audit

crash: .venv/.ready-dev
	CRASH_ROUNDS=500 $(python) -m pytest -q -s tests/etl/test_crash.py

screenshots: .venv/.ready-dev test-tools
	$(python) -m tools.screenshots

.venv/.ready-bench: .venv/.ready-dev requirements-bench.txt
	@$(python) -m pip install --quiet --disable-pip-version-check -r requirements-bench.txt
	@touch $@

bench: .venv/.ready-bench test-tools
	$(python) -m bench --rounds $(ROUNDS)

load: .venv/.ready-dev test-tools
	$(python) -m bench.load --seconds $(SECONDS)

wheelhouse: .venv/.ready
	$(python) -m tools.wheelhouse

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis test-results
	@if cmp -s data/sample-warehouse/CURRENT data/sample-warehouse/AS-BUILT; then rm -rf data/sample-warehouse; \
	elif [ -e data/sample-warehouse ]; then echo "data/sample-warehouse 中有后来导入的数据，没有删除（kept: not the sample as built）"; fi
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
