# Works on a machine with nothing but Python 3.11 or later, make and the network.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help demo test check bench clean

help:
	@echo '用法：make 目标'
	@echo '  demo    安装，分析 corpus/samples 里的总结，再办一季，结果在 demo/'
	@echo '  test    安装，跑全部测试'
	@echo '  check   代码风格、类型、导入方向、模块大小'
	@echo '  bench   速度与内存'
	@echo '  clean   删去安装和结果'

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo '需要 Python 3.11 或更高版本；可以这样指定：make PYTHON=python3.12 …' >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
	  || { echo '缺少 venv。请先安装，例如：sudo apt-get install python3-venv' >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

demo: $(READY)
	@rm -rf demo
	@mkdir demo
	@echo '== 分析：段落、指标、空缺、要点、举措'
	@$(BIN)/zongjie analyze corpus/samples -o demo/分析
	@echo
	@echo '== 检查：漏了什么，在哪个文件的第几段'
	@$(BIN)/zongjie check corpus/samples --format concise --fail-on never
	@$(BIN)/zongjie check corpus/samples --fail-on never --annotate demo/标注 --fill-sheet demo/填写单.xlsx > demo/检查.txt
	@tail -n 1 demo/检查.txt
	@echo
	@echo '== 指标：汇总成表'
	@$(BIN)/zongjie kpi corpus/samples -o demo/指标.xlsx
	@echo
	@echo '== 整批：一季的总结，谁没交、各要改什么、指标合计、雷同（40 份是合成的，里面有意留了毛病）'
	@$(BIN)/python -m corpus.season demo/一季 --documents 40 --units 8 --years 1 --seed 3 > /dev/null
	@$(BIN)/zongjie batch demo/一季/收件 --profile demo/一季/要求.toml -o demo/全年 --fail-on never \
	  || test $$? -eq 2  # some of its files cannot be read, on purpose
	@echo
	@echo '读不了的是有意放进去的坏文件，已逐个说明；其余照常办完。请用浏览器打开 demo/全年/总览.html'
	@echo '退回通知：'; ls demo/全年/退回通知 | head -n 3
	@echo
	@echo '结果：demo/分析/*.json，demo/检查.txt（原文与改法），demo/标注/（标出问题的文件），demo/填写单.xlsx，demo/指标.xlsx，demo/全年/（一季）'

test: $(READY)
	$(BIN)/python -m pytest -q

check: $(READY)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tests/module_size.py pipeline tests corpus

bench: $(READY)
	$(BIN)/python -m tests.bench

clean:
	rm -rf $(VENV) demo .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist
