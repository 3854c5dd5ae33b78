"""Every row of a file is scored, or told of; nothing is overwritten, and no figure is made up."""

import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sheets_for_tests import as_text, questionnaire, scored, sheets

from manager_quiz.records.sheets import source
from manager_quiz.records.sheets.delimited import Grammar, blocks_of_records


@pytest.fixture
def noted(quick):
    """Twenty-five people, with a text in the last column."""
    return [{**row, "note": "fine"} for row in sheets(*quick, 25)]


# ---------------------------------------------------------------------------- quotation marks


@pytest.mark.parametrize("block", [200, 1_000_000])
@pytest.mark.parametrize("where", ["id", "note", "product-1"])
def test_a_stray_quotation_mark_costs_its_own_row_only(
    noted, run, write, tmp_path, monkeypatch, where, block
):
    monkeypatch.setattr(source, "BLOCK", block)
    lines = as_text(noted).split("\n")
    cells = lines[7].split(",")
    place = lines[0].split(",").index(where)
    cells[place] = '"' + cells[place]
    lines[7] = ",".join(cells)
    out = tmp_path / "out.csv"
    outcome = run("score", write("\n".join(lines)), "-o", out, "--bad-rows", "skip")
    assert outcome.code == 0
    assert ":8: a quotation mark opens a field that doesn't end on this row" in outcome.err
    assert "1 row can't be used, of 25." in outcome.err
    assert [row["id"] for row in scored(out)] == [f"p{n}" for n in range(25) if n != 6]


def test_two_stray_marks_do_not_swallow_the_people_between_them(noted, run, write, tmp_path):
    """Together they make one field, well formed, of all that is between."""
    lines = as_text(noted).split("\n")
    for line in (5, 12):
        lines[line] = lines[line].removesuffix("fine") + '"'
    out = tmp_path / "out.csv"
    outcome = run("score", write("\n".join(lines)), "-o", out, "--bad-rows", "skip")
    assert ":6: between its quotation marks a field has whole rows" in outcome.err
    assert "2 rows can't be used, of 25." in outcome.err
    assert len(scored(out)) == 23


def test_nor_the_one_person_where_they_stand_on_rows_that_follow(noted, run, write, tmp_path):
    lines = as_text(noted).split("\n")
    for line in (5, 6):
        lines[line] = lines[line].removesuffix("fine") + '"'
    outcome = run("score", write("\n".join(lines)), "-o", tmp_path / "o.csv", "--bad-rows", "skip")
    assert "2 rows can't be used, of 25." in outcome.err


def test_a_quotation_mark_within_a_text_is_a_character(noted, run, write):
    told = as_text(noted).replace("fine", '5" disk', 3)
    outcome = run("score", write(told), "--keep", "note")
    assert outcome.code == 0
    assert [row["note"] for row in scored(outcome.out)][:4] == ['5" disk'] * 3 + ["fine"]


_CELLS = st.text(st.sampled_from('ab1" ,;\n\r'), max_size=5)


@settings(max_examples=200)
@given(
    rows=st.lists(st.lists(_CELLS, min_size=3, max_size=3), min_size=1, max_size=8),
    separator=st.sampled_from(",;\t|"),
    cut=st.integers(1, 60),
)
def test_fields_that_are_written_are_read_again(rows, separator, cut):
    """However the text is cut into blocks. Fields are quoted where they must be, as CSV has it."""
    rows = [[f"x{cells[0]}", cells[1].replace("\r", ""), cells[2]] for cells in rows]
    rows = [[cell.replace("\r", "") for cell in cells] for cells in rows]
    special = (separator, "\n", '"')
    text = "".join(
        separator.join(
            '"' + cell.replace('"', '""') + '"' if any(s in cell for s in special) else cell
            for cell in cells
        )
        + "\n"
        for cells in rows
    ).encode()
    blocks = iter([text[start : start + cut] for start in range(0, len(text), cut)])
    read, bad, empty = [], [], 0
    for asked in blocks_of_records(blocks, Grammar(separator), 3):
        part = asked()
        columns = [part.records.column(place).fill_null("").to_list() for place in range(3)]
        read += [list(cells) for cells in zip(*columns, strict=True)]
        bad += part.bad
        empty += part.empty
    # A field with line ends in which there may be rows is told of instead of read.
    if not any("\n" in cell and cell.count(separator) >= 2 for cells in rows for cell in cells):
        assert (read, bad, empty) == (rows, [], 0)
    else:
        assert bad or read == rows


