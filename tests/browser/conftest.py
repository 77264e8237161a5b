"""Chromium, and a server over the shipped documents on a free port."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright
from waitress.server import create_server

from webapp.app import create_app
from webapp.config import WebConfig

ARGUMENTS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
)


@pytest.fixture(scope="session")
def server(data_dir: Path) -> Iterator[str]:
    """The address of a running server, without a slash at its end."""
    running = create_server(create_app(WebConfig(data_dir)), host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{running.effective_port}"
    running.close()
    thread.join(timeout=5)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, from CHROMIUM or the search path."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not path:
        pytest.skip("no Chromium: set CHROMIUM to its path")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield started
        started.close()


@dataclass
class Watched:
    """A page, what its console complained of, and the addresses outside the server that it asked for."""

    page: Page
    server: str
    complaints: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)

    def open(self, address: str) -> Page:
        """Goes to an address of the server."""
        self.page.goto(self.server + address)
        return self.page

    def note_request(self, request: Request) -> None:
        """Keeps the address of a request that leaves the server."""
        if not request.url.startswith((self.server, "data:", "blob:")):
            self.outside.append(request.url)


@pytest.fixture
def watched(browser: Browser, server: str) -> Iterator[Watched]:
    """A page 1280 pixels wide. After the test it must have complained of nothing and left the server for nothing."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN")
    yield from watch(context, server)


@pytest.fixture
def watched_phone(browser: Browser, server: str) -> Iterator[Watched]:
    """The same, 360 pixels wide."""
    yield from watch(browser.new_context(viewport={"width": 360, "height": 740}, locale="zh-CN"), server)


@pytest.fixture
def watched_plain(browser: Browser, server: str) -> Iterator[Watched]:
    """The same with JavaScript switched off."""
    yield from watch(browser.new_context(java_script_enabled=False, locale="zh-CN"), server)


def watch(context: BrowserContext, server: str) -> Iterator[Watched]:
    """A page of `context` with its eyes open."""
    result = Watched(context.new_page(), server)
    result.page.on(
        "console",
        lambda message: result.complaints.append(message.text) if message.type in ("error", "warning") else None,
    )
    result.page.on("pageerror", lambda error: result.complaints.append(str(error)))
    result.page.on("request", result.note_request)
    yield result
    context.close()
    assert result.complaints == []
    assert result.outside == []
