"""The whole way in a real browser of a phone's size, without script; and for everybody."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from phone import ADDRESS, Server, serving
from playwright.sync_api import Browser, Page
from workshop_people import CATALOG, FORM, environment, some_answers

from manager_quiz.records.workshops.folder import Workshop

ITEMS = CATALOG.form_items(FORM)
ANSWERS = some_answers(7)
SMALL = {"width": 360, "height": 640}
THUMB = 44
"""Pixels: what a thumb hits without looking."""

Look = Callable[[Page], None]


@pytest.fixture
def server(workshop: Workshop, tmp_path: Path) -> Iterator[Server]:
    with serving(workshop.folder, "--lang", "ru", **environment(tmp_path / "home")) as running:
        yield running


def whole_way(page: Page, server: Server, look: Look) -> None:
    """From the code on the wall to the result, as somebody taps, looking at every page once."""
    page.goto(f"http://{ADDRESS}:{server.port}")
    look(page)
    page.click("a[href='/again']")
    look(page)
    page.fill("#code", "blue otter 42")
    page.fill("#pin", "0000")
    page.click("button.main")
    look(page)  # refused
    page.click("a[href='/']")
    page.click("button.main")
    look(page)  # code and PIN
    page.click("a.main")
    page.wait_for_url("**/roles")
    for number in range(4):
        page.locator("input[name=role]").nth(number).check()
    page.click("button.main")
    look(page)  # three at most
    page.locator("input[name=role]").nth(0).uncheck()
    page.click("button.main")
    situation = next(n for n, item in enumerate(ITEMS, 1) if not item.kind.graded)
    for number, item in enumerate(ITEMS, 1):
        page.wait_for_url(f"**/q/{number}")
        if number in {1, situation}:
            look(page)
        if number == 3:
            page.go_back()
            page.reload()
            assert page.locator("button.chosen").count() == 1
            look(page)
            page.click("a[href='/go']")
            page.wait_for_url("**/q/3")
        if number == 5:
            page.click("button[name=skip]")
            continue
        page.locator("button[name=answer]").nth(item.choice(ANSWERS[item.id]) or 0).click()
    page.wait_for_url("**/review")
    look(page)
    page.click("a[href='/q/5']")
    page.locator("button[name=answer]").nth(ITEMS[4].choice(ANSWERS[ITEMS[4].id]) or 0).click()
    page.wait_for_url("**/review")
    page.click("button.main")
    page.wait_for_url("**/result")
    look(page)
    page.click("a[href='/result/more']")
    look(page)
    page.go_back()
    with page.expect_download() as saved:
        page.click("a[href='/result/save']")
    assert re.fullmatch(r"manager-quiz-[a-z]+-[a-z]+-\d\d\.html", saved.value.suggested_filename)
    page.click("a[href='/code']")
    look(page)


def fits_a_phone(page: Page) -> None:
    """Nothing is wider than the window, and all that is tapped is as high as a thumb."""
    width = page.locator("html").evaluate("root => root.scrollWidth")
    assert width <= page.viewport_size["width"], page.url
    for each in page.locator("button, input:not([type=checkbox]), .tick, a.main").all():
        box = each.bounding_box()
        assert box is not None
        assert box["height"] >= THUMB, (page.url, each.inner_text())


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_whole_way_on_a_phone_without_script(
    browser: Browser, server: Server, workshop: Workshop, language: str
) -> None:
    context = browser.new_context(viewport=SMALL, java_script_enabled=False, locale=language)
    page, seen = context.new_page(), []

    def look(page: Page) -> None:
        seen.append(page.url)
        assert page.locator("html").get_attribute("lang") == language
        fits_a_phone(page)

    whole_way(page, server, look)
    context.close()
    assert len(seen) == 12
    (kept,) = workshop.results.iterdir()
    assert f'"{ITEMS[4].id}": {ANSWERS[ITEMS[4].id]}' in kept.read_text("utf-8")


def test_it_is_readable_at_320_pixels_and_with_large_letters(
    browser: Browser, server: Server
) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 600}, locale="ru")
    page = context.new_page()
    whole_way(page, server, fits_a_phone)
    context.close()


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_page_is_for_everybody(browser: Browser, server: Server, language: str) -> None:
    """No violation of the accessibility rules that can be checked by machine."""
    context = browser.new_context(viewport=SMALL, locale=language, bypass_csp=True)
    whole_way(context.new_page(), server, no_violations)
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_desks_pages_are_for_everybody_too(
    browser: Browser, server: Server, scheme: str
) -> None:
    context = browser.new_context(color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    phone = server.phone()
    phone.begin()
    phone.post("/q/1", answer="1")
    for path in ("/?still", "/board?still", "/phone?still", "/codes", "/close"):
        page.goto(f"http://127.0.0.1:{server.port + 1}{path}")
        no_violations(page)
    context.close()


def no_violations(page: Page) -> None:
    found = Axe().run(page).response["violations"]
    told = [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found]
    assert told == [], page.url
