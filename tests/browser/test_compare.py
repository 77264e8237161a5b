"""Comparing districts at the browser: by mouse, by keys, on a phone, without JavaScript, on paper, by the rules of axe."""

from __future__ import annotations

import re
from urllib.parse import quote

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Watched

TOPICS = "/compare?topic=case_transfer&topic=assistance"
PAGES = {
    "overview": "/compare",
    "topics": TOPICS,
    "quotes": f"/compare?topic=dispute&quotes=1&district={quote('卫滨区')}&district={quote('山亭区')}&district={quote('海淀区')}",
    "nothing": f"/compare?topic=filing&district={quote('卫滨区')}",
    "clauses": "/compare/clauses?a=weibin/3.1.2&b=shanting/2.2",
    "clauses-empty": "/compare/clauses",
    "error": f"/compare?topic={quote('天气')}",
}


def choose_and_compare(page: Page) -> None:
    """Ticks two topics and sends the form."""
    page.get_by_label("案件移送").check()
    page.get_by_label("执法协助").check()
    page.get_by_role("button", name="对比").click()


def test_choose_topics_read_the_quote_and_go_to_the_clause(watched: Watched) -> None:
    """From the overview to a marked clause."""
    page = watched.open("/")
    page.get_by_role("navigation", name="主导航").get_by_role("link", name="对比").click()
    choose_and_compare(page)
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=re.compile("^移送")))
    for limit in ("3个工作日内", "三日内", "十个工作日内"):
        expect(row).to_contain_text(limit)
    expect(row).to_contain_text("≠ 日与工作日口径不同")
    cell = row.get_by_role("cell").first
    cell.get_by_text("原文").first.click()
    expect(cell.locator(".cell-quote").first).to_contain_text("应当在3个工作日内移送给有管辖权的一方处理")
    cell.locator(".clause-link").first.click()
    expect(page.locator(".clause:target mark").first).to_be_in_viewport()


def test_head_and_first_column_stay_in_view(watched: Watched) -> None:
    """While the table scrolls both ways."""
    watched.page.set_viewport_size({"width": 800, "height": 600})
    page = watched.open(TOPICS)
    region = page.get_by_role("region", name=re.compile("可滚动的表格"))
    region.evaluate("element => element.scrollTo(300, 400)")
    place = region.bounding_box()
    corner = region.locator("thead .corner").bounding_box()
    assert place is not None
    assert corner is not None
    assert abs(corner["x"] - place["x"]) < 3
    assert abs(corner["y"] - place["y"]) < 3


def test_word_differences_can_be_reached_from_the_table(watched: Watched) -> None:
    """And both sides are marked by more than colour."""
    page = watched.open(TOPICS)
    page.get_by_role("link", name="与卫滨区逐字对照").first.click()
    expect(page).to_have_url(re.compile("/compare/clauses"))
    for tag in ("del", "ins"):
        marked = page.locator(f".diff-text {tag}").first
        assert "underline" in marked.evaluate("element => getComputedStyle(element).textDecorationLine")


def test_exports_are_downloaded_under_chinese_names(watched: Watched) -> None:
    """As XLSX and as a Word file."""
    page = watched.open("/compare?topic=dispute")
    for name, suffix in (("XLSX", "xlsx"), ("Word", "docx"), ("CSV", "csv")):
        with page.expect_download() as download:
            page.get_by_role("link", name=name).click()
        assert download.value.suggested_filename == f"跨区对照（争议协调）.{suffix}"


def test_the_whole_way_by_keyboard(watched: Watched) -> None:
    """Tick a topic with the space bar, send with Enter, scroll the table, open a quote; the focus is always seen."""
    page = watched.open("/compare")
    tab_to(page, "() => document.activeElement.value === 'case_transfer'")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("跨区对照（案件移送）")
    tab_to(page, "() => document.activeElement.classList.contains('matrix-scroll')")
    page.keyboard.press("End")
    tab_to(
        page,
        "() => document.activeElement.tagName === 'SUMMARY' && document.activeElement.textContent.startsWith('原文')",
    )
    page.keyboard.press("Enter")
    expect(page.locator(".entry details[open] .cell-quote").first).to_be_visible()


