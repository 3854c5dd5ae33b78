"""Files as survey tools, spreadsheets and statistics programs write them give the same table."""

import csv
import io
import json
import re
from pathlib import Path

import polars as pl
import pytest
import yaml
from sheets_for_tests import as_text, scored, sheets

from manager_quiz.catalog.load import load_catalog
from manager_quiz.records.sheets.columns import read_mapping


@pytest.fixture(scope="module")
def in_both():
    return {language: load_catalog(language=language) for language in ("en", "ru")}


@pytest.fixture
def rows(quick):
    return sheets(*quick, 12, skipped=0.1)


@pytest.fixture
def expected(rows, run, write):
    return scored(run("score", write(as_text(rows), "plain.csv")).out)


def text_of(table, separator=","):
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator="\n").writerows(table)
    return out.getvalue()


def as_table(rows):
    return [list(rows[0]), *(list(row.values()) for row in rows)]


def same(outcome, expected):
    assert outcome.code == 0, outcome.err
    assert scored(outcome.out) == expected


# ------------------------------------------------------------------- text in any dress


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separators_are_told_from_the_rows_though_the_headings_have_others(
    rows, expected, run, write, in_both, separator
):
    table = as_table(rows)
    for language, catalog in in_both.items():
        heads = [catalog.item_by_id[id].text if id != "id" else id for id in table[0]]
        assert sum(head.count(",") for head in heads) > 5
        outcome = run("score", write(text_of([heads, *table[1:]], separator)))
        same(outcome, expected)
        assert "39 headings that are no ids were recognised" in outcome.err, language


DRESSES = {
    "UTF-16 with a mark": lambda text: text.encode("utf-16"),
    "UTF-16 the other way round": lambda text: b"\xfe\xff" + text.encode("utf-16-be"),
    "line ends of an old Mac": lambda text: text.replace("\n", "\r"),
    "line ends of Windows": lambda text: text.replace("\n", "\r\n"),
    "Excel's first line": lambda text: "sep=;\r\n" + text.replace(",", ";"),
    "that and a mark": lambda text: "\ufeffsep=;\n" + text.replace(",", ";"),
    "decimal commas": lambda text: text.replace(",", ";").replace(";4;", ";4,0;"),
    "decimal commas in quotation marks": lambda text: text.replace(",4,", ',"4,0",'),
    "everything quoted": lambda text: "".join(
        ",".join(f'"{cell}"' for cell in line.split(",")) + "\n" for line in text.splitlines()
    ),
    "empty columns at the end": lambda text: text.replace("\n", ",,,\n"),
    "separators at the end of the rows alone": lambda text: text.replace("\n", ",\n").replace(
        ",\n", "\n", 1
    ),
    "spaces": lambda text: text.replace(",", " , "),
    "letters as capitals": lambda text: text.replace(",a,", ",A,").replace(",d,", ",D,"),
}


@pytest.mark.parametrize("dress", DRESSES)
@pytest.mark.parametrize("block", [7, 1_000_000])
def test_the_same_answers_in_every_dress(rows, expected, run, write, monkeypatch, dress, block):
    from manager_quiz.records.sheets import source

    monkeypatch.setattr(source, "BLOCK", block)
    changed = DRESSES[dress](as_text(rows))
    same(run("score", write(changed)), expected)
    same(
        run("score", "-", stdin=changed if isinstance(changed, bytes) else changed.encode()),
        expected,
    )


def test_another_encoding_is_suggested_and_then_read(rows, expected, run, write):
    told = [{"Имя": "Ольга", **row} for row in rows]
    file = write(as_text(told).encode("cp1251"))
    refused = run("score", file)
    assert refused.code == 2
    assert "UTF-8; if it is cp1251, say --encoding cp1251" in refused.err
    same(run("score", file, "--encoding", "cp1251"), expected)
    kept = scored(run("score", file, "--encoding", "windows-1251", "--keep", "Имя").out)
    assert {row["Имя"] for row in kept} == {"Ольга"}
    assert "There is no encoding nonsense" in run("score", file, "--encoding", "nonsense").err
    row_only = (
        as_text(rows).encode()
        + as_text([{**rows[0], "id": "Ольга"}]).encode("cp1251").split(b"\n")[1]
    )
    assert ":14: this is not UTF-8; if it is cp1251" in run("score", write(row_only)).err


