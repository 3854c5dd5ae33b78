"""Scores Parquet files in DuckDB, in portions; what comes out can be queried like any table.

    python with_duckdb.py OUT.parquet ANSWERS.parquet…

Needs: pip install "manager-quiz[batch]" duckdb pyarrow
"""

import sys

import duckdb
import pyarrow as pa

from manager_quiz import Scorer, load_catalog

out, *files = sys.argv[1:]
scorer = Scorer(load_catalog(), "full")
answers = duckdb.connect().read_parquet(files).to_arrow_reader(50_000)
portions = (part for batch in answers for part in pa.table(scorer.score(batch)).to_batches())
scored = pa.RecordBatchReader.from_batches(pa.schema(scorer.schema), portions)
duckdb.from_arrow(scored).write_parquet(out)
