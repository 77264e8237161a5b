"""The question page as its users walk it: each of four kinds, with keys only, on a phone, without JavaScript, printed."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Watched, watch

QUESTION = "卫滨区发现案件不归自己管，几天内移送给谁？"
ANSWER = f"/?q={quote(QUESTION)}"
OTHER = f"{ANSWER}&district={quote('山亭区')}&from=2026-11-20"
REFUSED = f"/?q={quote('卫滨区的食堂几点开饭？')}"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def role(page: Page, name: str) -> None:
    """Follows the first example of a kind of user."""
    page.get_by_role("list", name=name).get_by_role("link").first.click()
    expect(page.locator(".card").first).to_be_visible()


def test_an_officer_asks_sees_the_last_day_and_changes_the_first(watched: Watched) -> None:
    """The trial dates follow the day chosen, and the address keeps it."""
    page = watched.open("/")
    role(page, "执法人员")
    due = page.locator(".due").first
    expect(due).to_contain_text("试算")
    due.get_by_text("换起算日").click()
    due.get_by_label("起算日").fill("2026-11-20")
    due.get_by_role("button", name="重新试算").click()
    expect(page).to_have_url(re.compile("from=2026-11-20"))
    expect(page.locator(".due").first).to_contain_text("2026-11-25（星期三）")


def test_a_newcomer_corrects_the_district_and_reads_the_clause(watched: Watched) -> None:
    """One click in the list of districts; then the clause with its words marked."""
    page = watched.open(ANSWER)
    expect(page.locator(".parties")).to_contain_text("有管辖权的一方")
    expect(page.locator(".quote mark b").first).to_be_visible()
    page.get_by_text("换辖区").click()
    page.locator(".choose[open]").get_by_role("link", name="山亭区").click()
    expect(page.locator(".card h2")).to_contain_text("山亭区")
    expect(page.locator(".overruled")).to_contain_text("卫滨区")
    page.locator(".overruled a").click()
    expect(page.locator(".card h2")).to_contain_text("卫滨区")
    page.get_by_role("link", name="看原文").click()
    expect(page.locator(".clause:target mark").first).to_be_in_viewport()


def test_a_legal_officer_copies_in_three_forms_and_may_complain(watched: Watched) -> None:
    """Citation, citation with the words of the clause, and a link that leads back to it."""
    watched.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = watched.open(ANSWER)
    citation = page.locator(".citation-text").inner_text()
    copied = {}
    for name in ("引用", "引用和原文", "链接"):
        page.get_by_role("button", name="更多复制方式").click()
        page.locator(".copy-list").get_by_role("button", name=name, exact=True).click()
        expect(page.locator("#announce")).to_have_text("已复制")
        copied[name] = page.evaluate("() => navigator.clipboard.readText()")
    assert copied["引用"] == citation
    assert (
        copied["引用和原文"].startswith(f"{citation}：“2.移送时间和方式")
        or "应当在3个工作日内移送" in copied["引用和原文"]
    )
    assert re.fullmatch(re.escape(watched.server) + "/documents/.+/3.1.2", copied["链接"])
    page.get_by_text("这个答案有问题").click()
    expect(page.get_by_role("button", name="提交")).to_be_visible()


def test_who_compares_goes_through_the_districts(watched: Watched) -> None:
    """The same question elsewhere, all of them together, and the comparison of the topic."""
    page = watched.open(ANSWER)
    elsewhere = page.get_by_role("region", name="同一问题，其他区怎么规定")
    elsewhere.get_by_role("link", name="忻州经济开发区").click()
    expect(page.locator(".card h2")).to_contain_text("忻州经济开发区")
    elsewhere.get_by_role("link", name="各区一起看").click()
    assert page.locator(".card").count() > 1
    page.get_by_role("link", name="对比各区的“案件移送”").click()
    expect(page).to_have_url(re.compile("/compare"))
    expect(page.get_by_role("table").first).to_be_visible()


def test_questions_are_remembered_in_this_browser_until_deleted(watched: Watched) -> None:
    """Newest first, each once, one by one or all at once."""
    page = watched.open(ANSWER)
    for address in (REFUSED, OTHER, ANSWER):
        watched.open(address)
    watched.open("/")
    entries = page.locator(".history-list a")
    expect(entries).to_have_text([QUESTION, f"{QUESTION}（山亭区）", "卫滨区的食堂几点开饭？"])
    page.get_by_role("button", name=re.compile("^删除：卫滨区的食堂")).click()
    expect(entries).to_have_count(2)
    entries.nth(1).click()
    expect(page).to_have_url(re.compile("district="))
    page.get_by_text("我问过的问题").click()
    page.get_by_role("button", name="全部删除").click()
    expect(page.locator(".history")).to_be_hidden()
    assert page.evaluate("() => localStorage.length") == 0
    assert [cookie["name"] for cookie in page.context.cookies()] == []


def test_without_storage_nothing_is_missing_but_the_list(watched: Watched) -> None:
    """As where the browser forbids it."""
    watched.page.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get: () => { throw new DOMException('no', 'SecurityError'); }})"
    )
    page = watched.open(ANSWER)
    expect(page.locator(".card")).to_be_visible()
    expect(page.locator(".history")).to_be_hidden()


def press_until(page: Page, words: str) -> None:
    """Presses Tab until what has the focus says these words; each stop on the way can be seen."""
    for _ in range(80):
        page.keyboard.press("Tab")
        told = page.evaluate(
            "() => [document.activeElement.textContent.trim(), getComputedStyle(document.activeElement).outlineStyle]"
        )
        assert told[1] != "none", told
        if told[0].startswith(words):
            return
    raise AssertionError(f"Tab never reached {words}")


def test_with_keys_only(watched: Watched) -> None:
    """Ask, correct, close a list again, count from another day, copy, forget."""
    page = watched.open("/")
    expect(page.get_by_label("您想知道什么")).to_be_focused()
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    expect(page.locator(".card")).to_be_visible()
    press_until(page, "换辖区")
    page.keyboard.press("Enter")
    expect(page.locator(".choose[open]")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator(".choose[open]")).to_have_count(0)
    page.keyboard.press("Enter")
    press_until(page, "山亭区")
    page.keyboard.press("Enter")
    expect(page.locator(".card h2")).to_contain_text("山亭区")
    press_until(page, "更多复制方式")
    page.keyboard.press("Enter")
    expect(page.locator(".copy-list button").first).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#announce")).to_contain_text("复制")
    watched.open("/")
    press_until(page, "删除")
    page.keyboard.press("Enter")
    expect(page.locator(".history-list li")).to_have_count(1)
    expect(page.locator(".history-list button")).to_be_focused()


def test_large_letters_stay(watched: Watched) -> None:
    """On every page, and after coming back to the same page."""
    page = watched.open(ANSWER)
    before = page.evaluate("() => parseFloat(getComputedStyle(document.body).fontSize)")
    page.get_by_role("button", name="大字").click()
    expect(page.locator(".card")).to_be_visible()
    assert page.evaluate("() => parseFloat(getComputedStyle(document.body).fontSize)") >= before + 3
    watched.open("/documents")
    page.get_by_role("button", name="标准字").click()
    expect(page).to_have_url(f"{watched.server}/documents")
    assert page.evaluate("() => parseFloat(getComputedStyle(document.body).fontSize)") == before


@pytest.fixture
def watched_plain_phone(browser: Browser, server: str) -> Iterator[Watched]:
    """A page 360 pixels wide, with JavaScript switched off."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740}, locale="zh-CN")
    yield from watch(context, server)


