"""A browser for all tests that look at pages, and what comes out of its printer."""

import io
import os
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
"""A browser for tests asks nothing of anybody; as root it can't have a sandbox."""
FONT = "DejaVu Sans"
"""The widest of the fonts that are common: what fits a sheet in it fits in any."""


def started() -> Iterator["Browser"]:
    """The machine's own browser; without one the test is skipped, but never in CI."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("no browser: .ci/run installs one")
        pytest.skip("no browser")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(QUIET))
        yield browser
        browser.close()


def printed(browser: "Browser", html: str) -> PdfReader:
    """The sheets that a page makes, on the paper that it asks for, in the widest font."""
    page = browser.new_page()
    page.set_content(html)
    page.add_style_tag(content=f'* {{ font-family: "{FONT}" !important }}')
    sheets = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True, print_background=True)))
    page.close()
    assert {name for sheet in sheets.pages for name in _fonts(sheet)} == {FONT.replace(" ", "")}
    return sheets


def _fonts(sheet: object) -> Iterator[str]:
    for font in sheet["/Resources"].get("/Font", {}).values():  # type: ignore[index]
        # AAAAAA+DejaVuSans-Bold
        yield font["/BaseFont"].rpartition("+")[2].removeprefix("/").partition("-")[0]
