"""Pages, API, command line and a served process over the shipped documents."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from webapp.app import create_app
from webapp.cli import main
from webapp.config import WebConfig
from webapp.wording import load_words, topic_words

QUESTION = "卫滨区发现案件不归自己管，几天内移送给谁？"


@pytest.fixture
def shipped(data_dir: Path) -> FlaskClient:
    """A client of the web app over the shipped documents."""
    return create_app(WebConfig(data_dir)).test_client()


def test_the_first_question_is_answered_with_both_deadlines(shipped: FlaskClient) -> None:
    """3 workdays, 24 hours where urgent, to the side in charge, from the clause that says so."""
    card = shipped.post("/api/v1/ask", json={"question": QUESTION}).get_json()["answers"][0]
    assert card["clause"] == ["三", "（一）", "2"]
    assert card["counterparts"] == ["有管辖权的一方"]
    assert {(limit["value"], limit["unit"]) for limit in card["deadlines"]} == {(3, "workday"), (24, "hour")}


def test_command_line_and_api_give_the_same_reply(shipped: FlaskClient, data_dir: Path) -> None:
    """One shape for both."""
    result = CliRunner().invoke(main, ["--data", str(data_dir), "ask", "--json", QUESTION])
    assert result.exit_code == 0
    assert json.loads(result.stdout) == shipped.get("/api/v1/ask", query_string={"q": QUESTION}).get_json()


def test_every_clause_of_every_document_has_its_page_and_its_anchor(shipped: FlaskClient) -> None:
    """No eid breaks an address."""
    for document in shipped.get("/api/v1/documents").get_json():
        reader = shipped.get(f"/documents/{document['slug']}").get_data(as_text=True)
        for clause in shipped.get(f"/api/v1/documents/{document['slug']}/clauses").get_json():
            assert reader.count(f'id="{clause["eid"]}"') == 1
            assert shipped.get(f"/documents/{document['slug']}/{clause['eid']}").status_code == 200


def test_identifiers_of_the_data_have_words(shipped: FlaskClient) -> None:
    """No user reads an identifier where a word is meant."""
    words = load_words()
    for duty in shipped.get("/api/v1/duties").get_json():
        assert duty["topic"] in topic_words()
        assert duty["modality"] in words["modality"]
        assert duty["status"] in words["duty_status"]


def test_a_folder_without_knowledge_base_is_told_of(tmp_path: Path) -> None:
    """By pages with 503, by the command line with exit code 2; none of them makes the folder."""
    folder = tmp_path / "nothing"
    assert create_app(WebConfig(folder)).test_client().get("/").status_code == 503
    result = CliRunner().invoke(main, ["--data", str(folder), "ask", QUESTION])
    assert result.exit_code == 2
    assert "建议：" in result.stderr
    assert not folder.exists()


def test_a_knowledge_base_built_later_is_picked_up_without_restart(tmp_path: Path) -> None:
    """A page that failed works once the knowledge base is there."""
    client = create_app(WebConfig(tmp_path / "late")).test_client()
    assert client.get("/documents").status_code == 503
    built = CliRunner().invoke(main, ["--data", str(tmp_path / "late"), "build", "--json"])
    assert json.loads(built.stdout)["documents"] == len(client.get("/api/v1/documents").get_json()) > 0


def test_an_imported_document_can_be_asked_for(tmp_path: Path) -> None:
    """Import, build, search: what was added is found, by the command line and by an app that was running before."""
    text = "东山区人民政府办公室关于路灯养护的通知\n\n一、路灯养护\n路灯损坏的，养护单位应当在2个工作日内修复。\n"
    (tmp_path / "lamp.txt").write_text(text, encoding="utf-8")
    folder = str(tmp_path / "data")
    runner = CliRunner()
    assert runner.invoke(main, ["--data", folder, "build"]).exit_code == 0
    client = create_app(WebConfig(Path(folder))).test_client()
    assert client.get("/api/v1/search", query_string={"q": "路灯养护单位"}).status_code == 200
    assert runner.invoke(main, ["--data", folder, "import", str(tmp_path / "lamp.txt")]).exit_code == 0
    assert runner.invoke(main, ["--data", folder, "build"]).exit_code == 0
    assert "2个工作日内修复" in runner.invoke(main, ["--data", folder, "search", "路灯养护单位"]).stdout
    assert "路灯养护" in client.get("/documents").get_data(as_text=True)
    assert client.get("/api/v1/search", query_string={"q": "路灯养护单位"}).get_json()["hits"][0]["eid"] == "1"


def test_a_file_that_is_no_text_is_refused_by_name(tmp_path: Path) -> None:
    """The exit code is 2 and the message names the file."""
    (tmp_path / "picture.txt").write_bytes(bytes(range(256)) * 40)
    result = CliRunner().invoke(main, ["--data", str(tmp_path / "data"), "import", str(tmp_path / "picture.txt")])
    assert result.exit_code == 2
    assert "picture.txt" in result.stderr


def test_serve_prints_its_address_and_serves(data_dir: Path, project: Path) -> None:
    """As a process of its own, on a free port."""
    command = [
        sys.executable,
        "-c",
        "from webapp.cli import main; main()",
        "--data",
        str(data_dir),
        "serve",
        "--port",
        "0",
    ]
    process = subprocess.Popen(
        command,
        cwd=project,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert "http:" in line, line + process.stdout.read()
        address = line.split("：", 1)[1].split()[0]
        with urllib.request.urlopen(f"{address}healthz", timeout=20) as response:
            assert json.load(response)["status"] == "ok"
    finally:
        process.terminate()
        process.communicate(timeout=20)
