"""A person at the browser: asks, reads, follows the citation; with keys only; on a phone; without JavaScript."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Watched

QUESTION = "卫滨区发现案件不归自己管，几天内移送给谁？"
REFUSED = "卫滨区的食堂几点开饭？"
CITED = "卫政办〔2024〕1号"


@pytest.fixture(scope="session")
def addresses(knowledge: object) -> dict[str, str]:
    """One address for each kind of page."""
    slug = next(document.slug for document in knowledge.documents() if document.metadata.number == CITED)  # type: ignore[attr-defined]
    return {
        "home": "/",
        "answer": f"/?q={quote(QUESTION)}",
        "refusal": f"/?q={quote(REFUSED)}",
        "error": "/?q=%00",
        "search": f"/search?q={quote('案件移送')}",
        "search-empty": "/search",
        "documents": "/documents",
        **{f"reader-{document.slug}": f"/documents/{document.slug}" for document in knowledge.documents()},  # type: ignore[attr-defined]
        "clause": f"/documents/{slug}/3.1.2",
        "source": f"/documents/{slug}/source",
        "not-found": "/nothing",
    }


def ask(page: Page, question: str) -> None:
    """Types a question and sends it."""
    page.get_by_label("您想知道什么").fill(question)
    page.get_by_role("button", name="查询").click()


def test_ask_read_and_follow_the_citation_to_the_marked_clause(watched: Watched) -> None:
    """The answer has the deadline and the other side, and its link lands on the clause with the words marked."""
    page = watched.open("/")
    ask(page, QUESTION)
    card = page.locator(".card").first
    for shown in ("3个工作日", "24小时", "有管辖权的一方", CITED):
        expect(card).to_contain_text(shown)
    card.get_by_role("link", name="看原文").click()
    expect(page).to_have_url(re.compile(r"/documents/.+#3\.1\.2$"))
    clause = page.locator(".clause:target")
    expect(clause).to_be_in_viewport()
    expect(clause.locator("mark").first).to_be_in_viewport()
    expect(clause).to_contain_text("应当在3个工作日内移送给有管辖权的一方处理")


def test_a_refusal_names_the_reason_and_what_is_near(watched: Watched) -> None:
    """Nothing on the page looks like an answer."""
    page = watched.open(f"/?q={quote(REFUSED)}")
    expect(page.locator(".refusal")).to_be_visible()
    expect(page.locator(".card")).to_have_count(0)


def test_copying_the_citation_tells_that_it_is_done(watched: Watched) -> None:
    """The button copies exactly the citation."""
    watched.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = watched.open(f"/?q={quote(QUESTION)}")
    page.get_by_role("button", name="复制引用").first.click()
    expect(page.get_by_role("status")).to_have_text("已复制")
    copied = page.evaluate("() => navigator.clipboard.readText()")
    assert copied == page.locator(".citation-text").first.inner_text()


def test_copying_works_without_the_clipboard_interface(watched: Watched) -> None:
    """As on plain http in an intranet, where browsers have none."""
    watched.page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page = watched.open(f"/?q={quote(QUESTION)}")
    page.get_by_role("button", name="复制引用").first.click()
    expect(page.get_by_role("status")).to_have_text("已复制")


def test_the_whole_way_by_keyboard(watched: Watched) -> None:
    """Box, answer, skip link, link to the clause: no mouse, and the focus can be seen at each step."""
    page = watched.open("/")
    expect(page.get_by_label("您想知道什么")).to_be_focused()
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    expect(page.locator(".card").first).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("跳到正文")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("您想知道什么")).to_be_focused()
    focus_by_tab(page, "看原文")
    page.keyboard.press("Enter")
    expect(page.locator(".clause:target")).to_be_in_viewport()


def focus_by_tab(page: Page, name: str) -> None:
    """Presses Tab until the link `name` has the focus; each stop on the way has a visible outline."""
    for _ in range(40):
        page.keyboard.press("Tab")
        outline = page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none", page.evaluate("() => document.activeElement.outerHTML")
        if page.evaluate("() => document.activeElement.textContent").strip() == name:
            return
    raise AssertionError(f"Tab never reached {name}")


def test_no_page_scrolls_sideways_on_a_phone(watched_phone: Watched, addresses: dict[str, str]) -> None:
    """At 360 and at 320 pixels."""
    page = watched_phone.page
    wide = []
    for width in (360, 320):
        page.set_viewport_size({"width": width, "height": 740})
        for name, address in addresses.items():
            watched_phone.open(address)
            if page.evaluate("() => document.documentElement.scrollWidth > document.documentElement.clientWidth"):
                wide.append((width, name))
    watched_phone.complaints.clear()  # Chromium reports the 400 and 404 pages among these
    assert wide == []


def test_the_contents_are_folded_on_a_phone(watched_phone: Watched, addresses: dict[str, str]) -> None:
    """So that the text begins on the first screens."""
    page = watched_phone.open(addresses["clause"].rsplit("/", 1)[0])
    expect(page.locator(".contents-details")).not_to_have_attribute("open", re.compile(".*"))


def test_everything_works_without_javascript(watched_plain: Watched) -> None:
    """Asking, the citation as text, the marked clause, search."""
    page = watched_plain.open("/")
    ask(page, QUESTION)
    expect(page.locator(".citation-text").first).to_contain_text(CITED)
    expect(page.get_by_role("button", name="复制引用")).to_have_count(0)
    page.get_by_role("link", name="看原文").first.click()
    expect(page.locator(".clause:target mark").first).to_be_in_viewport()
    watched_plain.open("/search")
    page.get_by_label(re.compile("检索词")).fill("案件移送")
    page.get_by_role("button", name="检索").click()
    expect(page.locator(".hits > li").first).to_be_visible()


def test_no_page_breaks_a_rule_of_accessibility(watched: Watched, addresses: dict[str, str]) -> None:
    """axe finds nothing against WCAG 2.2 A and AA, wide and narrow."""
    options = {
        "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
        "rules": {"target-size": {"enabled": True}},
    }
    found = {}
    for width in (1280, 360):
        watched.page.set_viewport_size({"width": width, "height": 900})
        for name, address in addresses.items():
            page = watched.open(address)
            violations = Axe().run(page, options=options).response["violations"]
            told = [(violation["id"], [node["target"] for node in violation["nodes"]][:3]) for violation in violations]
            if told:
                found[name, width] = told
    watched.complaints.clear()  # Chromium reports the 400 and 404 pages among these
    assert found == {}


def test_a_clause_page_leads_to_its_neighbours(watched: Watched, addresses: dict[str, str]) -> None:
    """And up to the clause it stands in."""
    page = watched.open(addresses["clause"])
    page.get_by_role("link", name=re.compile("^下一条")).click()
    expect(page).to_have_url(re.compile(r"/3\.1\.3$"))
    page.get_by_role("navigation", name="所在位置").get_by_role("link").last.click()
    expect(page).to_have_url(re.compile(r"/3\.1$"))
