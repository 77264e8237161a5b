"""What holds on every page: by keys only, on a phone and in large letters, without JavaScript, on paper, for readers of
headings, by the rules of axe.

The pages are those of `bench.pages`, of which another test sees that none is missing; `watched` sees that the console is
silent and that nothing is asked of another host.
"""

from __future__ import annotations

from itertools import pairwise

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from bench.pages import PAGES
from tests.browser.conftest import Watched

MOST_STOPS = 60
SHEET = {"width": 660, "height": 1000}  # A4 portrait within its margins
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "rules": {"target-size": {"enabled": True}},
}
VISIT = """() => {
  const stop = document.activeElement;
  if (stop === document.body) return "outside";
  if (stop.dataset.visited) return "again";
  stop.dataset.visited = "1";
  const box = stop.getBoundingClientRect();
  const seen = box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight;
  return [getComputedStyle(stop).outlineStyle !== "none", seen, stop.outerHTML.slice(0, 120)];
}"""
HEADINGS = """() => [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")]
  .filter(one => one.checkVisibility ? one.checkVisibility() : one.offsetParent).map(one => Number(one.tagName[1]))"""
FITS = "() => document.documentElement.scrollWidth <= document.documentElement.clientWidth"
WORDS = "() => document.querySelector('main').innerText.replace(/\\s/g, '').length"
SEEN = "all => all.filter(one => one.offsetWidth && one.offsetHeight).map(one => one.outerHTML.slice(0, 120))"


def walk(page: Page) -> list[str]:
    """The stops of the Tab key that cannot be seen; raises where they are fewer than what can be used."""
    hidden, stops = [], 0
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        told = page.evaluate(VISIT)
        if told == "again":
            break
        if told == "outside":  # past the last one, before the first
            continue
        stops += 1
        if not (told[0] and told[1]):
            hidden.append(told[2])
    usable = page.locator("a[href]:visible, button:visible, input:visible, select:visible").count()
    assert stops >= min(usable, MOST_STOPS) - 2, (stops, usable)
    return hidden


@pytest.mark.parametrize("address", PAGES)
def test_by_keyboard_each_stop_is_seen_and_headings_are_in_order(watched: Watched, address: str) -> None:
    """From the skip link on; one heading of the first rank, and no rank left out on the way down."""
    page = watched.open(address)
    assert walk(page) == []
    ranks = page.evaluate(HEADINGS)
    assert ranks.count(1) == 1
    assert [(a, b) for a, b in pairwise(ranks) if b > a + 1] == []
    assert page.title().endswith("- 权责通")


@pytest.mark.parametrize("address", PAGES)
def test_on_a_phone_in_large_letters_nothing_is_cut_off(watched_phone: Watched, address: str) -> None:
    """At 360 and 320 pixels nothing scrolls sideways, and axe finds nothing."""
    page = watched_phone.open(address)
    assert page.evaluate(FITS)
    watched_phone.open("/type?size=large")
    for width in (320, 360):
        page.set_viewport_size({"width": width, "height": 740})
        watched_phone.open(address)
        assert page.evaluate(FITS), width
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(one["id"], [node["target"] for node in one["nodes"]][:3]) for one in found] == []


@pytest.mark.parametrize("address", PAGES)
def test_without_javascript_the_page_is_whole(watched: Watched, watched_plain: Watched, address: str) -> None:
    """It says what it says with JavaScript, and offers no button that would do nothing."""
    plain, full = watched_plain.open(address), watched.open(address)
    assert plain.evaluate(WORDS) >= full.evaluate(WORDS) * 0.95
    assert plain.locator("button[type=button]").evaluate_all(SEEN) == []


@pytest.mark.parametrize("address", PAGES)
def test_on_paper_there_is_the_content_and_no_control(watched: Watched, address: str) -> None:
    """Without navigation, forms, buttons and links to data, as wide as the sheet."""
    page = watched.open(address)
    page.emulate_media(media="print")
    page.set_viewport_size(SHEET)
    controls = "header.site, footer.site, nav:not(.contents nav), form, button, select, input, .data-links, .crumbs"
    assert page.locator(controls).evaluate_all(SEEN) == []
    assert page.evaluate(WORDS) > 0
    assert page.evaluate(FITS)
