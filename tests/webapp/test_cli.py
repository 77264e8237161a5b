"""The command line: what it prints, and its exit codes."""

from __future__ import annotations

import json
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import assistant
from corpus import Problem, UserError
from tests.webapp.conftest import Run
from tests.webapp.fake import CITATION, FakeKnowledge
from webapp.config import default_data_dir


def test_ask_prints_answer_quote_and_citation(run: Run) -> None:
    """The direct answer comes first."""
    result = run("ask", "案件移送给谁")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[1] == "东山区：甲方3个工作日内移送给有管辖权的一方。"
    assert f"  依据：{CITATION}" in lines


def test_a_refusal_prints_its_reason_and_ends_with_1(run: Run) -> None:
    """What is nearest is called no basis."""
    result = run("ask", "什么时候下雨")
    assert result.exit_code == 1
    assert "知识库中的文件没有规定这件事。" in result.stdout
    assert "仅供参考" in result.stdout


def test_batch_keeps_order_and_ids(run: Run, tmp_path: Path) -> None:
    """One reply a line, from a file and from standard input."""
    lines = '{"id": "b", "question": "下雨"}\n{"id": "a", "question": "移送给谁"}\n'
    (tmp_path / "batch.jsonl").write_text(lines, encoding="utf-8")
    from_file = run("ask", "--batch", str(tmp_path / "batch.jsonl"), "--json")
    from_input = run("ask", "--batch", "-", input=lines)
    assert from_file.stdout == from_input.stdout
    replies = [json.loads(line) for line in from_file.stdout.splitlines()]
    assert [(reply["id"], reply["status"]) for reply in replies] == [("b", "no_basis"), ("a", "answered")]
    assert from_file.exit_code == 0


def test_search_by_batch_and_alone(run: Run) -> None:
    """Alone without a hit it ends with 1."""
    assert "1. 东政办〔2024〕1号 一（一） 案件移送制度" in run("search", "移送").stdout
    assert run("search", "没有").exit_code == 1
    batch = run("search", "--batch", "-", input='{"id": 1, "query": "移送"}\n{"query": "没有"}\n')
    found = [json.loads(line) for line in batch.stdout.splitlines()]
    assert [len(entry["hits"]) for entry in found] == [1, 0]
    assert found[0]["id"] == "1"


def test_documents_clauses_duties_and_show(run: Run) -> None:
    """Each prints for people and, with --json, for programs."""
    assert "东政办〔2024〕1号" in run("documents").stdout
    assert len(json.loads(run("documents", "--json").stdout)) == 2
    assert "  [1.1] （一）案件移送制度" in run("clauses", "东政办〔2024〕1号").stdout
    assert all("eid" in json.loads(line) for line in run("clauses", "east", "--json").stdout.splitlines())
    assert "甲方 应当 移送案件；对象：有管辖权的一方；期限：3个工作日内；情况紧急的，24小时内" in run("duties").stdout
    assert json.loads(run("duties", "--json", "--topic", "案件移送").stdout)["actors"] == ["甲方"]
    assert run("show", "东政办〔2024〕1号", "一（一）").stdout.startswith(CITATION)
    assert run("show", "无").exit_code == 1


def test_doctor_ends_with_1_where_something_is_wrong(run: Run) -> None:
    """With what to do about it."""
    result = run("doctor")
    assert result.exit_code == 1
    assert "请运行 quanze build。" in result.stdout
    assert [check["ok"] for check in json.loads(run("doctor", "--json").stdout)["checks"]] == [True, False]


@pytest.mark.parametrize(
    "arguments",
    [
        ("ask",),
        ("ask", "案" * 2001),
        ("ask", "移送", "--district", "火星"),
        ("ask", "移送", "--batch", "-"),
        ("ask", "--batch", "/nothing.jsonl"),
        ("search", "移送", "--limit", "0"),
        ("search", "移送", "--topic", "天气"),
        ("search", "移送", "--modality", "也许"),
        ("search", "移送", "--year", "明年"),
        ("clauses",),
        ("clauses", "nothing"),
        ("nothing",),
        ("ask", "移送", "--nothing"),
    ],
)
def test_input_that_cannot_be_used_ends_with_2(run: Run, arguments: tuple[str, ...]) -> None:
    """In words on standard error; with --json as an object on standard output."""
    told = run(*arguments)
    assert told.exit_code == 2
    assert told.stderr.startswith("错误：")
    assert "建议：" in told.stderr
    assert not told.stdout
    as_json = run(*arguments, "--json")
    assert as_json.exit_code == 2
    assert set(json.loads(as_json.stdout)["error"]) == {"code", "message", "hint"}


