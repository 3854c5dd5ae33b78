"""Files as people have them: every separator, encoding and packing, and every kind of bad row."""

import gzip
import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import polars as pl
import pytest
from sheets_for_tests import as_text, scored, sheets

from manager_quiz.records.sheets import reader, source
from manager_quiz.records.sheets.sheets import SeenIds


@pytest.fixture
def rows(quick):
    return sheets(*quick, 30, skipped=0.1)


@pytest.fixture
def expected(rows, run, write):
    return run("score", write(as_text(rows), "plain.csv")).out


def numbers(text):
    """A table whose numbers don't differ by the last bit, which is rounding's."""
    return [
        [f"{float(cell):.9g}" if cell[:1].isdigit() else cell for cell in line.split(",")]
        for line in text.splitlines()
    ]


# ------------------------------------------------------------------ what is the same


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda text: text.replace(",", ";"), id="semicolons"),
        pytest.param(lambda text: text.replace(",", "\t"), id="tabs"),
        pytest.param(lambda text: "\ufeff" + text, id="byte order mark"),
        pytest.param(lambda text: text.replace("\n", "\r\n"), id="Windows"),
        pytest.param(lambda text: text.rstrip("\n"), id="no last line break"),
        pytest.param(lambda text: text + "\n\n", id="blank lines at the end"),
        pytest.param(lambda text: text.replace("\n", "\n\n", 5), id="blank lines between"),
        pytest.param(lambda text: text.replace(",4,", ",4.0,"), id="4.0 for 4"),
        pytest.param(lambda text: text.replace(",4,", ", 4,"), id="spaces"),
        pytest.param(lambda text: text.replace(",4,", ',"4",'), id="quoted"),
        pytest.param(lambda text: gzip.compress(text.encode()), id="gzipped"),
    ],
)
def test_the_same_answers_in_another_dress_give_the_same(rows, expected, run, write, change):
    outcome = run("score", write(change(as_text(rows))))
    assert (outcome.code, outcome.err) == (0, "")
    assert numbers(outcome.out) == numbers(expected)


def test_standard_input_is_read_too(rows, expected, run):
    assert run("score", "-", stdin=as_text(rows).encode()).out == expected


def test_parquet_is_read_with_numbers_or_words(rows, expected, run, tmp_path):
    frame = pl.DataFrame(rows)
    frame.write_parquet(tmp_path / "words.parquet")
    whole = frame.with_columns(pl.all().cast(pl.Int32, strict=False).name.keep())
    mixed = [
        whole[name] if whole[name].null_count() < 15 else frame[name] for name in frame.columns
    ]
    pl.DataFrame(mixed).write_parquet(tmp_path / "numbers.parquet")
    for name in ("words.parquet", "numbers.parquet"):
        assert run("score", tmp_path / name).out == expected


def test_parquet_is_written_with_the_same_table(rows, expected, run, write, tmp_path):
    out = tmp_path / "out.parquet"
    assert run("score", write(as_text(rows)), "-o", out).code == 0
    table = pl.read_parquet(out)
    assert table.columns == expected.splitlines()[0].split(",")
    assert table["leadership"].dtype == pl.Float64
    assert table.cast({"role_1": pl.String}).write_csv() == expected


@pytest.mark.parametrize("size", [1, 100, 3000, 10_000])
def test_the_size_of_portions_changes_nothing(rows, expected, run, write, monkeypatch, size):
    monkeypatch.setattr(source, "BLOCK", size)
    n = 6 if size == 1 else len(rows)  # it takes its time
    head = "\n".join(expected.splitlines()[: n + 1]) + "\n"
    assert numbers(run("score", write(as_text(rows[:n]))).out) == numbers(head)


def test_a_line_break_within_quotation_marks_ends_no_row(rows, run, write, monkeypatch):
    monkeypatch.setattr(source, "BLOCK", 50)
    told = [{**row, "note": f'said "{n}",\nthen left'} for n, row in enumerate(rows)]
    outcome = run("score", write(as_text(told)), "--keep", "note")
    assert outcome.code == 0
    assert [row["note"] for row in scored(outcome.out)] == [row["note"] for row in told]


# ------------------------------------------------------------------- missing and kept


def test_codes_for_missing_are_no_answers_but_stay_in_kept_columns(quick, run, write, expected):
    rows = sheets(*quick, 30, skipped=0.1)
    catalog, _form = quick
    coded = [
        {
            name: value or ("0" if catalog.item_by_id[name].kind.graded else "NA")
            for name, value in row.items()
        }
        | {"gender": "0", "country": "NA"}
        for row in rows
    ]
    outcome = run(
        *("score", write(as_text(coded)), "--missing", "0,-1,NA", "--keep", "gender,country")
    )
    assert outcome.code == 0
    table = scored(outcome.out)
    assert {(row["gender"], row["country"]) for row in table} == {("0", "NA")}
    for row in table:
        del row["gender"], row["country"]
    assert table == scored(expected)