def test_headings_may_be_quoted_and_run_over_lines(rows, expected, run, write):
    table = as_table(rows)
    table = [[f"Time stamp\n({n})", *cells, f"a\nb{n}"] for n, cells in enumerate(table)]
    same(run("score", write(text_of(table))), expected)


# ------------------------------------------------------------------------ other formats


@pytest.mark.parametrize("name", ["a.xlsx", "a.XLSX", "named.anyhow"])
def test_workbooks_are_read(rows, expected, run, tmp_path, name, quick):
    catalog, _form = quick
    frame = pl.DataFrame(rows)
    whole = [
        pl.col(id).replace("", None).cast(pl.Int64)
        for id in frame.columns
        if id in catalog.item_by_id and catalog.item_by_id[id].kind.graded
    ]
    made = io.BytesIO()
    frame.with_columns(whole).write_excel(made)
    file = tmp_path / name
    file.write_bytes(made.getvalue())
    same(run("score", file), expected)
    same(run("score", "-", stdin=file.read_bytes()), expected)


def test_bad_rows_of_a_workbook_have_the_number_that_the_spreadsheet_shows(rows, run, tmp_path):
    rows[3]["product-1"] = "9"
    pl.DataFrame(rows).write_excel(tmp_path / "a.xlsx")
    assert "a.xlsx:5: product-1: '9' is no answer" in run("score", tmp_path / "a.xlsx").err