def test_help_is_in_chinese(run: Run) -> None:
    """Of the program and of each command."""
    for command in ("import", "build", "ask", "search", "documents", "clauses", "duties", "show", "serve", "doctor"):
        assert command in run("--help").stdout
        text = run(command, "--help").stdout
        assert text.startswith(f"用法：quanze {command}")
        assert "Usage" not in text
        assert "Show" not in text


def test_without_a_knowledge_base_the_hint_says_what_to_do(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit code 2 and the message of the assistant."""

    class Missing:
        @staticmethod
        def open(folder: Path) -> None:
            raise UserError("知识库还没有建立。", hint="请运行 quanze build。", code="store_missing")

    monkeypatch.setattr(assistant, "Knowledge", Missing)
    result = run("ask", "移送给谁")
    assert (result.exit_code, result.stderr) == (2, "错误：知识库还没有建立。\n建议：请运行 quanze build。\n")


@dataclass(frozen=True)
class Entry:
    """What the assistant says of one imported file."""

    path: str
    slug: str | None
    outcome: str
    problems: tuple[Problem, ...] = ()
    error: str | None = None
    hint: str = ""


def test_import_tells_of_each_file(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that cannot be read makes the exit code 2; the others are imported."""
    good, bad = (
        Entry("a.txt", "a", "added", (Problem((0, 1), "编号跳号"),)),
        Entry("b.bin", None, "failed", (), "不是文本", "请另存为文本"),
    )
    monkeypatch.setattr(assistant, "import_paths", lambda *given, **named: (good, bad))
    told = run("import", "a.txt", "b.bin")
    assert (told.exit_code, "已导入 a.txt（代号 a）" in told.stdout, "未能导入 b.bin：不是文本" in told.stderr) == (
        2,
        True,
        True,
    )
    assert json.loads(run("import", "a.txt", "b.bin", "--json").stdout)["error"]["code"] == "unreadable_source"
    monkeypatch.setattr(assistant, "import_paths", lambda *given, **named: (good,))
    assert run("import", "a.txt").exit_code == 0
    monkeypatch.setattr(assistant, "import_paths", lambda *given, **named: ())
    assert run("import", "empty").exit_code == 2


def test_serve_says_that_the_port_is_taken(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a port to try instead."""
    monkeypatch.setattr(assistant, "build_knowledge", lambda *given, **named: None)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = run("serve", "--port", str(port))
    assert result.exit_code == 2
    assert f"端口 {port} 已被占用。" in result.stderr
    assert f"--port {port + 1}" in result.stderr


def test_the_data_folder_is_in_the_checkout_or_with_the_user(tmp_path: Path) -> None:
    """A checkout keeps it in var/; an installed program in the user's data folder."""
    package, home = tmp_path / "project" / "webapp", tmp_path / "home"
    package.mkdir(parents=True)
    assert default_data_dir(package, {}, home) == home / ".local" / "share" / "quanze"
    assert default_data_dir(package, {"XDG_DATA_HOME": str(tmp_path)}, home) == tmp_path / "quanze"
    (package.parent / "corpus").mkdir()
    (package.parent / "pyproject.toml").touch()
    assert default_data_dir(package, {"XDG_DATA_HOME": str(tmp_path)}, home) == package.parent / "var"


def test_starting_the_command_line_imports_no_web_server(project: Path) -> None:
    """Help and errors come at once."""
    import subprocess
    import sys

    code = "import sys, webapp.cli; print([name for name in ('flask', 'waitress', 'rich', 'networkx', 'whoosh') if name in sys.modules])"
    found: Any = subprocess.run([sys.executable, "-c", code], cwd=project, capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_search_filters_reach_full_text(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each option by its Chinese name; none means no filter."""
    asked: list[dict[str, object]] = []

    def search(self: object, words: str, **filters: object) -> tuple[()]:
        asked.append(filters)
        return ()

    monkeypatch.setattr(FakeKnowledge, "search", search)
    options = ("--topic", "案件移送", "--modality", "不得", "--document", "weibin", "--year", "2024", "--no-deadline")
    run("search", "移送", *options)
    run("search", "移送")
    told = {"topic": "case_transfer", "modality": "prohibition", "document": "weibin", "year": "2024", "deadline": "no"}
    assert asked[0] == {"district": None, "department": None, "limit": 20} | told
    assert asked[1] == {"district": None, "department": None, "limit": 20} | dict.fromkeys(told)