def test_people_without_an_id_are_numbered_by_line(rows, run, write):
    nameless = [{name: value for name, value in row.items() if name != "id"} for row in rows]
    table = scored(run("score", write(as_text(nameless))).out)
    assert [row["id"] for row in table] == [str(line) for line in range(2, 32)]


# ---------------------------------------------------------------------------- columns


def test_a_slip_in_a_column_is_named_with_what_was_meant(rows, run, write):
    text = as_text(rows).replace("leadership-1", "leadrship-1", 1)
    outcome = run("score", write(text))
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith(str(write(text)) + ":1: ")
    assert "leadership-1" in outcome.err
    assert "leadrship-1" in outcome.err


def test_a_column_to_keep_that_isnt_there_is_named_with_the_nearest(rows, run, write):
    outcome = run("score", write(as_text([{**rows[0], "major": "x"}])), "--keep", "maior")
    assert outcome.code == 2
    assert "maior" in outcome.err
    assert "major" in outcome.err


def test_columns_that_are_no_questions_are_told_of_and_left_out(rows, run, write):
    outcome = run("score", write(as_text([{**rows[0], "age": "7"}])))
    assert outcome.code == 0
    assert "1 column is no question and is left out: age" in outcome.err


def test_the_form_is_the_smallest_that_asks_all_columns(rows, run, write):
    (row, *_rest) = scored(run("score", write(as_text(rows))).out)
    assert int(row["leadership_answered"]) <= 3
    assert run("score", write(as_text(rows)), "--form", "full").code == 2
    assert "There is no form" in run("score", write(as_text(rows)), "--form", "none").err


# --------------------------------------------------------------------------- bad rows


def spoil(rows, line, change):
    """The rows as CSV, with one line changed."""
    every = as_text(rows).encode().split(b"\n")
    every[line - 1] = change(every[line - 1])
    return b"\n".join(every)


BAD = {
    "text in a number": (lambda text: text.replace(b",2,", b",two,", 1), "'two' is no answer"),
    "out of range": (lambda text: text.replace(b",2,", b",6,", 1), "'6' is no answer"),
    "far out of range": (lambda text: text.replace(b",2,", b",99999,", 1), "'99999' is no"),
    "between two answers": (lambda text: text.replace(b",2,", b",2.5,", 1), "'2.5' is no answer"),
    "zero": (lambda text: text.replace(b",2,", b",0,", 1), "'0' is no answer"),
    "too few fields": (lambda text: text.rpartition(b",")[0], "39 fields instead of 40"),
    "too many fields": (lambda text: text + b",3", "41 fields instead of 40"),
    "another encoding": (lambda text: text.replace(b"p", b"\xef\xf0", 1), "not UTF-8"),
    "an id twice": (lambda text: b"p3," + text.partition(b",")[2], "the id p3 stands further up"),
}


@pytest.mark.parametrize("kind", BAD)
@pytest.mark.parametrize("portion", [2500, 4_000_000])
def test_a_bad_row_is_named_with_its_line_and_stops_the_run(
    rows, run, write, tmp_path, monkeypatch, kind, portion
):
    monkeypatch.setattr(source, "BLOCK", portion)
    change, words = BAD[kind]
    file = write(spoil(rows, 20, change))
    out = tmp_path / "out.csv"
    out.write_text("what was there before")
    outcome = run("score", file, "-o", out, "--force")
    assert outcome.code == 2
    first, *rest = outcome.err.splitlines()
    assert first.startswith(f"{file}:20: ")
    assert words in first
    assert rest == [
        "1 row can't be used, of 30.",
        "Nothing was written. Mend the rows, or use --bad-rows skip.",
    ]
    assert out.read_text() == "what was there before"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["answers.csv", "out.csv"]


@pytest.mark.parametrize("kind", BAD)
def test_or_it_is_put_aside(rows, expected, run, write, tmp_path, kind):
    change, words = BAD[kind]
    out = tmp_path / "out.csv"
    outcome = run("score", write(spoil(rows, 20, change)), "-o", out, "--bad-rows", "skip")
    assert outcome.code == 0
    good = [row for row in scored(expected) if row["id"] != "p18"]
    assert scored(out) == good
    (aside,) = scored(tmp_path / "out.bad.csv")
    assert aside["line"] == "20"
    assert words in aside["problem"]