def test_open_documents_are_read(rows, expected, run, tmp_path):
    import zipfile

    cells = "".join(
        "<table:table-row>"
        + "".join(
            '<table:table-cell office:value-type="string"><text:p>'
            f"{cell}</text:p></table:table-cell>"
            if cell
            else "<table:table-cell/>"
            for cell in row
        )
        + "</table:table-row>"
        for row in as_table(rows)
    )
    spaces = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    with zipfile.ZipFile(tmp_path / "a.ods", "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr(
            "META-INF/manifest.xml",
            '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
        packed.writestr(
            "content.xml",
            f"<office:document-content{spaces}><office:body><office:spreadsheet>"
            f'<table:table table:name="a">{cells}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    same(run("score", tmp_path / "a.ods"), expected)


def test_arrow_files_are_read(rows, expected, run, tmp_path):
    pl.DataFrame(rows).write_ipc(tmp_path / "a.arrow")
    same(run("score", tmp_path / "a.arrow"), expected)


@pytest.mark.parametrize("ending", ["CSV", "Parquet"])
def test_endings_may_be_capitals(rows, expected, run, write, tmp_path, ending):
    out = tmp_path / f"out.{ending}"
    assert run("score", write(as_text(rows), "A.CSV"), "-o", out).code == 0
    frame = pl.read_parquet(out) if ending == "Parquet" else pl.read_csv(out)
    assert frame.height == 12
    saved = tmp_path / "report.HTML"
    assert run("stats", write(as_text(rows)), "-o", saved).code == 0
    assert saved.read_text("utf-8").lower().startswith("<!doctype")


# -------------------------------------------------------------- as survey tools export


RENAMED = {
    "R": lambda id: id.replace("-", "."),
    "SPSS": lambda id: id.replace("-", "_"),
    "LimeSurvey": lambda id: id.replace("-", ""),
    "LimeSurvey, one of several": lambda id: f"Q1[{id.replace('-', '')}]",
    "capitals": str.upper,
}


@pytest.mark.parametrize("program", RENAMED)
def test_ids_as_other_programs_rename_them(rows, expected, run, write, program):
    table = as_table(rows)
    table[0] = [RENAMED[program](id) if id != "id" else "ID" for id in table[0]]
    outcome = run("score", write(text_of(table)))
    same(outcome, expected)
    assert "39 headings that are no ids were recognised" in outcome.err


@pytest.mark.parametrize("style", ["{}", "How much is this like you? [{}]", "{} *", "  {}\n"])
def test_question_texts_as_forms_put_them(rows, expected, run, write, in_both, style):
    table = as_table(rows)
    items = in_both["ru"].item_by_id
    table[0] = [style.format(items[id].text) if id != "id" else id for id in table[0]]
    same(run("score", write(text_of(table))), expected)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_answers_in_words(rows, expected, run, write, in_both, language):
    items = in_both[language].item_by_id
    words = {
        id: {str(choice.answer): choice.text for choice in item.choices}
        for id, item in items.items()
    }
    told = [
        {id: words[id].get(cell, cell) if id in words else cell for id, cell in row.items()}
        for row in rows
    ]
    outcome = run("score", write(as_text(told)))
    same(outcome, expected)
    assert "Answers in words or codes were recognised." in outcome.err


@pytest.mark.parametrize("code", ["A{}", "AO0{}", "a{}"])
def test_answers_as_codes_by_their_place(rows, expected, run, write, quick, code):
    catalog, _form = quick

    def coded(id, cell):
        item = catalog.item_by_id.get(id)
        if item is None or not cell:
            return cell
        return code.format(1 + [str(choice.answer) for choice in item.choices].index(cell))

    told = [{id: coded(id, cell) for id, cell in row.items()} for row in rows]
    same(run("score", write(as_text(told))), expected)


def test_several_rows_of_headings(rows, expected, run, write, in_both):
    """As Qualtrics exports: ids of its own, the texts, and ids for importing."""
    table = as_table(rows)
    items = in_both["en"].item_by_id
    texts = [items[id].text if id != "id" else "id" for id in table[0]]
    imported = [json.dumps({"ImportId": f"QID{n}"}) for n in range(len(table[0]))]
    own = [f"Q{n}" for n in range(len(table[0]))]
    outcome = run("score", write(text_of([own, texts, imported, *table[1:]])))
    same(outcome, expected)
    assert "2 more rows of headings are passed over" in outcome.err
    for texts_of_theirs in (texts, [f"In other words: {text}" for text in texts]):
        outcome = run("score", write(text_of([table[0], texts_of_theirs, imported, *table[1:]])))
        same(outcome, expected)


def test_what_else_a_tool_exports_is_left_out_and_said(rows, expected, run, write):
    told = [{"Timestamp": "2026-11-03", "E-mail": "a@b.c", **row, "Comments": ""} for row in rows]
    outcome = run("score", write(as_text(told)))
    same(outcome, expected)
    assert "3 columns are no questions and are left out: Timestamp, E-mail, Comments" in outcome.err


def test_a_word_that_two_answers_share_names_neither(run, write, tmp_path):
    from sheets_for_tests import questionnaire

    folder = questionnaire(tmp_path / "own", {"a": ["a1", "a2"], "b": ["b1", "b2"]})
    content = yaml.safe_load((folder / "questions.yaml").read_text())
    content["answers"] = [{"en": word} for word in ("No", "Maybe", "Maybe", "Yes")]
    (folder / "questions.yaml").write_text(yaml.safe_dump(content, sort_keys=False))
    names = ("a1", "a2", "b1", "b2")
    good = run("score", write(as_text([dict.fromkeys(names, "Yes")])), "--data", folder)
    assert good.code == 0
    doubtful = run("score", write(as_text([dict.fromkeys(names, "Maybe")])), "--data", folder)
    assert (doubtful.code, doubtful.out) == (2, "")
    assert "'Maybe' is no answer" in doubtful.err


# -------------------------------------------------------------------------- the mapping


@pytest.fixture
def strange(rows, quick):
    """A file whose headings and answers nobody could know."""
    catalog, _form = quick
    words = {"1": "never", "2": "hardly", "3": "so so", "4": "rather", "5": "absolutely", "": "-"}
    table = []
    for row in rows:
        told = {"Who": row["id"]}
        for n, (id, cell) in enumerate(row.items()):
            if id != "id":
                situation = not catalog.item_by_id[id].kind.graded
                told[f"V{n}"] = cell if situation else words[cell]
        table.append(told)
    return table


def test_a_mapping_says_what_nobody_could_know(rows, expected, run, write, strange):
    file = write(as_text(strange))
    assert run("score", file).code == 2
    mapping = {
        "columns": {"Who": "id"} | {f"V{n}": id for n, id in enumerate(rows[0]) if id != "id"},
        "answers": {"never": 1, "hardly": 2, "so so": 3, "rather": 4, "absolutely": 5, "-": None},
    }
    said = write(yaml.safe_dump(mapping), "map.yaml")
    same(run("score", file, "--columns", said), expected)
    assert run("stats", file, "--columns", said, "--json").code == 0


@pytest.mark.parametrize("ending", ["csv", "parquet", "semicolons"])
def test_answers_of_a_mapping_that_no_cell_fits_are_named(rows, run, write, tmp_path, ending):
    """Of one letter or digit too, which are looked up all at once; what is met isn't named."""
    met = {"so-so": 3, "x": 4, "7": 2, "seven": 1}
    said = write(
        yaml.safe_dump(
            {
                "answers": {**met, "never met": 1, "y": 1, "8": 1, "": None},
                "options": {"leadership-13": {"z": "a", "w": "b"}},
            }
        ),
        "map.yaml",
    )
    for row, text in zip(rows, met, strict=False):
        row["product-1"] = text
    rows[0]["leadership-13"] = "z"
    file = write(as_text(rows, ";" if ending == "semicolons" else ","))
    if ending == "parquet":
        file = tmp_path / "answers.parquet"
        pl.DataFrame(rows).write_parquet(file)
    told = run("score", file, "--columns", said, "-o", tmp_path / "out.csv")
    assert told.code == 0
    line = f"4 entries of the mapping fit nothing in {file}: "
    (names,) = [each.removeprefix(line) for each in told.err.split("\n") if each.startswith(line)]
    assert set(names.split(", ")) == {"never met", "y", "8", "leadership-13: w"}


def test_a_mapping_is_proposed_and_what_is_open_in_it_is_asked_for(rows, run, write, tmp_path):
    told = [
        {"When": "2026-11-03", **{id: cell.replace("4", "rather") for id, cell in row.items()}}
        for row in rows
    ]
    text = as_text(told).replace("product-1", "prodct-1", 1)
    file, out = write(text), tmp_path / "map.yaml"
    outcome = run("columns", file, "-o", out)
    assert outcome.code == 0
    assert "2 things are left to decide" in outcome.err
    proposed = yaml.safe_load(out.read_text("utf-8"))
    assert proposed["columns"]["When"] is None
    assert proposed["columns"]["prodct-1"] == "?"
    assert proposed["answers"] == {"rather": "?"}
    assert '"prodct-1": "?"  # product-1' in out.read_text("utf-8")
    refused = run("score", file, "--columns", out)
    assert refused.code == 2
    lines = out.read_text("utf-8").splitlines()
    for n, line in enumerate(lines, 1):
        if "?" in line and not line.startswith("#"):
            assert f"map.yaml:{n}: " in refused.err
    decided = out.read_text("utf-8").replace('"prodct-1": "?"', '"prodct-1": product-1')
    out.write_text(decided.replace('"rather": "?"', '"rather": 4'), "utf-8")
    assert run("score", file, "--columns", out).code == 0


def test_a_file_that_is_plain_has_nothing_left_to_decide(rows, run, write):
    outcome = run("columns", write(as_text(rows)))
    assert outcome.code == 0
    assert "All columns and answers are recognised." in outcome.err
    assert yaml.safe_load(outcome.out)["columns"] == {id: id for id in rows[0]}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("columns: {a: nonsense}", "a: nonsense is unknown"),
        ("answers: {yes it is: 9}", "yes it is: 9 is unknown; one of: 1, 2, 3, 4, 5, null"),
        ("options: {nothing: {x: a}}", "there is no question nothing"),
        ("colums: {}", "unknown key colums"),
        ("columns: [a]", "columns: expected names"),
    ],
)
def test_a_mapping_that_makes_no_sense_is_refused_at_its_line(rows, run, write, content, words):
    outcome = run("score", write(as_text(rows)), "--columns", write(f"#\n{content}\n", "m.yaml"))
    assert (outcome.code, outcome.out) == (2, "")
    assert "m.yaml:2: " in outcome.err
    assert words in outcome.err


