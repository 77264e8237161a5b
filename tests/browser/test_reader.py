"""A person reading a document: tree, facts, citation, source; by keyboard, on a phone, without JavaScript, on paper."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Watched
from tests.browser.test_search import OPTIONS

READER = "/documents/shanting"
ADDRESSES = (
    "/documents",
    "/documents?q=%E8%91%A1",
    READER,
    f"{READER}?clause=2.2#2.2",
    f"{READER}/4.4",
    f"{READER}/source?clause=2.2#marked",
    "/documents/hangkonggang",
)


def tools(watched: Watched, eid: str) -> Locator:
    return watched.page.locator(f'[id="{eid}"] > p > .tools').first


def test_the_tree_unfolds_by_keyboard_and_follows_the_reader(watched: Watched) -> None:
    """Arrows open and close; the place read is marked in the tree."""
    page = watched.open(READER)
    tree = page.get_by_role("navigation", name="目录")
    second = tree.get_by_role("link", name=re.compile("^二、建立综合行政执法案件移送制度"))
    inner = tree.get_by_role("link", name="（二）移送程序")
    tree.get_by_role("link", name="文头").focus()
    page.keyboard.press("ArrowDown")
    expect(tree.get_by_role("link", name="引言").first).to_be_focused()
    second.focus()
    page.keyboard.press("ArrowRight")
    expect(inner).to_be_visible()
    page.keyboard.press("ArrowLeft")
    expect(inner).to_be_hidden()
    page.keyboard.press("ArrowRight")
    inner.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"#2\.2$"))
    expect(page.locator(".clause:target")).to_be_in_viewport()
    expect(inner).to_have_attribute("aria-current", "location")
    tree.get_by_role("button", name="全部收起").click()
    expect(inner).to_be_hidden()


def test_facts_of_a_clause_open_beside_it(watched: Watched) -> None:
    """The column shows them, the address keeps them, a reload shows them again."""
    page = watched.open(READER)
    tools(watched, "2.2").get_by_role("link", name=re.compile("职责")).click()
    column = page.get_by_role("complementary", name="条款事实")
    expect(column).to_contain_text("三日内")
    expect(column).to_contain_text("被引用 0 处")
    expect(page).to_have_url(re.compile(r"\?clause=2\.2#2\.2$"))
    page.reload()
    expect(column).to_contain_text("三日内")


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("正式引用", r"^《山亭区人民政府办公室关于印发〈.+〉的通知》（山政办发〔2021〕13号）第二部分第（二）项$"),
        ("短引", r"^山政办发〔2021〕13号，二（二）$"),
        ("引用和原文", r"^《.+第二部分第（二）项：“（二）移送程序\n相关部门在日常监管中[^¶]+再行移送。”$"),
        ("链接", r"^http://127\.0\.0\.1:\d+/documents/shanting/2\.2$"),
    ],
)
@pytest.mark.parametrize("interface", [True, False], ids=["clipboard", "plain http"])
def test_copying_a_citation(watched: Watched, form: str, expected: str, interface: bool) -> None:
    """In four forms, with and without the clipboard interface; the toast says so and the focus comes back."""
    context = watched.page.context
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    if not interface:
        watched.page.add_init_script(
            "window.kept = navigator.clipboard; Object.defineProperty(navigator, 'clipboard', {value: undefined})"
        )
    page = watched.open(READER)
    button = tools(watched, "2.2").get_by_role("button", name=re.compile("^复制引用"))
    button.click()
    expect(page.get_by_role("button", name="正式引用")).to_be_focused()
    page.get_by_role("button", name=form).click()
    expect(page.get_by_role("status")).to_have_text("已复制")
    expect(button).to_be_focused()
    copied = page.evaluate("() => (window.kept || navigator.clipboard).readText()")
    assert re.match(expected, copied.replace("\r\n", "\n")), copied


def test_the_copy_menu_by_keyboard(watched: Watched) -> None:
    """Arrows go round, Escape closes and gives the focus back."""
    page = watched.open(READER)
    button = tools(watched, "2.2").get_by_role("button", name=re.compile("^复制引用"))
    button.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("button", name="链接")).to_be_focused()
    assert Axe().run(page, options=OPTIONS).response["violations"] == []
    page.keyboard.press("Escape")
    expect(button).to_be_focused()
    expect(page.locator(".copy-list")).to_have_count(0)


def test_from_the_clause_to_its_place_in_the_source_and_back(watched: Watched) -> None:
    """The same words are marked."""
    page = watched.open(f"{READER}/2.2")
    page.get_by_role("link", name="在原始文件中查看").click()
    expect(page.locator("#marked")).to_be_in_viewport()
    expect(page.locator("#marked mark")).to_contain_text("移送程序")
    page.get_by_role("link", name="回到整理后的条款").click()
    expect(page.locator(".clause:target")).to_be_in_viewport()


def test_on_a_phone_facts_open_below_the_clause(watched_phone: Watched) -> None:
    """And close again; nothing scrolls sideways."""
    page = watched_phone.open(READER)
    link = tools(watched_phone, "2.2").get_by_role("link", name=re.compile("职责"))
    link.click()
    inline = page.locator(".facts-inline")
    expect(inline).to_contain_text("三日内")
    assert page.evaluate("() => document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert Axe().run(page, options=OPTIONS).response["violations"] == []
    link.click()
    expect(inline).to_have_count(0)
    for width in (360, 320):
        page.set_viewport_size({"width": width, "height": 740})
        for address in ADDRESSES:
            watched_phone.open(address)
            assert page.evaluate(
                "() => document.documentElement.scrollWidth <= document.documentElement.clientWidth"
            ), address


def test_without_javascript_facts_and_citation_are_a_page(watched_plain: Watched) -> None:
    """The tree is open, the chip leads to the clause's page, all forms of citation are text."""
    page = watched_plain.open(READER)
    expect(page.get_by_role("link", name="（二）移送程序")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("^复制"))).to_have_count(0)
    tools(watched_plain, "2.2").get_by_role("link", name=re.compile("职责")).click()
    expect(page).to_have_url(re.compile(r"/documents/shanting/2\.2#facts$"))
    expect(page.locator("#facts")).to_contain_text("三日内")
    page.get_by_text("其他引用写法").click()
    expect(page.locator("#form-short")).to_have_text("山政办发〔2021〕13号，二（二）")


