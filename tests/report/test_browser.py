"""The page in a real browser, without a network."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

NAMES = (os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
BROWSER = next((path for name in NAMES if name and (path := shutil.which(name))), None)
ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
MARKS = "document.querySelectorAll('svg.chart [data-tip]').length"

pytestmark = pytest.mark.skipif(BROWSER is None, reason="no Chromium: install it, or set CHROMIUM to its path")


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            tmp_path_factory.mktemp("profile"), executable_path=BROWSER, args=ARGUMENTS, offline=True
        )
        yield context
        context.close()


@pytest.fixture
def opened(browser, written):
    """A function that opens the page of a run, and the complaints and requests that it made."""
    pages = []

    def go(run, width=1280, scheme="light"):
        page = browser.new_page()
        pages.append(page)
        complaints: list[str] = []
        requests: list[str] = []
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: requests.append(request.url))
        page.on("dialog", lambda dialog: complaints.append(dialog.message))
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(Path(written(run).report).as_uri())
        return page, complaints, [url for url in requests if not url.startswith("data:")]

    yield go
    for page in pages:
        page.close()


@pytest.mark.parametrize("run", ["plain", "confounded", "hostile", "many", "no video", "no detector"])
@pytest.mark.parametrize("width", [390, 1280])
def test_opens_quietly_alone_and_fits(opened, written, run, width):
    page, complaints, requests = opened(run, width)
    assert complaints == []
    assert requests == [Path(written(run).report).as_uri()]
    page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    scored = any(d.performance for d in written(run).examined.detectors)
    assert (page.evaluate(MARKS) > 0) == scored


def test_marks_are_drawn_and_told_of_by_keyboard(opened):
    page, complaints, _ = opened("plain")
    chart = page.locator("svg.chart").first
    mark = chart.locator(".fake").first.bounding_box()
    assert mark is not None
    assert mark["width"] > 3
    chart.focus()
    page.keyboard.press("ArrowRight")
    tip = page.locator("#tip")
    assert tip.is_visible()
    assert "P(fake)" in tip.inner_text()
    page.keyboard.press("Escape")
    assert not tip.is_visible()
    assert complaints == []


def test_film_strips_are_shown(opened):
    page, _, _ = opened("plain")
    box = page.locator("svg.strip").first.bounding_box()
    assert box is not None
    assert box["width"] > 150
    assert box["height"] > 30


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_can_be_read_in_both_schemes(opened, scheme):
    page, _, _ = opened("plain", scheme=scheme)
    poor = page.evaluate(
        """() => {
          const rgb = (text) => (text.match(/[\\d.]+/g) || []).map(Number);
          const linear = (v) => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
          const lum = (c) => c.slice(0, 3).map((v) => linear(v / 255))
            .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
          const ground = (e) => {
            for (; e; e = e.parentElement) {
              const c = rgb(getComputedStyle(e).backgroundColor);
              if (c.length && (c.length < 4 || c[3] > 0)) return c;
            }
            return [255, 255, 255];
          };
          const bad = new Set();
          for (const e of document.querySelectorAll("p, td, th, dd, dt, a, li, small, span, summary")) {
            if (!e.offsetParent || !e.textContent.trim()) continue;
            const [a, b] = [lum(rgb(getComputedStyle(e).color)), lum(ground(e))];
            const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
            if (ratio < 4.5) bad.add(`${e.tagName}.${e.className}: ${ratio.toFixed(2)}`);
          }
          return [...bad];
        }"""
    )
    assert poor == []


def test_works_without_script(browser, written):
    page = browser.new_page()
    try:
        page.route("**/*", lambda route: route.continue_())
        session = browser.new_cdp_session(page)
        session.send("Emulation.setScriptExecutionDisabled", {"value": True})
        page.goto(Path(written("plain").report).as_uri())
        assert page.locator("table").count() > 10
        assert page.locator("#tip").is_hidden()
    finally:
        page.close()
