"""A person at the department pages and the graph: with keys only, on a phone, without JavaScript, on paper."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Watched

DEPARTMENT = "/departments/山亭区/综合行政执法局"
TOPIC = "/graph?node=topic:case_transfer"
ADDRESSES = {
    "departments": "/departments",
    "departments-none": "/departments?q=没有这个",
    "department": DEPARTMENT,
    "department-posts": "/departments/郑州新郑综合保税区（郑州航空港区）/联动执法机制领导小组",
    "department-powers": "/departments/忻州经济开发区/综合行政执法局",
    "department-missing": "/departments/山亭区/宗合行政执法局",
    "graph": "/graph",
    "graph-kind": "/graph?kind=deadline",
    "graph-department": "/graph?node=department:卫滨区/各镇办",
    "graph-topic": TOPIC,
    "graph-deadline": "/graph?node=deadline:vague/及时",
    "graph-power": "/graph?node=power_set:忻州经济开发区/集中行使行政处罚权",
    "graph-document": "/graph?node=document:weibin",
    "graph-duty": "/graph?node=duty:weibin-d017",
    "graph-clause": "/graph?node=clause:weibin/3.1",
}
LANDSCAPE = (842, 595)  # A4 in points


def tab_to(page: Page, selector: str, *, most: int = 60) -> None:
    """Presses Tab until an element that fits the selector has the focus; each stop on the way can be seen."""
    for _ in range(most):
        page.keyboard.press("Tab")
        assert page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle") != "none"
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"Tab never reached {selector}")


def test_from_the_list_over_the_department_to_the_clause_and_the_graph(watched: Watched) -> None:
    """Initials, page, marked quote, picture."""
    page = watched.open("/departments")
    page.get_by_label(re.compile("部门名称")).fill("zhxzzfj")
    page.get_by_role("button", name="查找").click()
    page.locator("section", has_text="山亭区").get_by_role("link", name="综合行政执法局", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("综合行政执法局")
    page.get_by_role("table", name="要遵守的时限").get_by_role("link").first.click()
    expect(page.locator(".clause:target mark").first).to_be_in_viewport()
    page.go_back()
    page.get_by_role("link", name="看图谱").click()
    expect(page.locator(".graph-centre").first).to_be_visible()


def test_the_graph_by_keyboard_only(watched: Watched) -> None:
    """Filter, node, its neighbourhood, clause: every stop has a visible outline."""
    page = watched.open(TOPIC)
    tab_to(page, "[name=district]")
    page.keyboard.press("ArrowDown")
    tab_to(page, "button[type=submit]")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("district="))
    tab_to(page, ".graph-frame")
    tab_to(page, ".graph-node")
    label = page.evaluate("() => document.activeElement.getAttribute('aria-label')")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(label.partition("：")[2].partition("（")[0])
    tab_to(page, ".graph-source")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/documents/[\w-]+#[\w.]+$"))


def test_the_way_past_the_picture_to_the_table_is_one_link(watched: Watched) -> None:
    """For those who cannot see or do not like pictures."""
    page = watched.open(TOPIC)
    page.get_by_role("link", name="以表格查看").click()
    expect(page.get_by_role("table", name="职责")).to_be_in_viewport()


def test_a_node_in_focus_makes_its_neighbours_stand_out_and_zoom_works(watched: Watched) -> None:
    """Its lines are chosen; larger, smaller, as before."""
    page = watched.open(TOPIC)
    node = page.locator(".graph-node").first
    node.focus()
    expect(page.locator(".graph-picture")).to_have_class(re.compile("chosen"))
    assert page.locator(".graph-lines path.near").count() > 0
    picture = page.locator(".graph-picture")
    before = picture.get_attribute("width")
    page.get_by_role("button", name="放大").click()
    assert int(picture.get_attribute("width") or 0) > int(before or 0)
    page.get_by_role("button", name="还原").click()
    expect(picture).to_have_attribute("width", before or "")


def test_the_picture_can_be_taken_as_png(watched: Watched) -> None:
    """Made in the browser at twice the size, under the strict content policy."""
    page = watched.open(TOPIC)
    with page.expect_download() as download:
        page.get_by_role("link", name="PNG").click()
    data = download.value.path().read_bytes()
    assert data.startswith(b"\x89PNG")
    width, height = int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
    assert width == 2 * int(page.locator(".graph-picture").get_attribute("width") or 0)
    assert height > 1000
    assert len(data) > 20_000


def test_everything_works_without_javascript(watched_plain: Watched) -> None:
    """Search, department, comparison, picture, filter, table, export links; nothing that needs a script is offered."""
    page = watched_plain.open("/graph")
    page.get_by_label(re.compile("^名称")).fill("案件移送")
    page.get_by_role("button", name="查找").click()
    page.get_by_role("link", name="案件移送", exact=True).click()
    expect(page.get_by_role("link", name="PNG")).to_have_count(0)
    expect(page.get_by_role("button", name="放大")).to_have_count(0)
    page.get_by_role("checkbox", name=re.compile("^时限")).uncheck()
    page.get_by_role("button", name="更新").click()
    expect(page.locator(".graph-words")).not_to_contain_text("时限")
    expect(page.get_by_role("link", name="GraphML")).to_be_visible()
    page.locator(".graph-node").first.click()
    expect(page).to_have_url(re.compile("node="))
    page = watched_plain.open(DEPARTMENT)
    page.get_by_label("比较的部门").select_option(label="忻州经济开发区　综合行政执法局")
    page.get_by_role("button", name="比较").click()
    expect(page.get_by_role("table", name="时限不同的事项")).to_be_visible()


@pytest.mark.parametrize("width", [360, 320, 768])
def test_no_page_scrolls_sideways(watched_phone: Watched, width: int) -> None:
    """The picture scrolls in its own frame, which the keyboard can reach."""
    page = watched_phone.page
    page.set_viewport_size({"width": width, "height": 740})
    wide = []
    for name, address in ADDRESSES.items():
        watched_phone.open(address)
        if page.evaluate("() => document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wide.append(name)
    watched_phone.complaints.clear()  # Chromium reports the 404 page among these
    assert wide == []


def test_a_phone_reads_the_table_as_cards(watched_phone: Watched) -> None:
    """With the name of each field."""
    page = watched_phone.open(DEPARTMENT)
    cell = page.get_by_role("table", name="要遵守的时限").locator("td").nth(1)
    assert page.evaluate("(cell) => getComputedStyle(cell, '::before').content", cell.element_handle()) == '"做什么"'


@pytest.mark.parametrize("name", [name for name in ADDRESSES if name.startswith("graph-") and name != "graph-kind"])
def test_the_picture_fits_one_sheet_of_a4_landscape(watched: Watched, name: str) -> None:
    """Heading and picture on the first sheet, the table on the next."""
    page = watched.open(ADDRESSES[name])
    paper = page.pdf(prefer_css_page_size=True)
    boxes = set(re.findall(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", paper))
    assert {(round(float(width)), round(float(height))) for width, height in boxes} == {LANDSCAPE}
    page.emulate_media(media="print")
    sheet = {"width": round(269 / 25.4 * 96), "height": round(186 / 25.4 * 96)}
    page.set_viewport_size(sheet)
    bottom = page.evaluate("() => document.querySelector('.graph-picture').getBoundingClientRect().bottom")
    right = page.evaluate("() => document.querySelector('.graph-picture').getBoundingClientRect().right")
    assert bottom <= sheet["height"]
    assert right <= sheet["width"]
    assert page.locator(".graph-filter, .graph-tools, header.site").locator("visible=true").count() == 0


@pytest.mark.parametrize("width", [1280, 360])
def test_no_page_breaks_a_rule_of_accessibility(watched: Watched, width: int) -> None:
    """axe finds nothing against WCAG 2.2 A and AA."""
    options = {
        "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
        "rules": {"target-size": {"enabled": True}},
    }
    watched.page.set_viewport_size({"width": width, "height": 900})
    found = {}
    for name, address in ADDRESSES.items():
        violations = Axe().run(watched.open(address), options=options).response["violations"]
        if violations:
            found[name] = [(rule["id"], [node["target"] for node in rule["nodes"]][:3]) for rule in violations]
    watched.complaints.clear()  # Chromium reports the 404 page among these
    assert found == {}


def test_an_unknown_department_leads_to_the_one_that_was_meant(watched: Watched) -> None:
    """By a link."""
    page = watched.open(f"/departments/山亭区/{quote('宗合行政执法局')}")
    page.get_by_role("main").get_by_role("link", name="综合行政执法局", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("综合行政执法局")
    watched.complaints.clear()  # Chromium reports the 404 page among these
