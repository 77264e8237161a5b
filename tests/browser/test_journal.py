"""Reporting an answer, and what the legal office sees of it: by mouse, by keyboard, on a phone, without JavaScript."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Watched

QUESTION = "卫滨区发现案件不归自己管，几天内移送给谁？"
REFUSED = "卫滨区的食堂几点开饭？"
PAGES = {
    "gaps": "/gaps",
    "gaps-feedback": "/gaps?kind=feedback",
    "answer": f"/?q={quote(QUESTION)}",
    "refusal": f"/?q={quote(REFUSED)}",
    "feedback": f"/feedback?q={quote(QUESTION)}&document=weibin&eid=3.1.2",
    "thanks": f"/feedback/thanks?q={quote(QUESTION)}",
}
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "rules": {"target-size": {"enabled": True}},
}


def report(page: Page, choice: str, comment: str) -> None:
    """Opens the form below the first answer, fills it in and sends it."""
    page.locator(".feedback summary").first.click()
    form = page.locator(".feedback form").first
    form.get_by_label(choice).check()
    form.get_by_label(re.compile("^补充说明")).fill(comment)
    form.get_by_role("button", name="提交").click()


def test_a_report_reaches_the_legal_office(watched: Watched) -> None:
    """With the clause that was shown; the way back leads to the answer."""
    page = watched.open(PAGES["answer"])
    report(page, "主体、对象或期限不对", "应当写明起算")
    expect(page.get_by_role("heading", level=1)).to_have_text("已记下，谢谢")
    page.get_by_role("link", name="返回刚才的答案").click()
    expect(page.locator(".card").first).to_be_visible()
    watched.open(PAGES["gaps-feedback"])
    entry = page.locator(".gap", has_text="应当写明起算")
    expect(entry).to_contain_text("主体、对象或期限不对")
    entry.get_by_role("link", name=re.compile("卫政办〔2024〕1号")).click()
    expect(page.locator(".clause:target")).to_be_in_viewport()


def test_a_report_without_javascript(watched_plain: Watched) -> None:
    """The same form, the same page of thanks."""
    report(watched_plain.open(PAGES["refusal"]), "文件里有规定，没有找到", "第二条")
    expect(watched_plain.page.get_by_role("heading", level=1)).to_have_text("已记下，谢谢")


def test_a_report_by_keyboard(watched: Watched) -> None:
    """Summary, choice, text, button: every stop can be seen."""
    page = watched.open(PAGES["refusal"])
    page.locator(".feedback summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    expect(page.locator("input:checked")).to_have_count(1)
    page.keyboard.press("Tab")
    page.keyboard.type("test")
    page.keyboard.press("Tab")
    assert page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle") != "none"
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("已记下，谢谢")


def test_a_refusal_is_listed_for_the_legal_office(watched: Watched) -> None:
    """Narrowed by district and kind, with the filters in the address."""
    watched.open(PAGES["refusal"])
    page = watched.open("/gaps")
    page.get_by_label("辖区").select_option("卫滨区")
    page.get_by_label("类别").select_option("没有找到依据")
    page.get_by_role("button", name="查看").click()
    expect(page).to_have_url(re.compile("kind=no_basis"))
    expect(page.locator(".gap-list").first).to_contain_text(REFUSED.rstrip("？"))
    expect(page.locator("table")).to_have_count(0)


@pytest.mark.parametrize("width", [1280, 360, 320])
def test_pages_fit_and_break_no_rule_of_accessibility(watched: Watched, width: int) -> None:
    """With the forms open; no page scrolls sideways."""
    page = watched.page
    page.set_viewport_size({"width": width, "height": 900})
    found = {}
    for name, address in PAGES.items():
        watched.open(address)
        for summary in page.locator(".feedback summary").all():
            summary.click()
        assert not page.evaluate("() => document.documentElement.scrollWidth > document.documentElement.clientWidth"), (
            name
        )
        violations = Axe().run(page, options=RULES).response["violations"]
        found[name] = [(violation["id"], violation["nodes"][0]["target"]) for violation in violations]
    assert [entry for entry in found.items() if entry[1]] == []
