"""A person at the search page: suggestions by keyboard, filters, a phone, no JavaScript, print."""

from __future__ import annotations

import re
from urllib.parse import quote

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import Watched

OPTIONS = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "rules": {"target-size": {"enabled": True}},
}
ADDRESSES = (
    "/search",
    f"/search?q={quote('移送')}",
    f"/search?q={quote('移送')}&kind=duties&district={quote('卫滨区')}&topic=case_transfer",
    f"/search?q={quote('移送')}&kind=departments",
    "/search?q=&kind=attachments",
    f"/search?q={quote('应当')}&page=2",
    f"/search?q={quote('“葡萄 (')}",
)


def test_pinyin_initials_lead_to_a_search(watched: Watched) -> None:
    """Type, go down the list, choose: the search is made."""
    page = watched.open("/search")
    box = page.get_by_role("combobox", name=re.compile("检索词"))
    box.focus()
    page.keyboard.type("ajys")
    rows = page.get_by_role("option")
    expect(rows.first).to_contain_text("案件移送")
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(rows.first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", str(rows.first.get_attribute("id")))
    page.keyboard.press("ArrowUp")
    expect(rows.first).to_have_attribute("aria-selected", "false")
    assert Axe().run(page, options=OPTIONS).response["violations"] == []
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/search\?q=%E6%A1%88%E4%BB%B6%E7%A7%BB%E9%80%81"))
    expect(page.locator(".hits > li").first).to_be_visible()


def test_escape_closes_the_list_and_keeps_what_was_typed(watched: Watched) -> None:
    """Enter then sends what was typed."""
    page = watched.open("/search")
    box = page.get_by_role("combobox", name=re.compile("检索词"))
    box.press_sequentially("移送")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_value("移送")
    page.keyboard.press("Enter")
    expect(page.locator("#found")).to_contain_text("找到")


def test_nothing_is_suggested_while_an_input_method_composes(watched: Watched) -> None:
    """Letters that become characters are no query yet."""
    page = watched.open("/search")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/suggest" in request.url else None)
    box = page.get_by_role("combobox", name=re.compile("检索词"))
    box.evaluate(
        "(input) => { input.focus(); input.dispatchEvent(new CompositionEvent('compositionstart'));"
        " input.value = 'yisong'; input.dispatchEvent(new InputEvent('input', {isComposing: true})); }"
    )
    page.wait_for_timeout(400)
    assert asked == []
    box.evaluate("(input) => { input.value = '移送'; input.dispatchEvent(new CompositionEvent('compositionend')); }")
    expect(page.get_by_role("option").first).to_be_visible()


def test_the_question_box_completes_the_end_of_the_question(watched: Watched) -> None:
    """What stands before is kept, and nothing is sent."""
    page = watched.open("/")
    box = page.get_by_role("combobox", name="您想知道什么")
    box.press_sequentially("卫滨区的lianxihui")
    expect(page.get_by_role("option").first).to_be_visible()
    page.get_by_role("option").first.click()
    expect(box).to_have_value(re.compile("^卫滨区的联席会"))
    expect(page).to_have_url(re.compile("/$"))


def test_filters_by_click_and_chips_back(watched: Watched) -> None:
    """Each click is an address of its own, so that the way back works."""
    page = watched.open(f"/search?q={quote('移送')}")
    shown = page.locator("#found").inner_text()
    page.get_by_role("list", name="辖区").get_by_role("link").first.click()
    expect(page.locator(".chips li")).to_have_count(2)
    expect(page.locator("#found")).not_to_have_text(shown)
    page.get_by_role("link", name=re.compile("去掉条件 辖区")).click()
    expect(page.locator("#found")).to_have_text(shown)
    page.go_back()
    expect(page.locator(".chips li")).to_have_count(2)


def test_the_whole_way_by_keyboard(watched: Watched) -> None:
    """To the first hit, with a visible outline at each step."""
    page = watched.open(f"/search?q={quote('移送')}")
    first = page.locator(".hit-title a").first.get_attribute("href")
    for _ in range(120):
        page.keyboard.press("Tab")
        assert page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle") != "none"
        if page.evaluate("() => document.activeElement.getAttribute('href')") == first:
            break
    page.keyboard.press("Enter")
    expect(page.locator(".clause:target")).to_be_in_viewport()


def test_on_a_phone_filters_are_folded_and_nothing_scrolls_sideways(watched_phone: Watched) -> None:
    """The first hit is near the top."""
    page = watched_phone.page
    for width in (360, 320):
        page.set_viewport_size({"width": width, "height": 740})
        for address in ADDRESSES:
            watched_phone.open(address)
            assert page.evaluate(
                "() => document.documentElement.scrollWidth <= document.documentElement.clientWidth"
            ), address
    watched_phone.open(ADDRESSES[1])
    expect(page.locator(".filters-details")).not_to_have_attribute("open", re.compile(".*"))


def test_without_javascript_nothing_is_missing(watched_plain: Watched) -> None:
    """Search, tabs, filters, chips, pages, export."""
    page = watched_plain.open("/search")
    page.get_by_label(re.compile("检索词")).fill("应当")
    page.get_by_role("button", name="检索").click()
    page.get_by_role("navigation", name="检索范围").get_by_role("link", name=re.compile("职责")).click()
    expect(page.locator("#found")).to_contain_text("项职责")
    page.get_by_role("list", name="性质").get_by_role("link").first.click()
    expect(page.locator(".chips li")).to_have_count(2)
    page.get_by_role("link", name="第 2 页").click()
    expect(page.locator("#found")).to_contain_text("第 2 页")
    expect(page.get_by_role("link", name="CSV")).to_be_visible()


def test_no_rule_of_accessibility_is_broken(watched: Watched) -> None:
    """Wide and narrow."""
    for width in (1280, 360):
        watched.page.set_viewport_size({"width": width, "height": 900})
        for address in ADDRESSES:
            page = watched.open(address)
            violations = Axe().run(page, options=OPTIONS).response["violations"]
            assert [(item["id"], [node["target"] for node in item["nodes"]][:3]) for item in violations] == [], address


def test_the_printed_page_has_the_hits_only(watched: Watched) -> None:
    """No filters, tabs or boxes."""
    page = watched.open(ADDRESSES[1])
    page.emulate_media(media="print")
    for hidden in (".filters", ".tabs", ".box", ".search-help", "header.site"):
        expect(page.locator(hidden).first).to_be_hidden()
    expect(page.locator(".hits > li").first).to_be_visible()
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
