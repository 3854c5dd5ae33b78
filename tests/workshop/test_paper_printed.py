"""The questionnaire as it comes out of the printer: which copy is on which page, and all of it."""

import re
import unicodedata
from dataclasses import replace

import pytest

from browser import printed
from manager_quiz.catalog.model import Catalog
from manager_quiz.commands.workshop.results import picture_of
from manager_quiz.reports.paper import Copy, questionnaire
from manager_quiz.reports.writers import as_paper
from manager_quiz.wording.codes import read_aloud
from manager_quiz.wording.words import Words
from program import Run

CODES = ["crimson-hedgehog-48", "navy-penguin-37", "blue-fox-11"]


def page_of(catalog: Catalog, copies: list[Copy], form: str = "quick") -> str:
    words = Words(catalog.language)
    sheet = questionnaire(
        words, catalog, catalog.form_by_id[form], "Career day", ["last"], aspirations=True
    )
    return as_paper(sheet, copies, words)


def copies_in(language: str) -> list[Copy]:
    return [
        Copy(code, read_aloud(code, language), f"{number}417", picture_of(code))
        for number, code in enumerate(CODES)
    ]


def words_of(text: str) -> set[str]:
    # Ligatures are one character on paper.
    return set(re.findall(r"\w+", unicodedata.normalize("NFKC", text)))


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_copy_of_the_quick_form_is_one_sheet_of_its_own(browser, shipped, language) -> None:
    catalog = shipped[language]
    sheets = printed(browser, page_of(catalog, copies_in(language)))

    texts = [page.extract_text() for page in sheets.pages]
    assert len(texts) == 2 * len(CODES)
    for number, code in enumerate(CODES):
        front, back = texts[2 * number : 2 * number + 2]
        assert code in front
        assert code in back
        assert not any(other in front + back for other in CODES if other != code)
        # The PIN only on the strip that is torn off.
        assert (front.count(f"{number}417"), back.count(f"{number}417")) == (1, 0)
        for item in catalog.form_items(catalog.form_by_id["quick"]):
            assert words_of(item.text) <= words_of(front + back)
            options = [] if item.kind.graded else item.choices
            assert all(words_of(each.text) <= words_of(front + back) for each in options)
        assert all(words_of(role.name) <= words_of(front) for role in catalog.roles)
    paper = sheets.pages[0].mediabox
    assert [round(float(size)) for size in (paper.width, paper.height)] == [595, 842]


def test_nothing_is_cut_at_the_edge_of_the_page(browser, shipped) -> None:
    page = browser.new_page(viewport={"width": 696, "height": 1000})  # as wide as on A4
    page.emulate_media(media="print")
    page.set_content(page_of(shipped["ru"], copies_in("ru")))
    wide = page.evaluate(
        "[...document.querySelectorAll('body *')]"
        ".filter(e => e.getBoundingClientRect().right > 696.5).map(e => e.outerHTML.slice(0, 80))"
    )
    page.close()
    assert wide == []


def test_with_long_texts_too_every_copy_begins_on_an_odd_page(browser, shipped) -> None:
    catalog = shipped["ru"]
    items = tuple(
        item._replace(
            text=f"{item.text} " * 6,
            choices=tuple(each._replace(text=f"{each.text} " * 4) for each in item.choices),
        )
        for item in catalog.items
    )
    grown = replace(catalog, items=items)
    texts = [
        page.extract_text() for page in printed(browser, page_of(grown, copies_in("ru"))).pages
    ]

    assert len(texts) > 6
    begins = [next(n for n, text in enumerate(texts) if code in text) for code in CODES]
    assert [page % 2 for page in begins] == [0, 0, 0]
    for text in texts:
        assert sum(code in text for code in CODES) <= 1
    pages = {code: [text for text in texts if code in text] for code in CODES}
    assert len({len(each) for each in pages.values()}) == 1
    for number, code in enumerate(CODES):
        assert sum(text.count(f"{number}417") for text in pages[code]) == 1
        numbers = re.findall(r"Блок (\d+)", " ".join(pages[code]))
        assert numbers == [str(n) for n in range(1, 9)]


def test_blocks_hold_five_questions_whose_keys_are_shown(shipped) -> None:
    catalog = shipped["en"]
    words = Words("en")
    sheet = questionnaire(words, catalog, catalog.form_by_id["quick"], "", aspirations=False)
    assert [len(block) for block in sheet.blocks] == [5] * 7 + [4]
    numbers = [question.number for block in sheet.blocks for question in block]
    assert numbers == list(range(1, 40))
    assert "".join(option.key for option in sheet.scale) == "12345"
    situations = [each for block in sheet.blocks for each in block if each.options]
    assert {"".join(option.key for option in each.options) for each in situations} == {"ABCD"}
    assert sheet.roles == ()


def test_without_segno_the_sheet_has_no_picture_and_says_nothing_wrong(
    shipped, monkeypatch
) -> None:
    pytest.importorskip("segno")
    assert "<svg" in page_of(shipped["en"], copies_in("en"))
    monkeypatch.setitem(__import__("sys").modules, "segno", None)
    page = page_of(shipped["en"], copies_in("en"))
    assert "<svg" not in page
    assert CODES[0] in page


def test_every_copy_has_a_code_of_its_own_that_nobody_is_counted_for(
    run: Run, workshop, tmp_path
) -> None:
    made = run("workshop", "paper", workshop.folder, "--copies", "5", "-o", tmp_path / "forms.html")
    assert made.code == 0, made.err
    text = (tmp_path / "forms.html").read_text("utf-8")
    codes = re.findall(r'<p class="code">([a-z]+-[a-z]+-\d\d)</p>', text)
    assert len(set(codes)) == len(re.findall(r"PIN \d{4}<", text)) == 5
    assert {folder.name for folder in workshop.journals.iterdir()} == set(codes)
    shown = run("workshop", "board", workshop.folder, "--once").out
    assert "0 have finished." in shown
    again = run("workshop", "paper", workshop.folder, "-o", tmp_path / "forms.html")
    assert (again.code, "--force" in again.err) == (2, True)
    erased = run("workshop", "erase", workshop.folder, "--yes")
    assert erased.code == 0, erased.err
    assert not workshop.folder.exists()