def test_the_mapping_in_the_document_can_be_read(tmp_path):
    document = (Path(__file__).parents[2] / "docs" / "sheets.md").read_text("utf-8")
    (example,) = re.findall(r"```yaml\n(.*?)```", document, re.DOTALL)
    file = tmp_path / "map.yaml"
    file.write_text(example, "utf-8")
    mapping = read_mapping(file, load_catalog())
    assert mapping.columns["I lead when nobody dose"] == "leadership-1"
    assert mapping.answers.items == {"leadership-13": {"I name a place": "a"}}


# ----------------------------------------------------------------------- an empty sheet


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_an_empty_sheet_can_be_filled_in(quick, rows, expected, run, tmp_path, ending):
    _catalog, form = quick
    out = tmp_path / f"empty.{ending}"
    assert run("columns", "--form", "quick", "-o", out).code == 0
    assert run("columns", "--form", "quick", "-o", out).code == 2
    assert run("columns", "--form", "quick", "-o", out, "--force").code == 0
    if ending == "csv":
        filled = (
            out.read_text()
            + as_text([{id: row[id] for id in ("id", *form.items)} for row in rows]).partition(
                "\n"
            )[2]
        )
        out.write_text(filled)
        same(run("score", out), expected)
    else:
        assert pl.read_excel(out).columns == ["id", *form.items]