@settings(max_examples=100)
@given(data=st.data(), people=st.integers(1, 12), cut=st.integers(5, 400))
def test_all_rows_are_accounted_for_whatever_stands_in_them(data, people, cut):
    """Rows of a file without line ends in fields: each is read, bad or empty, and in order."""
    cells = st.text(st.sampled_from('a1" ,'), max_size=4)
    rows = [data.draw(st.lists(cells, min_size=3, max_size=3)) for _person in range(people)]
    text = "".join(",".join(row) + "\n" for row in rows).encode()
    blocks = iter([text[start : start + cut] for start in range(0, len(text), cut)])
    lines: list[int] = []
    empty = 0
    for asked in blocks_of_records(blocks, Grammar(","), 3):
        part = asked()
        records = part.records
        for row, line in enumerate(records.lines.tolist()):
            lines += range(line, line + 1 + records.text(row).count("\n"))
        lines += [row.line for row in part.bad]
        empty += part.empty
    blank = sum(not each.strip() for each in text.decode().split("\n")[:-1])
    assert len(set(lines)) == len(lines)
    assert len(lines) + empty + blank == people


def test_marks_between_empty_cells_swallow_no_row():
    """Together they make one field, and what is too much behind it is empty."""
    (asked,) = blocks_of_records(iter([b',,"\n",,\n']), Grammar(","), 3)
    part = asked()
    assert [row.line for row in part.bad] == [1, 2]


# ------------------------------------------------------------------------------- columns


@pytest.mark.parametrize("name", ["leadership", "leadership_answered", "role_1_fit", "flags"])
def test_a_column_named_like_one_of_the_table_cant_be_kept(noted, run, write, name):
    rows = [{**row, name: "mine"} for row in noted]
    outcome = run("score", write(as_text(rows)), "--keep", name)
    assert (outcome.code, outcome.out) == (2, "")
    assert f"the column {name} can't be kept: the table has one of that name" in outcome.err


@pytest.mark.parametrize(
    "name", ["id", "flags", "verdict", "role_2", "role_1_chance", "a_answered"]
)
def test_a_scale_cant_have_the_name_of_another_column(run, tmp_path, name):
    folder = questionnaire(tmp_path / "own", {"a": ["a1", "a2"], name: ["b1", "b2"]})
    outcome = run("check", folder)
    assert outcome.code == 2
    assert f"a column of the table of scored sheets is called {name}" in outcome.err


def test_all_columns_of_the_table_have_names_of_their_own(noted, run, write):
    outcome = run("score", write(as_text(noted)), "--keep", "note", "--top", 16)
    header = outcome.out.splitlines()[0].split(",")
    assert len(header) == len(set(header))


# ----------------------------------------------------------------------- what is overwritten


@pytest.mark.parametrize("link", [False, True])
def test_the_file_that_is_read_is_never_the_output(noted, run, write, tmp_path, link):
    file = write(as_text(noted))
    output = file
    if link:
        output = tmp_path / "link.csv"
        output.symlink_to(file)
    before = file.read_bytes()
    for command in (("score", file, "-o", output), ("stats", file, "-o", output)):
        outcome = run(*command)
        assert outcome.code == 2
        assert "is what is read; give the output another name" in outcome.err
    assert file.read_bytes() == before


def test_nor_the_list_of_bad_rows(noted, run, write, tmp_path):
    file = write(as_text(noted), "out.bad.csv")
    before = file.read_bytes()
    outcome = run("score", file, "-o", tmp_path / "out.csv", "--bad-rows", "skip")
    assert outcome.code == 2
    assert file.read_bytes() == before


def test_somebodys_file_with_the_name_of_that_list_stays(noted, run, write, tmp_path):
    mine = write("my notes\n", "out.bad.csv")
    file = write(as_text([{**noted[0], "product-1": "9"}, noted[1]]))
    outcome = run("score", file, "-o", tmp_path / "out.csv", "--bad-rows", "skip")
    assert outcome.code == 2
    assert "out.bad.csv would take the rows that can't be used" in outcome.err
    assert mine.read_text() == "my notes\n"
    mine.unlink()
    again = ("score", file, "-o", tmp_path / "out.csv", "--bad-rows", "skip", "--force")
    for _time in range(2):
        assert run(*again).code == 0


