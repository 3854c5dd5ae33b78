"""Why a file can't be read is said in the person's language, never in a library's."""

import gzip
import io
import re
import zipfile

import polars as pl
import pytest
from sheets_for_tests import as_text, sheets

from manager_quiz.records.sheets import source

ENGLISH = re.compile(r"[A-Za-z']{2,} [A-Za-z']{2,}")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
CUT, DAMAGED = "it is cut short", "it is damaged"
UNKNOWN = "it is damaged, or of a kind that isn't known here"
LOCKED = "it is protected by a password; save it without one"
NO_WORKBOOK = "it is a packed file (zip) without a workbook; unpack it first"


def bytes_of(kind, rows):
    frame, out = pl.DataFrame(rows), io.BytesIO()
    if kind == "gz":
        return gzip.compress(as_text(rows).encode())
    {"parquet": frame.write_parquet, "arrow": frame.write_ipc, "xlsx": frame.write_excel}[kind](out)
    return out.getvalue()


def packed(**files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name.replace("__", "/").replace("_x", ".x"), text)
    return out.getvalue()


def half(data):
    return data[: len(data) // 2]


def scratched(data):
    """With its middle overwritten."""
    middle = len(data) // 2
    return data[: middle - 40] + b"\xff" * 80 + data[middle + 40 :]


def without_end(data):
    return data[:-30] + b"\xff" * 26 + data[-4:]


def beginning(data):
    return data[:4]


FAULTS = {
    "gz cut": ("gz", half, CUT),
    "gz scratched": ("gz", scratched, DAMAGED),
    "gz, its beginning": ("gz", beginning, CUT),
    "parquet cut": ("parquet", half, CUT),
    "parquet, its beginning": ("parquet", beginning, UNKNOWN),
    "parquet without its table of contents": ("parquet", without_end, UNKNOWN),
    "parquet encrypted": ("parquet", lambda data: b"PARE" + data[4:-4] + b"PARE", LOCKED),
    "arrow cut": ("arrow", half, CUT),
    "arrow scratched": ("arrow", without_end, CUT),
    "workbook cut": ("xlsx", half, CUT),
    "workbook scratched": ("xlsx", scratched, DAMAGED),
    "workbook encrypted": (
        "xlsx",
        lambda _: OLE + bytes(504) + "EncryptedPackage".encode("utf-16-le"),
        LOCKED,
    ),
    "an old workbook damaged": ("xlsx", lambda _: OLE + bytes(600), UNKNOWN),
    "OpenDocument encrypted": (
        "xlsx",
        lambda _: packed(
            **{"META-INF__manifest_xml": "<manifest:encryption-data/>", "content_xml": "\0\1"}
        ),
        LOCKED,
    ),
    "packed": ("xlsx", lambda _: packed(answers="id,product-1\n"), NO_WORKBOOK),
}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("command", ["score", "stats", "columns"])
def test_why_a_file_cant_be_read_is_said_in_our_words(quick, run, write, fault, command):
    kind, change, reason = FAULTS[fault]
    file = write(change(bytes_of(kind, sheets(*quick, 40))), "a.file")
    outcome = run(command, file)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err == f"{file}: the file can't be read: {reason}\n"
    russian = run(command, file, MANAGER_QUIZ_LANG="ru")
    assert (russian.code, russian.out) == (2, "")
    assert "файл не читается: он" in russian.err or "это архив" in russian.err
    assert not ENGLISH.search(russian.err.replace(str(file), ""))


@pytest.mark.parametrize(
    "mapping",
    [
        *("a: b: c", "a: [", "a: 'b", '"a": "\\q"', "a:\n - b\n c", "\tx", "a: @b", "- a\nb", "%"),
        *("a: {b", "a: - b", "a: !!x b", "&a b", "a: *b", "\0", "a\n:\nb\n\nc: d: e\n"),
        *("a: b\n  c: d", "{a, b", "'a", "a: >x", "--- a\n--- b", "a: |\nb", "? a : b: c"),
    ],
)
def test_so_is_what_is_wrong_with_yaml(quick, run, write, mapping):
    file = write(as_text(sheets(*quick, 2)))
    written = write(mapping, "m.yaml")
    outcome = run("score", file, "--columns", written, MANAGER_QUIZ_LANG="ru")
    assert outcome.code in {0, 2}
    assert not ENGLISH.search(outcome.err.replace(str(written), "").replace(str(file), ""))


@pytest.mark.parametrize("number", [5, 12, 16, 23, 24, 27, 28, 71, 107, 116, 121])
def test_so_is_why_the_system_refuses(quick, run, write, monkeypatch, number):
    """Also where nobody has translated it: then its code alone is said."""
    from manager_quiz.records.sheets import source

    file, opened = write(as_text(sheets(*quick, 2))), source.Path.open

    def refuses(path, *rest, **more):
        if path == file:
            raise OSError(number, "Some English words")
        return opened(path, *rest, **more)

    monkeypatch.setattr(source.Path, "open", refuses)
    outcome = run("score", file, MANAGER_QUIZ_LANG="ru")
    assert outcome.code == 2
    assert not ENGLISH.search(outcome.err)


def test_a_fault_of_the_program_quotes_nobody(quick, run, write, monkeypatch):
    from manager_quiz.records.sheets.scorer import Scorer

    def fails(*_args, **_options):
        raise ValueError("some English words")

    monkeypatch.setattr(Scorer, "table", fails)
    outcome = run("score", write(as_text(sheets(*quick, 2))), MANAGER_QUIZ_LANG="ru")
    assert outcome.code == 1
    assert "ValueError (test_files_that_cant_be_read.py:" in outcome.err
    assert "English" not in outcome.err


@pytest.mark.parametrize("cell", [[[1, 2], None], [{"a": 1}, None], [b"\xff", None]])
@pytest.mark.parametrize("name", ["product-1", "id", "more"])
def test_columns_of_any_type_are_read_or_told_of(quick, run, tmp_path, cell, name):
    """Lists, records and bytes have no text of their own."""
    table = pl.DataFrame(sheets(*quick, 2)).with_columns(pl.Series(name, cell))
    table.write_parquet(tmp_path / "a.parquet")
    keep = ("--keep", "more") if name == "more" else ()
    outcome = run("score", tmp_path / "a.parquet", "-o", tmp_path / "out.csv", *keep)
    assert outcome.code == (0 if name == "more" else 2)
    if name == "more":
        assert pl.read_csv(tmp_path / "out.csv")["more"].to_list() == [str(cell[0]), None]
    else:
        assert "is no answer" in outcome.err or "there is no id" in outcome.err


@pytest.mark.parametrize("command", ["score", "stats"])
def test_of_a_file_full_of_bad_rows_no_more_is_read_than_tells_so(
    run, write, quick, monkeypatch, command: str
) -> None:
    monkeypatch.setattr(source, "BLOCK", 3000)
    head, row, *_more = as_text(sheets(*quick, 2)).splitlines()
    bad = ",".join(["p", *["99"] * row.count(",")])
    file = write("\n".join([head, row, *[bad] * 20_000]))
    told = run(command, file)
    assert told.code == 2
    assert told.err.count(f"{file}:") == 20
    (first, n) = re.search(r"Of the first (\d+) rows (\d+) can't be used", told.err).groups()
    assert 20 <= int(n) < int(first) < 5000
    exact = run(command, write("\n".join([head, row, *[bad] * 30])))
    assert "30 rows can't be used, of 31." in exact.err


@pytest.mark.parametrize("kind", ["arrow", "parquet"])
def test_no_library_says_on_its_own_what_is_wrong(run, write, quick, capfd, kind: str) -> None:
    data = bytes_of(kind, sheets(*quick, 20))
    third = len(data) // 3
    for missing in (third // 2, third):
        file = write(data[:third] + data[third + missing :], f"a.{kind}")
        told = run("score", file)
        assert (told.code, told.err.count("\n")) == (2, 1)
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("command", [("score",), ("stats",), ("columns",)])
def test_a_cell_of_thousands_of_digits_is_no_answer_and_no_failure(
    run, write, quick, command: tuple[str, ...]
) -> None:
    head, row, *more = as_text(sheets(*quick, 12)).splitlines()
    cells = row.split(",")
    spoilt = ",".join([*cells[:3], "9" * 5000, *cells[4:]])
    told = run(*command, write("\n".join([head, spoilt, *more])))
    assert told.code == (0 if command == ("columns",) else 2)
    assert "should not have happened" not in told.err
    assert len(told.err) < 20_000
