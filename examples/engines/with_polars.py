"""Scores Parquet files in Polars, in portions: any length in little memory.

    python with_polars.py OUT.parquet ANSWERS.parquet…

Needs: pip install "manager-quiz[batch]"
"""

import sys

import polars as pl

from manager_quiz import Scorer, load_catalog

out, *files = sys.argv[1:]
scorer = Scorer(load_catalog(), "full")
answers = pl.scan_parquet(files)
scored = answers.map_batches(scorer.score, schema=scorer.schema, streamable=True)
scored.sink_parquet(out)