def test_a_list_of_bad_rows_that_cant_be_written_is_named(noted, run, write, tmp_path, monkeypatch):
    """And not the output, which could be."""
    from manager_quiz.records.sheets import writer

    whole = writer.whole_file

    def full(file):
        if "bad" in file.name:
            raise OSError(28, "No space left on device")
        return whole(file)

    monkeypatch.setattr(writer, "whole_file", full)
    file = write(as_text([{**noted[0], "product-1": "9"}, noted[1]]))
    outcome = run("score", file, "--bad-rows", "skip")
    assert outcome.code == 1
    assert f"{file}.bad.csv can't be written: No space left on device." in outcome.err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full")
@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_a_full_disk_is_told_in_one_line(noted, run, write, tmp_path, monkeypatch, ending):
    from contextlib import contextmanager

    from manager_quiz.records.sheets import writer

    @contextmanager
    def full(_file):
        with Path("/dev/full").open("wb", buffering=0) as stream:
            yield stream

    monkeypatch.setattr(writer, "whole_file", full)
    outcome = run("score", write(as_text(noted)), "-o", tmp_path / f"o.{ending}")
    assert outcome.code == 1
    assert outcome.err.endswith(f"o.{ending} can't be written: No space left on device.\n")


# ------------------------------------------------------------------------------ empty rows


@pytest.mark.parametrize("empty", [",", " ,", '"",'])
def test_rows_of_nothing_but_separators_are_no_people(noted, run, write, tmp_path, empty):
    text = as_text(noted)
    width = len(noted[0])
    blank = (empty * width).rstrip(",") if empty != "," else "," * (width - 1)
    outcome = run("score", write(text + (blank + "\n") * 7), "-o", tmp_path / "out.csv")
    assert outcome.code == 0
    assert "7 rows without anything are passed over" in outcome.err
    assert len(scored(tmp_path / "out.csv")) == 25


def test_nor_are_empty_rows_of_a_table(noted, run, tmp_path):
    nothing = dict.fromkeys(noted[0])
    pl.DataFrame([*noted, nothing, nothing]).write_parquet(tmp_path / "a.parquet")
    outcome = run("score", tmp_path / "a.parquet", "-o", tmp_path / "out.csv")
    assert "2 rows without anything are passed over" in outcome.err
    assert len(scored(tmp_path / "out.csv")) == 25


def test_somebody_with_an_id_who_answered_nothing_is_a_person(noted, run, write):
    silent = {**dict.fromkeys(noted[0], ""), "id": "silent"}
    assert scored(run("score", write(as_text([silent]))).out)[0]["flags"] == "not-scored"


# ------------------------------------------------------------------------------------- NaN


def test_nan_in_a_text_is_no_answer_and_it_says_how_to_make_it_one(noted, run, write, tmp_path):
    file = write(as_text([{**noted[0], "product-1": "NaN"}, noted[1]]))
    stopped = run("score", file)
    assert stopped.code == 2
    assert ":2: product-1: 'NaN' is no answer; if it stands for none" in stopped.err
    assert "--missing NaN" in stopped.err
    assert run("stats", file, "--bad-rows", "skip", "--json").code == 0
    assert len(scored(run("score", file, "--missing", "NaN").out)) == 2


def test_nan_in_a_table_is_missing(quick, noted, run, tmp_path):
    catalog, _form = quick
    numbers = {
        name: [float(row[name]) for row in noted]
        for name in noted[0]
        if name in catalog.item_by_id and catalog.item_by_id[name].kind.graded
    }
    numbers["product-1"][0] = float("nan")
    table = pl.DataFrame(noted).with_columns(**{n: pl.Series(v) for n, v in numbers.items()})
    table.write_parquet(tmp_path / "a.parquet")
    rows = scored(run("score", tmp_path / "a.parquet").out)
    assert int(rows[0]["product_answered"]) == int(rows[1]["product_answered"]) - 1


# ---------------------------------------------------------------------------------- stats


def answers(people, rng=None, **columns):
    """Sheets of the questionnaire `two`; columns given are the same for everybody or a list."""
    rng = rng or np.random.default_rng(5)
    names = ("w1", "w2", "w3", "w4", "o1", "o2", "o3", "o4", "o5")
    rows = [
        {"id": str(n)} | {name: str(rng.integers(1, 6)) for name in names} for n in range(people)
    ]
    for name, values in columns.items():
        for n, row in enumerate(rows):
            row[name] = str(values[n % len(values)])
    return rows


