"""The page of the API at the browser: by keys, on a phone, without JavaScript, on paper, by the rules of axe; and the
links to data on the pages.
"""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import quote

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import Watched

ASKED = f"/?q={quote('卫滨区案件移送要几天')}"
WITH_DATA = (ASKED, f"/search?q={quote('移送')}&kind=departments", "/documents", "/documents/weibin", "/departments",
             f"/departments/{quote('卫滨区/各镇办')}", "/graph?node=topic:case_transfer", "/compare", "/gaps")  # fmt: skip


def test_from_the_foot_of_a_page_to_a_reply_by_keyboard(watched: Watched) -> None:
    """Footer, contents, a route, its reply opened, the whole reply."""
    page = watched.open("/")
    page.get_by_role("contentinfo").get_by_role("link", name="接口").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("接口")
    page.get_by_role("navigation", name="本页目录").get_by_role("link", name="检索").press("Enter")
    expect(page.get_by_role("heading", name="检索", exact=True)).to_be_in_viewport()
    page.get_by_role("link", name="看返回示例：检索条款").press("Enter")
    reply = page.get_by_label("返回示例：检索条款")
    expect(reply).to_be_visible()
    assert json.loads(reply.inner_text())["query"] == "案件移送 材料"
    expect(page.get_by_role("heading", name="GET /api/v1/search")).to_be_in_viewport()


def test_every_request_and_reply_is_there_without_javascript(watched_plain: Watched) -> None:
    """The page is whole as it comes."""
    page = watched_plain.open("/api")
    expect(page.locator(".api-request").first).to_contain_text("curl -s -G http://127.0.0.1")
    page.get_by_role("link", name="看返回示例：问一个问题", exact=True).click()
    expect(page.get_by_label("返回示例：问一个问题", exact=True)).to_contain_text('"status": "answered"')


def test_it_fits_a_phone(watched_phone: Watched) -> None:
    """Only requests and replies scroll sideways, each in its own frame."""
    for address in ("/api", "/api?show=department", *WITH_DATA):
        page = watched_phone.open(address)
        assert page.evaluate("() => document.documentElement.scrollWidth") <= 360, address


def test_requests_are_not_cut_on_paper(watched: Watched) -> None:
    """What scrolls on the screen is wrapped in print."""
    page = watched.open("/api")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 700, "height": 1000})
    widths = page.evaluate(
        "() => [...document.querySelectorAll('.api-request')].map(frame => frame.scrollWidth - frame.clientWidth)"
    )
    assert max(widths) <= 0


def test_no_rule_of_accessibility_is_broken(watched: Watched) -> None:
    """axe finds nothing against WCAG 2.2 A and AA, wide and narrow, with a reply shown; nor on a page with data."""
    options = {
        "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
        "rules": {"target-size": {"enabled": True}},
    }
    found = {}
    for width in (1280, 360):
        watched.page.set_viewport_size({"width": width, "height": 900})
        for address in ("/api?show=ask", ASKED, "/documents/weibin", f"/search?q={quote('移送')}&kind=departments"):
            page = watched.open(address)
            page.evaluate("() => document.querySelectorAll('details').forEach(element => { element.open = true; })")
            violations = Axe().run(page, options=options).response["violations"]
            told = [(violation["id"], [node["target"] for node in violation["nodes"]][:3]) for violation in violations]
            if told:
                found[width, address] = told
    assert found == {}


def test_data_of_a_page_is_downloaded(watched: Watched, tmp_path: Path) -> None:
    """XLSX of an answer, under a Chinese name."""
    page = watched.open(ASKED)
    with page.expect_download() as download:
        page.get_by_role("navigation", name="本页数据").get_by_role("link", name="XLSX").click()
    assert download.value.suggested_filename == "答复.xlsx"
    download.value.save_as(tmp_path / "a.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes().startswith(b"PK")