def test_the_workbook_tells_what_to_enter_in_the_persons_language(quick, run, tmp_path):
    catalog = load_catalog(language="ru")
    out = tmp_path / "empty.xlsx"
    run("columns", "--form", "quick", "-o", out, "--lang", "ru")
    told = pl.read_excel(out, sheet_id=2)
    item = catalog.item_by_id[quick[1].items[0]]
    assert told.row(0)[:2] == (item.id, item.text)
    assert told.row(0)[2].splitlines()[-1] == f"5: {item.choices[-1].text}"


# ----------------------------------------------------------------------------- writing


def test_figures_have_as_many_decimals_as_say_something(rows, run, write):
    for row in scored(run("score", write(as_text(rows))).out):
        for name, cell in row.items():
            decimals = len(cell.partition(".")[2]) if "." in cell else 0
            assert decimals <= (3 if "chance" in name else 1), (name, cell)


def test_for_spreadsheets_with_decimal_commas(rows, expected, run, write, tmp_path):
    out = tmp_path / "out.csv"
    assert run("score", write(as_text(rows)), "-o", out, "--excel").code == 0
    assert out.read_bytes().startswith(b"\xef\xbb\xbfid;leadership;")
    table = list(csv.DictReader(io.StringIO(out.read_text("utf-8-sig")), delimiter=";"))
    assert [row["order"] for row in table] == [row["order"].replace(".", ",") for row in expected]


def test_texts_that_a_spreadsheet_would_take_for_formulas_are_made_harmless(rows, run, write):
    evil = ['=HYPERLINK("x")', "+1+1", "-2", "@SUM(A1)", "\t=1", "fine", "1-2", " =1"]
    told = [{**row, "note": text} for row, text in zip(rows, evil, strict=False)]
    file = write(as_text(told))
    kept = [row["note"] for row in scored(run("score", file, "--keep", "note").out)]
    harmless = ["'" + text if text.strip()[0] in "=+@" else text for text in evil]
    assert kept == harmless
    raw = [row["note"] for row in scored(run("score", file, "--keep", "note", "--raw").out)]
    assert raw == evil


def test_the_end_tells_who_comes_first_and_which_flags(rows, run, write, tmp_path, expected):
    outcome = run("score", write(as_text(rows)), "-o", tmp_path / "out.csv")
    assert "12 people scored: " in outcome.err
    first = [row["role_1"] for row in expected]
    most = max(set(first), key=first.count)
    name = load_catalog().role_by_id[most].name
    assert f"{name} {100 * first.count(most) / 12:.0f} %" in outcome.err
    contradict = sum("contradiction" in row["flags"] for row in expected)
    assert f"contradictions {100 * contradict / 12:.0f} %" in outcome.err
