"""What stands beside an answer, in the browser: readable on a phone, on paper and without JavaScript, and its words found."""

from __future__ import annotations

from urllib.parse import quote

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import Watched

ADDRESS = f"/?q={quote('卫滨区案件移送归谁管？')}"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def test_from_the_answer_to_the_words_beside_it(watched: Watched) -> None:
    """The way leads to the clause with the words marked."""
    page = watched.open(ADDRESS)
    related = page.get_by_role("region", name="相关规定")
    expect(related).to_contain_text("争议处理")
    related.get_by_role("link").click()
    expect(page.locator(".clause:target mark").first).to_be_in_viewport()
    expect(page.locator(".clause:target")).to_contain_text("提请区人民政府决定")


def test_on_a_phone_nothing_is_cut_and_axe_is_content(watched_phone: Watched) -> None:
    """No sideways scrolling; no violation of WCAG 2.2 AA."""
    page = watched_phone.open(ADDRESS)
    expect(page.get_by_role("region", name="相关规定")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    options = {"runOnly": {"type": "tag", "values": RULES}, "rules": {"target-size": {"enabled": True}}}
    found = Axe().run(page, options=options)
    assert found.violations_count == 0, found.generate_report()


def test_it_is_printed(watched: Watched) -> None:
    """On paper it stands below the answer."""
    page = watched.open(ADDRESS)
    page.emulate_media(media="print")
    expect(page.get_by_role("region", name="相关规定").locator("blockquote")).to_be_visible()