def test_no_side_file_where_all_is_well(rows, run, write, tmp_path):
    run("score", write(as_text(rows)), "-o", tmp_path / "out.csv", "--bad-rows", "skip")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["answers.csv", "out.csv"]


def test_all_bad_rows_are_counted_and_twenty_shown(rows, run, write):
    bad = [{**row, "leadership-1": "9"} for row in rows]
    outcome = run("score", write(as_text(bad)))
    assert outcome.code == 2
    assert outcome.err.count("leadership-1") == 20
    assert "30 rows can't be used, of 30." in outcome.err


def test_bad_rows_of_parquet_are_named_by_their_number(rows, run, tmp_path):
    rows[6]["leadership-1"] = "9"
    pl.DataFrame(rows).write_parquet(tmp_path / "a.parquet")
    outcome = run("score", tmp_path / "a.parquet")
    assert outcome.code == 2
    assert outcome.err.startswith(f"{tmp_path / 'a.parquet'}:7: leadership-1: '9' is no answer")


@pytest.mark.parametrize("in_memory", [5, 1000])
def test_ids_are_compared_however_many_there_are(monkeypatch, in_memory):
    seen = SeenIds(in_memory)
    first = seen.again(pl.Series([f"p{n}" for n in range(20)]))
    assert not first.any()
    for start in range(20, 200, 20):
        portion = [*(f"p{n}" for n in range(start, start + 20)), f"p{start - 15}", None, None]
        assert seen.again(pl.Series(portion)).nonzero()[0].tolist() == [20]
    assert seen.again(pl.Series(["a", "b", "a"])).tolist() == [False, False, True]
    seen.close()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "the file is empty"),
        (b"i\x00d\x00,\x00", "UTF-8; if it is utf-16-le, say --encoding utf-16-le"),
        (b"\x1f\x8bnot really", "can't be read"),
        (b"PAR1 not really", "can't be read"),
        (b"a,b\n1,2\n", "no column is a question"),
        (b"leadership-1,leadership-1\n1,2\n", "there twice"),
    ],
)
def test_what_is_no_file_of_sheets_is_told_in_one_place(run, write, content, words):
    outcome = run("score", write(content))
    assert (outcome.code, outcome.out) == (2, "")
    assert words in outcome.err
    assert "Traceback" not in outcome.err


def test_a_file_that_isnt_there(run, tmp_path):
    outcome = run("score", tmp_path / "none.csv")
    assert outcome.code == 2
    assert outcome.err.startswith(f"{tmp_path / 'none.csv'}: the file can't be read: No such")


# ----------------------------------------------------------------- whole or not at all


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_a_failure_on_the_way_leaves_no_half_file(rows, run, write, tmp_path, monkeypatch, ending):
    def breaks(self, *_rest):
        yield from ()
        raise KeyboardInterrupt

    monkeypatch.setattr(reader.SheetFile, "portions", breaks)
    outcome = run("score", write(as_text(rows)), "-o", tmp_path / f"out.{ending}")
    assert outcome.code == 130
    assert [each.name for each in tmp_path.iterdir()] == ["answers.csv"]


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_ctrl_c_leaves_no_half_file(quick, write, tmp_path, ending):
    rows = sheets(*quick, 1000)
    header, *lines_ = as_text(rows).splitlines()
    body = [line.partition(",")[2] for line in lines_]
    big = io.StringIO()
    big.write(header + "\n")
    for copy in range(800):
        big.writelines(f"{copy}-{n},{line}\n" for n, line in enumerate(body))
    file = write(big.getvalue())
    program = Path(sys.executable).with_name("manager-quiz")
    running = subprocess.Popen(
        [program, "score", file, "-o", tmp_path / f"out.{ending}"], stderr=subprocess.PIPE
    )
    time.sleep(1.5)
    running.send_signal(signal.SIGINT)
    _out, err = running.communicate(timeout=30)
    assert running.returncode == 130
    assert b"Traceback" not in err
    assert [each.name for each in tmp_path.iterdir()] == ["answers.csv"]


def test_where_the_output_goes_is_checked_first(rows, run, write, tmp_path):
    file = write(as_text(rows))
    told = run("score", file, "-o", tmp_path / "out.txt").err
    assert "must end in one of: .csv, .parquet, .xlsx" in told
    assert "There is no folder" in run("score", file, "-o", tmp_path / "none" / "out.csv").err


def test_without_the_library_one_line_says_how_to_get_it(rows, run, write, monkeypatch):
    monkeypatch.setitem(sys.modules, "manager_quiz.records.sheets.reader", None)
    outcome = run("score", write(as_text(rows)))
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err == 'This needs the library polars: pip install "manager-quiz[batch]"\n'
