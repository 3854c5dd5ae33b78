"""`Scorer`: the table that `score` writes, from tables of any library, in parts of any size."""

import pickle
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal
from sheets_for_tests import as_text, sheets

from manager_quiz import ContentError, Scorer, load_catalog

EXAMPLES = Path(__file__).parents[2] / "examples" / "engines"


@pytest.fixture(scope="module")
def answers(quick):
    return pl.DataFrame(sheets(*quick, 60, skipped=0.1))


@pytest.fixture(scope="module")
def scorer(quick):
    return Scorer(*quick)


class Capsule:
    """A table that has nothing but the Arrow PyCapsule interface."""

    def __init__(self, frame):
        self.__arrow_c_stream__ = frame.__arrow_c_stream__


def test_it_gives_what_the_command_writes(answers, scorer, run, tmp_path):
    answers.write_parquet(tmp_path / "a.parquet")
    out = tmp_path / "out.parquet"
    assert run("score", tmp_path / "a.parquet", "-o", out).code == 0
    assert_frame_equal(scorer.score(answers), pl.read_parquet(out))


def test_the_schema_is_that_of_the_result(answers, quick):
    kept = Scorer(*quick, keep=["age"], top=2)
    scored = kept.score(answers.with_columns(age=pl.lit(17)))
    assert scored.schema == kept.schema
    assert hasattr(kept.schema, "__arrow_c_schema__")


def test_a_table_of_nothing_but_answers_will_do(answers, scorer):
    bare = scorer.score(answers.drop("id"))
    assert_frame_equal(bare, scorer.score(answers).drop("id"))


def test_anything_with_the_arrow_interface_will_do(answers, scorer):
    expected = scorer.score(answers)
    assert_frame_equal(scorer.score(Capsule(answers)), expected)
    again = pl.DataFrame(Capsule(expected))
    assert_frame_equal(again, expected)


def test_numbers_words_and_categories_are_the_same(answers, scorer, quick):
    catalog, _form = quick
    expected = scorer.score(answers)
    for type in (pl.Int64, pl.UInt8, pl.Float32):
        numbers = [
            pl.col(id).replace("", None).cast(type)
            for id in answers.columns
            if id in catalog.item_by_id and catalog.item_by_id[id].kind.graded
        ]
        assert_frame_equal(scorer.score(answers.with_columns(numbers)), expected)
    words = answers.with_columns(pl.exclude("id").cast(pl.Categorical))
    assert_frame_equal(scorer.score(words), expected)


@settings(max_examples=20, suppress_health_check=list(HealthCheck))
@given(cuts=st.lists(st.integers(0, 60), max_size=5))
def test_parts_of_any_size_give_the_same_rows(answers, scorer, cuts):
    ends = [0, *sorted(cuts), 60]
    parts = [answers[a:b] for a, b in pairwise(ends)]
    together = pl.concat([scorer.score(part) for part in parts])
    assert_frame_equal(together, scorer.score(answers))


def test_it_can_be_pickled(answers, quick):
    scorer = Scorer(*quick, top=5, missing=["NA"], bad_rows="skip")
    again = pickle.loads(pickle.dumps(scorer))
    odd = answers.with_columns(**{"product-1": pl.lit("NA")})
    assert_frame_equal(again.score(odd), scorer.score(odd))


def test_bad_rows_stop_it_unless_they_are_to_be_skipped(answers, quick):
    spoiled = answers.with_row_index("n").with_columns(
        pl.when(pl.col("n") == 6).then(pl.lit("9")).otherwise("product-1").alias("product-1")
    )
    with pytest.raises(ContentError, match="table:7: product-1: '9' is no answer"):
        Scorer(*quick).score(spoiled)
    skipped = Scorer(*quick, bad_rows="skip").score(spoiled)
    assert skipped["id"].to_list() == [f"p{n}" for n in range(60) if n != 6]
    with pytest.raises(ContentError, match="missing: product-1"):
        Scorer(*quick).score(answers.drop("product-1"))


# ---------------------------------------------------------------------------- engines
#
#     pip install "manager-quiz[test]" duckdb pyspark pandas pyarrow    (Spark needs a Java too)
#     python -m pytest -m engines


def write_parts(frame, folder, split):
    """A table as Parquet files: whole, in even parts, or in parts of any size."""
    folder.mkdir()
    rng = np.random.default_rng(1)
    ends = {
        "whole": [frame.height],
        "even": np.linspace(0, frame.height, 8).astype(int)[1:],
        "uneven": sorted([*rng.integers(0, frame.height, 4), frame.height]),
    }[split]
    start = 0
    for n, end in enumerate(ends):
        frame[start:end].write_parquet(folder / f"part{n}.parquet")
        start = end
    return sorted(folder.iterdir())


@pytest.mark.engines
@pytest.mark.parametrize("split", ["whole", "even", "uneven"])
@pytest.mark.parametrize("engine", ["polars", "duckdb", "spark"])
def test_every_engine_finds_the_rows_that_the_command_finds(
    engine, split, run, tmp_path, monkeypatch
):
    catalog = load_catalog()
    rng = np.random.default_rng(3)
    people = 100_000
    columns = {"id": [f"p{n:06}" for n in range(people)]}
    for item in catalog.form_items(catalog.form_by_id["full"]):
        given = np.array(["", *(str(choice.answer) for choice in item.choices)])
        columns[item.id] = given[rng.integers(0, len(given), people)]
    frame = pl.DataFrame(columns)
    files = write_parts(frame, tmp_path / "answers", split)
    frame.write_parquet(tmp_path / "all.parquet")
    assert run("score", tmp_path / "all.parquet", "-o", tmp_path / "command.parquet").code == 0
    monkeypatch.setenv("PYSPARK_SUBMIT_ARGS", "--master local[2] pyspark-shell")
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    out = tmp_path / "out.parquet"
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, EXAMPLES / f"with_{engine}.py", out, *files], check=True, cwd=tmp_path
    )
    print(f"{engine}, {split}: {time.perf_counter() - start:.1f} s")
    found = pl.read_parquet(out / "*.parquet" if out.is_dir() else out).sort("id")
    assert_frame_equal(found, pl.read_parquet(tmp_path / "command.parquet").sort("id"))


def test_the_examples_are_as_short_as_they_are_said_to_be():
    for file in EXAMPLES.glob("*.py"):
        code = file.read_text().rpartition('"""')[2]
        lines = [line for line in code.splitlines() if line.strip()]
        assert len(lines) <= 20, file.name


def test_text_and_table_give_the_same(answers, scorer, run, write):
    text = run("score", write(as_text(answers.to_dicts()))).out
    assert scorer.score(answers).write_csv() == text
