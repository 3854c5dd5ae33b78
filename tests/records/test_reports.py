"""Reports: complete, self-contained, safe, and the same for the same result."""

import csv
import dataclasses
import errno
import io
import json
import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from browser import printed
from manager_quiz.records.results import result_of
from manager_quiz.reports.page import Page as ReportPage
from manager_quiz.reports.page import Text, section
from manager_quiz.reports.result import ENDINGS, render, render_sheets
from manager_quiz.reports.writers import as_html
from manager_quiz.wording.words import Words
from people import assessed, leaning, standing

VOID = {"meta", "rect", "path", "br"}
EVIL = "<script>alert(1)</script>|*[x](javascript:1)"


class Page(HTMLParser):
    """The page as elements; complains of any that isn't closed where it should be."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.attributes, self.open, self.text = [], [], [], ""
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "style" not in self.open:
            self.text += data


@pytest.fixture(params=["en", "ru"])
def language(request):
    return request.param


@pytest.fixture
def report(make, catalogs, language):
    def report(ending, **options):
        result = result_of(make(language=language, **options), catalogs[language])
        return render(ending, result, catalogs[language], Words(language))

    return report


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_same_result_gives_the_same_bytes(ending, report):
    assert report(ending) == report(ending)


def test_another_id_changes_nothing_but_the_id(report):
    assert report(".html", id="red-fox-11").replace("red-fox-11", "blue-otter-42") == report(
        ".html"
    )


class TestPage:
    def test_is_well_formed_and_says_its_language(self, report, language):
        page = Page(report(".html"))
        assert ("lang", language) in page.attributes
        assert ("name", "viewport") in page.attributes

    def test_needs_no_network_and_no_scripts(self, report):
        text = report(".html")
        page = Page(text)
        assert not {"script", "link", "img", "iframe", "object", "a", "form"} & set(page.tags)
        assert not {"src", "href", "srcset", "action", "style"} & {
            name for name, _ in page.attributes
        }
        assert not any(name.startswith("on") for name, _ in page.attributes)
        assert "url(" not in text
        assert "@import" not in text
        assert "default-src 'none'" in text

    def test_headings_are_in_order(self, report):
        levels = [int(tag[1]) for tag in Page(report(".html")).tags if re.fullmatch("h[1-6]", tag)]
        assert levels.count(1) == 1
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))

    def test_every_picture_has_words(self, report):
        for picture in re.findall(r"<svg[^>]*>", report(".html")):
            assert 'aria-label="' in picture or 'aria-hidden="true"' in picture

    def test_has_all_that_the_person_needs(self, report, catalogs, language):
        text = Page(report(".html")).text
        role = catalogs[language].role_by_id["sales-manager"]
        for needed in (
            role.name,
            role.summary,
            role.day,
            role.try_next,
            "72 ±7",
            "O*NET",
        ):
            assert needed in text

    def test_texts_from_content_are_never_markup(self, make, catalogs):
        catalog = catalogs["en"]
        roles = tuple(
            role._replace(name=EVIL, summary=EVIL, day=EVIL, duties=(EVIL,))
            for role in catalog.roles
        )
        scales = tuple(scale._replace(name=EVIL, low=EVIL, high=EVIL) for scale in catalog.scales)
        evil = dataclasses.replace(catalog, roles=roles, scales=scales)
        result = result_of(make(), catalog)
        assert "script" not in Page(render(".html", result, evil, Words("en"))).tags
        assert "<script" not in render(".md", result, evil, Words("en")).replace("\\<", "")

    def test_skipped_scales_say_so(self, report):
        not_scored = {"en": "not scored", "ru": "не оценено"}
        text = Page(report(".html", without=("order", "strategy"))).text
        assert any(words in text for words in not_scored.values())

    def test_impossible_lengths_stay_in_the_picture(self, make, catalogs):
        document = json.loads(json.dumps(make()))
        for scale in document["scales"]:
            scale["standard_error"] = 100
        text = render(".html", result_of(document, catalogs["en"]), catalogs["en"], Words("en"))
        places = [float(x) for x in re.findall(r'd="M([\d.-]+) 9H', text)]
        assert all(0 <= place <= 200 for place in places)

    def test_colours_have_contrast_enough(self, report):
        schemes = re.findall(r":root \{(.*?)\}", report(".html"), re.DOTALL)
        for scheme in schemes[:2]:
            colours = dict(re.findall(r"--(\w+): (#\w{6})", scheme))
            for name in ("ink", "quiet", "accent", "against"):
                assert contrast(colours[name], colours["paper"]) >= 4.5, name

    def test_many_people_make_one_page(self, make, catalogs):
        ids = ("red-fox-11", "red-fox-12", "red-fox-13")
        results = [result_of(make(id=id), catalogs["en"]) for id in ids]
        page = Page(render_sheets(results, catalogs["en"], Words("en")))
        assert page.tags.count("article") == 3


def contrast(first, second):
    """The ratio that WCAG 2 defines."""

    def luminance(colour):
        channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    dark, light = sorted((luminance(first), luminance(second)))
    return (light + 0.05) / (dark + 0.05)


def test_plain_text_fits_eighty_columns(report):
    assert max(map(len, report(".txt").splitlines())) <= 80


def test_markdown_has_a_title_and_sections(report):
    text = report(".md")
    assert text.startswith("# ")
    assert text.count("\n## ") >= 8


def test_the_table_has_a_row_a_scale_and_a_row_a_role(report, catalogs, language):
    text = report(".csv")
    assert text.startswith("\ufeff"), "without it Excel garbles Cyrillic"
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    catalog = catalogs[language]
    assert [row["id"] for row in rows if row["kind"] != "role"] == [s.id for s in catalog.scales]
    assert {row["id"] for row in rows if row["kind"] == "role"} == {r.id for r in catalog.roles}
    assert sum(row["in_best_set"] == "1" for row in rows) == 9
    assert [row["first_place"] for row in rows if row["kind"] == "role"][:3] == ["1", "2", "2"]


def test_take_saves_every_format(run, tmp_path):
    for ending in ENDINGS:
        file = tmp_path / f"report{ending}"
        assert run("take", "--answers", "examples/dealmaker.yaml", "-o", file).code == 0
        assert file.exists()


def test_a_full_disk_costs_the_report_but_not_the_result_on_screen(run, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    file = tmp_path / "report.html"
    done = run("take", "--answers", "examples/dealmaker.yaml", "-o", file)
    assert done.code == 1
    assert "Sales manager" in done.out
    assert done.err == f"{file} can't be written: No space left on device.\n"


@pytest.mark.parametrize("name", ["dealmaker", "people-person", "technologist"])
def test_prints_on_two_sheets(name, report, browser):
    assert len(printed(browser, report(".html", name=name)).pages) == 2


@pytest.mark.slow
def test_prints_on_two_sheets_whichever_role_comes_first(catalogs, browser):
    for language, catalog in catalogs.items():
        for role in catalog.roles:
            found, document = assessed(catalog, leaning(catalog, role))
            assert found.ranking[0].role == role.id
            # Those that are furthest down take the most words.
            furthest = [match.role for match in found.ranking[-3:]]
            for named in ([], furthest):
                result = result_of({**document, "aspirations": named}, catalog)
                page = render(".html", result, catalog, Words(language))
                assert len(printed(browser, page).pages) == 2, (language, role.id, named)


@settings(max_examples=20)
@given(st.floats(0, 1), st.floats(0, 1))
def test_a_picture_of_people_has_as_many_as_it_says(one, more):
    most, some = round(100 * one), round(100 * max(one, more))
    page = ReportPage(sections=(section("", Text("told", people=(most, some))),))
    drawn = dict(
        re.findall(r'<path class="(full|half|hollow)" d="(.*?)"', as_html([page], Words("en")))
    )
    assert [drawn[kind].count("M") for kind in ("full", "half", "hollow")] == [
        most,
        some - most,
        100 - some,
    ]


def test_who_would_rather_not_manage_reads_of_experts_and_isnt_told_to_learn_to_lead(
    catalogs, language
):
    catalog = catalogs[language]
    levels = {"technical-depth": 0.9, "technology": 0.8, "people": 0.2, "leadership": 0, "scope": 0}
    found, document = assessed(catalog, standing(catalog, levels))
    assert found.managing.rare_in_role
    text = Page(render(".html", result_of(document, catalog), catalog, Words(language))).text
    topic = catalog.without_managing
    assert topic.name in text
    assert topic.text[0] in text
    assert catalog.scale_by_id["leadership"].develop not in text


def test_what_is_shown_of_100_people_is_what_is_computed(report, catalogs, make):
    found = result_of(make(), catalogs["en"]).assessment
    first, *others = found.ranking
    text = Page(report(".html")).text
    for share in (first.p_best, first.p_best + sum(each.p_best for each in others[:4])):
        assert re.search(rf"\b{round(100 * share)}\b", text)