@pytest.mark.parametrize("people", [1, 2, 3, 4, 29])
def test_few_people_give_no_warning_and_update_nothing(two, run, write, people):
    """NumPy's warnings are errors in these tests."""
    file = write(as_text(answers(people)))
    before = (two / "questions.yaml").read_bytes()
    for options in ((), ("--json",), ("--plain",)):
        assert run("stats", file, "--data", two, *options).code == 0
    outcome = run("stats", file, "--update", two)
    assert outcome.code == 1
    assert "at least 30 are needed to measure it. Nothing was updated." in outcome.err
    assert (two / "questions.yaml").read_bytes() == before


def told(run, file, folder):
    document = json.loads(run("stats", file, "--data", folder, "--json").out)
    return {scale["id"]: scale for scale in document["scales"]}


def test_a_scale_on_which_all_score_alike_is_said_to_be_flat(two, run, write):
    file = write(as_text(answers(40, w1=[4], w2=[2], w3=[4], w4=[4])))
    assert told(run, file, two)["warmth"]["verdict"] == "flat"
    assert "Everybody scores alike" in run("stats", file, "--data", two).out


def test_an_item_beside_which_nothing_varies_is_said_to_stand_alone(two, run, write):
    file = write(as_text(answers(40, w1=[1, 2, 3, 4, 5], w2=[2], w3=[4], w4=[4])))
    verdicts = [item["verdict"] for item in told(run, file, two)["warmth"]["items"]]
    assert verdicts == ["alone", "same", "same", "same"]


def test_options_with_equal_points_have_their_own_word(run, write, tmp_path):
    import yaml

    folder = questionnaire(tmp_path / "own", {"a": ["a1", "a2"], "b": ["b1", "b2"]})
    content = yaml.safe_load((folder / "questions.yaml").read_text())
    content["items"][0] = {
        "id": "a1",
        "scale": "a",
        "situation": {"en": "a1"},
        "options": [
            {"id": each, "text": {"en": each}, "points": {"a": points}}
            for each, points in (("x", 0.5), ("y", 0.5), ("z", 1))
        ],
    }
    (folder / "questions.yaml").write_text(yaml.safe_dump(content, sort_keys=False))
    rng = np.random.default_rng(1)
    rows = [
        {"id": str(n), "a1": "xy"[n % 2]}
        | {id: str(rng.integers(1, 6)) for id in ("a2", "b1", "b2")}
        for n in range(40)
    ]
    assert told(run, write(as_text(rows)), folder)["a"]["items"][0]["verdict"] == "level"


def test_a_scale_of_one_question_is_said_to_be_one(run, write, tmp_path):
    folder = questionnaire(tmp_path / "own", {"a": ["a1"], "b": ["b1", "b2"]})
    rng = np.random.default_rng(1)
    rows = [{id: str(rng.integers(1, 6)) for id in ("a1", "b1", "b2")} for _n in range(40)]
    assert told(run, write(as_text(rows)), folder)["a"]["verdict"] == "single"


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32 - 1), cut=st.integers(0, 80))
def test_several_files_are_as_good_as_the_one(two, run, write, seed, cut):
    rows = answers(80, np.random.default_rng(seed))
    header, *lines = as_text(rows).splitlines()
    parts = [
        write("\n".join([header, *part]) + "\n", f"part{n}.csv")
        for n, part in enumerate((lines[:cut], lines[cut:]))
    ]
    whole = json.loads(run("stats", write(as_text(rows)), "--data", two, "--json").out)
    assert json.loads(run("stats", *parts, "--data", two, "--json").out) == approximately(whole)


def approximately(value):
    if isinstance(value, dict):
        return {name: approximately(part) for name, part in value.items()}
    if isinstance(value, list):
        return [approximately(part) for part in value]
    return pytest.approx(value, abs=1e-9) if isinstance(value, float) else value


def test_the_same_file_twice_is_no_more_people(noted, run, write, tmp_path):
    file = write(as_text(noted))
    link = tmp_path / "again.csv"
    link.symlink_to(file)
    for again in (file, link):
        outcome = run("stats", file, again)
        assert outcome.code == 2
        assert "is what is read" in outcome.err


def test_a_row_without_an_id_among_rows_with_ids_is_told_of(noted, run, write, tmp_path):
    noted[3]["id"] = ""
    out = tmp_path / "out.csv"
    outcome = run("score", write(as_text(noted)), "-o", out, "--bad-rows", "skip")
    assert ":5: there is no id" in outcome.err
    assert len(scored(out)) == 24