def tab_to(page: Page, condition: str) -> None:
    """Presses Tab until `condition` holds; each stop on the way has a visible outline."""
    for _ in range(80):
        page.keyboard.press("Tab")
        outline = page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none", page.evaluate("() => document.activeElement.outerHTML")
        if page.evaluate(condition):
            return
    raise AssertionError(f"Tab never reached {condition}")


def test_no_page_scrolls_sideways(watched: Watched) -> None:
    """At 768, 360 and 320 pixels; the table scrolls inside its region, or folds to cards."""
    wide = []
    for width in (768, 360, 320):
        watched.page.set_viewport_size({"width": width, "height": 740})
        for name, address in PAGES.items():
            page = watched.open(address)
            if page.evaluate("() => document.documentElement.scrollWidth > document.documentElement.clientWidth"):
                wide.append((width, name))
    watched.complaints.clear()  # Chromium reports the 400 page among these
    assert wide == []


def test_on_a_phone_cells_are_cards_named_for_their_district(watched_phone: Watched) -> None:
    """No region to scroll inside the page."""
    page = watched_phone.open(TOPICS)
    cell = page.locator(".matrix tbody tr:not(.topic-row) td").first
    assert cell.evaluate("element => getComputedStyle(element).display") == "block"
    assert "卫滨区" in cell.evaluate("element => getComputedStyle(element, '::before').content")
    region = page.locator(".matrix-scroll")
    assert region.evaluate("element => element.scrollHeight <= element.clientHeight + 1")
    expect(page.get_by_role("cell").first).to_be_visible()


def test_everything_works_without_javascript(watched_plain: Watched) -> None:
    """Choosing, comparing, quotes, two clauses."""
    page = watched_plain.open("/compare")
    choose_and_compare(page)
    page.locator(".matrix").get_by_text("原文").first.click()
    expect(page.locator(".cell-quote").first).to_be_visible()
    page.get_by_role("link", name="与卫滨区逐字对照").first.click()
    expect(page.locator("ins").nth(1)).to_be_visible()


def test_it_prints_on_landscape_pages(watched: Watched) -> None:
    """Without controls, the whole table in the width of the page, nothing cut off by a scrolling region."""
    page = watched.page
    page.set_viewport_size({"width": 1009, "height": 680})  # A4 landscape within its margins
    page.emulate_media(media="print")
    for address in (PAGES["quotes"], TOPICS, "/compare"):
        watched.open(address)
        expect(page.locator(".chooser")).to_be_hidden()
        region = page.locator(".matrix-scroll")
        assert region.evaluate("element => element.scrollHeight <= element.clientHeight + 1")
        assert page.evaluate("() => document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        boxes = re.findall(rb"/MediaBox \[([\d. ]+)\]", page.pdf(prefer_css_page_size=True))
        assert boxes
        for box in boxes:
            _, _, width, height = map(float, box.split())
            assert (round(width), round(height)) == (842, 595)


def test_no_page_breaks_a_rule_of_accessibility(watched: Watched) -> None:
    """axe finds nothing against WCAG 2.2 A and AA, wide and narrow, with quotes open."""
    options = {
        "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
        "rules": {"target-size": {"enabled": True}},
    }
    found = {}
    for width in (1280, 360):
        watched.page.set_viewport_size({"width": width, "height": 900})
        for name, address in PAGES.items():
            page = watched.open(address)
            page.evaluate("() => document.querySelectorAll('details').forEach(element => { element.open = true; })")
            violations = Axe().run(page, options=options).response["violations"]
            told = [(violation["id"], [node["target"] for node in violation["nodes"]][:3]) for violation in violations]
            if told:
                found[name, width] = told
    watched.complaints.clear()  # Chromium reports the 400 page among these
    assert found == {}
