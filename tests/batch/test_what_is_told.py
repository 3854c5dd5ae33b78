"""What a run says: of rows left out, of options and entries that can't be carried out."""

import csv
import gzip
import json
import math
import os
import shlex
import subprocess
import sys
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import polars as pl
import pytest
import yaml
from sheets_for_tests import as_text, scored, sheets


@pytest.fixture
def rows(quick):
    return [{**row, "note": f"n{n}, too"} for n, row in enumerate(sheets(*quick, 6))]


# ------------------------------------------------------------------ the list of bad rows


def told_of(tmp_path):
    with (tmp_path / "out.bad.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("kind", ["csv", "parquet", "arrow", "xlsx"])
def test_every_row_left_out_is_listed_whole(rows, run, write, tmp_path, kind):
    rows[1]["product-1"] = "9"
    rows[3]["id"] = rows[0]["id"]
    rows[4]["id"] = ""
    file = tmp_path / f"a.{kind}"
    frame = pl.DataFrame(rows)
    kinds = {"parquet": frame.write_parquet, "arrow": frame.write_ipc, "xlsx": frame.write_excel}
    kinds.get(kind, frame.write_csv)(file)
    outcome = run("score", file, "-o", tmp_path / "out.csv", "--bad-rows", "skip")
    assert outcome.code == 0
    listed = told_of(tmp_path)
    first = 2 if kind in {"csv", "xlsx"} else 1
    assert [int(each["line"]) - first for each in listed] == [1, 3, 4]
    assert [each["problem"] for each in listed] == [
        "product-1: '9' is no answer, expected one of: 1, 2, 3, 4, 5",
        "the id p0 stands further up already",
        "there is no id",
    ]
    for each, row in zip(listed, (rows[1], rows[3], rows[4]), strict=True):
        assert next(csv.reader([each["row"]])) == list(row.values())


# ---------------------------------------------------------------- people in two files


def test_a_person_in_two_files_is_told_of_and_counted_once(rows, run, write):
    first, second = write(as_text(rows[:4]), "a.csv"), write(as_text(rows[3:]), "b.csv")
    stopped = run("stats", first, second)
    assert stopped.code == 2
    assert f"b.csv:2: the id p3 stands further up already, or in {first}" in stopped.err
    assert "leave the ids out" in stopped.err
    document = json.loads(run("stats", first, second, "--bad-rows", "skip", "--json").out)
    assert (document["people"]["people"], document["bad_rows"]) == (6, 1)


def test_files_that_number_their_own_people_are_read_without_ids(rows, run, write):
    files = write(as_text(rows[:3]), "a.csv"), write(as_text(rows[:3]), "b.csv")
    mapping = write("columns: {id: null}", "map.yaml")
    document = json.loads(run("stats", *files, "--columns", mapping, "--json").out)
    assert document["people"]["people"] == 6


# ------------------------------------------------------------------- where columns writes


@pytest.mark.parametrize("name", ["map.csv", "map.xlsx", "map"])
def test_a_mapping_has_the_ending_of_one(rows, run, write, tmp_path, name):
    outcome = run("columns", write(as_text(rows)), "-o", tmp_path / name)
    assert outcome.code == 2
    assert f"{name} must end in one of: .yaml, .yml" in outcome.err
    assert not (tmp_path / name).exists()


def test_an_empty_sheet_has_the_ending_of_one(run, tmp_path):
    outcome = run("columns", "--form", "quick", "-o", tmp_path / "empty.yaml")
    assert outcome.code == 2
    assert "empty.yaml must end in one of: .csv, .xlsx" in outcome.err
    assert "Name a file of answers" in run("columns", "--form", "quick").err


def test_a_dash_is_standard_output(rows, quick, run, write, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    file = write(as_text(rows))
    assert run("columns", file, "-o", "-").out == run("columns", file).out != ""
    empty = run("columns", "--form", "quick", "-o", "-")
    assert empty.out == ",".join(["id", *quick[1].items]) + "\n"
    assert not (tmp_path / "-").exists()


# ----------------------------------------------------- what can't be carried out is said


def test_a_heading_of_the_mapping_that_is_not_there_is_an_error(rows, run, write):
    text = as_text(rows).replace("product-1", "Made up", 1)
    mapping = write('#\ncolumns:\n  "Mad up": product-1\n  Gone: null\n', "map.yaml")
    outcome = run("score", write(text), "--columns", mapping)
    assert (outcome.code, outcome.out) == (2, "")
    assert "map.yaml:3: there is no column Mad up in " in outcome.err
    assert "there are: Made up" in outcome.err
    mapping = write('columns:\n  "Who": id\n', "map.yaml")
    outcome = run(
        "score", write(as_text(rows).replace("id,", "ID of it,", 1)), "--columns", mapping
    )
    assert (outcome.code, outcome.out) == (2, "")
    assert "map.yaml:2: there is no column Who in " in outcome.err


def test_an_entry_of_the_mapping_without_consequence_is_told(rows, quick, run, write):
    """It may be of another file, whose mapping this is too."""
    catalog, form = quick
    others = (item for item in catalog.items if not (item.kind.graded or item.id in form.items))
    other = next(others).id
    mapping = {
        "columns": {"Gone": None, "V1": "product-1"},
        "options": {other: {"x": "a"}},
    }
    outcome = run("score", write(as_text(rows)), "--columns", write(yaml.dump(mapping), "m.yaml"))
    assert outcome.code == 0
    assert "3 entries of the mapping fit nothing in " in outcome.err
    assert f"Gone, V1, {other}" in outcome.err
    assert len(scored(outcome.out)) == 6


@pytest.mark.parametrize("ending", ["parquet", "Parquet"])
def test_excel_is_refused_where_it_means_nothing(rows, run, write, tmp_path, ending):
    out = tmp_path / f"out.{ending}"
    outcome = run("score", write(as_text(rows)), "-o", out, "--excel")
    assert outcome.code == 2
    assert f"--excel is for CSV alone; leave it out for {out}" in outcome.err
    assert not out.exists()


def test_a_column_to_keep_that_is_not_there_is_answered_with_those_that_are(rows, run, write):
    outcome = run("score", write(as_text(rows)), "--keep", "нет")
    assert outcome.code == 2
    assert "there is no column нет to keep; there are: note\n" in outcome.err
    outcome = run("score", write(as_text(rows)), "--keep", "notes")
    assert "there is no column notes to keep; there are: note\n" in outcome.err
    plain = [{id: cell for id, cell in row.items() if id != "note"} for row in rows]
    outcome = run("score", write(as_text(plain)), "--keep", "нет")
    assert "there are: id, product-1, " in outcome.err


# ---------------------------------------------------------------------- nobody to speak of


HEADINGS_ALONE = ("csv", "gz", "parquet", "xlsx")


@pytest.mark.parametrize("kind", HEADINGS_ALONE)
@pytest.mark.parametrize("command", ["score", "stats"])
def test_a_file_without_rows_is_told_in_one_line(quick, run, tmp_path, command, kind):
    file = tmp_path / f"a.{kind}"
    frame = pl.DataFrame(schema=dict.fromkeys(["id", *quick[1].items], pl.String))
    if kind == "gz":
        file.write_bytes(gzip.compress(frame.write_csv().encode()))
    else:
        {"csv": frame.write_csv, "parquet": frame.write_parquet, "xlsx": frame.write_excel}[kind](
            file
        )
    outcome = run(command, file)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err == f"{file} has no rows under its headings.\n"


@pytest.mark.parametrize("command", ["score", "stats"])
@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf", gzip.compress(b"", mtime=0)])
def test_so_is_one_without_anything(run, write, command, content):
    outcome = run(command, write(content))
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.endswith(": the file is empty\n")


def test_nobody_is_scored_where_no_row_is_left(rows, run, write, tmp_path):
    header = as_text(rows).splitlines()[0]
    empty = write(header + "\n" + "," * 40 + "\n", "empty.csv")
    out = tmp_path / "out.csv"
    outcome = run("score", empty, "-o", out)
    assert outcome.code == 2
    assert "has nothing but empty rows under its headings" in outcome.err
    bad = write(as_text([{**row, "product-1": "9"} for row in rows]), "bad.csv")
    for command in (("score", bad, "-o", out), ("stats", bad)):
        outcome = run(*command, "--bad-rows", "skip")
        assert (outcome.code, outcome.out) == (2, "")
        assert outcome.err.endswith(f"No row of {bad} can be used.\n")
    assert not out.exists()


def test_of_several_files_one_may_be_empty_but_not_in_silence(rows, run, write):
    header = as_text(rows).splitlines()[0]
    empty, full = write(header, "empty.csv"), write(as_text(rows), "full.csv")
    outcome = run("stats", empty, full, "--json")
    assert json.loads(outcome.out)["people"]["people"] == 6
    assert f"{empty} has no rows under its headings." in outcome.err


def test_empty_rows_are_told_of_where_a_run_stops_too(rows, run, write):
    rows[2]["product-1"] = "9"
    file = write(as_text(rows) + "," * 40 + "\n")
    for command in ("score", "stats"):
        outcome = run(command, file)
        assert outcome.code == 2
        assert "1 row without anything is passed over" in outcome.err


# ------------------------------------------------------------------ an earlier run's list


def test_a_list_of_an_earlier_run_does_not_pass_for_one_of_this(rows, run, write, tmp_path):
    out, listed = tmp_path / "out.csv", tmp_path / "out.bad.csv"
    bad = write(as_text([{**rows[0], "product-1": "9"}, *rows[1:]]), "bad.csv")
    good = write(as_text(rows), "good.csv")
    assert run("score", bad, "-o", out, "--bad-rows", "skip").code == 0
    outcome = run("score", good, "-o", out, "--force")
    assert f"{listed} is of an earlier run: now all rows could be used." in outcome.err
    assert listed.exists()
    assert run("score", bad, "-o", out, "--force").code == 2
    assert listed.exists()
    outcome = run("score", good, "-o", out, "--bad-rows", "skip", "--force")
    assert f"{listed}, of an earlier run, is deleted: now all rows could be used." in outcome.err
    assert not listed.exists()


def test_nothing_but_such_a_list_is_deleted(rows, run, write, tmp_path):
    mine = write("line,mine\n", "out.bad.csv")
    good = write(as_text(rows), "good.csv")
    outcome = run("score", good, "-o", tmp_path / "out.csv")
    assert (outcome.code, mine.read_text()) == (0, "line,mine\n")
    assert "earlier run" not in outcome.err


# ----------------------------------------------------------- streams that can't be written

COMMANDS = {
    "score": ["score", "FILE"],
    "stats": ["stats", "FILE"],
    "columns": ["columns", "FILE"],
}


@pytest.mark.skipif(os.name == "nt", reason="a shell of POSIX")
@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    ("redirected", "told"),
    [
        (">&-", "The output can't be written: it is closed.\n"),
        (">/dev/full", "The output can't be written: No space left on device.\n"),
        ("| true", ""),
        (">&- 2>&-", ""),
        (">/dev/full 2>/dev/full", ""),
    ],
)
def test_output_that_cant_be_written_is_told_and_no_more(rows, write, command, redirected, told):
    """Whatever the program writes to."""
    program = Path(sys.executable).with_name("manager-quiz")
    people = [{**row, "id": f"{n}-{row['id']}"} for n in range(200) for row in rows]
    words = [str(write(as_text(people))) if word == "FILE" else word for word in COMMANDS[command]]
    line = f"{shlex.join([str(program), *words])} {redirected}; echo ${{PIPESTATUS[0]}} >&3"
    got, given = os.pipe()
    try:
        done = subprocess.run(
            ["bash", "-c", f"exec 3>&{given}; {line}"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            pass_fds=[given],
            timeout=60,
            check=False,
        )
        assert os.read(got, 10) == b"1\n"
    finally:
        os.close(got)
        os.close(given)
    said = [line for line in done.stderr.decode().splitlines(keepends=True) if "recog" not in line]
    assert (
        "".join(said)
        == "1 column is no question and is left out: note\n"
        * ("columns" not in command and "2>" not in redirected)
        + told
    )


# ------------------------------------------------------------------- marks in the headings


def spoilt_headings(rows):
    good = as_text(rows)
    names = list(rows[0])
    lines = good.splitlines()
    last = "\n".join([*lines[:-1], lines[-1].removesuffix('"')])
    return {
        "before a question": good.replace("product-1", '"product-1', 1),
        "before the id": '"' + good,
        "before the last heading": good.replace(",note", ',"note', 1),
        "within a pair": good.replace("product-1", '"product-1" x', 1),
        "with another one far below": last.replace("product-1", '"product-1', 1) + '"\n',
        "under a title": "Our survey" + "," * (len(names) - 1) + "\n" + '"' + good,
    }


KINDS = list(spoilt_headings([{"id": "1", "product-1": "1", "note": "x"}]))


@pytest.mark.parametrize("command", ["score", "stats", "columns"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_stray_mark_among_the_headings_is_told_as_such(rows, run, write, kind, command):
    file = write(spoilt_headings(rows)[kind])
    outcome = run(command, file)
    assert (outcome.code, outcome.out) == (2, "")
    line = 2 if kind == "under a title" else 1
    assert outcome.err == (
        f"{file}:{line}: the headings stand on this line, and one of their quotation marks is "
        "stray: take it away, or put another one behind the heading\n"
    )


# ------------------------------------------------------------------------------- workbooks


def test_a_workbook_has_the_numbers_as_numbers_and_the_texts_as_texts(rows, run, write, tmp_path):
    texts = ["=1+1", "007", "1e5", "http://a.example", "", "\x02 Ы"]
    for row, text in zip(rows, texts, strict=True):
        row["note"] = text
    out = tmp_path / "out.XLSX"
    file = write(as_text(rows))
    assert run("score", file, "-o", out, "--keep", "note").code == 0
    expected = pl.read_csv(
        run("score", file, "--raw", "--keep", "note").out.encode(),
        schema_overrides={"note": pl.String},
    )
    found = pl.read_excel(out, schema_overrides={"note": pl.String})
    assert found.columns == expected.columns
    assert found["note"].to_list() == [*texts[:4], None, texts[5]]
    for name in expected.columns:
        if name != "note":
            assert found[name].to_list() == expected[name].to_list()
    numbers = [name for name in expected.columns if expected[name].dtype.is_numeric()]
    assert all(found[name].dtype.is_numeric() for name in numbers)


def test_a_workbook_keeps_what_a_table_has(rows, run, tmp_path):
    whole = {"big": 2**60, "small": 7, "yes": True, "when": date(2026, 11, 3), "nan": math.nan}
    pl.DataFrame([{**row, **whole} for row in rows]).write_parquet(tmp_path / "a.parquet")
    out = tmp_path / "out.xlsx"
    keep = ",".join(whole)
    assert run("score", tmp_path / "a.parquet", "-o", out, "--keep", keep).code == 0
    found = pl.read_excel(out).row(0, named=True)
    assert [found[name] for name in whole] == [str(2**60), 7, True, "2026-11-03", "nan"]


def test_more_people_than_a_workbook_has_rows_are_refused_beforehand(
    rows, run, write, tmp_path, monkeypatch
):
    from manager_quiz.records.sheets import run as running
    from manager_quiz.records.sheets import writer
    from manager_quiz.records.sheets.scorer import Scorer

    def never(*_args):
        raise AssertionError

    out, text = tmp_path / "out.xlsx", as_text(rows).rstrip("\n")
    pl.DataFrame(rows).write_parquet(tmp_path / "a.parquet")
    for module in (running, writer):
        monkeypatch.setattr(module, "SHEET_ROWS", 7)
    assert run("score", write(text), "-o", out).code == 0
    out.unlink()
    for module in (running, writer):
        monkeypatch.setattr(module, "SHEET_ROWS", 6)
    # A pipe doesn't say how much there is to come.
    outcome = run("score", "-", "-o", out, stdin=text.encode())
    assert outcome.code == 2
    assert "a sheet of a workbook has 6 rows, too few; name a .csv" in outcome.err
    monkeypatch.setattr(Scorer, "table", never)
    for file in (write(text), tmp_path / "a.parquet"):
        outcome = run("score", file, "-o", out)
        assert outcome.code == 2
        assert "a sheet of a workbook has 6 rows, too few; name a .csv" in outcome.err
    assert not out.exists()


def test_what_a_workbook_cant_hold_is_told(rows, run, write, tmp_path):
    rows[3]["note"] = "x" * 32_768
    outcome = run("score", write(as_text(rows)), "-o", tmp_path / "o.xlsx", "--keep", "note")
    assert outcome.code == 2
    assert "the column note has a text too long for a workbook" in outcome.err
    assert not (tmp_path / "o.xlsx").exists()


def test_a_full_disk_is_told_of_a_workbook_too(rows, run, write, tmp_path, monkeypatch):
    from manager_quiz.records.sheets import writer

    @contextmanager
    def full(_file):
        with Path("/dev/full").open("wb", buffering=0) as stream:
            yield stream

    monkeypatch.setattr(writer, "whole_file", full)
    outcome = run("score", write(as_text(rows)), "-o", tmp_path / "o.xlsx")
    assert outcome.code == 1
    assert outcome.err.endswith("o.xlsx can't be written: No space left on device.\n")


def test_without_the_library_a_workbook_is_refused_with_the_cure(rows, run, write, monkeypatch):
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    outcome = run("score", write(as_text(rows)), "-o", "o.xlsx")
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err.startswith('Workbooks need more: pip install "manager-quiz[batch]".')
