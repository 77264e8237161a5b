"""The web app and the command line over the knowledge base of `fake.py`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from flask.testing import FlaskClient

import assistant
from corpus import UserError
from tests.webapp.fake import FakeKnowledge
from webapp import provider
from webapp.app import create_app
from webapp.cli import main
from webapp.config import WebConfig

Run = Callable[..., Result]


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Flask:
    """The web app; its clock stands at 2026-11-21."""
    monkeypatch.setattr(provider, "Knowledge", SimpleNamespace(open=lambda folder: FakeKnowledge()))
    return create_app(WebConfig(tmp_path, today=lambda: date(2026, 11, 21)))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A client of the web app."""
    return app.test_client()


@pytest.fixture
def empty_client(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> FlaskClient:
    """A client of a web app that has no knowledge base."""

    def fail(folder: Path) -> None:
        raise UserError("知识库还没有建立。", hint="请运行 quanze build。", code="store_missing")

    monkeypatch.setattr(provider, "Knowledge", SimpleNamespace(open=fail))
    return create_app(WebConfig(tmp_path)).test_client()


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Runs the command line with the arguments given; `input` is its standard input."""
    monkeypatch.setattr(assistant, "Knowledge", SimpleNamespace(open=lambda folder: FakeKnowledge()))

    def invoke(*arguments: str, **options: Any) -> Result:
        return CliRunner().invoke(main, ["--data", str(tmp_path), *arguments], **options)

    return invoke