def test_without_javascript(watched_plain_phone: Watched) -> None:
    """Corrections, trial dates and large letters work; the list of questions is not there."""
    page = watched_plain_phone.open(ANSWER)
    page.get_by_text("换辖区").click()
    page.locator(".choose[open]").get_by_role("link", name="山亭区").click()
    due = page.locator(".due").first
    due.get_by_text("换起算日").click()
    due.get_by_label("起算日").fill("2026-11-20")
    due.get_by_role("button", name="重新试算").click()
    expect(page.locator(".due").first).to_contain_text("2026-11-23（星期一）")
    page.get_by_role("button", name="大字").click()
    expect(page.locator("html.large .card")).to_be_visible()
    expect(page.locator(".history")).to_be_hidden()


def test_on_a_phone_nothing_is_cut_off(watched_phone: Watched) -> None:
    """At 360 and 320 pixels, with everything unfolded, also in large letters; what is pressed is large enough."""
    page = watched_phone.page
    wide, small = [], []
    for size in ("normal", "large"):
        watched_phone.open(f"/type?size={size}")
        for width in (360, 320):
            page.set_viewport_size({"width": width, "height": 740})
            for address in ("/", ANSWER, OTHER, REFUSED):
                watched_phone.open(address)
                for at in range(page.locator("main details:not([hidden])").count()):
                    page.locator("main details:not([hidden])").nth(at).evaluate("element => element.open = true")
                    if page.evaluate(
                        "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"
                    ):
                        wide.append((size, width, address, at))
                small += page.locator("main button:visible, main summary:visible").evaluate_all(
                    "all => all.filter(one => one.getBoundingClientRect().height < 43).map(one => one.textContent)"
                )
    assert wide == []
    assert small == []


def test_the_printed_page_holds_the_answer_and_no_controls(watched: Watched) -> None:
    """Question, answer, trial dates with their note, quote, citation; nothing that can only be pressed."""
    page = watched.open(OTHER)
    page.emulate_media(media="print")
    for shown in (".asked", ".card h2", ".parties", ".due li", ".due .note", ".quote", ".citation-text", ".freshness"):
        expect(page.locator(shown).first).to_be_visible()
    for gone in (".box", ".history", ".correct", ".elsewhere", ".due details", ".feedback", ".copy", ".type-switch"):
        expect(page.locator(gone).first).to_be_hidden()
    assert io.BytesIO(page.pdf(prefer_css_page_size=True)).getvalue().count(b"/Type /Page\n") <= 2


def test_no_rule_of_accessibility_is_broken(watched: Watched) -> None:
    """Wide and narrow, unfolded, in large letters."""
    options = {"runOnly": {"type": "tag", "values": RULES}, "rules": {"target-size": {"enabled": True}}}
    found = {}
    for size, width in (("normal", 1280), ("normal", 360), ("large", 360)):
        watched.page.set_viewport_size({"width": width, "height": 900})
        watched.open(f"/type?size={size}")
        for address in (ANSWER, OTHER, REFUSED, "/", f"{ANSWER}&district={quote('各区')}&topic=case_transfer"):
            page = watched.open(address)
            page.locator(".due details, .history").evaluate_all("all => all.forEach(one => { one.open = true; })")
            if page.locator(".choose").count():
                page.locator(".choose summary").first.click()
            if width == 1280 and page.locator(".card").count():  # on a phone the menu lies over the links below it
                page.get_by_role("button", name="更多复制方式").first.click()
            violations = Axe().run(page, options=options).response["violations"]
            told = [(one["id"], [node["target"] for node in one["nodes"]][:3]) for one in violations]
            if told:
                found[size, width, address] = told
    assert found == {}
