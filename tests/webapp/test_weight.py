"""What a first visit takes over the wire, style sheets and scripts counted in."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from bench.pages import DRAWN, MOST_BYTES, PAGES, weigh
from webapp.app import create_app
from webapp.config import WebConfig


@pytest.fixture(scope="module")
def client(data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A client over a copy of the knowledge base, since a question without an answer is kept."""
    folder = tmp_path_factory.mktemp("weighed") / "data"
    shutil.copytree(data_dir, folder)
    return create_app(WebConfig(folder)).test_client()


@pytest.mark.parametrize("address", [page for page in PAGES if not page.startswith(DRAWN)])
def test_a_page_is_light(client: FlaskClient, address: str) -> None:
    """At most 100 KB, for the slow lines of villages."""
    assert weigh(client, address).total <= MOST_BYTES


def test_every_page_is_weighed(client: FlaskClient) -> None:
    """A page added to the app is added to the list."""
    rules = {
        rule.endpoint
        for rule in client.application.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and not rule.rule.startswith(("/api/", "/export/", "/static/"))
    }
    adapter = client.application.url_map.bind("localhost")
    weighed = {adapter.match(address.partition("?")[0])[0] for address in PAGES}
    files = {"healthz", "favicon", "document_pages.facts", "ask_pages.ask_by_name", "type_pages.choose"}
    assert {name for name in rules - weighed - files if not name.endswith(".export")} == set()