def test_no_rule_of_accessibility_is_broken(watched: Watched) -> None:
    """Three widths."""
    for width in (1280, 768, 360):
        watched.page.set_viewport_size({"width": width, "height": 900})
        for address in ADDRESSES:
            page = watched.open(address)
            violations = Axe().run(page, options=OPTIONS).response["violations"]
            assert [(item["id"], [node["target"] for node in item["nodes"]][:3]) for item in violations] == [], address


def test_the_printed_document_has_the_text_only(watched: Watched) -> None:
    """A4, the official type of headings; no tree, facts, buttons."""
    page = watched.open(READER)
    page.emulate_media(media="print")
    for hidden in (".contents", ".facts", ".tools", "header.site", "footer.site"):
        expect(page.locator(hidden).first).to_be_hidden()
    family = "(element) => getComputedStyle(element).fontFamily.split(',')[0].replace(/[\"']/g, '')"
    assert page.locator('[id="2"] > .head').evaluate(family) == "SimHei"
    assert page.locator('[id="2.2"] > .head').evaluate(family) == "KaiTi"
    assert page.locator('[id="2.2"] > p:not(.head)').first.evaluate(family) == "FangSong"
    pdf = page.pdf(prefer_css_page_size=True)
    assert re.search(rb"/MediaBox \[0 0 59[45](?:\.\d+)? 84[12](?:\.\d+)?\]", pdf)
    assert len(re.findall(rb"/Type /Page\b", pdf)) > 3
