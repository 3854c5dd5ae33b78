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
SIZES = ({"width": 320, "height": 600}, {"width": 360, "height": 640})
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
    answer_all(page, server, look)
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


def answer_all(page: Page, server: Server, look: Look) -> None:
    """Back and forth at first, and one question left out."""
    situation = next(n for n, item in enumerate(ITEMS, 1) if not item.kind.graded)
    for number, item in enumerate(ITEMS, 1):
        choice = item.choice(ANSWERS[item.id]) or 0
        if number not in {*range(1, 7), situation, len(ITEMS)}:
            # Seen one, seen them all: the same phone answers without drawing the page.
            room = f"http://{ADDRESS}:{server.port}"
            form = {"answer": str(choice)}
            page.request.post(f"{room}/q/{number}", form=form, headers={"Origin": room})
            continue
        if number > 6:
            page.reload()
            page.click("a[href='/go']")
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
        page.locator("button[name=answer]").nth(choice).click()


def fits_a_phone(page: Page) -> None:
    """Nothing is wider than the window, and all that is tapped is as high as a thumb."""
    for size in SIZES:
        page.set_viewport_size(size)
        assert page.locator("html").evaluate("root => root.scrollWidth") <= size["width"], page.url
        for each in page.locator("button, input:not([type=checkbox]), .tick, a.main").all():
            box = each.bounding_box()
            assert box is not None
            assert box["height"] >= THUMB, (page.url, each.inner_text())


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_whole_way_on_a_phone_without_script_is_for_everybody(
    browser: Browser, server: Server, workshop: Workshop, language: str
) -> None:
    """At both sizes; and no rule of accessibility that a machine can check is violated."""
    context = browser.new_context(java_script_enabled=False, locale=language)
    page, seen = context.new_page(), []
    # What checks the rules is a script itself.
    checked = browser.new_page(bypass_csp=True)
    checked.goto(f"http://{ADDRESS}:{server.port}")

    def look(page: Page) -> None:
        seen.append(page.url)
        assert page.locator("html").get_attribute("lang") == language
        fits_a_phone(page)
        checked.set_viewport_size(page.viewport_size)
        checked.set_content(page.content())
        no_violations(checked)

    whole_way(page, server, look)
    context.close()
    checked.close()
    assert len(seen) == 12
    (kept,) = workshop.results.iterdir()
    assert f'"{ITEMS[4].id}": {ANSWERS[ITEMS[4].id]}' in kept.read_text("utf-8")


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
